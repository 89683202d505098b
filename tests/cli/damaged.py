#!/usr/bin/env python3
"""Black-box tests of indexes that are damaged, or of another version.

usage: damaged.py [--jobs N] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...
"""
import os
import random
import shutil
import sys

from documents import prose, small_index
from wbtest import Case, Suite, answers, check, leftovers, main

SUITE = Suite()
case = SUITE.case


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
def damage_is_explained(c):
    for _, copy in damaged_copies(c, [n for n in DAMAGES if 'stub' not in n]):
        copy.wbsearch('绿色信贷').expect(code=2, err_has=(str(copy.index), 'hint: ', '--rebuild'))


@case
def damaged_index_can_be_made_anew(c):
    for name, copy in damaged_copies(c, DAMAGES):
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
        # In one process: what it has met may not harm the next query either.
        run = copy.batch(queries, '--json')
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


if __name__ == '__main__':
    sys.exit(main(SUITE, __doc__))
