" wbsearch.vim: running wbsearch, and what becomes of its answers.
"
" Programs are started with a list of arguments, never by a shell: a query may hold any character.

let s:picker = expand('<sfile>:p:h:h:h') . '/fzf/wbsearch-fzf'

" Options that every search has. Columns of --vimgrep are bytes, as Vim counts them.
function! s:options() abort
  let options = ['--color=never', '--limit=' . get(g:, 'wbsearch_limit', 200)]
  let index = s:index()
  return options + (empty(index) ? [] : ['--index=' . index]) + get(g:, 'wbsearch_options', [])
endfunction

" The index named by the user, or that of the folder the current file lies in. Where neither is,
" wbsearch looks for one from the current folder upwards.
function! s:index() abort
  if !empty(get(g:, 'wbsearch_index', '')) || !empty($WBSEARCH_INDEX)
    return expand(get(g:, 'wbsearch_index', ''))
  endif
  let folder = empty(&buftype) ? expand('%:p:h') : ''
  let found = empty(folder) ? '' : finddir('.wbsearch', fnameescape(folder) . ';')
  return empty(found) ? '' : fnamemodify(found, ':p')
endfunction

function! s:warn(lines) abort
  echohl WarningMsg
  for line in a:lines
    echomsg line
  endfor
  echohl None
endfunction

" Runs a program to its end; CTRL-C ends it. Returns its exit status and lines of output and errors.
function! s:run(argv) abort
  return has('nvim') ? s:run_nvim(a:argv) : s:run_vim(a:argv)
endfunction

function! s:run_vim(argv) abort
  let result = {'out': []}
  let errors = tempname()
  let job = job_start(a:argv, {'in_io': 'null', 'err_io': 'file', 'err_name': errors})
  let channel = job_getchannel(job)
  try
    " Reading waits until there is a line, or the other end is closed; no line is empty.
    while ch_status(channel, {'part': 'out'}) !=# 'closed'
      let line = ch_read(channel)
      if !empty(line)
        call add(result.out, line)
      endif
    endwhile
    while job_status(job) ==# 'run' " it has closed its output, and will end
      sleep 1m
    endwhile
    let result.err = filereadable(errors) ? readfile(errors) : []
  finally
    call job_stop(job)
    call delete(errors)
  endtry
  let result.status = job_info(job).exitval
  return result
endfunction

function! s:run_nvim(argv) abort
  let result = {'out': [], 'err': []}
  let job = jobstart(a:argv, {
        \ 'stdin': 'null',
        \ 'stdout_buffered': 1,
        \ 'stderr_buffered': 1,
        \ 'on_stdout': {_, lines, __ -> extend(result.out, lines)},
        \ 'on_stderr': {_, lines, __ -> extend(result.err, lines)}})
  let result.status = jobwait([job])[0]
  call filter(result.out, '!empty(v:val)')
  call filter(result.err, '!empty(v:val)')
  return result
endfunction

" Whether `program` can be started; says so when not.
function! s:can_run(program) abort
  if !executable(a:program)
    call s:warn(['wbsearch: ' . a:program . ' is not to be found; see :help wbsearch-setup'])
    return 0
  endif
  if !has('nvim') && !has('job')
    call s:warn(['wbsearch: this Vim cannot start programs (+job)'])
    return 0
  endif
  return 1
endfunction

" Fills the quickfix list with the matches of `query`. In `how`: 'jump', whether to go to the first
" one; 'literal', whether the query is text and no query language. Returns the number of matches.
function! wbsearch#search(query, ...) abort
  let how = a:0 ? a:1 : {}
  let program = get(g:, 'wbsearch_program', 'wbsearch')
  if !s:can_run(program)
    return 0
  endif
  let literal = get(how, 'literal', 0) ? ['--fixed-strings'] : []
  let result = s:run([program, '--vimgrep'] + s:options() + literal + ['--', a:query])
  if result.status > 1
    call s:warn(empty(result.err) ? ['wbsearch: failed'] : result.err)
    return 0
  endif
  call setqflist([], ' ', {
        \ 'title': ':Wbsearch ' . a:query,
        \ 'lines': result.out,
        \ 'efm': '%f:%l:%c:%m'})
  call s:show(result, get(how, 'jump', 0))
  return len(result.out)
endfunction

" What the user sees of a new quickfix list.
function! s:show(result, jump) abort
  if empty(a:result.out)
    call s:warn(['wbsearch: nothing found'] + a:result.err)
    return
  endif
  silent doautocmd <nomodeline> QuickFixCmdPost wbsearch
  if get(g:, 'wbsearch_open', 1)
    botright copen
    wincmd p
  endif
  if a:jump
    cfirst
  endif
  call s:warn(a:result.err)
endfunction

" The text of the last selection on one line.
function! s:selection() abort
  let [register, type] = [getreg('"'), getregtype('"')]
  try
    silent normal! gvy
    return trim(substitute(@", '\_s\+', ' ', 'g'))
  finally
    call setreg('"', register, type)
  endtry
endfunction

" Searches for the text of the last selection, just as it stands.
function! wbsearch#search_selection() abort
  return wbsearch#search(s:selection(), {'jump': 1, 'literal': 1})
endfunction

" Puts a citation of the paragraph with the selected text in this file into the registers of `p` and,
" where there is one, of the clipboard.
function! wbsearch#cite_selection() abort
  let program = get(g:, 'wbsearch_program', 'wbsearch')
  if !s:can_run(program)
    return ''
  endif
  let result = s:run([program, '--cite'] + s:options() + ['--limit=1', '--fixed-strings',
        \ '-e', s:selection(), '--', expand('%:p')])
  if result.status != 0
    call s:warn(empty(result.err) ? ['wbsearch: not found in the index'] : result.err)
    return ''
  endif
  let citation = join(result.out, "\n") . "\n"
  call setreg('"', citation, 'l')
  if has('clipboard')
    call setreg('+', citation, 'l')
  endif
  echomsg 'wbsearch: citation copied'
  return citation
endfunction

" Searches while the query is typed, in a terminal window with fzf; goes to the place chosen.
function! wbsearch#pick(query) abort
  let picker = get(g:, 'wbsearch_picker',
        \ executable('wbsearch-fzf') ? 'wbsearch-fzf' : s:picker)
  if !s:can_run(picker) || !s:can_run('fzf')
    return
  endif
  let chosen = tempname()
  let index = s:index()
  " The only shell, for the redirection; words reach it as arguments.
  let argv = ['sh', '-c', 'out=$1; shift; exec "$@" >"$out"', 'sh', chosen, picker, '--print',
        \ '--column-unit=byte'] + (empty(index) ? [] : ['--index=' . index]) + ['--', a:query]
  botright new
  let window = win_getid()
  if has('nvim')
    call termopen(argv, {'on_exit': {-> s:picked(window, chosen)}})
    startinsert
  else
    call term_start(argv, {'curwin': 1, 'term_name': 'wbsearch',
          \ 'exit_cb': {-> s:picked(window, chosen)}})
  endif
endfunction

function! s:picked(window, chosen) abort
  if win_gotoid(a:window)
    close!
  endif
  let lines = filereadable(a:chosen) ? readfile(a:chosen) : []
  call delete(a:chosen)
  let place = empty(lines) ? [] : matchlist(lines[0], '^\(.\{-1,}\):\(\d\+\):\(\d\+\):\?$')
  if !empty(place)
    execute 'edit' fnameescape(place[1])
    call cursor(str2nr(place[2]), str2nr(place[3]))
    normal! zv
  endif
endfunction
