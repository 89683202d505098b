#include "hit_fields.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const names[] = {
    [WB_HITF_QUERY_ID] = "query_id",   [WB_HITF_RANK] = "rank",
    [WB_HITF_RUNG] = "rung",           [WB_HITF_SCORE] = "score",
    [WB_HITF_PATH] = "path",           [WB_HITF_LINE] = "line",
    [WB_HITF_COLUMN] = "column_byte",  [WB_HITF_FIRST_LINE] = "first_line",
    [WB_HITF_LAST_LINE] = "last_line", [WB_HITF_DOCUMENT_ID] = "document_id",
    [WB_HITF_PARAGRAPH] = "paragraph", [WB_HITF_KIND] = "kind",
    [WB_HITF_TITLE] = "title",         [WB_HITF_ORGAN] = "organ",
    [WB_HITF_NUMBER] = "number",       [WB_HITF_DATE] = "date",
    [WB_HITF_REGION] = "region",       [WB_HITF_DOCUMENT_KIND] = "document_kind",
    [WB_HITF_VALIDITY] = "validity",   [WB_HITF_SECTION] = "section",
    [WB_HITF_TEXT] = "text",           [WB_HITF_MATCHES] = "matches",
    [WB_HITF_MISSING] = "missing",
};

const char *wb_hit_field_name(wb_hit_field field)
{
    return names[field];
}

void wb_hit_fields_all(bool batch, wb_hit_fields *ret)
{
    ret->count = 0;
    for (int i = batch ? WB_HITF_QUERY_ID : WB_HITF_RANK; i < WB_HIT_FIELD_COUNT_; i++) {
        ret->items[ret->count++] = (wb_hit_field)i;
    }
}

void wb_hit_fields_usual(bool batch, wb_hit_fields *ret)
{
    static const wb_hit_field usual[] = {WB_HITF_QUERY_ID, WB_HITF_PATH,    WB_HITF_LINE,
                                         WB_HITF_TITLE,    WB_HITF_ORGAN,   WB_HITF_NUMBER,
                                         WB_HITF_DATE,     WB_HITF_SECTION, WB_HITF_TEXT};
    ret->count = 0;
    for (size_t i = batch ? 0 : 1; i < sizeof usual / sizeof *usual; i++) {
        ret->items[ret->count++] = usual[i];
    }
}

/* The field of that name; WB_HIT_FIELD_COUNT_ for none. */
static wb_hit_field find(wb_slice name)
{
    for (int i = 0; i < WB_HIT_FIELD_COUNT_; i++) {
        if (wb_slice_equal(name, wb_slice_from(names[i]))) {
            return (wb_hit_field)i;
        }
    }
    return WB_HIT_FIELD_COUNT_;
}

static bool has(const wb_hit_fields *fields, wb_hit_field field)
{
    for (size_t i = 0; i < fields->count; i++) {
        if (fields->items[i] == field) {
            return true;
        }
    }
    return false;
}

static wb_status unknown(wb_slice name, wb_error *err)
{
    char all[WB_ERROR_HINT_SIZE] = "";
    size_t used = 0;
    for (int i = 0; i < WB_HIT_FIELD_COUNT_; i++) {
        int n = snprintf(all + used, sizeof all - used, "%s%s", i ? "," : "", names[i]);
        used += (size_t)n < sizeof all - used ? (size_t)n : 0;
    }
    wb_error_set(err, WB_INVALID, "--fields: there is no field '%.*s'", (int)name.len, name.ptr);
    wb_error_hint(err, "%s", all);
    return WB_INVALID;
}

wb_status wb_hit_fields_parse(const char *text, wb_hit_fields *ret, wb_error *err)
{
    ret->count = 0;
    for (;;) {
        size_t len = strcspn(text, ",");
        wb_slice name = wb_slice_make(text, len);
        wb_hit_field field = find(name);
        if (field == WB_HIT_FIELD_COUNT_) {
            return unknown(name, err);
        }
        if (!has(ret, field)) {
            ret->items[ret->count++] = field;
        }
        if (text[len] == '\0') {
            return WB_OK;
        }
        text += len + 1;
    }
}

