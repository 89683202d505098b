/**
 * @file refine.h
 * Filters that come beside a query, not in its text.
 */
#ifndef WBSEARCH_QUERY_REFINE_H
#define WBSEARCH_QUERY_REFINE_H

#include <wbsearch/error.h>

#include "query.h"

WB_BEGIN_DECLS

/** A filter as it comes: field and value. */
typedef struct wb_refinement {
    wb_query_field field;
    wb_slice value; /**< UTF-8, for WB_FIELD_YEAR a year or a range (years.h) */
} wb_refinement;

/** Reads it into `ret`, whose texts will stand in `arena`. Errors: WB_INVALID (no year, nothing to
 *  look for, not UTF-8), WB_NOMEM. */
wb_status wb_refinement_read(const wb_refinement *refinement, wb_arena *arena, wb_query_filter *ret,
                             wb_error *err) WB_MUST_CHECK;

/** Adds the filters to a parsed query: it holds where the query held and all of them do. Its text
 *  stays what it is. Errors: WB_INVALID (no year, nothing to look for), WB_LIMIT (more than
 *  WB_QUERY_ITEMS_MAX), WB_NOMEM. */
wb_status wb_query_refine(wb_query *query, const wb_refinement *refinements, size_t count,
                          wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
