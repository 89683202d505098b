/**
 * @file match.h
 * Whether a paragraph fulfils a query, on which rung, and what of it matched.
 */
#ifndef WBSEARCH_QUERY_MATCH_H
#define WBSEARCH_QUERY_MATCH_H

#include <wbsearch/error.h>
#include <wbsearch/fold.h>

#include "query.h"
#include "rung.h"
#include "span.h"
#include "surroundings.h"

WB_BEGIN_DECLS

/** Looks for one query in one paragraph after the other. One thread at a time. */
typedef struct wb_matcher wb_matcher;

/** A matcher for `query`, which must outlive it, as must what `surroundings` (may be NULL; copied)
 *  refers to. Errors: WB_NOMEM. */
wb_status wb_matcher_new(const wb_query *query, const wb_surroundings *surroundings,
                         wb_matcher **ret, wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_matcher_free(wb_matcher *matcher);

/** The text of the paragraph that the functions below speak of; it must live on. It is folded when
 *  it must be. */
void wb_matcher_set(wb_matcher *matcher, wb_slice text);

/** The fold of that text; valid until the next wb_matcher_set. Errors: WB_NOMEM. */
wb_status wb_matcher_fold(wb_matcher *matcher, wb_slice *ret, wb_error *err) WB_MUST_CHECK;

/** Whether the paragraph fulfils `node` of the query; `loose` lets items match loosely. Errors:
 * WB_NOMEM and those of the surroundings. */
wb_status wb_matcher_holds(wb_matcher *matcher, const wb_query_node *node, bool loose, bool *ret,
                           wb_error *err) WB_MUST_CHECK;

/** Whether it fulfils the query, and the better rung of exact and loose on which it does. Errors:
 *  as above. */
wb_status wb_matcher_rung(wb_matcher *matcher, bool *ret_holds, wb_rung *ret_rung,
                          wb_error *err) WB_MUST_CHECK;

/**
 * What matched, as ascending spans of the text's own bytes in `arena`; those that overlap or touch
 * are one. On the rung exact these are the exact matches of the items in the branches that hold,
 * on the rung loose the loose ones and those of alternatives too; of a scope, only what stands in a
 * sentence that fulfils it; of NOT and filters, nothing. So there may be none. Errors: as above.
 */
wb_status wb_matcher_spans(wb_matcher *matcher, wb_rung rung, wb_arena *arena, wb_span **ret_spans,
                           size_t *ret_count, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
