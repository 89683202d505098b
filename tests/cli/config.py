#!/usr/bin/env python3
"""Black-box tests of the configuration file of wbsearch, its environment, and several indexes.

usage: config.py [--jobs N] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...

Prints TAP.
"""
import sys

from wbtest import Suite, check, main

SUITE = Suite()
case = SUITE.case


def indexed(c, count=30):
    for number in range(count):
        c.write(f'{number}.md', f'节水之{number}。\n')
    c.indexed()


def configure(c, text, folder='.config'):
    """Writes the user's configuration file: the home folder is that of the case."""
    path = c.dir / folder / 'wbsearch/config'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def two_places(c):
    """Two folders with an index each, in the home folder."""
    for name, text in (('laws', '法律说到节水。\n\n另有法律。\n'),
                       ('reports', '报告说到节水，节水要紧。\n')):
        folder = c.dir / name
        folder.mkdir()
        (folder / f'{name}.md').write_text(text)
        (folder / '又.md').write_text(f'{name} 的其他事情。\n')
        c.wbindex(folder).expect(code=0)


def count_of(run):
    return len(run.expect(code=0).lines)


@case
def options_stand_one_a_line(c):
    indexed(c)
    for text in ('--limit=3\n', '--limit 3', '-k3\n', '-k 3\r\n', '# eins\n\n  --limit   3  \n#zwei\n',
                 '--limit 7\n--limit 3\n', '\t-k\t3\n'):
        configure(c, text)
        check(count_of(c.wbsearch('节水')) == 3, f'{text!r}')
    configure(c, '--vimgrep\n--no-filename\n')
    check(all(line.startswith('1:') for line in c.wbsearch('节水').lines), 'two options')
    configure(c, '--pager less -R\n--color never\n')
    c.on_terminal('wbsearch', '节水').expect(code=0, lacks='\x1b')


@case
def no_file_is_no_error(c):
    indexed(c)
    check(count_of(c.wbsearch('节水')) == 20, 'without a file')
    configure(c, '')
    check(count_of(c.wbsearch('节水')) == 20, 'an empty file')


@case
def the_command_line_wins(c):
    indexed(c)
    configure(c, '--limit=3\n--vimgrep\n--no-check\n--duplicates\n')
    check(count_of(c.wbsearch('-k5', '节水')) == 5, 'limit')
    c.wbsearch('--format=auto', '-k1', '节水').expect(lacks=':1:1:')
    c.wbsearch('-l', '-k2', '节水').expect(code=0)
    check(count_of(c.wbsearch('--no-config', '节水')) == 20, '--no-config')
    check(count_of(c.wbsearch('节水', '--no-config')) == 20, '--no-config behind')
    c.wbsearch('--', '--no-config').expect(code=1)


@case
def where_the_file_is(c):
    indexed(c)
    configure(c, '--limit=3\n')
    configure(c, '--limit=4\n', 'xdg')
    other = c.dir / 'other'
    other.write_text('-k5\n')
    for env, count in (({}, 3), ({'XDG_CONFIG_HOME': str(c.dir / 'xdg')}, 4),
                       ({'XDG_CONFIG_HOME': 'xdg'}, 3), ({'WBSEARCH_CONFIG': str(other)}, 5),
                       ({'WBSEARCH_CONFIG': ''}, 20), ({'HOME': None}, 20)):
        check(count_of(c.wbsearch('节水', env=env)) == count, f'{env}')
    c.wbsearch('节水', env={'WBSEARCH_CONFIG': '/nowhere'}).expect(code=2, err_has='/nowhere')
    c.wbsearch('--no-config', '节水', env={'WBSEARCH_CONFIG': '/nowhere'}).expect(code=0)
    c.wbsearch('节水', env={'WBSEARCH_CONFIG': str(c.dir)}).expect(code=2, err_has=str(c.dir))


