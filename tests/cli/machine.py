#!/usr/bin/env python3
"""Black-box tests of what wbsearch prints for programs: --json, --jsonl, --csv, --tsv.

usage: machine.py [--jobs N] [--examples DIR] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...

Prints TAP. What is printed is held against query/schema.json, strictly: a member
that the schema does not know is a fault here, though programs should ignore it.
"""
import copy
import csv
import io
import json
import random
import re
import shutil
import sys
from pathlib import Path

from wbtest import Skip, Suite, check, main

try:
    import jsonschema
except ImportError:
    jsonschema = None

SUITE = Suite()
case = SUITE.case
ROOT = Path(__file__).parents[2]

NOTICE = '''---
发文机关: 临江市人民政府
文号: 临政发〔2021〕5号
成文日期: 2021-03-05
---

# 关于节水的通知

落实六税两费<sup>①</sup>，"推进"节水，逐项、逐年。

## 名词解释

① 六税两费：六种税、两种费。
'''
PLAIN = '其他文件说到节水，别无所知。\n'


def strict(schema):
    """The same schema, in which objects have no other members."""
    schema = copy.deepcopy(schema)

    def walk(node):
        if isinstance(node, dict):
            if 'properties' in node:
                node.setdefault('additionalProperties', False)
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)
    walk(schema)
    return schema


def validator(part):
    if jsonschema is None:
        raise Skip('python3-jsonschema is not installed')
    schema = strict(json.loads((ROOT / 'query/schema.json').read_text()))
    schema['$ref'] = f'#/$defs/{part}'
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def indexed(c):
    c.tree({'通知.md': NOTICE, '其他.md': PLAIN})
    c.indexed()


def objects(run):
    return [json.loads(line) for line in run.out.split(b'\n') if line]


@case
def json_lines_fulfil_the_schema(c):
    valid = validator('line')
    for path in Path(c.options.examples).iterdir():
        shutil.copy(path, c.docs)
    indexed(c)
    asked = c.write('问.tsv', 'a\t节水\n""\n没有的词\n')
    kinds = set()
    for args in (('节水',), ('-C2', '节水'), ('六税两费',), ('--explain', '第28条'), ('节水 OR',),
                 ('绿色 甲乙丙丁',), ('-c', '节水'), ('--batch', asked), ('路径:通知',), ('的',)):
        for message in objects(c.wbsearch('--json', *args)):
            kinds.add(message['type'])
            for fault in valid.iter_errors(message):
                check(False, f'{args}: {fault.message[:300]} in {str(message)[:200]}')
    check(kinds == {'begin', 'match', 'context', 'end', 'explain', 'summary', 'error'}, f'{kinds}')


@case
def flat_lines_fulfil_the_schema(c):
    valid = validator('flat')
    indexed(c)
    asked = c.write('问.tsv', 'a\t节水\n""\n没有的词\n')
    for args in (('节水',), ('落实 没有',), ('--batch', asked), ('--fields=rank,matches', '节水')):
        found = objects(c.wbsearch('--jsonl', *args))
        check(found, f'{args}: nothing')
        for one in found:
            for fault in valid.iter_errors(one):
                check(False, f'{args}: {fault.message[:300]} in {str(one)[:200]}')


@case
def schema_and_description_agree(_):
    """Each member of the schema is described in SCHEMA.md."""
    text = (ROOT / 'query/SCHEMA.md').read_text()
    missing = set()

    def walk(node):
        for name, value in node.items() if isinstance(node, dict) else enumerate(
                node if isinstance(node, list) else ()):
            if name == 'properties':
                missing.update(member for member in value
                               if not re.search(rf'[`.]{re.escape(member)}\b', text))
            walk(value)
    walk(json.loads((ROOT / 'query/schema.json').read_text()))
    check(not missing, f'SCHEMA.md says nothing of {sorted(missing)}')


