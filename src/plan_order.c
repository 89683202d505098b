#include "plan_order.h"

#include <stdlib.h>

#include <wbsearch/mem.h>

static int compare(const void *a, const void *b)
{
    const wb_plan_operand *x = a;
    const wb_plan_operand *y = b;
    if (x->frequency != y->frequency) {
        return x->frequency < y->frequency ? -1 : 1;
    }
    return x->place < y->place ? -1 : x->place > y->place;
}

wb_status wb_plan_rarest_first(wb_store *store, const wb_plan *plan, wb_plan_operand **ret,
                               wb_error *err)
{
    wb_plan_operand *operands = wb_alloc(plan->child_count, sizeof *operands);
    if (!operands) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < plan->child_count; i++) {
        const wb_plan *child = plan->children[i];
        uint32_t frequency = child->op == WB_PLAN_TERM
                                 ? wb_store_document_frequency(store, child->term)
                                 : UINT32_MAX;
        operands[i] = (wb_plan_operand){child, frequency, i};
    }
    qsort(operands, plan->child_count, sizeof *operands, compare);
    *ret = operands;
    return WB_OK;
}
