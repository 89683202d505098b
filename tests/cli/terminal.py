#!/usr/bin/env python3
"""Black-box tests of what wbsearch shows to people: text on a terminal, links, the pager, citations.

usage: terminal.py [--jobs N] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...

Prints TAP.
"""
import fcntl
import os
import re
import struct
import sys
import termios
import unicodedata

from wbtest import Result, Suite, check, main, open_terminal, read_all

SUITE = Suite()
case = SUITE.case

NOTICE = '''---
发文机关: 临江市人民政府
文号: 临政发〔2021〕5号
成文日期: 2021-03-05
---

# 关于节水的通知

## 一、总则

落实节水措施。

节水、措施要到位。
'''
PLAIN = '其他文件说到节水，别无所知。\n'
ESCAPES = re.compile('\x1b\\[[0-9;]*m|\x1b\\]8;[^\x1b]*\x1b\\\\')


def indexed(c, tree=None):
    c.tree(tree or {'通知.md': NOTICE, '其他.md': PLAIN})
    c.indexed()


def on_screen(c, *args, rows=24, columns=80, env=None):
    """Runs with standard input and output on one terminal."""
    master, slave = open_terminal()
    modes = termios.tcgetattr(slave)
    modes[1] &= ~termios.OPOST
    modes[3] &= ~termios.ECHO
    termios.tcsetattr(slave, termios.TCSANOW, modes)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
    process = c.popen('wbsearch', *args, env=env, stdin=slave, stdout=slave)
    os.close(slave)
    out = read_all({1: master}, 60)[1]
    err = process.stderr.read()
    return Result(('wbsearch',) + args, process.wait(), out, err)


def columns_of(line):
    return sum(2 if unicodedata.east_asian_width(ch) in 'WFA' else 1
               for ch in ESCAPES.sub('', line))


@case
def documents_are_introduced(c):
    indexed(c)
    c.wbsearch('--heading', '落实').expect(code=0, has=(
        '关于节水的通知  通知.md\n  临江市人民政府 · 临政发〔2021〕5号 · 2021-03-05\n'
        '  关于节水的通知 › 一、总则\n  11: 落实节水措施。\n'))
    # What is not known is not there.
    c.wbsearch('--heading', '别无所知').expect(has=re.compile('^其他  其他.md\n  1: 其他文件', re.M))
    colored = c.wbsearch('--heading', '--color=always', '落实').expect(
        has='  \x1b[2m临江市人民政府 · 临政发〔2021〕5号 · 2021-03-05\x1b[0m\n')
    plain = c.wbsearch('--heading', '落实').text
    masked = [re.sub(r' · \d+ ms', '', text) for text in (ESCAPES.sub('', colored.text), plain)]
    check(masked[0] == masked[1], 'colour changes more than colour')


@case
def rungs_stand_apart(c):
    indexed(c, {'甲.md': '绿色信贷。\n', '乙.md': '绿色、信贷。\n', '丁.md': '绿色而已。\n'})
    run = c.wbsearch('--heading', '绿色信贷').expect(code=0)
    order = [run.text.find(part) for part in ('甲.md', '-- but for punctuation', '乙.md',
                                              '-- parts of the query', '丁.md', '2 of 2 matching')]
    check(-1 not in order and order == sorted(order), f'{order}: {run.text}')
    c.wbsearch('--heading', '--rung=exact', '绿色信贷').expect(lacks='-- ')


@case
def context_is_dimmed(c):
    indexed(c)
    c.wbsearch('--heading', '-C1', '落实').expect(
        has='  9- 一、总则\n  11: 落实节水措施。\n  13- 节水、措施要到位。\n')
    c.wbsearch('--heading', '-B1', '--color=always', '落实').expect(
        has='  \x1b[2m9- 一、总则\x1b[0m\n')


@case
def lines_fit_four_times(c):
    indexed(c, {'长.md': '前文说了很多。' * 60 + '要紧的白鹭洲。' + '后文也说了很多。' * 60 + '\n'})
    for columns in (40, 61, 80, 133):
        run = c.on_terminal('wbsearch', '白鹭洲', columns=columns).expect(code=0, has='白鹭洲')
        longest = max(columns_of(line) for line in run.text.splitlines() if '白鹭洲' in line)
        check(longest <= 4 * columns, f'{columns}: a hit takes {longest} columns')


LINK = re.compile('\x1b\\]8;;([^\x1b]*)\x1b\\\\')


@case
def links_lead_to_the_file(c):
    indexed(c, {'目 录/文#1.md': PLAIN})
    path = str(c.docs).encode() + b'/' + '目 录/文#1.md'.encode()
    encoded = ''.join(chr(b) if chr(b).isascii() and (chr(b).isalnum() or chr(b) in '-._~/')
                      else f'%{b:02X}' for b in path)
    for args in (('--heading',), ('--no-heading',)):
        run = c.wbsearch(*args, '--color=always', '--hyperlink', '节水').expect(code=0)
        links = [link for link in LINK.findall(run.text) if link]
        check(links and all(re.fullmatch(r'file://[^/]*' + re.escape(encoded), link)
                            for link in links), f'{links}')
        run = c.wbsearch(*args, '--color=always', '--hyperlink-format=vscode', '节水')
        check(f'\x1b]8;;vscode://file{encoded}:1:' in run.text, run.describe())
        run = c.wbsearch(*args, '--color=always', '--hyperlink-format', 'x://{path}?{line}-{column}\x07',
                         '节水')
        check(re.search(re.escape(f'\x1b]8;;x://{encoded}?1-') + r'\d+\x1b\\', run.text),
              run.describe())
        # Links are opened and closed.
        check(len(LINK.findall(run.text)) % 2 == 0, 'an open link')
        for none in (('--hyperlink', '--no-hyperlink'), ('--hyperlink-format=none',), ()):
            c.wbsearch(*args, '--color=always', *none, '节水').expect(lacks='\x1b]8')
        c.wbsearch(*args, '--hyperlink', '节水').expect(lacks='\x1b')
    c.wbsearch('--hyperlink-format=elsewhere', '节水').expect(code=2, err_has='{path}')
    c.wbsearch('--hyperlink', '--json', '--color=always', '节水').expect(lacks='\x1b')


