#!/usr/bin/env python3
"""All C and C++ is as clang-format would write it. Skipped where clang-format is not installed.

usage: format.py ROOT [CLANG-FORMAT]
"""
import os
import shutil
import subprocess
import sys

SKIPPED = 77
FOLDERS = ["include", "src", "query", "indexer", "tests"]
SUFFIXES = (".c", ".h", ".cc", ".hh")


def sources(root):
    for folder in FOLDERS:
        for place, folders, names in os.walk(os.path.join(root, folder)):
            folders[:] = [name for name in folders if name != "data"]
            for name in sorted(names):
                if name.endswith(SUFFIXES):
                    yield os.path.join(place, name)


def main():
    root = os.path.abspath(sys.argv[1])
    program = shutil.which(sys.argv[2] if len(sys.argv) > 2 else "clang-format")
    if not program:
        print("clang-format is not installed")
        return SKIPPED
    files = list(sources(root))
    result = subprocess.run([program, "--dry-run", "-Werror", "--style=file"] + files,
                            cwd=root, check=False)
    return 1 if result.returncode or not files else 0


if __name__ == "__main__":
    sys.exit(main())
