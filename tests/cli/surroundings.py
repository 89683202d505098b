#!/usr/bin/env python3
"""Black-box tests of what stands around an index: other files, other processes, rights, full disks,
signals.

usage: surroundings.py [--jobs N] [--sanitized] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...
"""
import fcntl
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from documents import GOOD, SMALL_TREE, busy_size, large_tree, prose, small_index
from wbtest import (TIMEOUT_S, FolderWatch, Skip, Suite, answers, check, leftovers, main,
                    unprivileged)

SUITE = Suite()
case = SUITE.case


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
def read_only_index_can_be_checked(c):
    def as_nobody_on_roots_index(c):
        c.tree(SMALL_TREE)
        c.indexed()
        for path in [c.index] + list(c.index.rglob('*')):
            path.chmod(0o555 if path.is_dir() else 0o444)
        c.wbindex('--check').expect(code=0, has='whole: 3 documents')
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
    folder = mounted(c, '512k')
    try:
        index = folder / 'idx'
        large_tree(c, 1_000_000)
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
    folder = mounted(c, '512k')
    try:
        index = folder / 'idx'
        small_index(c, '--index', index)
        queries = ('绿色信贷', '的', '农村公路')
        before = answers(c, queries, '-i', index)
        for number in range(12):
            c.write(f'中{number}.md', prose(number, 80_000), age_s=5)
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


@case
def killed_worker_costs_one_file_at_most(c):
    large_tree(c, busy_size(c, 2_000_000))
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
    small_index(c)
    queries = ('绿色信贷', '的', '农村公路')
    before = answers(c, queries)
    large_tree(c, busy_size(c, 6_000_000))
    run = interrupt_indexing(c, signal.SIGINT, '--rebuild', '.')
    run.expect(code=130, out='', err_has=('interrupted', 'as it was before'), err_lacks='\r')
    check(answers(c, queries) == before, f'{run.describe()}: answers changed')
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
    for number in range(1, 8):
        (c.docs / f'大文件{number}.md').unlink()  # one is enough for the run that follows
    run = c.wbindex('-q', '.')
    if run.code == 2 and 'another wbindex' in run.err_text:
        run.fail('no lock held by workers of a dead indexer')
    run.expect(code=0)
    check(leftovers(c.index) == [], f'left over: {leftovers(c.index)}')


if __name__ == '__main__':
    sys.exit(main(SUITE, __doc__, sanitized=True, mounts=True))
