#!/usr/bin/env python3
"""The API of wbsearchd: each answer is as the description says, and says what the index holds.

usage: api.py WBINDEX WBSEARCH WBSEARCHD [CASE...]
"""
import json
import signal
import sys

from httptest import DOCUMENTS, Server, Suite, check, main

SUITE = Suite()


def served(c, *options, **more):
    c.tree(DOCUMENTS)
    c.indexed()
    return Server(c, *options, **more)


def utf16(text):
    return len(text.encode('utf-16-le')) // 2


@SUITE.case
def search_finds_what_the_program_finds(c):
    with served(c) as server:
        for query in ('碳金融', '碳金融 银行', '60%', '没有这个词', '同节(支持 监督)', '标题:绿色 发展',
                      'NOT 碳金融', '碳 OR 环境', '發展', '(', '"碳金融'):
            answer = server.search(query, limit=100, duplicates='true')
            lines = c.wbsearch('--json', '--no-check', '--duplicates', '--limit=100', query).messages()
            wanted = [line['data'] for line in lines if line['type'] == 'match']
            summary = lines[-1]['data']
            check(len(answer['hits']) == len(wanted), f'{query}: {len(answer["hits"])} hits')
            for hit, other in zip(answer['hits'], wanted):
                for name in ('lines', 'submatches', 'snippets', 'rank', 'rung', 'document_id',
                             'paragraph', 'title', 'section', 'kind', 'first_line', 'last_line',
                             'line_number', 'notes', 'references', 'missing', 'score'):
                    check(hit.get(name) == other.get(name),
                          f'{query}: {name}: {hit.get(name)} instead of {other.get(name)}')
            check(answer['total'] == summary['total'], f'{query}: {answer["total"]}')
            check(answer.get('diagnostics') == summary.get('diagnostics'), f'{query}: diagnostics')


@SUITE.case
def offsets_count_in_the_unit_that_they_name(c):
    with served(c) as server:
        hits = server.search('碳金融 OR 创新')['hits']
        check(any('😀' in hit['lines']['text'] for hit in hits), 'a character of two units')
        for hit in hits:
            text = hit['lines']['text']
            for match in hit['submatches']:
                piece = match['match']['text']
                before = text.encode()[:match['start']].decode()
                check(text.encode()[match['start']:match['end']].decode() == piece, 'bytes')
                check(text[match['start_char']:match['end_char']] == piece, 'characters')
                check(match['start_utf16'] == utf16(before) and
                      match['end_utf16'] == utf16(before + piece), 'UTF-16')


@SUITE.case
def hits_are_paged(c):
    with served(c) as server:
        everything = server.search('碳金融', limit=50, rung='loose')['hits']
        check(len(everything) == 6, f'{len(everything)} hits')
        pages = [hit for offset in range(0, 8, 2)
                 for hit in server.search('碳金融', limit=2, offset=offset, rung='loose')['hits']]
        check(pages == everything, 'the pages together are the whole')
        check(server.search('碳金融', limit=0, count='true')['total'] ==
              {'value': 6, 'relation': 'eq'}, 'the total')
        check(server.search('碳金融', limit=2, rung='loose')['total']['value'] >= 2, 'the least')


@SUITE.case
def filters_stand_beside_the_query(c):
    with served(c) as server:
        def titles(**filters):
            return sorted({hit['title'] for hit in server.search('碳金融 OR 环境', rung='loose',
                                                                 **filters)['hits']})
        check(titles(organ='云岭') == ['云岭市绿色金融规划'], f'{titles(organ="云岭")}')
        check(titles(year='2018..2020') == ['临屿县环境保护条例'], 'year')
        check(titles(year='2019', organ='云岭') == [], 'both must hold')
        check(titles(title=['云岭', '绿色']) == ['云岭市绿色金融规划'], 'twice the same')
        check(titles(number='云政发[2021]5号') == ['云岭市绿色金融规划'], 'number')
        check(titles(path='规划/') == ['临屿县环境保护条例', '云岭市绿色金融规划'], 'path')
        check(titles(section='重点任务') == ['云岭市绿色金融规划'], 'section')
        server.get('/api/v1/search', q='碳', year='某年').expect(400, 'year takes a year')
        server.get('/api/v1/search', q='碳', organ='').expect(400, 'organ is empty')


