#include "outline.h"

wb_status wb_outline_read_record(wb_paragraphs *paragraphs, const wb_catalog_doc *doc,
                                 uint32_t ordinal, const wb_record **ret, wb_error *err)
{
    wb_status status = wb_paragraphs_record(paragraphs, doc->group + ordinal, ret, err);
    if (status == WB_OK && ((*ret)->doc_id != doc->id || (*ret)->ordinal != ordinal)) {
        return wb_error_set(err, WB_CORRUPT, "the records of a document do not follow each other");
    }
    return status;
}

static unsigned depth_of(const wb_record *record, uint32_t section)
{
    unsigned depth = 0;
    /* A parent has a smaller index than its child. */
    while (record->sections[section].parent != WB_NONE) {
        section = record->sections[section].parent;
        depth++;
    }
    return depth;
}

/* Adds the sections that paragraphs of this record open. */
static wb_status add_sections(const wb_record *record, wb_arena *arena, wb_outline_entry **entries,
                              size_t *count, size_t *cap, wb_error *err)
{
    uint32_t end = record->first_para + (uint32_t)record->para_count;
    for (uint32_t i = 0; i < record->section_count && *count < WB_OUTLINE_MAX; i++) {
        const wb_section *section = &record->sections[i];
        if (section->para < record->first_para || section->para >= end) {
            continue;
        }
        wb_outline_entry *grown = wb_grow(*entries, cap, *count + 1, sizeof **entries);
        if (!grown) {
            return wb_error_nomem(err);
        }
        *entries = grown;
        wb_outline_entry *entry = &grown[(*count)++];
        entry->depth = depth_of(record, i);
        entry->para_number = section->para;
        if (!wb_arena_dup(arena, section->title, &entry->title)) {
            return wb_error_nomem(err);
        }
    }
    return WB_OK;
}

wb_status wb_outline_read(wb_paragraphs *paragraphs, const wb_catalog_doc *doc, wb_arena *arena,
                          wb_outline_entry **ret, size_t *ret_count, wb_error *err)
{
    wb_outline_entry *entries = NULL;
    size_t count = 0;
    size_t cap = 0;
    wb_status status = WB_OK;
    for (uint32_t i = 0; i < doc->group_count && status == WB_OK && count < WB_OUTLINE_MAX; i++) {
        const wb_record *record;
        status = wb_outline_read_record(paragraphs, doc, i, &record, err);
        if (status == WB_OK) {
            status = add_sections(record, arena, &entries, &count, &cap, err);
        }
    }
    *ret = wb_arena_alloc(arena, count, sizeof **ret);
    if (status == WB_OK && !*ret) {
        status = wb_error_nomem(err);
    }
    if (*ret && status == WB_OK && count) {
        memcpy(*ret, entries, count * sizeof **ret);
    }
    *ret_count = count;
    wb_free(entries);
    return status;
}

wb_status wb_outline_find_record(wb_paragraphs *paragraphs, const wb_catalog_doc *doc,
                                 uint32_t number, const wb_record **ret, wb_error *err)
{
    uint32_t low = 0;
    uint32_t high = doc->group_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        wb_status status = wb_outline_read_record(paragraphs, doc, middle, ret, err);
        if (status != WB_OK) {
            return status;
        }
        if (number < (*ret)->first_para) {
            high = middle;
        } else if (number >= (*ret)->first_para + (*ret)->para_count) {
            low = middle + 1;
        } else {
            return WB_OK;
        }
    }
    return wb_error_set(err, WB_NOTFOUND, "the document has no paragraph %u", number);
}
