/**
 * @file narrow.h
 * Where a query can have hits, as far as the catalog, the table of sections and the postings tell.
 */
#ifndef WBSEARCH_QUERY_NARROW_H
#define WBSEARCH_QUERY_NARROW_H

#include <wbsearch/index.h>

#include "narrowing.h"
#include "query.h"

WB_BEGIN_DECLS

/** Narrows to the documents and sections that fulfil the filters which every hit must fulfil.
 *  Errors: WB_CHANGED, WB_CORRUPT, WB_NOMEM. */
wb_status wb_narrow_by_filters(const wb_query *query, wb_index *index, wb_narrowing *narrowing,
                               wb_error *err) WB_MUST_CHECK;

/** Whether the query has scopes larger than the paragraph, and whether a NOT stands in or around
 *  one. */
bool wb_narrow_has_units(const wb_query_node *node, bool *ret_negated);

/** Narrows `within` further, in `ret`, which may stay as it was: to the sections and documents that
 * have, for each of those scopes which every hit must fulfil, candidates for everything that must
 * be found there, and nothing for certain that must not. Errors: as above. */
wb_status wb_narrow_by_units(const wb_query *query, wb_index *index, const wb_narrowing *within,
                             wb_narrowing *ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