@SUITE.case
def hits_are_sorted(c):
    with served(c) as server:
        hits = server.search('碳金融', sort='date', rung='loose')['hits']
        years = [hit['document'].get('year') for hit in hits]
        check(list(dict.fromkeys(years)) == [2021, 2019, None], f'{years}')
        hits = server.search('碳金融', sort='path', rung='loose')['hits']
        paths = [hit['path']['text'] for hit in hits]
        check(list(dict.fromkeys(paths)) == ['a.txt', '规划/环境.md', '规划/金融.md'], f'{paths}')
        server.get('/api/v1/search', q='碳', sort='best').expect(400, 'relevance, date, path')


@SUITE.case
def rungs_end_where_asked(c):
    with served(c) as server:
        rungs = {rung: {hit['rung'] for hit in server.search('探索碳金融路径', rung=rung)['hits']}
                 for rung in ('exact', 'loose', 'words', 'some')}
        check(rungs['exact'] == set() and 'words' not in rungs['loose'], f'{rungs}')
        check('words' in rungs['words'] and 'words' in rungs['some'], f'{rungs}')


@SUITE.case
def facets_count_by_year_organ_kind(c):
    with served(c) as server:
        facets = server.search('碳金融', facets='year,organ')['facets']
        check('kind' not in facets, 'kind was not asked for')
        years = {value['value']: (value['paragraphs'], value['documents'])
                 for value in facets['year']['values']}
        total = facets['counted']['value']
        check(facets['counted']['relation'] == 'eq', 'all were counted')
        check(sum(n for n, _ in years.values()) + facets['year']['unknown'] == total, f'{years}')
        check(years['2019'] == (1, 1) and list(years) == ['2021', '2019'], f'{years}')
        check(facets['organ']['values'][0]['value'] == '云岭市人民政府', 'the most frequent first')
        few = server.search('碳金融', facets='organ', facet_limit=1)['facets']['organ']
        check(len(few['values']) == 1 and few['distinct'] == 2, f'{few}')
        answer = server.search('碳金融', limit=1, facets='year')
        check(answer['total'] == {'value': total, 'relation': 'eq'}, 'what was counted is known')


@SUITE.case
def html_is_escaped(c):
    with served(c) as server:
        hit = server.search('alert', highlight='mark')['hits'][0]
        check(hit['html'] == '&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt; &amp; '
                             '&quot;引号&quot;。', hit['html'])
        check('html' not in server.search('alert')['hits'][0], 'only when it is asked for')
        for tag in ('script onload=x', 'M', '', 'a' * 17, '<b>'):
            server.get('/api/v1/search', q='碳', highlight=tag).expect(400, 'highlight takes')


@SUITE.case
def fields_are_left_out(c):
    with served(c) as server:
        hit = server.search('碳金融', fields='submatches')['hits'][0]
        check('submatches' in hit and not {'lines', 'document', 'notes', 'snippets'} & set(hit),
              f'{sorted(hit)}')
        hit = server.search('碳金融', fields='')['hits'][0]
        check(not {'lines', 'submatches', 'document'} & set(hit), f'{sorted(hit)}')
        server.get('/api/v1/search', q='碳', fields='lines,text').expect(400, 'fields takes one of')


@SUITE.case
def paragraphs_with_the_same_text_are_one_hit(c):
    with served(c) as server:
        folded = server.search('监督检查', rung='loose')
        check(len(folded['hits']) == 1 and len(folded['hits'][0]['places']) == 1, 'one hit')
        check(len(server.search('监督检查', rung='loose', duplicates='true')['hits']) == 2, 'two')


@SUITE.case
def notes_and_explanations_come_along(c):
    with served(c) as server:
        answer = server.search('探索', explain='true')
        note = answer['hits'][0]['notes'][0]
        check(note['label'] == '①' and '温室气体' in note['text'], f'{note}')
        check(answer['explain']['tree'] and answer['explain']['plan']['op'], 'the plan')


