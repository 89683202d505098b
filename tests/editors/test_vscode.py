#!/usr/bin/env python3
"""The tasks of contrib/vscode: what they run, and what their problem matcher makes of the output.

usage: test_vscode.py --examples DIR --contrib DIR WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...
"""
import json
import re
import sys

from editortest import QUERY, chars_before, check_places, indexed, main
from wbtest import Suite, check

SUITE = Suite()
case = SUITE.case


def tasks(c):
    text = (c.options.contrib / 'vscode/tasks.json').read_text(encoding='utf-8')
    return json.loads(text)['tasks']


def arguments(task, query):
    """The arguments that VS Code starts the task with."""
    return [re.sub(r'\$\{(input:wbsearch|selectedText)\}', lambda _: query, word)
            for word in task['args']]


@case
def every_match_is_a_problem_at_its_place(c):
    indexed(c)
    for task in tasks(c):
        pattern = task['problemMatcher']['pattern']
        places = []
        lines = c.wbsearch(*arguments(task, QUERY)).expect(code=0, err='').lines
        for line in lines:
            match = re.search(pattern['regexp'], line)
            check(match, f'not matched: {line}')
            path, number, column = (match[pattern[k]] for k in ('file', 'line', 'column'))
            check(match[pattern['severity']] == 'info' and match[pattern['message']], line)
            # VS Code counts UTF-16 units.
            places.append((path, int(number),
                           chars_before(c, path, int(number), int(column), 'utf-16-le', 2)))
        check_places(c, places)


@case
def no_shell_reads_the_query(c):
    indexed(c)
    ask, selected = tasks(c)
    check(ask['type'] == selected['type'] == 'process', 'a shell')
    c.wbsearch(*arguments(ask, '-规则 办法')).expect(code=0)
    # The selected text is text: no operators.
    c.wbsearch(*arguments(selected, '办法 OR 没有')).expect(code=1, out='')


@case
def keys_run_the_tasks(c):
    text = (c.options.contrib / 'vscode/keybindings.json').read_text(encoding='utf-8')
    labels = [task['label'] for task in tasks(c)]
    check([key['args'] for key in json.loads(text)] == labels, f'{labels}')


if __name__ == '__main__':
    sys.exit(main(SUITE, None))
