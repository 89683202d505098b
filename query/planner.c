#include "planner.h"

#include <wbsearch/token.h>

#include "plan_build.h"

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
    wb_plan_builder builder;
    wb_terms terms; /* scratch */
    bool in_sentence;
    wb_status status; /* of the plans of what is certain */
    wb_error *err;
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
        p->builder.failed = true;
        return false;
    }
    parts->items = items;
    items[parts->count++] = part;
    return true;
}

/* One plan of the operands that are `weak` or that are not; NULL when there are none. */
static wb_plan *join(struct planner *p, wb_plan_op op, const struct parts *parts, bool weak)
{
    wb_plan_list list = {NULL, 0, 0};
    bool is_cut = weak && op == WB_PLAN_AND && p->options.characters_max;
    size_t count = is_cut ? p->options.characters_max : SIZE_MAX;
    for (size_t i = 0; i < parts->count && list.count < count; i++) {
        if (op == WB_PLAN_OR || p->options.tight || parts->items[i].weak == weak) {
            wb_plan_list_add(&p->builder, &list, parts->items[i].plan);
        }
    }
    wb_plan *plan = wb_plan_build_joined(&p->builder, op, &list);
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
    wb_plan *plan = wb_plan_build_term(&p->builder, term, prefix);
    if (plan && prefix && p->options.quick) {
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
        p->builder.failed = true;
        return anything;
    }
    struct parts parts = {NULL, 0, 0};
    const wb_terms *terms = &p->terms;
    for (size_t i = 0; i < terms->count && !p->builder.failed; i++) {
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
    struct part part = p->builder.failed ? anything : join_and(p, &parts);
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
    for (size_t i = 0; i < item->alternative_count && !p->builder.failed; i++) {
        add_part(p, &parts, plan_text(p, item->alternatives[i].folded, false, false));
    }
    part = join_or(p, &parts);
    wb_free(parts.items);
    return part;
}

/* What a NOT rules out for certain; NULL for nothing. What rules out a sentence does not rule out
 * the paragraph. */
static const wb_plan *plan_denied(struct planner *p, const wb_query_node *node)
{
    wb_plan *plan = NULL;
    if (p->options.exclude && !p->in_sentence && p->status == WB_OK) {
        wb_certain_options options = {.exact = true, .any_prefix = p->options.tight};
        p->status =
            wb_plan_certain_node(node->children[0], options, p->builder.arena, &plan, p->err);
    }
    return plan;
}

/* What fulfils `part` and nothing of `denied`. Where anything will do, a quick look at the postings
 * does not pay. */
static struct part exclude(struct planner *p, struct part part, const wb_plan *denied)
{
    if (denied && !part.plan && p->options.tight) {
        part.plan = wb_plan_build(&p->builder, WB_PLAN_ALL);
    }
    if (denied && part.plan) {
        part.plan = wb_plan_build_and_not(&p->builder, part.plan, denied);
    }
    return part;
}

/* What the NOTs among the operands of an AND rule out for certain; NULL for nothing. */
static const wb_plan *plan_all_denied(struct planner *p, const wb_query_node *node)
{
    wb_plan_list list = {NULL, 0, 0};
    for (size_t i = 0; i < node->child_count; i++) {
        if (node->children[i]->op == WB_QUERY_NOT) {
            wb_plan_list_add(&p->builder, &list, plan_denied(p, node->children[i]));
        }
    }
    const wb_plan *plan = wb_plan_build_joined(&p->builder, WB_PLAN_OR, &list);
    wb_free(list.items);
    return plan;
}

static struct part plan_children(struct planner *p, const wb_query_node *node)
{
    bool is_or = node->op == WB_QUERY_OR;
    struct parts parts = {NULL, 0, 0};
    for (size_t i = 0; i < node->child_count && !p->builder.failed; i++) {
        if (is_or || node->children[i]->op != WB_QUERY_NOT) {
            add_part(p, &parts, plan_node(p, node->children[i]));
        }
    }
    struct part part = is_or ? join_or(p, &parts) : join_and(p, &parts);
    wb_free(parts.items);
    return is_or ? part : exclude(p, part, plan_all_denied(p, node));
}

/* A hit of a scope larger than the paragraph has one of its items. */
static struct part plan_positive(struct planner *p, const wb_query_node *inside)
{
    const wb_query_item *items[WB_QUERY_ITEMS_MAX];
    size_t count = wb_query_positive_items(inside, items);
    struct parts parts = {NULL, 0, 0};
    for (size_t i = 0; i < count && !p->builder.failed; i++) {
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
    if (!within) {
        return plan_positive(p, node->children[0]);
    }
    bool was_in_sentence = p->in_sentence;
    p->in_sentence = was_in_sentence || node->scope != WB_SCOPE_PARAGRAPH;
    struct part part = plan_node(p, node->children[0]);
    p->in_sentence = was_in_sentence;
    return part;
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
    case WB_QUERY_NOT:
        return exclude(p, anything, plan_denied(p, node));
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
    struct planner p = {.options = options, .builder = {.arena = arena}, .err = err};
    wb_terms_init(&p.terms);
    struct part part = plan_node(&p, node);
    wb_plan *plan = part.plan;
    if (!plan && !p.builder.failed) {
        plan = wb_plan_build(&p.builder, WB_PLAN_ALL);
    }
    wb_terms_free(&p.terms);
    if (p.builder.failed || p.status != WB_OK) {
        return p.builder.failed ? wb_error_nomem(err) : p.status;
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
