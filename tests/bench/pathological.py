#!/usr/bin/env python3
"""Documents made to be slow: how long the reader takes, and how much memory.

usage: pathological.py [--build DIR] [--megabytes N] [--limit SECONDS] [NAME...]

Every document is written to a folder of its own and read by tests/bench/read_bench in a process of
its own. Prints processor time and peak memory; the exit status is 1 when one takes longer than the
limit (default: 2 s for 1 MB) or is not read at all.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

# Repeated up to the size.
UNITS = {
    "open brackets": "[", "open brackets, wide": "（", "less-than": "<", "tags unclosed": "<a ",
    "tags": "<b>", "closing tags": "</b>", "comments unclosed": "<!--", "comments": "<!---->",
    "declarations": "<!a", "instructions": "<?", "quoted attribute": "<a b=\"", "entities": "&amp;",
    "ampersands": "&", "asterisks": "*", "strong unclosed": "**a", "strong": "**甲**乙",
    "emphasis nested": "*a _b ", "underscores": "_a", "backticks": "`", "quotations": "> ",
    "lists": "- ", "ordered lists": "1. ", "bars": "|", "cells": "|a", "table": "|a|b|\n",
    "table rules": "|---|---|\n", "links": "[a](b)", "links unclosed": "[a](", "images": "![a](",
    "references": "[a]: b\n", "footnote marks": "甲[^1]", "footnotes": "[^1]: 甲\n\n",
    "number marks": "甲[1]", "circled marks": "甲①", "superscripts": "<sup>①</sup>",
    "superscripts unclosed": "<sup>", "glossary": "① 甲：乙。\n\n", "html tables": "<table>",
    "html rows": "<tr><td>甲</td></tr>", "html cells": "<td>", "html paragraphs": "<p>甲\n\n",
    "scripts": "<script>", "styles": "<style>", "box drawing": "│甲│\n", "box rules": "┌─┐\n",
    "headings": "# 甲\n", "headings, six": "###### 甲\n", "headings, underlined": "甲\n===\n",
    "chapters": "第一章 甲\n\n", "articles": "第一条 甲。\n\n", "numbered": "一、甲。\n\n",
    "parenthesised": "（一）甲；\n\n", "attachments": "附件1\n\n", "dates": "2018年12月28日\n\n",
    "signatures": "某市政府\n\n", "salutations": "各位代表：\n\n", "page numbers": "— 1 —\n\n",
    "open sentences": "要坚持节水，统筹推进各\n\n", "short lines": "甲\n", "blank lines": "\n",
    "carriage returns": "\r", "spaces": " ", "wide spaces": "　", "tabs": "\t",
    "zero width": "\u200b", "combining": "a\u0301", "spaced digits": "1 ", "numerals": "一",
    "dot leaders": "甲....1\n", "dots": ".", "rules": "---\n\n", "front matter": "a: b\n",
    "labels": "发文机关：甲\n\n", "opening quotes": "“", "titles opened": "《", "code": "    a\n",
    "fences": "```\n", "indented": "\t- a\n", "private use": "\ue000",
    "bars escaped": "\\|a\\|b\\|\n", "scripts over blank lines": "<p>甲<script>\n\n",
    "cells spanning": "<tr><td colspan=99 rowspan=99>甲", "bold in html": "<p><b>甲\n\n",
    "breadcrumbs": "首页 > ", "sources": "来源：甲\n\n", "hidden text": "<!-- 甲 -->甲",
}


def nest(opening, closing, depth):
    return opening * depth + "甲" + closing * depth


def documents(size):
    """Name -> text of about `size` bytes."""
    for name, unit in UNITS.items():
        yield name, unit * (size // len(unit.encode()))
    yield "one line", "中" * (5 * size // 3)
    yield "one line of sentences", "中国。" * (5 * size // 9)
    yield "one line of clauses", "中国，" * (5 * size // 9)
    yield "front matter, whole", "---\n" + "a: b\n" * (size // 5) + "---\n甲。\n"
    yield "brackets nested", nest("[", "]", size // 2)
    yield "quotations nested", "".join(">" * (i % 1000) + " 甲\n" for i in range(size // 500))
    yield "lists nested", "".join("  " * (i % 400) + "- 甲\n" for i in range(size // 400))
    yield "tables nested", nest("<table><tr><td>", "</td></tr></table>", size // 32)
    yield "tags unclosed, one line", "甲。\n\n" + "<a b" * (size // 4)
    yield "attributes unclosed, front", "甲。\n\n" + "甲<td b='" * (size // 10)
    yield "backticks growing", "".join("`" * i + "a" for i in range(1, int((2 * size) ** 0.5)))
    yield "sections deep", "".join("#" * (i % 6 + 1) + " 甲\n" for i in range(size // 8))
    yield "numbered, all styles", "".join(
        mark + "甲\n\n" for mark in ("一、", "（一）", "1.", "（1）", "①") * (size // 50))


def measure(bench, folder, name, text):
    path = os.path.join(folder, "d")
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, "a.md"), "w", encoding="utf-8", newline="") as file:
        file.write(text)
    try:
        output = subprocess.run([bench, "--rounds", "1", path], capture_output=True, timeout=120,
                                check=False, text=True).stdout
    except subprocess.TimeoutExpired:
        return None
    slowest = re.search(r"slowest\s+([\d.]+) ms", output)
    memory = re.search(r"memory\s+([\d.]+) MB", output)
    failed = re.search(r", (\d+) failed", output)
    if not slowest or not memory or not failed:
        return None
    return float(slowest.group(1)), float(memory.group(1)), failed.group(1) != "0"


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build-bench", help="default: build-bench")
    parser.add_argument("--megabytes", type=float, default=1.0, help="default: 1")
    parser.add_argument("--limit", type=float, default=2.0, metavar="SECONDS", help="default: 2")
    parser.add_argument("names", nargs="*", metavar="NAME")
    args = parser.parse_args()
    bench = os.path.join(args.build, "tests", "bench", "read_bench")
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, text in documents(int(args.megabytes * 1e6)):
            if args.names and name not in args.names:
                continue
            result = measure(bench, folder, name, text)
            if result is None:
                slow += 1
                print(f"{name:<24} no answer")
                continue
            milliseconds, memory, refused = result
            over = milliseconds > args.limit * 1000
            slow += over
            print(f"{name:<24}{milliseconds:9.1f} ms {memory:7.1f} MB"
                  f"{'  refused' if refused else ''}{'  SLOW' if over else ''}", flush=True)
    print(f"{slow} over the limit")
    return slow > 0


if __name__ == "__main__":
    sys.exit(main())
