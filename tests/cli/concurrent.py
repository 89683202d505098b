#!/usr/bin/env python3
"""Readers and writers of one index at the same time.

usage: concurrent.py [--commits N] [--seed N] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...

Readers query without a pause while wbindex commits one known state of the documents after another:
no query may fail, and each has to show exactly one committed state, none older than what was
committed when it began. Readers are also stopped in the middle and let go when the database has
changed under them, or is gone. And several wbindex begin at once: one works, the others say so.

Prints TAP.
"""
import argparse
import random
import re
import signal
import sys
import threading
import time

from wbtest import Failure, Suite, Tools, answers, check, leftovers

SUITE = Suite()
case = SUITE.case

# Documents that never change, and those that say which state the tree is in.
STANDING = 150
FLIPPED = 12
READERS = 2


def write_standing(c):
    for number in range(STANDING):
        rng = random.Random(number)
        c.write(f'常/{number}.md', f'# 常设文件{number}\n\n' + ''.join(
            f'第{k}条 水利工程管理单位每年检查{rng.randint(2, 90)}处设施，并公开结果。\n\n'
            for k in range(1, rng.randint(5, 30))))


def files_of(state):
    """The documents that a state has: every other state lacks two."""
    return range(FLIPPED if state % 2 == 0 else FLIPPED - 2)


def write_state(c, state):
    for number in range(FLIPPED):
        if number in files_of(state):
            c.write(f'变/{number}.md', f'# 标记文件{number}\n\n本件处于第{state}次状态。\n',
                    age_s=5)
        else:
            (c.docs / f'变/{number}.md').unlink(missing_ok=True)


def state_shown(result):
    """The number of the one state that a result shows; fails when it shows none or a mixture."""
    result.expect(code=0)
    found = {}
    for match in result.matches():
        state = int(re.search('第([0-9]+)次状态', match['lines']['text']).group(1))
        found.setdefault(state, set()).add(match['path']['text'])
    if len(found) != 1:
        result.fail(f'one state, not {sorted(found)}')
    (state, paths), = found.items()
    expected = {f'变/{number}.md' for number in files_of(state)}
    if paths != expected:
        result.fail(f'state {state} in {sorted(expected)}')
    total = result.messages()[-1]['data']['total']
    if total != {'value': len(expected), 'relation': 'eq'}:
        result.fail(f'a total of {len(expected)}')
    return state


def query(c, *options):
    return c.wbsearch('--json', '--rung', 'loose', '--duplicates', '-k', '1000', *options,
                      '次状态')


class Progress:
    """Which states may be seen: what has been committed, and what is being committed."""

    def __init__(self):
        self.committed = 0
        self.begun = 0
        self.done = False
        self.failure = None


def read_on(c, progress, counts, number):
    """A reader's loop. Every third query also compares the tree, every fifth only counts."""
    step = 0
    while not progress.done and not progress.failure:
        step += 1
        oldest = progress.committed
        try:
            if step % 5 == 0:
                c.wbsearch('-c', '--no-check', '水利工程').expect(code=0, out=counts, err='')
                continue
            result = query(c, *(() if step % 3 == 0 else ('--no-check',)))
            strange = [line for line in result.err_text.splitlines()
                       if 'since' not in line or step % 3]
            if strange:
                result.fail('no message but that files have changed')
            state = state_shown(result)
            if not oldest <= state <= progress.begun:
                result.fail(f'a state from {oldest} to {progress.begun}, not {state}')
        except Failure as failure:
            progress.failure = failure
        except Exception as error:  # pylint: disable=broad-except
            progress.failure = Failure(f'reader {number}: {type(error).__name__}: {error}')
    progress.failure = progress.failure or (None if step else Failure('a reader read nothing'))


