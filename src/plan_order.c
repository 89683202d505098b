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

static bool add_frequency(void *context, wb_slice term, uint32_t frequency)
{
    uint32_t *sum = context;
    (void)term;
    *sum = frequency < UINT32_MAX - *sum ? *sum + frequency : UINT32_MAX;
    return true;
}

/* At most in so many paragraphs; UINT32_MAX where that is not known. */
static wb_status frequency_of(wb_store *store, const wb_plan *plan, uint32_t *ret, wb_error *err)
{
    *ret = plan->op == WB_PLAN_PREFIX ? 0 : UINT32_MAX;
    if (plan->op == WB_PLAN_TERM) {
        *ret = wb_store_document_frequency(store, plan->term);
    }
    return plan->op == WB_PLAN_PREFIX ? wb_store_terms(store, plan->term, add_frequency, ret, err)
                                      : WB_OK;
}

wb_status wb_plan_rarest_first(wb_store *store, const wb_plan *plan, wb_plan_operand **ret,
                               wb_error *err)
{
    wb_plan_operand *operands = wb_alloc(plan->child_count, sizeof *operands);
    if (!operands) {
        return wb_error_nomem(err);
    }
    wb_status status = WB_OK;
    for (size_t i = 0; i < plan->child_count && status == WB_OK; i++) {
        operands[i] = (wb_plan_operand){.plan = plan->children[i], .place = i};
        status = frequency_of(store, plan->children[i], &operands[i].frequency, err);
    }
    if (status != WB_OK) {
        wb_free(operands);
        return status;
    }
    qsort(operands, plan->child_count, sizeof *operands, compare);
    *ret = operands;
    return WB_OK;
}
