#include "search.h"

#include <stdlib.h>
#include <time.h>

#include <wbsearch/token.h>
#include <wbsearch/utf8.h>

#include "paragraphs.h"
#include "planner.h"
#include "rank.h"

/* Candidates looked at in the first round, by weight; a later round takes twice as many. The rank
 * decides among those that verify. */
#define FIRST_ROUND 64
/* Candidates a batch when all are counted. */
#define COUNT_BATCH 8192
/* Times a search begins again because the index changed. */
#define REOPEN_MAX 5

struct wb_searcher {
    wb_index *index;
    wb_paragraphs *paragraphs;
    wb_folded folded;
    wb_folded scratch;
    wb_candidate *candidates;
    size_t candidates_cap;
};

/* A candidate that verified. */
struct scored {
    double score;
    uint32_t docid;
};

struct scored_list {
    struct scored *items; /* NULL when they are only counted */
    size_t count;
    size_t cap;
    bool only_count;
};

wb_status wb_searcher_new(const char *index_path, wb_searcher **ret, wb_error *err)
{
    wb_searcher *searcher = wb_alloc_zero(1, sizeof *searcher);
    if (!searcher) {
        return wb_error_nomem(err);
    }
    wb_folded_init(&searcher->folded);
    wb_folded_init(&searcher->scratch);
    wb_status status = wb_index_open(index_path, &searcher->index, err);
    if (status == WB_OK) {
        status = wb_paragraphs_new(searcher->index, &searcher->paragraphs, err);
    }
    if (status != WB_OK) {
        wb_searcher_free(searcher);
        return status;
    }
    *ret = searcher;
    return WB_OK;
}

void wb_searcher_free(wb_searcher *searcher)
{
    if (searcher) {
        wb_paragraphs_free(searcher->paragraphs);
        wb_folded_free(&searcher->folded);
        wb_folded_free(&searcher->scratch);
        wb_free(searcher->candidates);
        wb_index_close(searcher->index);
        wb_free(searcher);
    }
}

wb_index *wb_searcher_index(wb_searcher *searcher)
{
    return searcher->index;
}

static wb_status verify(wb_searcher *searcher, const wb_query *query, wb_slice text,
                        bool *ret_matches, wb_error *err)
{
    if (wb_fold(text, false, &searcher->folded) != WB_OK) {
        return wb_error_nomem(err);
    }
    wb_slice fold = wb_buf_slice(&searcher->folded.text);
    *ret_matches = true;
    for (size_t i = 0; i < query->item_count && *ret_matches; i++) {
        *ret_matches = wb_token_find(fold, query->items[i].folded, 0) != SIZE_MAX;
    }
    return WB_OK;
}

static wb_status make_room(wb_searcher *searcher, size_t count, wb_error *err)
{
    wb_candidate *candidates = wb_grow(searcher->candidates, &searcher->candidates_cap, count,
                                       sizeof *searcher->candidates);
    if (!candidates) {
        return wb_error_nomem(err);
    }
    searcher->candidates = candidates;
    return WB_OK;
}

static wb_status add_scored(struct scored_list *list, struct scored scored, wb_error *err)
{
    if (list->only_count) {
        list->count++;
        return WB_OK;
    }
    struct scored *items = wb_grow(list->items, &list->cap, list->count + 1, sizeof *items);
    if (!items) {
        return wb_error_nomem(err);
    }
    list->items = items;
    items[list->count++] = scored;
    return WB_OK;
}

