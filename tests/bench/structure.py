#!/usr/bin/env python3
"""How much of the structure of statutes the reader finds: articles and chapters.

usage: structure.py [--build DIR] [--show N] FOLDER

An article is a line that begins with 第…条; it counts as found when a paragraph begins at this line
with this number. A chapter is a line that is nothing but 第…章 and a title; it counts when it is a
section of the document.
"""
import argparse
import concurrent.futures
import json
import os
import re
import subprocess

import measure

NUMERALS = "[一二三四五六七八九十百千零〇]+"
ARTICLE = re.compile(f"第{NUMERALS}条")
CHAPTER = re.compile(rf"[#*\s]*(第{NUMERALS}章[^。；，]{{0,40}}?)[*\s]*$")


def squeeze(text):
    """Text without white space and bold marks, for comparing titles."""
    return re.sub(r"[\s\u3000*]+", "", text)


def examine(wbindex, path):
    """Lists of what was to be found in a file and was missed, and how much there was."""
    with open(path, encoding="utf-8") as source:
        lines = source.read().split("\n")
    inspected = subprocess.run([wbindex, "inspect", "paragraphs", "--json", path],
                               stdout=subprocess.PIPE, check=True).stdout
    paragraphs = json.loads(inspected)["paragraphs"]
    by_line = {}
    for paragraph in paragraphs:
        by_line.setdefault(paragraph["first_line"], []).append(paragraph)
    titles = {squeeze(title) for p in paragraphs for title in p["section"]}
    missed = []
    articles = chapters = 0
    for number, line in enumerate(lines, 1):
        article = ARTICLE.match(line)
        chapter = CHAPTER.match(line)
        if article:
            articles += 1
            starts = by_line.get(number, [])
            if not any(p["text"].startswith(article.group()) for p in starts):
                missed.append(("article", path, number, line))
        elif chapter:
            chapters += 1
            if squeeze(chapter.group(1)) not in titles:
                missed.append(("chapter", path, number, line))
    return articles, chapters, missed


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build-bench", help="default: build-bench")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N that were missed")
    parser.add_argument("folder")
    args = parser.parse_args()
    measure.skip_unless_present([args.folder])
    wbindex = os.path.join(args.build, "indexer", "wbindex")
    paths = [os.path.join(folder, name) for folder, _, names in os.walk(args.folder)
             for name in names if name.endswith(".md")]
    found = {"article": 0, "chapter": 0}
    missed = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for articles, chapters, misses in pool.map(lambda p: examine(wbindex, p), paths):
            found["article"] += articles
            found["chapter"] += chapters
            missed += misses
    for kind, total in found.items():
        lost = sum(1 for m in missed if m[0] == kind)
        share = 100 * (total - lost) / total if total else 0
        print(f"{kind + 's':<12}{total - lost} of {total} ({share:.3f} %)")
    for kind, path, number, line in missed[:args.show]:
        print(f"{kind} missed: {path}:{number}: {line[:60]}")


if __name__ == "__main__":
    main()
