#include "collect.h"

#include <stdlib.h>

#include <wbsearch/token.h>

#include "contradiction.h"
#include "planner.h"
#include "rank.h"
#include "rank_params.h"
#include "units.h"

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

struct wb_collector {
    const wb_query *query;
    wb_index *index;
    wb_paragraphs *paragraphs;
    wb_units *units;
    wb_matcher *matcher;
    wb_folded scratch;
    wb_arena plans;
    wb_narrowing filtered; /* by filters */
    wb_narrowing narrowed; /* and by scopes, when there are some */
    wb_candidate *candidates;
    size_t candidates_cap;
    size_t candidates_max; /* looked at for one plan; 0: as many as it takes */
    uint8_t *tried;        /* a bit for each docid that was verified for the list */
};

/* One walk over the candidates of a plan. */
struct walk {
    wb_collector *c;
    const wb_plan *plan;
    wb_verified_list *list; /* NULL: they are only counted */
    size_t wanted_exact;    /* enough when there are so many exact ones … */
    size_t wanted;          /* … or so many of any rung */
    unsigned rounds;        /* of candidates at most; 0: as many as it takes */
    bool everything;        /* all that there are, in the order of the index; without scores */
    bool only_exact;        /* loose ones are left out */
    uint64_t count;
    bool all;     /* the plan has no more candidates */
    bool gave_up; /* it has, but they are more than may be looked at */
};

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

/* Where candidates are looked for. */
static const wb_narrowing *narrowing_of(const wb_collector *c)
{
    return c->narrowed.docids ? &c->narrowed : &c->filtered;
}

const wb_narrowing *wb_collector_filtered(const wb_collector *collector)
{
    return &collector->filtered;
}

static wb_status make_room(wb_collector *c, size_t count, wb_error *err)
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
static bool note_tried(wb_collector *c, uint32_t docid)
{
    uint8_t bit = (uint8_t)(1u << docid % 8);
    bool is_first = !(c->tried[docid / 8] & bit);
    c->tried[docid / 8] |= bit;
    return is_first;
}

