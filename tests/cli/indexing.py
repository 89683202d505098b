#!/usr/bin/env python3
"""Black-box tests of wbindex: what is indexed, where the index lies, what it tells of itself.

usage: indexing.py [--jobs N] [--examples DIR] [--sanitized] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...
"""
import json
import os
import random
import re
import shutil
import signal
import sys
import time
from pathlib import Path

from documents import GOOD, NOTICE, SMALL_TREE, busy_size, large_tree, prose, small_index
from wbtest import (ESCAPE, TIMEOUT_S, FolderWatch, Suite, answers, check, leftovers, main,
                    paths_in)

SUITE = Suite()
case = SUITE.case


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
def folder_that_is_none(c):
    c.write('文.md', GOOD)
    c.wbindex('无此目录').expect(code=2, out='', err_has=('无此目录: ', 'No such file'))
    c.wbindex('文.md').expect(code=2, out='', err_has=('文.md: not a folder', 'hint: '))
    c.wbindex('--index', c.dir / 'x', '.', '无此目录').expect(code=2, err_has='无此目录')
    check(not (c.dir / 'x').exists(), 'an index was made in spite of the error')
    c.wbindex('').expect(code=2, err_has='wbindex: ')


@case
def folders_within_each_other_are_refused(c):
    c.write('内/文.md', '托育服务。\n')
    for folders in (('.', '内'), ('内', '.'), ('内', '..')):
        c.wbindex('-i', c.dir / 'idx', *folders).expect(code=2, err_has=('lie one in', 'outer'))
    c.wbindex('-i', c.dir / 'idx', '.', c.docs).expect(code=0)  # the same one, twice


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
def index_inside_the_tree_without_a_dot(c):
    c.tree(SMALL_TREE)
    c.wbindex('--index', 'idx', '.').expect(code=0, err_has='3 documents')
    c.wbindex('--index', 'idx', '.').expect(code=0, err_has='3 documents')
    c.wbsearch('-i', 'idx', '托育服务').expect(code=0, err='', has='汇报.txt:9:')


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
def mistyped_index_leaves_nothing(c):
    c.wbindex('--index', c.dir / 'typo').expect(code=2, err_has='typo')
    check(not (c.dir / 'typo').exists(), 'a directory was made')


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
def quiet_prints_failures_only(c):
    c.tree(SMALL_TREE)
    c.wbindex('-q', '.').expect(code=0, out='', err='')
    c.wbindex('--quiet').expect(code=0, out='', err='')
    c.write('坏.md', b'a\0b')
    lines = c.wbindex('-q').expect(code=1, out='').err_text.splitlines()
    check(len(lines) == 1 and '坏.md:1: ' in lines[0], f'with -q one failure gives {lines}')
    c.wbindex('--check', '-q').expect(code=0, out='', err='')


def rebuilt_in_more_than_a_second(c, *args, **options):
    """wbindex --rebuild on a terminal, stopped as soon as it is at work, and let go when the second
    is over after which progress shows: documents that take so long would cost far more."""
    with FolderWatch() as watch:
        watch.add(c.index, FolderWatch.CREATE)

        def pause(process):
            for _, _, name in watch.events(TIMEOUT_S):
                if name.startswith(b'build-'):
                    os.killpg(process.pid, signal.SIGSTOP)
                    time.sleep(1.1)
                    os.killpg(process.pid, signal.SIGCONT)
                    return
        return c.on_terminal('wbindex', '-j1', '--rebuild', *args, '.', during=pause, **options)


@case
def progress_is_for_terminals_only(c):
    large_tree(c, busy_size(c, 2_000_000))  # not done before it is stopped
    c.index.mkdir()
    run = rebuilt_in_more_than_a_second(c).expect(code=0)
    check(re.search(rb'\r\x1b\[K\d+/8 files, \d+ paragraphs/s', run.err),
          f'no progress on a terminal: {run.describe()}')
    check(run.err.split(b'\r\x1b[K')[-1].startswith(b'wbindex: indexed 8 documents'),
          f'the line was not cleared before the summary: {run.describe()}')
    for options in ({'terminals': (1,)}, {'env': {'TERM': 'dumb'}}):
        rebuilt_in_more_than_a_second(c, **options).expect(
            code=0, err_lacks=('\r', ESCAPE, 'files'), err_has='indexed 8 documents')
    rebuilt_in_more_than_a_second(c, '-q').expect(code=0, out='', err='')


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
def bad_inspect_of_special_files(c):
    os.mkfifo(c.docs / '管道.md')
    c.wbindex('inspect', 'tokens', '管道.md').expect(code=2, err_has='not a regular file')
    c.wbindex('inspect', 'tokens', '/dev/zero').expect(code=2, err_has='not a regular file')
    c.wbindex('inspect', 'tokens', '.').expect(code=2, err_has='not a regular file')


if __name__ == '__main__':
    sys.exit(main(SUITE, __doc__, examples=True, sanitized=True))
