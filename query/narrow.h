/**
 * @file narrow.h
 * Which documents a query can have hits in, as far as the catalog and the postings tell.
 */
#ifndef WBSEARCH_QUERY_NARROW_H
#define WBSEARCH_QUERY_NARROW_H

#include <wbsearch/index.h>

#include "query.h"

WB_BEGIN_DECLS

/** Groups of documents. Zero-initialise it; free `groups` with wb_free. */
typedef struct wb_narrowing {
    wb_group_range *groups; /**< ascending and disjoint; NULL: all */
    size_t count;
} wb_narrowing;

/** Narrows to the documents that fulfil the filters which every hit must fulfil. Errors:
 *  WB_CHANGED, WB_CORRUPT, WB_NOMEM. */
wb_status wb_narrow_by_filters(const wb_query *query, wb_index *index, wb_narrowing *narrowing,
                               wb_error *err) WB_MUST_CHECK;

/** Whether the query has scopes larger than the paragraph, and whether one stands below a NOT. */
bool wb_narrow_has_units(const wb_query_node *node, bool *ret_negated);

/** Narrows further to the documents that have, for each of those scopes which every hit must
 *  fulfil, candidates for everything that must be found there. Errors: as above. */
wb_status wb_narrow_by_units(const wb_query *query, wb_index *index, wb_narrowing *narrowing,
                             wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
