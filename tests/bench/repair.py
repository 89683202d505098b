#!/usr/bin/env python3
"""How well the reader repairs what converters do to paragraphs.

usage: repair.py [--build DIR] [--seed N] [--sample N] [--kind KIND]... [--except KIND]...
                 [--show N] [--check] FOLDER...

Clean documents are broken as converters break them, and `wbindex inspect paragraphs --json` reads
both. A broken paragraph has come back whole when a paragraph of the broken document has its text,
white space aside. A clean paragraph end is wrongly joined when the text around it stands in one
paragraph of the broken document. --sample takes N documents of each folder; --check fails when
less than 98 % come back whole or more than 0.5 % of the ends are wrongly joined, over all kinds
but those in parentheses: where wrapped paragraphs stand without blank lines and indents, nobody
can tell a last line that is full from another.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import random
import re
import subprocess
import sys
import tempfile

WHOLE_MIN = 98.0
JOINED_MAX = 0.5

# A sentence has ended, perhaps within quotes or brackets.
ENDED = re.compile(r"[。！？；：!?;:…][”’』」）)】》〉\"'*\s]*$")
# What no line or page end cuts: links, tags, addresses, marks.
WHOLE_MARKUP = re.compile(r"!?\[[^\]]*\]\([^)]*\)|<[^>]*>|https?://\S+|&\w+;|\\.|[*_`]+")
BOLD = re.compile(r"\*\*[^*]+\*\*")
# No line begins with these.
NOT_FIRST = set("，。；：！？、）”’》〉】』」％…—·")
PROSE = {"body", "list item", "quotation", "note"}
PAGE_CHARS = 600
LINE_CHARS = 35


def squeeze(text):
    """Text without white space and zero-width characters."""
    return re.sub(r"[\s\u3000\u200b\ufeff]+", "", text)


class Unit:
    """Lines of the clean source that belong together; `prose` when they are one paragraph."""

    def __init__(self, text, prose):
        self.text, self.prose, self.damaged = text, prose, False

    def is_heading(self):
        return re.match(r"#{1,6}\s", self.text) is not None


def can_cut(text, at, bold_too):
    """Whether a line may end before text[at]."""
    spans = list(WHOLE_MARKUP.finditer(text))
    if bold_too:
        spans += list(BOLD.finditer(text))
    return not any(m.start() < at < m.end() for m in spans)


def page_end(text, rng):
    """A place inside a sentence; a page ends with a full line, so some text stands before it."""
    places = [i for i in range(10, len(text) - 1)
              if not text[i - 1].isspace() and not text[i].isspace() and text[i] not in NOT_FIRST
              and not ENDED.search(text[:i])]
    rng.shuffle(places)
    return next((i for i in places[:20] if can_cut(text, i, True)), 0)


def wrap(text, chars, indent=""):
    """Lines of at most `chars` characters; numbers and Latin words stay whole."""
    pieces = re.findall(WHOLE_MARKUP.pattern + r"|[A-Za-z0-9.,%]+|\s+|.", indent + text)
    lines, line, width = [], "", 0
    for piece in pieces:
        size = 0 if piece[0] in "*_`" else sum(2 if ord(c) > 127 else 1 for c in piece)
        if width + size > 2 * chars and line.strip() and not piece.isspace():
            carry = ""
            if piece[0] in NOT_FIRST and len(line) > 1:
                carry, line = line[-1], line[:-1]
            lines.append(line)
            line, width = carry, 2 * len(carry)
        line += piece
        width += size
    return lines + [line] if line.strip() else lines


class Damage:
    """One kind of damage: `emit` turns units into a broken source and marks what it damaged."""

    def __init__(self, rng, title):
        self.rng, self.title, self.page = rng, title, self.first_page(rng)

    @staticmethod
    def first_page(rng):
        return rng.randint(1, 40)

    def blocks(self, units, separator="\n\n"):
        return separator.join(self.block(u) for u in units) + "\n"

    def block(self, unit):
        return unit.text


class PageEnds(Damage):
    """Page ends inside sentences, with what stands between pages."""
    NUMBER = HEAD = False

    def between(self):
        self.page += 1
        number = f"— {self.page} —\n\n" if self.NUMBER else ""
        heads = [self.title[:24], "青禾区人民政府公报" if self.NUMBER else self.title[:24]]
        head = heads[self.page % 2] + "\n\n" if self.HEAD else ""
        return "\n\n" + number + head

    def emit(self, units):
        left = self.rng.randint(100, PAGE_CHARS)
        out = []
        for unit in units:
            text = unit.text
            left -= len(text)
            if left < 0 and unit.prose:
                at = page_end(text, self.rng)
                if at:
                    unit.damaged = True
                    text = text[:at] + self.between() + text[at:]
                    left = self.rng.randint(PAGE_CHARS // 2, 3 * PAGE_CHARS // 2)
            out.append(text)
        return "\n\n".join(out) + "\n"


class PageNumbers(PageEnds):
    NUMBER = True


class RunningHeads(PageEnds):
    HEAD = True


class NumbersAndHeads(PageEnds):
    NUMBER = HEAD = True


class Wrapped(Damage):
    """Hard wraps, paragraphs apart by blank lines."""
    INDENT, SEPARATOR, BETWEEN_LINES = "", "\n\n", "\n"

    def emit(self, units):
        chars = self.rng.choice([28, 32, LINE_CHARS, 40])
        out = []
        for unit in units:
            lines = [unit.text]
            if unit.prose:
                lines = wrap(unit.text, chars, self.INDENT)
                unit.damaged = len(lines) > 1
            out.append(self.BETWEEN_LINES.join(lines))
        return self.join(units, out)

    def join(self, units, out):
        text = out[0]
        for i in range(1, len(out)):
            # Only prose stands without blank lines; marks and tables would change their meaning.
            both = units[i].prose and units[i - 1].prose
            text += (self.SEPARATOR if both else "\n\n") + out[i]
        return text + "\n"


class WrappedIndented(Wrapped):
    INDENT, SEPARATOR = "　　", "\n"


class WrappedSolid(Wrapped):
    SEPARATOR = "\n"


class WrappedSpaced(Wrapped):
    """A blank line behind every line."""
    BETWEEN_LINES = "\n\n"


class LineEach(Wrapped):
    """One paragraph a line."""
    SEPARATOR = "\n"

    def emit(self, units):
        for unit in units:
            unit.damaged = unit.prose
        return self.join(units, [u.text for u in units])


class LineEachPages(PageEnds):
    """One paragraph a line, page ends inside."""

    def emit(self, units):
        joined = super().emit(units)
        return re.sub(r"\n\n(?=[^#|<>\s])", "\n", joined)


class Pdf(Wrapped):
    """Hard wraps and page ends with number and head, as a PDF's text comes out."""

    def emit(self, units):
        chars, left, out = self.rng.choice([28, 32]), 22, []
        for unit in units:
            lines = [unit.text]
            if unit.prose:
                lines = wrap(unit.text, chars, "　　")
                unit.damaged = len(lines) > 1
            text = ""
            for i, line in enumerate(lines):
                text += line
                left -= 1
                last = i + 1 == len(lines)
                if left <= 0 and not last and not ENDED.search(line):
                    self.page += 1
                    text += f"\n\n— {self.page} —\n\n{self.title[:24]}\n\n"
                    left = 22
                elif not last:
                    text += "\n"
            out.append(text)
        return self.join(units, out)


