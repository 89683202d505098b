#!/usr/bin/env python3
"""The tree is tidy.

No notes to self in sources, no white space at the ends of lines, a line end at the end of each text
file, no path of somebody's machine in sources, no large file among the test data.
usage: tree.py ROOT
"""
import os
import re
import subprocess
import sys

SOURCES = (".c", ".h", ".cc", ".hh", ".py", ".sh", ".build", ".txt", ".dict", ".yml", ".yaml")
# What must be tidy though it is no source; two spaces at the end of a line mean something in .md.
TEXTS = SOURCES + (".md", ".clang-format", ".clang-tidy", ".editorconfig", ".gitignore",
                   ".gitattributes")
DATA = "tests/data/"
DATA_MAX = 1 << 20
# Golden documents in other encodings.
ENCODED = {"tests/golden/cases/big5.txt", "tests/golden/cases/gbk.md",
           "tests/golden/cases/utf16-unmarked.txt"}
# Written apart, so that this file does not find itself.
# A directive of the test protocol TAP is none.
TAP_DIRECTIVE = re.compile(r"# TO" r"DO \{")
NOTES = re.compile(r"\b(" + "|".join(["TO" "DO", "FIX" "ME", "X" "XX"]) + r")\b")
MACHINE = re.compile(r"(?<![\w.$}])/(work|root|home|Users|tmp" r")/[\w.-]")
# Examples in comments, in --help and in tests that never touch the disk.
MACHINE_ALLOWED = re.compile(r"/home/me\b")
MACHINE_ALLOWED_IN = ("tests/unit/", "tests/cli/", "tests/golden/", "tests/prop/", "tests/fuzz/")


def tracked_files(root):
    """What git knows or would add; everything where there is no git."""
    try:
        result = subprocess.run(["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z",
                                 "--cached", "--others", "--exclude-standard"],
                                capture_output=True, check=True)
        return sorted(set(os.fsdecode(result.stdout).split("\0")) - {""})
    except (OSError, subprocess.CalledProcessError):
        found = []
        for place, folders, names in os.walk(root):
            folders[:] = [f for f in folders if f not in (".git", "__pycache__")
                          and not (place == root and f.startswith("build"))]
            found += [os.path.relpath(os.path.join(place, name), root) for name in names]
        return sorted(found)


def is_text(path, suffixes):
    name = os.path.basename(path)
    return name.endswith(suffixes) or name in suffixes


def check_text(path, text):
    faults = []
    is_source = is_text(path, SOURCES)
    for number, line in enumerate(text.split("\n"), 1):
        place = f"{path}:{number}"
        if is_source and NOTES.search(TAP_DIRECTIVE.sub("", line)):
            faults.append(f"{place}: a note to self")
        if is_source and line != line.rstrip():
            faults.append(f"{place}: white space at the end of the line")
        if "\r" in line and path.endswith(SOURCES):
            faults.append(f"{place}: a carriage return")
        if is_source and MACHINE.search(MACHINE_ALLOWED.sub("", line)) \
                and not path.startswith(MACHINE_ALLOWED_IN):
            faults.append(f"{place}: a path of some machine")
    if text and not text.endswith("\n"):
        faults.append(f"{path}: no line end at its end")
    if text.endswith("\n\n"):
        faults.append(f"{path}: empty lines at its end")
    return faults


def main():
    root = os.path.abspath(sys.argv[1])
    faults = []
    files = tracked_files(root)
    for path in files:
        full = os.path.join(root, path)
        if not os.path.isfile(full) or os.path.islink(full):
            continue
        if path.startswith(DATA):
            if os.path.getsize(full) > DATA_MAX:
                faults.append(f"{path}: larger than {DATA_MAX} bytes")
            continue
        if path in ENCODED or not is_text(path, TEXTS):
            continue
        with open(full, "rb") as file:
            data = file.read()
        try:
            faults += check_text(path, data.decode("utf-8"))
        except UnicodeDecodeError as error:
            faults.append(f"{path}: not UTF-8 ({error})")
    print("\n".join(faults))
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
