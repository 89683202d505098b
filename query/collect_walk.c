#include "collect_walk.h"

#include <stdlib.h>

#include <wbsearch/plan_mark.h>

#include "contradiction.h"
#include "rank.h"
#include "rank_params.h"

/* Candidates looked at in the first round, by weight, where fewer hits are wanted; a later round
 * takes three times as many. The rank decides among those that verify. */
#define FIRST_ROUND 64
/* Where so many candidates gave next to nothing, nearly all will have to be looked at. They are
 * then in one round, because each round reads the records of its candidates anew. */
#define LAST_SMALL_ROUND ((size_t)27 * FIRST_ROUND)
#define LARGE_ROUND_FACTOR 100
/* Candidates a batch in the order of the index: the first where only the first hits are wanted,
 * then twice as many a time up to the second. */
#define FIRST_BATCH 1024
#define BATCH 8192

const wb_narrowing *wb_walk_narrowing(const struct wb_collector *c)
{
    return c->narrowed.docids ? &c->narrowed : &c->filtered;
}

static wb_status narrow_to_nowhere(wb_narrowing *narrowing, wb_error *err)
{
    narrowing->docids = wb_alloc(0, sizeof *narrowing->docids);
    return narrowing->docids ? WB_OK : wb_error_nomem(err);
}

wb_status wb_walk_narrow(struct wb_collector *collector, bool *ret_is_nowhere, wb_error *err)
{
    wb_free(collector->filtered.docids);
    wb_free(collector->narrowed.docids);
    collector->filtered = collector->narrowed = (wb_narrowing){NULL, 0};
    *ret_is_nowhere = wb_query_is_contradictory(collector->query);
    wb_status status =
        wb_narrow_by_filters(collector->query, collector->index, &collector->filtered, err);
    return status == WB_OK && *ret_is_nowhere ? narrow_to_nowhere(&collector->narrowed, err)
                                              : status;
}

/* The docids of the set, in ranges. */
static wb_status to_narrowing(const wb_docid_set *set, wb_narrowing *ret, wb_error *err)
{
    size_t count = wb_docid_set_count(set, (wb_docid_range){1, set->last});
    *ret = (wb_narrowing){wb_alloc(count, sizeof *ret->docids), 0};
    if (!ret->docids) {
        return wb_error_nomem(err);
    }
    for (uint32_t docid = wb_docid_set_next(set, 1); docid;
         docid = wb_docid_set_next(set, docid + 1)) {
        if (ret->count && ret->docids[ret->count - 1].last + 1 == docid) {
            ret->docids[ret->count - 1].last = docid;
        } else {
            ret->docids[ret->count++] = (wb_docid_range){docid, docid};
        }
    }
    return WB_OK;
}

wb_status wb_walk_narrow_to(struct wb_collector *collector, const wb_plan *plan, wb_error *err)
{
    const wb_narrowing *before = wb_walk_narrowing(collector);
    wb_narrowing narrowing = {NULL, 0};
    wb_docid_set set = {NULL, 0, 0};
    wb_status status = wb_plan_mark_nearly(collector->index->store, plan, FIRST_ROUND, &set, err);
    if (status == WB_OK && before->docids) {
        wb_docid_set_keep(&set, before->docids, before->count);
    }
    if (status == WB_OK) {
        status = to_narrowing(&set, &narrowing, err);
    }
    if (status == WB_OK) {
        wb_free(collector->narrowed.docids);
        collector->narrowed = narrowing;
    }
    wb_docid_set_free(&set);
    return status;
}

static wb_status make_room(struct wb_collector *c, size_t count, wb_error *err)
{
    wb_candidate *candidates =
        wb_grow(c->candidates, &c->candidates_cap, count, sizeof *c->candidates);
    if (!candidates) {
        return wb_error_nomem(err);
    }
    c->candidates = candidates;
    return WB_OK;
}

/* Whether it was not tried yet; now it is. */
static bool note_tried(struct wb_collector *c, uint32_t docid)
{
    uint8_t bit = (uint8_t)(1u << docid % 8);
    bool is_first = !(c->tried[docid / 8] & bit);
    c->tried[docid / 8] |= bit;
    return is_first;
}