@SUITE.case
def odd_queries_are_read_and_wrong_ones_refused(c):
    with served(c) as server:
        answer = server.search('碳金融 AND')
        check(answer['diagnostics'][0]['reading'] and answer['hits'], 'read as seems best')
        problem = server.get('/api/v1/search', q='碳金融 AND', strict='true').expect(400).json()
        check(problem['code'] == 'syntax error' and problem['offset'] == 10, f'{problem}')
        server.get('/api/v1/search', q='').expect(400, 'nothing to search for')
        server.get('/api/v1/search', q='碳' * 1025).expect(400, 'over a limit')
        server.get('/api/v1/search').expect(400, 'the parameter q')


@SUITE.case
def wrong_parameters_are_named(c):
    with served(c) as server:
        for name, value in (('limit', '101'), ('limit', '-1'), ('limit', '1e2'), ('limit', ''),
                            ('offset', '10001'), ('count', 'yes'), ('rung', 'best'),
                            ('facets', 'year,region'), ('facet_limit', '0'), ('index', 'other')):
            status = 404 if name == 'index' else 400
            server.get('/api/v1/search', **{'q': '碳', name: value}).expect(status, name)
        server.get('/api/v1/search', q='碳', size='3').expect(400, "no parameter 'size'")
        server.request('/healthz?q=1').expect(400, 'there are none')
        for target in ('/api/v1/search?q=%', '/api/v1/search?q=%zz', '/api/v1/search?q=%ff',
                       '/api/v1/search?q=%00', '/%0a'):
            server.request(target).expect(400, '"status":400')
        server.request('/api/v1/search?' + 'a&' * 40).expect(414, 'more than 32')
        server.request('/api/v1/search?q=' + 'a' * 17000).expect(414, 'longer than')


@SUITE.case
def a_document_has_outline_metadata_paragraphs(c):
    with served(c) as server:
        hit = server.search('支持银行')['hits'][0]
        path = '/api/v1/documents/' + hit['document_id']
        document = server.get(path).expect(200).json()
        check(document['document']['organ'] == '云岭市人民政府' and
              document['document']['published'] == '2021-03-04', f'{document["document"]}')
        check([(entry['title'], entry['depth']) for entry in document['outline']][:3] ==
              [('云岭市绿色金融规划', 0), ('一、总体要求', 1), ('二、重点任务', 1)],
              f'{document["outline"]}')
        everything = document['paragraphs']
        check(len(everything) == document['paragraph_count'], 'it is short')
        check([p['paragraph'] for p in everything] == list(range(len(everything))), 'in order')
        pages = [p for offset in range(0, len(everything) + 3, 3)
                 for p in server.get(path, limit=3, offset=offset).json()['paragraphs']]
        check(pages == everything, 'the pages together are the whole')
        check('outline' not in server.get(path, fields='paragraphs').json(), 'not asked for')
        marked = next(p for p in everything if 'marks' in p)
        mark = marked['marks'][0]
        check(marked['lines']['text'][:mark['start_char']].endswith('碳金融'), f'{mark}')
        note = everything[mark['paragraph']]
        check(note['kind'] == 'note' and note['references'] == [marked['paragraph']], f'{note}')
        check(everything[hit['paragraph']]['section'] == hit['section'], 'the same section')
        server.get('/api/v1/documents/0123456789abcdef').expect(404)
        for wrong in ('x', '0123456789ABCDEF', hit['document_id'] + '0', '..%2F..%2Fetc%2Fpasswd'):
            server.get('/api/v1/documents/' + wrong).expect(404)


LISTED = {
    'b/甲.md': '---\ntitle: 中山市第10号公告\norgan: 甲市\ndate: 2020-05\nkind: 公告\n---\n\n正文。\n',
    'b/乙.md': '---\ntitle: 中山市第9号公告\norgan: 甲市\ndate: 2020-05-02\nkind: 公告\n---\n\n正文。\n',
    'b/丙.md': '---\ntitle: 阿城规划\norgan: 乙市\ndate: 2021-01-01\n---\n\n正文。\n',
    'b/丁.md': '---\ntitle: 《北京规划》\norgan: 乙市\n---\n\n正文。\n\n再一段。\n',
}


