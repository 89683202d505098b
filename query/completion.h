/**
 * @file completion.h
 * What of a query is still being typed at its end, and the query with something else in its place.
 */
#ifndef WBSEARCH_QUERY_COMPLETION_H
#define WBSEARCH_QUERY_COMPLETION_H

#include <wbsearch/error.h>

#include "query.h"

WB_BEGIN_DECLS

/** What is being typed. */
typedef enum wb_completion_kind {
    WB_COMPLETION_NONE,  /**< nothing that could go on: an operator, a closed quotation, a space */
    WB_COMPLETION_ITEM,  /**< an item, with or without quotation marks */
    WB_COMPLETION_FILTER /**< the value of a filter; it may be empty yet */
} wb_completion_kind;

/** The end of a query. Zero-initialise it; free with wb_completion_clear. */
typedef struct wb_completion {
    wb_completion_kind kind;
    wb_slice folded;       /**< the fold of its text so far */
    wb_query_field field;  /**< WB_COMPLETION_FILTER: which */
    const wb_slice *words; /**< the folds of all items, when the query is of nothing else; the last
                                is `folded`. Empty ones are left out */
    size_t word_count;
    wb_slice source; /**< private, as is what follows */
    size_t start;
    uint32_t mark;
    wb_arena arena;
} wb_completion;

/** Reads the end of `query` as query/LANGUAGE.md has it, `completion` being cleared first. Errors:
 *  WB_INVALID (not UTF-8), WB_LIMIT (WB_QUERY_CHARS_MAX), WB_NOMEM. */
wb_status wb_completion_read(wb_slice query, wb_completion *completion,
                             wb_error *err) WB_MUST_CHECK;

/** Appends the query with `text` in the place of what is being typed: escaped where it must be, a
 *  quotation closed, a value with white space between quotation marks. Not for WB_COMPLETION_NONE.
 *  Errors: out->status. */
void wb_completion_write(const wb_completion *completion, wb_slice text, wb_buf *out);

/** Frees what it holds. */
void wb_completion_clear(wb_completion *completion);

WB_END_DECLS

#endif