@case
def long_results_go_to_the_pager(c):
    indexed(c, {f'{n}.md': f'节水之{n}。\n' for n in range(20)})
    mark = "sed 's/^/PAGED /'"
    for env in ({'WBSEARCH_PAGER': mark}, {'PAGER': mark}, {'WBSEARCH_PAGER': mark, 'PAGER': 'x'}):
        run = on_screen(c, '节水', env=env).expect(code=0)
        check(run.text.startswith('PAGED ') and '\nPAGED ' in run.text, run.describe())
    check(on_screen(c, '--pager', mark, '节水', env={'PAGER': 'cat'}).text.startswith('PAGED '),
          '--pager wins')
    # Neither what fits nor what goes to a pipe, nor what is not asked to.
    for run in (on_screen(c, '节水', env={'PAGER': mark}, rows=400),
                on_screen(c, '-k1', '节水', env={'PAGER': mark}),
                on_screen(c, '--pager', mark, '--no-pager', '节水'),
                on_screen(c, '--pager', '', '节水', env={'PAGER': mark}),
                on_screen(c, '节水', env={'PAGER': 'cat'}),
                on_screen(c, '节水', env={'WBSEARCH_PAGER': '', 'PAGER': mark}),
                c.wbsearch('--heading', '节水', env={'PAGER': mark}),
                c.on_terminal('wbsearch', '节水', env={'PAGER': mark})):
        run.expect(code=0, lacks='PAGED', has='matching paragraphs')


@case
def a_pager_that_fails_loses_nothing(c):
    indexed(c, {f'{n}.md': f'节水之{n}。\n' for n in range(20)})
    on_screen(c, '节水', env={'PAGER': 'no-such-pager'}).expect(code=0, has='matching paragraphs')
    # One that is left early is no error.
    on_screen(c, '节水', env={'PAGER': 'head -n 1'}).expect(code=0, lacks='matching paragraphs')


@case
def rows_are_counted_as_they_are_shown(c):
    """One long line takes several rows."""
    indexed(c, {'长.md': '节水' + '甲乙丙丁' * 60 + '\n'})
    for rows, paged in ((5, True), (30, False)):
        run = on_screen(c, '--full', '节水', rows=rows, columns=40, env={'PAGER': "sed 's/^/PAGED /'"})
        check(('PAGED' in run.text) == paged, f'{rows} rows: {run.describe()}')


@case
def citations_leave_out_visibly(c):
    indexed(c)
    c.wbsearch('--cite', '落实').expect(code=0, err='', out=(
        '落实节水措施。\n——临江市人民政府《关于节水的通知》（临政发〔2021〕5号，2021年3月5日成文），'
        '一、总则，第3段（通知.md:11）\n'))
    c.wbsearch('--format=cite', '别无所知').expect(out=(
        PLAIN + '——［机关缺］《其他》（［文号缺］，［日期缺］），［章节缺］，第1段（其他.md:1）\n'))
    c.wbsearch('--cite-markdown', '落实').expect(out=(
        '> 落实节水措施。\n>\n> ——临江市人民政府《关于节水的通知》（临政发〔2021〕5号，'
        '2021年3月5日成文），一、总则，第3段（[通知.md:11](%E9%80%9A%E7%9F%A5.md)）\n'))
    two = c.wbsearch('--cite', '节水').expect(code=0)
    check(two.text.count('\n\n') == len(two.text.split('——')) - 2, 'an empty line between them')


@case
def citations_of_other_dates(c):
    for name, head in (('月', '成文日期: 2021-03'), ('年', '成文日期: 2021'), ('发', '发布日期: 2020-12-31'),
                       ('施', '施行日期: 2020-01-01')):
        c.write(f'{name}.md', f'---\n{head}\n---\n\n# {name}字文件\n\n{name}字节水。\n')
    c.indexed()
    for name, date in (('月', '2021年3月成文'), ('年', '2021年成文'), ('发', '2020年12月31日发布'),
                       ('施', '2020年1月1日施行')):
        c.wbsearch('--cite', f'{name}字节水').expect(has=f'，{date}），')


@case
def markdown_marks_are_text_in_citations(c):
    indexed(c, {'标.md': '节水 \\*重点\\* \\[见\\](x) &lt;b&gt; 要办。\n'})
    c.wbsearch('--cite-markdown', '节水').expect(
        has='> 节水 \\*重点\\* \\[见\\](x) \\<b\\> 要办。\n')


@case
def no_control_reaches_the_terminal(c):
    evil = '\x1b]0;坏\x07\x9b31m\u202e'
    indexed(c, {'坏.md': f'---\n发文机关: 甲{evil}乙\n文号: 某发〔2021〕5号{evil}\n---\n\n# 标题{evil}\n\n'
                        f'## 节{evil}\n\n前段{evil}。\n\n节水{evil}在此。\n'})
    for args in (('--heading', '-C1'), ('--cite',), ('--cite-markdown',), ('--csv',), ('--tsv',),
                 ('--vimgrep',), ('--format=gcc',), ('-o',), ('-C1',), ('--json',), ('--jsonl',)):
        run = c.wbsearch(*args, '节水').expect(code=0)
        check(not re.search('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]', run.text),
              f'{args}: {run.describe()}')


if __name__ == '__main__':
    sys.exit(main(SUITE, __doc__))
