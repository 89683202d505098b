#!/usr/bin/env python3
"""How much of the structure of documents the reader finds.

usage: structure.py [--build DIR] [--show N] [--numbered] FOLDER...

An article is a line that begins with 第…条; it counts as found when a paragraph begins at this line
whose innermost section is this article. A chapter is a line that is nothing but 第…章 and a title;
it counts when it is a section of the document. With --numbered, for reports, a line that begins with
一、 or （一） counts when a paragraph begins there whose innermost section has this number.
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
NUMBERED = re.compile(rf"[#*\s]*((?:{NUMERALS}、)|(?:[（(]{NUMERALS}[）)]))")
CHAPTER = re.compile(rf"[#*\s]*(第{NUMERALS}章[^。；，]{{0,40}}?)[*\s]*$")


def squeeze(text):
    """Text without white space and bold marks, for comparing titles."""
    return re.sub(r"[\s\u3000*]+", "", text)


def opens(starts, label):
    """Whether one of the paragraphs that begin at a line has a section of this number around it."""
    return any(p["text"].startswith(label) and p["section"] and
               squeeze(p["section"][-1]).startswith(label) for p in starts)


def examine(wbindex, path, numbered):
    """What was to be found in a file, by kind, and a list of what was missed."""
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
    total = {"article": 0, "chapter": 0, "numbered line": 0}
    for number, line in enumerate(lines, 1):
        starts = by_line.get(number, [])
        article = ARTICLE.match(line)
        chapter = CHAPTER.match(line)
        item = NUMBERED.match(line) if numbered else None
        kind = "article" if article else "chapter" if chapter else "numbered line" if item else None
        if not kind:
            continue
        total[kind] += 1
        if article:
            found = opens(starts, article.group())
        elif chapter:
            found = squeeze(chapter.group(1)) in titles
        else:
            found = opens(starts, item.group(1))
        if not found:
            missed.append((kind, path, number, line))
    return total, missed


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build-bench", help="default: build-bench")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N that were missed")
    parser.add_argument("--numbered", action="store_true", help="look for 一、 and （一） too")
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    args = parser.parse_args()
    measure.skip_unless_present(args.folders)
    wbindex = os.path.join(args.build, "indexer", "wbindex")
    paths = [os.path.join(folder, name) for top in args.folders
             for folder, _, names in os.walk(top) for name in names if name.endswith(".md")]
    found = {}
    missed = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for total, misses in pool.map(lambda p: examine(wbindex, p, args.numbered), paths):
            for kind, count in total.items():
                found[kind] = found.get(kind, 0) + count
            missed += misses
    for kind, total in found.items():
        if total:
            lost = sum(1 for m in missed if m[0] == kind)
            share = 100 * (total - lost) / total
            print(f"{kind + 's':<15}{total - lost} of {total} ({share:.3f} %)")
    for kind, path, number, line in missed[:args.show]:
        print(f"{kind} missed: {path}:{number}: {line[:60]}")


if __name__ == "__main__":
    main()
