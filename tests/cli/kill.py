#!/usr/bin/env python3
"""Kills wbindex at any moment; the index has to be as before or as after, and whole.

usage: kill.py [--kills N] [--seed N] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...

Three kinds of runs are killed (SIGKILL, the whole process group), each N times at moments drawn
uniformly over the time that it takes undisturbed: a first build, a rebuild, an update with edited,
new and deleted documents. Each kind is also killed at every step that shows in the folders of the
index (a folder made, the stub renamed, …), because chance seldom hits those. After each kill
--check has to be content, queries have to answer exactly as before or exactly as after, and a
following run of wbindex has to bring about what was to be.

Prints TAP. A failure names the moment, and the seed where there is one.
"""
import argparse
import os
import random
import shutil
import sys
import time

from wbtest import (Failure, FolderWatch, Suite, Tools, answers, check, difference, kill_group,
                    leftovers)

SUITE = Suite()
case = SUITE.case

DOCUMENTS = 300
ORGANS = ('市住房城乡建设局', '区卫生健康委', '县水利局', '镇人民政府', '街道办事处', '开发区')
ACTIONS = ('负责编制', '牵头落实', '按月调度', '会同审查', '定期评估', '公开发布')
MATTERS = ('防汛应急预案', '老旧管网改造', '社区养老服务', '耕地保护责任', '园区循环化改造',
           '创业担保贷款', '乡村道路养护', '政务数据共享')
# The first finds every document, by its title.
QUERIES = ('号文件', '修订', '第17号', '防汛 2024年3月', '耕地 评估 97%', '不存在的词语')


def document(number, edition):
    """The text of a document; another edition is another text."""
    rng = random.Random(number * 1000 + edition)
    parts = [f'# 第{number}号文件（第{edition}版）', '']
    for section in range(rng.randint(2, 6)):
        parts += [f'## {"一二三四五六"[section]}、{rng.choice(MATTERS)}', '']
        for _ in range(rng.randint(3, 9)):
            sentences = (f'{rng.choice(ORGANS)}{rng.choice(ACTIONS)}{rng.choice(MATTERS)}，'
                         f'于{rng.randint(2021, 2027)}年{rng.randint(1, 12)}月底前完成的'
                         f'比例不低于{rng.randint(40, 99)}%。' for _ in range(rng.randint(1, 4)))
            parts += [''.join(sentences), '']
    if edition > 1:
        parts += ['本文件根据评估结果修订。', '']
    return '\n'.join(parts)


def write_edition(c, edition):
    """Makes the tree edition 1; or 2: of every ten documents one is edited, one gone, and another
    new in its place. What stays keeps its time."""
    shutil.rmtree(c.docs)
    for number in range(DOCUMENTS):
        place = f'{number % 7}/{number}.md'
        if edition == 1 or number % 10 not in (0, 5):
            os.utime(c.write(place, document(number, 1)), (1_700_000_000, 1_700_000_000))
        elif number % 10 == 0:
            c.write(place, document(number, 2), age_s=60)
        else:
            c.write(f'新/{number}.md', document(DOCUMENTS + number, 2), age_s=60)