@case
def readers_through_commits_and_rebuilds(c):
    write_standing(c)
    write_state(c, 0)
    c.indexed()
    counts = c.wbsearch('-c', '水利工程').expect(code=0).text
    rebuilds = (c.options.commits // 3, c.options.commits * 2 // 3)
    progress = Progress()
    readers = [threading.Thread(target=read_on, args=(c, progress, counts, number))
               for number in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        for state in range(1, c.options.commits + 1):
            write_state(c, state)
            progress.begun = state
            args = ('--rebuild', '.') if state in rebuilds else ()
            c.wbindex(*args).expect(code=0)
            progress.committed = state
            if progress.failure:
                raise Failure(f'during commit {state}: {progress.failure}')
    finally:
        progress.done = True
        for reader in readers:
            reader.join()
    if progress.failure:
        raise progress.failure
    c.wbindex('--check').expect(code=0)
    check(leftovers(c.index) == [], f'left over: {leftovers(c.index)}')


def stopped_reader(c, change):
    """Queries that are stopped at random moments and go on when `change` has been made."""
    write_standing(c)
    write_state(c, 0)
    c.indexed()
    rng = random.Random(c.options.seed)
    began = time.monotonic()
    query(c, '--no-check')
    usual = time.monotonic() - began
    state = 0
    for number in range(c.options.commits // 2):
        moment = rng.uniform(0, usual)
        process = c.popen('wbsearch', '--json', '--no-check', '--rung=loose', '--duplicates',
                          '-k', '1000', '次状态')
        time.sleep(moment)  # this is the moment at which it is stopped
        process.send_signal(signal.SIGSTOP)
        oldest = state
        try:
            state = change(state)
        finally:
            process.send_signal(signal.SIGCONT)
        result = c.finish(process, 'wbsearch', ('次状态',))
        where = f'seed {c.options.seed}, stop {number} after {moment * 1e3:.1f} ms'
        try:
            shown = state_shown(result)
        except Failure as failure:
            raise Failure(f'{where}: {failure}') from None
        check(oldest <= shown <= state, f'{where}: state {shown}, not from {oldest} to {state}')


@case
def reader_stopped_through_commits(c):
    def two_commits(state):
        for following in (state + 1, state + 2):
            write_state(c, following)
            c.wbindex().expect(code=0)
        return state + 2
    stopped_reader(c, two_commits)


@case
def reader_stopped_through_a_rebuild(c):
    """Its generation is not only changed but gone."""
    def rebuild(state):
        write_state(c, state + 1)
        c.wbindex('--rebuild', '.').expect(code=0)
        return state + 1
    stopped_reader(c, rebuild)


@case
def readers_of_an_index_that_comes_to_be(c):
    """Before the first build ends there is no index; then there is all of it."""
    write_standing(c)
    write_state(c, 0)
    process = c.popen('wbindex', '.')
    seen = []
    while process.poll() is None or not seen or seen[-1] is None:
        result = query(c, '--no-check')
        if result.code == 2:
            result.expect(out='', err_has='no index')
            check(process.poll() is None or not any(seen), 'the index is gone again')
        seen.append(None if result.code == 2 else state_shown(result))
        if process.poll() is not None and result.code == 2:
            query(c, '--no-check').expect(code=0)
    c.finish(process, 'wbindex', ('.',)).expect(code=0)
    first = seen.index(0)
    check(None not in seen[first:], f'the index came and went: {seen}')


def inspected_during_commits(c, *args):
    """Runs wbindex with a command that only reads while another commits."""
    write_standing(c)
    write_state(c, 0)
    c.indexed()
    stop = threading.Event()
    failures = []

    def commit():
        state = 0
        while not stop.is_set():
            state += 1
            write_state(c, state)
            try:
                c.wbindex(*(('--rebuild', '.') if state % 7 == 0 else ())).expect(code=0)
            except Failure as failure:
                failures.append(failure)
                return

    writer = threading.Thread(target=commit)
    writer.start()
    try:
        for _ in range(c.options.commits):
            c.wbindex(*args).expect(code=0, err='')
    finally:
        stop.set()
        writer.join()
    if failures:
        raise failures[0]


@case
def status_during_commits(c):
    inspected_during_commits(c, '--status', '--json')


@case
def writers_at_once(c):
    write_standing(c)
    write_state(c, 0)
    for state in range(1, c.options.commits // 4 + 1):
        write_state(c, state)
        commands = [('.',), ('--rebuild', '.'), ('.',)]
        running = [(c.popen('wbindex', *args), args) for args in commands]
        results = [c.finish(process, 'wbindex', args) for process, args in running]
        for result in results:
            if result.code != 0:
                result.expect(code=2, out='', err_has=re.compile(r'another wbindex( \(process \d+\))? is at work'))
        check(any(result.code == 0 for result in results), 'all were turned away')
        check(state_shown(query(c)) == state, f'state {state} is not found')
        c.wbindex('--check').expect(code=0)
        check(leftovers(c.index) == [], f'left over: {leftovers(c.index)}')


@case
def writers_of_two_indexes_of_one_tree(c):
    """They have nothing to do with each other."""
    write_standing(c)
    write_state(c, 0)
    places = (c.dir / '甲', c.dir / '乙')
    running = [(c.popen('wbindex', '-i', place, '.'), ('-i', place, '.')) for place in places]
    for process, args in running:
        c.finish(process, 'wbindex', args).expect(code=0)
    first, second = (answers(c, ('水利工程', '次状态'), '-i', place) for place in places)
    check(first == second, 'the two indexes answer differently')


@case
def check_stopped_through_commits(c):
    """The state that --check reads may go; then it has to begin again, as a search does."""
    write_standing(c)
    write_state(c, 0)
    c.indexed()
    began = time.monotonic()
    c.wbindex('--check').expect(code=0)
    usual = time.monotonic() - began
    stops = c.options.commits // 5
    for number in range(1, stops + 1):
        process = c.popen('wbindex', '--check')
        time.sleep(usual * number / (stops + 1))  # this is the moment at which it is stopped
        process.send_signal(signal.SIGSTOP)
        try:
            for state in (2 * number - 1, 2 * number):
                write_state(c, state)
                c.wbindex().expect(code=0)
        finally:
            process.send_signal(signal.SIGCONT)
        c.finish(process, 'wbindex', ('--check',)).expect(code=0, err='', has='whole: ')


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('\n\n')[1][len('usage: '):])
    parser.add_argument('--commits', type=int, default=50,
                        help="of the longest case; the others' rounds are in proportion")
    parser.add_argument('--seed', type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument('wbindex')
    parser.add_argument('wbsearch')
    parser.add_argument('only', nargs='*')
    options = parser.parse_args()
    options.jobs = 1
    return SUITE.run(Tools(options.wbindex, options.wbsearch), options)


if __name__ == '__main__':
    sys.exit(main())
