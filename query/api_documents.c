/* /api/v1/documents/ID and /api/v1/paragraphs/ID-NUMBER. */
#include "api.h"

#include <inttypes.h>

#include "api_json.h"
#include "api_params.h"
#include "json_parts.h"
#include "outline.h"

/* The most paragraphs before and behind one. */
#define CONTEXT_MAX 50

wb_status wb_api_find_document(wb_call *call, wb_slice id_text, const wb_catalog_doc **ret,
                               wb_error *err)
{
    uint64_t id;
    if (!wb_param_document_id(id_text, &id)) {
        wb_error_set(err, WB_NOTFOUND, "the id of a document is 16 hexadecimal digits");
        return WB_NOTFOUND;
    }
    return wb_snapshot_document(call->snapshot, id, ret, err);
}

/* The members that say which document it is. */
static void put_document(wb_call *call, const wb_catalog_doc *doc, wb_json *json)
{
    wb_json_put_text(json, "index", wb_slice_from(call->index));
    wb_json_put_doc_id(json, doc->id);
    wb_json_put_raw_text(json, "path", doc->path);
    wb_json_put_text(json, "title", doc->title);
    wb_api_put_metadata(json, "document", doc);
    wb_json_put_uint(json, "paragraph_count", doc->para_count);
}

/* The member `name`: the paragraphs [first, end). */
static wb_status put_paragraphs(wb_call *call, const wb_catalog_doc *doc, const char *name,
                                uint32_t first, uint32_t end, wb_json *json, wb_error *err)
{
    wb_paragraphs *paragraphs = wb_snapshot_paragraphs(call->snapshot);
    wb_status status = WB_OK;
    wb_json_key(json, name);
    wb_json_begin_array(json);
    for (uint32_t number = first; number < end && status == WB_OK; number++) {
        const wb_record *record = NULL;
        status = wb_outline_find_record(paragraphs, doc, number, &record, err);
        if (status == WB_OK) {
            wb_json_begin_object(json);
            status = wb_api_put_paragraph(json, record, &record->paras[number - record->first_para],
                                          err);
            wb_json_end_object(json);
        }
    }
    wb_json_end_array(json);
    return status;
}

static wb_status put_outline(wb_call *call, const wb_catalog_doc *doc, wb_json *json, wb_error *err)
{
    wb_arena arena = {0};
    wb_outline_entry *entries = NULL;
    size_t count = 0;
    wb_status status =
        wb_outline_read(wb_snapshot_paragraphs(call->snapshot), doc, &arena, &entries, &count, err);
    if (status == WB_OK) {
        wb_json_key(json, "outline");
        wb_json_begin_array(json);
        for (size_t i = 0; i < count; i++) {
            wb_json_begin_object(json);
            wb_json_put_text(json, "title", entries[i].title);
            wb_json_put_uint(json, "depth", entries[i].depth);
            wb_json_put_uint(json, "paragraph", entries[i].para_number);
            wb_json_end_object(json);
        }
        wb_json_end_array(json);
    }
    wb_arena_clear(&arena);
    return status;
}

wb_status wb_api_document(wb_call *call, wb_error *err)
{
    static const char *const part_names[] = {"outline", "paragraphs", NULL};
    enum { PART_OUTLINE = 1, PART_PARAGRAPHS = 2 };
    unsigned parts = PART_OUTLINE | PART_PARAGRAPHS;
    size_t limit = WB_API_LIMIT;
    size_t offset = 0;
    const wb_catalog_doc *doc = NULL;
    wb_json json;
    wb_status status = wb_param_number(call->request, "limit", 0, WB_API_LIMIT_MAX, &limit, err);
    if (status == WB_OK) {
        status = wb_param_number(call->request, "offset", 0, WB_DOC_PARAS_MAX, &offset, err);
    }
    if (status == WB_OK) {
        status = wb_param_choices(call->request, "fields", part_names, &parts, err);
    }
    if (status == WB_OK && call->rest.len != 16) {
        status = wb_error_set(err, WB_NOTFOUND, "the id of a document is 16 hexadecimal digits");
    }
    if (status == WB_OK) {
        status = wb_api_find_document(call, call->rest, &doc, err);
    }
    if (status != WB_OK) {
        return status;
    }
    wb_api_begin_json(call, &json);
    wb_json_begin_object(&json);
    put_document(call, doc, &json);
    wb_json_put_uint(&json, "limit", limit);
    wb_json_put_uint(&json, "offset", offset);
    if (parts & PART_OUTLINE) {
        status = put_outline(call, doc, &json, err);
    }
    if (status == WB_OK && parts & PART_PARAGRAPHS) {
        size_t left = doc->para_count > offset ? doc->para_count - offset : 0;
        size_t count = left < limit ? left : limit;
        uint32_t first = (uint32_t)(doc->para_count - left);
        status =
            put_paragraphs(call, doc, "paragraphs", first, first + (uint32_t)count, &json, err);
    }
    wb_json_end_object(&json);
    return status == WB_OK ? wb_api_end_json(call, err) : status;
}

/* ID-NUMBER. */
static bool read_paragraph_id(wb_slice text, uint32_t *ret_number)
{
    uint32_t number = 0;
    if (text.len < 18 || text.len > 17 + 9 || text.ptr[16] != '-') {
        return false;
    }
    for (size_t i = 17; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
        number = number * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    *ret_number = number;
    return true;
}

wb_status wb_api_paragraph(wb_call *call, wb_error *err)
{
    size_t context = 0;
    uint32_t number = 0;
    const wb_catalog_doc *doc = NULL;
    wb_json json;
    wb_status status = wb_param_number(call->request, "context", 0, CONTEXT_MAX, &context, err);
    if (status != WB_OK) {
        return status;
    }
    if (!read_paragraph_id(call->rest, &number)) {
        return wb_error_set(err, WB_NOTFOUND,
                            "the id of a paragraph is that of its document, a dash, its number");
    }
    status = wb_api_find_document(call, call->rest, &doc, err);
    if (status == WB_OK && number >= doc->para_count) {
        status = wb_error_set(err, WB_NOTFOUND, "the document has no paragraph %" PRIu32, number);
    }
    if (status != WB_OK) {
        return status;
    }
    uint32_t around = (uint32_t)context;
    uint32_t first = number > around ? number - around : 0;
    uint32_t left = doc->para_count - number - 1;
    wb_api_begin_json(call, &json);
    wb_json_begin_object(&json);
    put_document(call, doc, &json);
    wb_json_put_uint(&json, "paragraph", number);
    status = put_paragraphs(call, doc, "paragraphs", first,
                            number + 1 + (left < around ? left : around), &json, err);
    wb_json_end_object(&json);
    return status == WB_OK ? wb_api_end_json(call, err) : status;
}