class Victim:
    """A kind of run: the index it begins with, its arguments, what the index answers before and
    after it."""

    def __init__(self, c, has_index, *args):
        self.case = c
        self.args = args
        self.start = None
        if has_index:
            write_edition(c, 1)
            c.indexed()
            self.start = c.dir / 'start'
            os.rename(c.index, self.start)
        write_edition(c, 2)
        self.prepare()
        self.before = answers(c, QUERIES)
        began = time.monotonic()
        self.steps = self.run_to_step(None)
        self.seconds = time.monotonic() - began
        self.after = answers(c, QUERIES)
        self.hits_after = answers(c, QUERIES, with_scores=False)
        check(self.before != self.after, 'the run changes nothing, so nothing is tested')

    def prepare(self):
        shutil.rmtree(self.case.index, ignore_errors=True)
        if self.start:
            shutil.copytree(self.start, self.case.index)
        else:
            self.case.index.mkdir()

    def popen(self):
        return self.case.popen('wbindex', *self.args, start_new_session=True)

    def run_to_step(self, last):
        """Runs until `last` things have happened in the folders of the index and kills it then;
        None: to the end. Returns how many there were."""
        with FolderWatch() as watch:
            for folder in [self.case.index] + list(self.case.index.glob('gen-*')):
                watch.add(folder, FolderWatch.NAMES)
            process = self.popen()
            count = 0
            ended = False
            while not ended:
                ended = process.poll() is not None
                for _ in watch.events(0.02):
                    count += 1
                    if count == last:
                        kill_group(process, self.case.index)
                        return count
        self.case.finish(process, 'wbindex', self.args).expect(code=0)
        return count

    def killed_after(self, seconds):
        self.prepare()
        process = self.popen()
        time.sleep(seconds)  # this is the moment of the kill, not a wait for something
        kill_group(process, self.case.index)

    def killed_at_step(self, step):
        self.prepare()
        self.run_to_step(step)

    def judge(self):
        """The index after a kill, and after the next run. Returns whether it was as before."""
        c = self.case
        found = answers(c, QUERIES)
        check(found in (self.before, self.after),
              f'answers are neither as before ({difference(found, self.before)}) nor as after '
              f'({difference(found, self.after)})')
        if found is None:
            c.wbindex('--check').expect(code=2, err_has=('no index', 'hint: '))
        else:
            c.wbindex('--check').expect(code=0, has='whole: ')
        run = c.wbindex('.').expect(code=0)
        # An update leaves weights that a rebuild does not: they are of no concern here.
        hits = answers(c, QUERIES, with_scores=False)
        check(hits == self.hits_after, f'{run.describe()} after the kill; answers are not as after '
                                       f'an undisturbed run: {difference(hits, self.hits_after)}')
        c.wbindex('--check').expect(code=0, has='whole: ')
        return found == self.before


def kill_at_random(victim):
    options = victim.case.options
    rng = random.Random(options.seed)
    as_before = 0
    for number in range(options.kills):
        seconds = rng.uniform(0, victim.seconds)
        try:
            victim.killed_after(seconds)
            as_before += victim.judge()
        except Failure as failure:
            raise Failure(f'kill {number} of seed {options.seed}, after {seconds * 1e3:.1f} of '
                          f'{victim.seconds * 1e3:.1f} ms: {failure}') from None
    # Were it always the same, the moments would not be what they are meant to be.
    print(f'# {options.kills} kills within {victim.seconds:.2f} s: {as_before} times as before, '
          f'{options.kills - as_before} times as after', flush=True)


def kill_at_steps(victim):
    check(victim.steps >= 2, f'only {victim.steps} steps show')
    for step in range(1, victim.steps + 1):
        try:
            victim.killed_at_step(step)
            victim.judge()
        except Failure as failure:
            raise Failure(f'killed at step {step} of {victim.steps}: {failure}') from None


def first_build(c):
    return Victim(c, False, '.')


def rebuild(c):
    return Victim(c, True, '--rebuild', '.')


def update(c):
    return Victim(c, True, '.')


@case
def first_build_killed_at_random(c):
    kill_at_random(first_build(c))


@case
def rebuild_killed_at_random(c):
    kill_at_random(rebuild(c))


@case
def update_killed_at_random(c):
    kill_at_random(update(c))


@case
def first_build_killed_at_every_step(c):
    kill_at_steps(first_build(c))


@case
def rebuild_killed_at_every_step(c):
    kill_at_steps(rebuild(c))


@case
def update_killed_at_every_step(c):
    kill_at_steps(update(c))


def leaves_nothing(victim):
    for step in range(1, victim.steps + 1):
        victim.killed_at_step(step)
        run = victim.case.wbindex('.').expect(code=0)
        left = leftovers(victim.case.index)
        check(left == [],
              f'killed at step {step} of {victim.steps}; {run.describe()} leaves {left}')


@case
def update_killed_leaves_nothing(c):
    leaves_nothing(update(c))


@case
def first_build_killed_leaves_nothing(c):
    leaves_nothing(first_build(c))


@case
def rebuild_killed_leaves_nothing(c):
    leaves_nothing(rebuild(c))


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('\n\n')[1][len('usage: '):])
    parser.add_argument('--kills', type=int, default=20, help='of each kind')
    parser.add_argument('--seed', type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument('wbindex')
    parser.add_argument('wbsearch')
    parser.add_argument('only', nargs='*')
    options = parser.parse_args()
    options.jobs = 1  # the moments are drawn from a measured time
    return SUITE.run(Tools(options.wbindex, options.wbsearch), options)


if __name__ == '__main__':
    sys.exit(main())
