#!/usr/bin/env python3
"""A picture of a terminal, in SVG, from what a program really prints there.

usage: picture.py [--build DIR] [--language zh] [--columns N] QUERY... > PICTURE

Indexes tests/data/examples, runs `wbsearch QUERY...` on a terminal of N columns (default: 88), and
draws what comes out: bold, dim, colours, wide characters two columns wide. The time that the search
took is left out, so that the same output makes the same picture.
"""
import argparse
import fcntl
import html
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COLUMN, LINE, MARGIN = 7.5, 21, 16  # pixels
SEQUENCE = re.compile(r"\x1b\[([\d;]*)m|\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)")
COLOURS = {"31": "#d7263d", "32": "#2a7d4f", "35": "#8a3ea8", "36": "#1f7a8c"}


def on_terminal(command, columns, environment):
    """What a command prints on a terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 200, columns, 0, 0))
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave,
                          env=environment, cwd=os.path.join(ROOT, "tests", "data")):
        os.close(slave)
        output = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            output += piece
    os.close(master)
    return output.decode().replace("\r\n", "\n")


def width(char):
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def runs(text, columns):
    """Lines of the screen, each a list of (column, characters, style)."""
    lines, line, column, style = [], [], 0, ()
    at = 0
    while at < len(text):
        sequence = SEQUENCE.match(text, at)
        if sequence:
            codes = sequence.group(1)
            if codes is not None:
                style = () if codes in ("", "0") else tuple(codes.split(";"))
            at = sequence.end()
            continue
        char = text[at]
        at += 1
        if char == "\n" or column + width(char) > columns:
            lines.append(line)
            line, column = [], 0
            if char == "\n":
                continue
        if line and line[-1][2] == style and line[-1][3] == column:
            start, chars, _, _ = line.pop()
            line.append((start, chars + char, style, column + width(char)))
        else:
            line.append((column, char, style, column + width(char)))
        column += width(char)
    if line:
        lines.append(line)
    return lines


def draw(lines, columns):
    wide = columns * COLUMN + 2 * MARGIN
    high = len(lines) * LINE + 2 * MARGIN
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" '
           f'viewBox="0 0 {wide:.0f} {high:.0f}" font-size="14" '
           'font-family="ui-monospace, \'Noto Sans Mono CJK SC\', \'Sarasa Mono SC\', monospace">',
           f'<rect width="100%" height="100%" rx="8" fill="#fbfaf7" stroke="#d9d5cc"/>']
    for number, line in enumerate(lines):
        y = MARGIN + (number + 0.75) * LINE
        for start, chars, style, end in line:
            if not chars.strip():
                continue
            fill = next((COLOURS[code] for code in style if code in COLOURS), "#22201c")
            bold = ' font-weight="bold"' if "1" in style else ""
            dim = ' opacity="0.6"' if "2" in style else ""
            out.append(f'<text xml:space="preserve" x="{MARGIN + start * COLUMN:.1f}" y="{y:.1f}" '
                       f'textLength="{(end - start) * COLUMN:.1f}" '
                       f'lengthAdjust="spacingAndGlyphs" fill="{fill}"{bold}{dim}>'
                       f'{html.escape(chars)}</text>')
    out.append("</svg>")
    return "\n".join(out) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build-test", help="default: build-test")
    parser.add_argument("--language", default="")
    parser.add_argument("--columns", type=int, default=88)
    parser.add_argument("query", nargs="+")
    args = parser.parse_args()
    build = os.path.abspath(args.build)
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "TERM": "xterm-256color",
                       "LC_ALL": "C.UTF-8", "LANGUAGE": args.language,
                       "TEXTDOMAINDIR": os.path.join(build, "po")}
        index = os.path.join(folder, "index")
        subprocess.run([os.path.join(build, "indexer", "wbindex"), "-q", "--index", index,
                        os.path.join(ROOT, "tests", "data", "examples")], check=True)
        output = on_terminal([os.path.join(build, "query", "wbsearch"), "-i", index, "--no-pager",
                              *args.query], args.columns, environment)
    output = re.sub(r" · \d+ ms", "", output)
    prompt = "$ wbsearch " + " ".join(args.query) + "\n\n"
    sys.stdout.write(draw(runs(prompt + output, args.columns), args.columns))


if __name__ == "__main__":
    main()
