/**
 * @file parse.h
 * From the user's words to a query.
 *
 * A query is a list of items that must all stand in one paragraph. Items are separated by white
 * space (the ideographic space too); an item between quotation marks ("…", “…”, 「…」, 『…』) may
 * hold white space, and quotations of its own. A quotation mark inside an item is an ordinary
 * character: "六税两费"减免 is one item, marks included.
 */
#ifndef WBSEARCH_QUERY_PARSE_H
#define WBSEARCH_QUERY_PARSE_H

#include <wbsearch/error.h>

#include "query.h"

WB_BEGIN_DECLS

/**
 * Parses `source` into `query` (cleared first); `source` is copied. Items that fold to nothing are
 * left out. Errors: WB_SYNTAX (nothing to search for, not UTF-8), WB_LIMIT, WB_NOMEM; with the byte
 * offset where it applies.
 */
wb_status wb_query_parse(wb_slice source, wb_query *query, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