static int compare_docids(const void *a, const void *b)
{
    const wb_candidate *x = a;
    const wb_candidate *y = b;
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

/* Verifies and scores one round of candidates, in the order in which their records are stored. */
static wb_status score_round(wb_searcher *searcher, const wb_query *query, size_t count,
                             struct scored_list *list, wb_error *err)
{
    if (count) {
        qsort(searcher->candidates, count, sizeof *searcher->candidates, compare_docids);
    }
    for (size_t i = 0; i < count; i++) {
        const wb_candidate *candidate = &searcher->candidates[i];
        const wb_record *record = NULL;
        const wb_para *para = NULL;
        bool matches = false;
        wb_status status =
            wb_paragraphs_get(searcher->paragraphs, candidate->docid, &record, &para, err);
        if (status == WB_OK) {
            status = verify(searcher, query, para->text, &matches, err);
        }
        if (status == WB_OK && matches) {
            struct scored scored = {0.0, candidate->docid};
            if (candidate->weight != 0.0 &&
                wb_rank_score(query, record, para, candidate->weight, &searcher->scratch,
                              &scored.score) != WB_OK) {
                return wb_error_nomem(err);
            }
            status = add_scored(list, scored, err);
        }
        if (status != WB_OK) {
            return status;
        }
    }
    return WB_OK;
}

/* Rounds of candidates by weight until enough have verified or there are no more. */
static wb_status collect_by_weight(wb_searcher *searcher, const wb_query *query,
                                   const wb_plan *plan, size_t wanted, struct scored_list *list,
                                   bool *ret_all, wb_error *err)
{
    size_t round = FIRST_ROUND > wanted ? FIRST_ROUND : wanted;
    wb_store_range range = {.order = WB_STORE_BY_WEIGHT};
    bool more = true;
    while (more && (range.offset == 0 || list->count < wanted)) {
        size_t count;
        range.limit = round;
        wb_status status = make_room(searcher, round, err);
        if (status == WB_OK) {
            status = wb_store_search(searcher->index->store, plan, &range, searcher->candidates,
                                     &count, &more, err);
        }
        if (status == WB_OK) {
            status = score_round(searcher, query, count, list, err);
        }
        if (status != WB_OK) {
            return status;
        }
        range.offset += round;
        round *= 2;
    }
    *ret_all = !more;
    return WB_OK;
}

/* Batches of candidates in the order of the index, until `wanted` have verified or there are no
 * more: for plans that say nothing, and for counting. */
static wb_status collect_by_docid(wb_searcher *searcher, const wb_query *query, const wb_plan *plan,
                                  size_t wanted, struct scored_list *list, bool *ret_all,
                                  wb_error *err)
{
    wb_store_range range = {.order = WB_STORE_BY_DOCID, .first_docid = 1, .limit = COUNT_BATCH};
    wb_status status = make_room(searcher, COUNT_BATCH, err);
    bool more = true;
    while (more && list->count < wanted && status == WB_OK) {
        size_t count;
        status = wb_store_search(searcher->index->store, plan, &range, searcher->candidates, &count,
                                 &more, err);
        if (status == WB_OK && count) {
            range.first_docid = searcher->candidates[count - 1].docid + 1;
            status = score_round(searcher, query, count, list, err);
        } else {
            more = false;
        }
    }
    *ret_all = !more;
    return status;
}

static wb_status collect(wb_searcher *searcher, const wb_query *query, const wb_plan *plan,
                         size_t wanted, struct scored_list *list, bool *ret_all, wb_error *err)
{
    return plan->op == WB_PLAN_ALL
               ? collect_by_docid(searcher, query, plan, wanted, list, ret_all, err)
               : collect_by_weight(searcher, query, plan, wanted, list, ret_all, err);
}

static int compare_scored(const void *a, const void *b)
{
    const struct scored *x = a;
    const struct scored *y = b;
    if (x->score != y->score) {
        return x->score > y->score ? -1 : 1;
    }
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

static bool copy_para(const wb_para *from, wb_arena *arena, wb_para *to)
{
    *to = *from;
    to->section = WB_NONE;
    wb_segment *segments = wb_arena_alloc(arena, from->segment_count, sizeof *segments);
    wb_note_mark *marks = wb_arena_alloc(arena, from->mark_count, sizeof *marks);
    uint32_t *references = wb_arena_alloc(arena, from->reference_count, sizeof *references);
    if (!segments || !marks || !references || !wb_arena_dup(arena, from->text, &to->text)) {
        return false;
    }
    memcpy(segments, from->segments, from->segment_count * sizeof *segments);
    for (size_t i = 0; i < from->mark_count; i++) {
        marks[i] = from->marks[i];
        if (!wb_arena_dup(arena, from->marks[i].label, &marks[i].label)) {
            return false;
        }
    }
    to->segments = segments;
    to->marks = marks;
    if (from->reference_count) {
        memcpy(references, from->references, from->reference_count * sizeof *references);
    }
    to->references = references;
    return true;
}

static bool copy_section_path(const wb_record *record, const wb_para *para, wb_arena *arena,
                              wb_hit *hit)
{
    uint32_t section = para->section;
    if (para->kind == WB_PARA_HEADING && section != WB_NONE) {
        section = record->sections[section].parent;
    }
    size_t depth = 0;
    for (uint32_t s = section; s != WB_NONE; s = record->sections[s].parent) {
        depth++;
    }
    wb_slice *titles = wb_arena_alloc(arena, depth, sizeof *titles);
    if (!titles) {
        return false;
    }
    hit->section_path = titles;
    hit->section_count = depth;
    for (uint32_t s = section; s != WB_NONE; s = record->sections[s].parent) {
        if (!wb_arena_dup(arena, record->sections[s].title, &titles[--depth])) {
            return false;
        }
    }
    return true;
}

/* Fills in what stands in the document's first record. */
static wb_status describe_document(wb_searcher *searcher, uint32_t first_group, wb_arena *arena,
                                   wb_hit *hit, wb_error *err)
{
    const wb_record *record;
    const wb_index *index = searcher->index;
    wb_status status = wb_paragraphs_record(searcher->paragraphs, first_group, &record, err);
    if (status != WB_OK) {
        return status;
    }
    if (record->ordinal != 0 || record->doc_id != hit->doc_id ||
        record->doc.root >= index->root_count) {
        return wb_error_set(err, WB_CORRUPT, "the records of a document do not follow each other");
    }
    return wb_arena_dup(arena, index->roots[record->doc.root], &hit->root) &&
                   wb_arena_dup(arena, record->doc.path, &hit->path) &&
                   wb_arena_dup(arena, record->meta[WB_META_TITLE].value, &hit->title)
               ? WB_OK
               : wb_error_nomem(err);
}

static wb_status make_hit(wb_searcher *searcher, const wb_query *query, struct scored scored,
                          bool with_notes, wb_arena *arena, wb_hit *hit, wb_error *err)
{
    const wb_record *record = NULL;
    const wb_para *para = NULL;
    memset(hit, 0, sizeof *hit);
    wb_status status = wb_paragraphs_get(searcher->paragraphs, scored.docid, &record, &para, err);
    if (status != WB_OK || !para) {
        return status;
    }
    if (wb_utf8_valid_prefix(para->text) < para->text.len) {
        return wb_error_set(err, WB_CORRUPT, "a stored paragraph is not UTF-8");
    }
    hit->score = scored.score;
    hit->doc_id = record->doc_id;
    hit->para_number = record->first_para + wb_store_index(scored.docid);
    if (!copy_para(para, arena, &hit->para) || !copy_section_path(record, para, arena, hit)) {
        return wb_error_nomem(err);
    }
    wb_span *matches;
    status = wb_highlight(query, hit->para.text, &searcher->folded, arena, &matches,
                          &hit->match_count, err);
    if (status != WB_OK) {
        return status;
    }
    hit->matches = matches;
    wb_para_locate(&hit->para, hit->match_count ? matches[0].start : 0, &hit->line, &hit->column);
    uint32_t first_group = wb_store_group(scored.docid) - record->ordinal;
    status = describe_document(searcher, first_group, arena, hit, err);
    if (status == WB_OK && with_notes) {
        status = wb_notes_read(searcher->paragraphs, hit->doc_id, first_group, &hit->para, arena,
                               &hit->notes, err);
    }
    return status;
}

static wb_status make_hits(wb_searcher *searcher, const wb_query *query,
                           const struct scored_list *list, const wb_search_options *options,
                           wb_result *result, wb_error *err)
{
    size_t first = options->offset < list->count ? options->offset : list->count;
    size_t count = list->count - first < options->limit ? list->count - first : options->limit;
    result->hits = wb_arena_alloc(&result->arena, count, sizeof *result->hits);
    if (!result->hits) {
        return wb_error_nomem(err);
    }
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        status = make_hit(searcher, query, list->items[first + i], options->notes, &result->arena,
                          &result->hits[i], err);
        result->hit_count = i + 1;
    }
    return status;
}

/* Collects by a plan of the given scope; *ret_all says that nothing is missing. */
static wb_status collect_in_scope(wb_searcher *searcher, const wb_query *query, wb_plan_scope scope,
                                  size_t wanted, wb_result *result, struct scored_list *list,
                                  bool *ret_all, wb_error *err)
{
    const wb_plan *plan;
    bool complete;
    wb_status status = wb_plan_query(query, scope, &result->arena, &plan, &complete, err);
    if (status == WB_OK) {
        status = collect(searcher, query, plan, wanted, list, ret_all, err);
        *ret_all = *ret_all && complete;
    }
    return status;
}

static wb_status count_all(wb_searcher *searcher, const wb_query *query, wb_result *result,
                           wb_error *err)
{
    const wb_plan *plan;
    bool complete;
    struct scored_list counted = {.only_count = true};
    wb_status status =
        wb_plan_query(query, WB_PLAN_COMPLETE, &result->arena, &plan, &complete, err);
    if (status == WB_OK) {
        status =
            collect_by_docid(searcher, query, plan, SIZE_MAX, &counted, &result->total_exact, err);
        result->total = counted.count;
    }
    return status;
}

static wb_status search_once(wb_searcher *searcher, const wb_query *query,
                             const wb_search_options *options, wb_result *result, wb_error *err)
{
    struct scored_list list = {NULL, 0, 0, false};
    size_t wanted = options->limit ? options->limit + options->offset : 0;
    bool all = false;
    wb_status status = WB_OK;
    if (wanted) {
        status = collect_in_scope(searcher, query, WB_PLAN_QUICK, wanted, result, &list, &all, err);
    }
    if (status == WB_OK && wanted && !all && list.count < wanted) {
        list.count = 0;
        status =
            collect_in_scope(searcher, query, WB_PLAN_COMPLETE, wanted, result, &list, &all, err);
    }
    if (status == WB_OK && list.count) {
        qsort(list.items, list.count, sizeof *list.items, compare_scored);
    }
    if (status == WB_OK && wanted) {
        status = make_hits(searcher, query, &list, options, result, err);
    }
    result->total = list.count;
    result->total_exact = all;
    if (status == WB_OK && options->count_all && !all) {
        status = count_all(searcher, query, result, err);
    }
    wb_free(list.items);
    return status;
}

static wb_status attempt(wb_searcher *searcher, const wb_query *query,
                         const wb_search_options *options, wb_result *result, wb_error *err)
{
    wb_status status = search_once(searcher, query, options, result, err);
    return status == WB_CORRUPT ? wb_index_damaged(searcher->index->path, err) : status;
}

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

wb_status wb_search(wb_searcher *searcher, const wb_query *query, const wb_search_options *options,
                    wb_result *result, wb_error *err)
{
    double start = now_seconds();
    wb_result_clear(result);
    if (options->limit > WB_SEARCH_LIMIT_MAX || options->offset > WB_SEARCH_LIMIT_MAX) {
        return wb_error_set(err, WB_LIMIT, "more than %d hits cannot be asked for",
                            WB_SEARCH_LIMIT_MAX);
    }
    wb_status status = attempt(searcher, query, options, result, err);
    for (int i = 0; status == WB_CHANGED && i < REOPEN_MAX; i++) {
        wb_result_clear(result);
        wb_paragraphs_forget(searcher->paragraphs);
        status = wb_index_reopen(searcher->index, err);
        if (status == WB_OK) {
            status = attempt(searcher, query, options, result, err);
        }
    }
    if (status != WB_OK) {
        wb_result_clear(result);
    }
    result->seconds = now_seconds() - start;
    return status;
}

void wb_result_clear(wb_result *result)
{
    wb_arena_clear(&result->arena);
    memset(result, 0, sizeof *result);
}