@case
def faults_name_file_and_line(c):
    indexed(c)
    for text, line, wanted in (('--limit=3\n--limt=4\n', 2, ('--limt', '--limit?')),
                               ('\n\n--limit=x', 3, 'not \'x\''), ('--limit\n', 1, 'needs a value'),
                               ('节水\n', 1, 'no place'), ('--json 节水', 1, 'no place'),
                               ('-e 节水', 1, 'no place'), ('--help', 1, 'no place'),
                               ('--batch x', 1, 'no place'), ('--version', 1, 'no place')):
        path = configure(c, text)
        c.wbsearch('节水').expect(code=2, out='', err_has=(f'{path}:{line}: ',) + (
            wanted if isinstance(wanted, tuple) else (wanted,)))
    configure(c, b'--limit=3\n\0')
    c.wbsearch('节水').expect(code=2, err_has='no configuration file')
    configure(c, b'--synonyms=\xff\n')
    c.wbsearch('节水').expect(code=2)
    c.wbsearch('--no-config', '节水').expect(code=0)


@case
def environment_stands_between(c):
    """The command line wins over the environment, that over the file."""
    indexed(c)
    red = '\x1b'
    for config, env, args, colored in (
            ('--color=always', {}, (), True), ('--color=always', {'NO_COLOR': '1'}, (), False),
            ('--color=never', {'CLICOLOR_FORCE': '1'}, (), True),
            ('--color=never', {'CLICOLOR_FORCE': '1', 'NO_COLOR': '1'}, (), False),
            ('--color=never', {}, ('--color=always',), True),
            ('--color=always', {'NO_COLOR': '1'}, ('--color=always',), True)):
        configure(c, config + '\n')
        run = c.wbsearch(*args, '节水', env=env).expect(code=0)
        check((red in run.text) == colored, f'{config} {env} {args}: {run.describe()}')
    two_places(c)
    configure(c, f'--index={c.dir}/laws\n')
    for env, args, name in (({}, (), 'laws'), ({'WBSEARCH_INDEX': str(c.dir / 'reports')}, (), 'reports'),
                            ({'WBSEARCH_INDEX': str(c.dir / 'reports')},
                             ('-i', str(c.dir / 'laws')), 'laws'),
                            ({'WBSEARCH_INDEX': ''}, (), 'laws')):
        lines = c.wbsearch('-l', *args, '说到节水', env=env, cwd='/').expect(code=0).lines
        check([line.split('/')[-1] for line in lines] == [f'{name}.md'], f'{env} {args}: {lines}')


@case
def indexes_have_names(c):
    two_places(c)
    configure(c, '--name-index=laws=~/laws\n--name-index reports=~/reports/.wbsearch\n')
    for args, wanted in ((('-i', 'laws'), ['laws.md']), (('--index=reports',), ['reports.md']),
                         (('-ilaws', '-ireports'), ['laws.md', 'reports.md']),
                         (('-i', 'laws', '--name-index=laws=' + str(c.dir / 'reports')),
                          ['reports.md'])):
        lines = c.wbsearch('-l', *args, '说到节水', cwd='/').expect(code=0).lines
        check(sorted(line.split('/')[-1] for line in lines) == wanted, f'{args}: {lines}')
    c.wbsearch('-i', 'law', '节水', cwd='/').expect(code=2, err_has='no index')
    # By default those that the file asks for.
    configure(c, '--name-index=laws=~/laws\n--index=laws\n--index=~/reports\n')
    check(len(c.wbsearch('-l', '说到节水', cwd='/').expect(code=0).lines) == 2, 'both by default')
    check(len(c.wbsearch('-l', '-i', 'laws', '说到节水', cwd='/').lines) == 1, 'one, if one is asked')
    c.wbsearch('-i', 'laws', '说到节水', cwd='/', env={'WBSEARCH_INDEX': 'nowhere'}).expect(code=0)
    c.wbsearch('说到节水', cwd='/', env={'WBSEARCH_INDEX': f'laws:{c.dir}/reports'}).expect(
        code=0, has=('laws.md', 'reports.md'))
    for wrong in ('laws', 'laws=', '=x'):
        c.wbsearch(f'--name-index={wrong}', '节水').expect(code=2, err_has='NAME=PATH')
    c.wbsearch(*['-ix'] * 17, '节水').expect(code=2, err_has='more than 16')


