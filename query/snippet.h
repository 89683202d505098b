/**
 * @file snippet.h
 * What to show of a paragraph that is too long to be shown whole.
 */
#ifndef WBSEARCH_QUERY_SNIPPET_H
#define WBSEARCH_QUERY_SNIPPET_H

#include "span.h"

WB_BEGIN_DECLS

/** What a budget counts. */
typedef enum wb_snippet_unit {
    WB_SNIPPET_CHARS,  /**< characters (code points) */
    WB_SNIPPET_COLUMNS /**< columns of a terminal (width.h) */
} wb_snippet_unit;

/**
 * The excerpts of `text` (well-formed UTF-8) that fit into `budget` units together, as spans in
 * `arena`: ascending, not touching. What a caller puts where something is left out is not counted.
 *
 * - All of the text when it fits.
 * - Else as many different ones of `matches` (ascending, disjoint, not touching; equal are those
 *   with the same fold) as fit, and what stands around them: up to the ends of their sentences
 * where these fit, else of their clauses, else of any character. Without matches the beginning.
 * - No excerpt begins or ends in a match, nor in a number, a Latin word, a 《title》 or a
 * “quotation” when all of that would fit too. Only where every match is longer than the budget, the
 * first one's beginning is shown.
 *
 * Errors: WB_NOMEM.
 */
wb_status wb_snippet(wb_slice text, const wb_span *matches, size_t match_count, size_t budget,
                     wb_snippet_unit unit, wb_arena *arena, wb_span **ret_excerpts,
                     size_t *ret_count, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
