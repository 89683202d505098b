#!/usr/bin/env python3
"""Tests of the web page in a browser: what a reader sees, clicks and types.

usage: pages.py WBINDEX WBSEARCH WBSEARCHD EXAMPLES OUT [CASE...]

Prints TAP. Skipped where chromium or chromedriver is not installed; the case on accessibility where
axe-core cannot be had (npm ci). Screenshots go to OUT. One browser serves all cases.
"""
import copy
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / 'http')]
# pylint: disable=wrong-import-position
from httptest import Case, Failure, Server, Skip, Suite, Tools, check, shown  # noqa: E402
from webdriver import DOWN, ENTER, ESCAPE, LEFT, TAB, UP, Browser, find_programs  # noqa: E402

SUITE = Suite()
case = SUITE.case

WIDE = (1280, 900)
PHONE = (360, 740)

# Documents that try to be more than text.
LONG = '重复的长句子没有停顿' * 35000  # over 1 MB
HOSTILE = {
    'hostile/script.md': '# <script>document.title="owned"</script>恶意标题\n\n'
                         '<script>document.title = "owned"</script>恶意正文&lt;b&gt;粗&lt;/b&gt;。\n\n'
                         '[链接](javascript:alert(1)) <img src=x onerror="document.title=1"> 恶意图片。\n',
    'hostile/marks.md': '# 反向\u202e标记\u202c文件\n\n恶意方向\u202e文字\u202c，\u2067又一\u2069处。\n\n'
                        'مرحبا 恶意阿拉伯文。\n',
    'hostile/long.md': f'# 超长段落\n\n{LONG}恶意长段。\n',
    'hostile/table.md': '# 恶意表格\n\n| <b>甲</b> | 乙 |\n|---|---|\n| 恶意单元 | "&\' |\n',
}

# A document with two parts, a repeated paragraph in two documents.
REPEATED = '各级人民政府应当加强组织领导，落实经费保障，定期公布工作进展情况。'
PLAIN = {
    'repeated/甲.md': f'---\ntitle: 甲县水务办法\ndate: 2019-05-01\n---\n\n# 甲县水务办法\n\n{REPEATED}\n',
    'repeated/乙.md': f'---\ntitle: 乙县水务办法\ndate: 2021-05-01\n---\n\n# 乙县水务办法\n\n{REPEATED}\n',
    'long/条文.md': '# 长篇条文\n\n' + ''.join(
        f'第{n}条 这是其中的第{n}项规定{"，含有关键词语" if n in (3, 700) else ""}。\n\n'
        for n in range(1, 801)),
}


class Pages:
    """A server with its documents, and a browser that looks at it."""

    def __init__(self, tools, examples, out):
        self.folder = tempfile.TemporaryDirectory(prefix='wbpages-')
        case_ = Case(tools, self.folder.name)
        shutil.copytree(examples, case_.docs / 'examples')
        case_.tree({**HOSTILE, **PLAIN})
        case_.indexed()
        self.case = case_
        self.out = out
        self.server = Server(case_)
        self.browser = None
        self.other = None
        try:
            self.browser = Browser()
        except BaseException:
            self.server.stop()
            raise
        self.base = f'http://127.0.0.1:{self.server.port}'

    def many(self):
        """Pages of a server with two indexes, the first of many documents, in the same browser."""
        if not self.other:
            folder = Path(self.folder.name) / 'many'
            folder.mkdir()
            case_ = Case(self.case.tools, folder)
            case_.tree({f'{n:03}.md': f'---\ndate: {1990 + n % 30}\n---\n\n# 第{n}号通知\n\n内容。\n'
                        for n in range(120)})
            case_.indexed()
            self.other = copy.copy(self)
            self.other.server = Server(case_, '--index', f'examples={self.case.index}',
                                       index=f'notices={case_.index}')
            self.other.base = f'http://127.0.0.1:{self.other.server.port}'
        return self.other

    def close(self):
        self.browser.close()
        self.server.stop()
        if self.other:
            self.other.server.stop()
        self.folder.cleanup()

    def reset(self):
        """As a reader begins: wide, light, with scripts."""
        self.browser.devtools('Emulation.setScriptExecutionDisabled', value=False)
        self.browser.media()
        self.browser.size(*WIDE)
        self.browser.open('about:blank')
        self.browser.messages()

    def open(self, where='/', **params):
        query = '&'.join(f'{name}={quote(str(value))}' for name, value in params.items())
        self.browser.open(f'{self.base}{where}{"?" + query if query else ""}')
        return self.browser

    def search(self, q, **params):
        return self.open('/', q=q, **params)

    def hit(self, q):
        """The best hit of a query, from the interface for programs."""
        return self.server.search(q, limit=1)['hits'][0]

    def read(self, q, **params):
        """Opens the document of the best hit there."""
        hit = self.hit(q)
        return self.open(f'/documents/{hit["document_id"]}', q=q, p=hit['paragraph'], **params)

    def shot(self, name, whole=False):
        self.browser.screenshot(self.out / f'{name}.png', whole)


class Shared:
    """Makes the pages when the first case asks for them."""

    def __init__(self, examples, out):
        self.examples = examples
        self.out = out
        self.pages = None

    def get(self, tools):
        if not find_programs():
            raise Skip('chromium and chromedriver are not installed')
        if not self.pages:
            self.pages = Pages(tools, self.examples, self.out)
        self.pages.reset()
        return self.pages


