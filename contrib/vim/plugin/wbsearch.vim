" wbsearch.vim: search Chinese policy documents with wbsearch; see doc/wbsearch.txt
if exists('g:loaded_wbsearch') || &compatible
  finish
endif
let g:loaded_wbsearch = 1

command! -nargs=+ -bang Wbsearch call wbsearch#search(<q-args>, {'jump': <bang>1})
command! -nargs=? WbsearchPick call wbsearch#pick(<q-args>)

xnoremap <silent> <Plug>(wbsearch-selection) :<C-U>call wbsearch#search_selection()<CR>
xnoremap <silent> <Plug>(wbsearch-cite) :<C-U>call wbsearch#cite_selection()<CR>
nnoremap <silent> <Plug>(wbsearch-pick) :<C-U>call wbsearch#pick('')<CR>
