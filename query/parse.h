/**
 * @file parse.h
 * From the user's words to a query, as query/LANGUAGE.md specifies.
 */
#ifndef WBSEARCH_QUERY_PARSE_H
#define WBSEARCH_QUERY_PARSE_H

#include <wbsearch/error.h>

#include "query.h"

WB_BEGIN_DECLS

/**
 * Parses `source` into `query` (cleared first); `source` is copied. What is not as the language
 * wants it is read in the way that its diagnostic says, so any text that holds something to search
 * for gives a tree.
 * Errors: WB_SYNTAX (nothing to search for, not UTF-8), WB_LIMIT (WB_QUERY_CHARS_MAX,
 * WB_QUERY_ITEMS_MAX, WB_QUERY_DEPTH_MAX), WB_NOMEM; with the byte offset where it applies.
 */
wb_status wb_query_parse(wb_slice source, wb_query *query, wb_error *err) WB_MUST_CHECK;

/** For callers who want no guesses: WB_SYNTAX with the first diagnostic of `query` as its text and
 *  place, WB_OK when there is none. */
wb_status wb_query_check(const wb_query *query, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