def page(function):
    """A case that gets the pages."""
    def run(c):
        pages = c.options.shared.get(c.tools)
        function(pages)
        wrong = [text for text in pages.browser.messages() if not is_expected(text)]
        check(not wrong, f'the console says {shown(wrong)}')
    run.__name__ = function.__name__
    return case(run)


def is_expected(text):
    """The browser tells of every answer that is an error, also of those that are asked for."""
    return 'Failed to load resource' in text


def texts(elements):
    return [element.text for element in elements]


def equal(found, wanted, what):
    check(found == wanted, f'{what}: {shown(found)} instead of {shown(wanted)}')


def fits(browser, what):
    """Nothing reaches beyond the width of the window."""
    over = browser.run(
        'const width = document.documentElement.clientWidth;'
        'return [...document.querySelectorAll("body *")].filter(e => {'
        ' const box = e.getBoundingClientRect();'
        ' return box.width > 1 && box.right > width + 1 && !e.closest(".table, .hidden, .skip");'
        '}).map(e => `${e.tagName}.${e.className} ${e.getBoundingClientRect().right}`).slice(0, 5);')
    check(not over, f'{what}: wider than the window: {shown(over)}')
    check(browser.run('return document.documentElement.scrollWidth <= innerWidth'),
          f'{what}: scrolls sideways')


# Searching.

@page
def search_shows_hits_by_document(pages):
    browser = pages.search('碳金融')
    pages.shot('search')
    titles = texts(browser.find_all('.group h3'))
    check(len(titles) == len(set(titles)) > 1, f'documents: {shown(titles)}')
    total = pages.server.search('碳金融')['total']['value']
    check(f'{total} 段' in browser.find('#total').text, browser.find('#total').text)
    check('没有遗漏' in browser.find('#total').text, 'not certified')
    marks = set(texts(browser.find_all('.hit mark')))
    check(marks == {'碳金融'}, f'marks: {shown(marks)}')
    check(browser.title.startswith('碳金融'), browser.title)


@page
def rungs_stand_apart(pages):
    browser = pages.search('碳金融业务白名单怎样更新')
    rungs = texts(browser.find_all('h2.rung'))
    check(rungs and '原样出现' not in rungs, f'rungs: {shown(rungs)}')
    check('没有一段原样' in browser.find('#total').text, browser.find('#total').text)


@page
def nothing_found_says_what_to_do(pages):
    browser = pages.search('鲲鹏', organ='无此机关')
    check('没有找到' in browser.find('#total').text, browser.find('#total').text)
    browser.find('.advice a').click()
    check('organ' not in browser.url, browser.url)


@page
def an_odd_query_is_explained(pages):
    browser = pages.search('碳金融 OR')
    check('OR 已略去' in browser.find('.diagnoses').text, browser.find('.diagnoses').text)
    browser = pages.search('碳金融 OR', lang='en')
    check('the OR is left out' in browser.find('.diagnoses').text, browser.find('.diagnoses').text)


@page
def filters_narrow_and_are_taken_back(pages):
    browser = pages.search('碳金融')
    before = browser.find('#total').text
    bars = browser.find_all('.years a')
    check(len(bars) > 1, f'{len(bars)} bars')
    year = bars[0].attribute('title')[:4]
    bars[0].click()
    check(f'year={year}' in browser.url, browser.url)
    narrowed = pages.server.search('碳金融', year=year)['total']['value']
    check(f'{narrowed} 段' in browser.find('#total').text, browser.find('#total').text)
    browser.find('.chosen a').click()
    equal(browser.find('#total').text.split('段')[0], before.split('段')[0], 'without the filter')
    value = browser.find('.facet ul a')
    count = int(value.text.split()[-1].replace(',', ''))
    value.click()
    check(f'{count} 段' in browser.find('#total').text, browser.find('#total').text)
    check(len(browser.find_all('.chosen li')) == 1, 'the filter is not shown')


@page
def results_go_on(pages):
    browser = pages.search('规定')
    first = texts(browser.find_all('.hit .number'))
    equal(len(first), 20, 'hits on a page')
    browser.find('.pages [rel=next]').click()
    check('offset=20' in browser.url, browser.url)
    check(browser.find_all('.hit'), 'no hits on the second page')
    browser.find('.pages [rel=prev]').click()
    equal(texts(browser.find_all('.hit .number')), first, 'the first page again')


@page
def other_places_of_a_text_are_named(pages):
    browser = pages.search('落实经费保障')
    browser.find('.extra summary').click()
    other = browser.find('.extra li a')
    check('水务办法' in other.text, other.text)
    other.click()
    check('落实经费保障' in texts(browser.find_all('.para.hit mark')), 'not marked there')


@page
def languages(pages):
    browser = pages.search('碳金融')
    equal(browser.find('html').attribute('lang'), 'zh-Hans', 'language')
    browser.find('.language').click()
    equal(browser.find('html').attribute('lang'), 'en', 'language')
    check('paragraph' in browser.find('#total').text, browser.find('#total').text)
    browser.find('.group h3 a').click()
    equal(browser.find('html').attribute('lang'), 'en', 'language of a document')


# All documents.

