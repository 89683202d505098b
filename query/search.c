#include "search.h"

#include <time.h>

#include <wbsearch/utf8.h>

#include "collect.h"
#include "document_info.h"
#include "duplicates.h"
#include "facet_count.h"
#include "lower_rungs.h"
#include "paragraphs.h"
#include "section_path.h"
#include "sort.h"

/* Times a search begins again because the index changed. */
#define REOPEN_MAX 5

/* Other places of a hit that are listed. */
#define PLACES_MAX 32

struct wb_searcher {
    wb_index *index;
    wb_paragraphs *paragraphs;
    wb_document_cache *documents;
    wb_tokenizer *tokenizer; /* NULL until it is needed */
    bool is_behind;          /* the index has changed, but its new state could not be opened */
};

wb_status wb_searcher_new(const char *index_path, wb_searcher **ret, wb_error *err)
{
    wb_searcher *searcher = wb_alloc_zero(1, sizeof *searcher);
    if (!searcher) {
        return wb_error_nomem(err);
    }
    wb_status status = wb_index_open(index_path, &searcher->index, err);
    if (status == WB_OK) {
        status = wb_paragraphs_new(searcher->index, &searcher->paragraphs, err);
    }
    if (status == WB_OK) {
        status =
            wb_document_cache_new(searcher->index, searcher->paragraphs, &searcher->documents, err);
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
        wb_tokenizer_free(searcher->tokenizer);
        wb_document_cache_free(searcher->documents);
        wb_paragraphs_free(searcher->paragraphs);
        wb_index_close(searcher->index);
        wb_free(searcher);
    }
}

wb_index *wb_searcher_index(wb_searcher *searcher)
{
    return searcher->index;
}

void wb_searcher_fell_behind(wb_searcher *searcher)
{
    searcher->is_behind = true;
}

/* Opens the index anew; what was kept of its former state goes. */
static wb_status reopen(wb_searcher *searcher, wb_error *err)
{
    wb_paragraphs_forget(searcher->paragraphs);
    wb_document_cache_forget(searcher->documents);
    return wb_index_reopen(searcher->index, err);
}

