#include "planner.h"

#include <wbsearch/token.h>

/* Postings that a quick plan spends on a character: some 8 ms. */
#define QUICK_POSTINGS 40000

/* A prefix of so many bytes names few enough terms to be asked for beside others. */
#define STRONG_PREFIX 4

/* What is asked of a paragraph by one node of the query. */
struct part {
    wb_plan *plan; /* NULL: nothing, any paragraph will do */
    bool weak;     /* it has many terms: to be left out where there is another to ask */
};

struct planner {
    wb_planner_options options;
    wb_arena *arena;
    wb_terms terms; /* scratch */
    bool failed;    /* memory is short */
};

/* Operands of an AND or OR, put together one by one. */
struct parts {
    struct part *items;
    size_t count;
    size_t cap;
};

static struct part plan_node(struct planner *p, const wb_query_node *node);

static const struct part anything = {NULL, false};

static bool add_part(struct planner *p, struct parts *parts, struct part part)
{
    struct part *items = wb_grow(parts->items, &parts->cap, parts->count + 1, sizeof *items);
    if (!items) {
        p->failed = true;
        return false;
    }
    parts->items = items;
    items[parts->count++] = part;
    return true;
}

static wb_plan *new_plan(struct planner *p, wb_plan_op op)
{
    wb_plan *plan = wb_arena_alloc(p->arena, 1, sizeof *plan);
    p->failed = p->failed || !plan;
    if (plan) {
        *plan = (wb_plan){.op = op, .weight = 1.0};
    }
    return plan;
}

static bool is_same(const wb_plan *a, const wb_plan *b)
{
    return a == b || (a->op == b->op && (a->op == WB_PLAN_TERM || a->op == WB_PLAN_PREFIX) &&
                      wb_slice_equal(a->term, b->term));
}

/* Collects the operands of a node, those of children with the same operator instead of these, each
 * once. */
struct plan_list {
    const wb_plan **items;
    size_t count;
    size_t cap;
};

static void add_plan(struct planner *p, struct plan_list *list, wb_plan_op op, const wb_plan *plan)
{
    if (plan->op == op) {
        for (size_t i = 0; i < plan->child_count; i++) {
            add_plan(p, list, op, plan->children[i]);
        }
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (is_same(list->items[i], plan)) {
            return;
        }
    }
    const wb_plan **items = wb_grow(list->items, &list->cap, list->count + 1, sizeof *items);
    if (!items) {
        p->failed = true;
        return;
    }
    list->items = items;
    items[list->count++] = plan;
}

/* One plan of the operands that are `weak` or that are not; NULL when there are none. */
static wb_plan *join(struct planner *p, wb_plan_op op, const struct parts *parts, bool weak)
{
    struct plan_list list = {NULL, 0, 0};
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->items[i].plan && (op == WB_PLAN_OR || parts->items[i].weak == weak)) {
            add_plan(p, &list, op, parts->items[i].plan);
        }
    }
    wb_plan *plan = NULL;
    const wb_plan **children = NULL;
    if (list.count && !p->failed) {
        plan = new_plan(p, op);
        children = wb_arena_alloc(p->arena, list.count, sizeof *children);
        p->failed = p->failed || !children;
    }
    if (plan && children) {
        memcpy(children, list.items, list.count * sizeof *children);
        plan->children = children;
        plan->child_count = list.count;
        if (list.count == 1) {
            *plan = *list.items[0];
        }
    }
    wb_free(list.items);
    return plan;
}

/* All must hold: those of many terms are left out where there are others. */
static struct part join_and(struct planner *p, const struct parts *parts)
{
    struct part part = {join(p, WB_PLAN_AND, parts, false), false};
    if (!part.plan) {
        part = (struct part){join(p, WB_PLAN_AND, parts, true), true};
    }
    return part;
}

/* One must hold: if any of them asks nothing, so do they all. They share what may be spent. */
static struct part join_or(struct planner *p, const struct parts *parts)
{
    bool weak = false;
    for (size_t i = 0; i < parts->count; i++) {
        wb_plan *plan = parts->items[i].plan;
        if (plan && plan->posting_budget) {
            plan->posting_budget = (plan->posting_budget + parts->count - 1) / parts->count;
        }
    }
    for (size_t i = 0; i < parts->count; i++) {
        if (!parts->items[i].plan) {
            return anything;
        }
        weak = weak || parts->items[i].weak;
    }
    return (struct part){join(p, WB_PLAN_OR, parts, weak), weak};
}

/* Whether a gram among `terms` covers the token of term `i`, so that it says nothing more. */
static bool is_covered(const wb_terms *terms, size_t i)
{
    const wb_term *t = &terms->items[i];
    for (size_t k = 0; k < terms->count; k++) {
        const wb_term *gram = &terms->items[k];
        if (gram->kind == WB_TERM_GRAM && gram->start <= t->start && t->end <= gram->end) {
            return true;
        }
    }
    return false;
}

static struct part plan_term(struct planner *p, wb_slice term, bool prefix, bool weak)
{
    wb_plan *plan = new_plan(p, prefix ? WB_PLAN_PREFIX : WB_PLAN_TERM);
    if (!plan || !wb_arena_dup(p->arena, term, &plan->term)) {
        p->failed = true;
        return anything;
    }
    if (prefix && p->options.quick) {
        plan->posting_budget = QUICK_POSTINGS;
    }
    return (struct part){plan, weak};
}

