/**
 * @file plan_build.h
 * Putting plans together. Private to the planner.
 *
 * Plans live in the builder's arena. Where memory is short a function gives NULL, and the builder
 * says so from then on.
 */
#ifndef WBSEARCH_QUERY_PLAN_BUILD_H
#define WBSEARCH_QUERY_PLAN_BUILD_H

#include <wbsearch/mem.h>
#include <wbsearch/plan.h>

WB_BEGIN_DECLS

/** What plans are made with. */
typedef struct wb_plan_builder {
    wb_arena *arena;
    bool failed; /**< memory is short */
} wb_plan_builder;

/** Plans put together one by one. Zero-initialise it; free `items` with wb_free. */
typedef struct wb_plan_list {
    const wb_plan **items;
    size_t count;
    size_t cap;
} wb_plan_list;

/** A plan without operands. */
wb_plan *wb_plan_build(wb_plan_builder *builder, wb_plan_op op);

/** One for `term`, which is copied, or (`prefix`) for the terms that begin with it. */
wb_plan *wb_plan_build_term(wb_plan_builder *builder, wb_slice term, bool prefix);

/** Adds `plan`, if it is not NULL. */
void wb_plan_list_add(wb_plan_builder *builder, wb_plan_list *list, const wb_plan *plan);

/** The plans of the list joined with `op`, AND or OR: the operands of those that have the same
 *  operator instead of these, terms once. NULL where there are none. */
wb_plan *wb_plan_build_joined(wb_plan_builder *builder, wb_plan_op op, const wb_plan_list *list);

/** What fulfils `wanted` and not `excluded`; NULL where one of them is. */
wb_plan *wb_plan_build_and_not(wb_plan_builder *builder, const wb_plan *wanted,
                               const wb_plan *excluded);

/** Whether two plans ask for the same, but for weights, as far as their form tells. */
bool wb_plan_is_same(const wb_plan *a, const wb_plan *b);

WB_END_DECLS

#endif
