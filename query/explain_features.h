/**
 * @file explain_features.h
 * What can be said of each hit in view of the query (rank_features.h), for `wbsearch --explain`.
 */
#ifndef WBSEARCH_QUERY_EXPLAIN_FEATURES_H
#define WBSEARCH_QUERY_EXPLAIN_FEATURES_H

#include "rank_features.h"
#include "search.h"

WB_BEGIN_DECLS

/** The words of `query` in `*ret_terms`, and the features of the hits of `result`, in
 *  `*ret_features`, `result->hit_count` of them; all in `arena`. They decide the order on the rungs
 *  words and some. Errors: WB_NOMEM, WB_INTERNAL (ICU), WB_CHANGED (the index is
 *  another by now), WB_CORRUPT. */
wb_status wb_explain_features(const wb_query *query, wb_index *index, const wb_result *result,
                              wb_arena *arena, wb_query_terms *ret_terms,
                              wb_features **ret_features, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
