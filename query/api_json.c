#include "api_json.h"

#include <inttypes.h>
#include <stdio.h>

#include <wbsearch/utf8.h>

#include "json_parts.h"

#define JSON_TYPE "application/json"

/* Sections inside each other that are shown: more than documents have. */
#define SECTION_DEPTH_MAX 64

void wb_api_begin_json(wb_call *call, wb_json *json)
{
    call->response->content_type = JSON_TYPE;
    wb_json_init(json, &call->response->body);
}

wb_status wb_api_end_json(const wb_call *call, wb_error *err)
{
    switch (call->response->body.status) {
    case WB_OK:
        return WB_OK;
    case WB_LIMIT:
        wb_error_set(err, WB_LIMIT, "the answer would be larger than %zu MB",
                     WB_HTTP_BODY_MAX >> 20);
        wb_error_hint(err, "ask for less with limit");
        return WB_LIMIT;
    default:
        return wb_error_nomem(err);
    }
}

void wb_api_put_total(wb_json *json, const char *name, uint64_t value, bool is_exact)
{
    wb_json_key(json, name);
    wb_json_begin_object(json);
    wb_json_put_uint(json, "value", value);
    wb_json_put_text(json, "relation", wb_slice_from(is_exact ? "eq" : "gte"));
    wb_json_end_object(json);
}

static void put_known(wb_json *json, const char *name, wb_slice value)
{
    if (value.len) {
        wb_json_put_text(json, name, value);
    }
}

/* As much of the date as is known. */
static void put_day(wb_json *json, const char *name, wb_day day)
{
    char text[16];
    if (day == 0) {
        return;
    }
    int len = snprintf(text, sizeof text, "%04" PRIu32 "-%02" PRIu32 "-%02" PRIu32, day / 10000,
                       day / 100 % 100, day % 100);
    if (day % 100 == 0) {
        len = day / 100 % 100 == 0 ? 4 : 7;
    }
    wb_json_put_text(json, name, wb_slice_make(text, (size_t)len));
}

void wb_api_put_metadata(wb_json *json, const char *name, const wb_catalog_doc *doc)
{
    wb_json_key(json, name);
    wb_json_begin_object(json);
    put_known(json, "organ", doc->organ);
    put_known(json, "number", doc->number);
    put_day(json, "made", doc->made);
    put_day(json, "published", doc->published);
    put_day(json, "effective", doc->effective);
    put_known(json, "region", doc->region);
    put_known(json, "kind", doc->kind);
    put_known(json, "validity", doc->validity);
    if (wb_catalog_year(doc)) {
        wb_json_put_uint(json, "year", wb_catalog_year(doc));
    }
    wb_json_end_object(json);
}

/* Titles of the sections around a paragraph, outermost first; a heading's own is left out. */
static void put_section(wb_json *json, const wb_record *record, const wb_para *para)
{
    uint32_t path[SECTION_DEPTH_MAX];
    size_t depth = 0;
    uint32_t section = para->section;
    if (para->kind == WB_PARA_HEADING && section != WB_NONE) {
        section = record->sections[section].parent;
    }
    for (; section != WB_NONE && depth < sizeof path / sizeof *path;
         section = record->sections[section].parent) {
        path[depth++] = section;
    }
    wb_json_key(json, "section");
    wb_json_begin_array(json);
    while (depth) {
        wb_json_text(json, record->sections[path[--depth]].title);
    }
    wb_json_end_array(json);
}

/* Where note marks stood, and which paragraphs they lead to. */
static void put_marks(wb_json *json, const wb_para *para)
{
    wb_json_key(json, "marks");
    wb_json_begin_array(json);
    for (size_t i = 0; i < para->mark_count; i++) {
        const wb_note_mark *mark = &para->marks[i];
        wb_slice before = wb_slice_make(para->text.ptr, mark->at);
        wb_json_begin_object(json);
        wb_json_put_text(json, "label", mark->label);
        wb_json_put_uint(json, "start", mark->at);
        wb_json_put_uint(json, "start_char", wb_utf8_count_chars(before));
        wb_json_put_uint(json, "start_utf16", wb_utf8_count_utf16(before));
        if (mark->note != WB_NONE) {
            wb_json_put_uint(json, "paragraph", mark->note);
        }
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
}

static void put_references(wb_json *json, const wb_para *para)
{
    wb_json_key(json, "references");
    wb_json_begin_array(json);
    for (size_t i = 0; i < para->reference_count; i++) {
        wb_json_uint(json, para->references[i]);
    }
    wb_json_end_array(json);
}

wb_status wb_api_put_paragraph(wb_json *json, const wb_record *record, const wb_para *para,
                               wb_error *err)
{
    size_t number = record->first_para + (size_t)(para - record->paras);
    if (wb_utf8_valid_prefix(para->text) < para->text.len) {
        return wb_error_set(err, WB_CORRUPT, "a stored paragraph is not UTF-8");
    }
    wb_json_put_doc_id(json, record->doc_id);
    wb_json_put_uint(json, "paragraph", number);
    wb_json_put_text(json, "kind", wb_slice_from(wb_para_kind_name(para->kind)));
    wb_json_put_raw_text(json, "lines", para->text);
    put_section(json, record, para);
    wb_json_put_uint(json, "first_line", para->first_line);
    wb_json_put_uint(json, "last_line", para->last_line);
    if (para->mark_count) {
        put_marks(json, para);
    }
    if (para->reference_count) {
        put_references(json, para);
    }
    return WB_OK;
}
