/**
 * @file respell.h
 * Texts as if their writer had spelled numbers and names as the query does: 第9条 as 第九条. So
 * everything that looks for the words of a query finds its equivalents too.
 */
#ifndef WBSEARCH_QUERY_RESPELL_H
#define WBSEARCH_QUERY_RESPELL_H

#include <wbsearch/buf.h>
#include <wbsearch/error.h>

#include "query.h"

WB_BEGIN_DECLS

/** A part of the query and how it may be spelled in a text. */
typedef struct wb_respelling {
    wb_query_alternative other; /**< the other spelling, folded, and what makes it equal */
    wb_slice part;              /**< what stands in the query instead, folded */
} wb_respelling;

/** All of a query, each once. */
typedef struct wb_respellings {
    wb_respelling *items;
    size_t count;
} wb_respellings;

/** Those of the alternatives of the items of `query` that are not negated, in `arena`; they borrow
 *  from the query. Errors: WB_NOMEM. */
wb_status wb_respellings_make(const wb_query *query, wb_arena *arena, wb_respellings *ret,
                              wb_error *err) WB_MUST_CHECK;

/** The first other spelling in `folded` at or after byte `from`, the longest of those that begin
 *  there; its place in `*ret_at`. NULL when there is none. */
const wb_respelling *wb_respellings_find(const wb_respellings *respellings, wb_slice folded,
                                         size_t from, size_t *ret_at);

/** `folded` with each other spelling replaced by the query's, in `out` (cleared first);
 *  `*ret_changed` says whether there was one. Errors: WB_NOMEM. */
wb_status wb_respell(const wb_respellings *respellings, wb_slice folded, wb_buf *out,
                     bool *ret_changed) WB_MUST_CHECK;

WB_END_DECLS

#endif