@page
def documents_are_browsed(pages):
    browser = pages.open()
    browser.find('.browse a').click()
    browser.wait(lambda: browser.find('h1').text == '全部文件', 'the list')
    pages.shot('listing')
    listed = pages.server.get('/api/v1/documents', limit=100).json()
    total = listed['total']['value']
    check(f'{total} 篇' in browser.find('#total').text, browser.find('#total').text)
    titles = [document['title'] or document['path']['text'] for document in listed['documents']]
    # As a browser shows what it was given: the marks of direction are replaced.
    shown_ = [re.sub('\ufffd', '', text) for text in texts(browser.find_all('.documents li > a'))]
    equal(shown_, [re.sub('[\u202a-\u202e\u2066-\u2069]', '', title) for title in titles][:50],
          'titles')
    years = texts(browser.find_all('h2.rung'))
    equal(years[0], f'{listed["documents"][0]["document"]["year"]}年', 'the first year')
    equal(years[-1], '日期不详', 'the last heading')
    # Filters, counted in documents.
    organ = browser.find('.facet ul a')
    name, count = organ.text.split('\n') if '\n' in organ.text else organ.text.rsplit(' ', 1)
    organ.click()
    browser.wait(lambda: browser.find_all('.chosen li'), 'the filter')
    equal(pages.server.get('/api/v1/documents', organ=name).json()['total']['value'], int(count),
          f'documents of {name}')
    check(f'{count} 篇' in browser.find('#total').text, browser.find('#total').text)
    browser.find('.sorts a:nth-child(2)').click()
    browser.wait(lambda: 'sort=title' in browser.url, 'the order')
    equal(texts(browser.find_all('h2.rung')), [], 'years in the order of titles')
    browser.find('.language').click()
    browser.wait(lambda: browser.find('h1').text == 'All documents', 'the other language')
    check('sort=title' in browser.url and 'organ=' in browser.url, browser.url)
    browser.find('.documents a').click()
    browser.wait(lambda: browser.find('.document article'), 'the document')
    check('lang=en' in browser.url and 'sort' not in browser.url, browser.url)
    browser = pages.open('/documents', kind='无此文种')
    check('没有找到' in browser.find('#total').text, browser.find('#total').text)
    browser.find('.advice a').click()
    browser.wait(lambda: browser.find_all('.documents li'), 'all of them')
    browser = pages.open('/documents', year='x')
    check('没有成功' in browser.find('h1').text, browser.find('h1').text)


@page
def a_search_begins_in_the_list(pages):
    browser = pages.open('/documents', year='2021', sort='title')
    browser.find('#q').type('碳金融')
    browser.wait(lambda: browser.find('.hit mark').text == '碳金融', 'hits')
    check('year=2021' in browser.url and 'sort' not in browser.url, browser.url)
    browser.find('#q').type(ENTER)
    browser.wait(lambda: len(browser.find_all('.chosen li')) == 1, 'the filter')
    browser.open(f'{pages.base}/documents')
    browser.find('#q').type('碳金融' + ENTER)
    browser.wait(lambda: browser.find_all('.hit'), 'hits')
    browser.back()
    browser.wait(lambda: browser.find_all('.documents li'), 'the list again')


@page
def the_list_has_pages(pages):
    browser = pages.many().open('/documents', sort='path', lang='en')
    equal(browser.find('.pages span').text, '1 / 3', 'the page')
    first = texts(browser.find_all('.documents li > a'))
    equal(len(first), 50, 'documents on a page')
    browser.find('.pages [rel=next]').click()
    browser.wait(lambda: browser.find('.pages span').text == '2 / 3', 'the second page')
    check(not set(first) & set(texts(browser.find_all('.documents li > a'))), 'some again')
    browser.find('.pages [rel=next]').click()
    browser.wait(lambda: browser.find('.pages span').text == '3 / 3', 'the third page')
    equal(len(browser.find_all('.documents li')), 20, 'documents on the last page')
    check('120 documents' in browser.find('#total').text and
          '101–120' in browser.find('#total').text, browser.find('#total').text)
    equal(browser.find_all('.pages [rel=next]'), [], 'a page behind the last')
    browser = pages.many().open('/documents', offset=5000)
    equal(browser.find_all('.documents li'), [], 'documents behind the last')
    browser.find('.pages [rel=prev]').click()
    browser.wait(lambda: browser.find('.pages span').text == '3 / 3', 'the last page')


# Several indexes.

