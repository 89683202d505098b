#!/usr/bin/env python3
"""Prints "N passed, M failed" for meson's log of a test run, with the skipped ones above it.

usage: count.py TESTLOG.json
"""
import json
import sys


def main():
    passed, failed, skipped = 0, 0, []
    with open(sys.argv[1], encoding="utf-8") as log:
        for line in log:
            test = json.loads(line)
            if test["result"] in ("OK", "EXPECTEDFAIL"):
                passed += 1
            elif test["result"] == "SKIP":
                skipped.append(test["name"])
            else:
                failed += 1
    for name in skipped:
        print(f"skipped: {name}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
