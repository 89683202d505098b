#include "preview.h"

#include <wbsearch/store.h>
#include <wbsearch/utf8.h>

#include "collect.h"
#include "section_path.h"

/* What reading one preview works with. */
struct reader {
    const wb_preview_place *place;
    const wb_catalog_doc *doc;
    wb_paragraphs *paragraphs;
    wb_collector *collector; /* NULL without a query */
    wb_arena *arena;
};

/* Whether `whole` is the path `path` below the folder `root`. */
static bool is_path(wb_slice whole, wb_slice root, wb_slice path)
{
    size_t at = root.len == 1 ? 0 : root.len; /* "/" */
    return whole.len == at + 1 + path.len && memcmp(whole.ptr, root.ptr, at) == 0 &&
           whole.ptr[at] == '/' && memcmp(whole.ptr + at + 1, path.ptr, path.len) == 0;
}

static wb_status find_document(wb_index *index, wb_slice path, const wb_catalog_doc **ret,
                               wb_error *err)
{
    const wb_catalog *catalog = NULL;
    wb_status status = wb_index_catalog(index, &catalog, err);
    for (size_t i = 0; status == WB_OK && i < catalog->count; i++) {
        const wb_catalog_doc *doc = &catalog->docs[i];
        if (doc->root < index->root_count && is_path(path, index->roots[doc->root], doc->path)) {
            *ret = doc;
            return WB_OK;
        }
    }
    if (status == WB_OK) {
        status =
            wb_error_set(err, WB_NOTFOUND, "%.*s is not in the index", (int)path.len, path.ptr);
        wb_error_hint(err, "run wbindex, or name another index with --index");
    }
    return status;
}

static wb_status read_record(struct reader *reader, uint32_t ordinal, const wb_record **ret,
                             wb_error *err)
{
    wb_status status =
        wb_paragraphs_record(reader->paragraphs, reader->doc->group + ordinal, ret, err);
    if (status == WB_OK && ((*ret)->doc_id != reader->doc->id || (*ret)->ordinal != ordinal)) {
        return wb_error_set(err, WB_CORRUPT, "the records of a document do not follow each other");
    }
    return status;
}

/* The number of the paragraph at the place: the first that reaches to its line, when it begins
 * there or before; else the one before. */
static wb_status find_paragraph(struct reader *reader, uint32_t *ret, wb_error *err)
{
    uint32_t line = reader->place->line;
    *ret = 0;
    for (uint32_t i = 0; i < reader->doc->group_count; i++) {
        const wb_record *record = NULL;
        wb_status status = read_record(reader, i, &record, err);
        if (status != WB_OK) {
            return status;
        }
        for (size_t k = 0; k < record->para_count; k++) {
            if (record->paras[k].first_line > line) {
                return WB_OK;
            }
            *ret = record->first_para + (uint32_t)k;
            if (record->paras[k].last_line >= line) {
                return WB_OK;
            }
        }
    }
    return WB_OK;
}

static wb_status find_matches(struct reader *reader, uint32_t docid, const wb_record *record,
                              wb_preview_para *para, const wb_para *stored, wb_error *err)
{
    bool holds = false;
    wb_rung rung = WB_RUNG_EXACT;
    if (!reader->collector) {
        return WB_OK;
    }
    wb_matcher *matcher = wb_collector_set(reader->collector, docid, record, stored);
    wb_status status = wb_matcher_rung(matcher, &holds, &rung, err);
    return status == WB_OK && holds ? wb_matcher_spans(matcher, rung, reader->arena, &para->matches,
                                                       &para->match_count, err)
                                    : status;
}

/* Adds paragraph `k` of the record. */
static wb_status add_paragraph(struct reader *reader, const wb_record *record, size_t k,
                               wb_preview *ret, wb_error *err)
{
    const wb_para *stored = &record->paras[k];
    wb_preview_para *para = &ret->paras[ret->count++];
    *para = (wb_preview_para){.line = stored->first_line};
    if (wb_utf8_valid_prefix(stored->text) < stored->text.len) {
        return wb_error_set(err, WB_CORRUPT, "a stored paragraph is not UTF-8");
    }
    if (!wb_arena_dup(reader->arena, stored->text, &para->text)) {
        return wb_error_nomem(err);
    }
    uint32_t docid = wb_store_para_docid(reader->doc->group + record->ordinal, (uint32_t)k);
    return find_matches(reader, docid, record, para, stored, err);
}

/* The numbers of the paragraphs that are to be seen. */
struct window {
    size_t first;
    size_t at;
    size_t last;
};

/* Adds those of the record. */
static wb_status add_record(struct reader *reader, const wb_record *record, struct window window,
                            wb_preview *ret, wb_error *err)
{
    wb_status status = WB_OK;
    for (size_t k = 0; k < record->para_count && status == WB_OK; k++) {
        size_t number = record->first_para + k;
        if (number < window.first || number > window.last ||
            ret->count > window.last - window.first) {
            continue;
        }
        if (number == window.at) {
            ret->at = ret->count;
            status = wb_section_path(record, &record->paras[k], reader->arena, &ret->section_path,
                                     &ret->section_count, err);
        }
        if (status == WB_OK) {
            status = add_paragraph(reader, record, k, ret, err);
        }
    }
    return status;
}

/* Reads the paragraph `number` and those around it. */
static wb_status read_paragraphs(struct reader *reader, uint32_t number, wb_preview *ret,
                                 wb_error *err)
{
    const wb_preview_place *place = reader->place;
    struct window window = {.first = number > place->before ? number - place->before : 0,
                            .at = number,
                            .last = number + place->behind};
    ret->paras = wb_arena_alloc(reader->arena, window.last - window.first + 1, sizeof *ret->paras);
    if (!ret->paras) {
        return wb_error_nomem(err);
    }
    wb_status status = WB_OK;
    for (uint32_t i = 0; i < reader->doc->group_count && status == WB_OK; i++) {
        const wb_record *record = NULL;
        status = read_record(reader, i, &record, err);
        if (status == WB_OK && record->first_para > window.last) {
            break;
        }
        if (status == WB_OK) {
            status = add_record(reader, record, window, ret, err);
        }
    }
    if (status == WB_OK && ret->count == 0) {
        return wb_error_set(err, WB_CORRUPT, "a record without paragraphs");
    }
    return status;
}

wb_status wb_preview_read(wb_index *index, const wb_query *query, const wb_preview_place *place,
                          wb_arena *arena, wb_preview *ret, wb_error *err)
{
    struct reader reader = {.place = place, .arena = arena};
    uint32_t number = 0;
    memset(ret, 0, sizeof *ret);
    if (place->before > WB_CONTEXT_MAX || place->behind > WB_CONTEXT_MAX) {
        return wb_error_set(err, WB_LIMIT, "more than %d paragraphs around a hit", WB_CONTEXT_MAX);
    }
    wb_status status = find_document(index, place->path, &reader.doc, err);
    if (status == WB_OK) {
        status = wb_paragraphs_new(index, &reader.paragraphs, err);
    }
    if (status == WB_OK && query) {
        status = wb_collector_new(query, index, reader.paragraphs, &reader.collector, err);
    }
    if (status == WB_OK && !wb_arena_dup(arena, reader.doc->title, &ret->title)) {
        status = wb_error_nomem(err);
    }
    if (status == WB_OK) {
        status = find_paragraph(&reader, &number, err);
    }
    if (status == WB_OK) {
        status = read_paragraphs(&reader, number, ret, err);
    }
    wb_collector_free(reader.collector);
    wb_paragraphs_free(reader.paragraphs);
    return status;
}