class BoldLost(Damage):
    def emit(self, units):
        return self.blocks(units)

    def block(self, unit):
        text = unit.text.replace("**", "")
        unit.damaged = text != unit.text
        return text


class LevelsChanged(Damage):
    def emit(self, units):
        return self.blocks(units)

    def block(self, unit):
        unit.damaged = unit.is_heading()
        level = "#" * self.rng.randint(1, 6)
        return re.sub(r"^#{1,6}", level, unit.text) if unit.damaged else unit.text


class MarksLost(LevelsChanged):
    def block(self, unit):
        unit.damaged = unit.is_heading()
        return re.sub(r"^#{1,6}\s+", "", unit.text) if unit.damaged else unit.text


KINDS = {
    "page ends": PageEnds,
    "… with numbers": PageNumbers,
    "… with running heads": RunningHeads,
    "… with both": NumbersAndHeads,
    "hard wraps": Wrapped,
    "… indented, no blanks": WrappedIndented,
    "… blank lines between": WrappedSpaced,
    "(… neither)": WrappedSolid,
    "a line a paragraph": LineEach,
    "… with page ends": LineEachPages,
    "wraps, pages, heads": Pdf,
    "bold lost": BoldLost,
    "levels changed": LevelsChanged,
    "heading marks lost": MarksLost,
}


