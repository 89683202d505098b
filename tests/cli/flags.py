#!/usr/bin/env python3
"""Black-box tests of the options of wbsearch, one by one and where they meet.

usage: flags.py [--jobs N] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...

Prints TAP. The last case asks whether every option of --help is tried somewhere.
"""
import re
import sys
from pathlib import Path

from wbtest import Suite, check, main

SUITE = Suite()
case = SUITE.case

# Two documents and a third; the second paragraph of 水.md goes over two lines of the file.
WATER = '''# 节水办法

第一条 本县节水工作由水务局管理。

第二条 工业用水重复利用，节水设施与主体工程同时设计，
农业推行**节水**灌溉，再生水用于节水绿化。

第三条 违反本办法的，责令改正。
'''
PLAN = '# 规划\n\n推进节水。\n'
OTHER = '# 汇报\n\n供暖情况良好。\n'
TREE = {'水.md': WATER, '规划/纲要.md': PLAN, '汇报.md': OTHER}

# What Emacs consult and Telescope give to ripgrep.
CONSULT = ('--null', '--line-buffered', '--color=never', '--max-columns=1000', '--path-separator',
           '/', '--smart-case', '--no-heading', '--with-filename', '--line-number', '--search-zip')
TELESCOPE = ('--color=never', '--no-heading', '--with-filename', '--line-number', '--column',
             '--smart-case')


def indexed(c, tree=None):
    c.tree(tree or TREE)
    c.indexed()


def fields(line):
    """PATH, LINE, COLUMN and TEXT of a line."""
    path, line_number, column, text = line.split(':', 3)
    return path, int(line_number), int(column), text


# -------------------------------------------------------------------------------- what is found


@case
def limit_and_its_letter(c):
    indexed(c, {f'{n}.md': f'节水之{n}。\n' for n in range(25)})
    for args, count in (((), 20), (('-k3',), 3), (('-k', '3'), 3), (('--limit=3',), 3),
                        (('--limit', '3', '--limit=25'), 25)):
        check(len(c.wbsearch(*args, '节水').expect(code=0).lines) == count, f'{args}: not {count}')


@case
def max_count_is_of_a_document(c):
    indexed(c)
    check(len(c.wbsearch('节水').lines) == 4, 'four paragraphs hold the word')
    lines = c.wbsearch('-m1', '节水').expect(code=0).lines
    check(sorted(line.split(':')[0] for line in lines) == ['水.md', '规划/纲要.md'], f'{lines}')
    check(len(c.wbsearch('--max-count=2', '节水').lines) == 3, 'two of one, one of the other')
    check(len(c.wbsearch('-m1', '-k1', '节水').lines) == 1, '--limit counts too')
    check(len(c.wbsearch('-m1', '--json', '节水').matches()) == 2, '-m1 with --json')


@case
def max_count_looks_further(c):
    """One document has more hits than are looked at first."""
    indexed(c, {'多.md': ''.join(f'第{n}条 节水节水节水。\n\n' for n in range(600)),
                '少.md': '要紧的是水务，其中说到节水的有这一句，别的都不说，只说别的事情。\n'})
    lines = c.wbsearch('-m2', '-k10', '节水').expect(code=0).lines
    check([line.split(':')[0] for line in lines] == ['多.md', '多.md', '少.md'], f'{lines}')


@case
def query_option_leaves_words_to_paths(c):
    indexed(c)
    for args in (('-e', '节水'), ('--query=节水', '.'), ('-e节水', '水.md', '规划')):
        check(len(c.wbsearch(*args).expect(code=0).lines) == 4, f'{args}: not four lines')
    for place in ('规划', '规划/纲要.md', c.docs / '规划', '规划/../规划/'):
        lines = c.wbsearch('-e', '节水', place).expect(code=0).lines
        check([line.split(':')[0] for line in lines] == ['规划/纲要.md'], f'{place}: {lines}')
    c.wbsearch('-c', '-e', '节水', '规划').expect(code=0, out='1\n')
    c.wbsearch('-l', '-e', '节水', '规划').expect(code=0, out='规划/纲要.md\n')
    c.wbsearch('-L', '-e', '供暖', '规划').expect(code=0, out='规划/纲要.md\n')
    c.wbsearch('-e', '供暖', '规划').expect(code=1, out='')
    c.wbsearch('-e', '节水', '无此').expect(code=2, out='', err_has='无此')
    # Any of several; each is a query of its own.
    check(len(c.wbsearch('-e', '供暖', '-e', '推进 节水').expect(code=0).lines) == 2, 'two queries')
    c.wbsearch('-e', '-不').expect(code=0)
    c.wbsearch(*['-e', '水'] * 65).expect(code=2, err_has='more than 64')


