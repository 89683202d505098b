#!/usr/bin/env python3
"""Black-box tests of wbindex and wbsearch: what a user types, and what comes back.

usage: run.py [--jobs N] [--examples DIR] [--sanitized] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...

Prints TAP. A case that fails says in one line what was run, what came of it and what was expected.
A case that shows a fault of the product which is not mended yet is marked `SUITE.known`: it is
expected to fail, and fails the run when it passes.
"""
import argparse
import fcntl
import json
import os
import random
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import termios
import time
from pathlib import Path

from wbtest import (NOBODY, TIMEOUT_S, Case, FolderWatch, Result, Skip, Suite, Tools, answers,
                    as_nobody, check, judge_end, leftovers, paths_in, private_mounts, set_age,
                    settle)

SUITE = Suite()
case = SUITE.case

# A small tree of documents, ours, each with words that stand nowhere else in it.
NOTICE = '''# 关于做好冬季供暖保障工作的通知

各街道办事处，区政府各部门：

为保障居民温暖过冬，现就供暖保障有关事项通知如下。

## 一、提前检修设备

供热企业应当在10月31日前完成锅炉、管网检修，储备不少于15天的燃料。

## 二、落实绿色信贷

鼓励银行对热源清洁化改造发放绿色信贷，贷款额度不超过项目投资的70%。
'''
PLAN = '''# 青川县水网建设规划

## 第一章 总体要求

到2030年，基本建成丰枯互济的县级水网，供水保证率达到95%以上。

## 第二章 主要任务

实施引水工程，新增调蓄库容1200万立方米；推行节水灌溉，发放绿色信贷支持农户改造。
'''
REPORT = '''政府工作情况汇报

一、上半年工作

上半年新开工老旧小区改造23个，惠及居民6400户。

二、下半年打算

下半年重点抓好托育服务和社区食堂建设。
'''
SMALL_TREE = {'通知.md': NOTICE, '规划/水网.md': PLAN, '汇报.txt': REPORT}

# A document that is well, to be indexed beside one that is not.
GOOD = '# 好文件\n\n这一篇完好无损，应当照常找到。\n'

ESCAPE = '\x1b'
# What must not reach a terminal from a document: escape sequences, C1, marks that turn the writing.
RAW_CONTROL = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]')


def small_index(c, *args):
    """The small tree, indexed."""
    c.tree(SMALL_TREE)
    return c.indexed(*args)


def sentences(seed, count):
    """`count` sentences of made-up policy prose, always the same for a seed."""
    rng = random.Random(seed)
    subjects = ('各乡镇', '市财政局', '县交通运输局', '供水企业', '社区卫生服务中心', '项目单位')
    verbs = ('应当完善', '逐年扩大', '按季公布', '统筹安排', '限期整改', '择优支持')
    objects = ('农村公路养护', '雨污分流管网', '普惠托育', '高标准农田', '信用档案', '应急物资储备')
    tails = ('，年度投入不少于{}万元。', '，覆盖率提高到{}%。', '，于{}个工作日内办结。',
             '，确保第{}批任务完成。')
    return [rng.choice(subjects) + rng.choice(verbs) + rng.choice(objects) +
            rng.choice(tails).format(rng.randint(2, 999)) for _ in range(count)]