@SUITE.case
def documents_are_listed(c):
    c.tree(LISTED)
    c.indexed()
    with Server(c) as server:
        def titles(**params):
            answer = server.get('/api/v1/documents', **params).expect(200).json()
            check(answer['total']['relation'] == 'eq', f'{answer["total"]}')
            return [document['title'] for document in answer['documents']]
        by_date = ['阿城规划', '中山市第9号公告', '中山市第10号公告', '《北京规划》']
        check(titles() == titles(sort='date') == by_date, f'{titles()}')
        check(titles(sort='title') == ['阿城规划', '《北京规划》', '中山市第9号公告', '中山市第10号公告'],
              f'by pinyin: {titles(sort="title")}')
        check(titles(sort='path') == ['《北京规划》', '阿城规划', '中山市第9号公告', '中山市第10号公告'],
              f'by path: {titles(sort="path")}')
        check([title for offset in range(0, 6, 2) for title in titles(limit=2, offset=offset)] ==
              by_date, 'the pages together are the whole')
        answer = server.get('/api/v1/documents', limit=0).json()
        check(answer['total']['value'] == 4 and answer['documents'] == [], f'{answer}')
        check(server.get('/api/v1/documents', offset=9).json()['documents'] == [], 'behind the last')
        check(titles(year='2020') == by_date[1:3], 'year')
        check(titles(year='..2020', organ='甲', title='10') == by_date[2:3], 'all must hold')
        check(titles(kind='公告', sort='title') == ['中山市第9号公告', '中山市第10号公告'], 'kind')
        check(titles(path='丁') == ['《北京规划》'] and titles(number='1') == [], 'path, number')
        document = server.get('/api/v1/documents', path='丁').json()['documents'][0]
        whole = server.get('/api/v1/documents/' + document['document_id']).expect(200).json()
        check(all(whole[name] == value for name, value in document.items()), f'{document}')
        for name, value in (('sort', 'relevance'), ('limit', '101'), ('offset', '-1'),
                            ('year', 'x'), ('organ', ''), ('section', 'x'), ('q', 'x')):
            server.get('/api/v1/documents', **{name: value}).expect(400, name)
        server.get('/api/v1/documents', index='other').expect(404)
        # Kept until the index changes.
        for path in ('/api/v1/documents', '/documents'):
            tag = server.request(path).expect(200).headers['ETag']
            server.request(path, headers={'If-None-Match': tag}).expect(304)
            head = server.request(path, method='HEAD').expect(200)
            check(head.body == b'' and head.headers['ETag'] == tag, f'HEAD {path}')
        c.write('b/戊.md', '---\ntitle: 丙城规划\ndate: 2022\n---\n\n正文。\n')
        c.indexed()
        server.request(path, headers={'If-None-Match': tag}).expect(200)
        check(titles() == ['丙城规划'] + by_date, 'the new state')
        check(titles(sort='title')[2] == '丙城规划', f'{titles(sort="title")}')


@SUITE.case
def nothing_is_listed_of_an_empty_index(c):
    c.indexed()
    with Server(c) as server:
        check(server.get('/api/v1/documents').expect(200).json()['total']['value'] == 0, 'none')
        server.request('/documents').expect(200)


@SUITE.case
def a_paragraph_comes_with_those_around_it(c):
    with served(c) as server:
        hit = server.search('支持银行')['hits'][0]
        path = f'/api/v1/paragraphs/{hit["document_id"]}-{hit["paragraph"]}'
        answer = server.get(path).expect(200).json()
        check([p['lines'] for p in answer['paragraphs']] == [hit['lines']], 'itself')
        answer = server.get(path, context=2).json()
        check([p['paragraph'] for p in answer['paragraphs']] ==
              list(range(hit['paragraph'] - 2, hit['paragraph'] + 3)), 'two on each side')
        answer = server.get(path, context=50).json()
        check(len(answer['paragraphs']) == answer['paragraph_count'], 'no more than there are')
        for wrong in ('-', '-x', '-1x', '-99999', '-9999999999', ''):
            server.get(f'/api/v1/paragraphs/{hit["document_id"]}{wrong}').expect(404)
        server.get(path, context=51).expect(400, 'context')


