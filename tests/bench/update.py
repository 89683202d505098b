#!/usr/bin/env python3
"""How long it takes until a changed file can be found: one run of wbindex on a large folder.

usage: update.py [--runs N] [--build DIR] CORPUS

Works on a copy of CORPUS. Each run adds a paragraph to one file, times wbindex (which looks at
every file of the folder) and then asks wbsearch for what was added.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile

import measure


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--build", default="build-bench", help="default: build-bench")
    parser.add_argument("corpus")
    args = parser.parse_args()
    measure.skip_unless_present([args.corpus])
    wbindex = os.path.join(os.path.abspath(args.build), "indexer", "wbindex")
    wbsearch = os.path.join(os.path.abspath(args.build), "query", "wbsearch")
    with tempfile.TemporaryDirectory(prefix="wb-bench-") as work:
        copy = os.path.join(work, "copy")
        shutil.copytree(args.corpus, copy)
        files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(copy)
                       for name in names if name.endswith(".md"))
        measure.run([wbindex, "-q", copy])
        sizes = [measure.tree_size(os.path.join(copy, ".wbsearch"))]
        unchanged, changed = [], []
        for n in range(args.runs):
            unchanged.append(measure.run([wbindex, "-q", copy])[0])
            path = files[n * len(files) // args.runs]
            with open(path, "a", encoding="utf-8") as out:
                out.write(f"\n\n第{n}次试验新增甲乙丙段落。\n")
            changed.append(measure.run([wbindex, "-q", copy])[0])
            found = subprocess.run([wbsearch, "--count", f"第{n}次试验新增甲乙丙段落"], cwd=copy,
                                   stdout=subprocess.PIPE, check=False).stdout.split()
            if not found or found[0] != b"1":
                sys.exit(f"run {n}: the new paragraph is not found")
            sizes.append(measure.tree_size(os.path.join(copy, ".wbsearch")))
    print(f"files       {len(files)} in {os.path.basename(args.corpus)}")
    measure.print_milliseconds("unchanged", unchanged)
    measure.print_milliseconds("one changed", changed)
    print(f"index       {sizes[0] / 1e6:.1f} MB, after one update {sizes[1] / 1e6:.1f} MB, "
          f"after {args.runs} {sizes[-1] / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
