#!/usr/bin/env python3
"""Black-box tests of what is printed, to a terminal and to a pipe, and of what never may be.

usage: output.py [--jobs N] [--examples DIR] [--sanitized] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...
"""
import fcntl
import re
import shutil
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

from documents import PLAN, SMALL_TREE, sentences, small_index
from wbtest import (ESCAPE, RAW_CONTROL, TIMEOUT_S, Result, Suite, check, check_match, judge_end,
                    main)

SUITE = Suite()
case = SUITE.case


@case
def json_points_into_the_source(c):
    for path in Path(c.options.examples).iterdir():
        shutil.copy(path, c.docs)
    c.indexed()
    for query in ('碳金融', '的', '10', '绿色 信贷', '，', '”', '第'):
        run = c.wbsearch('--json', '--rung=loose', '-k', '2000', *query.split()).expect(code=0, err='')
        for match in run.matches():
            check_match(c, match)
        check_envelope(run)


def check_envelope(run):
    """begin, match …, end for each document in turn, summary last; stats agree."""
    messages = run.messages()
    check(messages[-1]['type'] == 'summary', f'no summary at the end of {run.command}')
    current = None
    seen = 0
    for message in messages[:-1]:
        kind, data = message['type'], message['data']
        if kind == 'begin':
            check(current is None, f'begin inside of {current}')
            current, inside = data['path']['text'], 0
        elif kind == 'match':
            check(data['path']['text'] == current, f'match of {data["path"]} in {current}')
            inside += 1
            seen += 1
            check(data['rank'] == seen, f'rank {data["rank"]} is not {seen}')
        elif kind == 'end':
            check(data['path']['text'] == current and data['stats']['matched_lines'] == inside,
                  f'end of {data["path"]} after {inside} matches of {current}')
            current = None
    summary = messages[-1]['data']
    check(current is None and summary['stats']['matched_lines'] == seen and
          summary['total']['value'] >= seen and summary['format_version'] == 1,
          f'summary {summary} after {seen} hits')


@case
def columns_behind_an_entity(c):
    line = '甲&nbsp;乙 &ldquo;丙&rdquo; &amp; 丁 &#8220;戊&#x201D;己&copy;庚'
    c.write('文.md', f'{line}\n')
    c.indexed()
    for word in '甲乙丙丁戊己庚':
        sub = c.wbsearch('--json', word).expect(code=0).matches()[0]['submatches'][0]
        column = line.encode().index(word.encode()) + 1
        check(sub['column_byte'] == column, f'{word}: column {sub["column_byte"]}, not {column}')


@case
def json_names_files_that_are_not_utf8(c):
    c.write(b'\xff\xfe.md', '怪名文件谈到托育。\n')
    c.indexed()
    for message in c.wbsearch('--json', '托育').messages()[:-1]:
        path = message['data']['path']
        check(path == {'bytes': '//4ubWQ='}, f'the path of {message["type"]} is {path}')


@case
def heading_groups_by_document(c):
    small_index(c)
    run = c.wbsearch('--heading', '绿色信贷').expect(code=0, err='', has=(
        '关于做好冬季供暖保障工作的通知  通知.md\n',
        '\n  关于做好冬季供暖保障工作的通知 › 二、落实绿色信贷\n', '\n  13: 鼓励银行',
        '3 of 3 matching', 'ms\n'), lacks=ESCAPE)
    check(run.text.count('通知.md') == 1, f'a document is shown twice: {run.describe()}')
    c.wbsearch('--heading', '--no-heading', '绿色信贷').expect(
        has='通知.md:13:', lacks='matching paragraphs')
    c.on_terminal('wbsearch', '--no-heading', '托育服务').expect(
        code=0, has='汇报.txt\x1b', lacks='matching paragraphs')


@case
def long_paragraphs_are_cut_on_request_shown_whole(c):
    text = ''.join(sentences(1, 40)) + '其中要紧的是白鹭洲湿地。' + ''.join(sentences(2, 40))
    c.write('长.md', text + '\n')
    c.indexed()
    cut = c.wbsearch('--heading', '白鹭洲湿地').expect(code=0, has=('白鹭洲湿地', '…'))
    check(len(cut.text) < len(text), 'not cut')
    c.wbsearch('--heading', '--full', '白鹭洲湿地').expect(code=0, has=text, lacks='…')
    c.wbsearch('白鹭洲湿地').expect(code=0, out=f'长.md:1:{text}\n')
    narrow = c.on_terminal('wbsearch', '白鹭洲湿地', columns=40).expect(code=0, has='白鹭洲湿地')
    wide = c.on_terminal('wbsearch', '白鹭洲湿地', columns=200).expect(code=0)
    check(len(narrow.text) < len(wide.text), 'the width of the terminal makes no difference')


