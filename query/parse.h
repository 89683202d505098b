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

#include <wbsearch/base.h>
#include <wbsearch/error.h>
#include <wbsearch/mem.h>

WB_BEGIN_DECLS

/** The longest query, bytes and items. */
#define WB_QUERY_MAX 4096
#define WB_QUERY_ITEMS_MAX 64

/** An item: literal text. */
typedef struct wb_query_item {
    wb_slice text;   /**< as the user wrote it, without the quotation marks */
    wb_slice folded; /**< its fold; not empty */
    bool quoted;
    size_t offset; /**< where `text` begins in the query, bytes */
} wb_query_item;

/** A parsed query. Zero-initialise it; free with wb_query_clear. */
typedef struct wb_query {
    wb_slice source;
    wb_query_item *items;
    size_t item_count;
    bool unclosed; /**< the last quotation was never closed; it reaches to the end */
    wb_arena arena;
} wb_query;

/**
 * Parses `source` into `query` (cleared first); `source` is copied. Items that fold to nothing are
 * left out. Errors: WB_SYNTAX (nothing to search for, not UTF-8), WB_LIMIT, WB_NOMEM; with the byte
 * offset where it applies.
 */
wb_status wb_query_parse(wb_slice source, wb_query *query, wb_error *err) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_query_clear(wb_query *query);

WB_END_DECLS

#endif
