#!/usr/bin/env python3
"""Build time, size and memory of the index, beside SQLite FTS5 with the trigram tokenizer.

usage: build.py [--runs N] [--build DIR] [--no-sqlite] CORPUS [CORPUS2 ...]

SQLite is given the same paragraphs (as dump_paragraphs prints them), ready-made; wbindex reads the
files. The two take turns, because the machine may be shared; medians and their ratio are printed.
Peak memory is that of all processes of wbindex together (sum of their proportional set sizes,
sampled every 20 ms).
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time


def tree_memory(pid):
    """Proportional set size of a process and all below it, in bytes."""
    total, todo = 0, [pid]
    while todo:
        p = todo.pop()
        try:
            with open(f"/proc/{p}/smaps_rollup") as f:
                for line in f:
                    if line.startswith("Pss:"):
                        total += int(line.split()[1]) * 1024
            for task in os.listdir(f"/proc/{p}/task"):
                with open(f"/proc/{p}/task/{task}/children") as f:
                    todo += [int(c) for c in f.read().split()]
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            pass
    return total


def run(command, stdin=None, measure=False):
    """Seconds, and peak memory when asked for."""
    peak = [0]
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    if measure:
        def watch():
            while process.poll() is None:
                peak[0] = max(peak[0], tree_memory(process.pid))
                time.sleep(0.02)
        thread = threading.Thread(target=watch)
        thread.start()
    status = process.wait()
    seconds = time.monotonic() - start
    if measure:
        thread.join()
    if status not in (0, 1):
        sys.exit(f"{command[0]} failed with status {status}")
    return seconds, peak[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--build", default="build", help="the build directory (default: build)")
    parser.add_argument("--no-sqlite", action="store_true")
    parser.add_argument("corpus", nargs="+")
    args = parser.parse_args()
    missing = [c for c in args.corpus if not os.path.isdir(c)]
    if missing:
        print(f"skipped: no {' '.join(missing)}")
        return
    wbindex = os.path.join(args.build, "indexer", "wbindex")
    dump = os.path.join(args.build, "tests", "bench", "dump_paragraphs")
    source_bytes = sum(os.path.getsize(os.path.join(d, f))
                       for c in args.corpus for d, _, names in os.walk(c) for f in names)
    sqlite = not args.no_sqlite and shutil.which("sqlite3") is not None
    with tempfile.TemporaryDirectory(prefix="wb-bench-") as work:
        rows = os.path.join(work, "rows")
        if sqlite:
            with open(rows, "wb") as out:
                for corpus in args.corpus:
                    text = subprocess.run([dump, corpus], stdout=subprocess.PIPE, check=True).stdout
                    out.write(text.replace(b"\n", b"\x1e"))
            script = os.path.join(work, "import.sql")
            with open(script, "w") as out:
                out.write("CREATE VIRTUAL TABLE p USING fts5(t, tokenize='trigram');\n"
                          f".import --ascii {rows} p\n")
        times = {"sqlite": [], "wbindex": []}
        peaks, size = [], 0
        for n in range(args.runs):
            if sqlite:
                database = os.path.join(work, "fts.db")
                if os.path.exists(database):
                    os.remove(database)
                with open(script) as commands:
                    times["sqlite"].append(run(["sqlite3", database], stdin=commands)[0])
            index = os.path.join(work, f"index{n}")
            # The first run is watched, the others are timed undisturbed.
            seconds, peak = run([wbindex, "-q", "--index", index] + args.corpus, measure=n == 0)
            times["wbindex"].append(seconds)
            peaks.append(peak)
            size = sum(os.path.getsize(os.path.join(d, f))
                       for d, _, names in os.walk(index) for f in names)
            shutil.rmtree(index)
        median = statistics.median(times["wbindex"])
        print(f"corpus      {source_bytes / 1e6:.1f} MB in {' '.join(map(os.path.basename, args.corpus))}")
        print(f"wbindex     median {median:.2f} s of {' '.join(f'{t:.2f}' for t in times['wbindex'])}")
        if sqlite:
            other = statistics.median(times["sqlite"])
            print(f"sqlite3     median {other:.2f} s of {' '.join(f'{t:.2f}' for t in times['sqlite'])}")
            print(f"ratio       {median / other:.2f}")
        print(f"index       {size / 1e6:.1f} MB, {size / source_bytes:.2f} times the text")
        print(f"memory      {max(peaks) / 1e6:.0f} MB at the peak")


if __name__ == "__main__":
    main()