MARKED = '\x1b[1;31m绿色信贷\x1b[0m'


@case
def color_on_request(c):
    small_index(c)
    c.wbsearch('--color=always', '绿色信贷').expect(code=0, has=(MARKED, '\x1b[35m通知.md\x1b[0m:'))
    c.wbsearch('--color', 'always', '--heading', '绿色信贷').expect(has=(MARKED, 'matching paragraphs'))
    c.wbsearch('--color=never', '绿色信贷').expect(lacks=ESCAPE)
    c.wbsearch('绿色信贷').expect(lacks=ESCAPE)
    c.on_terminal('wbsearch', '--color=never', '绿色信贷').expect(code=0, lacks=ESCAPE, has='matching paragraphs')
    c.wbsearch('--color=blue', '绿色信贷').expect(code=2, err_has=('auto, always or never', 'blue'))
    c.wbsearch('--color=always', '--json', '绿色信贷').expect(lacks=ESCAPE)


@case
def color_follows_the_environment(c):
    small_index(c)

    def colored(env, *args, terminal=True):
        run = (c.on_terminal('wbsearch', *args, '绿色信贷', env=env) if terminal
               else c.wbsearch(*args, '绿色信贷', env=env))
        return ESCAPE in run.expect(code=0).text
    check(colored({}), 'no colour on a terminal')
    check(not colored({'NO_COLOR': '1'}), 'colour in spite of NO_COLOR')
    check(colored({'NO_COLOR': ''}), 'an empty NO_COLOR counts')
    check(not colored({'TERM': 'dumb'}) and not colored({'TERM': None}), 'colour without TERM')
    check(colored({'CLICOLOR_FORCE': '1'}, terminal=False), 'CLICOLOR_FORCE has no effect')
    check(not colored({'CLICOLOR_FORCE': '0'}, terminal=False), 'CLICOLOR_FORCE=0 counts')
    check(not colored({'CLICOLOR_FORCE': '1', 'NO_COLOR': '1'}), 'CLICOLOR_FORCE beats NO_COLOR')
    check(colored({'NO_COLOR': '1'}, '--color=always', terminal=False),
          'NO_COLOR beats the command line')
    check(not colored({}, '--json'), 'coloured JSON on a terminal')


@case
def terminal_shows_headings_and_footer(c):
    small_index(c)
    run = c.on_terminal('wbsearch', '绿色信贷', '额度').expect(code=0, err='', has=(
        '\x1b[1m关于做好冬季供暖保障工作的通知\x1b[0m', MARKED, '\x1b[1;31m额度\x1b[0m',
        '\x1b[32m13\x1b[0m: ', '1 of 1 matching paragraphs'))
    check(run.text.endswith(' ms\x1b[0m\n'), f'the footer is not last: {run.describe()}')
    c.on_terminal('wbsearch', '绿色信贷', '或其他').expect(code=1, has='0 of 0 matching')


@case
def pipe_shows_one_hit_a_line(c):
    small_index(c)
    c.wbsearch('节水灌溉').expect(code=0, err='',
                              out=f'规划/水网.md:9:{PLAN.splitlines()[8]}\n')
    for line in c.wbsearch('。').lines:
        check(re.match(r'[^:]+:\d+:.*。', line), f'not PATH:LINE:TEXT: {line}')


@case
def nothing_found_is_status_1(c):
    small_index(c)
    c.wbsearch('海绵城市').expect(code=1, out='', err='')
    run = c.wbsearch('--json', '海绵城市').expect(code=1, err='')
    check([m['type'] for m in run.messages()] == ['summary'], f'messages: {run.describe()}')
    c.wbsearch('--heading', '海绵城市').expect(code=1, has='0 of 0 matching')


@case
def help_and_version(c):
    for program in ('wbindex', 'wbsearch'):
        text = c.run(program, '--help').expect(code=0, err='').text
        short = c.run(program, '-h').expect(code=0, err='').text
        check(short.startswith(f'usage: {program} ') and len(short) < len(text), f'-h: {short}')
        c.run(program, '词', '--help', '--json').expect(code=0, out=text)
        check(text.startswith(f'usage: {program} '), f'help begins {text[:40]}')
        check('EXIT STATUS' in text and 'EXAMPLES' in text, 'help without exit status, examples')
        check(all(len(line) <= 80 for line in text.splitlines()), 'help is wider than 80')
        c.run(program, '-V').expect(code=0, err='',
                                    has=re.compile(rf'^{program} \d+\.\d+\.\d+\n$'))
        c.run(program, '--version').expect(code=0, has=program)
        # Every option that help names is known: it complains of nothing or of its value. With
        # sanitizers some of them: that all are known is proved without.
        known = sorted(set(re.findall(r'--([a-z-]+)', text)))
        for option in known[::8 if c.options.sanitized else 1]:
            c.run(program, f'--{option}=\x01').expect(err_lacks='unknown option')


