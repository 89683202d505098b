#!/usr/bin/env python3
"""Every message has a translation.

usage: messages.py ROOT

po/POTFILES names the sources with messages, and no others. xgettext, with the arguments of
po/meson.build, takes the messages out of them; each of po/LINGUAS must translate all, with the same
conversions in formats. Skipped without gettext's tools.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
HOLDS_MESSAGES = re.compile(r"\b(?:wb_message|wb_message_plural|WB_N|wb_error_(?:set|hint|errno))\(")


def sources_with_messages(root):
    found = []
    for folder in ("src", "query", "indexer"):
        for name in sorted(os.listdir(os.path.join(root, folder))):
            path = f"{folder}/{name}"
            if name.endswith(".c"):
                with open(os.path.join(root, path), encoding="utf-8") as source:
                    if HOLDS_MESSAGES.search(source.read()):
                        found.append(path)
    return found


def main():
    root = sys.argv[1]
    tools = ("xgettext", "msgcmp", "msgfmt")
    if not all(shutil.which(tool) for tool in tools):
        print("skipped: gettext is not installed")
        return SKIPPED
    faults = []
    with open(os.path.join(root, "po", "POTFILES"), encoding="utf-8") as file:
        listed = file.read().split()
    present = sources_with_messages(root)
    for path in sorted(set(listed) ^ set(present)):
        faults.append(f"{path}: " + ("has no messages" if path in listed else
                                     "has messages and is not in po/POTFILES"))
    with open(os.path.join(root, "po", "meson.build"), encoding="utf-8") as file:
        arguments = re.findall(r"'(--(?:keyword|flag|from-code)[^']*)'", file.read())
    with open(os.path.join(root, "po", "LINGUAS"), encoding="utf-8") as file:
        languages = file.read().split()
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, "wbsearch.pot")
        subprocess.run(["xgettext", *arguments, "-o", template, *present], cwd=root, check=True)
        for language in languages:
            catalog = os.path.join(root, "po", language + ".po")
            compare = subprocess.run(["msgcmp", catalog, template], capture_output=True, text=True,
                                     check=False)
            check = subprocess.run(["msgfmt", "--check-format", "-o", os.devnull, catalog],
                                   capture_output=True, text=True, check=False)
            if compare.returncode or check.returncode:
                faults.append(compare.stderr + check.stderr)
    print("\n".join(faults) or f"{len(present)} sources, {len(languages)} language: all translated")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
