#!/usr/bin/env python3
"""Makes the manual page wbsearch-query(7) of LANGUAGE.md.

usage: language_man.py VERSION LANGUAGE.md >wbsearch-query.7
Knows as much Markdown as that file has: headings, paragraphs, lists of one level, tables, blocks of
code; in the text code, strong and emphasised words.
"""
import re
import sys

INLINE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*")
SPECIAL = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}


def plain(text):
    """Text as roff shows it unchanged."""
    return "".join(SPECIAL.get(c, c) for c in text)


def inline(text):
    out, at = [], 0
    for match in INLINE.finditer(text):
        out.append(plain(text[at:match.start()]))
        code, strong, emphasis = match.groups()
        bold = code if code is not None else strong
        # In a table a bar in code is written with a backslash.
        out.append(rf"\fB{plain(code.replace(chr(92) + '|', '|') if code else bold)}\fR"
                   if bold is not None else rf"\fI{plain(emphasis)}\fR")
        at = match.end()
    out.append(plain(text[at:]))
    return "".join(out)


def line(text):
    """A line of text; one that begins like a request is none."""
    text = inline(text)
    return rf"\&{text}" if text[:1] in (".", "'") else text


def table(rows):
    cells = [[c.strip() for c in re.split(r"(?<!\\)\|", row.strip().strip("|"))] for row in rows]
    head, body = cells[0], cells[2:]
    out = [".TS", " ".join(["l"] * (len(head) - 1) + ["lx"]) + "."]
    if any(head):
        body = [[f"*{c}*" if c else "" for c in head]] + body
    for row in body:
        out.append("\t".join(f"T{{\n{line(c)}\nT}}" if k == len(row) - 1 else inline(c)
                             for k, c in enumerate(row)))
    return out + [".TE"]


def blocks(lines):
    """Yields (kind, lines): code, table, item, heading, text."""
    at = 0
    while at < len(lines):
        first = lines[at]
        end = at + 1
        if first.startswith("```"):
            while not lines[end].startswith("```"):
                end += 1
            yield "code", lines[at + 1:end]
            end += 1
        elif first.startswith("|"):
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            yield "table", lines[at:end]
        elif first.startswith("#"):
            yield "heading", [first]
        elif first.strip():
            item = first.startswith("- ")
            while end < len(lines) and lines[end].strip() and not re.match(r"- |#|\||```",
                                                                           lines[end]):
                end += 1
            yield "item" if item else "text", lines[at:end]
        at = end


def page(version, lines):
    yield "'\\\" t -*- coding: UTF-8 -*-"
    yield f'.TH WBSEARCH\\-QUERY 7 "" "wbsearch {version}" "Miscellaneous"'
    yield ".SH NAME"
    yield r"wbsearch\-query \- the query language of wbsearch"
    yield ".SH DESCRIPTION"
    for kind, body in blocks(lines):
        if kind == "heading":
            depth = len(body[0]) - len(body[0].lstrip("#"))
            title = inline(body[0].lstrip("# ").replace('"', r"\(dq"))
            if depth > 1:
                yield f'.SH "{title.upper()}"' if depth == 2 else f'.SS "{title}"'
        elif kind == "code":
            yield from [".PP", ".RS 4", ".nf"]
            yield from (plain(text) if text[:1] not in (".",) else r"\&" + plain(text)
                        for text in body)
            yield from [".fi", ".RE"]
        elif kind == "table":
            yield from table(body)
        elif kind == "item":
            yield r".IP \(bu 2"
            yield from (line(re.sub(r"^(- |  )", "", text)) for text in body)
        else:
            yield ".PP"
            yield from (line(text) for text in body)
    yield '.SH "SEE ALSO"'
    yield "wbsearch(1), wbindex(1)"


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        lines = file.read().splitlines()
    sys.stdout.reconfigure(encoding="utf-8")
    print("\n".join(page(sys.argv[1], lines)))


if __name__ == "__main__":
    main()
