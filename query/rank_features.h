/**
 * @file rank_features.h
 * What can be said of a paragraph in view of a query, as numbers.
 */
#ifndef WBSEARCH_QUERY_RANK_FEATURES_H
#define WBSEARCH_QUERY_RANK_FEATURES_H

#include <wbsearch/fold.h>
#include <wbsearch/record.h>

#include "query_terms.h"

WB_BEGIN_DECLS

/** The features. All lie between 0 and 1; weights are those of query_terms.h. */
typedef enum wb_feature {
    WB_FEATURE_BM25,     /**< BM25 over the terms, as a share of what it could be at most */
    WB_FEATURE_COVERAGE, /**< share of the query's weight that the paragraph holds */
    WB_FEATURE_WORDS,    /**< share of the words' weight that the paragraph holds, each whole */
    WB_FEATURE_CHARS,    /**< BM25 over single characters */
    WB_FEATURE_CHARS_SENTENCE, /**< the largest share of the characters' weight that one sentence
                                    holds; the longer the sentence, the less that says */
    WB_FEATURE_COUNT_
} wb_feature;

/** The name of a feature, for --explain. */
const char *wb_feature_name(wb_feature feature);

/** The features of a paragraph. */
typedef struct wb_features {
    double values[WB_FEATURE_COUNT_];
    double context;     /**< share of the query's weight that the paragraph and the titles of the
                             sections around it hold together: decides on rungs, not on the order */
    bool has_all_terms; /**< all terms of all words are there, or in the titles of these sections:
                           without that no paragraph holds all words */
} wb_features;

/** Scratch for one thread; use it for all candidates of a query. */
typedef struct wb_feature_scanner wb_feature_scanner;

/** A scanner for `terms`, which must outlive it, in `arena`. Errors: WB_NOMEM. */
wb_status wb_feature_scanner_new(const wb_query_terms *terms, wb_arena *arena,
                                 wb_feature_scanner **ret, wb_error *err) WB_MUST_CHECK;

/** Frees what it holds outside the arena. */
void wb_feature_scanner_free(wb_feature_scanner *scanner);

/** The features of paragraph `para` of `record`, whose fold is `folded`. Errors: WB_NOMEM. */
wb_status wb_features_of(wb_feature_scanner *scanner, const wb_record *record, const wb_para *para,
                         wb_slice folded, wb_features *ret) WB_MUST_CHECK;

WB_END_DECLS

#endif