@page
def an_index_is_chosen(pages):
    browser = pages.many().open()
    equal(texts(browser.find_all('select[name=index] option')), ['notices', 'examples'], 'indexes')
    check('120' in browser.find('.holdings .total').text, browser.find('.holdings .total').text)
    browser.find('#q').type('碳金融')
    browser.wait(lambda: '没有' in browser.find('#total').text, 'nothing in the first')
    pages.shot('indexes')
    browser.find('select[name=index] option:last-child').click()
    browser.wait(lambda: browser.find('.hit mark').text == '碳金融', 'hits in the second')
    check('index=examples' in browser.url, browser.url)
    browser.back()
    browser.wait(lambda: '没有' in browser.find('#total').text, 'the first again')
    equal(browser.find('select[name=index]').property('value'), 'notices', 'the menu')
    browser.run('history.forward()')
    browser.wait(lambda: browser.find('.hit mark').text == '碳金融', 'the second again')
    equal(browser.find('select[name=index]').property('value'), 'examples', 'the menu')
    # Everything leads on in the same index.
    browser.find('.years a').click()
    browser.wait(lambda: 'year=' in browser.url, 'a filter')
    check(browser.find_all('.hit'), 'no hits with a filter')
    browser.find('.language').click()
    browser.wait(lambda: browser.find('html').attribute('lang') == 'en', 'the other language')
    browser.find('.hit a.open').click()
    browser.wait(lambda: browser.find('.para.hit'), 'the document')
    equal(browser.find('select[name=index]').property('value'), 'examples', 'the index there')
    browser.find('.up a').click()
    browser.wait(lambda: browser.find_all('.hit'), 'the results again')
    browser.find('.brand').click()
    browser.wait(lambda: browser.find_all('.holdings'), 'the start page')
    equal(browser.find('select[name=index]').property('value'), 'examples', 'the index on it')
    browser.find('.browse a').click()
    browser.wait(lambda: browser.find_all('.documents li'), 'its documents')
    check('120' not in browser.find('#total').text, browser.find('#total').text)
    browser.find('select[name=index] option:first-child').click()
    browser.wait(lambda: '120' in browser.find('#total').text, 'the documents of the first')
    browser.find('select[name=index] option:last-child').click()
    browser.wait(lambda: '120' not in browser.find('#total').text, 'those of the second')
    check('/documents?' in browser.find('.more a').attribute('href') and
          'index=examples' in browser.find('.more a').attribute('href'), 'the link to all documents')
    # So do suggestions.
    field = typed(browser, '碳金')
    check('碳金融' in suggested(browser, '.term'), f'{suggested(browser)}')
    field.clear()
    browser.find('select[name=index] option:first-child').click()
    field.type('碳金')
    browser.wait(lambda: browser.find('#total').text, 'the results')
    equal(suggested(browser), [], 'suggestions of the other index')
    browser = pages.many().open('/', index='没有', q='碳金融')
    check('没有成功' in browser.find('h1').text, browser.find('h1').text)
    browser = pages.open()
    equal(browser.find_all('select'), [], 'a menu for one index')


@page
def an_index_is_chosen_without_a_script(pages):
    pages.browser.devtools('Emulation.setScriptExecutionDisabled', value=True)
    browser = pages.many().open()
    browser.find('select[name=index] option:last-child').click()
    browser.find('#q').type('碳金融' + ENTER)
    browser.wait(lambda: browser.find_all('.hit'), 'hits in the second')
    equal(browser.find('select[name=index]').property('value'), 'examples', 'the index')
    browser.size(*PHONE)
    pages.shot('indexes-phone')
    fits(browser, 'two indexes')


# Reading.

@page
def a_hit_opens_where_it_stands(pages):
    browser = pages.search('绿色信贷')
    link = browser.find('.hit a.open')
    link.click()
    target = browser.wait(lambda: browser.find('.para:target'), 'the paragraph')
    top = browser.run('return document.querySelector(":target").getBoundingClientRect().top')
    check(0 <= top < 900, f'the paragraph is {top} px away')
    check('绿色信贷' in target.text, target.text)
    pages.shot('document')
    hits = [hit for hit in pages.server.search('绿色信贷', limit=100, duplicates='true',
                                            rung='loose')['hits']
            if hit['document_id'] in browser.url]
    equal(len(browser.find_all('.para.hit')), len(hits), 'hits in the document')
    browser.find('.up a').click()
    check('/?q=' in browser.url, browser.url)


@page
def contents_lead_to_sections(pages):
    browser = pages.read('碳金融 路径:规划')
    links = browser.find_all('.outline a')
    check(len(links) > 5, f'{len(links)} sections')
    name = links[4].text.split('\n')[0]
    links[4].click()
    heading = browser.wait(lambda: browser.find('.para:target'), 'the section')
    check(name in heading.text, f'{heading.text} instead of {name}')
    current = browser.wait(lambda: browser.find('.outline [aria-current]'), 'where one is')
    check(current.text, 'nothing is marked as current')


@page
def notes_are_beside_their_marks(pages):
    browser = pages.read('碳金融 路径:青禾区政府工作报告')
    mark = browser.find('.para.hit .mark a')
    note = browser.find('.noted .notes')
    check('碳金融' in browser.find_all('.para.hit mark')[0].text, 'no hit')
    browser.size(1440, 900)
    check(note.shown, 'the note is hidden')
    pages.shot('notes')
    mark.click()
    target = browser.wait(lambda: browser.find('.para.note:target'), 'the note')
    target_text = target.text
    check(target_text, 'the note is empty')
    browser.find('.para.note:target .back').click()
    browser.wait(lambda: browser.find('.para:target .mark'), 'the way back')


@page
def a_long_document_has_parts(pages):
    browser = pages.read('关键词语')
    equal(len(browser.find_all('.para.hit')), 1, 'hits in the first part')
    check('2' in browser.find('.here').text, browser.find('.here').text)
    browser.find('.jumps [rel=next]').click()
    target = browser.wait(lambda: browser.find('.para.hit:target'), 'the hit in the second part')
    check('700' in target.text, target.text)
    check(browser.find('.pages [rel=prev]').shown, 'no way back')


@page
def a_document_is_searched(pages):
    browser = pages.read('碳金融 路径:规划')
    field = browser.find('#q')
    field.clear()
    field.type('融资')
    browser.find('form button[formaction]').click()
    browser.wait(lambda: quote('融资') in browser.url, 'the address')
    check('/documents/' in browser.url, browser.url)
    marks = browser.wait(lambda: set(texts(browser.find_all('.para.hit mark'))), 'marks')
    check(marks == {'融资'}, f'marks: {shown(marks)}')


