#!/usr/bin/env python3
"""Build time, size and memory of the index, beside SQLite FTS5 with the trigram tokenizer.

usage: build.py [--runs N] [--build DIR] [--no-sqlite] CORPUS [CORPUS2 ...]

SQLite is given the same paragraphs (as dump_paragraphs prints them), ready-made; wbindex reads the
files. The two take turns, because the machine may be shared; medians and their ratio are printed.
Peak memory is that of all processes of wbindex together (proportional set sizes), seen in a run of
its own that is not timed.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import tempfile

import measure


def write_sqlite_script(dump, corpora, work):
    """Prepares an SQL script that imports the paragraphs; returns its path."""
    rows = os.path.join(work, "rows")
    with open(rows, "wb") as out:
        for corpus in corpora:
            text = subprocess.run([dump, corpus], stdout=subprocess.PIPE, check=True).stdout
            out.write(text.replace(b"\n", b"\x1e"))
    script = os.path.join(work, "import.sql")
    with open(script, "w", encoding="utf-8") as out:
        out.write("CREATE VIRTUAL TABLE p USING fts5(t, tokenize='trigram');\n"
                  f".import --ascii {rows} p\n")
    return script


def time_sqlite(script, work):
    database = os.path.join(work, "fts.db")
    if os.path.exists(database):
        os.remove(database)
    with open(script, "rb") as commands:
        return measure.run(["sqlite3", database], stdin=commands)[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--build", default="build-bench", help="default: build-bench")
    parser.add_argument("--no-sqlite", action="store_true")
    parser.add_argument("corpus", nargs="+")
    args = parser.parse_args()
    measure.skip_unless_present(args.corpus)
    wbindex = os.path.join(args.build, "indexer", "wbindex")
    dump = os.path.join(args.build, "tests", "bench", "dump_paragraphs")
    with_sqlite = not args.no_sqlite and shutil.which("sqlite3") is not None
    ours, theirs = [], []
    with tempfile.TemporaryDirectory(prefix="wb-bench-") as work:
        script = write_sqlite_script(dump, args.corpus, work) if with_sqlite else None
        index = os.path.join(work, "index")
        command = [wbindex, "-q", "--rebuild", "--index", index] + args.corpus
        for _ in range(args.runs):
            if with_sqlite:
                theirs.append(time_sqlite(script, work))
            shutil.rmtree(index, ignore_errors=True)
            ours.append(measure.run(command)[0])
        size = measure.tree_size(index)
        _, peak = measure.run(command, watch_memory=True)
    source = sum(map(measure.tree_size, args.corpus))
    print(f"corpus      {source / 1e6:.1f} MB in {' '.join(map(os.path.basename, args.corpus))}")
    measure.print_seconds("wbindex", ours)
    if with_sqlite:
        measure.print_seconds("sqlite3", theirs)
        print(f"ratio       {statistics.median(ours) / statistics.median(theirs):.2f}")
    print(f"index       {size / 1e6:.1f} MB, {size / source:.2f} times the text")
    print(f"memory      {peak / 1e6:.0f} MB at the peak")


if __name__ == "__main__":
    main()
