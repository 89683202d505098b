/* For scripts: an object a hit. */
#include "format_flat.h"

#include <wbsearch/utf8.h>

#include "json_parts.h"

static void put_list(wb_json *json, const wb_value *value)
{
    wb_json_begin_array(json);
    for (size_t i = 0; i < value->list_count; i++) {
        wb_json_text(json, value->list[i]);
    }
    wb_json_end_array(json);
}

/* A file's name need not be UTF-8. */
static void put_path(wb_json *json, wb_slice path)
{
    if (wb_utf8_valid_prefix(path) == path.len) {
        wb_json_put_text(json, "path", path);
        return;
    }
    wb_json_key(json, "path");
    wb_json_null(json);
    wb_json_key(json, "path_base64");
    wb_json_base64(json, path);
}

static void put_field(wb_json *json, const wb_hit *hit, wb_hit_field field, const wb_value *value)
{
    if (field == WB_HITF_PATH) {
        put_path(json, value->text);
        return;
    }
    if (field == WB_HITF_MATCHES) {
        wb_json_put_matches(json, hit);
        return;
    }
    wb_json_key(json, wb_hit_field_name(field));
    switch (value->type) {
    case WB_VALUE_NUMBER:
        wb_json_uint(json, value->number);
        break;
    case WB_VALUE_SCORE:
        wb_json_double(json, value->score);
        break;
    case WB_VALUE_TEXT:
        wb_json_text(json, value->text);
        break;
    case WB_VALUE_LIST:
        put_list(json, value);
        break;
    case WB_VALUE_UNKNOWN:
    case WB_VALUE_MATCHES:
        wb_json_null(json);
        break;
    }
}

wb_status wb_format_jsonl(const wb_result *result, const wb_format_options *options,
                          const wb_hit_fields *fields, wb_buf *out, wb_error *err)
{
    wb_json json;
    wb_buf scratch;
    wb_json_init(&json, out);
    wb_buf_init(&scratch, 0);
    wb_status status = WB_OK;
    for (size_t i = 0; i < result->hit_count && status == WB_OK; i++) {
        const wb_hit *hit = &result->hits[i];
        wb_json_begin_object(&json);
        for (size_t k = 0; k < fields->count && status == WB_OK; k++) {
            wb_value value;
            status =
                wb_hit_field_value(hit, i + 1, fields->items[k], options, &scratch, &value, err);
            if (status == WB_OK) {
                put_field(&json, hit, fields->items[k], &value);
            }
        }
        wb_json_end_object(&json);
        wb_buf_putc(out, '\n');
    }
    wb_buf_free(&scratch);
    return status == WB_OK && out->status != WB_OK ? wb_error_nomem(err) : status;
}

wb_status wb_format_jsonl_error(const wb_error *error, wb_slice id, wb_buf *out, wb_error *err)
{
    wb_json json;
    wb_json_init(&json, out);
    wb_json_begin_object(&json);
    wb_json_put_text(&json, "query_id", id);
    wb_json_key(&json, "error");
    wb_json_begin_object(&json);
    wb_json_put_error(&json, error);
    wb_json_end_object(&json);
    wb_json_end_object(&json);
    wb_buf_putc(out, '\n');
    return out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}