@page
def a_line_has_38_characters(pages):
    browser = pages.read('碳金融 路径:规划')
    ratio = browser.run('const p = document.querySelector(".para.body"), s = getComputedStyle(p);'
                        'return [document.querySelector(".document .text").clientWidth /'
                        ' parseFloat(s.fontSize), parseFloat(s.lineHeight) / parseFloat(s.fontSize),'
                        ' parseFloat(s.textIndent) / parseFloat(s.fontSize)]')
    check(36 <= ratio[0] <= 40, f'{ratio[0]} characters in a line')
    check(1.7 <= ratio[1] <= 2, f'leading {ratio[1]}')
    equal(ratio[2], 2, 'indent')


# What the script adds.

@page
def results_come_while_one_types(pages):
    browser = pages.open()
    browser.find('#q').type('碳金')
    browser.wait(lambda: browser.find_all('.hit mark'), 'hits')
    browser.find('#q').type('融')
    browser.wait(lambda: set(texts(browser.find_all('.hit mark'))) == {'碳金融'}, 'other hits')
    browser.wait(lambda: quote('碳金融') in browser.url, 'the address')
    browser.wait(lambda: '段' in browser.find('#status').property('textContent'),
                 'the announcement')
    browser.find('#q').type(ENTER)
    browser.find('#q').clear()
    browser.find('#q').type('绿色信贷' + ENTER)
    browser.wait(lambda: '绿色信贷' in texts(browser.find_all('.hit mark')), 'hits of the next query')
    browser.back()
    browser.wait(lambda: set(texts(browser.find_all('.hit mark'))) == {'碳金融'}, 'the former hits')
    equal(browser.find('#q').property('value'), '碳金融', 'the field')


@page
def an_input_method_is_waited_for(pages):
    browser = pages.open()
    browser.run('const q = document.getElementById("q"); q.focus();'
                'q.dispatchEvent(new CompositionEvent("compositionstart"));'
                'q.value = "tan jin"; q.dispatchEvent(new InputEvent("input"));')
    browser.run_async('setTimeout(arguments[0], 400)')
    equal(browser.find_all('.hit'), [], 'hits of half a word')
    browser.run('const q = document.getElementById("q"); q.value = "碳金融";'
                'q.dispatchEvent(new CompositionEvent("compositionend"));')
    browser.wait(lambda: browser.find_all('.hit mark'), 'hits')


def focus(browser):
    return browser.run('return document.activeElement.id')


def typed(browser, text):
    """Types into the field and waits for the list that answers just that."""
    field = browser.find('#q')
    field.type(text)
    browser.wait(lambda: browser.find('#suggestions').shown, f'suggestions for {text}')
    return field


def suggested(browser, kind=''):
    return texts(browser.find_all(f'.suggestion{kind}'))


def chosen(browser):
    """The option that the field points to; it alone is selected."""
    number = browser.find('#q').attribute('aria-activedescendant')
    equal([one.attribute('id') for one in browser.find_all('[aria-selected=true]')],
          [number] if number else [], 'what is selected')
    return browser.find(f'#{number}').text if number else None


@page
def suggestions_complete_the_query(pages):
    browser = pages.open()
    field = typed(browser, '绿色')
    pages.shot('suggestions')
    words = suggested(browser, '.term')
    titles = suggested(browser, '.title')
    check(words and all(word.startswith('绿色') for word in words), f'words: {shown(words)}')
    check(titles and all('绿色' in title for title in titles), f'titles: {shown(titles)}')
    check(len(words) + len(titles) <= 8, f'{len(words)} words, {len(titles)} titles')
    equal([field.attribute(name) for name in ('role', 'aria-autocomplete', 'aria-controls',
                                              'aria-expanded')],
          ['combobox', 'list', 'suggestions', 'true'], 'the combobox')
    equal(chosen(browser), None, 'before a key')
    browser.press([DOWN])
    equal(chosen(browser), words[0], 'the first')
    browser.press([UP])
    equal(chosen(browser), None, 'the field again')
    browser.press([UP])
    equal(chosen(browser), (words + titles)[-1], 'the last')
    browser.press([DOWN, DOWN, ENTER])
    equal(field.property('value'), words[0], 'the field')
    equal(focus(browser), 'q', 'focus')
    browser.wait(lambda: browser.find('.hit mark').text == words[0], 'the results')
    equal(field.attribute('aria-expanded'), 'false', 'the list is open')


@page
def keys_without_a_choice_do_as_ever(pages):
    browser = pages.open()
    field = typed(browser, '绿色')
    browser.press([ESCAPE])
    check(not browser.find('#suggestions').shown, 'Escape does not close the list')
    equal(field.property('value'), '绿色', 'the field')
    equal(focus(browser), 'q', 'focus')
    browser.wait(lambda: browser.find('.hit mark').text == '绿色', 'the results')
    browser.press([DOWN])
    browser.wait(lambda: browser.find('.hit.current'), 'the first hit')
    browser = pages.open()
    field = typed(browser, '绿色')
    browser.press([ENTER])
    browser.wait(lambda: quote('绿色') in browser.url, 'the query is sent')
    equal(field.property('value'), '绿色', 'the field')
    check(not browser.find('#suggestions').shown, 'Enter does not close the list')
    typed(browser, '金')
    browser.press([TAB])
    check(not browser.find('#suggestions').shown, 'Tab does not close the list')
    check(focus(browser) != 'q', 'Tab does not leave the field')


