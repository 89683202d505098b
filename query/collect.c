#include "collect.h"

#include <stdlib.h>

#include <wbsearch/token.h>

#include "collect_walk.h"
#include "plan_build.h"

/* So many single characters are looked up in the index before anything is searched for. */
#define MANY_CHARACTERS 8
/* What is found so is weighed by the first so many of them. */
#define WEIGHED_CHARACTERS 4

wb_status wb_collector_new(const wb_query *query, wb_index *index, wb_paragraphs *paragraphs,
                           wb_collector **ret, wb_error *err)
{
    wb_collector *c = wb_alloc_zero(1, sizeof *c);
    if (!c) {
        return wb_error_nomem(err);
    }
    c->query = query;
    c->index = index;
    c->paragraphs = paragraphs;
    wb_folded_init(&c->scratch);
    wb_status status = wb_units_new(query, index, &c->units, err);
    if (status == WB_OK) {
        wb_surroundings surroundings = wb_units_surroundings(c->units);
        status = wb_matcher_new(query, &surroundings, &c->matcher, err);
    }
    if (status != WB_OK) {
        wb_collector_free(c);
        return status;
    }
    *ret = c;
    return WB_OK;
}

void wb_collector_free(wb_collector *collector)
{
    if (collector) {
        wb_matcher_free(collector->matcher);
        wb_units_free(collector->units);
        wb_folded_free(&collector->scratch);
        wb_arena_clear(&collector->plans);
        wb_free(collector->candidates);
        wb_free(collector->tried);
        wb_free(collector->filtered.docids);
        wb_free(collector->narrowed.docids);
        wb_free(collector);
    }
}

wb_matcher *wb_collector_set(wb_collector *collector, uint32_t docid, const wb_record *record,
                             const wb_para *para)
{
    wb_units_set(collector->units, docid, record);
    wb_matcher_set(collector->matcher, para->text);
    return collector->matcher;
}

void wb_collector_set_candidates_max(wb_collector *collector, size_t candidates)
{
    collector->candidates_max = candidates;
}

const wb_narrowing *wb_collector_filtered(const wb_collector *collector)
{
    return &collector->filtered;
}

static bool has_alternatives(const wb_query *query)
{
    bool found = false;
    for (size_t i = 0; i < query->item_count && !found; i++) {
        found = query->items[i].alternative_count > 0 && !query->items[i].negated;
    }
    return found;
}

/* Whether enough paragraphs among the best candidates fulfil the scopes by themselves: then the
 * sections and documents around them need not be read. */
static wb_status collect_by_themselves(wb_walk *walk, bool *ret_enough, wb_error *err)
{
    bool all = false;
    walk->rounds = 1;
    wb_units_ask_only_itself(walk->collector->units, true);
    wb_status status = wb_walk_anew(
        walk, (wb_planner_options){.quick = true, .exclude = true, .itself = true}, &all, err);
    wb_units_ask_only_itself(walk->collector->units, false);
    walk->rounds = 0;
    *ret_enough = status == WB_OK && wb_walk_is_enough(walk);
    if (!*ret_enough) {
        walk->list->count = walk->list->exact = 0;
    }
    return status;
}

/* Leaves out the documents that cannot have hits; of a query that asks for whole sections or
 * documents only where the best candidates do not give enough. */
static wb_status narrow(wb_walk *walk, bool *ret_enough, wb_error *err)
{
    wb_collector *c = walk->collector;
    bool negated = false;
    bool is_nowhere = false;
    bool has_units = wb_narrow_has_units(c->query->root, &negated);
    *ret_enough = false;
    wb_status status = wb_walk_narrow(c, &is_nowhere, err);
    if (status != WB_OK || is_nowhere) {
        return status;
    }
    if (has_units && !negated) {
        status = collect_by_themselves(walk, ret_enough, err);
    }
    if (status == WB_OK && has_units && !*ret_enough) {
        status = wb_narrow_by_units(c->query, c->index, &c->filtered, &c->narrowed, err);
    }
    return status;
}

/* Adds what a quick plan gives, or in its place what the whole plan gives when that is not enough.
 */
static wb_status collect_by_plan(wb_walk *walk, bool exact, wb_error *err)
{
    wb_verified_list *list = walk->list;
    size_t count = list->count;
    size_t exact_count = list->exact;
    wb_planner_options options = {.quick = true, .exclude = true, .exact = exact};
    wb_status status = wb_walk_anew(walk, options, &list->all, err);
    if (status == WB_OK && !list->all && !wb_walk_is_enough(walk) && !walk->gave_up) {
        list->count = count;
        list->exact = exact_count;
        options.quick = false;
        status = wb_walk_anew(walk, options, &list->all, err);
    }
    return status;
}

/* Whether there are fewer candidates for exact hits than for loose ones. */
static bool has_exact_plan(const wb_query *query)
{
    bool found = false;
    for (size_t i = 0; i < query->item_count && !found; i++) {
        const wb_query_item *item = &query->items[i];
        found = !item->negated && !item->quoted && wb_token_has_punctuation(item->folded);
    }
    return found;
}

