/**
 * @file lower_rungs.h
 * Fills a list of hits with paragraphs of the rungs "words" and "some", where exact and loose ones
 * are too few.
 */
#ifndef WBSEARCH_QUERY_LOWER_RUNGS_H
#define WBSEARCH_QUERY_LOWER_RUNGS_H

#include "collect.h"
#include "partial.h"

WB_BEGIN_DECLS

/** The lower rungs of one query. Zero-initialise it; what it holds lives in the arena given. */
typedef struct wb_lower_rungs {
    wb_query_terms terms;
    size_t first; /**< number of the first hit in the list that was added */
} wb_lower_rungs;

/**
 * Appends to `list` the best paragraphs that hold all words (`lowest` = WB_RUNG_WORDS) or some of
 * them (WB_RUNG_SOME) of the query and are not in it, until it has `wanted`: by rung, then by
 * score, then in the order of the index. Filters and negations hold in all of them; a query that
 * has these below an OR or in a scope gets none. Errors: WB_NOMEM, WB_CHANGED, WB_CORRUPT,
 * WB_INTERNAL (ICU).
 */
wb_status wb_lower_rungs_fill(wb_lower_rungs *rungs, const wb_query *query, wb_index *index,
                              wb_paragraphs *paragraphs, wb_collector *collector,
                              wb_tokenizer *tokenizer, wb_rung lowest, size_t wanted,
                              wb_arena *arena, wb_verified_list *list, wb_error *err) WB_MUST_CHECK;

/** What of the query stands in the text `text`: ascending spans in `arena`, disjoint.
 *  Errors: WB_NOMEM. */
wb_status wb_lower_rungs_spans(const wb_lower_rungs *rungs, wb_slice text, wb_arena *arena,
                               wb_span **ret_spans, size_t *ret_count, wb_error *err) WB_MUST_CHECK;

/** The words of the query, folded, that stand neither in paragraph `para` of `record` nor in the
 *  titles of the sections around it; in `arena`. Errors: WB_NOMEM. */
wb_status wb_lower_rungs_missing(const wb_lower_rungs *rungs, const wb_record *record,
                                 const wb_para *para, wb_arena *arena, const wb_slice **ret,
                                 size_t *ret_count, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
