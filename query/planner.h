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
    bool itself;  /**< only paragraphs that fulfil scopes by themselves: a scope asks for all that
                       stands in it */
    bool tight;   /**< single characters are asked for beside other items, too */
    bool exclude; /**< what a NOT rules out for certain (wb_plan_certain) is excluded */
    size_t characters_max; /**< of the operands of an AND that stand for a single character only so
                                many are asked for, for the weight: the search is narrowed to where
                                all of them are. 0: all */
} wb_planner_options;

/**
 * Makes the plan of `query` in `arena`. Every paragraph that fulfils the query exactly or loosely
 * (through an alternative only when asked for) fulfils the plan, unless it is quick; few others do.
 * Items of one character are asked for only where there is nothing else to ask; items without
 * letters, digits and Chinese characters, and filters, never, and of negations only what is
 * certain: verification decides on them. `*ret_is_complete` says whether the plan is complete in
 * any case. Errors: WB_NOMEM.
 */
wb_status wb_plan_query(const wb_query *query, wb_planner_options options, wb_arena *arena,
                        const wb_plan **ret, bool *ret_is_complete, wb_error *err) WB_MUST_CHECK;

/** The same for what one node asks of a paragraph. Errors: WB_NOMEM. */
wb_status wb_plan_query_node(const wb_query_node *node, wb_planner_options options, wb_arena *arena,
                             const wb_plan **ret, bool *ret_is_complete,
                             wb_error *err) WB_MUST_CHECK;

/** What a plan of what is certain is for. */
typedef struct wb_certain_options {
    bool exact;       /**< of exact hits alone */
    bool is_filtered; /**< only where the filters hold that every hit must fulfil and that ask of
                           the document */
    bool any_prefix;  /**< it may ask for a single character, thousands of terms */
} wb_certain_options;

/**
 * Makes in `arena` a plan of what fulfils `query` for certain: every paragraph that fulfils it is
 * an exact or a loose hit, without a look at its text (token.h says what terms prove). Not all hits
 * fulfil it; where none is certain `*ret` is NULL. Errors: WB_NOMEM.
 */
wb_status wb_plan_certain(const wb_query *query, wb_certain_options options, wb_arena *arena,
                          wb_plan **ret, wb_error *err) WB_MUST_CHECK;

/** The same for one node, all filters being unknown. Errors: WB_NOMEM. */
wb_status wb_plan_certain_node(const wb_query_node *node, wb_certain_options options,
                               wb_arena *arena, wb_plan **ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