@page
def a_suggested_title_opens_its_document(pages):
    browser = pages.open('/', lang='en')
    typed(browser, '湿地')
    option = browser.find('.suggestion.title')
    title = option.text
    equal([label.text for label in browser.find_all('.suggestions .label')][-1], 'Open a document',
          'label')
    option.click()
    browser.wait(lambda: '/documents/' in browser.url, 'the document')
    browser.wait(lambda: browser.find('h1').text == title, 'its title')
    check('lang=en' in browser.url and 'q=' not in browser.url, browser.url)
    # There, too; and with keys.
    typed(browser, '湿地')
    browser.press([UP])
    check(chosen(browser), 'no title is chosen')
    browser.press([ENTER])
    browser.wait(lambda: browser.find('#q').property('value') == '', 'the document again')


@page
def the_rest_of_a_query_is_kept(pages):
    browser = pages.search('“绿” 普惠')
    browser.run('const q = document.getElementById("q"); q.focus(); q.setSelectionRange(2, 2);')
    field = typed(browser, '色')
    word = browser.find('.suggestion.term').text
    browser.find('.suggestion.term').click()
    equal(field.property('value'), f'“{word}” 普惠', 'the field')
    equal(browser.run('return document.getElementById("q").selectionStart'), len(word) + 2, 'caret')
    field.clear()
    typed(browser, '普惠 OR 机关:')
    organs = suggested(browser, '.value')
    check('东屿省人民政府' in organs, f'organs: {shown(organs)}')
    browser.press([DOWN, ENTER])
    equal(field.property('value'), f'普惠 OR 机关:{organs[0]}', 'the field')
    # Where the caret is within a word, nothing is completed.
    field.clear()
    typed(browser, '绿色')
    browser.press([LEFT])
    check(not browser.find('#suggestions').shown, 'the list of another place')


@page
def an_input_method_gets_no_suggestions(pages):
    browser = pages.open()
    browser.run('window.asked = []; const fetch_ = window.fetch;'
                'window.fetch = (where, ...rest) => { asked.push(String(where));'
                ' return fetch_(where, ...rest); };'
                'document.getElementById("q").focus();')
    for text in ('l', 'lv', 'lv s', '绿色'):
        browser.devtools('Input.imeSetComposition', text=text, selectionStart=len(text),
                         selectionEnd=len(text))
    browser.press([DOWN])
    browser.run_async('setTimeout(arguments[0], 400)')
    equal(browser.run('return asked'), [], 'requests while composing')
    check(not browser.find('#suggestions').shown, 'a list while composing')
    browser.devtools('Input.insertText', text='绿色')
    browser.wait(lambda: suggested(browser), 'suggestions for what was composed')
    equal(browser.find('#q').property('value'), '绿色', 'the field')
    browser.devtools('Input.imeSetComposition', text='j', selectionStart=1, selectionEnd=1)
    check(not browser.find('#suggestions').shown, 'the list beside the input method')
    browser.devtools('Input.insertText', text='金')


@page
def late_suggestions_are_ignored(pages):
    browser = pages.open()
    browser.run('const fetch_ = window.fetch; window.held = [];'
                'window.fetch = async (where, how) => {'
                ' if (!String(where).includes("suggest")) { return fetch_(where, how); }'
                ' const answer = await fetch_(where);'  # as if it could not be taken back
                ' await new Promise(go => held.push(go)); return answer; };')
    browser.find('#q').type('绿色')
    browser.wait(lambda: browser.run('return held.length') == 1, 'the first answer')
    browser.find('#q').type('金')
    browser.wait(lambda: browser.run('return held.length') == 2, 'the second answer')
    browser.run('held[1]()')
    browser.wait(lambda: browser.find('#suggestions').shown, 'the list')
    second = suggested(browser)
    browser.run_async('held[0](); setTimeout(arguments[0], 100)')
    equal(suggested(browser), second, 'suggestions for what was typed before')


@page
def keys_lead_everywhere(pages):
    browser = pages.search('碳金融')
    browser.press('j')
    browser.wait(lambda: browser.find('.hit.current'), 'the first hit')
    browser.press('jk')
    equal(browser.run('return [...document.querySelectorAll(".hit")]'
                      '.indexOf(document.querySelector(".current"))'), 0, 'the hit')
    browser.press('/')
    equal(browser.run('return document.activeElement.id'), 'q', 'focus')
    browser.press([ESCAPE, '?'])
    check('复制引文' in browser.find('dialog').text, browser.find('dialog').text)
    browser.press([ESCAPE])
    browser.press('j')
    browser.press([ENTER])
    browser.wait(lambda: '/documents/' in browser.url, 'the document')
    browser.wait(lambda: browser.find('.para.current'), 'the paragraph')
    if len(browser.find_all('.para.hit')) > 1:
        before = browser.find('.para.current').attribute('id')
        browser.press('n')
        browser.wait(lambda: browser.find('.para.hit.current').attribute('id') != before,
                     'the next hit')
    browser.press('u')
    browser.wait(lambda: '/?q=' in browser.url, 'the results')


@page
def letters_can_be_switched_off(pages):
    browser = pages.search('碳金融')
    browser.press('?')
    pages.shot('keys')
    browser.find('dialog input').click()
    browser.press([ESCAPE])
    browser.press('j')
    equal(browser.find_all('.hit.current'), [], 'hits chosen by a letter')
    browser = pages.search('绿色信贷')
    browser.press('j')
    equal(browser.find_all('.hit.current'), [], 'hits chosen by a letter on the next page')
    browser.press('?')
    browser.find('dialog input').click()
    browser.press([ESCAPE])
    browser.press('j')
    browser.wait(lambda: browser.find('.hit.current'), 'the first hit')


