#!/usr/bin/env python3
"""The programs speak the user's language, and forms for scripts do not change with it.

usage: messages.py CATALOGS WBINDEX WBSEARCH    (CATALOGS: the folder with zh/LC_MESSAGES)

Prints TAP.
"""
import argparse
import os
import sys
import unicodedata

from wbtest import Suite, Tools, check

SUITE = Suite()
case = SUITE.case
CATALOGS = None


def language(**names):
    return {'TEXTDOMAINDIR': CATALOGS, **names}


@case
def english_by_default(c):
    c.write('甲.md', '正文。\n')
    run = c.wbindex('.', env=language()).expect(code=0)
    check('indexed 1 document, 1 paragraph' in run.err.decode(), run.describe())


@case
def chinese_where_the_locale_is_chinese(c):
    c.write('甲.md', '正文。\n')
    for name in ('LC_ALL', 'LC_MESSAGES', 'LANG'):
        run = c.wbindex('--rebuild', '.', env=language(**{name: 'zh_CN.UTF-8'})).expect(code=0)
        check('1 篇文件' in run.err.decode(), f'{name}: {run.describe()}')


@case
def chinese_by_language_alone(c):
    run = c.wbindex('不存在', env=language(LC_ALL='C.UTF-8', LANGUAGE='zh_CN')).expect(code=2)
    check('无法建索引' in run.err.decode(), run.describe())


@case
def no_language_where_the_locale_is_c(c):
    run = c.wbindex('不存在', env=language(LC_ALL='C', LANGUAGE='zh_CN')).expect(code=2)
    check('cannot index' in run.err.decode(), run.describe())


@case
def another_language_is_english(c):
    run = c.wbindex('不存在', env=language(LANG='de_DE.UTF-8')).expect(code=2)
    check('cannot index' in run.err.decode(), run.describe())


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in line)


@case
def help_is_chinese_and_fits(c):
    for program in (c.wbindex, c.wbsearch):
        for option in ('-h', '--help'):
            text = program(option, env=language(LANG='zh_CN.UTF-8')).expect(code=0).out.decode()
            check('用法：' in text, text)
            wide = [line for line in text.split('\n') if columns(line) > 80]
            check(not wide, f'{option}: {wide}')


@case
def json_is_the_same_in_any_language(c):
    c.write('甲.md', '# 题\n\n正文一段。\n')
    c.wbindex('.').expect(code=0)
    outputs = [c.wbindex('--status', '--json', env=env).expect(code=0).out
               for env in (language(), language(LANG='zh_CN.UTF-8'))]
    check(outputs[0] == outputs[1], f'{outputs}')


def main():
    global CATALOGS
    parser = argparse.ArgumentParser(usage=__doc__.split('\n\n')[1][len('usage: '):])
    parser.add_argument('catalogs')
    parser.add_argument('wbindex')
    parser.add_argument('wbsearch')
    options = parser.parse_args()
    options.jobs, options.only = 1, []
    CATALOGS = os.path.abspath(options.catalogs)
    if not os.path.exists(os.path.join(CATALOGS, 'zh', 'LC_MESSAGES', 'wbsearch.mo')):
        print('1..0 # SKIP no catalogs: gettext is not installed')
        return 0
    return SUITE.run(Tools(options.wbindex, options.wbsearch), options)


if __name__ == '__main__':
    sys.exit(main())