/* From now on nothing counts as tried but what is in the list. */
static wb_status forget_tried(wb_walk *walk, wb_error *err)
{
    struct wb_collector *c = walk->collector;
    wb_free(c->tried);
    c->tried = wb_alloc_zero((size_t)wb_store_last_docid(c->index->store) / 8 + 1, 1);
    if (!c->tried) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < walk->list->count; i++) {
        (void)note_tried(c, walk->list->items[i].docid);
    }
    return WB_OK;
}

/* Whether a paragraph is to be verified: once for a list, whichever plans lead to it. */
static bool is_new(wb_walk *walk, uint32_t docid)
{
    return !walk->list || note_tried(walk->collector, docid);
}

wb_status wb_walk_add(wb_walk *walk, wb_verified verified, wb_error *err)
{
    walk->count++;
    wb_verified_list *list = walk->list;
    if (!list) {
        return WB_OK;
    }
    wb_verified *items = wb_grow(list->items, &list->cap, list->count + 1, sizeof *items);
    if (!items) {
        return wb_error_nomem(err);
    }
    list->items = items;
    items[list->count++] = verified;
    list->exact += verified.rung == WB_RUNG_EXACT;
    return WB_OK;
}

/* Scores a paragraph that fulfils the query. */
static wb_status score(struct wb_collector *c, const wb_record *record, const wb_para *para,
                       double weight, double *ret, wb_error *err)
{
    wb_slice fold;
    if (weight != 0.0 && wb_rank_score(c->query, record, para, weight, &c->scratch, ret) != WB_OK) {
        return wb_error_nomem(err);
    }
    if (c->query->item_count < 2) { /* nothing to stand close */
        return WB_OK;
    }
    wb_status status = wb_matcher_fold(c->matcher, &fold, err);
    if (status == WB_OK && wb_rank_is_close(c->query, fold)) {
        *ret += RANK_CLOSE;
    }
    return status;
}

static wb_status verify(wb_walk *walk, const wb_candidate *candidate, wb_error *err)
{
    struct wb_collector *c = walk->collector;
    const wb_record *record = NULL;
    const wb_para *para = NULL;
    bool holds = false;
    wb_verified verified = {.docid = candidate->docid};
    bool allowed = false;
    wb_status status = wb_units_allow(c->units, candidate->docid, &allowed, err);
    if (status != WB_OK || !allowed) {
        return status;
    }
    status = wb_paragraphs_get(c->paragraphs, candidate->docid, &record, &para, err);
    if (status == WB_OK) {
        wb_units_set(c->units, candidate->docid, record);
        wb_matcher_set(c->matcher, para->text);
        status = wb_matcher_rung(c->matcher, &holds, &verified.rung, err);
    }
    holds = holds && !(walk->only_exact && verified.rung != WB_RUNG_EXACT);
    if (status == WB_OK && holds && walk->list && !walk->is_unscored) {
        status = score(c, record, para, candidate->weight, &verified.score, err);
    }
    return status == WB_OK && holds ? wb_walk_add(walk, verified, err) : status;
}

wb_status wb_walk_verify(wb_walk *walk, uint32_t docid, wb_error *err)
{
    return verify(walk, &(wb_candidate){.docid = docid}, err);
}

static int compare_docids(const void *a, const void *b)
{
    const wb_candidate *x = a;
    const wb_candidate *y = b;
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

/* Verifies one round of candidates, in the order in which their records are stored. */
static wb_status verify_round(wb_walk *walk, size_t count, wb_error *err)
{
    wb_candidate *candidates = walk->collector->candidates;
    if (count) {
        qsort(candidates, count, sizeof *candidates, compare_docids);
    }
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        if (is_new(walk, candidates[i].docid)) {
            status = verify(walk, &candidates[i], err);
        }
    }
    return status;
}

bool wb_walk_is_enough(const wb_walk *walk)
{
    return walk->list &&
           (walk->list->exact >= walk->wanted_exact || walk->list->count >= walk->wanted);
}

/* Whether so many candidates are more than may be looked at. */
static bool is_too_many(wb_walk *walk, size_t candidates)
{
    size_t max = walk->collector->candidates_max;
    walk->gave_up = max && candidates > max;
    return walk->gave_up;
}

/* How many candidates the first round has: as many as are wanted, for fewer cannot be enough. */
static size_t first_limit(const wb_walk *walk)
{
    size_t all = (size_t)wb_store_last_docid(walk->collector->index->store) + 1;
    size_t wanted = walk->wanted_exact < all ? walk->wanted_exact : all;
    return wanted > FIRST_ROUND ? wanted : FIRST_ROUND;
}

