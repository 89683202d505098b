/**
 * @file highlight.h
 * Where a query matches in a paragraph, and which pieces of it to show.
 */
#ifndef WBSEARCH_QUERY_HIGHLIGHT_H
#define WBSEARCH_QUERY_HIGHLIGHT_H

#include <wbsearch/error.h>
#include <wbsearch/fold.h>
#include <wbsearch/mem.h>

#include "parse.h"

WB_BEGIN_DECLS

/** Bytes [start, end) of a paragraph's text, both at character boundaries, start < end. */
typedef struct wb_span {
    size_t start;
    size_t end;
} wb_span;

/**
 * The literal matches of all items of `query` in `text`, as ascending spans of its own bytes;
 * matches that overlap or touch are one span. Allocated in `arena`; none is no error. `folded` is
 * scratch. Errors: WB_NOMEM.
 */
wb_status wb_highlight(const wb_query *query, wb_slice text, wb_folded *folded, wb_arena *arena,
                       wb_span **ret_spans, size_t *ret_count, wb_error *err) WB_MUST_CHECK;

/**
 * The pieces of `text` to show in `width` columns of a terminal: all of it when it fits, else
 * pieces around the spans, as many spans as fit, cut at punctuation where that is near, never
 * inside a number or a Latin word. Ascending, disjoint, in `arena`. Errors: WB_NOMEM.
 */
wb_status wb_snippet(wb_slice text, const wb_span *spans, size_t span_count, size_t width,
                     wb_arena *arena, wb_span **ret_pieces, size_t *ret_count,
                     wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
