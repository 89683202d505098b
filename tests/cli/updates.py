#!/usr/bin/env python3
"""Black-box tests of documents that change: the index follows, and a search warns when it has not.

usage: updates.py [--jobs N] [--sanitized] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...
"""
import os
import re
import shutil
import subprocess
import sys

from documents import GOOD, NOTICE, REPORT, SMALL_TREE, busy_size, prose, small_index
from wbtest import TIMEOUT_S, FolderWatch, Suite, check, leftovers, main, set_age, settle

SUITE = Suite()
case = SUITE.case


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
def file_replaced_by_a_folder(c):
    small_index(c)
    (c.docs / '汇报.txt').unlink()
    c.write('汇报.txt/正文.md', GOOD, age_s=0)
    c.wbsearch('绿色信贷').expect(code=0, err_has='1 files are new')
    c.wbindex().expect(code=0)
    check(c.paths('照常') == ['汇报.txt/正文.md'], f'found {c.paths("照常")}')
    check(c.paths('托育服务') == [], 'the old text is found')


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


if __name__ == '__main__':
    sys.exit(main(SUITE, __doc__, sanitized=True))
