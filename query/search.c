#include "search.h"

#include <time.h>

#include <wbsearch/utf8.h>

#include "collect.h"
#include "paragraphs.h"

/* Times a search begins again because the index changed. */
#define REOPEN_MAX 5

struct wb_searcher {
    wb_index *index;
    wb_paragraphs *paragraphs;
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
        wb_index_close(searcher->index);
        wb_free(searcher);
    }
}

wb_index *wb_searcher_index(wb_searcher *searcher)
{
    return searcher->index;
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

static wb_status make_hit(wb_searcher *searcher, wb_collector *collector, wb_verified verified,
                          bool with_notes, wb_arena *arena, wb_hit *hit, wb_error *err)
{
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
    hit->para_number = record->first_para + wb_store_index(verified.docid);
    if (!copy_para(para, arena, &hit->para) || !copy_section_path(record, para, arena, hit)) {
        return wb_error_nomem(err);
    }
    wb_span *matches = NULL;
    wb_matcher *matcher = NULL;
    status = wb_collector_set(collector, verified.docid, record, para, &matcher, err);
    if (status == WB_OK) {
        status = wb_matcher_spans(matcher, hit->rung, arena, &matches, &hit->match_count, err);
    }
    if (status != WB_OK) {
        return status;
    }
    hit->matches = matches;
    wb_para_locate(&hit->para, hit->match_count ? matches[0].start : 0, &hit->line, &hit->column);
    uint32_t first_group = wb_store_group(verified.docid) - record->ordinal;
    status = describe_document(searcher, first_group, arena, hit, err);
    if (status == WB_OK && with_notes) {
        status = wb_notes_read(searcher->paragraphs, hit->doc_id, first_group, &hit->para, arena,
                               &hit->notes, err);
    }
    return status;
}

static wb_status make_hits(wb_searcher *searcher, wb_collector *collector,
                           const wb_verified_list *list, const wb_search_options *options,
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
        status = make_hit(searcher, collector, list->items[first + i], options->notes,
                          &result->arena, &result->hits[i], err);
        result->hit_count = i + 1;
    }
    return status;
}

static wb_status search_once(wb_searcher *searcher, const wb_query *query,
                             const wb_search_options *options, wb_result *result, wb_error *err)
{
    wb_verified_list list = {.all = false};
    wb_collector *collector = NULL;
    size_t wanted = options->limit ? options->limit + options->offset : 0;
    wb_status status =
        wb_collector_new(query, searcher->index, searcher->paragraphs, &collector, err);
    if (status == WB_OK && wanted) {
        status = wb_collect(collector, wanted, &list, err);
    }
    if (status == WB_OK && wanted) {
        status = make_hits(searcher, collector, &list, options, result, err);
    }
    result->total = list.count;
    result->total_exact = list.all;
    if (status == WB_OK && options->count_all && !list.all) {
        status = wb_collect_count(collector, &result->total, err);
        result->total_exact = status == WB_OK;
    }
    wb_free(list.items);
    wb_collector_free(collector);
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