@SUITE.case
def suggestions_are_terms_and_titles(c):
    with served(c) as server:
        answer = server.get('/api/v1/suggest', q='碳').expect(200).json()
        check(any(s['kind'] == 'term' and s['text'].startswith('碳金') for s in
                  answer['suggestions']), f'{answer}')
        answer = server.get('/api/v1/suggest', q='云岭市綠色').json()
        check([s['text'] for s in answer['suggestions'] if s['kind'] == 'title'] ==
              ['云岭市绿色金融规划'], f'{answer}')
        for q in ('', ' ', '碳金融 ', '碳金融 OR', '“碳金融”', '碳' * 65, '年份:20'):
            check(server.get('/api/v1/suggest', q=q).expect(200).json()['suggestions'] == [],
                  f'{q}: nothing is being typed')
        check(server.get('/api/v1/suggest', q='碳' * 1000 + ' 碳').json()['suggestions'], 'the last')
        server.get('/api/v1/suggest', q='碳' * 1025).expect(400, '1024')
        server.get('/api/v1/suggest').expect(400, 'the parameter q')


@SUITE.case
def suggestions_say_what_becomes_of_the_query(c):
    with served(c) as server:
        def suggested(q, kind):
            return [(s['text'], s.get('completed')) for s in
                    server.get('/api/v1/suggest', q=q).expect(200).json()['suggestions']
                    if s['kind'] == kind]
        for q, wanted in (('碳', '碳金融'), ('银行 碳', '银行 碳金融'), ('银行 OR -碳', '银行 OR -碳金融'),
                          ('同句(银行 碳', '同句(银行 碳金融'), ('“碳', '“碳金融”'), ('银行 "碳', '银行 "碳金融"'),
                          ('机关:云岭 发展碳', '机关:云岭 发展碳金融')):
            found = suggested(q, 'term')
            check(wanted in [completed for _, completed in found], f'{q}: {found}')
            for _, completed in found:
                check('diagnostics' not in server.search(completed.replace('同句(', '')),
                      f'{completed} is odd')
        check(suggested('机关:', 'value') == [('临屿县人民代表大会', '机关:临屿县人民代表大会'),
                                              ('云岭市人民政府', '机关:云岭市人民政府')], 'organs')
        check(suggested('碳金融 机关:云', 'value') == [('云岭市人民政府', '碳金融 机关:云岭市人民政府')],
              'an organ')
        check(suggested('number:5', 'value') == [('云政发〔2021〕5号', 'number:云政发〔2021〕5号')], 'a number')
        check(suggested('机关:云', 'term') == suggested('机关:云', 'title') == [], 'no words')
        # All words must stand in a title, and nothing but words be asked for.
        for q, wanted in (('金融 云岭', ['云岭市绿色金融规划']), ('规划 环境', []), ('标题:环境', ['临屿县环境保护条例']),
                          ('金融 -云岭', []), ('“绿色金融', ['云岭市绿色金融规划']), ('绿', []),
                          ('云', ['云岭市绿色金融规划'])):
            check([text for text, _ in suggested(q, 'title')] == wanted,
                  f'{q}: {suggested(q, "title")}')


@SUITE.case
def the_server_tells_of_itself(c):
    with served(c) as server:
        status = server.get('/api/v1/status').expect(200).json()
        check(status['indexes'][0]['documents'] == 3 and status['indexes'][0]['ready'], f'{status}')
        check(server.get('/healthz').expect(200).json() == {'status': 'alive'}, 'alive')
        check(server.get('/readyz').expect(200).json() == {'status': 'ready'}, 'ready')
        server.get('/api/v1/search', q='').expect(400)
        metrics = server.get('/metrics').expect(200).body.decode()
        check('wbsearchd_requests_total{route="search",status="4xx"} 1\n' in metrics, metrics)
        check('wbsearchd_connections ' in metrics and '_bucket{le="+Inf"}' in metrics, metrics)
        server.get('/api/v2/search').expect(404)


@SUITE.case
def answers_are_cached_until_the_index_changes(c):
    with served(c) as server:
        first = server.get('/api/v1/search', q='新词')
        tag = first.headers['ETag']
        check(first.headers['Cache-Control'] == 'no-cache', 'to be asked again')
        for value in (tag, f'"x", {tag}', '*', tag.replace('W/', '')):
            again = server.get('/api/v1/search', q='新词', headers={'If-None-Match': value})
            again.expect(304)
            check(again.headers['ETag'] == tag and again.body == b'', 'nothing but the tag')
        c.write('新.md', '# 新\n\n这里有新词。\n')
        c.indexed()
        answer = server.get('/api/v1/search', q='新词', headers={'If-None-Match': tag}).expect(200)
        check(len(answer.json()['hits']) == 1 and answer.headers['ETag'] != tag, 'the new state')
        c.indexed('--rebuild')
        check(server.search('新词')['total']['value'] == 1, 'of another generation')


