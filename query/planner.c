#include "planner.h"

#include <wbsearch/token.h>

/* Postings that a quick plan spends on a character: some 8 ms. */
#define QUICK_POSTINGS 40000

/* Terms of a plan, put together one by one. */
struct children {
    wb_plan **items;
    size_t count;
    size_t cap;
};

static wb_plan *new_node(wb_arena *arena, wb_plan_op op)
{
    wb_plan *node = wb_arena_alloc(arena, 1, sizeof *node);
    if (node) {
        *node = (wb_plan){.op = op, .weight = 1.0};
    }
    return node;
}

static bool has_term(const struct children *children, wb_slice term)
{
    for (size_t i = 0; i < children->count; i++) {
        if (wb_slice_equal(children->items[i]->term, term)) {
            return true;
        }
    }
    return false;
}

static bool add_term(struct children *children, wb_arena *arena, wb_plan_op op, wb_slice term)
{
    if (has_term(children, term)) {
        return true;
    }
    wb_plan **items = wb_grow(children->items, &children->cap, children->count + 1, sizeof *items);
    if (!items) {
        return false;
    }
    children->items = items;
    wb_plan *node = new_node(arena, op);
    if (!node || !wb_arena_dup(arena, term, &node->term)) {
        return false;
    }
    items[children->count++] = node;
    return true;
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

/* Adds the terms of an item that are to be found as they are. */
static bool add_terms(struct children *children, wb_arena *arena, const wb_terms *terms)
{
    for (size_t i = 0; i < terms->count; i++) {
        bool wanted = terms->items[i].kind == WB_TERM_GRAM ||
                      (terms->items[i].kind == WB_TERM_ALPHANUM && !is_covered(terms, i));
        if (wanted && !add_term(children, arena, WB_PLAN_TERM, wb_terms_text(terms, i))) {
            return false;
        }
    }
    return true;
}

/* Adds the single characters of an item, as prefixes. */
static bool add_prefixes(struct children *children, wb_arena *arena, const wb_terms *terms)
{
    for (size_t i = 0; i < terms->count; i++) {
        bool wanted = terms->items[i].kind == WB_TERM_UNIGRAM && !is_covered(terms, i);
        if (wanted && !add_term(children, arena, WB_PLAN_PREFIX, wb_terms_text(terms, i))) {
            return false;
        }
    }
    return true;
}

/* One pass over the items. */
static bool add_items(struct children *children, wb_arena *arena, const wb_query *query,
                      bool (*add)(struct children *, wb_arena *, const wb_terms *))
{
    wb_terms terms;
    wb_terms_init(&terms);
    bool has_memory = true;
    for (size_t i = 0; i < query->item_count && has_memory; i++) {
        has_memory =
            wb_token_grams(query->items[i].folded, &terms) == WB_OK && add(children, arena, &terms);
    }
    wb_terms_free(&terms);
    return has_memory;
}

static wb_plan *make_root(const struct children *children, wb_arena *arena)
{
    wb_plan *root = new_node(arena, children->count ? WB_PLAN_AND : WB_PLAN_ALL);
    if (root && children->count) {
        const wb_plan **copy = wb_arena_alloc(arena, children->count, sizeof *copy);
        if (!copy) {
            return NULL;
        }
        memcpy(copy, children->items, children->count * sizeof *copy);
        root->children = copy;
        root->child_count = children->count;
    }
    return root;
}

wb_status wb_plan_query(const wb_query *query, wb_plan_scope scope, wb_arena *arena,
                        const wb_plan **ret, bool *ret_is_complete, wb_error *err)
{
    struct children children = {NULL, 0, 0};
    bool has_memory = add_items(&children, arena, query, add_terms);
    bool has_prefixes = false;
    if (has_memory && children.count == 0) {
        has_memory = add_items(&children, arena, query, add_prefixes);
        has_prefixes = children.count > 0;
        for (size_t i = 0; i < children.count && scope == WB_PLAN_QUICK; i++) {
            children.items[i]->posting_budget = QUICK_POSTINGS;
        }
    }
    wb_plan *root = has_memory ? make_root(&children, arena) : NULL;
    wb_free(children.items);
    if (!root) {
        return wb_error_nomem(err);
    }
    *ret = root;
    *ret_is_complete = scope == WB_PLAN_COMPLETE || !has_prefixes;
    return WB_OK;
}
