#include "fields.h"

void wb_fields_init(wb_fields *fields)
{
    memset(fields, 0, sizeof *fields);
    wb_record_init(&fields->record);
    wb_folded_init(&fields->scratch);
}

void wb_fields_free(wb_fields *fields)
{
    wb_record_free(&fields->record);
    wb_folded_free(&fields->scratch);
    wb_arena_clear(&fields->arena);
    wb_fields_init(fields);
}

/* The year that a date begins with, 0 for none. */
static uint32_t year_of(wb_slice date)
{
    uint32_t year = 0;
    for (size_t i = 0; i < 4; i++) {
        if (i >= date.len || date.ptr[i] < '0' || date.ptr[i] > '9') {
            return 0;
        }
        year = year * 10 + (uint32_t)(date.ptr[i] - '0');
    }
    return year;
}

static uint32_t year_of_document(const wb_record *record)
{
    static const wb_meta_field dates[] = {WB_META_MADE, WB_META_PUBLISHED, WB_META_EFFECTIVE};
    uint32_t year = 0;
    for (size_t i = 0; i < sizeof dates / sizeof *dates && year == 0; i++) {
        year = year_of(record->meta[dates[i]].value);
    }
    return year;
}

static bool keep_fold(wb_fields *fields, wb_query_field field, wb_slice value)
{
    return wb_fold(value, false, &fields->scratch) == WB_OK &&
           wb_arena_dup(&fields->arena, wb_buf_slice(&fields->scratch.text),
                        &fields->folded[field]);
}

wb_status wb_fields_read(wb_fields *fields, wb_index *index, uint32_t group, wb_error *err)
{
    const wb_record *record = &fields->record;
    wb_status status = wb_index_record(index, group, &fields->record, err);
    if (status != WB_OK) {
        return status;
    }
    if (record->ordinal != 0) {
        return wb_error_set(err, WB_CORRUPT, "the records of a document do not follow each other");
    }
    wb_arena_reset(&fields->arena);
    fields->year = year_of_document(record);
    fields->para_count = record->doc_para_count;
    bool complete = keep_fold(fields, WB_FIELD_TITLE, record->meta[WB_META_TITLE].value) &&
                    keep_fold(fields, WB_FIELD_PATH, record->doc.path) &&
                    keep_fold(fields, WB_FIELD_ORGAN, record->meta[WB_META_ORGAN].value) &&
                    keep_fold(fields, WB_FIELD_NUMBER, record->meta[WB_META_NUMBER].value) &&
                    keep_fold(fields, WB_FIELD_KIND, record->meta[WB_META_KIND].value);
    return complete ? WB_OK : wb_error_nomem(err);
}

static bool contains(wb_slice text, wb_slice needle)
{
    return needle.len <= text.len && memmem(text.ptr, text.len, needle.ptr, needle.len) != NULL;
}

bool wb_fields_hold(const wb_fields *fields, const wb_query_filter *filter)
{
    if (filter->field == WB_FIELD_YEAR) {
        return fields->year != 0 && fields->year >= filter->year_min &&
               fields->year <= filter->year_max;
    }
    return contains(fields->folded[filter->field], filter->folded);
}

wb_status wb_fields_section_holds(wb_fields *fields, const wb_query_filter *filter,
                                  const wb_record *record, const wb_para *para, bool *ret,
                                  wb_error *err)
{
    bool found = false;
    for (uint32_t s = para->section; s != WB_NONE && !found; s = record->sections[s].parent) {
        if (wb_fold(record->sections[s].title, false, &fields->scratch) != WB_OK) {
            return wb_error_nomem(err);
        }
        found = contains(wb_buf_slice(&fields->scratch.text), filter->folded);
    }
    *ret = found;
    return WB_OK;
}