@case
def unknown_options_name_the_nearest(c):
    for program in ('wbsearch', 'wbindex'):
        nearest = {'wbsearch': 'count', 'wbindex': 'rebuild'}[program]
        wrong = {'wbsearch': '--cuont', 'wbindex': '--rebiuld'}[program]
        for args in ((wrong,), (wrong, '词'), ('词', wrong), (f'{wrong}=3',)):
            c.run(program, *args).expect(code=2, out='', err_has=(
                f'unknown option {wrong}', f'did you mean --{nearest}?'))
        c.run(program, '--qwertyuiop').expect(code=2, err_has=('--qwertyuiop', '--help'))
        c.run(program, '-Y').expect(code=2, err_has=('unknown option -Y', '--help'))
        c.run(program, '--index').expect(code=2, err_has=('--index needs a value', 'PATH'))
        c.run(program, '-i').expect(code=2, err_has='--index needs a value')
        c.run(program, '--json=1').expect(code=2, err_has='--json takes no value')
    for wrong in ('0', '-1', 'x', '1x', '100001', '99999999999999999999', ''):
        c.wbsearch(f'--limit={wrong}', '词').expect(
            code=2, out='', err_has=('--limit', 'from 1 to'))


@case
def words_that_look_like_options(c):
    c.write('文.md', '使用 -n 与 --json 选项。\n')
    c.indexed()
    c.wbsearch('--', '"-n"').expect(code=0, has='文.md:1:')
    c.wbsearch('--no-check', '--', '--json', '使用').expect(code=0, has='文.md:1:')
    c.wbsearch('选项', '-c').expect(code=0, out='1\n')


@case
def locale_makes_no_difference(c):
    small_index(c)
    expected = c.wbsearch('绿色信贷').expect(code=0).text
    for env in ({'LANG': 'C'}, {'LC_ALL': 'C'}, {'LC_ALL': 'POSIX', 'LANG': None},
                {'LC_ALL': 'zh_CN.GBK'}, {'LC_ALL': 'tr_TR.UTF-8'}, {'LC_NUMERIC': 'de_DE.UTF-8'}):
        c.wbsearch('綠色信貸', env=env).expect(code=0, out=expected, err='')
        c.wbindex(env=env).expect(code=0)
        c.on_terminal('wbsearch', '绿色信贷', env=env).expect(code=0, has='3 of 3 matching')
    c.write('.wbignore', '规划/\n')
    c.wbindex(env={'LC_ALL': 'C'}).expect(code=0, err_has='2 documents')


@case
def terminal_escapes_do_not_get_through(c):
    evil = '\x1b]0;标题\x07\x1b[2J\x9b31m\x08\x7f'
    c.write('恶.md', f'# 恶意{evil}标题\n\n正文{evil}正文，谈到托育。\n\n'
                    f'## 小节{evil}名\n\n又谈托育\r覆盖。\n')
    c.write(f'恶{evil}名.txt', f'文件名{evil}也谈托育。\n')
    c.write('坏\x1b[2J.md', b'\0')
    for run in (c.wbindex(c.docs), c.wbindex(), c.wbindex('--status'),
                c.wbindex('--status', '--json'), c.wbindex('inspect', 'paragraphs', '恶.md'),
                c.wbindex('inspect', 'paragraphs', '--json', '恶.md'),
                c.wbindex('inspect', 'tokens', '--json', '恶.md'),
                c.wbsearch('托育'), c.wbsearch('--json', '托育'), c.wbsearch('--heading', '托育'),
                c.wbsearch('--heading', '--full', '托育'),
                c.on_terminal('wbsearch', '--color=never', '托育'),
                c.wbsearch('--index', 'evil\x1b[2J', '托育'), c.wbsearch('--\x1b[2J'),
                c.wbsearch('-n\x1b[2J', '托育'), c.wbindex('no\x1b[2J')):
        found = RAW_CONTROL.search(run.text) or RAW_CONTROL.search(run.err_text)
        if found:
            run.fail(f'no raw {found.group()!r}')
    colored = c.on_terminal('wbsearch', '托育').expect(code=0)
    rest = re.sub('\x1b\\[[0-9;]*m', '', colored.text)
    check(not RAW_CONTROL.search(rest), f'controls besides colours: {colored.describe()}')
    check(len(c.wbsearch('托育').lines) == 3, 'not three hits on three lines')


