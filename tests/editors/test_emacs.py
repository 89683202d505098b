#!/usr/bin/env python3
"""contrib/emacs in Emacs.

usage: test_emacs.py --examples DIR --contrib DIR WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...
"""
import json
import shutil
import sys

from editortest import (FAKE_SEARCH, HARD_NAME, QUERY, check_places, indexed, main, program, run,
                        source_line)
from wbtest import Suite, check

SUITE = Suite()
case = SUITE.case

# What the scripts have: Say reports a value to the test, Done waits for the end of a search.
PRELUDE = r'''
(require 'json)
(require 'wbsearch)
(defun say (value)
  (let ((coding-system-for-write 'utf-8-unix))
    (write-region (concat (json-encode value) "\n") nil (getenv "SAY") t 'quiet)))
(defun done ()
  (let ((process (get-buffer-process "*wbsearch*")))
    (while (and process (process-live-p process))
      (accept-process-output process 1))
    ;; The sentinel has run when the end is written.
    (while (not (with-current-buffer "*wbsearch*"
                  (save-excursion
                    (goto-char (point-max))
                    (re-search-backward "^Wbsearch \\(finished\\|exited\\)" nil t))))
      (accept-process-output nil 0.01))))
(defun here ()
  (with-current-buffer (window-buffer (selected-window))
    (goto-char (window-point))
    (say (list (file-relative-name buffer-file-name (getenv "DOCS"))
               (line-number-at-pos) (- (point) (line-beginning-position))))))
(defun visit ()
  (condition-case nil
      (while t (next-error) (here))
    (user-error nil)))
'''


def emacs(c, script, **env):
    """Evaluates the script in Emacs; returns what it said."""
    said = c.dir / 'said'
    said.unlink(missing_ok=True)
    source = c.dir / 'script.el'
    source.write_text(f';; -*- lexical-binding: t -*-\n{PRELUDE}\n{script}\n', encoding='utf-8')
    done = run(c, ['emacs', '-Q', '--batch', '-L', c.options.contrib / 'emacs', '-l', source],
               SAY=str(said), DOCS=str(c.docs) + '/', **env)
    check(done.returncode == 0 and said.exists(), f'emacs: {done}')
    return [json.loads(line) for line in said.read_text(encoding='utf-8').splitlines()]


def lisp(text):
    """The text as a string of Lisp."""
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


@case
def next_error_visits_every_match(c):
    indexed(c)
    said = emacs(c, f'(wbsearch {lisp(QUERY)}) (done) (visit)')
    check_places(c, [tuple(place) for place in said])


@case
def matches_are_marked_in_the_list(c):
    indexed(c)
    [marked] = emacs(c, f'''(wbsearch {lisp(QUERY)}) (done)
(with-current-buffer "*wbsearch*"
  (let ((at (text-property-any (point-min) (point-max) 'font-lock-face grep-match-face)))
    (say (buffer-substring-no-properties at (+ at 3)))))''')
    check(marked == QUERY, marked)


@case
def any_query_arrives_as_it_is(c):
    fake = program(c, 'fake', FAKE_SEARCH)
    for query in ("'; touch x | \"", '-试点 "一带一路"', '# % $HOME `id` \\', '(A|B) !ls',
                  '同句(绿色　信贷)', "''"):
        emacs(c, f'''(setq wbsearch-program {lisp(str(fake))})
(wbsearch {lisp(query)}) (done) (say 1)''', GOT=str(c.dir / 'got'))
        got = (c.dir / 'got').read_text(encoding='utf-8')
        check(got.endswith(f'\n--\n{query}\n'), f'{query!r} arrived as {got!r}')
    check(not (c.docs / 'x').exists(), 'the shell read the query')