@case
def ripgrep_members_are_there(c):
    """What programs that read rg --json may rely on."""
    indexed(c)
    messages = objects(c.wbsearch('--json', '节水').expect(code=0))
    stats = {'elapsed', 'searches', 'searches_with_match', 'bytes_searched', 'bytes_printed',
             'matched_lines', 'matches'}
    wanted = {'begin': {'path'}, 'end': {'path', 'binary_offset', 'stats'},
              'match': {'path', 'lines', 'line_number', 'absolute_offset', 'submatches'},
              'summary': {'elapsed_total', 'stats'}}
    for message in messages:
        check(wanted[message['type']] <= set(message['data']), f'{message}')
        if 'stats' in message['data']:
            check(set(message['data']['stats']) == stats, f'{message}')
    printed = sum(len(json.dumps(m)) > 0 for m in messages)
    check(messages[-1]['data']['stats']['searches'] == 2 and printed == len(messages), 'stats')


@case
def metadata_is_told_where_it_is_known(c):
    indexed(c)
    hits = {hit['path']['text']: hit for hit in c.wbsearch('--json', '节水').matches()}
    check(hits['通知.md']['metadata']['organ'] == '临江市人民政府' and
          hits['通知.md']['metadata']['number'] == '临政发〔2021〕5号' and
          hits['通知.md']['metadata']['made'] == '2021-03-05', f'{hits["通知.md"]}')
    check('metadata' not in hits['其他.md'], f'{hits["其他.md"]}')
    hits = {hit['path']: hit for hit in objects(c.wbsearch('--jsonl', '节水'))}
    check((hits['通知.md']['date'], hits['通知.md']['number'], hits['其他.md']['date']) ==
          ('2021-03-05', '临政发〔2021〕5号', None), f'{hits}')


@case
def tables_are_read_by_others(c):
    indexed(c)
    for option, dialect in (('--csv', 'excel'), ('--format=csv', 'excel'), ('--tsv', 'excel-tab'),
                            ('--format=tsv', 'excel-tab')):
        run = c.wbsearch(option, '节水').expect(code=0, err='')
        check(run.out.endswith(b'\r\n' if dialect == 'excel' else b'\n'), 'line ends')
        rows = list(csv.DictReader(io.StringIO(run.text, newline=''), dialect=dialect,
                                   quoting=csv.QUOTE_MINIMAL if dialect == 'excel'
                                   else csv.QUOTE_NONE))
        texts = {row['text'] for row in rows}
        check(texts == {'关于节水的通知', '落实六税两费，"推进"节水，逐项、逐年。', PLAIN.strip()},
              f'{option}: {texts}')
        check({row['date'] for row in rows} == {'2021-03-05', ''}, f'{rows}')
    c.wbsearch('--csv', '没有的词').expect(code=1, has='path,line,')
    c.wbsearch('--csv', '--no-header', '没有的词').expect(code=1, out='')
    check(len(c.wbsearch('--csv', '--no-header', '--header', '节水').lines) == 4, 'taken back')
    asked = c.write('问.tsv', 'a\t六税\nb\t别无所知\n')
    c.wbsearch('--csv', '--fields=query_id,line', '--batch', asked).expect(
        out='query_id,line\r\na,13\r\na,9\r\nb,1\r\n')


@case
def fields_are_those_asked_for(c):
    indexed(c)
    c.wbsearch('--csv', '--fields', 'line,path', '别无所知').expect(
        code=0, out='line,path\r\n1,其他.md\r\n')
    c.wbsearch('--jsonl', '--fields=rung,line', '别无所知').expect(
        out='{"rung":"exact","line":1}\n')
    c.wbsearch('--tsv', '--fields=line,line,rank', '--no-header', '别无所知').expect(out='1\t1\n')
    for wrong in ('lime', '', 'line,', 'line, rank', ',line'):
        c.wbsearch('--csv', f'--fields={wrong}', '节水').expect(
            code=2, out='', err_has=('--fields', 'query_id,rank,'))