@SUITE.case
def answers_are_compressed_when_asked(c):
    with served(c) as server:
        plain = server.get('/api/v1/search', q='碳金融', fields='lines')
        check('Content-Encoding' not in plain.headers, 'plain')
        for accepts, wanted in (('gzip', True), ('br, gzip;q=0.5', True), ('*', True),
                                ('gzip;q=0', False), ('identity', False), ('gzip;q=0, *', False)):
            answer = server.get('/api/v1/search', q='碳金融', fields='lines',
                                headers={'Accept-Encoding': accepts})
            check(('gzip' == answer.headers.get('Content-Encoding')) == wanted, accepts)
            check(answer.json()['hits'] == plain.json()['hits'], accepts)
            check('Accept-Encoding' in answer.headers['Vary'], 'Vary')
        small = server.get('/healthz', headers={'Accept-Encoding': 'gzip'})
        check('Content-Encoding' not in small.headers, 'too small')


@SUITE.case
def several_indexes_have_names(c):
    c.tree(DOCUMENTS)
    c.indexed()
    other = c.dir / 'other'
    (other / 'docs').mkdir(parents=True)
    (other / 'docs' / 'b.txt').write_text('另一个索引里的碳金融。\n')
    c.wbindex(other / 'docs').expect(code=0)
    with Server(c, '--index', f'two={other}/docs/.wbsearch', index=f'one={c.index}') as server:
        check([i['name'] for i in server.get('/api/v1/status').json()['indexes']] ==
              ['one', 'two'], 'both')
        check(server.search('碳金融')['index'] == 'one', 'the first one')
        hits = server.search('碳金融', index='two')['hits']
        check([hit['path']['text'] for hit in hits] == ['b.txt'], f'{hits}')
        server.get('/api/v1/search', q='碳', index='three').expect(404, 'no index of that name')
    c.run('wbsearchd', '--index', c.index, '--index', c.index).expect(
        code=2, err_has='two indexes have the name')


@SUITE.case
def lists_are_read_again_on_sighup(c):
    with served(c) as server:
        tag = server.get('/api/v1/search', q='低碳融资').headers['ETag']
        check(server.search('低碳融资', rung='loose')['hits'] == [], 'nothing yet')
        (c.docs / '.wbsynonyms').write_text('低碳融资, 碳金融\n')
        server.process.send_signal(signal.SIGHUP)
        for _ in range(100):
            if server.get('/api/v1/search', q='低碳融资').headers['ETag'] != tag:
                break
        check(server.search('低碳融资', rung='loose')['hits'] != [], 'the synonym')


@SUITE.case
def a_lost_index_does_not_end_the_server(c):
    with served(c) as server:
        server.search('碳金融')
        hidden = c.dir / 'hidden'
        c.index.rename(hidden)
        check(server.search('碳金融')['hits'], 'the state that is open')
        hidden.rename(c.index)
        c.write('新.md', '# 新\n\n这里有新词。\n')
        c.indexed()
        check(server.search('新词')['total']['value'] == 1, 'the new state')


@SUITE.case
def the_log_has_a_line_for_each_request(c):
    with served(c, '--log-json', '--slow-ms', '0') as server:
        server.search('碳金融')
        server.request('/nowhere?a=%7f').expect(404)
        lines = [json.loads(line) for line in server.stop().splitlines()]
    check([line['status'] for line in lines] == [200, 200, 404], f'{lines}')
    check(lines[0]['index'] == 'default' and lines[0]['total'] == 6 and lines[0]['slow'],
          f'{lines[0]}')
    with Server(c) as server:
        server.search('碳金融')
        text = server.stop()
    check(' 200 GET /api/v1/search?q=' in text and ' index=default total=6' in text, text)
    with Server(c, '--quiet') as server:
        server.search('碳金融')
        check(server.stop() == '', 'nothing')


if __name__ == '__main__':
    sys.exit(main(SUITE, sys.argv[1:]))
