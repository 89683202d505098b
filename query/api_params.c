#include "api_params.h"

#include <inttypes.h>

wb_status wb_param_number(const wb_http_request *request, const char *name, uint64_t min,
                          uint64_t max, size_t *ret, wb_error *err)
{
    wb_slice text;
    if (!wb_http_param_find(request, name, &text)) {
        return WB_OK;
    }
    uint64_t value = 0;
    bool valid = text.len > 0 && text.len <= 18;
    for (size_t i = 0; i < text.len && valid; i++) {
        valid = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    if (!valid || value < min || value > max) {
        return wb_error_set(err, WB_INVALID, "%s takes a whole number from %" PRIu64 " to %" PRIu64,
                            name, min, max);
    }
    *ret = (size_t)value;
    return WB_OK;
}

wb_status wb_param_bool(const wb_http_request *request, const char *name, bool *ret, wb_error *err)
{
    wb_slice text;
    if (!wb_http_param_find(request, name, &text)) {
        return WB_OK;
    }
    bool is_true = text.len == 0 || wb_slice_equal(text, wb_slice_from("true"));
    if (!is_true && !wb_slice_equal(text, wb_slice_from("false"))) {
        return wb_error_set(err, WB_INVALID, "%s takes true or false", name);
    }
    *ret = is_true;
    return WB_OK;
}

static wb_status find_choice(const char *name, wb_slice text, const char *const *choices,
                             size_t *ret, wb_error *err)
{
    char list[256] = "";
    for (size_t i = 0; choices[i]; i++) {
        if (wb_slice_equal(text, wb_slice_from(choices[i]))) {
            *ret = i;
            return WB_OK;
        }
        size_t used = strlen(list);
        size_t len = strlen(choices[i]);
        if (used + len + 3 < sizeof list) {
            memcpy(list + used, i ? ", " : "", i ? 2 : 0);
            memcpy(list + used + (i ? 2 : 0), choices[i], len + 1);
        }
    }
    return wb_error_set(err, WB_INVALID, "%s takes one of: %s", name, list);
}

wb_status wb_param_choice(const wb_http_request *request, const char *name,
                          const char *const *choices, size_t *ret, wb_error *err)
{
    wb_slice text;
    return wb_http_param_find(request, name, &text) ? find_choice(name, text, choices, ret, err)
                                                    : WB_OK;
}

wb_status wb_param_choices(const wb_http_request *request, const char *name,
                           const char *const *choices, unsigned *ret, wb_error *err)
{
    wb_slice text;
    if (!wb_http_param_find(request, name, &text)) {
        return WB_OK;
    }
    unsigned chosen = 0;
    wb_status status = WB_OK;
    for (size_t start = 0; start < text.len && status == WB_OK;) {
        const char *comma = memchr(text.ptr + start, ',', text.len - start);
        size_t len = comma ? (size_t)(comma - text.ptr) - start : text.len - start;
        size_t place = 0;
        status = find_choice(name, wb_slice_make(text.ptr + start, len), choices, &place, err);
        chosen |= 1u << place;
        start += len + 1;
    }
    if (status == WB_OK) {
        *ret = chosen;
    }
    return status;
}

static const char *const listing_sorts[WB_LISTING_SORT_COUNT_ + 1] = {
    [WB_LISTING_DATE] = "date", [WB_LISTING_TITLE] = "title", [WB_LISTING_PATH] = "path"};

wb_status wb_param_listing_sort(const wb_http_request *request, wb_listing_sort *ret, wb_error *err)
{
    size_t sort = (size_t)*ret;
    wb_status status = wb_param_choice(request, "sort", listing_sorts, &sort, err);
    *ret = (wb_listing_sort)sort;
    return status;
}

const char *wb_param_listing_sort_name(wb_listing_sort sort)
{
    return listing_sorts[sort];
}

size_t wb_param_filters(const wb_http_request *request, wb_refinement ret[WB_HTTP_PARAMS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < request->param_count; i++) {
        for (int field = 0; field < WB_FIELD_COUNT_; field++) {
            const char *name = wb_query_field_name((wb_query_field)field);
            if (wb_slice_equal(request->params[i].name, wb_slice_from(name))) {
                ret[count++] = (wb_refinement){(wb_query_field)field, request->params[i].value};
            }
        }
    }
    return count;
}

bool wb_param_document_id(wb_slice text, uint64_t *ret)
{
    uint64_t id = 0;
    if (text.len < 16) {
        return false;
    }
    for (size_t i = 0; i < 16; i++) {
        char c = text.ptr[i];
        bool is_digit = c >= '0' && c <= '9';
        if (!is_digit && (c < 'a' || c > 'f')) {
            return false;
        }
        id = id << 4 | (uint64_t)(is_digit ? c - '0' : c - 'a' + 10);
    }
    *ret = id;
    return true;
}