/* From now on nothing counts as tried but what is in the list. */
static wb_status forget_tried(struct walk *walk, wb_error *err)
{
    wb_collector *c = walk->c;
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
static bool is_new(struct walk *walk, uint32_t docid)
{
    /* Where everything is walked over, there is a single plan, in the order of the index. */
    return !walk->list || walk->everything || note_tried(walk->c, docid);
}

static wb_status add_verified(struct walk *walk, wb_verified verified, wb_error *err)
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
static wb_status score(wb_collector *c, wb_matcher *matcher, const wb_record *record,
                       const wb_para *para, double weight, double *ret, wb_error *err)
{
    wb_slice fold;
    if (weight != 0.0 && wb_rank_score(c->query, record, para, weight, &c->scratch, ret) != WB_OK) {
        return wb_error_nomem(err);
    }
    if (c->query->item_count < 2) { /* nothing to stand close */
        return WB_OK;
    }
    wb_status status = wb_matcher_fold(matcher, &fold, err);
    if (status == WB_OK && wb_rank_is_close(c->query, fold)) {
        *ret += RANK_CLOSE;
    }
    return status;
}

static wb_status verify(struct walk *walk, const wb_candidate *candidate, wb_error *err)
{
    wb_collector *c = walk->c;
    const wb_record *record = NULL;
    const wb_para *para = NULL;
    wb_matcher *matcher = NULL;
    bool holds = false;
    wb_verified verified = {.docid = candidate->docid};
    bool allowed = false;
    wb_status status = wb_units_allow(c->units, candidate->docid, &allowed, err);
    if (status != WB_OK || !allowed) {
        return status;
    }
    status = wb_paragraphs_get(c->paragraphs, candidate->docid, &record, &para, err);
    if (status == WB_OK) {
        matcher = wb_collector_set(c, candidate->docid, record, para);
        status = wb_matcher_rung(matcher, &holds, &verified.rung, err);
    }
    holds = holds && !(walk->only_exact && verified.rung != WB_RUNG_EXACT);
    if (status == WB_OK && holds && walk->list && !walk->everything) {
        status = score(c, matcher, record, para, candidate->weight, &verified.score, err);
    }
    return status == WB_OK && holds ? add_verified(walk, verified, err) : status;
}

static int compare_docids(const void *a, const void *b)
{
    const wb_candidate *x = a;
    const wb_candidate *y = b;
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

/* Verifies one round of candidates, in the order in which their records are stored. */
static wb_status verify_round(struct walk *walk, size_t count, wb_error *err)
{
    wb_candidate *candidates = walk->c->candidates;
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

static bool is_enough(const struct walk *walk)
{
    return walk->list && !walk->everything &&
           (walk->list->exact >= walk->wanted_exact || walk->list->count >= walk->wanted);
}

/* Whether so many candidates are more than may be looked at. */
static bool is_too_many(struct walk *walk, size_t candidates)
{
    size_t max = walk->c->candidates_max;
    walk->gave_up = max && candidates > max;
    return walk->gave_up;
}

/* How many candidates the first round has: as many as are wanted, for fewer cannot be enough. */
static size_t first_limit(const struct walk *walk)
{
    size_t all = (size_t)wb_store_last_docid(walk->c->index->store) + 1;
    size_t wanted = walk->wanted_exact < all ? walk->wanted_exact : all;
    return wanted > FIRST_ROUND ? wanted : FIRST_ROUND;
}

/* How many candidates the round after one of `limit` has. */
static size_t next_limit(const struct walk *walk, size_t limit)
{
    const wb_verified_list *list = walk->list;
    size_t all = (size_t)wb_store_last_docid(walk->c->index->store) + 1;
    bool promising = 8 * list->exact >= walk->wanted_exact || 8 * list->count >= walk->wanted;
    bool is_large = limit >= LAST_SMALL_ROUND && !promising && !walk->c->candidates_max;
    size_t next = limit * (is_large ? LARGE_ROUND_FACTOR : 3);
    return next < all ? next : all;
}

/*
 * Rounds of candidates by weight until enough have verified or there are no more. A round has those
 * of the last one and twice as many more, or nearly all: Xapian adds the weights up in another
 * order when more are asked for, so near the limit one may stand before it in one search and behind
 * it in the next, and going on behind the last limit would meet it twice, or never.
 */
static wb_status walk_by_weight(struct walk *walk, wb_error *err)
{
    wb_collector *c = walk->c;
    wb_store_range range = {.order = WB_STORE_BY_WEIGHT,
                            .docids = narrowing_of(c)->docids,
                            .docid_count = narrowing_of(c)->count,
                            .limit = first_limit(walk)};
    bool more = true;
    for (unsigned n = 1; more && (n == 1 || !is_enough(walk)); n++) {
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
static wb_status walk_by_docid(struct walk *walk, wb_error *err)
{
    wb_collector *c = walk->c;
    wb_store_range range = {.order = WB_STORE_BY_DOCID,
                            .first_docid = 1,
                            .docids = narrowing_of(c)->docids,
                            .docid_count = narrowing_of(c)->count,
                            .limit = walk->list && !walk->everything ? FIRST_BATCH : BATCH};
    wb_status status = make_room(c, BATCH, err);
    bool more = true;
    size_t looked_at = 0;
    for (unsigned n = 1; more && !is_enough(walk) && !is_too_many(walk, looked_at); n++) {
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

/* Makes a plan and walks over its candidates; *ret_all says that nothing is missing. */
static wb_status walk_plan(struct walk *walk, wb_planner_options options, bool *ret_all,
                           wb_error *err)
{
    bool complete = false;
    const wb_narrowing *narrowing = narrowing_of(walk->c);
    if (narrowing->docids && narrowing->count == 0) { /* nowhere */
        *ret_all = walk->all = true;
        return WB_OK;
    }
    wb_status status =
        wb_plan_query(walk->c->query, options, &walk->c->plans, &walk->plan, &complete, err);
    if (status == WB_OK) {
        bool by_weight = walk->plan->op != WB_PLAN_ALL && walk->list && !walk->everything;
        status = by_weight ? walk_by_weight(walk, err) : walk_by_docid(walk, err);
        *ret_all = walk->all && complete;
    }
    return status;
}

/* The same for a plan of other weights or other hits: what it leads to is verified, be it tried. */
static wb_status walk_anew(struct walk *walk, wb_planner_options options, bool *ret_all,
                           wb_error *err)
{
    wb_status status = forget_tried(walk, err);
    return status == WB_OK ? walk_plan(walk, options, ret_all, err) : status;
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
static wb_status collect_by_themselves(struct walk *walk, bool *ret_enough, wb_error *err)
{
    bool all = false;
    walk->rounds = 1;
    wb_units_ask_only_itself(walk->c->units, true);
    wb_status status =
        walk_anew(walk, (wb_planner_options){.quick = true, .itself = true}, &all, err);
    wb_units_ask_only_itself(walk->c->units, false);
    walk->rounds = 0;
    *ret_enough = status == WB_OK && is_enough(walk);
    if (!*ret_enough) {
        walk->list->count = walk->list->exact = 0;
    }
    return status;
}

static wb_status narrow_to_nowhere(wb_narrowing *narrowing, wb_error *err)
{
    narrowing->docids = wb_alloc(0, sizeof *narrowing->docids);
    return narrowing->docids ? WB_OK : wb_error_nomem(err);
}

/* Leaves out the documents that cannot have hits; of a query that asks for whole sections or
 * documents only where the best candidates do not give enough. */
static wb_status narrow(struct walk *walk, bool *ret_enough, wb_error *err)
{
    wb_collector *c = walk->c;
    bool negated = false;
    bool has_units = wb_narrow_has_units(c->query->root, &negated);
    wb_free(c->filtered.docids);
    wb_free(c->narrowed.docids);
    c->filtered = c->narrowed = (wb_narrowing){NULL, 0};
    *ret_enough = false;
    wb_status status = wb_narrow_by_filters(c->query, c->index, &c->filtered, err);
    if (status == WB_OK && wb_query_is_contradictory(c->query)) {
        return narrow_to_nowhere(&c->narrowed, err);
    }
    if (status == WB_OK && has_units && !negated && walk->list && !walk->everything) {
        status = collect_by_themselves(walk, ret_enough, err);
    }
    if (status == WB_OK && has_units && !*ret_enough) {
        status = wb_narrow_by_units(c->query, c->index, &c->filtered, &c->narrowed, err);
    }
    return status;
}

/* Adds what a quick plan gives, or in its place what the whole plan gives when that is not enough.
 */
static wb_status collect_by_plan(struct walk *walk, bool exact, wb_error *err)
{
    wb_verified_list *list = walk->list;
    size_t count = list->count;
    size_t exact_count = list->exact;
    wb_planner_options options = {.quick = true, .exact = exact};
    wb_status status = walk_anew(walk, options, &list->all, err);
    if (status == WB_OK && !list->all && !is_enough(walk) && !walk->gave_up) {
        list->count = count;
        list->exact = exact_count;
        options.quick = false;
        status = walk_anew(walk, options, &list->all, err);
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
static wb_status collect_apart(struct walk *walk, wb_error *err)
{
    wb_verified_list *list = walk->list;
    walk->only_exact = true;
    wb_status status = collect_by_plan(walk, true, err);
    walk->only_exact = false;
    if (status != WB_OK || is_enough(walk)) {
        list->all = false; /* there may be loose ones */
        return status;
    }
    bool all_exact = list->all;
    walk->wanted = walk->wanted_exact;
    status = collect_by_plan(walk, false, err);
    list->all = list->all && all_exact;
    return status;
}

/* The exact ones, and the loose ones that the same plan gives; apart where the exact ones have a
 * plan of their own and are not among the first candidates of the other. */
static wb_status collect_literal(struct walk *walk, wb_error *err)
{
    wb_verified_list *list = walk->list;
    if (!has_exact_plan(walk->c->query)) {
        return collect_by_plan(walk, false, err);
    }
    walk->rounds = 1;
    wb_status status = walk_anew(walk, (wb_planner_options){.quick = true}, &list->all, err);
    walk->rounds = 0;
    if (status != WB_OK || list->all || is_enough(walk)) {
        return status;
    }
    list->count = list->exact = 0;
    return collect_apart(walk, err);
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
    struct walk walk = {.c = collector, .list = list, .wanted_exact = wanted, .wanted = SIZE_MAX};
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
            status = walk_plan(&walk, (wb_planner_options){.alternatives = true}, &list->all, err);
        }
    }
    if (list->count) {
        qsort(list->items, list->count, sizeof *list->items, compare_verified);
    }
    return status;
}

/* Walks over all candidates that there are. */
static wb_status walk_everything(struct walk *walk, bool *ret_all, wb_error *err)
{
    bool enough = false;
    wb_status status = narrow(walk, &enough, err);
    return status == WB_OK
               ? walk_plan(walk, (wb_planner_options){.alternatives = true}, ret_all, err)
               : status;
}

wb_status wb_collect_all(wb_collector *collector, wb_verified_list *list, wb_error *err)
{
    struct walk walk = {.c = collector, .list = list, .everything = true};
    return walk_everything(&walk, &list->all, err);
}

wb_status wb_collect_count(wb_collector *collector, uint64_t *ret, wb_error *err)
{
    struct walk walk = {.c = collector};
    bool all = false;
    wb_status status = walk_everything(&walk, &all, err);
    if (status == WB_OK) {
        *ret = walk.count;
    }
    return status;
}
