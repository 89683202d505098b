/**
 * @file collect.h
 * From a query to the paragraphs that fulfil it exactly or loosely: candidates from the index, each
 * verified on its text.
 */
#ifndef WBSEARCH_QUERY_COLLECT_H
#define WBSEARCH_QUERY_COLLECT_H

#include "match.h"
#include "narrow.h"
#include "paragraphs.h"
#include "verified.h"

WB_BEGIN_DECLS

/** What one query needs while it is answered from one state of the index. */
typedef struct wb_collector wb_collector;

/** All three must outlive it. Errors: WB_NOMEM. */
wb_status wb_collector_new(const wb_query *query, wb_index *index, wb_paragraphs *paragraphs,
                           wb_collector **ret, wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_collector_free(wb_collector *collector);

/** Lets wb_collect look at no more than about so many candidates of a plan; what it then leaves out
 *  shows in wb_verified_list.all. 0, as at first: at as many as it takes. */
void wb_collector_set_candidates_max(wb_collector *collector, size_t candidates);

/**
 * Fills `list`, best first: by rung, then by score, then in the order of the index. It has the best
 * `wanted` on the rung exact; when these are all there are, also loose ones, so that there are
 * `wanted` together if there can be. What the list held before is forgotten.
 * Errors: WB_CHANGED, WB_CORRUPT, WB_NOMEM.
 */
wb_status wb_collect(wb_collector *collector, size_t wanted, wb_verified_list *list,
                     wb_error *err) WB_MUST_CHECK;

/** Fills `list` with all of them, exact and loose, in the order of the index, without scores.
 *  Errors: as above. */
wb_status wb_collect_all(wb_collector *collector, wb_verified_list *list,
                         wb_error *err) WB_MUST_CHECK;

/**
 * Makes `set` the set of all of them, exact and loose, if no more than `candidates_max` texts must
 * be looked at for that; `*ret_all` says so, else `set` stays as it was. Errors: as above.
 */
wb_status wb_collect_set(wb_collector *collector, size_t candidates_max, wb_docid_set *set,
                         bool *ret_all, wb_error *err) WB_MUST_CHECK;

/** Counts all, looking only at the texts of those that are not certain. Errors: as above. */
wb_status wb_collect_count(wb_collector *collector, uint64_t *ret, wb_error *err) WB_MUST_CHECK;

/** Where the paragraphs are that fulfil the filters which every hit must fulfil, once something was
 *  collected; it belongs to the collector. */
const wb_narrowing *wb_collector_filtered(const wb_collector *collector);

/** The matcher of the query, set to the paragraph `docid`, `para` of `record`, which must live on.
 */
wb_matcher *wb_collector_set(wb_collector *collector, uint32_t docid, const wb_record *record,
                             const wb_para *para);

WB_END_DECLS

#endif