/* How many candidates the round after one of `limit` has. */
static size_t next_limit(const wb_walk *walk, size_t limit)
{
    const wb_verified_list *list = walk->list;
    size_t all = (size_t)wb_store_last_docid(walk->collector->index->store) + 1;
    bool promising = 8 * list->exact >= walk->wanted_exact || 8 * list->count >= walk->wanted;
    bool is_large = limit >= LAST_SMALL_ROUND && !promising && !walk->collector->candidates_max;
    size_t next = limit * (is_large ? LARGE_ROUND_FACTOR : 3);
    return next < all ? next : all;
}

/*
 * Rounds of candidates by weight until enough have verified or there are no more. A round has those
 * of the last one and twice as many more, or nearly all: Xapian adds the weights up in another
 * order when more are asked for, so near the limit one may stand before it in one search and behind
 * it in the next, and going on behind the last limit would meet it twice, or never.
 */
static wb_status walk_by_weight(wb_walk *walk, wb_error *err)
{
    struct wb_collector *c = walk->collector;
    wb_store_range range = {.order = WB_STORE_BY_WEIGHT,
                            .docids = wb_walk_narrowing(c)->docids,
                            .docid_count = wb_walk_narrowing(c)->count,
                            .limit = first_limit(walk)};
    bool more = true;
    for (unsigned n = 1; more && (n == 1 || !wb_walk_is_enough(walk)); n++) {
        if ((walk->rounds && n > walk->rounds) || (n > 1 && is_too_many(walk, range.limit))) {
            break;
        }
        size_t count;
        wb_status status = make_room(c, range.limit, err);
        if (status == WB_OK) {
            status = wb_store_search(c->index->store, walk->plan, &range, c->candidates, &count,
                                     &more, err);
        }
        if (status == WB_OK) {
            status = verify_round(walk, count, err);
        }
        if (status != WB_OK) {
            return status;
        }
        range.limit = next_limit(walk, range.limit);
    }
    walk->all = !more;
    return WB_OK;
}

/* Batches in the order of the index: for plans that say nothing, and for counting. */
static wb_status walk_by_docid(wb_walk *walk, wb_error *err)
{
    struct wb_collector *c = walk->collector;
    wb_store_range range = {.order = WB_STORE_BY_DOCID,
                            .first_docid = 1,
                            .docids = wb_walk_narrowing(c)->docids,
                            .docid_count = wb_walk_narrowing(c)->count,
                            .limit = FIRST_BATCH};
    wb_status status = make_room(c, BATCH, err);
    bool more = true;
    size_t looked_at = 0;
    for (unsigned n = 1; more && !wb_walk_is_enough(walk) && !is_too_many(walk, looked_at); n++) {
        size_t count;
        if (status != WB_OK || (walk->rounds && n > walk->rounds)) {
            break;
        }
        status =
            wb_store_search(c->index->store, walk->plan, &range, c->candidates, &count, &more, err);
        if (status == WB_OK && count) {
            range.first_docid = c->candidates[count - 1].docid + 1;
            range.limit = range.limit < BATCH ? 2 * range.limit : BATCH;
            looked_at += count;
            status = verify_round(walk, count, err);
        } else {
            more = false;
        }
    }
    walk->all = !more;
    return status;
}

wb_status wb_walk_plan(wb_walk *walk, wb_planner_options options, bool *ret_all, wb_error *err)
{
    bool complete = false;
    const wb_narrowing *narrowing = wb_walk_narrowing(walk->collector);
    if (narrowing->docids && narrowing->count == 0) { /* nowhere */
        *ret_all = walk->all = true;
        return WB_OK;
    }
    options.characters_max = walk->characters_max;
    wb_status status = wb_plan_query(walk->collector->query, options, &walk->collector->plans,
                                     &walk->plan, &complete, err);
    if (status == WB_OK) {
        bool by_weight = walk->plan->op != WB_PLAN_ALL;
        status = by_weight ? walk_by_weight(walk, err) : walk_by_docid(walk, err);
        *ret_all = walk->all && complete;
    }
    return status;
}

wb_status wb_walk_anew(wb_walk *walk, wb_planner_options options, bool *ret_all, wb_error *err)
{
    wb_status status = forget_tried(walk, err);
    return status == WB_OK ? wb_walk_plan(walk, options, ret_all, err) : status;
}