wb_status wb_searcher_refresh(wb_searcher *searcher, bool *ret_moved, wb_error *err)
{
    /* The database tells it once. */
    searcher->is_behind = wb_store_is_stale(searcher->index->store) || searcher->is_behind;
    *ret_moved = false;
    if (!searcher->is_behind) {
        return WB_OK;
    }
    wb_status status = reopen(searcher, err);
    *ret_moved = status == WB_OK;
    searcher->is_behind = status != WB_OK;
    return status;
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

/* Fills in what is known of the hit's document. */
static wb_status describe_document(wb_searcher *searcher, uint32_t first_group, wb_arena *arena,
                                   wb_hit *hit, wb_error *err)
{
    const wb_document_info *info = NULL;
    wb_status status =
        wb_document_cache_get(searcher->documents, hit->doc_id, first_group, &info, err);
    if (status != WB_OK) {
        return status;
    }
    bool has_memory =
        wb_arena_dup(arena, info->root, &hit->root) && wb_arena_dup(arena, info->path, &hit->path);
    for (size_t i = 0; i < WB_META_FIELD_COUNT_ && has_memory; i++) {
        has_memory = !info->meta[i].len || wb_arena_dup(arena, info->meta[i], &hit->meta[i]);
    }
    hit->title = hit->meta[WB_META_TITLE];
    return has_memory ? WB_OK : wb_error_nomem(err);
}

/* What one search works with. */
struct task {
    const wb_query *query;
    const wb_search_options *options;
    wb_collector *collector;
    wb_lower_rungs lower;
    wb_verified_list list;
    wb_arena *arena; /* the result's */
};

/* What of a certified paragraph matched. */
static wb_status describe_certified(struct task *task, wb_verified verified,
                                    const wb_record *record, wb_hit *hit, wb_span **ret_matches,
                                    wb_error *err)
{
    wb_matcher *matcher = wb_collector_set(task->collector, verified.docid, record, &hit->para);
    return wb_matcher_spans(matcher, hit->rung, task->arena, ret_matches, &hit->match_count, err);
}

/* What of the query stands in a paragraph of the lower rungs, and what does not. */
static wb_status describe_partial(struct task *task, const wb_record *record, const wb_para *para,
                                  wb_hit *hit, wb_span **ret_matches, wb_error *err)
{
    wb_status status = wb_lower_rungs_missing(&task->lower, record, para, task->arena,
                                              &hit->missing, &hit->missing_count, err);
    return status == WB_OK ? wb_lower_rungs_spans(&task->lower, hit->para.text, task->arena,
                                                  ret_matches, &hit->match_count, err)
                           : status;
}

static wb_status make_hit(wb_searcher *searcher, struct task *task, wb_verified verified,
                          wb_hit *hit, wb_error *err)
{
    wb_arena *arena = task->arena;
    const wb_record *record = NULL;
    const wb_para *para = NULL;
    memset(hit, 0, sizeof *hit);
    wb_status status = wb_paragraphs_get(searcher->paragraphs, verified.docid, &record, &para, err);
    if (status != WB_OK || !para) {
        return status;
    }
    if (wb_utf8_valid_prefix(para->text) < para->text.len) {
        return wb_error_set(err, WB_CORRUPT, "a stored paragraph is not UTF-8");
    }
    hit->rung = verified.rung;
    hit->score = verified.score;
    hit->doc_id = record->doc_id;
    hit->docid = verified.docid;
    hit->para_number = record->first_para + wb_store_index(verified.docid);
    if (!copy_para(para, arena, &hit->para)) {
        return wb_error_nomem(err);
    }
    wb_span *matches = NULL;
    status = wb_section_path(record, para, arena, &hit->section_path, &hit->section_count, err);
    if (status == WB_OK) {
        status = hit->rung <= WB_RUNG_LOOSE
                     ? describe_certified(task, verified, record, hit, &matches, err)
                     : describe_partial(task, record, para, hit, &matches, err);
    }
    if (status != WB_OK) {
        return status;
    }
    hit->matches = matches;
    wb_para_locate(&hit->para, hit->match_count ? matches[0].start : 0, &hit->line, &hit->column);
    uint32_t first_group = wb_store_group(verified.docid) - record->ordinal;
    status = describe_document(searcher, first_group, arena, hit, err);
    if (status == WB_OK && task->options->notes) {
        status = wb_notes_read(searcher->paragraphs, hit->doc_id, first_group, &hit->para, arena,
                               &hit->notes, err);
    }
    if (status == WB_OK && (task->options->before || task->options->behind)) {
        status = wb_context_read(searcher->paragraphs, verified.docid, task->options->before,
                                 task->options->behind, arena, &hit->context, err);
    }
    return status;
}

static wb_status make_place(wb_searcher *searcher, struct task *task, uint32_t docid,
                            wb_place *place, wb_error *err)
{
    const wb_record *record = NULL;
    const wb_para *para = NULL;
    wb_status status = wb_paragraphs_get(searcher->paragraphs, docid, &record, &para, err);
    if (status != WB_OK) {
        return status;
    }
    wb_hit document = {.doc_id = record->doc_id};
    *place = (wb_place){.doc_id = record->doc_id,
                        .para_number = record->first_para + wb_store_index(docid),
                        .line = para->first_line};
    uint32_t first_group = wb_store_group(docid) - record->ordinal;
    status = describe_document(searcher, first_group, task->arena, &document, err);
    place->root = document.root;
    place->path = document.path;
    return status;
}

/* Lists the items after `item` with the same text. */
static wb_status make_places(wb_searcher *searcher, struct task *task,
                             const wb_duplicates *duplicates, size_t item, wb_hit *hit,
                             wb_error *err)
{
    size_t count = 0;
    for (size_t i = item + 1; i < duplicates->count && count < PLACES_MAX; i++) {
        count += duplicates->first[i] == item;
    }
    wb_place *places = wb_arena_alloc(task->arena, count, sizeof *places);
    wb_status status = places ? WB_OK : wb_error_nomem(err);
    hit->places = places;
    for (size_t i = item + 1; status == WB_OK && hit->place_count < count; i++) {
        if (duplicates->first[i] == item) {
            status = make_place(searcher, task, task->list.items[i].docid,
                                &places[hit->place_count++], err);
        }
    }
    return status;
}

static wb_status make_hits(wb_searcher *searcher, struct task *task, wb_result *result,
                           wb_error *err)
{
    const wb_search_options *options = task->options;
    const wb_verified_list *list = &task->list;
    wb_duplicates duplicates = {NULL, 0};
    size_t room = list->count < options->limit ? list->count : options->limit;
    size_t passed = 0; /* hits before the offset */
    result->hits = wb_arena_alloc(&result->arena, room, sizeof *result->hits);
    wb_status status = result->hits ? WB_OK : wb_error_nomem(err);
    if (status == WB_OK && options->fold_duplicates) {
        status = wb_duplicates_find(list, options->offset + options->limit, searcher->paragraphs,
                                    task->arena, &duplicates, err);
    }
    size_t count = options->fold_duplicates ? duplicates.count : list->count;
    for (size_t i = 0; result->hits && i < count && result->hit_count < room && status == WB_OK;
         i++) {
        if (duplicates.count && duplicates.first[i] != i) {
            continue;
        }
        if (passed < options->offset) {
            passed++;
            continue;
        }
        wb_hit *hit = &result->hits[result->hit_count];
        status = make_hit(searcher, task, list->items[i], hit, err);
        if (status == WB_OK && duplicates.count) {
            status = make_places(searcher, task, &duplicates, i, hit, err);
        }
        result->hit_count++;
    }
    return status;
}

/* Leaves out what is below the rung exact. */
static void keep_exact(wb_verified_list *list)
{
    while (list->count && list->items[list->count - 1].rung != WB_RUNG_EXACT) {
        list->count--;
    }
}

/* Fills up with paragraphs of the lower rungs. */
static wb_status go_lower(wb_searcher *searcher, struct task *task, size_t wanted, wb_error *err)
{
    wb_rung lowest = task->options->depth == WB_SEARCH_WORDS ? WB_RUNG_WORDS : WB_RUNG_SOME;
    wb_status status = searcher->tokenizer ? WB_OK : wb_tokenizer_new(&searcher->tokenizer, err);
    return status == WB_OK
               ? wb_lower_rungs_fill(&task->lower, task->query, searcher->index,
                                     searcher->paragraphs, task->collector, searcher->tokenizer,
                                     lowest, wanted, task->arena, &task->list, err)
               : status;
}

/* Finds exact and loose hits, best first: as many as are wanted. */
static wb_status find_certified(wb_searcher *searcher, struct task *task, size_t wanted,
                                wb_error *err)
{
    wb_sort sort = task->options->sort;
    wb_status status = sort == WB_SORT_RELEVANCE
                           ? wb_collect(task->collector, wanted, &task->list, err)
                           : wb_collect_all(task->collector, &task->list, err);
    if (status == WB_OK && sort != WB_SORT_RELEVANCE) {
        status = wb_sort_list(searcher->index, sort, &task->list, err);
    }
    return status;
}

/* What was found is counted if it is all that there is. */
static wb_status count_facets(wb_searcher *searcher, struct task *task, wb_facets *ret,
                              wb_error *err)
{
    return task->list.all
               ? wb_facets_of_list(&task->list, searcher->index, task->arena, ret, err)
               : wb_facets_count(task->collector, searcher->index, task->arena, ret, err);
}

/* Says how many hits there are, as far as it is known. */
static void set_total(const struct task *task, wb_result *result)
{
    bool is_counted = result->facets.all && task->options->depth != WB_SEARCH_EXACT;
    result->total = is_counted ? result->facets.paragraphs : task->list.count;
    result->total_exact = is_counted || task->list.all;
}

/* Goes down the ladder for what is wanted beside the certified hits. */
static wb_status find_others(wb_searcher *searcher, struct task *task, size_t wanted, wb_error *err)
{
    wb_search_depth depth = task->options->depth;
    wb_sort sort = task->options->sort;
    wb_status status = WB_OK;
    if (depth >= WB_SEARCH_WORDS && task->list.count < wanted) {
        status = go_lower(searcher, task, wanted, err);
        if (status == WB_OK && sort != WB_SORT_RELEVANCE) {
            status = wb_sort_list(searcher->index, sort, &task->list, err);
        }
    }
    return status;
}

static wb_status search_once(wb_searcher *searcher, const wb_query *query,
                             const wb_search_options *options, wb_result *result, wb_error *err)
{
    struct task task = {.query = query, .options = options, .arena = &result->arena};
    size_t wanted = options->limit ? options->limit + options->offset : 0;
    wb_status status =
        wb_collector_new(query, searcher->index, searcher->paragraphs, &task.collector, err);
    if (status == WB_OK && wanted) {
        status = find_certified(searcher, &task, wanted, err);
    }
    if (status == WB_OK && options->facets) {
        status = count_facets(searcher, &task, &result->facets, err);
    }
    if (options->depth == WB_SEARCH_EXACT) {
        keep_exact(&task.list);
    }
    set_total(&task, result);
    if (status == WB_OK && wanted) {
        status = find_others(searcher, &task, wanted, err);
    }
    if (status == WB_OK && wanted) {
        status = make_hits(searcher, &task, result, err);
    }
    if (status == WB_OK && options->count_all && !result->total_exact) {
        status = wb_collect_count(task.collector, &result->total, err);
        result->total_exact = status == WB_OK;
    }
    wb_free(task.list.items);
    wb_collector_free(task.collector);
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
        status = reopen(searcher, err);
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
