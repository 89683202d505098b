#include "plan_build.h"

wb_plan *wb_plan_build(wb_plan_builder *builder, wb_plan_op op)
{
    wb_plan *plan = wb_arena_alloc(builder->arena, 1, sizeof *plan);
    builder->failed = builder->failed || !plan;
    if (plan) {
        *plan = (wb_plan){.op = op, .weight = 1.0};
    }
    return plan;
}

wb_plan *wb_plan_build_term(wb_plan_builder *builder, wb_slice term, bool prefix)
{
    wb_plan *plan = wb_plan_build(builder, prefix ? WB_PLAN_PREFIX : WB_PLAN_TERM);
    if (plan && !wb_arena_dup(builder->arena, term, &plan->term)) {
        builder->failed = true;
        return NULL;
    }
    return plan;
}

/* A plan is as deep as its query, which has a limit. */
bool wb_plan_is_same(const wb_plan *a, const wb_plan *b)
{
    if (a == b) {
        return true;
    }
    bool same = a->op == b->op && a->posting_budget == b->posting_budget &&
                a->child_count == b->child_count && wb_slice_equal(a->term, b->term);
    for (size_t i = 0; i < a->child_count && same; i++) {
        same = wb_plan_is_same(a->children[i], b->children[i]);
    }
    return same;
}

static bool is_same_term(const wb_plan *a, const wb_plan *b)
{
    return a == b || (a->op == b->op && (a->op == WB_PLAN_TERM || a->op == WB_PLAN_PREFIX) &&
                      wb_slice_equal(a->term, b->term));
}

void wb_plan_list_add(wb_plan_builder *builder, wb_plan_list *list, const wb_plan *plan)
{
    if (!plan) {
        return;
    }
    const wb_plan **items = wb_grow(list->items, &list->cap, list->count + 1, sizeof *items);
    if (!items) {
        builder->failed = true;
        return;
    }
    list->items = items;
    items[list->count++] = plan;
}

/* Adds the operands of a node, those of children with the same operator instead of these, each
 * term once. */
static void add_operand(wb_plan_builder *builder, wb_plan_list *operands, wb_plan_op op,
                        const wb_plan *plan)
{
    if (plan->op == op) {
        for (size_t i = 0; i < plan->child_count; i++) {
            add_operand(builder, operands, op, plan->children[i]);
        }
        return;
    }
    for (size_t i = 0; i < operands->count; i++) {
        if (is_same_term(operands->items[i], plan)) {
            return;
        }
    }
    wb_plan_list_add(builder, operands, plan);
}

wb_plan *wb_plan_build_joined(wb_plan_builder *builder, wb_plan_op op, const wb_plan_list *list)
{
    wb_plan_list operands = {NULL, 0, 0};
    for (size_t i = 0; i < list->count; i++) {
        add_operand(builder, &operands, op, list->items[i]);
    }
    wb_plan *plan = NULL;
    const wb_plan **children = NULL;
    if (operands.count && !builder->failed) {
        plan = wb_plan_build(builder, op);
        children = wb_arena_alloc(builder->arena, operands.count, sizeof *children);
        builder->failed = builder->failed || !children;
    }
    if (plan && children) {
        memcpy(children, operands.items, operands.count * sizeof *children);
        plan->children = children;
        plan->child_count = operands.count;
        if (operands.count == 1) {
            *plan = *operands.items[0];
        }
    }
    wb_free(operands.items);
    return plan;
}

wb_plan *wb_plan_build_and_not(wb_plan_builder *builder, const wb_plan *wanted,
                               const wb_plan *excluded)
{
    if (!wanted || !excluded) {
        return NULL;
    }
    wb_plan *plan = wb_plan_build(builder, WB_PLAN_AND_NOT);
    const wb_plan **children = wb_arena_alloc(builder->arena, 2, sizeof *children);
    builder->failed = builder->failed || !children;
    if (!plan || !children) {
        return NULL;
    }
    children[0] = wanted;
    children[1] = excluded;
    plan->children = children;
    plan->child_count = 2;
    return plan;
}
