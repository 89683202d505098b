/**
 * @file rank.h
 * The score of a verified candidate, from its text and what stands around it.
 */
#ifndef WBSEARCH_QUERY_RANK_H
#define WBSEARCH_QUERY_RANK_H

#include <wbsearch/fold.h>
#include <wbsearch/record.h>

#include "rank_features.h"
#include "parse.h"

WB_BEGIN_DECLS

/**
 * The score of paragraph `para` of `record`, whose fold is `folded` and whose BM25 weight is
 * `weight`: the weight, raised by the share of items that its section titles hold, and by the share
 * that its run-in title holds; in `*ret`. `scratch` is overwritten. Errors: WB_NOMEM.
 */
wb_status wb_rank_score(const wb_query *query, const wb_record *record, const wb_para *para,
                        double weight, wb_folded *scratch, double *ret) WB_MUST_CHECK;

/**
 * Whether the folded text `fold` has all items of `query` (but for those below a NOT), two at
 * least, in one sentence: such paragraphs come before those where they are scattered.
 */
bool wb_rank_is_close(const wb_query *query, wb_slice fold);

/**
 * The features of paragraph `para` of `record` in view of `terms`, the scanner's: of its fold
 * `folded` or of that respelled as the query is (respell.h), whichever scores more. The latter is
 * in `respelled` (cleared first), which stays empty where nothing is to be respelled. Errors:
 * WB_NOMEM.
 */
wb_status wb_rank_features(wb_feature_scanner *scanner, const wb_query_terms *terms,
                           const wb_record *record, const wb_para *para, wb_slice folded,
                           wb_buf *respelled, wb_features *ret) WB_MUST_CHECK;

/** The score of a paragraph by its features: their sum, each with the weight of rank_params.h. */
double wb_rank_combine(const wb_features *features);

WB_END_DECLS

#endif