@case
def nothing_breaks_a_row(c):
    c.tree({'怪.md': '# 标题\x0b二\n\n甲\t乙节水\x1b[31m\u2028"丙",丁\n'})
    c.indexed()
    for option, separator in (('--csv', ','), ('--tsv', '\t')):
        run = c.wbsearch(option, '节水').expect(code=0, lacks='\x1b')
        check(len(run.text.rstrip('\r\n').split('\n')) == 2, run.describe())
        if option == '--tsv':
            check(len(run.lines[1].split(separator)) == 8, run.describe())


@case
def format_version_is_checked(c):
    indexed(c)
    for form in ('--json', '--jsonl', '--csv'):
        c.wbsearch(form, '--format-version=1', '节水').expect(code=0)
        c.wbsearch(form, '--format-version', '2', '节水').expect(
            code=2, out='', err_has='version 1, not 2')


def pieces(texts, rng, count):
    """Random runs of Chinese characters of the texts."""
    runs = [run for text in texts for run in re.findall('[\u4e00-\u9fff]{1,}', text)]
    for _ in range(count):
        run = rng.choice(runs)
        size = rng.randint(1, 6)
        at = rng.randrange(max(1, len(run) - size + 1))
        yield run[at:at + size]


@case
def a_thousand_matches_stand_where_they_are_said_to(c):
    """--json, --jsonl and --vimgrep, held against the files."""
    sources = {}
    for path in Path(c.options.examples).iterdir():
        shutil.copy(path, c.docs)
        sources[path.name] = path.read_bytes()
    c.indexed()
    lines = {name: source.removeprefix(b'\xef\xbb\xbf').split(b'\n')
             for name, source in sources.items()}
    rng = random.Random(20)
    checked = {'--json': 0, '--jsonl': 0, '--vimgrep': 0}
    queries = list(pieces([s.decode() for s in sources.values()], rng, 400))
    found = c.batch(queries, '--json', '--rung=exact', '-F').messages_of_each(len(queries))
    for query, messages in zip(queries, found):
        for hit in (message['data'] for message in messages if message['type'] == 'match'):
            text = hit['lines']['text'].encode()
            for sub in hit['submatches']:
                word = sub['match']['text']
                line = lines[hit['path']['text']][sub['line_number'] - 1]
                check(text[sub['start']:sub['end']].decode() == word and
                      line[sub['column_byte'] - 1:].startswith(word[0].encode()),
                      f'--json {query}: {sub} in {line.decode()[:80]}')
                checked['--json'] += 1
    for hit in objects(c.batch(queries, '--jsonl', '--rung=exact', '-F')):
        query = queries[int(hit['query_id']) - 1]
        for match in hit['matches']:
            check(hit['text'].encode()[match['start_byte']:match['end_byte']].decode() ==
                  match['text'] ==
                  hit['text'][match['start_char']:match['end_char']] and
                  lines[hit['path']][match['line'] - 1][match['column_byte'] - 1:]
                  .startswith(match['text'][0].encode()), f'--jsonl {query}: {match}')
            checked['--jsonl'] += 1
    for answer in c.batch(queries, '--vimgrep', '--rung=exact', '-F').lines:
        query_id, row = answer.split('\t', 1)
        query = queries[int(query_id) - 1]
        name, number, column, text = row.split(':', 3)
        line = lines[name][int(number) - 1]
        at = line[int(column) - 1:].decode()
        check(at[0] == query[0] or at[0] in text, f'--vimgrep {query}: {row[:80]}')
        shown = re.sub(r'\W', '', text)
        check(shown and set(shown) <= set(re.sub(r'\W', '', line.decode())),
              f'--vimgrep {query}: {row[:80]} is not of the line {line.decode()[:80]}')
        checked['--vimgrep'] += 1
    check(min(checked.values()) >= 1000, f'too few: {checked}')


if __name__ == '__main__':
    sys.exit(main(SUITE, __doc__, examples=True))
