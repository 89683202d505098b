#!/usr/bin/env python3
"""Black-box tests of searches: what is asked, and which paragraphs answer.

usage: queries.py [--jobs N] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...
"""
import re
import sys

from documents import prose, sentences, small_index
from wbtest import Suite, check, check_match, main

SUITE = Suite()
case = SUITE.case


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
def quotation_holds_other_quotation_marks(c):
    c.write('文.md', '他说“双碳”目标不变。\n')
    c.indexed()
    for query in ('"“双碳”目标"', '"说“双碳”目标不变"'):
        c.wbsearch(query).expect(code=0, has='文.md:1:')


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
def same_question_same_answer(c):
    for number in range(30):
        c.write(f'{number}.md', prose(number, 3000))
    c.indexed()
    first = c.wbsearch('-k100', '农村公路').expect(code=0)
    for _ in range(5):
        c.wbsearch('-k100', '农村公路').expect(code=0, out=first.text)


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
def count_as_json_is_the_summary(c):
    small_index(c)
    run = c.wbsearch('--json', '--count', '绿色信贷').expect(code=0)
    summary, = run.messages()
    check(summary['type'] == 'summary', 'not a summary')
    check(summary['data']['total'] == {'value': 3, 'relation': 'eq'}, str(summary))


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


if __name__ == '__main__':
    sys.exit(main(SUITE, __doc__))
