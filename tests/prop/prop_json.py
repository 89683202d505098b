#!/usr/bin/env python3
"""wbsearch --json, read by another reader: offsets and places agree with the text and the files.

usage: prop_json.py --wbindex PROGRAM --wbsearch PROGRAM [--seed N] [--count N] FOLDER...

For random pieces of the documents: every line is JSON of the envelope's kind; begin, match and end
nest; the byte, character and UTF-16 offsets of a match cut the same text out of its paragraph; that
text stands in the file at the line and column given; the summary counts what was printed.
"""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile


def decode(data):
    """A document's text, as encoding.h says."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[2:].decode(name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def read_documents(folders):
    documents = {}
    for folder in folders:
        for path, _, names in os.walk(folder):
            for name in names:
                if name.endswith((".md", ".txt", ".markdown")):
                    full = os.path.realpath(os.path.join(path, name))
                    with open(full, "rb") as file:
                        documents[full] = decode(file.read())
    return documents


def check_place(lines, submatch, fault):
    """The match, or its first character, stands in the file where it is said to."""
    number, column = submatch["line_number"], submatch["column_byte"]
    if not 1 <= number <= len(lines):
        fault(f"no line {number}")
        return
    rest = lines[number - 1].encode()[column - 1:]
    first = submatch["match"]["text"][0].encode()
    if not rest.startswith((first, b"&", b"\\")) and first != b" ":
        fault(f"{first.decode()!r} does not stand at {number}:{column}")


def check_snippets(data, text, fault):
    raw, wide = text.encode(), text.encode("utf-16-le")
    last = -1
    for s in data["snippets"]:
        if not (raw[s["start"]:s["end"]] == s["text"].encode()
                and text[s["start_char"]:s["end_char"]] == s["text"]
                and wide[2 * s["start_utf16"]:2 * s["end_utf16"]].decode("utf-16-le") == s["text"]):
            fault(f"offsets do not cut {s['text']!r} out of the text")
        if s["start"] <= last:
            fault("snippets do not ascend")
        last = s["end"]
        for m in data["submatches"]:
            inside = min(m["end"], s["end"]) - max(m["start"], s["start"])
            if 0 < inside < m["end"] - m["start"]:
                fault("a match is cut by a snippet")
    shown = sum(len(s["text"]) for s in data["snippets"])
    if shown > 160 or (len(text) <= 160 and shown != len(text)):
        fault(f"{shown} characters of {len(text)} in snippets")


def check_match(data, documents, fault):
    text = data["lines"]["text"]
    raw, wide = text.encode(), text.encode("utf-16-le")
    lines = documents.get(os.path.realpath(data["path"]["text"]))
    if lines is None:
        fault(f"an unknown path {data['path']['text']}")
        return 0
    last = -1
    for m in data["submatches"]:
        match = m["match"]["text"]
        if not (raw[m["start"]:m["end"]] == match.encode()
                and text[m["start_char"]:m["end_char"]] == match
                and wide[2 * m["start_utf16"]:2 * m["end_utf16"]].decode("utf-16-le") == match):
            fault(f"offsets do not cut {match!r} out of the text")
        if m["start"] <= last:
            fault("matches do not ascend")
        last = m["end"]
        check_place(lines, m, fault)
        if not data["first_line"] <= m["line_number"] <= data["last_line"]:
            fault("a match outside of the paragraph's lines")
    check_snippets(data, text, fault)
    if not data["submatches"]:
        fault("a hit without a match")
    elif data["line_number"] != data["submatches"][0]["line_number"]:
        fault("the line is not that of the first match")
    return len(data["submatches"])


def check_output(output, query, documents, fault):
    """Returns the number of hits."""
    opened, hits, matches, in_document = None, 0, 0, [0, 0]
    kinds = []
    for line in output.decode().splitlines():
        message = json.loads(line)
        kind, data = message["type"], message["data"]
        kinds.append(kind)
        if kind == "begin":
            if opened is not None:
                fault("begin inside begin")
            opened, in_document = data["path"]["text"], [0, 0]
        elif kind == "match":
            hits += 1
            if data["path"]["text"] != opened or data["rank"] != hits:
                fault("a match out of place")
            found = check_match(data, documents, fault)
            matches += found
            in_document = [in_document[0] + 1, in_document[1] + found]
        elif kind == "end":
            stats = data["stats"]
            if [stats["matched_lines"], stats["matches"]] != in_document:
                fault("the counts of a document are wrong")
            opened = None
        elif kind == "summary":
            stats = data["stats"]
            if [stats["matched_lines"], stats["matches"]] != [hits, matches]:
                fault("the counts of the summary are wrong")
            if data["query"] != query or data["total"]["value"] < hits:
                fault("the summary is wrong")
    if kinds.count("summary") != 1 or kinds[-1] != "summary":
        fault("not one summary at the end")
    return hits


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wbindex", required=True)
    parser.add_argument("--wbsearch", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("folder", nargs="+")
    args = parser.parse_args()
    for folder in args.folder:
        if not os.path.isdir(folder):
            print(f"skipped: no folder {folder}")
            return 77
    args.wbindex, args.wbsearch = map(os.path.abspath, (args.wbindex, args.wbsearch))
    documents = read_documents(args.folder)
    # A line ends at LF, CRLF or CR only, whatever str.splitlines() thinks.
    lines = {path: re.split("\r\n|\n|\r", text) for path, text in documents.items()}
    texts = sorted(documents.values())
    rng = random.Random(args.seed)
    failed, hits = 0, 0
    with tempfile.TemporaryDirectory(prefix="wb-prop-") as work:
        index = os.path.join(work, "index")
        subprocess.run([args.wbindex, "-q", "--index", index] + args.folder, check=True)
        asked = 0
        while asked < args.count:
            text = rng.choice(texts)
            start = rng.randrange(len(text))
            piece = text[start:start + rng.randint(1, 8)].strip()
            if not piece or "\n" in piece or "\r" in piece or '"' in piece:
                continue
            asked += 1
            query = f'"{piece}"'
            result = subprocess.run([args.wbsearch, "--index", index, "--json", "--rung", "loose", "--",
                                     query],
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=work)
            if result.returncode == 2 and b"nothing to search for" in result.stderr:
                continue
            faults = []
            found = check_output(result.stdout, query, lines, faults.append)
            if result.returncode != (0 if found else 1):
                faults.append(f"status {result.returncode} with {found} hits")
            hits += found
            failed += bool(faults)
            for fault in faults[:3] if failed < 8 else []:
                print(f"FAILED: {query}: {fault}")
    print(f"json: {args.count} queries, {hits} hits, {failed} failed (seed {args.seed})")
    return 1 if failed or not hits else 0


if __name__ == "__main__":
    sys.exit(main())