@case
def fixed_strings_have_no_operators(c):
    indexed(c, {'文.md': '甲 OR 乙\n\n-丙 "丁" (戊)\n\n甲\n\n路径:己\\庚\n'})
    check(len(c.wbsearch('甲', 'OR', '乙').lines) == 2, 'an operator')
    for words in (('-F', '甲', 'OR', '乙'), ('-F', '甲 OR 乙'), ('-F', '-e', '甲 OR 乙'),
                  ('--fixed-strings', '-丙'), ('-F', '"丁"'), ('-F', '“丁”'), ('-F', '(戊)'),
                  ('-F', '路径:己\\庚'), ('-F', '--', '-丙 "丁" (戊)')):
        check(len(c.wbsearch(*words).expect(code=0, err='').lines) == 1, f'{words}: not one line')
    check(len(c.wbsearch('-F', '--no-fixed-strings', '甲', 'OR', '乙').lines) == 2, 'taken back')


@case
def a_negation_needs_no_quoting(c):
    indexed(c)
    lines = c.wbsearch('节水', '-推进', '-水务局').expect(code=0).lines
    check(all('推进' not in line and '水务局' not in line for line in lines), f'{lines}')


@case
def rungs_and_duplicates(c):
    indexed(c, {'a.md': '绿色、信贷。\n', 'b.md': '绿色信贷。\n', 'c.md': '绿色信贷。\n'})
    check(len(c.wbsearch('--rung=exact', '绿色信贷').lines) == 2, 'exact')
    check(len(c.wbsearch('--rung', 'loose', '绿色信贷').lines) == 3, 'loose')
    hits = c.wbsearch('--json', '--rung=exact', '绿色信贷').matches()
    check(len(hits) == 1 and len(hits[0]['places']) == 1, f'{hits}')
    check(len(c.wbsearch('--json', '--rung=exact', '--duplicates', '绿色信贷').matches()) == 2, '')
    check(len(c.wbsearch('--json', '--rung=exact', '--duplicates', '--no-duplicates',
                         '绿色信贷').matches()) == 1, 'taken back')
    c.wbsearch('--rung=best', '水').expect(code=2, err_has='exact, loose, words or some')


@case
def equivalents_and_synonyms(c):
    indexed(c, {'文.md': '第二十八条 说的是碳达峰碳中和。\n', '.wbsynonyms': '湿地, 沼泽\n'})
    c.write('同义.txt', '峰值, 碳达峰\n')
    for args, code in (((), 0), (('--no-equivalents',), 1),
                       (('--no-equivalents', '--equivalents'), 0)):
        c.wbsearch(*args, '第28条').expect(code=code)
    for args, code in (((), 0), (('--no-builtin-synonyms',), 1), (('--no-synonyms',), 1),
                       (('--no-builtin-synonyms', '--builtin-synonyms'), 0)):
        c.wbsearch(*args, '双碳').expect(code=code)
    c.wbsearch('峰值').expect(code=1)
    c.wbsearch('--synonyms', '同义.txt', '峰值').expect(code=0)
    c.wbsearch('--synonyms=无此.txt', '峰值').expect(code=2, err_has='无此.txt')


@case
def strict_can_be_taken_back(c):
    indexed(c)
    c.wbsearch('--strict', '节水 OR').expect(code=2)
    c.wbsearch('--strict', '--no-strict', '节水 OR').expect(code=0)


# -------------------------------------------------------------------------------- how it is shown


