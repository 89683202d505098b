#!/usr/bin/env python3
"""contrib/fzf/wbsearch-fzf, with a program in place of fzf that does what fzf does with its options.

usage: test_fzf.py --examples DIR --contrib DIR WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...
"""
import json
import os
import re
import shutil
import subprocess
import sys

from editortest import (HARD_NAME, QUERY, chars_before, check_places, indexed, main, occurrences,
                        path_with, program, run, source_line)
from wbtest import Skip, Suite, check

SUITE = Suite()
case = SUITE.case

# Reads the list, lets the query change to $TYPED, takes entry $ENTRY and previews it; the commands
# are quoted and run as fzf does it. What it saw goes to $SAW.
FAKE_FZF = r'''#!/usr/bin/env python3
import json, os, re, subprocess, sys
def quote(text):
    return "'" + text.replace("'", "'\\''") + "'"
def run(command, **values):
    command = re.sub(r'\{(q?)\}', lambda m: quote(values['query' if m[1] else 'entry']), command)
    return subprocess.run([os.environ['SHELL'], '-c', command], stdout=subprocess.PIPE,
                          check=False).stdout.decode()
options = dict(word.split('=', 1) for word in sys.argv[1:] if '=' in word)
query = options['--query']
listed = sys.stdin.read()
if 'TYPED' in os.environ:
    query = os.environ['TYPED']
    listed = run(options['--bind'].split('change:reload:', 1)[1], query=query)
plain = re.sub('\033\\[[0-9;]*m', '', listed).splitlines()
saw = {'first': query, 'listed': listed, 'plain': plain, 'options': sys.argv[1:], 'preview': ''}
status = 1
if plain:
    entry = plain[int(os.environ.get('ENTRY', '0'))]
    saw['preview'] = run(options['--preview'], query=query, entry=entry)
    print(entry)
    status = int(os.environ.get('STATUS', '0'))
with open(os.environ['SAW'], 'w') as file:
    json.dump(saw, file)
sys.exit(status)
'''

# Prints its arguments, one a line.
FAKE_EDITOR = '#!/bin/sh\nprintf "%s\\n" "$@"\n'


def pick(c, *words, code=0, **env):
    """Runs the picker; returns what it printed and what fzf saw."""
    program(c, 'fzf', FAKE_FZF)
    for name in ('vim', 'emacs', 'code', 'nano'):
        program(c, name, FAKE_EDITOR)
    saw = c.dir / 'saw'
    saw.unlink(missing_ok=True)
    env.setdefault('PATH', path_with(c, c.dir / 'bin'))
    done = run(c, [c.options.contrib / 'fzf/wbsearch-fzf', *words], SAW=str(saw), **env)
    check(done.returncode == code, f'exit {done.returncode}, not {code}: {done}')
    return done.stdout, json.loads(saw.read_text(encoding='utf-8')) if saw.exists() else None


@case
def the_list_holds_every_match(c):
    indexed(c)
    for env in ({}, {'TYPED': QUERY, 'SHELL': '/bin/false'}):
        _, saw = pick(c, *([] if env else [QUERY]), EDITOR='vim', **env)
        places = []
        for line in saw['plain']:
            path, number, column = re.match(r'(.+?):(\d+):(\d+):', line).groups()
            places.append((path, int(number),
                           chars_before(c, path, int(number), int(column), 'utf-8')))
        check_places(c, places)
        check(saw['listed'].count('\033[1;31m') >= len(places), 'matches are not marked')


@case
def editors_open_at_the_character(c):
    indexed(c)
    wanted = sorted(occurrences(c))
    entries = c.wbsearch('--vimgrep', '--limit=200', QUERY).lines
    numbers = [n for n, line in enumerate(entries) if line.startswith(HARD_NAME)][:2] + [0]
    for number in numbers:
        opened = set()
        for editor, encoding, unit, pattern in (
                ('vim', 'utf-8', 1, r'\+call cursor\((\d+), (\d+)\)\n(.+)\n'),
                ('emacs -nw', 'utf-32-le', 4,
                 r'-nw\n\+(\d+)\n(?P<path>.+)\n--eval\n\(forward-char (\d+)\)\n'),
                ('code -r', 'utf-16-le', 2, r'-r\n--goto\n(?P<path>.+):(\d+):(\d+)\n')):
            out, _ = pick(c, QUERY, ENTRY=str(number), EDITOR=editor)
            match = re.fullmatch(pattern, out)
            check(match, f'{editor}: {out!r}')
            groups = match.groups()
            path = match.groupdict().get('path') or groups[2]
            line, column = (int(g) for g in groups if g != path)
            column += editor.startswith('emacs')
            opened.add((path, line, chars_before(c, path, line, column, encoding, unit)))
        check(len(opened) == 1 and opened <= set(wanted), f'{opened}')
    out, _ = pick(c, QUERY, EDITOR='nano', VISUAL='')
    check(re.fullmatch(r'\+\d+\n.+\n', out), out)
    out, _ = pick(c, QUERY, EDITOR='nano', VISUAL='vim')
    check('cursor' in out, out)