@case
def right_to_left_marks(c):
    c.write('右.md', '# 标\u202e题\u202c\n\n'
                    '金\u202e额\u200f为\u206612\u2069万元，托\u200b育\u00ad服务。\n')
    c.indexed()
    for run in (c.wbsearch('金额'), c.wbsearch('--heading', '金额'), c.wbsearch('托育服务'),
                c.wbindex('inspect', 'paragraphs', '右.md')):
        run.expect(code=0, lacks=RAW_CONTROL)
    run = c.wbsearch('--json', '金额为12万元').expect(code=0)
    check_match(c, run.matches()[0])


@case
def messages_hold_no_controls(c):
    for name in ('控\x9b31m制.md', '转\u202e向.md'):
        c.write(name, b'\0')
    for run in (c.wbindex(c.docs), c.wbsearch('--\x9b31m'), c.wbindex('\u202e无此')):
        run.expect(err_lacks=RAW_CONTROL)


@case
def output_that_cannot_be_written_is_an_error(c):
    small_index(c)
    with open('/dev/full', 'wb') as full:
        for program, args in (('wbsearch', ('绿色信贷',)), ('wbsearch', ('--json', '的')),
                              ('wbsearch', ('-c', '的')), ('wbindex', ('--status',)),
                              ('wbindex', ('inspect', 'tokens', '通知.md'))):
            c.run(program, *args, stdout=full).expect(code=2, err_has='No space left')


@case
def help_that_cannot_be_written_is_an_error(c):
    with open('/dev/full', 'wb') as full:
        for program, option in (('wbindex', '-h'), ('wbindex', '-V'), ('wbsearch', '-V'),
                                ('wbsearch', '-h')):
            c.run(program, option, stdout=full).expect(code=2, err_has='No space left')


@case
def closed_streams_harm_nothing(c):
    """A file that the program opens must not take the number of stdout or stderr and get what is
    printed."""
    c.tree(dict(SMALL_TREE, **{'坏.md': b'\0'}))
    for closed in ('>&-', '2>&-', '<&-', '<&- >&- 2>&-'):
        for command in (f'"$0" --rebuild . {closed}', f'"$0" . {closed}'):
            process = subprocess.run(['sh', '-c', command, c.tools.wbindex], cwd=c.docs,
                                     capture_output=True, timeout=TIMEOUT_S, check=False)
            judge_end(Result((command,), process.returncode, process.stdout, process.stderr), None)
        c.wbindex('--check').expect(code=0, has='whole: 3 documents')
        subprocess.run(['sh', '-c', f'"$0" 绿色信贷 {closed}', c.tools.wbsearch], cwd=c.docs,
                       capture_output=True, timeout=TIMEOUT_S, check=False)
        c.wbindex('--check').expect(code=0, has='whole: 3 documents')
    check(len(c.paths('绿色信贷')) == 2, 'answers changed')


def blocked_search(c):
    """wbsearch, stuck writing to a pipe that nobody reads from."""
    c.write('文.md', ''.join(f'第{n}条 {"节水" * 30}\n\n' for n in range(2000)))
    c.indexed()
    process = c.popen('wbsearch', '-k2000', '节水')
    room = fcntl.fcntl(process.stdout, fcntl.F_GETPIPE_SZ)
    while waiting_in(process.stdout) < room and process.poll() is None:
        time.sleep(0.002)
    return process


def waiting_in(pipe):
    """Bytes that nobody has read yet."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, b'\0' * 4), sys.byteorder)


@case
def interrupted_search(c):
    process = blocked_search(c)
    process.send_signal(signal.SIGINT)
    run = c.finish(process, 'wbsearch', ('-k2000', '节水'), died_by=signal.SIGINT)
    # To a shell both are status 130.
    if run.code not in (-signal.SIGINT, 130):
        run.fail('an end by SIGINT (130 in a shell)')
    check(run.err == b'', f'{run.describe()}; expected: no message')


@case
def closed_pipe_is_quiet(c):
    process = blocked_search(c)
    process.stdout.read(10)
    process.stdout.close()
    process.stdout = None
    c.finish(process, 'wbsearch', ('-k2000', '节水')).expect(code=0, err='')


if __name__ == '__main__':
    sys.exit(main(SUITE, __doc__, examples=True, sanitized=True))
