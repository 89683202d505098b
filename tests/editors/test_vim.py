#!/usr/bin/env python3
"""contrib/vim in Vim.

usage: test_vim.py --examples DIR --contrib DIR WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...
"""
import json
import re
import shutil
import sys

from editortest import (FAKE_SEARCH, HARD_NAME, QUERY, chars_before, check_places, indexed, main,
                        path_with, program, run, source_line)
from wbtest import Suite, check

SUITE = Suite()
case = SUITE.case

# What the scripts report to the test: one JSON value a line.
SAY = '''
function! Say(value)
  call writefile([json_encode(a:value)], $SAY, 'a')
endfunction
function! Visit()
  for number in range(1, len(getqflist()))
    silent execute 'cc' number
    call Say([expand('%:.'), line('.'), col('.')])
  endfor
endfunction
'''


def vim(c, script, plugin=True, **env):
    """Runs the lines of the script in Vim; returns what it said."""
    said = c.dir / 'said'
    said.unlink(missing_ok=True)
    source = c.dir / 'script.vim'
    contrib = c.options.contrib / 'vim'
    head = f"set runtimepath^={contrib}\nruntime plugin/wbsearch.vim\n" if plugin else ''
    source.write_text(f'set nocompatible encoding=utf-8 hidden\n{head}{SAY}\n'
                      f'try\n{script}\ncatch\ncall Say([v:exception, v:throwpoint])\nendtry\n'
                      'qall!\n', encoding='utf-8')
    done = run(c, ['vim', '-Nes', '-u', 'NONE', '-i', 'NONE', '-S', source], SAY=str(said), **env)
    check(done.returncode == 0 and said.exists(), f'vim: {done}')
    return [json.loads(line) for line in said.read_text(encoding='utf-8').splitlines()]


def places(c, visited):
    check(visited and all(len(v) == 3 for v in visited), f'{visited}')
    return [(path, line, chars_before(c, path, line, column, 'utf-8'))
            for path, line, column in visited]


@case
def wbsearch_fills_the_quickfix_list(c):
    indexed(c)
    said = vim(c, f'''Wbsearch {QUERY}
call Say(getqflist({{'title': 1}}).title)
call Visit()''')
    check(said[0] == f':Wbsearch {QUERY}', f'{said[0]}')
    check_places(c, places(c, said[1:]))


@case
def the_first_match_is_visited(c):
    indexed(c)
    (path, line, column), banged = vim(c, f'''Wbsearch {QUERY}
call Say([expand('%:.'), line('.'), col('.')])
enew
Wbsearch! {QUERY}
call Say(expand('%'))''')
    at = chars_before(c, path, line, column, 'utf-8')
    check(source_line(c, path, line)[at:].startswith(QUERY), f'{path}:{line}:{column}')
    check(banged == '', f'visited {banged}')


@case
def grepprg_of_the_manual_works(c):
    indexed(c)
    manual = (c.options.contrib / 'vim/doc/wbsearch.txt').read_text(encoding='utf-8')
    settings = re.findall(r'^\t(set grep.*)$', manual, re.MULTILINE)
    check(len(settings) == 2, f'{settings}')
    said = vim(c, '\n'.join(settings) + f'\nsilent grep! --limit=200 {QUERY}\ncall Visit()',
               plugin=False)
    check_places(c, places(c, said))


@case
def any_query_arrives_as_it_is(c):
    fake = program(c, 'wbsearch', FAKE_SEARCH)
    for query in ("'; touch x | \"", '-试点 "一带一路"', '# % $HOME `id` <afile> \\', '(A|B) !ls',
                  '同句(绿色 信贷)'):
        vim(c, f"let g:wbsearch_program = '{fake}'\nWbsearch {query}\ncall Say(1)",
            GOT=str(c.dir / 'got'))
        got = (c.dir / 'got').read_text(encoding='utf-8')
        check(got.endswith(f'\n--\n{query}\n'), f'{query!r} arrived as {got!r}')
    check(not (c.docs / 'x').exists(), 'a shell read the query')