@case
def the_preview_shows_the_place(c):
    indexed(c)
    _, saw = pick(c, QUERY, EDITOR='vim', ENTRY='3')
    line = re.match(r'.+?:(\d+):', saw['plain'][3])[1]
    check(f'> \033[32m{line}\033[0m: ' in saw['preview'] and '\033[1;31m' in saw['preview'],
          saw['preview'])


@case
def print_tells_the_place(c):
    indexed(c)
    for unit, encoding, size in (('byte', 'utf-8', 1), ('char', 'utf-32-le', 4),
                                 ('utf16', 'utf-16-le', 2)):
        out, _ = pick(c, '--print', '--column-unit', unit, QUERY, EDITOR='code')
        path, line, column = re.fullmatch(r'(.+):(\d+):(\d+)\n', out).groups()
        at = chars_before(c, path, int(line), int(column), encoding, size)
        check(source_line(c, path, int(line))[at:].startswith(QUERY), f'{unit}: {out}')


@case
def any_query_is_only_a_query(c):
    indexed(c)
    for query in ("'; touch x; '", '$(touch x)', '`touch x`', '没有这词 | touch x', '-x 没有这词',
                  '"', '{}', '\\'):
        pick(c, '--', query, EDITOR='vim', TYPED=query, code=130)
        check(not (c.docs / 'x').exists(), query)


@case
def an_error_is_a_line_of_the_list(c):
    indexed(c)
    _, saw = pick(c, '--index', 'nowhere', QUERY, EDITOR='vim', code=130)
    check(saw['plain'] and saw['plain'][0].startswith('wbsearch: '), f"{saw['plain']}")
    pick(c, '没有这词', EDITOR='vim', code=130)


@case
def leaving_and_mistakes(c):
    indexed(c)
    check(pick(c, QUERY, STATUS='130', EDITOR='vim', code=130)[0] == '', 'opened')
    check('usage' in pick(c, '--help')[0], '--help')
    pick(c, '--nonsense', code=2)
    pick(c, '--limit', code=2)
    nothing = c.dir / 'nothing'
    nothing.mkdir()
    pick(c, QUERY, code=2, PATH=f'{nothing}:{c.dir / "bin"}')  # no wbsearch
    _, saw = pick(c, '--limit=2', QUERY, EDITOR='vim')
    check(1 <= len({line.split(':')[0] + line.split(':')[1] for line in saw['plain']}) <= 2,
          f"{saw['plain']}")


@case
def a_path_with_a_quote_in_it(c):
    """Of the script itself."""
    indexed(c)
    folder = c.dir / "it's here"
    folder.mkdir()
    script = shutil.copy(c.options.contrib / 'fzf/wbsearch-fzf', folder)
    program(c, 'fzf', FAKE_FZF)
    saw = c.dir / 'saw'
    done = run(c, [script], SAW=str(saw), TYPED=QUERY, EDITOR='true',
               PATH=path_with(c, c.dir / 'bin'))
    check(done.returncode == 0 and len(json.loads(saw.read_text())['plain']) > 20, f'{done}')


@case
def fzf_knows_the_options(c):
    """The real one, where it is installed: it takes them all, and filters a list."""
    if not shutil.which('fzf', path='/usr/bin:/bin:/usr/local/bin'):
        raise Skip('fzf is not installed')
    indexed(c)
    _, saw = pick(c, QUERY, EDITOR='vim')
    options = [word for word in saw['options'] if not word.startswith('--query')]
    done = subprocess.run([shutil.which('fzf', path='/usr/bin:/bin:/usr/local/bin'), *options,
                           '--filter='], input='甲\n乙\n', text=True, capture_output=True,
                          check=False, env={**os.environ, 'LANG': 'C.UTF-8'})
    check(done.returncode == 0 and done.stdout == '甲\n乙\n', f'{done}')


@case
def shellcheck_has_nothing_to_say(c):
    if not shutil.which('shellcheck'):
        raise Skip('shellcheck is not installed')
    done = run(c, ['shellcheck', c.options.contrib / 'fzf/wbsearch-fzf'])
    check(done.returncode == 0, done.stdout)


if __name__ == '__main__':
    sys.exit(main(SUITE, None))