@page
def a_paragraph_is_copied_with_its_source(pages):
    browser = pages.read('碳金融 路径:规划')
    browser.devtools('Browser.grantPermissions',
                     permissions=['clipboardReadWrite', 'clipboardSanitizedWrite'])
    browser.run('window.copied = []; Object.defineProperty(navigator, "clipboard", {value:'
                ' {writeText: async text => window.copied.push(text)}});')
    browser.press('n')
    browser.wait(lambda: browser.find('.current'), 'a paragraph')
    browser.press('c')
    text = browser.wait(lambda: browser.run('return window.copied[0]'), 'the copy')
    check(re.search(r'^“.*碳金融.*”——东屿省人民政府《东屿省.*》（东政发〔2021〕37号，2021年11月5日发布），.*，第[0-9]+段$',
                    text), text)
    check('↓' not in text and '复制' not in text, text)
    browser.wait(lambda: browser.find('.toast').text == '已复制', 'the message')


@page
def a_citation_is_the_same_everywhere(pages):
    for q in ('恶意单元', '碳金融 路径:规划', '落实经费保障'):
        cited = pages.case.wbsearch('--cite', '--limit=1', q).expect(code=0).text
        source = re.sub(r'（[^（]*:[0-9]+）$', '', cited.strip().rsplit('\n——', 1)[1])
        browser = pages.search(q)
        equal(browser.run('const hit = document.querySelector(".hit");'
                          'return `${hit.closest("[data-cite]").dataset.cite}，${hit.dataset.place}`'),
              source, f'{q}: among the results')
        browser = pages.read(q)
        equal(browser.run(f'const para = document.getElementById("p{pages.hit(q)["paragraph"]}");'
                          'return `${para.closest("[data-cite]").dataset.cite}，${para.dataset.place}`'),
              source, f'{q}: in the document')
        check(source.startswith(browser.find('#citation').property('textContent')), f'{q}: {source}')


# Without it.

@page
def all_works_without_a_script(pages):
    pages.browser.devtools('Emulation.setScriptExecutionDisabled', value=True)
    browser = pages.open()
    equal(browser.find('#q').attribute('role'), None, 'a combobox that does nothing')
    browser.find('#q').type('碳金融' + ENTER)
    browser.wait(lambda: '/?q=' in browser.url, 'the results')
    check(set(texts(browser.find_all('.hit mark'))) == {'碳金融'}, 'marks')
    browser.find('.years a').click()
    browser.wait(lambda: 'year=' in browser.url, 'the filter')
    browser.find('.hit a.open').click()
    browser.wait(lambda: browser.find('.para.hit'), 'the document')
    check(browser.find('.outline').shown, 'no contents')
    equal(browser.find_all('.tools'), [], 'buttons that do nothing')
    browser.find('.way .first').click()
    browser.wait(lambda: '#p' in browser.url, 'the first hit')


# How it looks.

@page
def dark(pages):
    pages.browser.media(prefers_color_scheme='dark')
    for name, view in (('search', lambda: pages.search('碳金融')),
                       ('document', lambda: pages.read('绿色信贷')),
                       ('listing', lambda: pages.open('/documents'))):
        browser = view()
        pages.shot(f'{name}-dark')
        colours = browser.run('return ["backgroundColor", "color"].map(name =>'
                              ' getComputedStyle(document.documentElement)[name].match(/\\d+/g)'
                              '.slice(0, 3).reduce((a, b) => a + +b, 0))')
        check(colours[0] < 150 < 450 < colours[1], f'{name}: {colours}')
    browser = pages.read('绿色信贷')
    browser.find('#q').clear()
    typed(browser, '绿色')
    browser.press([DOWN])
    pages.shot('suggestions-dark')


@page
def phones(pages):
    pages.browser.size(*PHONE)
    views = {'start': lambda: pages.open(), 'search': lambda: pages.search('碳金融'),
             'document': lambda: pages.read('绿色信贷'), 'listing': lambda: pages.open('/documents'),
             'table': lambda: pages.read('恶意单元'), 'long': lambda: pages.read('恶意长段')}
    for name, view in views.items():
        browser = view()
        pages.shot(f'{name}-phone')
        fits(browser, name)
    browser = pages.search('碳金融')
    small = browser.run('return [...document.querySelectorAll("button, .sorts a, .pages a")]'
                        '.filter(e => e.getBoundingClientRect().height < 24).length')
    equal(small, 0, 'small things to touch')
    del views['table'], views['long']
    views['search'] = lambda: pages.search('碳金融', lang='en')
    for name, view in views.items():
        browser = view()
        browser.find('#q').clear()
        typed(browser, '绿色')
        pages.shot(f'suggestions-{name}-phone')
        fits(browser, f'suggestions, {name}')


@page
def paper(pages):
    browser = pages.read('绿色信贷')
    browser.media(media='print')
    shown_ = [name for name in ('.top', '.side', '.way', '.jumps')
              if browser.find_all(name) and browser.find(name).shown]
    equal(shown_, [], 'on paper')
    browser.media()
    browser.print_pdf(pages.out / 'document.pdf')


# Documents and addresses that mean harm.