@case
def several_indexes_answer_together(c):
    two_places(c)
    both = ('-i', str(c.dir / 'laws'), '-i', str(c.dir / 'reports'))
    hits = c.wbsearch(*both, '--json', '--rung=loose', '节水', cwd='/').expect(code=0).messages()
    matches = [m['data'] for m in hits if m['type'] == 'match']
    check([m['rank'] for m in matches] == [1, 2] and
          [m['score'] for m in matches] == sorted((m['score'] for m in matches), reverse=True),
          f'{matches}')
    check(hits[-1]['data']['total'] == {'value': 2, 'relation': 'eq'}, f'{hits[-1]}')
    c.wbsearch(*both, '-c', '节水').expect(code=0, out='2\n')
    c.wbsearch(*both, '--count-matches', '节水').expect(code=0, out='3\n')
    check(len(c.wbsearch(*both, '-L', '节水').expect(code=0).lines) == 2, '-L')
    check(len(c.wbsearch(*both, '-k1', '节水').lines) == 1, 'the limit is one for all')
    c.wbsearch(*both, '-q', '法律').expect(code=0)
    c.wbsearch(*both, '没有的词').expect(code=1)
    c.wbsearch(*both, '--heading', '节水').expect(has=('laws.md', 'reports.md', '2 of 2 matching'))
    check(len(c.wbsearch(*both, '-e', '节水', c.dir / 'reports').lines) == 1, 'with -e and a place')
    asked = c.dir / 'asked'
    asked.write_text('a\t节水\nb\t法律\n')
    c.wbsearch(*both, '-c', '--batch', asked).expect(code=0, out='a\t2\nb\t2\n')
    c.wbsearch(*both, '--sort=path', '节水', cwd='/').expect(
        code=0, has=('laws.md', 'reports.md'))
    c.wbsearch(*both, '--explain', '节水').expect(code=2, err_has='one index')
    (c.dir / 'reports/新.md').write_text('新的。\n')
    c.wbsearch(*both, '节水').expect(code=0, err_has=('reports/.wbsearch: since', '1 files are new'))
    c.wbsearch(*both, '--no-check', '节水').expect(code=0, err='')
    c.wbsearch(*both, '-i', c.dir / 'none', '节水').expect(code=2, out='')


@case
def dates_of_several_indexes_are_merged(c):
    for name, dates in (('甲', ('2019-01-01', '2023-05-01')), ('乙', ('2021-01-01', '2024-01-01', ''))):
        (c.dir / name).mkdir()
        for number, date in enumerate(dates):
            head = f'---\n成文日期: {date}\n---\n\n' if date else ''
            (c.dir / name / f'{number}.md').write_text(f'{head}节水之事{name}{number}。\n')
        c.wbindex(c.dir / name).expect(code=0)
    run = c.wbsearch('-i', c.dir / '甲', '-i', c.dir / '乙', '--sort=date', '--tsv', '--no-header',
                     '--fields=date', '节水', cwd='/').expect(code=0)
    check(run.lines == ['2024-01-01', '2023-05-01', '2021-01-01', '2019-01-01', ''], f'{run.lines}')


@case
def refresh_brings_the_index_up_to_date(c):
    c.tools = c.tools.copy_to(c.dir / 'bin')  # wbindex beside wbsearch, as installed
    indexed(c, 2)
    c.write('新.md', '新写的湿地。\n')
    c.wbsearch('湿地').expect(code=1, err_has='1 files are new')
    c.wbsearch('--refresh', '湿地').expect(code=0, out='新.md:1:新写的湿地。\n', err='')
    c.write('坏.md', b'x\0')
    c.wbsearch('--refresh', '--json', '湿地').expect(code=0, err_has='坏.md')
    c.wbsearch('--refresh', '--no-refresh', '湿地').expect(code=0)
    (c.docs / '又.md').write_text('又有沼泽。\n')
    c.wbsearch('沼泽', '--refresh', '--no-synonyms').expect(code=0)
    # Nothing to bring up to date.
    c.wbsearch('--refresh', '-i', 'nowhere', '节水').expect(code=2, out='', err_has='hint: ')


if __name__ == '__main__':
    sys.exit(main(SUITE, __doc__))