@case
def what_is_wrong_is_said(c):
    indexed(c)
    nothing, size, error, kept, none = vim(c, f'''redir => said
silent Wbsearch 没有这词
redir END
call Say(said)
silent Wbsearch {QUERY}
let size = len(getqflist())
call Say(size)
redir => said
let g:wbsearch_options = ['--nonsense']
silent Wbsearch 办法
redir END
call Say(said)
call Say(len(getqflist()))
let g:wbsearch_program = 'no-such-program'
redir => said
silent Wbsearch 办法
redir END
call Say(said)''')
    check('nothing found' in nothing, nothing)
    check('--nonsense' in error and kept == size > 0, f'{error} {kept} {size}')
    check('no-such-program' in none, none)


@case
def the_index_is_that_of_the_file(c):
    indexed(c)
    elsewhere = c.dir / 'elsewhere'
    elsewhere.mkdir()
    said = vim(c, f'''execute 'cd' fnameescape('{elsewhere}')
execute 'edit' fnameescape('{c.docs}/' . {json.dumps(HARD_NAME)})
Wbsearch {QUERY}
execute 'cd' fnameescape('{c.docs}')
call Visit()''')
    check_places(c, places(c, said))


@case
def the_selection_is_text(c):
    c.write('文.md', '# 文\n\n甲 OR 乙。\n\n乙。\n')
    c.indexed()
    said = vim(c, r'''edit 文.md
call cursor(3, 1)
let @" = 'kept'
execute "normal! v$h\<Esc>"
call wbsearch#search_selection()
call Say(map(getqflist(), 'v:val.lnum'))
call Say(@")''')
    check(said == [[3], 'kept'], f'{said}')


@case
def a_citation_goes_to_the_register(c):
    c.write('文.md', '---\ntitle: 节水办法\n文号: 甲政发〔2021〕3号\n---\n\n# 节水办法\n\n县水务局管理节水。\n')
    c.indexed()
    said = vim(c, r'''edit 文.md
call search('水务局', 'w')
execute "normal! v2l\<Esc>"
call wbsearch#cite_selection()
call Say(@")''')
    check('县水务局管理节水。' in said[0] and '《节水办法》' in said[0]
          and '甲政发〔2021〕3号' in said[0], said[0])


@case
def the_picker_goes_to_the_place(c):
    """With an fzf that takes the last entry."""
    indexed(c)
    program(c, 'fzf', '#!/bin/sh\nsed "s/$(printf "\\033")\\[[0-9;]*m//g" | tail -n 1\n')
    wanted = c.wbsearch('--vimgrep', '--limit=200', QUERY).lines[-1].split(':')
    said = vim(c, f'''WbsearchPick {QUERY}
let terminal = bufnr('%')
call term_wait(terminal)
while job_status(term_getjob(terminal)) ==# 'run' || expand('%:t') ==# '' || bufnr('%') == terminal
  call term_wait(terminal, 10)
endwhile
call Say([expand('%:.'), line('.'), col('.')])''', PATH=path_with(c, c.dir / 'bin'))
    check(said == [[wanted[0], int(wanted[1]), int(wanted[2])]], f'{said}, not {wanted}')


@case
def the_manual_has_its_tags(c):
    doc = c.dir / 'doc'
    shutil.copytree(c.options.contrib / 'vim/doc', doc)
    vim(c, f"helptags {doc}\ncall Say(1)")
    tags = (doc / 'tags').read_text(encoding='utf-8')
    for name in (':Wbsearch', ':WbsearchPick', 'wbsearch-setup', 'g:wbsearch_index'):
        check(f'{name}\t' in tags, f'no tag {name}')


if __name__ == '__main__':
    sys.exit(main(SUITE, 'vim'))