@case
def the_last_form_counts(c):
    indexed(c)
    vim = c.wbsearch('--vimgrep', '节水').expect(code=0).text
    for args in (('--format=vimgrep',), ('--json', '--vimgrep'), ('--vimgrep', '--heading'),
                 ('--vimgrep', '--no-heading'), ('--format', 'gcc', '--format', 'vimgrep')):
        c.wbsearch(*args, '节水').expect(code=0, out=vim)
    lines = c.wbsearch('节水').text
    for args in (('--format=lines',), ('--json', '--no-json'), ('--vimgrep', '--format=auto'),
                 ('--heading', '--no-heading')):
        c.wbsearch(*args, '节水').expect(code=0, out=lines)
    check('matching paragraphs' in c.wbsearch('--format=text', '节水').text, '--format=text')
    c.wbsearch('--format=html', '节水').expect(code=2, err_has=("'html'", 'vimgrep'))


@case
def vimgrep_leads_to_every_match(c):
    indexed(c)
    lines = c.wbsearch('--vimgrep', '路径:水.md 节水').expect(code=0).lines
    found = [fields(line) for line in lines]
    source = WATER.encode().split(b'\n')
    check(len(found) == 5, f'five times: {lines}')
    for path, line, column, text in found:
        check(path == '水.md' and source[line - 1][column - 1:].startswith('节水'.encode()),
              f'{path}:{line}:{column}')
        # The text is that of the line, not of the paragraph.
        check(text.replace('节水', '') in source[line - 1].decode().replace('*', '')
              .replace('节水', '').replace('# ', ''), f'{line}: {text}')
    check({line for _, line, _, _ in found} == {1, 3, 5, 6}, f'lines: {found}')


@case
def gcc_is_read_by_compilers_readers(c):
    indexed(c)
    vim = c.wbsearch('--vimgrep', '节水').lines
    gcc = c.wbsearch('--format=gcc', '节水').expect(code=0).lines
    check(gcc == [re.sub(r'^([^:]+:\d+:\d+:)', r'\1 info: ', line) for line in vim], f'{gcc}')


@case
def only_matching_prints_matches(c):
    indexed(c)
    for args in (('-o',), ('--only-matching',), ('-o', '--heading')):
        lines = c.wbsearch(*args, '节水 OR 供暖').expect(code=0).lines
        check(len(lines) == 7 and {line.split(':')[2] for line in lines} == {'节水', '供暖'},
              f'{lines}')
    check(c.wbsearch('-oIN', '供暖').text == '供暖\n', '-oIN')
    c.wbsearch('-o', '--json', '供暖').expect(code=2, err_has='-o')
    # Found by a filter alone: nothing matched.
    c.wbsearch('-o', '路径:水').expect(code=0, out='')


@case
def preview_shows_a_place(c):
    indexed(c)
    whole = c.wbsearch('--preview', '水.md:6', '节水 -监督').expect(code=0, err='').text
    second = '第二条 工业用水重复利用，节水设施与主体工程同时设计，农业推行节水灌溉，再生水用于节水绿化。'
    check(whole == '节水办法\n节水办法 › 第二条\n\n  1: 节水办法\n\n  3: 第一条 本县节水工作由水务局管理。\n\n'
          f'> 5: {second}\n\n  8: 第三条 违反本办法的，责令改正。\n', whole)
    c.wbsearch('--preview=水.md:6', '节水').expect(out=whole)
    c.wbsearch('--preview=水.md:6').expect(code=0, out=whole)
    c.wbsearch('--preview=docs/水.md:6', '-i', 'docs/.wbsearch', cwd=c.dir).expect(out=whole)
    # Matches are marked in all paragraphs that fulfil the query, and only there.
    colored = c.wbsearch('--preview=水.md:6', '--color=always', '节水 绿化').text
    check(colored.count('\033[1;31m节水') == 3, colored)
    check('\033' not in c.wbsearch('--preview=水.md:6', '节水').text, 'colour in a pipe')
    # Context as asked for, and no further than the document.
    c.wbsearch('--preview=水.md:5', '-B1', '节水').expect(lacks=('责令', '1: '), has='> 5: ')
    c.wbsearch('--preview=水.md:5', '-A1', '节水').expect(lacks='第一条', has='  8: ')
    # A line between paragraphs, and one behind the last.
    c.wbsearch('--preview=水.md:4').expect(has='> 3: ')
    c.wbsearch('--preview=水.md:999').expect(has='> 8: ')
    for place, err in (('水.md', 'PATH:LINE'), ('水.md:', 'whole number'), ('水.md:0', '1'),
                       ('无.md:1', '无.md'), (':3', 'PATH:LINE'), ('.:1', 'not in the index')):
        c.wbsearch('--preview', place, '节水').expect(code=2, out='', err_has=err)
    # The index tells, not the file.
    c.write('水.md', '没有了。\n')
    c.wbsearch('--preview=水.md:6', '--no-check', '节水').expect(code=0, out=whole, err='')


