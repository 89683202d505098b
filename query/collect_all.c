#include "collect.h"

#include <wbsearch/plan_mark.h>

#include "collect_walk.h"
#include "plan_build.h"

/* All hits are among these. */
struct found {
    wb_docid_set certain; /* hits, whatever their texts are */
    wb_docid_set others;  /* to be verified */
};

static void clear_found(struct found *found)
{
    wb_docid_set_free(&found->certain);
    wb_docid_set_free(&found->others);
}

static wb_status mark(struct wb_collector *c, bool exact, struct found *ret, wb_error *err)
{
    wb_store *store = c->index->store;
    const wb_plan *plan = NULL;
    wb_plan *certain = NULL;
    bool complete;
    wb_status status = wb_plan_query(
        c->query, (wb_planner_options){.alternatives = true, .tight = true, .exclude = true},
        &c->plans, &plan, &complete, err);
    if (status == WB_OK) {
        wb_certain_options options = {.exact = exact, .is_filtered = true, .any_prefix = true};
        status = wb_plan_certain(c->query, options, &c->plans, &certain, err);
    }
    if (status == WB_OK) {
        status = wb_plan_mark(store, plan, &ret->others, err);
    }
    if (status != WB_OK || !certain) {
        return status;
    }
    if (wb_plan_is_same(plan, certain)) {
        wb_docid_set all = ret->others;
        ret->others = ret->certain;
        ret->certain = all;
        return WB_OK;
    }
    status = wb_plan_mark(store, certain, &ret->certain, err);
    if (status == WB_OK) {
        wb_docid_set_subtract(&ret->others, &ret->certain);
    }
    return status;
}

/* Finds what may be a hit. `exact`: certain are only exact ones. */
static wb_status find(struct wb_collector *c, bool exact, struct found *ret, wb_error *err)
{
    bool is_nowhere = false;
    bool negated = false;
    uint32_t last = wb_store_last_docid(c->index->store);
    *ret = (struct found){{NULL, 0, 0}, {NULL, 0, 0}};
    if (wb_docid_set_init(&ret->certain, last) != WB_OK ||
        wb_docid_set_init(&ret->others, last) != WB_OK) {
        return wb_error_nomem(err);
    }
    wb_status status = wb_walk_narrow(c, &is_nowhere, err);
    if (status != WB_OK || is_nowhere) {
        return status;
    }
    if (wb_narrow_has_units(c->query->root, &negated)) {
        status = wb_narrow_by_units(c->query, c->index, &c->filtered, &c->narrowed, err);
    }
    if (status == WB_OK) {
        status = mark(c, exact, ret, err);
    }
    const wb_narrowing *narrowing = wb_walk_narrowing(c);
    if (status == WB_OK && narrowing->docids) {
        wb_docid_set_keep(&ret->certain, narrowing->docids, narrowing->count);
        wb_docid_set_keep(&ret->others, narrowing->docids, narrowing->count);
    }
    return status;
}

static size_t count_all(const wb_docid_set *set)
{
    return wb_docid_set_count(set, (wb_docid_range){1, set->last});
}

wb_status wb_collect_all(wb_collector *collector, wb_verified_list *list, wb_error *err)
{
    struct found found;
    wb_walk walk = {.collector = collector, .list = list, .is_unscored = true};
    list->count = list->exact = 0;
    wb_status status = find(collector, true, &found, err);
    uint32_t certain = status == WB_OK ? wb_docid_set_next(&found.certain, 1) : 0;
    uint32_t other = status == WB_OK ? wb_docid_set_next(&found.others, 1) : 0;
    while (status == WB_OK && (certain || other)) {
        if (!other || (certain && certain < other)) {
            wb_verified verified = {.rung = WB_RUNG_EXACT, .docid = certain};
            status = wb_walk_add(&walk, verified, err);
            certain = wb_docid_set_next(&found.certain, certain + 1);
        } else {
            status = wb_walk_verify(&walk, other, err);
            other = wb_docid_set_next(&found.others, other + 1);
        }
    }
    list->all = status == WB_OK;
    clear_found(&found);
    return status;
}

/* Verifies the others; the walk counts those that are hits. */
static wb_status verify_others(wb_walk *walk, const struct found *found, wb_error *err)
{
    wb_status status = WB_OK;
    for (uint32_t docid = wb_docid_set_next(&found->others, 1); docid && status == WB_OK;
         docid = wb_docid_set_next(&found->others, docid + 1)) {
        status = wb_walk_verify(walk, docid, err);
    }
    return status;
}

wb_status wb_collect_count(wb_collector *collector, uint64_t *ret, wb_error *err)
{
    struct found found;
    wb_walk walk = {.collector = collector, .is_unscored = true};
    wb_status status = find(collector, false, &found, err);
    if (status == WB_OK) {
        status = verify_others(&walk, &found, err);
        *ret = walk.count + count_all(&found.certain);
    }
    clear_found(&found);
    return status;
}

wb_status wb_collect_set(wb_collector *collector, size_t candidates_max, wb_docid_set *set,
                         bool *ret_all, wb_error *err)
{
    struct found found;
    wb_verified_list list = {0};
    wb_walk walk = {.collector = collector, .list = &list, .is_unscored = true};
    wb_status status = find(collector, false, &found, err);
    *ret_all = status == WB_OK && count_all(&found.others) <= candidates_max;
    if (*ret_all) {
        status = verify_others(&walk, &found, err);
        for (size_t i = 0; i < list.count; i++) {
            wb_docid_set_add(&found.certain, list.items[i].docid);
        }
        wb_docid_set_free(set);
        *set = found.certain;
        found.certain = (wb_docid_set){NULL, 0, 0};
    }
    wb_free(list.items);
    clear_found(&found);
    return status;
}
