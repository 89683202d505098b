#!/usr/bin/env python3
"""`wbsearch --batch` against one process a question: what is printed, and how long it takes.

usage: batch.py [--build DIR] [--limit N] INDEX QUERIES

QUERIES has an id, a tab and a question on each line. The answers of the processes, one after the
other, must be byte for byte those of the batch. Both are asked in turn for a tenth of the questions at
a time, so that the machine is the same to both.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

FIELDS = "rank,rung,score,path,line,column_byte,title,section,text,matches,missing"


def run(command):
    start = time.monotonic()
    result = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    if result.returncode not in (0, 1):
        sys.exit(f"{command}: exit status {result.returncode}: {result.stderr.decode()[:300]}")
    return result.stdout, time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build-bench", help="default: build-bench")
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("index")
    parser.add_argument("queries")
    args = parser.parse_args()
    command = [os.path.join(args.build, "query", "wbsearch"), "--no-config", "-i", args.index,
               f"--limit={args.limit}", "--jsonl", f"--fields={FIELDS}"]
    with open(args.queries, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if line.strip()]
    size = -(-len(lines) // 10)
    together = apart = 0.0
    printed = 0
    for first in range(0, len(lines), size):
        part = lines[first:first + size]
        answers = b""
        for line in part:
            out, seconds = run(command + ["--", line.split("\t", 1)[1]])
            answers += out
            apart += seconds
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".tsv") as file:
            file.write("\n".join(part) + "\n")
            file.flush()
            out, seconds = run(command + ["--batch", file.name])
        together += seconds
        printed += len(out)
        if out != answers:
            sys.exit(f"questions {first + 1} to {first + len(part)}: the answers differ")
    print(f"{len(lines)} questions, {printed / 1e6:.1f} MB of answers, the same")
    print(f"one process each {apart:.2f} s, --batch in 10 runs {together:.2f} s: "
          f"{apart / together:.1f} times as fast")


if __name__ == "__main__":
    main()