@case
def context_is_told_from_hits(c):
    indexed(c)
    text = ('水.md-1-节水办法\n水.md:3:第一条 本县节水工作由水务局管理。\n'
            '水.md-5-第二条 工业用水重复利用，节水设施与主体工程同时设计，'
            '农业推行节水灌溉，再生水用于节水绿化。\n')
    c.wbsearch('-C1', '水务局管理').expect(code=0, out=text)
    c.wbsearch('-B1', '-A', '1', '水务局管理').expect(code=0, out=text)
    c.wbsearch('--before-context=1', '--after-context=1', '水务局管理').expect(out=text)
    c.wbsearch('--context=0', '水务局管理').expect(out=text.splitlines(True)[1])
    c.wbsearch('-B9', '节水办法 路径:水').expect(has='水.md:1:', lacks='-')
    c.wbsearch('-A9', '责令改正').expect(out='水.md:8:第三条 违反本办法的，责令改正。\n')
    check(c.wbsearch('-A1', '推进 OR 供暖').lines.count('--') == 1, 'two groups, one line between')
    c.wbsearch('-A1001', '节水').expect(code=2, err_has='from 0 to 1000')
    c.wbsearch('-C1', '--no-filename', '水务局管理').expect(has='1-节水办法\n3:第一条')


@case
def context_over_records(c):
    """Paragraphs are stored in records; their neighbours are in the next."""
    indexed(c, {'长.md': '\n\n'.join(f'第{n}段说了些话。' for n in range(200)) + '\n',
                '又.md': '别的文件。\n'})
    for at in (0, 1, 30, 31, 32, 61, 62, 150, 198, 199):
        lines = c.wbsearch('-C3', '--no-line-number', f'第{at}段说').expect(code=0).lines
        wanted = [f'长.md{":" if n == at else "-"}第{n}段说了些话。'
                  for n in range(max(0, at - 3), min(200, at + 4))]
        check(lines == wanted, f'{at}: {lines}')


@case
def long_lines_are_cropped_by_characters(c):
    text = '前文' * 400 + '要紧处' + '后文' * 400
    indexed(c, {'长.md': text + '\n', '短.md': '要紧处在此。\n'})
    c.wbsearch('路径:长 要紧处').expect(out=f'长.md:1:{text}\n')
    for width in (3, 10, 100, 1000, 1603, 5000):
        line = c.wbsearch(f'--max-columns={width}', '路径:长 要紧处').expect(code=0).text
        shown = line[len('长.md:1:'):-1]
        check('要紧处' in shown and shown.strip('…') in text and
              len(shown.strip('…')) == min(width, len(text)), f'{width}: {len(shown)}')
    c.wbsearch('-M10', '路径:短 要紧处').expect(out='短.md:1:要紧处在此。\n')
    c.wbsearch('-M0', '路径:长 要紧处').expect(out=f'长.md:1:{text}\n')
    check(len(c.wbsearch('--vimgrep', '-M', '5', '路径:长 要紧处').text) < 30, 'with --vimgrep')