@page
def documents_are_only_text(pages):
    for q in ('恶意正文', '恶意图片', '恶意方向', '恶意阿拉伯文', '恶意单元'):
        browser = pages.search(q)
        check(browser.find_all('.hit'), f'{q} is not found')
        browser.find('.hit a.open').click()
        browser.wait(lambda: browser.find('.para'), 'the document')
        check('owned' not in browser.title or '<script>' in browser.title, browser.title)
        equal(browser.run('return document.querySelectorAll("main script, main img, main [onerror],'
                          ' main [style], a[href^=javascript]").length'), 0, f'{q}: elements')
        text = browser.run('return document.documentElement.textContent')
        check(not re.search('[\u202a-\u202e\u2066-\u2069]', text), f'{q}: marks of direction')
    equal(browser.run('return ["th", "td"].map(n => document.querySelectorAll(n).length)'), [2, 2],
          'cells')


@page
def a_query_is_only_text(pages):
    harm = '"><script>document.title="owned"</script><b x=\'碳金融'
    browser = pages.search(harm, organ=harm)
    check('owned' != browser.title, browser.title)
    equal(browser.find('#q').property('value'), harm, 'the field')
    equal(browser.run('return document.querySelectorAll("main script, main b").length'), 0,
          'elements')


@page
def a_paragraph_of_1_mb_is_read(pages):
    browser = pages.search('恶意长段')
    check(len(browser.find('.hit .text').text) < 400, 'the snippet is long')
    browser.find('.hit a.open').click()
    target = browser.wait(lambda: browser.find('.para:target'), 'the paragraph')
    check('恶意长段' in target.text, 'the wrong paragraph')


@page
def errors_are_pages(pages):
    for where, params in (('/documents/0123456789abcdef', {}), ('/documents/x', {}),
                          ('/', {'q': '碳', 'sort': 'x'}), ('/', {'q': '碳' * 1100})):
        browser = pages.open(where, **params)
        check('没有成功' in browser.find('h1').text, f'{where}: {browser.find("h1").text}')
        check(browser.find('#q').shown, f'{where}: no field')


@page
def caches_are_told_the_truth(pages):
    answer = pages.server.request('/?q=x', headers={'Accept-Language': 'zh'}).expect(200)
    check('Accept-Language' in answer.headers['Vary'], answer.headers['Vary'])
    english = pages.server.request('/?q=x', headers={'Accept-Language': 'en'}).expect(200)
    check(answer.headers['ETag'] != english.headers['ETag'], 'one tag for two languages')
    pages.server.request('/?q=x', headers={'Accept-Language': 'zh',
                                           'If-None-Match': answer.headers['ETag']}).expect(304)
    style = re.search(r'/style\.css\?v=\w+', answer.body.decode())[0]
    kept = pages.server.request(style).expect(200)
    check('immutable' in kept.headers['Cache-Control'], kept.headers['Cache-Control'])
    pages.server.request(style, headers={'If-None-Match': kept.headers['ETag']}).expect(304)
    other = pages.server.request('/style.css?v=0').expect(200)
    equal(other.headers['Cache-Control'], 'no-cache', 'another version')


# Accessibility.

def find_axe(folder):
    """The text of axe-core, as package-lock.json pins it."""
    if not shutil.which('npm'):
        raise Skip('npm is not installed')
    folder.mkdir(exist_ok=True)
    script = folder / 'node_modules' / 'axe-core' / 'axe.min.js'
    if not script.exists():
        for name in ('package.json', 'package-lock.json'):
            shutil.copy(HERE / name, folder)
        done = subprocess.run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
                              cwd=folder, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            raise Skip('npm ci does not get axe-core')
    return script.read_text('utf-8')


@page
def axe_finds_no_serious_fault(pages):
    axe = find_axe(pages.out / 'npm')
    def suggestions():
        browser = pages.open()
        typed(browser, '绿色')
        browser.press([DOWN])
        return browser
    views = {'start': lambda: pages.open(), 'search': lambda: pages.search('碳金融', year='2019..'),
             'suggestions': suggestions, 'listing': lambda: pages.open('/documents'),
             'partial': lambda: pages.search('碳金融业务白名单怎样更新', lang='en'),
             'document': lambda: pages.read('碳金融 路径:青禾区政府工作报告'),
             'law': lambda: pages.read('第三条 路径:湿地'),
             'table': lambda: pages.read('恶意单元'),
             'error': lambda: pages.open('/documents/x')}
    faults = []
    for size in (WIDE, PHONE):
        for scheme in ('light', 'dark'):
            pages.browser.size(*size)
            pages.browser.media(prefers_color_scheme=scheme)
            for name, view in views.items():
                browser = view()
                browser.run(axe + ';window.axe = axe;')
                result = browser.run_async(
                    'const done = arguments[0]; axe.run({resultTypes: ["violations"]})'
                    '.then(r => done(r.violations.map(v =>'
                    ' [v.impact, v.id, v.nodes.length, v.nodes[0].html.slice(0, 160),'
                    ' v.nodes[0].failureSummary])))')
                faults += [(name, size[0], scheme, *fault) for fault in result]
    for fault in faults:
        print('#', shown(fault, 900))
    serious = [fault[:5] for fault in faults if fault[3] in ('serious', 'critical')]
    check(not serious, f'{len(serious)} faults: {shown(serious)}')


def main():
    arguments = sys.argv[1:]
    tools = Tools(arguments[0], arguments[1])
    tools.wbsearchd = str(Path(arguments[2]).resolve())
    out = Path(arguments[4])
    out.mkdir(parents=True, exist_ok=True)
    shared = Shared(arguments[3], out)
    options = type('Options', (), {'only': arguments[5:], 'jobs': 1, 'shared': shared})
    try:
        return SUITE.run(tools, options)
    finally:
        if shared.pages:
            shared.pages.close()


if __name__ == '__main__':
    sys.exit(main())
