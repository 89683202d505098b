/* /api/v1/suggest */
#include "api.h"

#include "api_json.h"
#include "api_params.h"
#include "json_parts.h"

#define LIMIT 10

static void put_suggestions(const wb_suggestions *suggestions, wb_json *json)
{
    static const char *const kinds[] = {"term", "value", "title"};
    wb_json_key(json, "suggestions");
    wb_json_begin_array(json);
    for (size_t i = 0; i < suggestions->count; i++) {
        const wb_suggestion *one = &suggestions->items[i];
        wb_json_begin_object(json);
        wb_json_put_text(json, "kind", wb_slice_from(kinds[one->kind]));
        wb_json_put_text(json, "text", one->text);
        if (one->kind == WB_SUGGEST_TITLE) {
            wb_json_put_doc_id(json, one->doc_id);
        } else {
            wb_json_put_text(json, "completed", one->completed);
        }
        if (one->kind == WB_SUGGEST_TERM) {
            wb_json_put_uint(json, "paragraphs", one->paragraphs);
        } else if (one->kind == WB_SUGGEST_VALUE) {
            wb_json_put_uint(json, "documents", one->documents);
        }
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
}

wb_status wb_api_suggest(wb_call *call, wb_error *err)
{
    wb_slice typed;
    size_t limit = LIMIT;
    wb_suggester *suggester;
    wb_suggestions suggestions = {0};
    wb_json json;
    wb_status status = wb_param_number(call->request, "limit", 1, WB_SUGGEST_MAX, &limit, err);
    if (status == WB_OK && !wb_http_param_find(call->request, "q", &typed)) {
        status = wb_error_set(err, WB_INVALID, "the parameter q, what was typed, is missing");
    }
    if (status == WB_OK) {
        status = wb_snapshot_suggester(call->snapshot, &suggester, err);
    }
    if (status == WB_OK) {
        status = wb_suggest(suggester, typed, limit, &suggestions, err);
    }
    if (status == WB_OK) {
        wb_api_begin_json(call, &json);
        wb_json_begin_object(&json);
        wb_json_put_text(&json, "query", typed);
        wb_json_put_text(&json, "index", wb_slice_from(call->index));
        put_suggestions(&suggestions, &json);
        wb_json_end_object(&json);
        status = wb_api_end_json(call, err);
    }
    wb_suggestions_clear(&suggestions);
    return status;
}