@case
def columns_in_three_units(c):
    line = '前𠮷**节水**'
    indexed(c, {'文.md': line + '\n', 'gbk.md': '前国**节水**办法，县水务局管理节水工作。\n'.encode('gbk')})
    before = line[:line.index('节')]
    for unit, column in (('byte', len(before.encode()) + 1), ('char', len(before) + 1),
                         ('utf16', len(before.encode('utf-16-le')) // 2 + 1)):
        for args in (('--vimgrep',), ('--column',), ('-o', '--column'), ('--format=gcc',), ()):
            run = c.wbsearch(*args, f'--column-unit={unit}', '路径:文 节水').expect(code=0, err='')
            check(fields(run.text)[2] == column, f'{args} {unit}: {run.text}')
    run = c.wbsearch('--vimgrep', '--column-unit=char', '路径:gbk 节水').expect(code=0)
    check([fields(text)[2] for text in run.lines] == [5, 18], f'{run.lines}')
    c.wbsearch('--no-column', '路径:文 节水').expect(out='文.md:1:前𠮷节水\n')
    (c.docs / '文.md').unlink()
    run = c.wbsearch('--column-unit=char', '路径:文 节水').expect(code=2, err_has='could not be read')
    check(fields(run.text)[2] == 1, run.text)
    c.wbsearch('--vimgrep', '路径:文 节水').expect(code=0, has='文.md:1:10:')


@case
def parts_of_lines_can_be_left_out(c):
    indexed(c)
    for args, wanted in (((), '汇报.md:3:供暖情况良好。\n'), (('-n', '-H'), '汇报.md:3:供暖情况良好。\n'),
                         (('-I',), '3:供暖情况良好。\n'), (('-N',), '汇报.md:供暖情况良好。\n'),
                         (('--no-filename', '--no-line-number'), '供暖情况良好。\n'),
                         (('-IN', '--with-filename', '--line-number'), '汇报.md:3:供暖情况良好。\n'),
                         (('-0',), '汇报.md\x003:供暖情况良好。\n'),
                         (('--null', '--no-null'), '汇报.md:3:供暖情况良好。\n'),
                         (('--column',), '汇报.md:3:1:供暖情况良好。\n')):
        c.wbsearch(*args, '供暖').expect(code=0, out=wanted)
    c.wbsearch('-0', '-C1', '供暖').expect(out='汇报.md\x001-汇报\n汇报.md\x003:供暖情况良好。\n')


@case
def programs_that_call_ripgrep_are_served(c):
    indexed(c)
    c.wbsearch(*CONSULT, '-e', '供暖', '.').expect(code=0, err='', out='汇报.md\x003:供暖情况良好。\n')
    c.wbsearch(*TELESCOPE, '--', '供暖').expect(code=0, err='', out='汇报.md:3:1:供暖情况良好。\n')
    c.wbsearch('-z', '-S', '--ignore-case', '--trim', '供暖').expect(code=0, err='')


@case
def full_notes_and_explain_can_be_taken_back(c):
    indexed(c, {'文.md': '# 文\n\n落实六税两费<sup>①</sup>。\n\n## 名词解释\n\n① 六税两费：六种税、两种费。\n'})
    c.wbsearch('--heading', '落实六税两费').expect(has='两种费')
    c.wbsearch('--heading', '--rung=loose', '--no-notes', '落实六税两费').expect(lacks='两种费')
    c.wbsearch('--heading', '--no-notes', '--notes', '落实六税两费').expect(has='两种费')
    c.wbsearch('--explain', '落实').expect(err_has='落实')
    c.wbsearch('--explain', '--no-explain', '落实').expect(err='')
    c.wbsearch('--heading', '--full', '--no-full', '落实').expect(code=0)


@case
def stats_go_to_standard_error(c):
    indexed(c)
    out = c.wbsearch('节水').text
    c.wbsearch('--stats', '节水').expect(code=0, out=out, err_has=(
        '6 matches\n', '4 paragraphs shown\n', '2 documents shown\n', '\n4 paragraphs match\n',
        ' seconds\n'))
    c.wbsearch('--stats', '--no-stats', '节水').expect(err='')


# ------------------------------------------------------------------- what is printed in place of hits


@case
def paths_alone(c):
    indexed(c)
    for option in ('-l', '--files-with-matches'):
        lines = c.wbsearch(option, '节水').expect(code=0).lines
        check(sorted(lines) == ['水.md', '规划/纲要.md'], f'{lines}')
    c.wbsearch('-l', '没有的词').expect(code=1, out='')
    for option in ('-L', '--files-without-match'):
        c.wbsearch(option, '节水').expect(code=0, out='汇报.md\n')
    c.wbsearch('-L', '节水 OR 供暖').expect(code=1, out='')
    c.wbsearch('-l', '-0', '供暖').expect(out='汇报.md\x00')
    check(len(c.wbsearch('-l', '-k1', '节水').lines) == 1, '--limit counts documents')
    c.wbsearch('-l', '--json', '节水').expect(code=2, out='', err_has='hint: ')
    c.wbsearch('-l', '-c', '供暖').expect(out='1\n')
    c.wbsearch('-c', '-l', '供暖').expect(out='汇报.md\n')


@case
def paths_of_all_documents(c):
    """More documents than are shown by default."""
    indexed(c, {f'{n}.md': f'节水之{n}。\n\n又是节水。\n' for n in range(150)})
    check(len(c.wbsearch('-l', '节水').lines) == 150, '-l')
    check(len(c.wbsearch('-cH', '节水').lines) == 150, '-c -H')
    c.wbsearch('--count-matches', '节水').expect(out='300\n')
    c.wbsearch('-L', '节水之7').expect(code=0, lacks=re.compile('^7.md$', re.M))


@case
def counts(c):
    indexed(c)
    c.wbsearch('-c', '节水').expect(code=0, out='4\n')
    c.wbsearch('--count', '--no-count', '供暖').expect(has='汇报.md')
    check(sorted(c.wbsearch('-c', '-H', '节水').lines) == ['水.md:3', '规划/纲要.md:1'], '-c -H')
    c.wbsearch('--count-matches', '节水').expect(code=0, out='6\n')
    check(sorted(c.wbsearch('--count-matches', '-H', '节水').lines) ==
          ['水.md:5', '规划/纲要.md:1'], '--count-matches -H')
    c.wbsearch('-c', '-H', '-0', '供暖').expect(out='汇报.md\x001\n')
    asked = c.write('问.tsv', 'a\t节水\nb\t供暖\n')
    c.wbsearch('-cH', '--batch', asked).expect(has=('a\t水.md:3\n', 'b\t汇报.md:1\n'))
    c.wbsearch('-l', '--batch', asked).expect(has=('a\t水.md\n', 'b\t汇报.md\n'))


@case
def quiet_says_it_by_the_exit_status(c):
    indexed(c)
    for args in (('-q',), ('--quiet',), ('-q', '--json'), ('-q', '--heading')):
        c.wbsearch(*args, '节水').expect(code=0, out='', err='')
        c.wbsearch(*args, '没有的词').expect(code=1, out='', err='')
    c.wbsearch('-q', '').expect(code=2, out='', err_has='nothing to search for')
    c.write('水.md', WATER + '改了。\n')
    c.wbsearch('-q', '节水').expect(code=0, err='')
    c.wbsearch('--no-check', '节水').expect(code=0, err='')
    c.wbsearch('--no-check', '--check', '节水').expect(code=0, err_has='1 changed')


@case
def manual_and_completions_are_printed(c):
    for program in ('wbsearch', 'wbindex'):
        c.run(program, '--generate', 'man').expect(code=0, has=('.TH ', '.SH OPTIONS'), err='')
        c.run(program, '--generate=complete-bash').expect(code=0, has='complete -F', err='')
        c.run(program, '--generate=complete-zsh').expect(code=0, has=f'#compdef {program}\n')
        c.run(program, '--generate=complete-fish').expect(code=0, has=f'complete -c {program} ')
        c.run(program, '--generate=html').expect(code=2, out='', err_has='man, complete-bash')


@case
def every_option_is_tried(c):
    text = c.wbsearch('--help').expect(code=0).text
    names = re.findall(r'^  (?:-\w, |    )--([a-z0-9-]+)', text, re.M)
    names += re.findall(r'^ +--([a-z-]+) takes it back', text, re.M)
    here = Path(__file__).parent
    tried = ''.join((here / f'{name}.py').read_text() for name in (
        'flags', 'machine', 'terminal', 'config', 'indexing', 'updates', 'queries', 'output',
        'bad_files', 'damaged', 'surroundings'))
    missing = [name for name in names if not re.search(rf'--{name}(?![a-z-])', tried)]
    check(not missing, f'never tried: {missing}')


if __name__ == '__main__':
    sys.exit(main(SUITE, __doc__))