/* The exact ones by a plan of their own, then as many loose ones as are wanted beside them. */
static wb_status collect_apart(wb_walk *walk, wb_error *err)
{
    wb_verified_list *list = walk->list;
    walk->only_exact = true;
    wb_status status = collect_by_plan(walk, true, err);
    walk->only_exact = false;
    if (status != WB_OK || wb_walk_is_enough(walk)) {
        list->all = false; /* there may be loose ones */
        return status;
    }
    bool all_exact = list->all;
    walk->wanted = walk->wanted_exact;
    status = collect_by_plan(walk, false, err);
    list->all = list->all && all_exact;
    return status;
}

/* Whether the plan asks for many single characters at once. To search for each takes thousands of
 * posting lists, most of them for nothing: the rarest few seldom leave a paragraph. */
static bool has_many_characters(const wb_plan *plan)
{
    size_t count = 0;
    while (plan->op == WB_PLAN_AND_NOT) {
        plan = plan->children[0];
    }
    for (size_t i = 0; i < plan->child_count; i++) {
        count += plan->children[i]->op == WB_PLAN_PREFIX;
    }
    return plan->op == WB_PLAN_AND && count >= MANY_CHARACTERS;
}

/* The tight plan, where it asks for more than the others do, or is to be asked before them
 * (`*ret_is_first`); else NULL. A single item is asked for as tightly as can be, and to plan a long
 * one takes long. */
static wb_status find_tight_plan(wb_collector *c, const wb_plan **ret, bool *ret_is_first,
                                 wb_error *err)
{
    const wb_plan *plan = NULL;
    bool complete;
    wb_planner_options options = {.alternatives = true, .exclude = true};
    *ret = NULL;
    *ret_is_first = false;
    if (c->query->item_count < 2) {
        return WB_OK;
    }
    wb_status status = wb_plan_query(c->query, options, &c->plans, &plan, &complete, err);
    options.tight = true;
    if (status == WB_OK) {
        status = wb_plan_query(c->query, options, &c->plans, ret, &complete, err);
    }
    if (status == WB_OK) {
        bool is_same = plan->op == WB_PLAN_ALL || wb_plan_is_same(plan, *ret);
        *ret_is_first = has_many_characters(plan);
        *ret = is_same && !*ret_is_first ? NULL : *ret;
    }
    return status;
}

/* The exact ones, and the loose ones that the same plan gives. Where these are not among the first
 * candidates, they are looked for where the tight plan allows them, and the exact ones apart where
 * they have a plan of their own. */
static wb_status collect_literal(wb_walk *walk, wb_error *err)
{
    wb_verified_list *list = walk->list;
    bool is_apart = has_exact_plan(walk->collector->query);
    bool is_first = false;
    const wb_plan *tight = NULL;
    wb_status status = find_tight_plan(walk->collector, &tight, &is_first, err);
    if (status == WB_OK && is_first) {
        status = wb_walk_narrow_to(walk->collector, tight, err);
        walk->characters_max = WEIGHED_CHARACTERS;
        tight = NULL;
    }
    if (status != WB_OK || (!is_apart && !tight)) {
        return status == WB_OK ? collect_by_plan(walk, false, err) : status;
    }
    walk->rounds = 1;
    status =
        wb_walk_anew(walk, (wb_planner_options){.quick = true, .exclude = true}, &list->all, err);
    walk->rounds = 0;
    if (status != WB_OK || list->all || wb_walk_is_enough(walk)) {
        return status;
    }
    list->count = list->exact = 0;
    if (tight) {
        status = wb_walk_narrow_to(walk->collector, tight, err);
    }
    if (status != WB_OK) {
        return status;
    }
    return is_apart ? collect_apart(walk, err) : collect_by_plan(walk, false, err);
}

static int compare_verified(const void *a, const void *b)
{
    const wb_verified *x = a;
    const wb_verified *y = b;
    if (x->rung != y->rung) {
        return x->rung < y->rung ? -1 : 1;
    }
    if (x->score != y->score) {
        return x->score > y->score ? -1 : 1;
    }
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

wb_status wb_collect(wb_collector *collector, size_t wanted, wb_verified_list *list, wb_error *err)
{
    wb_walk walk = {
        .collector = collector, .list = list, .wanted_exact = wanted, .wanted = SIZE_MAX};
    bool enough = false;
    list->count = list->exact = 0;
    list->all = false;
    wb_status status = narrow(&walk, &enough, err);
    if (status == WB_OK && !enough) {
        status = collect_literal(&walk, err);
    }
    if (status == WB_OK && has_alternatives(collector->query)) {
        if (list->count >= wanted) {
            list->all = false;
        } else {
            walk.wanted = wanted;
            status =
                wb_walk_plan(&walk, (wb_planner_options){.alternatives = true, .exclude = true},
                             &list->all, err);
        }
    }
    if (list->count) {
        qsort(list->items, list->count, sizeof *list->items, compare_verified);
    }
    return status;
}
