/**
 * @file sort.h
 * Hits in another order than that of their scores.
 */
#ifndef WBSEARCH_QUERY_SORT_H
#define WBSEARCH_QUERY_SORT_H

#include "collect.h"
#include "order.h"

WB_BEGIN_DECLS

/** Puts `list` in the order `order` (not WB_SORT_RELEVANCE, which wb_collect gives); `index` says
 *  what the documents are. Errors: WB_NOMEM, WB_CHANGED, WB_CORRUPT. */
wb_status wb_sort_list(wb_index *index, wb_sort order, wb_verified_list *list,
                       wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
