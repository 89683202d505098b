#!/usr/bin/env python3
"""Paragraphs that look as if the reader had joined or cut them wrongly.

usage: paragraphs.py [--build DIR] [--show N] [--sentences] FOLDER...

Counts paragraphs of more than 3,000 characters that hold more than one line of the source with text,
in documents that are not hard-wrapped (where a line is no paragraph). With
--sentences it also counts paragraphs of kind body or list that end without a closing mark
(。！？；：… and closing quotes or brackets behind them), and those that begin with a mark that can
only stand inside a sentence. Prints the counts, then the paragraphs (at most N, default 40). The exit
status is 1 when there is one. A folder that is not there is skipped.
"""
import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys

import measure

LONG = 3000
CLOSED = re.compile(r"[。！？；：…!?;:.][”’」』）)》〉\"\s]*$")
RUNS_ON = re.compile(r"^\s*[，、。；：！？）》」』”’]")
SENTENCES = {"body", "list item"}


def examine(wbindex, path, sentences):
    """The suspect paragraphs of a file: (what, path, paragraph)."""
    inspected = subprocess.run([wbindex, "inspect", "document", "--json", path],
                               stdout=subprocess.PIPE, check=False).stdout
    if not inspected:
        return 0, []
    document = json.loads(inspected)
    with open(path, encoding="utf-8", errors="replace") as source:
        lines = source.read().split("\n")
    suspects = []
    for p in document["paragraphs"]:
        full = sum(1 for line in lines[p["first_line"] - 1:p["last_line"]] if line.strip())
        if len(p["text"]) > LONG and full > 1 and document["layout"] != "wrapped":
            suspects.append(("long", path, p))
        if sentences and p["kind"] in SENTENCES:
            if not CLOSED.search(p["text"]):
                suspects.append(("unclosed", path, p))
            if RUNS_ON.search(p["text"]):
                suspects.append(("runs on", path, p))
    return len(document["paragraphs"]), suspects


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build-bench", help="default: build-bench")
    parser.add_argument("--show", type=int, default=40, metavar="N")
    parser.add_argument("--sentences", action="store_true")
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    args = parser.parse_args()
    measure.skip_unless_present(args.folders)
    wbindex = os.path.join(args.build, "indexer", "wbindex")
    paths = [os.path.join(folder, name) for top in args.folders
             for folder, _, names in os.walk(top) for name in names
             if name.endswith((".md", ".txt"))]
    total = 0
    found = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for count, suspects in pool.map(lambda p: examine(wbindex, p, args.sentences), paths):
            total += count
            found += suspects
    print(f"paragraphs     {total} of {len(paths)} files")
    for what in ["long"] + (["unclosed", "runs on"] if args.sentences else []):
        print(f"{what:<15}{sum(1 for s in found if s[0] == what)}")
    for what, path, p in found[:args.show]:
        print(f"{what}: {path}:{p['first_line']}-{p['last_line']}: "
              f"{p['text'][:24]} … {p['text'][-24:]}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
