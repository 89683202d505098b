;;; wbsearch.el --- Search Chinese policy documents  -*- lexical-binding: t; -*-

;; Author: The wbsearch developers
;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: matching, tools, files
;; SPDX-License-Identifier: GPL-2.0-or-later

;;; Commentary:

;; wbsearch finds words in an index of policy documents.  `wbsearch' asks for
;; a query and lists the matches in a buffer in which `next-error' and
;; \\`RET' lead to the line and the very character.  `wbsearch-at-point'
;; searches for the region or the word at point.  With consult installed,
;; `wbsearch-consult' searches while you type.
;;
;;   (add-to-list 'load-path "/path/to/contrib/emacs")
;;   (require 'wbsearch)
;;   (global-set-key (kbd "M-s w") #'wbsearch)
;;
;; The index is the one of the current buffer's directory or of the nearest
;; above it; else customize `wbsearch-index'.

;;; Code:

(require 'compile)
(require 'grep)
(require 'subr-x)

(defgroup wbsearch nil
  "Searching Chinese policy documents."
  :group 'tools
  :prefix "wbsearch-")

(defcustom wbsearch-program "wbsearch"
  "The program wbsearch, a name or a path."
  :type 'string)

(defcustom wbsearch-index nil
  "The index directory, or nil for the one that wbsearch finds by itself."
  :type '(choice (const :tag "Nearest" nil) directory))

(defcustom wbsearch-limit 200
  "List the matches of so many paragraphs at most."
  :type 'natnum)

(defcustom wbsearch-options nil
  "Further options of wbsearch, a list of strings."
  :type '(repeat string))

(defvar wbsearch-history nil
  "Queries that were searched for.")

(defun wbsearch--arguments (form query &rest options)
  "Return the command line for QUERY as a list of strings.
FORM and OPTIONS are options of this search alone."
  `(,wbsearch-program ,form
    ,(format "--limit=%d" wbsearch-limit)
    ,@(and wbsearch-index
           (list (concat "--index=" (expand-file-name wbsearch-index))))
    ,@wbsearch-options
    ,@options
    "--" ,query))

;;; The buffer of matches

(defun wbsearch--quote (argument)
  "Quote ARGUMENT for a POSIX shell, readably where it is Chinese."
  (if (string-match-p "\\`[[:alnum:]_=/.,+-]+\\'" argument)
      argument
    (concat "'" (replace-regexp-in-string "'" "'\\''" argument t t) "'")))

(defconst wbsearch-regexp-alist
  '(("^\\(.+?\\):\\([1-9][0-9]*\\):\\([1-9][0-9]*\\):" 1 2 3))
  "How `compilation-error-regexp-alist' reads a line of the output.")

(define-compilation-mode wbsearch-mode "Wbsearch"
  "List of matches that wbsearch found."
  (setq-local compilation-error-regexp-alist wbsearch-regexp-alist)
  (setq-local compilation-error-face grep-hit-face)
  ;; Columns count characters, from 1; not columns of the screen, of which a
  ;; Chinese character takes two.
  (setq-local compilation-first-column 1)
  (setq-local compilation-error-screen-columns nil)
  (setq-local compilation-disable-input t)
  (setq-local compilation-exit-message-function #'wbsearch--exit-message)
  (add-hook 'compilation-filter-hook #'grep-filter nil t))

(defun wbsearch--exit-message (_status code message)
  "Return what is said at the end of a search that ended with CODE.
MESSAGE is what is said otherwise."
  (cond ((eql code 0) '("finished\n" . "found"))
        ((eql code 1) '("finished: nothing found\n" . "nothing found"))
        (t (cons message code))))

(defun wbsearch--buffer-name (_mode)
  "Return the name of the buffer of matches."
  "*wbsearch*")

(defun wbsearch--read-query ()
  "Ask for a query."
  (let ((default (wbsearch--at-point)))
    (read-string (if default (format "Wbsearch (default %s): " default) "Wbsearch: ")
                 nil 'wbsearch-history default)))

(defun wbsearch--at-point ()
  "Return the text of the active region, or the word at point, or nil."
  (if (use-region-p)
      (replace-regexp-in-string
       "[ \t\r\n]+" " "
       (buffer-substring-no-properties (region-beginning) (region-end)))
    (thing-at-point 'word t)))

(defun wbsearch--start (query &rest options)
  "List the matches of QUERY; OPTIONS are further options of wbsearch."
  (let ((arguments (apply #'wbsearch--arguments "--vimgrep" query
                          "--column-unit=char" "--color=always" options))
        (coding-system-for-read 'utf-8-unix)
        (coding-system-for-write 'utf-8-unix))
    (compilation-start (mapconcat #'wbsearch--quote arguments " ")
                       #'wbsearch-mode #'wbsearch--buffer-name)))

;;;###autoload
(defun wbsearch (query)
  "List the matches of QUERY, in wbsearch's language, best first.
`next-error' visits them one after the other."
  (interactive (list (wbsearch--read-query)))
  (wbsearch--start query))

;;;###autoload
(defun wbsearch-at-point ()
  "Search for the text of the region or the word at point, as it stands."
  (interactive)
  (let ((text (wbsearch--at-point)))
    (unless text
      (user-error "No word at point"))
    (add-to-history 'wbsearch-history text)
    (wbsearch--start text "--fixed-strings")))

;;; Searching while typing

(declare-function consult--grep "ext:consult" (prompt make-builder dir initial))

(defun wbsearch--consult-highlight (input)
  "Return a function to mark the words of INPUT in a candidate."
  (let ((words (split-string input "[ \t\"“”()|]+" t)))
    (lambda (candidate)
      (dolist (word words)
        (let ((start 0))
          (while (string-match (regexp-quote word) candidate start)
            (setq start (match-end 0))
            (add-face-text-property (match-beginning 0) start
                                    'consult-highlight-match nil candidate)))))))

(defun wbsearch--consult-builder (input)
  "Return the command for INPUT and how to mark its words, as consult wants it.
Newer versions of consult first ask for that function, and give a list."
  (cond ((not (stringp input)) #'wbsearch--consult-builder)
        ((string-empty-p (string-trim input)) nil)
        (t (cons (wbsearch--arguments "--no-heading" input "--null" "--no-check"
                                      "--color=never")
                 (wbsearch--consult-highlight input)))))

;;;###autoload
(defun wbsearch-consult (&optional dir initial)
  "Search while the query is typed, with consult.
DIR is the directory to search from, by default the current one; INITIAL is
the query to begin with."
  (interactive "P")
  (unless (require 'consult nil t)
    (user-error "Consult is not installed"))
  (consult--grep "Wbsearch" #'wbsearch--consult-builder
                 (or dir default-directory) initial))

(provide 'wbsearch)

;;; wbsearch.el ends here
