#include "context.h"

#include <wbsearch/store.h>
#include <wbsearch/utf8.h>

/* A paragraph of a document by its group and its place in it. */
struct place {
    uint32_t group;
    uint32_t index;
};

static wb_status neighbour_at(wb_paragraphs *paragraphs, struct place place, wb_arena *arena,
                              wb_neighbour *ret, wb_error *err)
{
    const wb_record *record = NULL;
    wb_status status = wb_paragraphs_record(paragraphs, place.group, &record, err);
    if (status != WB_OK) {
        return status;
    }
    if (place.index >= record->para_count) {
        return wb_error_set(err, WB_CORRUPT, "the records of a document do not follow each other");
    }
    const wb_para *para = &record->paras[place.index];
    if (wb_utf8_valid_prefix(para->text) < para->text.len) {
        return wb_error_set(err, WB_CORRUPT, "a stored paragraph is not UTF-8");
    }
    ret->para_number = record->first_para + place.index;
    ret->line = para->first_line;
    return wb_arena_dup(arena, para->text, &ret->text) ? WB_OK : wb_error_nomem(err);
}

/* Goes to the paragraph before; false at the beginning of the document. */
static wb_status step_back(wb_paragraphs *paragraphs, struct place *place, bool *ret, wb_error *err)
{
    const wb_record *record = NULL;
    wb_status status = WB_OK;
    *ret = place->index > 0;
    if (*ret) {
        place->index--;
        return WB_OK;
    }
    status = wb_paragraphs_record(paragraphs, place->group, &record, err);
    if (status != WB_OK || record->ordinal == 0) {
        return status;
    }
    place->group--;
    status = wb_paragraphs_record(paragraphs, place->group, &record, err);
    if (status == WB_OK && record->para_count == 0) {
        return wb_error_set(err, WB_CORRUPT, "a record without paragraphs");
    }
    *ret = status == WB_OK;
    place->index = *ret ? (uint32_t)record->para_count - 1 : 0;
    return status;
}

static wb_status read_before(wb_paragraphs *paragraphs, struct place place, size_t wanted,
                             wb_arena *arena, wb_context *ret, wb_error *err)
{
    wb_status status = WB_OK;
    bool more = true;
    while (status == WB_OK && ret->count < wanted) {
        status = step_back(paragraphs, &place, &more, err);
        if (status != WB_OK || !more) {
            break;
        }
        status = neighbour_at(paragraphs, place, arena, &ret->items[ret->count], err);
        ret->count += status == WB_OK;
    }
    for (size_t i = 0; i < ret->count / 2; i++) {
        wb_neighbour other = ret->items[i];
        ret->items[i] = ret->items[ret->count - 1 - i];
        ret->items[ret->count - 1 - i] = other;
    }
    ret->before = ret->count;
    return status;
}

static wb_status read_behind(wb_paragraphs *paragraphs, struct place place, size_t wanted,
                             wb_arena *arena, wb_context *ret, wb_error *err)
{
    const wb_record *record = NULL;
    wb_status status = wb_paragraphs_record(paragraphs, place.group, &record, err);
    uint32_t number = status == WB_OK ? record->first_para + place.index : 0;
    uint32_t last = number;
    if (status == WB_OK) { /* the document's first record knows how many there are */
        status = wb_paragraphs_record(paragraphs, place.group - record->ordinal, &record, err);
        last = status == WB_OK && record->doc_para_count ? record->doc_para_count - 1 : number;
    }
    while (status == WB_OK && ret->count - ret->before < wanted && number < last) {
        status = wb_paragraphs_record(paragraphs, place.group, &record, err);
        if (status != WB_OK) {
            break;
        }
        if (++place.index >= record->para_count) {
            place = (struct place){place.group + 1, 0};
        }
        number++;
        status = neighbour_at(paragraphs, place, arena, &ret->items[ret->count], err);
        ret->count += status == WB_OK;
    }
    return status;
}

wb_status wb_context_read(wb_paragraphs *paragraphs, uint32_t docid, size_t before, size_t behind,
                          wb_arena *arena, wb_context *ret, wb_error *err)
{
    struct place place = {wb_store_group(docid), wb_store_index(docid)};
    *ret = (wb_context){NULL, 0, 0};
    if (before > WB_CONTEXT_MAX || behind > WB_CONTEXT_MAX) {
        return wb_error_set(err, WB_LIMIT, "more than %d paragraphs around a hit", WB_CONTEXT_MAX);
    }
    ret->items = wb_arena_alloc(arena, before + behind, sizeof *ret->items);
    if (!ret->items) {
        return wb_error_nomem(err);
    }
    wb_status status = read_before(paragraphs, place, before, arena, ret, err);
    return status == WB_OK ? read_behind(paragraphs, place, behind, arena, ret, err) : status;
}
