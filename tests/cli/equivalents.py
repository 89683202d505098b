#!/usr/bin/env python3
"""Equivalents through the real programs: the tables of tests/data/equivalents, and users' lists.

usage: equivalents.py WBINDEX WBSEARCH FOLDER-OF-THE-TABLES

Each side of each pair becomes a paragraph of a document, and is searched: a pair of pairs.tsv must
be found from either side, one of near_misses.tsv from neither. Every match must be highlighted.
Then lists of synonyms in each place where they may stand, the switches, and --explain. Prints TAP.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

ALL = "100000"


def read_table(path):
    with open(path, encoding="utf-8") as table:
        lines = [line.rstrip("\n") for line in table]
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def run(command, config="/nonexistent", **options):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": config}
    return subprocess.run(command, capture_output=True, check=False, timeout=300,
                          env=environment, **options)


class Index:
    """An index of one document, in which paragraph number i holds texts[i]."""

    def __init__(self, wbindex, wbsearch, texts):
        self.wbsearch = wbsearch
        self.folder = tempfile.TemporaryDirectory()
        with open(os.path.join(self.folder.name, "d.md"), "w", encoding="utf-8") as document:
            for number, text in enumerate(texts):
                document.write(f"关于这一点，文件写的是：{text}。见附录k{number}x。\n\n")
        result = run([wbindex, self.folder.name])
        if result.returncode != 0:
            sys.exit(result.stderr.decode())

    def close(self):
        self.folder.cleanup()

    def answer(self, queries):
        """For each query the numbers of the paragraphs that it finds, with the matches in them."""
        lines = "".join(f"q{number}\t{query}\n" for number, query in enumerate(queries))
        result = run([self.wbsearch, "--json", "--no-check", "-k", ALL, "--batch", "-"],
                     input=lines.encode(), cwd=self.folder.name)
        if result.returncode not in (0, 1):
            sys.exit(result.stderr.decode())
        found = [{} for _ in queries]
        for line in result.stdout.splitlines():
            message = json.loads(line)
            data = message["data"]
            if message["type"] == "match" and data["rung"] in ("exact", "loose"):
                number = int(re.search(r"k(\d+)x", data["lines"]["text"]).group(1))
                matches = [part["match"]["text"] for part in data["submatches"]]
                found[int(data["query_id"][1:])][number] = matches
        return found


def one_way(tools, pairs, wanted, faults):
    index = Index(*tools, [text for _, text in pairs])
    for number, found in enumerate(index.answer([query for query, _ in pairs])):
        query, text = pairs[number]
        if (number in found) != wanted:
            faults.append(f"{query} {'does not find' if wanted else 'finds'} {text}"
                          + ("" if wanted else f" ({found[number]})"))
        elif wanted and not found[number]:
            faults.append(f"{query} finds {text}, but nothing is highlighted")
    index.close()


def table_case(tools, tables, name, wanted):
    pairs = read_table(os.path.join(tables, name))
    faults = []
    one_way(tools, pairs, wanted, faults)
    one_way(tools, [(right, left) for left, right in pairs], wanted, faults)
    return faults


def write(*path, text):
    os.makedirs(os.path.dirname(os.path.join(*path)), exist_ok=True)
    with open(os.path.join(*path), "w", encoding="utf-8") as file:
        file.write(text)


def lists_case(tools):
    """One paragraph says 甲市数字底座, one 碳达峰碳中和, one 第九条; each is asked for otherwise."""
    index = Index(*tools, ["建设城市数字底座", "推进碳达峰碳中和", "依照第九条"])
    faults = []

    def expect(what, query, options, code, err="", config="/nonexistent"):
        result = run([tools[1], "--no-check", "-c", *options, query], config=config,
                     cwd=index.folder.name)
        said = result.stderr.decode()
        if result.returncode != code or err not in said or (not err and said):
            faults.append(f"{what}: exit status {result.returncode}, not {code}: {said!r}")

    folder = index.folder.name
    expect("no list", "城市大脑", [], 1)
    write(folder, "named.txt", text="城市大脑 => 数字底座\n坏行\n城市智脑, 数字底座\n")
    expect("--synonyms", "城市大脑", ["--synonyms", "named.txt"], 0, err="named.txt:2: has only one")
    expect("both ways", "城市智脑", ["--synonyms", "named.txt"], 0, err="named.txt:2:")
    expect("--no-synonyms", "城市大脑", ["--synonyms", "named.txt", "--no-synonyms"], 1)
    expect("a list that is not there", "城市", ["--synonyms", "nowhere.txt"], 2, err="nowhere.txt")
    write(folder, "config", "wbsearch", "synonyms.txt", text="城市大脑 => 数字底座\n")
    expect("config folder", "城市大脑", [], 0, config=os.path.join(folder, "config"))
    write(folder, ".wbsynonyms", text="城市脑 => 数字底座\n")
    expect("beside the index", "城市脑", [], 0)
    expect("built in", "双碳", [], 0)
    expect("--no-builtin-synonyms", "双碳", ["--no-builtin-synonyms"], 1)
    expect("--no-builtin-synonyms, others", "城市脑", ["--no-builtin-synonyms"], 0)
    expect("numbers", "第9条", [], 0)
    expect("--no-equivalents", "第9条", ["--no-equivalents"], 1)
    expect("--no-equivalents, synonyms", "双碳", ["--no-equivalents"], 0)
    expect("quoted", '"第9条"', [], 1)
    index.close()
    return faults


def explain_case(tools):
    index = Index(*tools, ["依照第九条", "投资30亿元"])
    faults = []
    result = run([tools[1], "--no-check", "--explain", "第9条"], cwd=index.folder.name)
    said = result.stderr.decode()
    for part in ("query\n  第9条\n", "= 第九条  [ordinal: 第9条 = 第九条]", "term 九条", "1. loose"):
        if part not in said:
            faults.append(f"--explain says nothing of {part!r}: {said!r}")
    if "第九条" not in result.stdout.decode():
        faults.append("--explain: the result is not there")
    plain = run([tools[1], "--no-check", "第9条"], cwd=index.folder.name)
    if plain.stdout != result.stdout or plain.stderr:
        faults.append("--explain changes what is on standard output")
    result = run([tools[1], "--no-check", "--json", "--explain", "三十亿元 -第9条"],
                 cwd=index.folder.name)
    messages = [json.loads(line) for line in result.stdout.splitlines()]
    data = messages[0]["data"]
    if [message["type"] for message in messages] != ["explain", "begin", "match", "end", "summary"]:
        faults.append(f"--explain --json prints {[message['type'] for message in messages]}")
    elif (data["items"][0]["alternatives"][0]["folded"] != "3000000000元"
          or data["hits"][0]["rung"] != "loose" or data["plan"]["op"] != "or"):
        faults.append(f"--explain --json says {data}")
    index.close()
    return faults


def main():
    tools = [os.path.abspath(path) for path in sys.argv[1:3]]
    tables = sys.argv[3]
    cases = (("pairs find each other", lambda: table_case(tools, tables, "pairs.tsv", True)),
             ("near misses do not", lambda: table_case(tools, tables, "near_misses.tsv", False)),
             ("lists of users, and switches", lambda: lists_case(tools)),
             ("--explain", lambda: explain_case(tools)))
    print(f"1..{len(cases)}")
    failed = False
    for number, (name, case) in enumerate(cases, 1):
        faults = case()
        for fault in faults:
            print(f"# {fault}")
        failed = failed or bool(faults)
        print(f"{'not ok' if faults else 'ok'} {number} - {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
