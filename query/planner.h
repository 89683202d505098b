/**
 * @file planner.h
 * From a query to the plan that the store answers (plan.h).
 */
#ifndef WBSEARCH_QUERY_PLANNER_H
#define WBSEARCH_QUERY_PLANNER_H

#include <wbsearch/error.h>
#include <wbsearch/mem.h>
#include <wbsearch/plan.h>

#include "parse.h"

WB_BEGIN_DECLS

/** How much a plan may leave out. */
typedef enum wb_plan_scope {
    WB_PLAN_COMPLETE, /**< every paragraph with a literal match of all items fulfils it (token.h
                         says why), few others do */
    WB_PLAN_QUICK     /**< some of them: a single character stands for its most frequent terms */
} wb_plan_scope;

/**
 * Makes the plan of `query` in `arena`. Items of one character are asked for only when there are no
 * others; items without letters, digits or Chinese characters never: verification decides on them.
 * `*ret_is_complete` says whether the plan is complete in any case. Errors: WB_NOMEM.
 */
wb_status wb_plan_query(const wb_query *query, wb_plan_scope scope, wb_arena *arena,
                        const wb_plan **ret, bool *ret_is_complete, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