class Reader:
    """wbindex, fed with texts."""

    def __init__(self, wbindex):
        self.wbindex = wbindex

    def read(self, text, suffix):
        with tempfile.NamedTemporaryFile("w", suffix=suffix, encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            output = subprocess.run([self.wbindex, "--json", "inspect", "paragraphs", file.name],
                                    stdout=subprocess.PIPE, check=True).stdout
        return json.loads(output)["paragraphs"]


def units_of(text, paragraphs):
    """The source in units, each paragraph's lines made one line."""
    lines = text.split("\n")
    owners = collections.defaultdict(list)
    for paragraph in paragraphs:
        for number in range(paragraph["first_line"], paragraph["last_line"] + 1):
            owners[number].append(paragraph)
    units, number = [], 1
    while number <= len(lines):
        own = owners[number]
        if not lines[number - 1].strip():
            number += 1
        elif len(own) == 1 and own[0]["kind"] in PROSE and own[0]["first_line"] == number:
            last = own[0]["last_line"]
            alone = all(owners[n] == own for n in range(number, last + 1))
            last = last if alone else number
            parts = [line.strip(" \t\r\u3000") for line in lines[number - 1:last] if line.strip()]
            joined = parts[0]
            for part in parts[1:]:
                glue = " " if joined[-1:].isascii() and part[:1].isascii() else ""
                joined += glue + part
            # Addresses, navigation and licences of web pages are not what is cut.
            prose = (alone and not re.match(r"[#|<>`~=-]|\[\^", joined)
                     and "http" not in joined and re.search(r"[\u4e00-\u9fff]{4}", joined))
            units.append(Unit(joined, prose))
            number = last + 1
        else:
            # What is no plain paragraph stays as it is, adjacent lines together.
            start = number
            number += 1
            while number <= len(lines) and lines[number - 1].strip() and not (
                    len(owners[number]) == 1 and owners[number][0]["kind"] in PROSE):
                number += 1
            units.append(Unit("\n".join(lines[start - 1:number - 1]), False))
    return units


class Result:
    """What came of one kind of damage."""

    def __init__(self):
        self.damaged = self.whole = self.ends = self.joined = 0
        self.samples = []

    def add(self, other):
        self.damaged += other.damaged
        self.whole += other.whole
        self.ends += other.ends
        self.joined += other.joined
        self.samples += other.samples


def compare(path, clean, broken, damaged):
    """`clean` and `broken`: squeezed paragraphs; `damaged`: those of clean that were broken."""
    result = Result()
    have = collections.Counter(broken)
    result.damaged = len(damaged)
    for text in damaged:
        if have[text] > 0:
            have[text] -= 1
            result.whole += 1
        else:
            near = next((b for b in broken if b[:12] == text[:12]), "")
            result.samples.append(("lost", path, text, near))
    all_clean, all_broken = "\n".join(clean), "\n".join(broken)
    for before, after in zip(clean, clean[1:]):
        around = before[-14:] + after[:14]
        result.ends += 1
        if around in all_broken and around not in all_clean:
            result.joined += 1
            result.samples.append(("joined", path, before[-60:], after[:60]))
    return result


def examine(reader, path, kinds, seed):
    """A document in all its broken states."""
    suffix = os.path.splitext(path)[1]
    with open(path, encoding="utf-8") as source:
        text = source.read().replace("\r\n", "\n")
    units = units_of(text, reader.read(text, suffix))
    if not units:
        return {}
    tidy = "\n\n".join(u.text for u in units) + "\n"
    paragraphs = reader.read(tidy, suffix)
    by_line = collections.defaultdict(list)
    for paragraph in paragraphs:
        by_line[paragraph["first_line"]].append(paragraph)
    number = 1
    for unit in units:
        own = by_line[number]
        unit.paragraph = squeeze(own[0]["text"]) if len(own) == 1 else ""
        unit.prose = (unit.prose and len(own) == 1 and own[0]["kind"] in PROSE
                      and own[0]["last_line"] == number)
        number += unit.text.count("\n") + 2
    clean = [squeeze(p["text"]) for p in paragraphs]
    # The running head: the document's title.
    title = next((u.text.lstrip("# ") for u in units if u.is_heading()),
                 os.path.splitext(os.path.basename(path))[0])
    results = {}
    for name in kinds:
        rng = random.Random(f"{seed} {name} {title}")
        for unit in units:
            unit.damaged = False
        broken = KINDS[name](rng, title).emit(units)
        damaged = [u.paragraph for u in units if u.damaged and u.paragraph]
        if damaged:
            read = [squeeze(p["text"]) for p in reader.read(broken, suffix)]
            results[name] = compare(path, clean, read, damaged)
    return results


def documents(folders, sample, seed):
    paths = []
    for folder in folders:
        found = sorted(os.path.join(top, name) for top, _, names in os.walk(folder)
                       for name in names if name.endswith((".md", ".txt")) and name != "README.md")
        if sample and len(found) > sample:
            found = sorted(random.Random(seed).sample(found, sample))
        paths += found
    return paths


def percent(part, all_of_it):
    return 100 * part / all_of_it if all_of_it else 0.0


def print_table(results):
    """The table; returns the sum over what is judged."""
    total = Result()
    print(f"{'kind of damage':<24}{'broken':>8}{'whole':>8}{'%':>9}{'ends':>9}{'joined':>8}{'%':>9}")
    for name, r in results.items():
        print(f"{name:<24}{r.damaged:>8}{r.whole:>8}{percent(r.whole, r.damaged):>9.2f}"
              f"{r.ends:>9}{r.joined:>8}{percent(r.joined, r.ends):>9.3f}")
        if not name.startswith("("):
            total.add(r)
    print(f"{'all':<24}{total.damaged:>8}{total.whole:>8}{percent(total.whole, total.damaged):>9.2f}"
          f"{total.ends:>9}{total.joined:>8}{percent(total.joined, total.ends):>9.3f}")
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build-bench", help="default: build-bench")
    parser.add_argument("--wbindex")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--kind", action="append", choices=list(KINDS))
    parser.add_argument("--except", action="append", choices=list(KINDS), dest="left_out",
                        default=[], help="leave this kind out")
    parser.add_argument("--show", type=int, default=0, metavar="N",
                        help="print N of each kind that went wrong")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("folder", nargs="+")
    args = parser.parse_args()
    folders = [f for f in args.folder if os.path.isdir(f)]
    if not folders:
        print("skipped: no such folder: " + " ".join(args.folder))
        return 77
    wbindex = args.wbindex or os.path.join(args.build, "indexer", "wbindex")
    reader = Reader(os.path.abspath(wbindex))
    kinds = [k for k in args.kind or list(KINDS) if k not in args.left_out]
    results = {name: Result() for name in kinds}
    paths = documents(folders, args.sample, args.seed)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(lambda p: examine(reader, p, kinds, args.seed), paths):
            for name, result in found.items():
                results[name].add(result)
    print(f"{len(paths)} documents, seed {args.seed}")
    total = print_table(results)
    for name, result in results.items():
        random.Random(args.seed).shuffle(result.samples)
        for what, path, first, second in result.samples[:args.show]:
            print(f"\n{name}: {what}: {os.path.basename(path)}\n  {first}\n  {second}")
    bad = (percent(total.whole, total.damaged) < WHOLE_MIN
           or percent(total.joined, total.ends) > JOINED_MAX)
    return 1 if args.check and bad else 0


if __name__ == "__main__":
    sys.exit(main())
