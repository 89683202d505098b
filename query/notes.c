#include "notes.h"

#include <wbsearch/utf8.h>

/* The last group that may hold paragraph `number` of a document: each holds one at least. */
static wb_status last_group_of(wb_paragraphs *paragraphs, wb_doc_id doc_id, uint32_t first_group,
                               uint32_t number, uint32_t *ret, wb_error *err)
{
    const wb_record *record;
    wb_status status = wb_paragraphs_record(paragraphs, first_group, &record, err);
    if (status != WB_OK) {
        return status;
    }
    if (record->doc_id != doc_id || record->ordinal != 0 || number >= record->doc_para_count) {
        return wb_error_set(err, WB_CORRUPT, "a note mark leads out of its document");
    }
    *ret = first_group + number;
    return WB_OK;
}

/* Finds paragraph `number` of a document among its records, which stand in ascending groups one
 * after the other; behind them are those of other documents, or none. */
static wb_status find_para(wb_paragraphs *paragraphs, wb_doc_id doc_id, uint32_t first_group,
                           uint32_t number, const wb_para **ret, wb_error *err)
{
    uint32_t low = first_group + number / WB_RECORD_PARAS_MAX;
    uint32_t high = low;
    wb_status status = last_group_of(paragraphs, doc_id, first_group, number, &high, err);
    while (status == WB_OK && low <= high) {
        const wb_record *record = NULL;
        uint32_t middle = low + (high - low) / 2;
        status = wb_paragraphs_record(paragraphs, middle, &record, err);
        bool behind = status == WB_NOTFOUND;
        if (behind) {
            status = WB_OK;
        } else if (status == WB_OK) {
            behind = record->doc_id != doc_id || record->ordinal != middle - first_group ||
                     number < record->first_para;
        }
        if (status != WB_OK) {
            return status;
        }
        if (behind) {
            if (middle == first_group) {
                break;
            }
            high = middle - 1;
        } else if (number - record->first_para >= record->para_count) {
            low = middle + 1;
        } else {
            *ret = &record->paras[number - record->first_para];
            return WB_OK;
        }
    }
    return status == WB_OK ? wb_error_set(err, WB_CORRUPT, "a note mark leads to no paragraph")
                           : status;
}

static wb_status copy_note(const wb_note_mark *mark, const wb_para *para, wb_arena *arena,
                           wb_note *note, wb_error *err)
{
    if (wb_utf8_valid_prefix(para->text) < para->text.len) {
        return wb_error_set(err, WB_CORRUPT, "a stored paragraph is not UTF-8");
    }
    if (!wb_arena_dup(arena, para->text, &note->text) ||
        !wb_arena_dup(arena, mark->label, &note->label)) {
        return wb_error_nomem(err);
    }
    note->at = mark->at;
    note->term =
        wb_slice_make(note->text.ptr + para->term_start, para->term_end - para->term_start);
    note->para_number = mark->note;
    note->first_line = para->first_line;
    note->last_line = para->last_line;
    return WB_OK;
}

static bool is_known(const wb_notes *notes, uint32_t number)
{
    for (size_t i = 0; i < notes->note_count; i++) {
        if (notes->notes[i].para_number == number) {
            return true;
        }
    }
    return false;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static wb_status read_notes(wb_paragraphs *paragraphs, wb_doc_id doc_id, uint32_t first_group,
                            const wb_para *para, wb_arena *arena, wb_notes *ret, wb_error *err)
{
    ret->notes = wb_arena_alloc(arena, smaller(para->mark_count, WB_NOTES_MAX), sizeof *ret->notes);
    if (!ret->notes) {
        return wb_error_nomem(err);
    }
    wb_status status = WB_OK;
    for (size_t i = 0; i < para->mark_count && ret->note_count < WB_NOTES_MAX && status == WB_OK;
         i++) {
        const wb_note_mark *mark = &para->marks[i];
        if (mark->note == WB_NONE || is_known(ret, mark->note)) {
            continue;
        }
        const wb_para *note = NULL;
        status = find_para(paragraphs, doc_id, first_group, mark->note, &note, err);
        if (status == WB_OK && note) {
            status = copy_note(mark, note, arena, &ret->notes[ret->note_count], err);
            ret->note_count += status == WB_OK;
        }
    }
    return status;
}

static wb_status read_references(wb_paragraphs *paragraphs, wb_doc_id doc_id, uint32_t first_group,
                                 const wb_para *para, wb_arena *arena, wb_notes *ret, wb_error *err)
{
    size_t count = smaller(para->reference_count, WB_NOTES_MAX);
    ret->references = wb_arena_alloc(arena, count, sizeof *ret->references);
    if (!ret->references) {
        return wb_error_nomem(err);
    }
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        const wb_para *from = NULL;
        uint32_t number = para->references[i];
        status = find_para(paragraphs, doc_id, first_group, number, &from, err);
        if (status == WB_OK && from) {
            ret->references[i] = (wb_reference){number, from->first_line, from->last_line};
            ret->reference_count = i + 1;
        }
    }
    return status;
}

wb_status wb_notes_read(wb_paragraphs *paragraphs, wb_doc_id doc_id, uint32_t first_group,
                        const wb_para *para, wb_arena *arena, wb_notes *ret, wb_error *err)
{
    memset(ret, 0, sizeof *ret);
    wb_status status = WB_OK;
    if (para->mark_count) {
        status = read_notes(paragraphs, doc_id, first_group, para, arena, ret, err);
    }
    if (status == WB_OK && para->reference_count) {
        status = read_references(paragraphs, doc_id, first_group, para, arena, ret, err);
    }
    return status;
}
