/**
 * @file partial.h
 * The lower rungs: paragraphs that hold the words of a query, or the most telling part of them.
 *
 * Nothing here is certified: candidates are the paragraphs with the highest weight of the query's
 * rarest terms, and the best of these on their text are kept.
 */
#ifndef WBSEARCH_QUERY_PARTIAL_H
#define WBSEARCH_QUERY_PARTIAL_H

#include "rank_features.h"
#include "narrow.h"
#include "paragraphs.h"
#include "query_terms.h"
#include "rung.h"

WB_BEGIN_DECLS

/** A paragraph on rung words or some. */
typedef struct wb_partial_hit {
    uint32_t docid;
    wb_rung rung;
    double score;
    wb_features features;
} wb_partial_hit;

/** Hits of the lower rungs. */
typedef struct wb_partial_hits {
    wb_partial_hit *items;
    size_t count;
} wb_partial_hits;

/** Whether a paragraph may be a hit; `context` is the caller's. */
typedef wb_status (*wb_partial_filter)(void *context, uint32_t docid, bool *ret_wanted,
                                       wb_error *err);

/**
 * The best paragraphs for `terms` that `filter` lets through, in `ret` (in `arena`), not sorted:
 * at least `wanted`, when there are so many. Looked for in `within` alone.
 * Errors: WB_NOMEM, WB_CHANGED, WB_CORRUPT, those of `filter`.
 */
wb_status wb_partial_search(const wb_query_terms *terms, wb_index *index, wb_paragraphs *paragraphs,
                            const wb_narrowing *within, wb_partial_filter filter, void *context,
                            size_t wanted, wb_arena *arena, wb_partial_hits *ret,
                            wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