def prose(seed, size):
    """A document of about `size` bytes."""
    lines = sentences(seed, size // 90 + 1)
    return f'# 第{seed}号文件\n\n' + '\n\n'.join(
        ''.join(lines[i:i + 3]) for i in range(0, len(lines), 3)) + '\n'


def busy_size(c, size):
    """An amount of documents that keeps wbindex busy as long as `size` does without sanitizers,
    with which it takes four times as long and more."""
    return size // 4 if c.options.sanitized else size


def large_tree(c, size):
    """Enough documents to keep wbindex busy for some time."""
    for number in range(8):
        c.write(f'大文件{number}.md', prose(number, size // 8))


# ---------------------------------------------------------------------------------- indexing


@case
def examples_are_indexed_and_searched(c):
    examples = Path(c.options.examples)
    documents = sorted(p.name for p in examples.iterdir() if p.suffix in ('.md', '.txt'))
    for name in documents:
        shutil.copy(examples / name, c.docs)
    run = c.indexed().expect(out='', err_has=re.compile(
        r'^wbindex: indexed %d documents, [\d,]+ paragraphs; index \d+\.\d MB; \d+\.\d\d s\n$'
        % len(documents)))
    status = c.status()
    check(status['documents'] == len(documents) and status['failed'] == [],
          f'--status tells of {status}, there are {len(documents)} documents')
    check(f'{status["paragraphs"]:,} paragraphs' in run.err_text,
          f'{run.describe()} and --status ({status["paragraphs"]}) differ')
    c.wbindex('--check').expect(code=0, err='', has=f'whole: {len(documents)} documents')
    # Chinese characters side by side in a line are found, whatever the words are.
    rng = random.Random(1)
    asked = []
    for name in documents:
        runs = re.findall('[\u4e00-\u9fff]{2,}', (c.docs / name).read_text())
        for run in rng.sample(runs, 15):
            at = rng.randrange(len(run) - 1)
            asked.append((name, run[at:at + rng.randint(1, 8)]))
    found = c.batch([query for _, query in asked], '--json', '--rung', 'loose', '--no-check',
                    '-k', '100000').messages_of_each(len(asked))
    for (name, query), messages in zip(asked, found):
        check(name in paths_in(messages), f'{query} is not found in {name}, where it stands')


@case
def index_goes_beside_the_documents(c):
    before = set(os.listdir(c.dir))
    small_index(c, '-q')
    check(set(os.listdir(c.docs)) == {'通知.md', '规划', '汇报.txt', '.wbsearch'},
          f'docs holds {os.listdir(c.docs)}')
    check(set(os.listdir(c.dir)) == before, f'files appeared: {os.listdir(c.dir)}')
    check(leftovers(c.index) == [], f'left over: {leftovers(c.index)}')
    check((c.index / 'XAPIANDB').read_text() == 'auto gen-000001\n', 'the stub names no generation')


@case
def index_option_puts_it_elsewhere(c):
    elsewhere = c.dir / 'idx'
    small_index(c, '--index', elsewhere)
    check(not c.index.exists(), '.wbsearch was made although --index names another place')
    c.wbsearch('绿色信贷').expect(code=2, err_has=('no index', 'hint: '))
    c.wbsearch('-i', elsewhere, '托育服务').expect(code=0, has='汇报.txt:9:', err='')
    # From another folder paths are absolute, or relative to what is above.
    c.wbsearch('-i', elsewhere, '托育服务', cwd='/').expect(has=f'{c.docs}/汇报.txt'.lstrip('/'))
    c.wbsearch(f'--index={elsewhere}', '托育服务', cwd=c.dir).expect(has='docs/汇报.txt:9:')
    c.wbindex('--status', '-i', elsewhere).expect(code=0, has=str(c.docs))


@case
def several_folders_need_index(c):
    for name in ('甲', '乙'):
        (c.dir / name).mkdir()
        (c.dir / name / '文.md').write_text(f'{name}地的托育服务。\n')
    c.wbindex('甲', '乙', cwd=c.dir).expect(code=2, out='', err_has=('--index', 'hint: '))
    check(not (c.dir / '甲/.wbsearch').exists(), 'an index was made in spite of the error')
    c.wbindex('--index', 'all', '甲', '乙', '甲/', cwd=c.dir).expect(code=0, err_has='2 documents')
    check(c.paths('-i', 'all', '托育服务', cwd=c.dir) == ['乙/文.md', '甲/文.md'], 'not both found')
    c.wbindex('--index', 'all', cwd=c.dir).expect(code=0, err_has='2 documents')


@case
def kinds_of_files(c):
    taken = ['a.md', 'b.markdown', 'c.txt', 'D.MD', 'e.TxT', '没有.点.md']
    left = ['f.html', 'g', 'h.md.bak', 'i.mdx', 'j.md~', 'k.docx', 'txt']
    for name in taken + left:
        c.write(name, f'统一内容，文件{name}。\n')
    c.indexed()
    check(c.paths('统一内容') == sorted(taken), f'{c.paths("统一内容")} were taken, not {taken}')


@case
def hidden_names_are_left_out(c):
    c.tree({'.隐藏.md': '公开内容\n', '.git/a.md': '公开内容\n', 'a/.b/c.md': '公开内容\n',
            'a/b.md': '公开内容\n'})
    c.indexed().expect(err_has='indexed 1 document,')
    check(c.paths('公开内容') == ['a/b.md'], f'found {c.paths("公开内容")}')


@case
def wbignore_leaves_out(c):
    c.tree({'.wbignore': '# 说明\n草稿/\n*.旧.md\n!留.旧.md\n/根.md\n附件/**/表.md\n',
            '子/.wbignore': '!例外.旧.md\n', '草稿/a.md': '正文\n', '子/草稿/b.md': '正文\n',
            'c.旧.md': '正文\n', '留.旧.md': '正文\n', '根.md': '正文\n', '子/根.md': '正文\n',
            '附件/一/二/表.md': '正文\n', '附件/一/图.md': '正文\n', '子/例外.旧.md': '正文\n',
            '子/d.旧.md': '正文\n'})
    c.indexed()
    found = c.paths('正文')
    check(found == sorted(['留.旧.md', '子/根.md', '附件/一/图.md', '子/例外.旧.md']),
          f'taken were {found}')


@case
def change_of_wbignore_is_noticed(c):
    small_index(c)
    c.wbsearch('绿色信贷').expect(code=0, err='')
    c.write('.wbignore', '规划/\n', age_s=0)
    c.wbsearch('绿色信贷').expect(code=0, err_has=('1 gone', 'run wbindex'))
    c.indexed().expect(err_has='1 gone: now 2 documents')
    check(c.paths('绿色信贷') == ['通知.md'], f'found {c.paths("绿色信贷")}')
    (c.docs / '.wbignore').unlink()
    c.wbsearch('绿色信贷').expect(err_has='1 files are new')


@case
def quiet_prints_failures_only(c):
    c.tree(SMALL_TREE)
    c.wbindex('-q', '.').expect(code=0, out='', err='')
    c.wbindex('--quiet').expect(code=0, out='', err='')
    c.write('坏.md', b'a\0b')
    lines = c.wbindex('-q').expect(code=1, out='').err_text.splitlines()
    check(len(lines) == 1 and '坏.md:1: ' in lines[0], f'with -q one failure gives {lines}')
    c.wbindex('--check', '-q').expect(code=0, out='', err='')


@case
def progress_is_for_terminals_only(c):
    large_tree(c, busy_size(c, 9_000_000))  # progress shows after a second
    run = c.on_terminal('wbindex', '-j1', '--rebuild', '.').expect(code=0)
    check(re.search(rb'\r\x1b\[K\d+/8 files, \d+ paragraphs/s', run.err),
          f'no progress on a terminal: {run.describe()}')
    check(run.err.split(b'\r\x1b[K')[-1].startswith(b'wbindex: indexed 8 documents'),
          f'the line was not cleared before the summary: {run.describe()}')
    for options in ({'terminals': (1,)}, {'env': {'TERM': 'dumb'}}):
        c.on_terminal('wbindex', '-j1', '--rebuild', '.', **options).expect(
            code=0, err_lacks=('\r', ESCAPE, 'files'), err_has='indexed 8 documents')
    c.on_terminal('wbindex', '-q', '-j1', '--rebuild', '.').expect(code=0, out='', err='')


@case
def second_run_says_up_to_date(c):
    c.tree(SMALL_TREE)
    settle(c.docs)
    c.indexed()
    c.wbindex().expect(code=0, err_has='up to date: 3 documents')
    c.wbindex(c.docs).expect(code=0, err_has='up to date: 3 documents')


@case
def updates_follow_the_tree(c):
    small_index(c)
    c.write('通知.md', NOTICE.replace('锅炉', '换热站'), age_s=10)
    c.write('新增.md', '# 新增\n\n新增文件写到海绵城市。\n', age_s=10)
    os.rename(c.docs / '规划', c.docs / '计划')
    (c.docs / '汇报.txt').unlink()
    c.wbindex().expect(code=0, err_has='3 documents')
    for query, expected in (('锅炉', []), ('换热站', ['通知.md']), ('海绵城市', ['新增.md']),
                            ('节水灌溉', ['计划/水网.md']), ('托育服务', [])):
        check(c.paths(query) == expected, f'{query} finds {c.paths(query)}, not {expected}')
    c.wbsearch('供暖').expect(code=0, err='')
    c.wbindex('--check').expect(code=0)
    # Back again, and the same file under two names.
    c.write('通知.md', NOTICE, age_s=5)
    shutil.copy(c.docs / '通知.md', c.docs / '抄件.md')
    c.wbindex().expect(code=0)
    check(c.paths('锅炉') == ['抄件.md', '通知.md'], f'锅炉 finds {c.paths("锅炉")}')
    for path in list(c.docs.glob('*.md')) + list(c.docs.glob('*/*.md')):
        path.unlink()
    c.wbindex().expect(code=0, err_has='0 documents')
    c.wbsearch('-c', '锅炉').expect(code=1, out='0\n')
    c.wbindex('--check').expect(code=0)


@case
def new_content_with_old_time_is_noticed(c):
    """An editor may put the time back; then the size tells, or that the time is no older than the
    scan."""
    small_index(c)
    times = os.stat(c.docs / '汇报.txt')
    c.write('汇报.txt', REPORT + '另起一段谈城市更新。\n')
    os.utime(c.docs / '汇报.txt', ns=(times.st_atime_ns, times.st_mtime_ns))
    c.wbsearch('托育服务').expect(err_has='1 changed')
    c.wbindex().expect(code=0)
    check(c.paths('城市更新') == ['汇报.txt'], 'the new text is not found')


@case
def touched_file_stays(c):
    small_index(c)
    set_age(c.docs / '通知.md', 60)
    c.wbsearch('锅炉').expect(code=0, err_has='1 changed')
    c.wbindex().expect(code=0)
    c.wbsearch('锅炉').expect(code=0, err='', has='通知.md')
    check(c.status()['dead_percent'] == 0, 'a file that was only touched was indexed again')


@case
def rebuild_makes_a_new_generation(c):
    small_index(c)
    queries = ('绿色信贷', '的', '10月31日')
    before = answers(c, queries)
    first = c.status()['generation']
    c.wbindex('--rebuild').expect(code=0, err_has='indexed 3 documents')
    check(c.status()['generation'] != first, 'the generation is the same as before')
    check(answers(c, queries) == before, 'answers differ after --rebuild')
    check(leftovers(c.index) == [], f'left over: {leftovers(c.index)}')


@case
def dead_weight_is_shed(c):
    """What changed files leave behind in an index is not kept for ever."""
    for number in range(1100):
        c.write(f'{number % 10}/{number}.md', f'第{number}号旧文。\n')
    settle(c.docs)
    c.indexed()
    for number in range(0, 1100, 10):
        c.write(f'{number % 10}/{number}.md', f'第{number}号新文。\n', age_s=60)
    c.wbindex().expect(code=0, err_has='110 files read: now 1,100 documents')
    status = c.status()
    check(5 < status['dead_percent'] < 15 and status['generation'] == 'gen-000001', f'{status}')
    c.wbindex('--check').expect(code=0)
    for number in range(0, 1100, 5):
        c.write(f'{number % 10}/{number}.md', f'第{number}号再新文。\n', age_s=30)
    c.wbindex().expect(code=0, err_has='indexed 1,100 documents')
    check(c.status()['dead_percent'] == 0, f'{c.status()}')
    for query, count in (('旧文', 880), ('号新文', 0), ('再新文', 220)):
        c.wbsearch('-c', query).expect(out=f'{count}\n')
    check(leftovers(c.index) == [], f'left over: {leftovers(c.index)}')


@case
def index_is_found_upward(c):
    small_index(c)
    deep = c.docs / '规划'
    c.wbsearch('节水灌溉', cwd=deep).expect(code=0, has=re.compile('^水网.md:9:'), err='')
    c.wbsearch('锅炉', cwd=deep).expect(code=0, has='/通知.md:9:')
    c.wbindex(cwd=deep).expect(code=0, err_has='3 documents')
    c.wbindex('--status', cwd=deep).expect(code=0, has=str(c.index))
    c.wbindex('--status', deep, cwd='/').expect(code=0, has=str(c.index))
    c.wbindex('--check', deep, cwd='/').expect(code=0)


@case
def environment_names_the_index(c):
    elsewhere = str(c.dir / 'idx')
    small_index(c, '--index', elsewhere)
    named = {'WBSEARCH_INDEX': elsewhere}
    c.wbsearch('托育服务', env=named, cwd='/').expect(code=0)
    c.wbindex('--status', env=named, cwd='/').expect(code=0, has=elsewhere)
    c.wbindex(env=named, cwd='/').expect(code=0, err_has='3 documents')
    c.wbsearch('-i', '/nowhere', '托育服务', env=named).expect(code=2, err_has='/nowhere')
    c.wbsearch('托育服务', env={'WBSEARCH_INDEX': '/nowhere'}).expect(code=2, err_has='/nowhere')
    c.wbsearch('托育服务', env={'WBSEARCH_INDEX': ''}).expect(code=2, err_has='no index')


@case
def index_moves_with_its_documents(c):
    small_index(c)
    moved = c.dir / '搬到这里'
    os.rename(c.docs, moved)
    c.wbsearch('托育服务', cwd=moved).expect(code=0, has='汇报.txt:9:', err='')
    c.wbindex(cwd=moved).expect(code=0, err_has='3 documents')
    c.wbsearch('托育服务', cwd=moved).expect(code=0, has='汇报.txt:9:', err='')
    c.docs.mkdir()  # where runs begin by default


@case
def status_tells_changes_and_failures(c):
    c.tree(dict(SMALL_TREE, **{'空.md': '\n', '坏.md': b'x\0'}))
    c.wbindex(c.docs).expect(code=1)
    c.wbindex('--status').expect(code=1, has=(
        '3 indexed, 1 without text, 1 failed', re.compile('failed +坏.md:1: '),
        '0 new, 0 changed, 0 gone'), err='')
    c.write('通知.md', GOOD, age_s=1)
    c.write('新.md', GOOD)
    (c.docs / '汇报.txt').unlink()
    c.wbindex('-s').expect(has='1 new, 1 changed, 1 gone')
    status = c.status()
    check(status['changes'] == {'added': 1, 'changed': 1, 'gone': 1}, f'changes: {status}')
    check(status['folders'] == [str(c.docs)] and status['documents_without_text'] == 1 and
          [f['path'] for f in status['failed']] == ['坏.md'], f'status: {status}')


@case
def check_says_whole(c):
    small_index(c)
    c.wbindex('--check').expect(code=0, err='', has=re.compile(
        r'^whole: 3 documents, \d+ paragraphs, \d+ postings checked\n$'))
    c.wbindex('--check', '/', cwd='/').expect(code=2, err_has=('no index', 'hint: '))


@case
def inspect_paragraphs(c):
    c.write('通知.md', NOTICE)
    c.wbindex('inspect', 'paragraphs', '通知.md').expect(code=0, err='', has=(
        'title: 关于做好冬季供暖保障工作的通知',
        '\n# 关于做好冬季供暖保障工作的通知 › 二、落实绿色信贷\n',
        '13 [body] 鼓励银行'))
    run = c.wbindex('inspect', 'paragraphs', '--json', '通知.md').expect(code=0)
    document = json.loads(run.out)
    lines = NOTICE.encode().split(b'\n')
    for paragraph in document['paragraphs']:
        text = paragraph['text'].encode()
        for this, following in zip(paragraph['segments'], paragraph['segments'][1:] + [None]):
            piece = text[this['start_byte']:following['start_byte'] if following else None]
            line = lines[this['line'] - 1]
            check(line[this['column_byte'] - 1:].startswith(piece),
                  f'segment {this} of {paragraph["text"]} is not in the source there')
    first = document['paragraphs'][0]
    check(first['kind'] == 'heading', f'the first is {first}')
    check(not c.index.exists(), 'inspect made an index')


@case
def inspect_tokens(c):
    c.write('文.md', '绿色信贷不超过７０％。\n')
    c.wbindex('inspect', 'tokens', '文.md').expect(code=0, err='', has=(
        'fold:  绿色信贷不超过70%', re.compile('^words: .*信贷', re.M),
        re.compile('^terms: .*绿色.*色信', re.M)))
    run = c.wbindex('inspect', 'tokens', '文.md', '--json').expect(code=0)
    tokens = json.loads(run.lines[0])
    check({'term': '信贷', 'kind': 'gram'} in tokens['terms'] or
          {'term': '信贷', 'kind': 'word'} in tokens['terms'], f'no term 信贷 in {run.describe()}')
    check(tokens['first_line'] == 1, f'not line 1: {run.describe()}')


@case
def inspect_says_what_it_wants(c):
    for args in (('inspect',), ('inspect', 'paragraphs'), ('inspect', 'words', '文.md')):
        c.wbindex(*args).expect(code=2, out='', err_has=(
            'inspect document|paragraphs|tokens FILE', 'hint: '))
    c.wbindex('inspect', 'tokens', '无.md').expect(code=2, out='', err_has='无.md: ')
    c.write('坏.md', b'\xe7\xbb\xbf\n\xff\xff\xff\n')
    c.wbindex('inspect', 'tokens', '坏.md').expect(code=2, out='', err_has='坏.md:2: not UTF-8')


@case
def number_of_workers_does_not_matter(c):
    for number in range(40):
        c.write(f'{number}.md', prose(number, 3000))
    c.indexed('-j', '1')
    queries = ('应急物资', '雨污分流管网', '第')
    one = answers(c, queries)
    c.wbindex('--rebuild', '-j64').expect(code=0, err_has='40 documents')
    check(answers(c, queries) == one, 'answers differ between -j1 and -j64')
    for wrong in ('0', '65', 'x', '-1', ''):
        c.wbindex(f'--jobs={wrong}').expect(code=2, err_has=('--jobs', '1 to 64'))
    c.wbindex('--file-timeout=0').expect(code=2, err_has='--file-timeout')


@case
def index_inside_the_tree_without_a_dot(c):
    c.tree(SMALL_TREE)
    c.wbindex('--index', 'idx', '.').expect(code=0, err_has='3 documents')
    c.wbindex('--index', 'idx', '.').expect(code=0, err_has='3 documents')
    c.wbsearch('-i', 'idx', '托育服务').expect(code=0, err='', has='汇报.txt:9:')


# ------------------------------------------------------------------------------------ queries


@case
def all_words_are_required(c):
    small_index(c)
    check(c.paths('绿色信贷') == ['规划/水网.md', '通知.md'], f'found {c.paths("绿色信贷")}')
    check(c.paths('绿色信贷', '灌溉') == ['规划/水网.md'], f'found {c.paths("绿色信贷", "灌溉")}')
    check(c.paths('绿色信贷　锅炉') == [], 'words of different paragraphs found together')
    check(c.paths('贷') == ['规划/水网.md', '通知.md'], 'a single character is not found')


@case
def what_counts_as_the_same(c):
    small_index(c)
    for query in ('綠色信貸', '１０月３１日', '10月31日', '1,200万', '70％'):
        check(c.paths(query), f'{query} is not found')
    for query in ('200万', '0月31日', '7', '10月3'):
        check(not c.paths(query), f'{query} is found inside a longer number')


@case
def quotations_hold_spaces(c):
    c.write('文.md', '新型 power grid 建设与 grid power 交易。\n\n他说“双碳”目标不变。\n')
    c.indexed()
    for opening, closing in ('""', '“”', '「」', '『』', '＂＂'):
        run = c.wbsearch(f'{opening}power grid{closing}').expect(code=0, has='grid power')
        check(len(run.lines) == 1, f'{run.describe()}: more than one paragraph')
        match = c.wbsearch('--json', f'{opening}power grid{closing}').matches()[0]
        check([s['match']['text'] for s in match['submatches']] == ['power grid'],
              f'marked is {match["submatches"]}')
    c.wbsearch('“双碳”目标').expect(code=0)
    c.wbsearch('“他说“双碳”目标不变”').expect(code=0)
    c.wbsearch('"power grid').expect(code=0, err_has='closing quotation mark')
    c.wbsearch('"grid 建设 power"').expect(code=1)


@case
def operators_and_scopes(c):
    c.write('甲.md', '# 甲规划\n\n## 一、总则\n\n绿色信贷。普惠金融。\n\n## 二、任务\n\n绿色债券。\n')
    c.write('乙.md', '# 乙办法\n\n绿色信贷与普惠金融。\n\n循环经济。\n')
    c.indexed()
    for query, wanted in (
            ('绿色 普惠', ['乙.md', '甲.md']),
            ('同句(绿色 普惠)', ['乙.md']),
            ('循环|债券', ['乙.md', '甲.md']),
            ('绿色 -信贷', ['甲.md']),
            ('同节(总则 普惠)', ['甲.md']),
            ('同节(任务 普惠)', []),
            ('同篇(任务 普惠)', ['甲.md']),
            ('绿色 标题:办法', ['乙.md']),
            ('绿色 NOT 路径:乙', ['甲.md']),
            ('绿色 章节：任务', ['甲.md'])):
        check(sorted(set(c.paths(query))) == wanted, f'{query}: found {c.paths(query)}')


@case
def odd_queries_are_read_as_seems_best(c):
    small_index(c)
    c.wbsearch('绿色信贷 OR').expect(code=0, err_has=('expected a word behind OR', '^~'))
    c.wbsearch('--strict', '绿色信贷 OR').expect(
        code=2, out='', err_has=('expected a word behind OR', '  绿色信贷 OR\n           ^'))
    c.wbsearch('--strict', '绿色信贷').expect(code=0, err='')
    c.wbsearch('--strict', '年份:去年').expect(code=2, err_has='2019..2023')


@case
def limit_says_that_hits_are_left_out(c):
    c.write('文.md', ''.join(f'第{n}条 节水办法。\n\n' for n in range(1, 31)))
    c.indexed()
    for args in (('-k', '3'), ('-k3',), ('--limit=3',), ('--limit', '3')):
        run = c.wbsearch(*args, '节水').expect(code=0, err_has=re.compile('3 of (at least )?30 matching'))
        check(len(run.lines) == 3, f'not three lines: {run.describe()}')
    check(len(c.wbsearch('节水').expect(code=0, err_has='20').lines) == 20, 'not 20 lines')
    check(len(c.wbsearch('-k100', '节水').expect(code=0, err='').lines) == 30, 'not 30 lines')
    c.wbsearch('-k100000', '节水').expect(code=0)


@case
def hits_are_sorted_as_asked(c):
    for name, date in (('乙', '2021-03-05'), ('甲', '2019-01-01'), ('丙', '2023-11-30'), ('丁', '')):
        made = f'---\n成文日期: {date}\n---\n\n' if date else ''
        c.write(f'{name}.md', f'{made}{name}县推广节水。\n\n{name}县的节、水设施。\n')
    c.indexed()
    wanted = {'date': '丙乙甲丁', 'path': '丁丙乙甲'}
    for order, names in wanted.items():
        for limit in (1, 3, 4, 8):
            hits = c.wbsearch('--json', '--sort', order, f'-k{limit}', '节水').expect(code=0).matches()
            got = [(hit['rung'], hit['path']['text'][-4]) for hit in hits]
            check(got == [(rung, name) for rung in ('exact', 'loose') for name in names][:limit],
                  f'--sort {order} -k{limit} gives {got}')
    # Words that are not there: the lower rungs are sorted too.
    hits = c.wbsearch('--json', '--sort=date', '节水 推广不存在').expect(code=1).matches()
    check([hit['path']['text'][-4] for hit in hits if hit['rung'] == 'some'][0] == '丙', f'{hits}')
    plain = c.wbsearch('--json', '--no-check', '节水').matches()
    same = c.wbsearch('--json', '--no-check', '--sort=relevance', '节水').matches()
    check(plain == same, '--sort relevance is not what is done without it')
    c.wbsearch('--sort', 'size', '节水').expect(
        code=2, out='', err_has="--sort takes relevance, date or path, not 'size'")


@case
def listed_words_are_one_word(c):
    c.write('甲.md', '推广云上贷产品，惠及企业。\n\n云上有企业，借贷自愿。\n\n别的事情。\n')
    c.indexed()

    def matches(*args):
        hits = c.wbsearch('--json', *args, '云上贷企业融资').expect(code=1).matches()
        return sorted((m['match']['text'], tuple(hit['missing']))
                      for hit in hits for m in hit['submatches'])

    plain = matches()
    check(all('云上贷' not in missing for _, missing in plain), f'without a list: {plain}')
    wanted = [('云上贷', ('融资',)), ('企业', ('云上贷', '融资')), ('企业', ('融资',))]
    words = c.write('../words', '# 产品\n云上贷\n')
    got = matches('--words', words)
    check(got == wanted, f'--words: {got}, not {wanted}')
    c.write('.wbwords', '雲上貸\n')
    check(matches() == wanted, f'.wbwords: {matches()}')
    (c.docs / '.wbwords').unlink()
    check(matches() == plain, 'words are remembered')
    c.wbsearch('--words', words, '--explain', '云上贷企业融资').expect(code=1, err_has='  云上贷  [list]')
    run = c.wbsearch('--words', words, '--explain', '--json', '云上贷企业融资').expect(code=1)
    explained = run.messages()[0]['data']
    check(explained['words'] == [{'folded': '云上贷', 'listed': True},
                                 {'folded': '企业', 'listed': False},
                                 {'folded': '融资', 'listed': False}], f'{explained}')
    check(explained['hits'][0]['missing'] == ['融资'], f'{explained}')
    c.wbsearch('--words', 'nowhere', '云上贷').expect(code=2, out='', err_has='nowhere')


@case
def count_counts_all(c):
    c.write('文.md', ''.join(f'第{n}条 节水办法。\n\n' for n in range(1, 1201)))
    c.indexed()
    c.wbsearch('-c', '节水').expect(code=0, out='1200\n', err='')
    c.wbsearch('--count', '-k1', '第7条').expect(code=0, out='1\n', err='')
    c.wbsearch('-c', '没有的词').expect(code=1, out='0\n', err='')


@case
def batch_answers_in_order(c):
    small_index(c)
    asked = c.write('问.tsv', 'a\t绿色信贷\n\n没有的词\nb\t检修\r\n')
    run = c.wbsearch('--json', '--batch', asked).expect(code=0, err='')
    messages = run.messages()
    check(all('query_id' in m['data'] for m in messages), f'no id: {run.describe()}')
    ends = [m['data'] for m in messages if m['type'] == 'summary']
    check([(e['query_id'], e['query'], e['total']['value']) for e in ends] ==
          [('a', '绿色信贷', 3), ('3', '没有的词', 0), ('b', '检修', 2)], run.describe())
    run = c.wbsearch('--batch', asked).expect(code=0, err='')
    check([line.split('\t')[0] for line in run.lines] == ['a', 'a', 'a', 'b', 'b'], run.describe())
    run = c.wbsearch('--heading', '--batch', asked).expect(code=0, err='')
    check('== 3\t没有的词' in run.lines, run.describe())
    c.wbsearch('-c', '--batch', asked).expect(code=0, err='', out='a\t3\n3\t0\nb\t2\n')


@case
def batch_goes_on_behind_an_error(c):
    small_index(c)
    asked = c.write('误.tsv', '""\n' + '供' * 5000 + '\n绿色信贷\n')
    run = c.wbsearch('--json', '--batch', asked).expect(code=2, err_has='误.tsv:2: ')
    messages = run.messages()
    check([(m['type'], m['data']['query_id']) for m in messages if m['type'] != 'match'][:3] ==
          [('error', '1'), ('error', '2'), ('begin', '3')], run.describe())
    check(len(run.matches()) == 3, run.describe())
    c.wbsearch('--batch', asked, '词').expect(code=2, err_has='--batch')
    c.wbsearch('--batch', 'nowhere').expect(code=2, err_has='nowhere')


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


def check_match(c, match):
    """Offsets of a match are right, in the paragraph and in the source."""
    text = match['lines']['text']
    source = (c.docs / match['path']['text']).read_bytes().split(b'\n')
    at = 0
    for sub in match['submatches']:
        word = sub['match']['text']
        where = f'{match["path"]["text"]}:{sub["line_number"]}:{sub["column_byte"]} ({word})'
        check(sub['start'] >= at and sub['end'] > sub['start'], f'{where}: offsets do not ascend')
        at = sub['end']
        check(text.encode()[sub['start']:sub['end']].decode() == word, f'{where}: bytes differ')
        check(text[sub['start_char']:sub['end_char']] == word, f'{where}: characters differ')
        utf16 = text.encode('utf-16-le')[2 * sub['start_utf16']:2 * sub['end_utf16']]
        check(utf16.decode('utf-16-le') == word, f'{where}: UTF-16 offsets differ')
        line = source[sub['line_number'] - 1]
        check(line[sub['column_byte'] - 1:].startswith(word[0].encode()),
              f'{where}: the source has {line[sub["column_byte"] - 1:][:30]!r} there')
        check(match['first_line'] <= sub['line_number'] <= match['last_line'],
              f'{where}: outside lines {match["first_line"]}-{match["last_line"]}')
    check(match['line_number'] == match['submatches'][0]['line_number'], f'line of {match}')


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
def missing_index_says_what_to_do(c):
    c.tree(SMALL_TREE)
    c.wbsearch('词').expect(code=2, out='', err_has=(
        'no index', 'hint: ', 'wbindex DIR', '--index'))
    c.wbindex().expect(code=2, out='', err_has=('no index', 'wbindex DIR'))
    for option in ('--status', '--check'):
        c.wbindex(option).expect(code=2, out='', err_has=('no index', 'wbindex DIR'))
    c.wbsearch('--index', 'nowhere', '词').expect(code=2, out='', err_has=(
        'nowhere: no index', 'wbindex DIR'))
    c.wbsearch('--index', '通知.md', '词').expect(code=2, out='', err_has='通知.md')
    c.wbsearch('--index', '.', '词').expect(code=2, out='', err_has='no index')
    check(not c.index.exists(), 'an index directory appeared')


@case
def empty_queries(c):
    small_index(c)
    for words in ((), ('',), (' ', '\t'), ('""',), ('　',), ('“”', '「」'), ('\u200b',)):
        c.wbsearch(*words).expect(code=2, out='', err_has=('nothing to search for', 'hint: '))


@case
def very_long_queries(c):
    word = ''.join(sentences(3, 30))[:500]
    c.write('文.md', word + '\n')
    c.indexed()
    c.wbsearch(word).expect(code=0, has='文.md:1:')
    c.wbsearch('长' * 1024).expect(code=1, err='')
    c.wbsearch('长' * 1025).expect(code=2, out='', err_has='longer than 1024 characters')
    c.wbsearch('长' * 40_000).expect(code=2, out='', err_has='longer than 1024 characters')
    c.wbsearch(*['长'] * 64).expect(code=1)
    c.wbsearch(*['长'] * 65).expect(code=2, out='', err_has='more than 64 words')


@case
def query_that_is_not_utf8(c):
    small_index(c)
    for word in (b'\xff\xfe', '绿色'.encode('gbk'), b'\xe7\xbb', b'\xed\xa0\x80', b'a\xc0\x80'):
        c.wbsearch(word).expect(code=2, out='', err_has='not UTF-8')


@case
def query_of_punctuation(c):
    c.write('文.md', '一、目标（2030年）。\n\n二、任务；措施\n\n三、《规定》“双碳”\n')
    c.indexed()
    for query, count in (('。', 1), ('、', 3), ('《', 1), ('”', 1), ('；', 1), ('！', 0),
                         ('…', 0), ('%', 0), ('\\', 0), ('*', 0), ('？', 0)):
        c.wbsearch('-c', '--', query).expect(code=0 if count else 1, out=f'{count}\n', err='')
    # It opens a group to the language: looked for all the same, and said so.
    c.wbsearch('-c', '--', '（').expect(code=0, out='1\n', err_has=('read as text', '（'))


@case
def words_across_page_ends(c):
    c.tree({'断页.md': '# 关于项目建设的汇报\n\n'
                     '一是抓储备。坚持要素跟着项目走，全年新开工亿元以上项目32个，争取地方政府专'
                     '\n\n项债券、中央预算内资金共计38亿元，保障了建设需要。\n\n其他从略。\n',
            '页码.md': '# 关于改革工作的汇报\n\n'
                     '二是抓攻坚。我们推进事项集成办理，把群众的满意作为标尺，数字政'
                     '\n\n— 31 —\n\n府建设取得新的进展，营商环境持续优化。\n'})
    c.indexed()
    for query, path, lines in (('专项债券', '断页.md', (3, 5)),
                               ('数字政府建设', '页码.md', (3, 7))):
        run = c.wbsearch('--json', query).expect(code=0)
        match = run.matches()[0]
        check(match['path']['text'] == path and match['line_number'] == lines[0] and
              (match['first_line'], match['last_line']) == lines, f'{query}: {match}')
        sub = match['submatches'][0]
        check(sub['match']['text'] == query, f'marked is {sub}')
        check_match(c, match)
        c.wbsearch(query).expect(has=f'{path}:3:')


@case
def lines_end_in_many_ways(c):
    text = ('# 标题\n\n第一段谈水源地保护，\n接着谈管网改造。\n\n* 列表谈水源地\n* 第二项\n\n'
            '| 表 | 水源地 |\n|---|---|\n| 甲 | 管网改造 |\n')
    c.write('换行.md', text)
    c.write('回车换行.md', text.replace('\n', '\r\n'))
    c.write('标记.md', '\ufeff' + text)
    c.write('末尾.md', text.rstrip('\n'))
    c.indexed()
    for query in ('水源地', '管网改造', '保护，接着'):
        run = c.wbsearch('--json', '--rung=loose', '--duplicates', '-k100', query).expect(code=0)
        lines = {}
        for match in run.matches():
            if match['path']['text'] != '标记.md' or match['line_number'] > 1:
                check_match(c, match)
            lines.setdefault(match['path']['text'], []).append(match['line_number'])
        check(len(lines) == 4 and len({str(sorted(found)) for found in lines.values()}) == 1,
              f'{query} is on other lines in another form: {lines}')


@case
def same_question_same_answer(c):
    for number in range(30):
        c.write(f'{number}.md', prose(number, 3000))
    c.indexed()
    first = c.wbsearch('-k100', '农村公路').expect(code=0)
    for _ in range(5):
        c.wbsearch('-k100', '农村公路').expect(code=0, out=first.text)


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
        # Every option that help names is known: it complains of nothing or of its value.
        for option in sorted(set(re.findall(r'--([a-z-]+)', text))):
            c.run(program, f'--{option}=\x01').expect(err_lacks='unknown option')


@case
def output_that_cannot_be_written_is_an_error(c):
    small_index(c)
    with open('/dev/full', 'wb') as full:
        for program, args in (('wbsearch', ('绿色信贷',)), ('wbsearch', ('--json', '的')),
                              ('wbsearch', ('-c', '的')), ('wbindex', ('--status',)),
                              ('wbindex', ('inspect', 'tokens', '通知.md'))):
            c.run(program, *args, stdout=full).expect(code=2, err_has='No space left')


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


# --------------------------------------------------------------------------- freshness of answers


def fresh_index(c):
    """The small tree with an index outside, everything of old: the quick comparison serves."""
    c.tree(SMALL_TREE)
    settle(c.docs)
    c.wbindex('--index', c.dir / 'idx', c.docs).expect(code=0)
    return {'WBSEARCH_INDEX': str(c.dir / 'idx')}


@case
def unchanged_tree_gives_no_warning(c):
    env = fresh_index(c)
    c.wbsearch('绿色信贷', env=env).expect(code=0, err='')
    c.wbsearch('海绵城市', env=env).expect(code=1, err='')
    notice = c.docs / '通知.md'
    os.utime(notice, ns=(0, notice.stat().st_mtime_ns))  # as if it had been read
    c.wbsearch('绿色信贷', env=env).expect(code=0, err='')


@case
def changes_give_a_warning(c):
    env = fresh_index(c)

    def warned(text):
        for query, code in (('绿色信贷', 0), ('海绵城市', 1)):
            c.wbsearch(query, env=env).expect(code=code, err_has=(text, 'run wbindex'))
        c.wbsearch('--json', '绿色信贷', env=env).expect(code=0, err_has=text)
        c.on_terminal('wbsearch', '绿色信贷', env=env).expect(code=0, err_has=text)
        c.wbsearch('--no-check', '绿色信贷', env=env).expect(code=0, err='')
        c.wbindex(env=env).expect(code=0)
        settle(c.docs)
        c.wbindex(env=env).expect(code=0)
        c.wbsearch('绿色信贷', env=env).expect(code=0, err='')

    c.write('汇报.txt', REPORT + '补充。\n', age_s=0)
    warned('0 files are new, 1 changed, 0 gone')
    c.write('新.md', GOOD, age_s=0)
    warned('1 files are new, 0 changed, 0 gone')
    c.write('规划/深/处/新.md', GOOD, age_s=0)
    warned('1 files are new, 0 changed, 0 gone')
    (c.docs / '新.md').unlink()
    warned('0 files are new, 0 changed, 1 gone')
    os.rename(c.docs / '汇报.txt', c.docs / '总结.txt')
    warned('1 files are new, 0 changed, 1 gone')
    shutil.rmtree(c.docs / '规划/深')
    warned('0 files are new, 0 changed, 1 gone')


@case
def changes_of_no_concern_give_no_warning(c):
    env = fresh_index(c)
    c.write('图片.png', b'x', age_s=0)
    c.write('.隐藏/文.md', GOOD, age_s=0)
    (c.docs / '空目录').mkdir()
    c.wbsearch('绿色信贷', env=env).expect(code=0, err='')


@case
def file_replaced_by_a_folder(c):
    small_index(c)
    (c.docs / '汇报.txt').unlink()
    c.write('汇报.txt/正文.md', GOOD, age_s=0)
    c.wbsearch('绿色信贷').expect(code=0, err_has='1 files are new')
    c.wbindex().expect(code=0)
    check(c.paths('照常') == ['汇报.txt/正文.md'], f'found {c.paths("照常")}')
    check(c.paths('托育服务') == [], 'the old text is found')


@case
def vanished_root_gives_a_warning(c):
    env = fresh_index(c)
    os.rename(c.docs, c.dir / 'weg')
    c.wbsearch('绿色信贷', env=env, cwd=c.dir).expect(
        code=0, has='通知.md:', err_has='cannot be read')
    c.wbindex('--status', env=env, cwd=c.dir).expect(err_lacks='3 gone', lacks='3 gone')
    # The drive is not mounted, say: that must not empty the index.
    c.wbindex(env=env, cwd=c.dir).expect(err_has=str(c.docs))
    c.wbsearch('绿色信贷', env=env, cwd=c.dir).expect(code=0, has='通知.md:')
    c.docs.mkdir()


# ----------------------------------------------------------------------- files that are not well


def bad_file(c, name, content, reason, line=None, code=1):
    """Indexes a file that is not well beside one that is. With `code` 1 the message names the file
    (and the line) and the reason, the other file is found, and --status lists the bad one."""
    c.write('好.md', GOOD)
    if content is not None:
        c.write(name, content)
    run = c.wbindex(c.docs).expect(code=code, out='')
    place = f'{name}:{line}: ' if line else f'{name}: '
    told = [m for m in run.err_text.splitlines() if f'/{place}' in m]
    check(len(told) == 1 and re.search(reason, told[0]),
          f'{run.describe()}; expected one line with {place}… {reason}')
    check(c.paths('照常找到') == ['好.md'], 'the good file is not found')
    if code == 1:
        listed_as_failed(c, name, line, reason)
    c.wbindex('--check').expect(code=0)


def listed_as_failed(c, name, line, reason):
    c.wbindex('--status').expect(code=1, has=re.compile(
        f'^failed +{re.escape(name)}{f":{line}" if line else ""}: .*{reason}', re.M))
    failed = {f['path']: f for f in c.status()['failed']}
    check(name in failed and failed[name]['line'] == (line or 0) and
          re.search(reason, failed[name]['reason']), f'--status --json lists {failed}')
    c.wbsearch('照常找到').expect(code=0, err_has='1 files could not be indexed')
    c.wbsearch('--no-check', '照常找到').expect(code=0, err='')


@case
def bad_empty_file(c):
    bad_file(c, '空.md', '', 'holds no text', code=0)
    check(c.status()['documents_without_text'] == 1, f'status: {c.status()}')
    for number, content in enumerate((b'\xef\xbb\xbf', b'\xff\xfe', '\n\n　\n', '<!-- 注 -->\n')):
        c.write(f'空{number}.md', content)
    c.wbindex('-q').expect(code=0, err='')
    check(c.status()['documents_without_text'] == 5, f'status: {c.status()}')
    c.write('空.md', GOOD, age_s=0)
    c.wbindex().expect(code=0)
    check(c.paths('照常找到') == ['好.md', '空.md'], 'a file that was empty is not found')


@case
def bad_one_line_of_5_mb(c):
    c.write('好.md', GOOD)
    line = ''.join(sentences(7, 100_000))
    line = line[:1_500_000] + '独此一处红嘴鸥' + line[1_500_000:1_900_000]
    check(len(line.encode()) > 5_000_000, 'the line is too short')
    c.write('长行.md', line + '\n')
    c.write('长行.txt', line + '\n')
    c.indexed().expect(err_has='3 documents')
    check(c.paths('独此一处红嘴鸥') == ['长行.md', '长行.txt'], f'{c.paths("独此一处红嘴鸥")}')
    for match in c.wbsearch('--json', '独此一处红嘴鸥').matches():
        check_match(c, match)
    c.wbindex('--check').expect(code=0)


@case
def bad_invalid_utf8(c):
    content = '好的第一行\n第二行'.encode() + b'\xff\xfe\xfa\xc0\x80\n'
    bad_file(c, '坏.md', content, 'not UTF-8', line=2)


@case
def bad_cut_in_a_character(c):
    """A download that broke off: all UTF-8 but for the last character."""
    bad_file(c, '坏.md', ('一行\n' * 50 + '第五十一行绿').encode()[:-1], 'not UTF-8', line=51)


@case
def gbk_is_decoded(c):
    text = ('关于加强农村饮水安全工作的意见\n\n'
            '各乡镇人民政府，县直有关部门：为保障群众饮水安全，现提出以下意见。\n')
    c.write('国标.txt', text.encode('gb18030'))
    c.write('国标.md', ('# ' + text).encode('gbk').replace(b'\n', b'\r\n'))
    c.write('好.md', GOOD)
    c.indexed().expect(err_has='3 documents')
    check(c.paths('农村饮水安全') == ['国标.md', '国标.txt'], f'{c.paths("农村饮水安全")}')
    c.wbsearch('饮水安全', '群众').expect(code=0, has='各乡镇人民政府')


@case
def utf16_is_decoded(c):
    for name, encoding, mark in (('小端.txt', 'utf-16-le', b'\xff\xfe'),
                                 ('大端.md', 'utf-16-be', b'\xfe\xff')):
        c.write(name, mark + '污水处理厂提标改造。\r\n\r\n第二段。😀\r\n'.encode(encoding))
    c.write('标记.txt', '\ufeff污水处理厂扩建。\n')
    c.indexed().expect(err_has='3 documents')
    check(len(c.paths('污水处理厂')) == 3, f'found {c.paths("污水处理厂")}')


@case
def bad_utf16(c):
    lone_surrogate = '\ud800'.encode('utf-16-le', 'surrogatepass')
    content = b'\xff\xfe' + '好'.encode('utf-16-le') + lone_surrogate + b'A\0'
    bad_file(c, '坏.txt', content, 'UTF-16', line=1)


@case
def bad_utf16_without_mark(c):
    bad_file(c, '坏.txt', 'abc\n'.encode('utf-16-le'), 'NUL', line=1)


@case
def utf16_without_mark_and_big5_are_decoded(c):
    text = '污水處理廠由市政府管理，並應於三個月內完成改善。\r\n'
    c.write('小端.txt', text.encode('utf-16-le'))
    c.write('大端.txt', text.encode('utf-16-be'))
    c.write('大五碼.md', text.encode('cp950'))
    c.indexed().expect(err_has='3 documents')
    check(len(c.paths('污水处理厂')) == 3, f'found {c.paths("污水处理厂")}')


@case
def bad_other_encoding(c):
    text = 'この条例は、市民のくらしを守るためのきまりである。\n'
    bad_file(c, '日文.txt', b'abc\n' + text.encode('cp932'), 'looks like Shift_JIS', line=2)


@case
def bad_gbk_line_in_utf8(c):
    content = '# 办法\n第一条 市人民政府负责。\n'.encode() + '第二条 本办法由市人民政府解释。\n'.encode('gbk')
    bad_file(c, '混.md', content, 'looks like GB18030', line=3)


@case
def bad_files_that_are_no_text(c):
    c.write('好.md', GOOD)
    c.write('报告.md', b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n')
    c.write('通知.txt', b'PK\3\4\x14\0\x06\0\x08\0[Content_Types].xml word/document.xml')
    c.wbindex(c.docs).expect(code=1, err_has=('报告.md', 'this is a PDF file', 'pdftotext',
                                             'this is a Word document (DOCX)'))
    check(c.status()['documents'] == 1, f'{c.status()}')


@case
def bad_nul_bytes(c):
    bad_file(c, '坏.md', '第一行\n第二行\n第三\0行\n', 'NUL', line=3)


@case
def bad_over_the_size_limit(c):
    bad_file(c, '大.md', b'a b c\n' * ((8 << 20) // 6 + 1), r'8\.4 MB; the limit is 8\.4 MB|limit')
    with open(c.docs / '大.md', 'wb') as file:
        file.truncate(1 << 40)  # a terabyte of nothing
    c.wbindex('-q').expect(code=1, err_has=re.compile('大.md: .*limit'))


@case
def largest_file_is_indexed(c):
    line = '绿色低碳转型。\n\n'.encode()
    c.write('满.txt', (line * ((8 << 20) // len(line) + 1))[:8 << 20].decode('utf-8', 'ignore')
            .encode().ljust(8 << 20, b'.'))
    c.wbindex(c.docs).expect(code=1, err_has=re.compile('满.txt: .*(200000|paragraphs)'))


@case
def reason_survives_a_long_path(c):
    name = '/'.join(['长' * 80, '路' * 80, '径' * 60 + '.md'])
    bad_file(c, name, b'\0', 'NUL', line=1)


@case
def bad_unreadable_file(c):
    def index_as_nobody(c):
        c.write('锁.md', GOOD)
        os.chmod(c.docs / '锁.md', 0)
        bad_file(c, '锁.md', None, 'Permission denied')
        os.chmod(c.docs / '锁.md', 0o644)
        c.wbindex().expect(code=0)
        check(c.paths('照常找到') == ['好.md', '锁.md'], 'a file made readable is not found')
        # What was indexed of it stays while it cannot be read.
        os.chmod(c.docs / '锁.md', 0)
        set_age(c.docs / '锁.md', 5)
        c.wbindex().expect(code=1, err_has='锁.md: ')
        check(c.paths('照常找到') == ['好.md', '锁.md'], 'a file was dropped that cannot be read')
        os.chmod(c.docs / '锁.md', 0o644)
    unprivileged(c, index_as_nobody)


@case
def bad_unreadable_folder(c):
    def index_as_nobody(c):
        c.write('锁/内.md', GOOD)
        c.write('好.md', GOOD)
        c.indexed()
        os.chmod(c.docs / '锁', 0)
        c.wbindex().expect(code=1, err_has=re.compile('锁/: .*Permission denied'))
        listed_as_failed(c, '锁/', None, 'Permission denied')
        check(c.paths('照常找到') == ['好.md', '锁/内.md'], 'its files were dropped')
        os.chmod(c.docs / '锁', 0o700)
        c.wbindex('--rebuild').expect(code=0)
        check(c.paths('照常找到') == ['好.md', '锁/内.md'], 'its files were dropped afterwards')
    unprivileged(c, index_as_nobody)


@case
def bad_unreadable_root(c):
    def index_as_nobody(c):
        os.chmod(c.docs, 0)
        c.wbindex(c.docs, cwd='/').expect(err_has=(str(c.docs), 'Permission denied'))
        os.chmod(c.docs, 0o700)
    unprivileged(c, index_as_nobody)


class PlainUserCase(Case):
    """A case whose programs, and whose files once handed over, are an ordinary user's."""

    def popen(self, program, *args, **options):
        return super().popen(program, *args, **as_nobody(), **options)

    def write(self, name, content, age_s=3600):
        path = super().write(name, content, age_s)
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)
            os.chown(os.path.dirname(path), NOBODY, NOBODY)
        return path


def unprivileged(c, body):
    """Runs `body` with a case whose programs have no special rights, in a folder of its own."""
    folder = c.dir / 'plain'
    folder.mkdir()
    plain = PlainUserCase(c.tools.copy_to(c.dir / 'bin'), folder, c.options)
    if os.geteuid() == 0:
        for path in (folder, plain.docs):
            os.chown(path, NOBODY, NOBODY)
        c.dir.chmod(0o755)
    body(plain)


@case
def symbolic_links(c):
    outside = c.dir / 'outside'
    outside.mkdir()
    (outside / '外.md').write_text('外面的文件谈到托育服务。\n')
    os.symlink(outside / '外.md', c.docs / '链.md')
    os.symlink(outside, c.docs / '链目录')
    os.symlink(outside, c.docs / '链目录2')
    os.symlink('.', c.docs / '自己')
    os.symlink('..', c.docs / '上面')
    os.symlink('/', c.docs / '根')
    c.write('好.md', GOOD)
    c.wbindex(c.docs).expect(code=0, err_has=re.compile('自己/: .*link'))
    check(set(c.paths('托育服务')) == {'链.md', '链目录/外.md'} or
          set(c.paths('托育服务')) == {'链.md', '链目录2/外.md'}, f'found {c.paths("托育服务")}')
    c.wbsearch('托育服务').expect(code=0, err='')


@case
def bad_symlink_loop(c):
    os.symlink('圈二.md', c.docs / '圈.md')
    os.symlink('圈.md', c.docs / '圈二.md')
    c.write('好.md', GOOD)
    c.wbindex(c.docs).expect(code=1, err_has=(
        re.compile('圈.md: .*loop'), re.compile('圈二.md: .*loop')))
    check({f['path'] for f in c.status()['failed']} == {'圈.md', '圈二.md'}, f'{c.status()}')
    check(c.paths('照常找到') == ['好.md'], 'the good file is not found')


@case
def bad_dangling_symlink(c):
    os.symlink('不存在', c.docs / '断.md')
    bad_file(c, '断.md', None, 'a link to nothing')
    (c.docs / '断.md').unlink()
    c.wbindex().expect(code=0, err_lacks='断.md')


@case
def special_files_do_not_stop_it(c):
    """Opening a pipe waits for a writer, reading a device may never end."""
    os.mkfifo(c.docs / '管道.md')
    os.mkfifo(c.docs / '.wbignore')
    listener = socket.socket(socket.AF_UNIX)
    folder = os.open(c.docs, os.O_RDONLY)
    listener.bind(f'/proc/self/fd/{folder}/套接字.md')  # the whole path may be too long
    os.close(folder)
    os.symlink('/dev/zero', c.docs / '设备.md')
    if os.geteuid() == 0:
        try:
            os.mknod(c.docs / '字符.md', 0o644 | stat.S_IFCHR, os.makedev(1, 5))
        except OSError:
            pass  # not allowed here
    c.write('好.md', GOOD)
    run = c.wbindex(c.docs)
    if run.code not in (0, 1):
        run.fail('exit 0 or 1')
    run.expect(err_has='.wbignore: not a regular file')
    check(c.paths('照常找到') == ['好.md'], 'the good file is not found')
    c.wbsearch('照常找到').expect(code=0)
    listener.close()


@case
def bad_inspect_of_special_files(c):
    os.mkfifo(c.docs / '管道.md')
    c.wbindex('inspect', 'tokens', '管道.md').expect(code=2, err_has='not a regular file')
    c.wbindex('inspect', 'tokens', '/dev/zero').expect(code=2, err_has='not a regular file')
    c.wbindex('inspect', 'tokens', '.').expect(code=2, err_has='not a regular file')


@case
def file_that_vanishes_before_it_is_read(c):
    """The first file takes long to read; when it is opened, the walk is over. Then the last one
    goes."""
    c.write('0.md', prose(1, busy_size(c, 4_000_000)))
    c.write('好.md', GOOD)
    gone = c.write('失.md', '# 失\n\n这一篇即将消失。\n')
    with FolderWatch() as watch:
        watch.add(c.docs, FolderWatch.OPEN)
        process = c.popen('wbindex', '-j1', '.')
        for _, _, name in watch.events(TIMEOUT_S):
            if name == b'0.md':
                os.unlink(gone)
                break
        run = c.finish(process, 'wbindex', ('-j1', '.'))
    run.expect(err_has=(re.compile('失.md: vanished'), '2 documents'))
    if run.code not in (0, 1):
        run.fail('exit 0 or 1')
    check(c.paths('照常找到') == ['好.md'], 'the good file is not found')
    check(c.paths('即将消失') == [], 'the vanished file is found')
    c.wbindex('--check').expect(code=0)
    c.wbindex().expect(code=0, err_lacks='失.md')


@case
def files_that_come_and_go(c):
    """A remover and a maker at work throughout: the run ends, the index answers and is whole."""
    for number in range(300):
        c.write(f'{number % 10}/{number}.md', f'# 文\n\n第{number}号来来去去。\n')
    c.write('好.md', GOOD)
    churn = start_churn(c)
    try:
        for args in (('.',), (), ('--rebuild',), ()):
            run = c.wbindex(*args)
            if run.code not in (0, 1):
                run.fail('exit 0 or 1')
            check(c.paths('照常找到') == ['好.md'], 'the good file is not found')
            c.wbsearch('来').expect(err_lacks='hint')
    finally:
        churn.kill()
        churn.wait()
    c.wbindex('--check').expect(code=0)
    c.wbindex().expect(code=0)
    there = sorted(str(p.relative_to(c.docs)) for p in c.docs.glob('*/*.md')
                   if '来' in p.read_text())
    check(c.paths('来') == there, 'found is not what there is')


def start_churn(c):
    script = ('import os, random, sys\n'
              'rng = random.Random(5)\n'
              'os.chdir(sys.argv[1])\n'
              'while True:\n'
              '    number = rng.randrange(300)\n'
              '    path = f"{number % 10}/{number}.md"\n'
              '    try:\n'
              '        os.unlink(path)\n'
              '    except FileNotFoundError:\n'
              '        with open(path, "w") as file:\n'
              '            file.write(f"# 文\\n\\n第{number}号又来了。\\n")\n')
    return subprocess.Popen([sys.executable, '-X', 'utf8', '-c', script, str(c.docs)])


@case
def file_that_grows_while_read(c):
    c.write('好.md', GOOD)
    c.write('长.md', '# 长\n\n' + '不断增长。\n\n' * 20_000)
    script = ('import sys\n'
              'with open(sys.argv[1], "ab", buffering=0) as file:\n'
              '    print("go", flush=True)\n'
              '    while file.tell() < 7_000_000:\n'
              '        file.write(b"+")\n')
    writer = subprocess.Popen([sys.executable, '-c', script, str(c.docs / '长.md')],
                              stdout=subprocess.PIPE)
    try:
        writer.stdout.readline()
        for _ in range(5):
            run = c.wbindex(c.docs)
            if run.code == 1:
                run.expect(err_has=re.compile('长.md: is being written while read'))
                listed_as_failed(c, '长.md', None, 'is being written')
            else:
                run.expect(code=0)
            check(c.paths('照常找到') == ['好.md'], 'the good file is not found')
    finally:
        writer.kill()
        writer.communicate()
    c.wbindex().expect(code=0)
    check(c.paths('不断增长') == ['长.md'], 'the file is not found when it has come to rest')


@case
def deep_folders(c):
    shallow = '/'.join(['层'] * 20)
    c.write(f'{shallow}/浅.md', GOOD)
    c.write('/'.join(['层'] * 300) + '/深.md', GOOD)
    run = c.wbindex(c.docs).expect(code=1, err_has='too many folders in one another')
    check(c.paths('照常找到') == [f'{shallow}/浅.md'], f'{run.describe()}: {c.paths("照常找到")}')
    check(len(c.status()['failed']) == 1, f'{c.status()["failed"]}')
    c.wbsearch('照常找到', cwd=c.docs / shallow).expect(code=0, has=re.compile('^浅.md:3:'))


@case
def deeply_nested_markdown(c):
    c.write('好.md', GOOD)
    nested = {'引用': '>' * 10_000, '方括号': '[' * 10_000, '星号': '*' * 10_000,
              '列表': '- ' * 10_000, '强调': '*a ' * 10_000, '链接': '[a](' * 10_000,
              '下划线': '_' * 10_000, '反引号': 'a' + '`' * 10_000, '标签': '<div>' * 10_000,
              '图': '![' * 10_000, '实体': '&' * 10_000, '转义': '\\' * 10_001,
              '脚注': '[^1]' * 10_000, '表格': '|' * 10_000, '井号': '#' * 10_000,
              '混合': '*[_![' * 4_000}
    for name, text in nested.items():
        c.write(f'{name}.md', f'开头。\n\n{text} 嵌套深处的词\n\n结尾照常。\n')
    start = time.monotonic()
    run = c.wbindex('--file-timeout=20', c.docs)
    check(time.monotonic() - start < 60, f'{run.describe()}: took a minute or more')
    run.expect(code=0, err_has=f'{len(nested) + 1} documents')
    found = set(c.paths('嵌套深处的词'))
    missing = sorted({f'{name}.md' for name in nested} - found)
    check(not missing, f'the text behind the nesting is not found in {missing}')
    check(len(c.paths('结尾照常')) == len(nested), 'the text after the nesting is not found')


@case
def many_tiny_paragraphs(c):
    count = busy_size(c, 50_000)
    c.write('碎.md', ''.join(f'第{n}条 略\n\n' for n in range(1, count + 1)))
    c.indexed().expect(err_has=f'indexed 1 document, {count:,} paragraphs')
    c.wbsearch('-c', '略').expect(code=0, out=f'{count}\n')
    c.wbsearch(f'第{count - 1}条').expect(
        code=0, out=f'碎.md:{2 * count - 3}:第{count - 1}条 略\n')
    run = c.wbsearch('--json', '-k100000', '略').expect(code=0)
    check(len(run.matches()) == count, 'not all paragraphs in the JSON')
    c.wbindex('--check').expect(code=0)


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
def odd_file_names(c):
    names = ['换\n行.md', '引"号\'.md', '空 格 .md', '-n5.md', '--json.md', '冒:号:1:.md',
             '反\\斜.md', '长' * 83 + '.md', '$(touch x).md', '😀.md', '\u00e9.md', 'e\u0301.md',
             '*.md', '\u3000.md']
    for name in names:
        c.write(name, '怪名文件谈到托育。\n')
    c.write('怪目\n录/文.md', '怪名文件谈到托育。\n')
    c.write(b'\xff\xfe\xb0\xa1.md', '怪名文件谈到托育。\n')
    c.write(b'\xff\xfe\xb0\xa1\x1b[2J/\xff.md', '怪名文件谈到托育。\n')
    count = len(names) + 3
    c.indexed().expect(err_has=f'{count} documents')
    run = c.wbsearch('托育').expect(code=0, err='')
    check(len(run.lines) == count, f'{len(run.lines)} lines for {count} files: {run.describe()}')
    paths = {m['path'].get('text') for m in c.wbsearch('--json', '--duplicates', '托育').matches()}
    check(set(names) | {'怪目\n录/文.md'} <= paths, f'JSON names {sorted(map(str, paths))}')
    c.wbindex('--', '-n5.md').expect(code=2, err_has='not a folder')
    (c.docs / '-dir').mkdir()
    c.write('-dir/文.md', GOOD)
    c.wbindex('--', '-dir').expect(code=0, err_has='indexed 1 document, ')
    for name in ('换\n行.md', '-n5.md', '长' * 83 + '.md'):
        (c.docs / name).unlink()
    os.unlink(os.path.join(os.fsencode(c.docs), b'\xff\xfe\xb0\xa1.md'))
    c.wbsearch('托育').expect(err_has='4 gone')
    c.wbindex().expect(code=0)
    check(len(c.wbsearch('托育').lines) == count - 4, 'not all that remain are found')


@case
def json_names_files_that_are_not_utf8(c):
    c.write(b'\xff\xfe.md', '怪名文件谈到托育。\n')
    c.indexed()
    for message in c.wbsearch('--json', '托育').messages()[:-1]:
        path = message['data']['path']
        check(path == {'bytes': '//4ubWQ='}, f'the path of {message["type"]} is {path}')


@case
def odd_names_in_messages(c):
    for name in ('换\n行.md', b'\xff\xfe.md', '转\x1b[2J义.md'):
        c.write(name, b'\0')
    lines = c.wbindex(c.docs).expect(code=1).err_text.splitlines()
    check(len(lines) == 4, f'three failures and the summary on {len(lines)} lines: {lines}')
    check(all('NUL' in line for line in lines[:3]), f'without a reason: {lines}')
    check(len([line for line in c.wbindex('--status').lines if 'NUL' in line]) == 3, 'status')
    check(len(c.status()['failed']) == 3, 'status --json')


# ------------------------------------------------------------------ the index and its surroundings


def block_damage(seed):
    """Overwrites one block of a table with rubbish."""
    def damage(generation):
        path = generation / 'postlist.glass'
        rng = random.Random(seed)
        block = rng.randrange(path.stat().st_size // 8192)
        with open(path, 'r+b') as file:
            file.seek(block * 8192)
            file.write(rng.randbytes(8192))
    return damage


def cut_to(name, share):
    def damage(generation):
        path = generation / name
        os.truncate(path, int(path.stat().st_size * share))
    return damage


def fill(name, byte):
    def damage(generation):
        path = generation / name
        path.write_bytes(byte * path.stat().st_size)
    return damage


def stub(text):
    def damage(generation):
        (generation.parent / 'XAPIANDB').write_bytes(text)
    return damage


DAMAGES = {
    'no table': lambda generation: (generation / 'postlist.glass').unlink(),
    'empty table': cut_to('postlist.glass', 0),
    'half a table': cut_to('postlist.glass', 0.5),
    'table of 0xFF': fill('postlist.glass', b'\xff'),
    'no version file': lambda generation: (generation / 'iamglass').unlink(),
    'empty version file': cut_to('iamglass', 0),
    'rubbish as version file': fill('iamglass', b'?'),
    'no records': lambda generation: (generation / 'records').unlink(),
    'half of the records': cut_to('records', 0.5),
    'no ends of records': lambda generation: (generation / 'records.ends').unlink(),
    'half of the ends of records': cut_to('records.ends', 0.5),
    'ends of records of 0xFF': fill('records.ends', b'\xff'),
    'no generation': shutil.rmtree,
    'empty stub': stub(b''),
    'rubbish as stub': stub(b'hello\n'),
    'stub of another generation': stub(b'auto gen-000077\n'),
    'stub with a path': stub(b'auto gen-/../../../../etc\n'),
    'stub without end': stub(b'auto gen-' + b'0' * 10_000),
    'stub that is remote': stub(b'remote localhost:1\n'),
}
# After these --rebuild gives up: see any_damage_can_be_made_anew.
HOPELESS = ('no table', 'empty table', 'half a table', 'stub without end')


def damaged_copies(c, names):
    """An index for each damage, damaged; yields (name, case on it)."""
    small_index(c)
    for number, name in enumerate(names):
        folder = c.dir / f'damaged{number}'
        folder.mkdir()
        copy = Case(c.tools, folder, c.options)
        shutil.copytree(c.docs, copy.docs, dirs_exist_ok=True, symlinks=True)
        DAMAGES[name](copy.index / 'gen-000001')
        yield name, copy


@case
def damaged_index_is_an_error(c):
    for _, copy in damaged_copies(c, DAMAGES):
        for program, args in (('wbsearch', ('绿色信贷',)), ('wbsearch', ('-c', '的')),
                              ('wbsearch', ('--json', '的')), ('wbindex', ('--check',)),
                              ('wbindex', ('--status',))):
            copy.run(program, *args).expect(code=2, out='', err_has=f'{program}: ')


@case
def damaged_index_can_be_made_anew(c):
    names = [name for name in DAMAGES if name not in HOPELESS]
    for name, copy in damaged_copies(c, names):
        copy.wbindex('--rebuild', '.').expect(code=0, err_has='indexed 3 documents')
        check(len(copy.paths('绿色信贷')) == 2, f'{name}: not found after --rebuild')
        copy.wbindex('--check').expect(code=0)
        check(leftovers(copy.index) == [], f'{name}: left over {leftovers(copy.index)}')


@case
def rubbish_in_the_table_never_crashes(c):
    for number in range(20):
        c.write(f'{number}.md', prose(number, 4000))
    c.indexed()
    queries = ('农村公路', '的', '第')
    good = answers(c, queries)
    for seed in range(25):
        work = c.dir / f'copy{seed}'
        work.mkdir()
        copy = Case(c.tools, work, c.options)
        shutil.copytree(c.docs, copy.docs, dirs_exist_ok=True)
        block_damage(seed)(copy.index / 'gen-000001')
        whole = copy.wbindex('--check')
        for query in queries:
            run = copy.wbsearch('--json', query)
            if run.code not in (0, 1, 2):
                run.fail('exit 0, 1 or 2')
            if run.code == 2:
                run.expect(err_has='wbsearch: ')
        if whole.code == 0:
            check(answers(copy, queries) == good,
                  f'seed {seed}: --check is content, but the answers are others')
        copy.wbindex('--status')
        copy.wbindex('.')


def change_property(c, name, renamed):
    """Gives a property in the index's description another number of the same length."""
    table = c.index / 'gen-000001/postlist.glass'
    content = table.read_bytes()
    check(content.count(name) == 1, f'{name} stands {content.count(name)} times in the table')
    at = content.index(name) + len(name)
    other = b'1' if content[at:at + 1] != b'1' else b'2'
    table.write_bytes(content[:at - len(name)] + renamed + other + content[at + 1:])


@case
def index_of_another_version(c):
    for name, renamed, message in ((b'schema=', b'schema=', 'another index format'),
                                   (b'fold=', b'fold=', 'another character fold'),
                                   (b'tokenizer=', b'tokenizer=', 'another tokenizer'),
                                   (b'icu=', b'icu=', 'another ICU version'),
                                   (b'schema=', b'xchema=', 'not an index of wbsearch')):
        shutil.rmtree(c.index, ignore_errors=True)
        small_index(c)
        change_property(c, name, renamed)
        for program, args in (('wbsearch', ('绿色信贷',)), ('wbindex', ('--check',)),
                              ('wbindex', ('--status',))):
            c.run(program, *args).expect(code=2, out='', err_has=(message, 'wbindex --rebuild DIR'))
        c.wbindex('.').expect(code=0, err_has=('making it anew', 'indexed 3 documents'))
        c.wbsearch('绿色信贷').expect(code=0, err='')


@case
def foreign_files_are_left_alone(c):
    c.tree(SMALL_TREE)
    foreign = c.dir / 'mine'
    foreign.mkdir()
    (foreign / '论文.docx').write_text('重要')
    c.wbindex('--index', foreign, '.').expect(code=2, out='', err_has=(
        'mine', 'other things', 'hint: '))
    c.wbindex('--index', foreign, '--rebuild', '.').expect(code=2)
    c.wbindex('--index', '.', '.').expect(code=2, err_has='other things')
    check(os.listdir(foreign) == ['论文.docx'], f'the folder holds {os.listdir(foreign)}')
    c.indexed()
    (c.index / '笔记.txt').write_text('放错了地方')
    c.wbindex().expect(code=2, err_has='other things')
    c.wbsearch('绿色信贷').expect(code=0)
    check((c.index / '笔记.txt').exists(), 'a file of the user is gone')


@case
def index_path_that_is_a_file(c):
    c.tree(SMALL_TREE)
    (c.dir / 'file').write_text('重要')
    c.wbindex('--index', c.dir / 'file', '.').expect(code=2, out='', err_has=str(c.dir / 'file'))
    c.wbindex('--index', c.dir / 'file/x', '.').expect(code=2, err_has='Not a directory')
    c.wbindex('--index', c.dir / 'no/such/x', '.').expect(code=2, err_has='No such file')
    check((c.dir / 'file').read_text() == '重要', 'the file was changed')
    c.index.write_text('重要')
    c.wbindex('.').expect(code=2, err_has='.wbsearch')
    check(c.index.read_text() == '重要', 'the file was changed')


@case
def folder_that_is_none(c):
    c.write('文.md', GOOD)
    c.wbindex('无此目录').expect(code=2, out='', err_has=('无此目录: ', 'No such file'))
    c.wbindex('文.md').expect(code=2, out='', err_has=('文.md: not a folder', 'hint: '))
    c.wbindex('--index', c.dir / 'x', '.', '无此目录').expect(code=2, err_has='无此目录')
    check(not (c.dir / 'x').exists(), 'an index was made in spite of the error')
    c.wbindex('').expect(code=2, err_has='wbindex: ')


@case
def index_of_a_changed_set_of_folders(c):
    for name in ('甲', '乙'):
        c.write(f'{name}/文.md', f'{name}地的托育服务。\n')
    env = {'WBSEARCH_INDEX': str(c.dir / 'idx')}
    c.wbindex('甲', env=env).expect(code=0, err_has='indexed 1 document, ')
    c.wbindex('甲', '乙', env=env).expect(code=0, err_has='2 documents')
    check(c.paths('托育服务', env=env) == ['乙/文.md', '甲/文.md'], 'not both are found')
    c.wbindex('--check', env=env).expect(code=0)


@case
def the_number_of_workers_makes_no_difference(c):
    large_tree(c, 400_000)
    outputs = []
    for jobs in ('1', '2', '5'):
        c.indexed('--rebuild', '-j', jobs)
        hits = c.wbsearch('--json', '-k', '1000', '应当').matches()
        check(hits, 'no hits')
        outputs.append(hits)
    check(outputs[0] == outputs[1] == outputs[2], 'not the same hits in the same order')


@case
def killed_worker_costs_one_file_at_most(c):
    large_tree(c, 2_000_000)
    process = c.popen('wbindex', '-j', '2', '.')
    killed = False
    while not killed and process.poll() is None:
        try:
            children = Path(f'/proc/{process.pid}/task/{process.pid}/children').read_text().split()
            states = [Path(f'/proc/{pid}/stat').read_text().rsplit(')')[1].split()[0]
                      for pid in children]
            # The workers; before, there is one child that makes the dictionary.
            if len(children) == 2 and 'Z' not in states:
                os.kill(int(children[0]), signal.SIGKILL)
                killed = True
        except (FileNotFoundError, ProcessLookupError):
            pass  # it has just ended
    run = c.finish(process, 'wbindex', ('-j', '2', '.'))
    check(killed, 'there were no two workers to be seen')
    run.expect(err_has='crashed on it' if run.code == 1 else ' 8 documents')
    found = c.paths('号文件')
    check(len(found) == (7 if run.code == 1 else 8), f'{found}')
    c.wbindex('--check').expect(code=0)
    c.indexed().expect(err_has=' 8 documents')


@case
def folder_is_not_dropped_by_chance(c):
    for name in ('甲', '乙'):
        c.write(f'{name}/文.md', f'{name}地的托育服务。\n')
    env = {'WBSEARCH_INDEX': str(c.dir / 'idx')}
    c.wbindex('甲', '乙', env=env).expect(code=0)
    c.wbindex('乙', env=env).expect(code=2, err_has=('甲', 'another folder', '--rebuild'))
    check(c.paths('托育服务', env=env) == ['乙/文.md', '甲/文.md'], 'the index has changed')
    c.wbindex('--rebuild', '乙', env=env).expect(code=0, err_has='1 document, ')
    check(c.paths('托育服务', env=env) == ['乙/文.md'], 'not made anew')


@case
def folders_within_each_other_are_refused(c):
    c.write('内/文.md', '托育服务。\n')
    for folders in (('.', '内'), ('内', '.'), ('内', '..')):
        c.wbindex('-i', c.dir / 'idx', *folders).expect(code=2, err_has=('lie one in', 'outer'))
    c.wbindex('-i', c.dir / 'idx', '.', c.docs).expect(code=0)  # the same one, twice


@case
def count_as_json_is_the_summary(c):
    small_index(c)
    run = c.wbsearch('--json', '--count', '绿色信贷').expect(code=0)
    summary, = run.messages()
    check(summary['type'] == 'summary', 'not a summary')
    check(summary['data']['total'] == {'value': 3, 'relation': 'eq'}, str(summary))


@case
def second_indexer_is_turned_away(c):
    small_index(c)
    with open(c.index / 'lock', 'rb+') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for args in ((), ('.',), ('--rebuild', '.')):
            c.wbindex(*args).expect(code=2, out='', err_has=(
                str(c.index), re.compile(r'another wbindex \(process \d+\) is at work'), 'hint: '))
        # Who only reads is not concerned.
        c.wbsearch('绿色信贷').expect(code=0, err='')
        c.wbindex('--status').expect(code=0)
        c.wbindex('--check').expect(code=0)
        # Closing is not enough: a child that another thread is just starting may have it too.
        fcntl.flock(lock, fcntl.LOCK_UN)
    c.wbindex().expect(code=0)


@case
def read_only_index_can_be_searched(c):
    def as_nobody_on_roots_index(c):
        c.tree(SMALL_TREE)
        c.indexed()
        for path in [c.index] + list(c.index.rglob('*')):
            path.chmod(0o555 if path.is_dir() else 0o444)
        c.wbsearch('绿色信贷').expect(code=0, err='')
        c.wbindex('--status').expect(code=0)
        c.write('新.md', GOOD)
        c.wbsearch('绿色信贷').expect(code=0, err_has='1 files are new')
        for args in ((), ('--rebuild',)):
            c.wbindex(*args).expect(code=2, out='', err_has=(str(c.index), 'Permission denied'))
        c.wbsearch('绿色信贷').expect(code=0, has='通知.md')
        for path in [c.index] + list(c.index.rglob('*')):
            path.chmod(0o755)
        # Only the database is protected: that comes out later.
        os.chmod(c.index / 'gen-000001', 0o555)
        os.chmod(c.index / 'gen-000001/postlist.glass', 0o444)
        os.chmod(c.index / 'gen-000001/iamglass', 0o444)
        c.wbindex().expect(code=2, out='', err_has='wbindex: ')
        c.wbsearch('绿色信贷').expect(code=0, has='通知.md')
        os.chmod(c.index / 'gen-000001', 0o755)
    unprivileged(c, as_nobody_on_roots_index)


@case
def folder_that_may_not_be_written(c):
    def index_as_nobody(c):
        c.tree(SMALL_TREE)
        os.chmod(c.docs, 0o555)
        c.wbindex(c.docs).expect(code=2, out='', err_has=('.wbsearch', 'Permission denied'))
        c.wbindex('--index', c.dir / 'idx', c.docs).expect(code=0, err_has='3 documents')
        os.chmod(c.docs, 0o755)
    unprivileged(c, index_as_nobody)


def mounted(c, size):
    """A small file system of its own."""
    if not c.options.mounts:
        raise Skip('mounting is not allowed here')
    folder = c.dir / 'mnt'
    folder.mkdir()
    if subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={size}', 'tmpfs', folder],
                      stderr=subprocess.DEVNULL, check=False).returncode:
        raise Skip('mounting is not allowed here')
    return folder


def remount(folder, options):
    subprocess.run(['mount', '-o', f'remount,{options}', folder], check=True)


def unmount(folder):
    subprocess.run(['umount', '-l', folder], check=False)


@case
def read_only_file_system(c):
    folder = mounted(c, '16m')
    try:
        index = folder / 'idx'
        small_index(c, '--index', index)
        remount(folder, 'ro')
        c.wbsearch('-i', index, '绿色信贷').expect(code=0, err='')
        c.write('新.md', GOOD)
        c.wbindex('-i', index).expect(code=2, out='', err_has=(str(index), 'Read-only file system'))
        c.wbindex('-i', folder / 'other', '.').expect(code=2, err_has='Read-only file system')
        c.wbsearch('-i', index, '绿色信贷').expect(code=0, has='通知.md')
    finally:
        unmount(folder)


@case
def full_disk_on_first_build(c):
    folder = mounted(c, '2m')
    try:
        index = folder / 'idx'
        large_tree(c, 4_000_000)
        c.wbindex('-i', index, '.').expect(code=2, out='', err_has='No space left on device')
        c.wbsearch('-i', index, '农村公路').expect(code=2, err_has='no index')
        check(leftovers(index) == [], f'left over: {leftovers(index)}')
        remount(folder, 'size=128m')
        c.wbindex('-i', index, '.').expect(code=0, err_has='8 documents')
        c.wbsearch('-i', index, '农村公路').expect(code=0)
        c.wbindex('--check', '-i', index).expect(code=0)
    finally:
        unmount(folder)


@case
def full_disk_on_update_and_rebuild(c):
    folder = mounted(c, '2m')
    try:
        index = folder / 'idx'
        small_index(c, '--index', index)
        queries = ('绿色信贷', '的', '农村公路')
        before = answers(c, queries, '-i', index)
        for number in range(12):
            c.write(f'中{number}.md', prose(number, 250_000), age_s=5)
        for args in ((), ('--rebuild',)):
            c.wbindex('-i', index, *args).expect(code=2, out='', err_has='No space left on device')
            check(answers(c, queries, '-i', index) == before, 'answers changed on a full disk')
            c.wbindex('--check', '-i', index).expect(code=0)
        check(leftovers(index) == [], f'left over: {leftovers(index)}')
        remount(folder, 'size=128m')
        c.wbindex('-i', index).expect(code=0, err_has='15 documents')
        check(len(c.paths('-i', index, '农村公路')) == 12, 'not all found once there is room')
        c.wbindex('--check', '-i', index).expect(code=0)
    finally:
        unmount(folder)


# ------------------------------------------------------------------------------ signals and pipes


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


def interrupt_indexing(c, number, *args):
    """Sends a signal to the group of a wbindex that is at work on a new generation."""
    c.index.mkdir(exist_ok=True)
    with FolderWatch() as watch:
        watch.add(c.index, FolderWatch.CREATE)
        process = c.popen('wbindex', *args, start_new_session=True)
        for _, _, name in watch.events(TIMEOUT_S):
            if name.startswith(b'build-'):
                os.killpg(process.pid, number)
                break
        return c.finish(process, 'wbindex', args)


@case
def interrupted_first_build(c):
    large_tree(c, busy_size(c, 12_000_000))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        run = interrupt_indexing(c, number, '.').expect(code=130, out='', err_has='interrupted')
        check(leftovers(c.index) == [], f'{run.describe()} leaves {leftovers(c.index)}')
        c.wbsearch('农村公路').expect(code=2, err_has='no index')


@case
def interrupted_rebuild(c):
    large_tree(c, busy_size(c, 6_000_000))
    c.indexed()
    before = answers(c, ('农村公路', '第3号'))
    run = interrupt_indexing(c, signal.SIGINT, '--rebuild', '.')
    run.expect(code=130, out='', err_has=('interrupted', 'as it was before'), err_lacks='\r')
    check(answers(c, ('农村公路', '第3号')) == before, f'{run.describe()}: answers changed')
    check(leftovers(c.index) == [], f'{run.describe()} leaves {leftovers(c.index)}')
    c.wbindex('--check').expect(code=0)


@case
def indexer_killed_alone_leaves_no_workers(c):
    """Workers of a dead parent would hold the lock and write on."""
    large_tree(c, busy_size(c, 12_000_000))
    c.index.mkdir()
    with FolderWatch() as watch:
        watch.add(c.index, FolderWatch.CREATE)
        process = c.popen('wbindex', '.')
        for _, _, name in watch.events(TIMEOUT_S):
            if name.startswith(b'build-'):
                process.kill()
                break
        process.communicate()  # returns when the last holder of the pipes is gone
    run = c.wbindex('-q', '.')
    if run.code == 2 and 'another wbindex' in run.err_text:
        run.fail('no lock held by workers of a dead indexer')
    run.expect(code=0)
    check(leftovers(c.index) == [], f'left over: {leftovers(c.index)}')




@case
def any_damage_can_be_made_anew(c):
    for name, copy in damaged_copies(c, HOPELESS):
        copy.wbindex('--rebuild', '.').expect(code=0)
        check(len(copy.paths('绿色信贷')) == 2, f'{name}: not found after --rebuild')


@case
def damage_is_explained(c):
    for _, copy in damaged_copies(c, [n for n in DAMAGES if 'stub' not in n]):
        copy.wbsearch('绿色信贷').expect(code=2, err_has=(str(copy.index), 'hint: ', '--rebuild'))


@case
def closed_pipe_is_quiet(c):
    process = blocked_search(c)
    process.stdout.read(10)
    process.stdout.close()
    process.stdout = None
    c.finish(process, 'wbsearch', ('-k2000', '节水')).expect(code=0, err='')


@case
def mistyped_index_leaves_nothing(c):
    c.wbindex('--index', c.dir / 'typo').expect(code=2, err_has='typo')
    check(not (c.dir / 'typo').exists(), 'a directory was made')


@case
def help_that_cannot_be_written_is_an_error(c):
    with open('/dev/full', 'wb') as full:
        for program, option in (('wbindex', '-h'), ('wbindex', '-V'), ('wbsearch', '-V'),
                                ('wbsearch', '-h')):
            c.run(program, option, stdout=full).expect(code=2, err_has='No space left')


@case
def special_files_are_reported(c):
    os.mkfifo(c.docs / '管道.md')
    bad_file(c, '管道.md', None, 'not a regular file')


@case
def read_only_index_can_be_checked(c):
    def as_nobody_on_roots_index(c):
        c.tree(SMALL_TREE)
        c.indexed()
        for path in [c.index] + list(c.index.rglob('*')):
            path.chmod(0o555 if path.is_dir() else 0o444)
        c.wbindex('--check').expect(code=0, has='whole: 3 documents')
    unprivileged(c, as_nobody_on_roots_index)


@case
def folder_made_readable_is_read(c):
    def index_as_nobody(c):
        c.tree(SMALL_TREE)
        os.chmod(c.docs / '规划', 0)
        c.wbindex(c.docs).expect(code=1, err_has='规划/: ')
        (c.docs / '规划').chmod(0o700)
        c.wbindex().expect(code=0)
        c.indexed()
        os.chmod(c.docs / '规划', 0)
        c.wbindex().expect(code=1, err_has='规划/: ')
        (c.docs / '规划').chmod(0o700)
        c.wbindex().expect(code=0)
    unprivileged(c, index_as_nobody)


@case
def quotation_holds_other_quotation_marks(c):
    c.write('文.md', '他说“双碳”目标不变。\n')
    c.indexed()
    for query in ('"“双碳”目标"', '"说“双碳”目标不变"'):
        c.wbsearch(query).expect(code=0, has='文.md:1:')


@case
def messages_hold_no_controls(c):
    for name in ('控\x9b31m制.md', '转\u202e向.md'):
        c.write(name, b'\0')
    for run in (c.wbindex(c.docs), c.wbsearch('--\x9b31m'), c.wbindex('\u202e无此')):
        run.expect(err_lacks=RAW_CONTROL)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('\n\n')[1][len('usage: '):])
    parser.add_argument('--jobs', type=int, default=2, help='cases at a time')
    parser.add_argument('--examples', default=Path(__file__).parents[1] / 'data/examples')
    parser.add_argument('--sanitized', action='store_true',
                        help='the programs are slow: smaller documents keep them busy')
    parser.add_argument('wbindex')
    parser.add_argument('wbsearch')
    parser.add_argument('only', nargs='*')
    options = parser.parse_args()
    options.mounts = private_mounts()
    return SUITE.run(Tools(options.wbindex, options.wbsearch), options)


if __name__ == '__main__':
    sys.exit(main())
