#!/usr/bin/env python3
"""How right the reader's metadata are, on a folder of documents.

usage: metadata.py [--build DIR] [--sample N] [--seed N] FOLDER...

Documents that begin with an index block (索 引 号：… 发文机关：… 成文日期：…) are read here a second
time, by another program, and compared: title, organ, number, both dates must be equal to the block,
and empty where the block has nothing. Exit status 1 if one is not. For each FOLDER it prints how
many documents have a value of each field, by source, and N documents with all their values, to be
read by eye.
"""
import argparse
import collections
import json
import os
import random
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FIELDS = ["title", "organ", "number", "made", "published", "effective", "region", "kind",
          "validity"]
# Labels of the block, without the blanks inside them; None: no field of ours.
LABELS = {"发文机关": "organ", "成文日期": "made", "标题": "title", "发文字号": "number",
          "发布日期": "published", "索引号": None, "主题分类": None, "主题词": None}


def blank_pattern(label):
    return r"[ \u3000]*".join(label)


BLOCK_LABEL = re.compile("(%s)[ \u3000]*：" % "|".join(blank_pattern(name) for name in LABELS))


def read_block(path):
    """The values of the index block, or None: the lines from 索引号 to 主题词."""
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = [next(file, "") for _ in range(40)]
    starts = [i for i, line in enumerate(lines) if re.match(r"\s*索\s*引\s*号\s*：", line)]
    if not starts:
        return None
    values = dict.fromkeys(["title", "organ", "number", "made", "published"], "")
    for line in lines[starts[0]:]:
        labels = list(BLOCK_LABEL.finditer(line))
        if line.strip() and not labels:
            break
        for label, following in zip(labels, labels[1:] + [None]):
            name = LABELS[re.sub(r"\s", "", label.group(1))]
            value = line[label.end():following.start() if following else len(line)].strip()
            if name:
                values[name] = value
    for name in "made", "published":
        parts = re.fullmatch(r"(\d+)年(\d+)月(\d+)日", values[name])
        values[name] = "%04d-%02d-%02d" % tuple(map(int, parts.groups())) if parts else ""
    return values


def inspect(wbindex, path):
    result = subprocess.run([wbindex, "inspect", "document", "--json", path],
                            stdout=subprocess.PIPE, check=False)
    return json.loads(result.stdout)["metadata"] if result.returncode == 0 else None


def documents(folder):
    if os.path.isfile(folder):
        yield folder
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            if name.endswith((".md", ".txt")):
                yield os.path.join(root, name)


def compare(path, block, found, misses):
    for name, wanted in block.items():
        got = found.get(name, {}).get("value", "")
        if got != wanted:
            misses.append(f"{os.path.basename(path)}: {name}: {got!r}, the block has {wanted!r}")


def print_counts(counts, total):
    sources = sorted({source for field in counts.values() for source in field})
    print(f"{'':10}" + "".join(f"{s:>13}" for s in sources) + f"{'known':>8}")
    for name in FIELDS:
        row = counts[name]
        print(f"{name:10}" + "".join(f"{row[s]:>13}" for s in sources) +
              f"{100 * sum(row.values()) / max(total, 1):>7.1f}%")


def print_document(path, found):
    print(f"  {os.path.basename(path)}")
    for name in FIELDS:
        if name in found:
            value = found[name]
            where = f"{value['source']} {value.get('line', '')}".strip()
            print(f"    {name:10}{value['value']}  ({where})")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build-bench", help="the build directory")
    parser.add_argument("--sample", type=int, default=0, help="documents to print")
    parser.add_argument("--limit", type=int, default=0, help="read so many documents of a folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folder", nargs="+")
    args = parser.parse_args()
    wbindex = os.path.join(args.build, "indexer", "wbindex")
    misses = []
    blocks = 0
    for folder in args.folder:
        chance = random.Random(args.seed)
        paths = list(documents(folder))
        if args.limit and len(paths) > args.limit:
            paths = sorted(chance.sample(paths, args.limit))
        counts = {name: collections.Counter() for name in FIELDS}
        found = {}
        for path in paths:
            values = inspect(wbindex, path)
            if values is None:
                continue
            found[path] = values
            for name, value in values.items():
                counts[name][value["source"]] += 1
            block = read_block(path)
            if block:
                blocks += 1
                compare(path, block, values, misses)
        print(f"\n{folder}: {len(found)} documents")
        print_counts(counts, len(found))
        for path in chance.sample(sorted(found), min(args.sample, len(found))):
            print_document(path, found[path])
    print(f"\n{blocks} documents with an index block, {len(misses)} values differ")
    for miss in misses:
        print(f"  {miss}")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
