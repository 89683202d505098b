#!/usr/bin/env python3
"""Paragraphs that hold what a web page put around the text.

usage: leftovers.py [--build DIR] [--show N] FOLDER...

Reads every .md and .txt below the folders and looks for leftovers of web pages in the paragraphs:
buttons, font sizes, sources, breadcrumb trails, editors, footers. The patterns were written from
what stands at the heads and tails of real pages, not from the reader's rules. Prints for each pattern
how many lines of the files have it and how many paragraphs still do, then the paragraphs (at most N,
default 40). The exit status is 1 when there is one. A folder that is not there is skipped.
"""
import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys

# Looked for in lines of a paragraph, white space at their ends and marks of Markdown taken off.
BUTTONS = "下载|打印|全屏|退出全屏|收藏|分享|加大|减小|还原|默认|关闭|返回|返回顶部|返回首页"
WHOLE = {  # the whole line
    "button": rf"[\[【［（(]?\s*(?:{BUTTONS})(?:本页|本文|页面|正文|窗口)?\s*[\]】］）)]?",
    # 大, 中 or 小 alone may be a letter of a word that a converter has spaced out.
    "buttons in a row": rf"(?:[\[【［|\s]*(?:{BUTTONS}|大|中|小)(?:本页|本文|页面|正文|窗口)?[\]】］|\s]*){{2,}}",
    "bracket alone": r"[】【]+",
    "hand-held devices": r".{0,6}扫一扫.{0,24}",
    "related reports": r"(?:相关(?:报道|链接|阅读|新闻|文件|稿件|解读)|延伸阅读)\s*[：:]?",
    "source": r"(?:信息|文章|稿件)?来源\s*[：:].{0,200}",
    "time of the page": r"(?:时间|日期|发布时间)\s*[：:]\s*\d{4}[-年]\d{1,2}[-月]\d{1,2}日?(?:\s+\d\d:\d\d(?::\d\d)?)?",
    "page links": r"(?:上一[篇页条]|下一[篇页条])\s*[：:]?.{0,60}",
    "licence": r"(?:Public domain|false|true)",
    "reader count": r"浏览(?:次数|量)?\s*[：:]?\s*\d+(?:\s*次)?",
}
ANYWHERE = {  # anywhere in the line
    "font size": r"(?<!文)(?:字号|字体|字体大小)\s*[：:]",
    "breadcrumb trail": r"(?:当前位置|您(?:现在)?的位置|您所在的位置|现在位置)\s*[：:]|首页\s*[>›»→]",
    "editor": r"(?:责任编辑|责编|编辑|审核|校对)\s*[：:]\s*\S{1,8}\s*[\]】）)]?$",
    "footer": r"ICP备|公网安备|网站标识码|版权所有|(?:主办|承办)单位\s*[：:].{0,40}(?:维护|备案|电话)",
    "code of the page": r"(?:javascript:|document\.write|\bonclick=|function\s*\(|\$\((?!cid:)|&nbsp;|</?(?:div|span|p|a|td|tr)\b)",
}
LINK = re.compile(r"\A<?https?://\S+>?\Z")
PATTERNS = [("link to the page", LINK)]
PATTERNS += [(name, re.compile(rf"\A(?:{pattern})\Z")) for name, pattern in WHOLE.items()]
PATTERNS += [(name, re.compile(pattern)) for name, pattern in ANYWHERE.items()]


def bare(line):
    """A line without the white space and the marks at its ends."""
    return re.sub(r"^[\s\u200b\ufeff#>*]+|[\s\u200b\ufeff*]+$", "", line)


def names_of(line):
    """The patterns that a line has."""
    text = bare(line)
    return [name for name, pattern in PATTERNS if pattern.search(text)] if text else []


def examine(wbindex, path):
    """Lines of the file by pattern, paragraphs by pattern, and the paragraphs."""
    with open(path, encoding="utf-8", errors="replace") as source:
        lines = source.read().splitlines()
    inspected = subprocess.run([wbindex, "inspect", "paragraphs", "--json", path],
                               stdout=subprocess.PIPE, check=True).stdout
    in_lines, in_paragraphs, found = {}, {}, []
    for line in lines:
        for name in names_of(line):
            in_lines[name] = in_lines.get(name, 0) + 1
    for paragraph in json.loads(inspected)["paragraphs"]:
        # A paragraph of several source lines is one line of text: its source lines are looked at
        # as well, for a button that was joined to a sentence.
        parts = [paragraph["text"]]
        first, last = paragraph["first_line"], paragraph["last_line"]
        text = re.sub(r"\s", "", paragraph["text"])
        parts += [line for line in lines[first - 1:last]
                  if first < last and re.sub(r"\s", "", bare(line)) in text]
        names = {name for part in parts for name in names_of(part)}
        if not LINK.search(bare(paragraph["text"])):
            names.discard("link to the page")  # a line of a reference, with text around it
        names = sorted(names)
        for name in names:
            in_paragraphs[name] = in_paragraphs.get(name, 0) + 1
        if names:
            found.append((os.path.basename(path), first, ", ".join(names), paragraph["text"]))
    return in_lines, in_paragraphs, found


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build-bench", help="default: build-bench")
    parser.add_argument("--show", type=int, default=40, metavar="N")
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    args = parser.parse_args()
    wbindex = os.path.join(args.build, "indexer", "wbindex")
    paths = []
    for folder in args.folders:
        if not os.path.isdir(folder):
            print(f"{folder}: skipped")
            continue
        paths += sorted(os.path.join(place, name) for place, _, names in os.walk(folder)
                        for name in names if name.endswith((".md", ".txt")))
    in_lines, in_paragraphs, found = {}, {}, []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for one in pool.map(lambda path: examine(wbindex, path), paths):
            for total, part in ((in_lines, one[0]), (in_paragraphs, one[1])):
                for name, count in part.items():
                    total[name] = total.get(name, 0) + count
            found += one[2]
    print(f"{len(paths)} documents")
    for name, _ in PATTERNS:
        print(f"{name:<20}{in_lines.get(name, 0):7} lines{in_paragraphs.get(name, 0):7} paragraphs")
    for name, line, patterns, text in found[:args.show]:
        print(f"{name}:{line} [{patterns}] {text[:80]}")
    print(f"{len(found)} paragraphs with leftovers")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
