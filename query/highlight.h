/**
 * @file highlight.h
 * Which pieces of a paragraph to show.
 */
#ifndef WBSEARCH_QUERY_HIGHLIGHT_H
#define WBSEARCH_QUERY_HIGHLIGHT_H

#include "span.h"

WB_BEGIN_DECLS

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
