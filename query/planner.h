/**
 * @file planner.h
 * From a query to the plan that the store answers (plan.h).
 */
#ifndef WBSEARCH_QUERY_PLANNER_H
#define WBSEARCH_QUERY_PLANNER_H

#include <wbsearch/error.h>
#include <wbsearch/mem.h>
#include <wbsearch/plan.h>

#include "query.h"

WB_BEGIN_DECLS

/** What a plan is for. */
typedef struct wb_planner_options {
    bool quick;        /**< it may leave out paragraphs: a single character stands for its most
                            frequent terms, and so does the beginning of a word */
    bool alternatives; /**< alternatives of items count too */
    bool exact;        /**< it may leave out paragraphs that fulfil the query only loosely */
    bool itself; /**< only paragraphs that fulfil scopes by themselves: a scope asks for all that
                      stands in it */
} wb_planner_options;

/**
 * Makes the plan of `query` in `arena`. Every paragraph that fulfils the query exactly or loosely
 * (through an alternative only when asked for) fulfils the plan, unless it is quick; few others do.
 * Items of one character are asked for only where there is nothing else to ask; items without
 * letters, digits and Chinese characters, filters and negations never: verification decides on
 * them. `*ret_is_complete` says whether the plan is complete in any case. Errors: WB_NOMEM.
 */
wb_status wb_plan_query(const wb_query *query, wb_planner_options options, wb_arena *arena,
                        const wb_plan **ret, bool *ret_is_complete, wb_error *err) WB_MUST_CHECK;

/** The same for what one node asks of a paragraph. Errors: WB_NOMEM. */
wb_status wb_plan_query_node(const wb_query_node *node, wb_planner_options options, wb_arena *arena,
                             const wb_plan **ret, bool *ret_is_complete,
                             wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
