#!/usr/bin/env python3
"""Latency of whole wbsearch processes: random pieces of 2 to 6 characters of real paragraphs.

usage: cold.py [--queries N] [--seed N] [--build DIR] INDEX PARAGRAPHS

PARAGRAPHS is a file as dump_paragraphs prints it. Each process prints its 20 best paragraphs, in
colour, and looks whether files have changed; /bin/true takes turns with it, to show what starting
a process costs on this machine at this moment.
"""
import argparse
import os
import random
import sys

import measure


def cut(path, choose):
    """A random piece, or None where the place had no Chinese. The file is not kept in memory: a
    process that is started is charged with what its parent holds at that moment."""
    with open(path, "rb") as source:
        source.seek(choose.randrange(os.path.getsize(path)))
        text = source.read(64).decode("utf-8", "ignore")
    length = choose.randint(2, 6)
    query = text[1:1 + length]
    return query if len(query) == length and all("\u4e00" <= c <= "\u9fff" for c in query) else None


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--build", default="build-bench", help="default: build-bench")
    parser.add_argument("index")
    parser.add_argument("paragraphs")
    args = parser.parse_args()
    wbsearch = os.path.join(args.build, "query", "wbsearch")
    choose = random.Random(args.seed)
    times, idle, peak = [], [], 0
    while len(times) < args.queries:
        query = cut(args.paragraphs, choose)
        if not query:
            continue
        seconds, memory, status = measure.run_alone(
            [wbsearch, "-i", args.index, "-k", "20", "--heading", "--color", "always", query])
        if status != 0:
            sys.exit(f"wbsearch {query}: exit status {status}")
        times.append(seconds)
        peak = max(peak, memory)
        idle.append(measure.run_alone(["true"])[0])
    measure.print_milliseconds("wbsearch", times)
    measure.print_milliseconds("true", idle)
    print(f"memory      {peak / 1e6:.1f} MB at most")


if __name__ == "__main__":
    main()
