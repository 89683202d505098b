"""What the tests of the editors share: documents, and what a right place in them is."""
import argparse
import os
import re
import shutil
import subprocess
from pathlib import Path

from wbtest import Tools, check, environment, settle

# Every match of this stands in the documents as these very characters.
QUERY = '碳金融'

# A path and lines that are hard on editors: blanks, brackets and a colon in the name; Markdown marks,
# a character of two UTF-16 units, a tab and wide blanks before the match; the second line of a
# paragraph.
HARD_NAME = '甲 乙(1):2/三%#\'.md'
HARD = '''# 办法

前**𠮷**	　碳金融办法，碳金融规则，
其后**碳金融**市场。
'''

# In place of wbsearch: writes its arguments to $GOT, one a line, and finds nothing.
FAKE_SEARCH = '#!/bin/sh\nprintf "%s\\n" "$@" >"$GOT"\nexit 1\n'


def main(suite, program):
    """Runs the suite, if `program`, where one is named, is installed."""
    parser = argparse.ArgumentParser()
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--examples', type=Path, required=True)
    parser.add_argument('--contrib', type=Path, required=True)
    parser.add_argument('wbindex')
    parser.add_argument('wbsearch')
    parser.add_argument('only', nargs='*')
    options = parser.parse_args()
    options.contrib = options.contrib.resolve()
    if program and not shutil.which(program):
        print(f'1..0 # SKIP {program} is not installed')
        return 0
    return suite.run(Tools(options.wbindex, options.wbsearch), options)


def indexed(c):
    """Indexes the examples and the hard document."""
    for path in c.options.examples.iterdir():
        shutil.copy(path, c.docs)
    c.write(HARD_NAME, HARD)
    settle(c.docs)
    c.indexed()


def path_with(c, *folders):
    """$PATH with these folders and that of wbsearch before the system's."""
    own = Path(c.tools.wbsearch).parent
    return ':'.join([str(f) for f in folders] + [str(own), '/usr/bin', '/bin'])


def run(c, command, **env):
    """Runs an editor in the folder of the documents; its output is UTF-8."""
    env.setdefault('PATH', path_with(c))
    env.setdefault('LANG', 'C.UTF-8')
    done = subprocess.run([os.fspath(word) for word in command], cwd=c.docs, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120,
                          encoding='utf-8', errors='replace', env=environment(c.dir, env))
    return done


def program(c, name, text):
    """Writes a program for $PATH; returns its path."""
    folder = c.dir / 'bin'
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding='utf-8')
    path.chmod(0o755)
    return path


def occurrences(c, word=QUERY):
    """Where the word stands in the sources, also cut by a line end: {(path, line, characters before
    it in the line)}."""
    found = set()
    pattern = re.compile(r'\s*'.join(word))
    for path in c.docs.rglob('*'):
        if path.suffix in ('.md', '.txt'):
            text = path.read_text(encoding='utf-8')
            for match in pattern.finditer(text):
                before = text[:match.start()]
                found.add((str(path.relative_to(c.docs)), before.count('\n') + 1,
                           match.start() - (before.rfind('\n') + 1)))
    return found


def check_places(c, places, word=QUERY):
    """`places` are (path, line, characters before the point): all occurrences, each once."""
    wanted = occurrences(c, word)
    check(len(wanted) > 20, f'only {len(wanted)} occurrences')
    check(len(places) == len(set(places)), f'a place twice: {places}')
    check(set(places) == wanted, f'not there: {sorted(wanted - set(places))}; '
          f'elsewhere: {sorted(set(places) - wanted)}')


def source_line(c, path, line):
    return (c.docs / path).read_text(encoding='utf-8').split('\n')[line - 1]


def chars_before(c, path, line, column, encoding, unit=1):
    """Characters before a 1-based column that counts units of so many bytes of `encoding`."""
    before = source_line(c, path, line).encode(encoding)[:(column - 1) * unit]
    return len(before.decode(encoding))
