/**
 * @file plan.h
 * A query as the store answers it: a tree of terms with weights, as plain data.
 */
#ifndef WBSEARCH_PLAN_H
#define WBSEARCH_PLAN_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** What a node asks of a paragraph. */
typedef enum wb_plan_op {
    WB_PLAN_ALL,    /**< nothing: every paragraph */
    WB_PLAN_TERM,   /**< it has the term `term` */
    WB_PLAN_PREFIX, /**< it has a term that begins with `term` */
    WB_PLAN_AND,    /**< all children hold */
    WB_PLAN_OR,     /**< one child at least holds */
    WB_PLAN_AND_NOT /**< the first of two children holds, the second does not */
} wb_plan_op;

/** A node. Whoever makes the tree owns it; it must outlive the search. */
typedef struct wb_plan {
    wb_plan_op op;
    wb_slice term;         /**< WB_PLAN_TERM, WB_PLAN_PREFIX: not empty */
    double weight;         /**< factor on the term's BM25 weight, >= 0 */
    size_t posting_budget; /**< WB_PLAN_PREFIX: only the most frequent terms that have so
                                many postings together, at least one; 0 for all */
    const struct wb_plan *const *children; /**< of AND, OR, AND_NOT */
    size_t child_count;                    /**< at least 1; of AND_NOT 2 */
} wb_plan;

/** Whether it takes long to move from one paragraph that fulfils the plan to the next: it has one
 *  of many terms. In an AND a side that moves quickly spares the others most of their way. */
bool wb_plan_is_slow(const wb_plan *plan);

WB_END_DECLS

#endif