/* A punctuation term, for a paragraph with the text exactly. */
static struct part plan_punctuation(struct planner *p, wb_slice text)
{
    char bytes[1 + 2 * 4] = {WB_TOKEN_PUNCTUATION_PREFIX}; /* two characters */
    memcpy(bytes + 1, text.ptr, text.len);
    struct part part = plan_term(p, wb_slice_make(bytes, 1 + text.len), false, false);
    if (part.plan) {
        part.plan->weight = 0.0;
    }
    return part;
}

/* The terms of a folded text that a paragraph with it must have; `prefix`: what it ends with may go
 * on; `exact`: with just this text, punctuation included. */
static struct part plan_text(struct planner *p, wb_slice folded, bool prefix, bool exact)
{
    if (wb_token_grams(folded, &p->terms) != WB_OK ||
        (exact && wb_token_punctuation(folded, &p->terms) != WB_OK)) {
        p->failed = true;
        return anything;
    }
    struct parts parts = {NULL, 0, 0};
    const wb_terms *terms = &p->terms;
    for (size_t i = 0; i < terms->count && !p->failed; i++) {
        const wb_term *term = &terms->items[i];
        wb_slice text = wb_terms_text(terms, i);
        if (term->kind == WB_TERM_PUNCTUATION) {
            add_part(p, &parts, plan_punctuation(p, text));
            continue;
        }
        bool goes_on = prefix && term->end == folded.len;
        if (term->kind != WB_TERM_GRAM && is_covered(terms, i)) {
            continue;
        }
        bool is_prefix = goes_on || term->kind == WB_TERM_UNIGRAM;
        bool weak = is_prefix && text.len < STRONG_PREFIX;
        add_part(p, &parts, plan_term(p, text, is_prefix, weak));
    }
    struct part part = p->failed ? anything : join_and(p, &parts);
    wb_free(parts.items);
    return part;
}

static struct part plan_item(struct planner *p, const wb_query_item *item)
{
    bool exact = p->options.exact || item->quoted;
    struct part part = plan_text(p, item->folded, item->prefix, exact);
    if (!p->options.alternatives || item->quoted || item->alternative_count == 0) {
        return part;
    }
    struct parts parts = {NULL, 0, 0};
    add_part(p, &parts, part);
    for (size_t i = 0; i < item->alternative_count && !p->failed; i++) {
        add_part(p, &parts, plan_text(p, item->alternatives[i].folded, false, false));
    }
    part = join_or(p, &parts);
    wb_free(parts.items);
    return part;
}

static struct part plan_children(struct planner *p, const wb_query_node *node)
{
    struct parts parts = {NULL, 0, 0};
    for (size_t i = 0; i < node->child_count && !p->failed; i++) {
        add_part(p, &parts, plan_node(p, node->children[i]));
    }
    struct part part = node->op == WB_QUERY_OR ? join_or(p, &parts) : join_and(p, &parts);
    wb_free(parts.items);
    return part;
}

/* A hit of a scope larger than the paragraph has one of its items. */
static struct part plan_positive(struct planner *p, const wb_query_node *inside)
{
    const wb_query_item *items[WB_QUERY_ITEMS_MAX];
    size_t count = wb_query_positive_items(inside, items);
    struct parts parts = {NULL, 0, 0};
    for (size_t i = 0; i < count && !p->failed; i++) {
        add_part(p, &parts, plan_item(p, items[i]));
    }
    struct part part = count ? join_or(p, &parts) : anything;
    wb_free(parts.items);
    return part;
}

static struct part plan_scope(struct planner *p, const wb_query_node *node)
{
    bool within =
        p->options.itself || node->scope == WB_SCOPE_SENTENCE || node->scope == WB_SCOPE_PARAGRAPH;
    return within ? plan_node(p, node->children[0]) : plan_positive(p, node->children[0]);
}

/* The tree is as deep as WB_QUERY_DEPTH_MAX allows. */
static struct part plan_node(struct planner *p, const wb_query_node *node)
{
    switch (node->op) {
    case WB_QUERY_ITEM:
        return plan_item(p, node->item);
    case WB_QUERY_AND:
    case WB_QUERY_OR:
        return plan_children(p, node);
    case WB_QUERY_SCOPE:
        return plan_scope(p, node);
    case WB_QUERY_NOT: /* a term does not prove a match, so its absence is not to be asked for */
    case WB_QUERY_FILTER:
        break;
    }
    return anything;
}

static bool has_budget(const wb_plan *plan)
{
    if (!plan) {
        return false;
    }
    bool found = plan->posting_budget > 0;
    for (size_t i = 0; i < plan->child_count && !found; i++) {
        found = has_budget(plan->children[i]);
    }
    return found;
}

wb_status wb_plan_query_node(const wb_query_node *node, wb_planner_options options, wb_arena *arena,
                             const wb_plan **ret, bool *ret_is_complete, wb_error *err)
{
    struct planner p = {.options = options, .arena = arena};
    wb_terms_init(&p.terms);
    struct part part = plan_node(&p, node);
    wb_plan *plan = part.plan;
    if (!plan && !p.failed) {
        plan = new_plan(&p, WB_PLAN_ALL);
    }
    wb_terms_free(&p.terms);
    if (p.failed) {
        return wb_error_nomem(err);
    }
    *ret = plan;
    *ret_is_complete = !has_budget(plan);
    return WB_OK;
}

wb_status wb_plan_query(const wb_query *query, wb_planner_options options, wb_arena *arena,
                        const wb_plan **ret, bool *ret_is_complete, wb_error *err)
{
    return wb_plan_query_node(query->root, options, arena, ret, ret_is_complete, err);
}