static wb_value number(uint64_t value)
{
    return (wb_value){.type = WB_VALUE_NUMBER, .number = value};
}

/* A text; an empty one is unknown. */
static wb_value known_text(wb_slice value)
{
    return (wb_value){.type = value.len ? WB_VALUE_TEXT : WB_VALUE_UNKNOWN, .text = value};
}

static wb_value list(const wb_slice *items, size_t count)
{
    return (wb_value){.type = WB_VALUE_LIST, .list = items, .list_count = count};
}

static wb_value meta(const wb_hit *hit, wb_meta_field field)
{
    return known_text(hit->meta[field]);
}

/* Fields that are made up here, in `scratch`. */
static wb_value made_up(const wb_hit *hit, wb_hit_field field, const wb_format_options *options,
                        wb_buf *scratch)
{
    wb_buf_clear(scratch);
    if (field == WB_HITF_PATH) {
        wb_format_path(hit, options, scratch);
    } else {
        wb_buf_printf(scratch, "%016" PRIx64, hit->doc_id);
    }
    return known_text(wb_buf_slice(scratch));
}

wb_status wb_hit_field_value(const wb_hit *hit, size_t rank, wb_hit_field field,
                             const wb_format_options *options, wb_buf *scratch, wb_value *ret,
                             wb_error *err)
{
    *ret = (wb_value){.type = WB_VALUE_UNKNOWN};
    switch (field) {
    case WB_HITF_QUERY_ID:
        *ret = known_text(options->query_id);
        break;
    case WB_HITF_RANK:
        *ret = number(rank);
        break;
    case WB_HITF_RUNG:
        *ret = known_text(wb_slice_from(wb_rung_name(hit->rung)));
        break;
    case WB_HITF_SCORE:
        *ret = (wb_value){.type = WB_VALUE_SCORE, .score = hit->score};
        break;
    case WB_HITF_LINE:
        *ret = number(hit->line);
        break;
    case WB_HITF_COLUMN:
        *ret = number(hit->column);
        break;
    case WB_HITF_FIRST_LINE:
        *ret = number(hit->para.first_line);
        break;
    case WB_HITF_LAST_LINE:
        *ret = number(hit->para.last_line);
        break;
    case WB_HITF_PATH:
    case WB_HITF_DOCUMENT_ID:
        *ret = made_up(hit, field, options, scratch);
        break;
    case WB_HITF_PARAGRAPH:
        *ret = number(hit->para_number);
        break;
    case WB_HITF_KIND:
        *ret = known_text(wb_slice_from(wb_para_kind_name(hit->para.kind)));
        break;
    case WB_HITF_TITLE:
        *ret = known_text(hit->title);
        break;
    case WB_HITF_ORGAN:
        *ret = meta(hit, WB_META_ORGAN);
        break;
    case WB_HITF_NUMBER:
        *ret = meta(hit, WB_META_NUMBER);
        break;
    case WB_HITF_DATE:
        *ret = known_text(wb_hit_date(hit));
        break;
    case WB_HITF_REGION:
        *ret = meta(hit, WB_META_REGION);
        break;
    case WB_HITF_DOCUMENT_KIND:
        *ret = meta(hit, WB_META_KIND);
        break;
    case WB_HITF_VALIDITY:
        *ret = meta(hit, WB_META_VALIDITY);
        break;
    case WB_HITF_SECTION:
        *ret = list(hit->section_path, hit->section_count);
        break;
    case WB_HITF_TEXT:
        *ret = known_text(hit->para.text);
        break;
    case WB_HITF_MATCHES:
        ret->type = WB_VALUE_MATCHES;
        break;
    case WB_HITF_MISSING:
        *ret = list(hit->missing, hit->missing_count);
        break;
    case WB_HIT_FIELD_COUNT_:
        break;
    }
    return scratch->status == WB_OK ? WB_OK : wb_error_nomem(err);
}