@case
def what_is_wrong_is_said(c):
    indexed(c)
    nothing, error = emacs(c, '''(wbsearch "没有这词") (done)
(with-current-buffer "*wbsearch*" (say (buffer-string)))
(setq wbsearch-options '("--nonsense"))
(wbsearch "办法") (done)
(with-current-buffer "*wbsearch*" (say (buffer-string)))''')
    check('finished: nothing found' in nothing, nothing)
    check('--nonsense' in error and 'exited abnormally' in error, error)


@case
def the_index_is_that_of_the_buffer(c):
    indexed(c)
    said = emacs(c, f'''(find-file {lisp(str(c.docs / HARD_NAME))})
(wbsearch {lisp(QUERY)}) (done) (visit)''')
    check_places(c, [tuple(place) for place in said])


@case
def the_region_is_text(c):
    c.write('文.md', '# 文\n\n甲 OR\n乙。\n\n乙。\n')
    c.indexed()
    said = emacs(c, '''(find-file "文.md")
(transient-mark-mode 1)
(goto-char (point-min)) (search-forward "甲") (backward-char)
(push-mark (point) t t) (search-forward "乙")
(wbsearch-at-point) (done) (visit)''')
    check(said == [['文.md', 3, 0]], f'{said}')


@case
def the_word_at_point(c):
    c.write('文.md', '# 文\n\n武汉SKP开业。\n')
    c.indexed()
    said = emacs(c, '''(find-file "文.md") (search-forward "SK")
(wbsearch-at-point) (done) (visit)''')
    path, line, column = said[0]
    check(len(said) == 1 and source_line(c, path, line)[column:].startswith('SKP'), f'{said}')


@case
def consult_gets_a_command(c):
    """As its old versions ask, and as its new ones do."""
    indexed(c)
    old, new, empty, marked = emacs(c, f'''
(say (car (wbsearch--consult-builder {lisp(QUERY)})))
(say (car (funcall (wbsearch--consult-builder '(".")) {lisp(QUERY)})))
(say (wbsearch--consult-builder " "))
(let ((candidate (copy-sequence "甲碳金融乙")))
  (funcall (cdr (wbsearch--consult-builder {lisp(QUERY)})) candidate)
  (say (next-single-property-change 0 'face candidate)))''')
    check(old == new and old[0] == 'wbsearch' and empty is None and marked == 1,
          f'{old} {new} {empty} {marked}')
    lines = c.wbsearch(*old[1:]).expect(code=0).text.splitlines()
    # What consult takes a line apart with.
    for line in lines:
        path, rest = line.split('\0')
        number, text = rest.split(':', 1)
        check((c.docs / path).is_file() and int(number) > 0 and text, line)


@case
def it_compiles_without_warnings(c):
    shutil.copy(c.options.contrib / 'emacs/wbsearch.el', c.dir)
    done = run(c, ['emacs', '-Q', '--batch', '--eval', '(setq byte-compile-error-on-warn t)', '-f',
                   'batch-byte-compile', c.dir / 'wbsearch.el'])
    check(done.returncode == 0 and (c.dir / 'wbsearch.elc').exists(), done.stderr)
    done = run(c, ['emacs', '-Q', '--batch', '--eval',
                   f"(progn (require 'checkdoc) (checkdoc-file {lisp(str(c.dir / 'wbsearch.el'))}))"])
    check(done.stderr == '', done.stderr)


@case
def commands_are_autoloaded(c):
    shutil.copy(c.options.contrib / 'emacs/wbsearch.el', c.dir)
    done = run(c, ['emacs', '-Q', '--batch', '--eval', '''(progn (require 'autoload)
(let ((generated-autoload-file (expand-file-name "loaddefs.el" ".."))
      (backup-inhibited t))
  (update-directory-autoloads ".."))
(load (expand-file-name "loaddefs.el" ".."))
(dolist (name '(wbsearch wbsearch-at-point wbsearch-consult))
  (unless (and (autoloadp (symbol-function name)) (commandp name))
    (error "%s is not autoloaded" name))))'''])
    check(done.returncode == 0, done.stderr)


if __name__ == '__main__':
    sys.exit(main(SUITE, 'emacs'))
