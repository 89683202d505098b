/* The order in which the operands of an AND are looked at. */
#ifndef WBSEARCH_PLAN_ORDER_H
#define WBSEARCH_PLAN_ORDER_H

#include <wbsearch/plan.h>
#include <wbsearch/store.h>

/* An operand, and what it is ordered by. */
typedef struct wb_plan_operand {
    const wb_plan *plan;
    uint32_t frequency; /* at most in so many paragraphs */
    size_t place;       /* among the children */
} wb_plan_operand;

/* The children of `plan`, an AND, in the order that spares most: the rarest first, those that are
 * neither a term nor a prefix last. Free it with wb_free. Errors: WB_CHANGED (reopen), WB_CORRUPT,
 * WB_NOMEM. */
wb_status wb_plan_rarest_first(wb_store *store, const wb_plan *plan, wb_plan_operand **ret,
                               wb_error *err) WB_MUST_CHECK;

#endif
