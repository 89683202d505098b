#include "http_message.h"

#include <stdio.h>
#include <strings.h>

#include <wbsearch/utf8.h>

/* What a page of ours may load and do: its own style and script, nothing inline, nothing of others;
 * and nobody may frame it. */
#define CONTENT_SECURITY_POLICY                                                                    \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "                    \
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Decodes into the arena. `form`: a plus is a space. */
static wb_status decode(wb_slice raw, bool form, wb_arena *arena, wb_slice *ret, wb_error *err)
{
    char *out = wb_arena_alloc(arena, raw.len + 1, 1);
    size_t len = 0;
    if (!out) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        if (c == '%') {
            bool complete = raw.len - i > 2;
            int high = complete ? hex_value(raw.ptr[i + 1]) : -1;
            int low = complete ? hex_value(raw.ptr[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return wb_error_set(err, WB_INVALID,
                                    "a %% in the address is not followed by two digits");
            }
            c = (char)(high * 16 + low);
            i += 2;
        } else if (form && c == '+') {
            c = ' ';
        }
        if (c == '\0') {
            return wb_error_set(err, WB_INVALID, "the address holds a NUL");
        }
        out[len++] = c;
    }
    *ret = wb_slice_make(out, len);
    return wb_utf8_valid_prefix(*ret) == len
               ? WB_OK
               : wb_error_set(err, WB_INVALID, "the address is not UTF-8");
}

static bool has_control(wb_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x20 || c == 0x7f) {
            return true;
        }
    }
    return false;
}

/* Cuts `text` at the first `mark`; what is behind it goes to `rest`, which is empty without one. */
static bool cut(wb_slice *text, char mark, wb_slice *rest)
{
    const char *at = text->len ? memchr(text->ptr, mark, text->len) : NULL;
    *rest = wb_slice_make(NULL, 0);
    if (!at) {
        return false;
    }
    size_t len = (size_t)(at - text->ptr);
    *rest = wb_slice_make(at + 1, text->len - len - 1);
    text->len = len;
    return true;
}

static wb_status add_param(wb_http_request *request, wb_slice raw, wb_error *err)
{
    if (request->param_count == WB_HTTP_PARAMS_MAX) {
        return wb_error_set(err, WB_LIMIT, "the address has more than %d parameters",
                            WB_HTTP_PARAMS_MAX);
    }
    wb_http_param *param = &request->params[request->param_count++];
    wb_slice value;
    (void)cut(&raw, '=', &value);
    wb_status status = decode(raw, true, &request->arena, &param->name, err);
    return status == WB_OK ? decode(value, true, &request->arena, &param->value, err) : status;
}

wb_status wb_http_request_parse(wb_http_request *request, wb_error *err)
{
    wb_slice path = request->target;
    wb_slice query;
    wb_slice rest;
    if (path.len > WB_HTTP_TARGET_MAX) {
        return wb_error_set(err, WB_LIMIT, "the address is longer than %d bytes",
                            WB_HTTP_TARGET_MAX);
    }
    (void)cut(&path, '?', &query);
    if (path.len == 0 || path.ptr[0] != '/') {
        return wb_error_set(err, WB_INVALID, "the address does not begin with /");
    }
    request->param_count = 0;
    request->params = wb_arena_alloc(&request->arena, WB_HTTP_PARAMS_MAX, sizeof *request->params);
    if (!request->params) {
        return wb_error_nomem(err);
    }
    wb_status status = decode(path, false, &request->arena, &request->path, err);
    if (status == WB_OK && has_control(request->path)) {
        status = wb_error_set(err, WB_INVALID, "the address holds a control character");
    }
    for (bool more = query.len > 0; more && status == WB_OK; query = rest) {
        more = cut(&query, '&', &rest);
        if (query.len) {
            status = add_param(request, query, err);
        }
    }
    return status;
}

bool wb_http_param_find(const wb_http_request *request, const char *name, wb_slice *ret)
{
    for (size_t i = 0; i < request->param_count; i++) {
        if (wb_slice_equal(request->params[i].name, wb_slice_from(name))) {
            *ret = request->params[i].value;
            return true;
        }
    }
    return false;
}

void wb_http_request_clear(wb_http_request *request)
{
    wb_arena_clear(&request->arena);
    memset(request, 0, sizeof *request);
}

void wb_http_response_init(wb_http_response *response)
{
    memset(response, 0, sizeof *response);
    response->status = 200;
    wb_buf_init(&response->body, WB_HTTP_BODY_MAX);
}

void wb_http_response_reset(wb_http_response *response)
{
    wb_buf body = response->body;
    wb_buf_clear(&body);
    memset(response, 0, sizeof *response);
    response->status = 200;
    response->body = body;
}

void wb_http_response_free(wb_http_response *response)
{
    wb_buf_free(&response->body);
}

size_t wb_http_headers(const wb_http_response *response, char retry_after[16], wb_http_header *ret)
{
    size_t n = 0;
    ret[n++] = (wb_http_header){"X-Content-Type-Options", "nosniff"};
    ret[n++] = (wb_http_header){"Content-Security-Policy", CONTENT_SECURITY_POLICY};
    ret[n++] = (wb_http_header){"Referrer-Policy", "no-referrer"};
    ret[n++] = (wb_http_header){"Cross-Origin-Resource-Policy", "same-origin"};
    ret[n++] = (wb_http_header){"Cache-Control",
                                response->cache_control ? response->cache_control : "no-store"};
    ret[n++] =
        (wb_http_header){"Vary", response->varies_by_language ? "Accept-Encoding, Accept-Language"
                                                              : "Accept-Encoding"};
    if (response->content_type) {
        ret[n++] = (wb_http_header){"Content-Type", response->content_type};
    }
    if (response->is_gzip) {
        ret[n++] = (wb_http_header){"Content-Encoding", "gzip"};
    }
    if (response->etag[0]) {
        ret[n++] = (wb_http_header){"ETag", response->etag};
    }
    if (response->allow) {
        ret[n++] = (wb_http_header){"Allow", response->allow};
    }
    if (response->location) {
        ret[n++] = (wb_http_header){"Location", response->location};
    }
    if (response->retry_after) {
        (void)snprintf(retry_after, 16, "%u", response->retry_after);
        ret[n++] = (wb_http_header){"Retry-After", retry_after};
    }
    return n;
}

static wb_slice trim(wb_slice text)
{
    while (text.len && (text.ptr[0] == ' ' || text.ptr[0] == '\t')) {
        text.ptr++;
        text.len--;
    }
    while (text.len && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t')) {
        text.len--;
    }
    return text;
}

/* The next element of a list with commas, without what follows its semicolon, which goes to
 * `ret_params`. False behind the last. */
static bool next_element(wb_slice *list, wb_slice *ret, wb_slice *ret_params)
{
    wb_slice rest;
    if (list->len == 0) {
        return false;
    }
    *ret = *list;
    (void)cut(ret, ',', &rest);
    *list = rest;
    (void)cut(ret, ';', ret_params);
    *ret = trim(*ret);
    return true;
}

static bool is_word(wb_slice text, const char *word)
{
    return text.len == strlen(word) && strncasecmp(text.ptr, word, text.len) == 0;
}

bool wb_http_etag_matches(wb_slice if_none_match, const char *etag)
{
    const char *wanted = strncmp(etag, "W/", 2) == 0 ? etag + 2 : etag;
    wb_slice tag;
    wb_slice ignored;
    while (next_element(&if_none_match, &tag, &ignored)) {
        if (wb_slice_starts(tag, "W/")) {
            tag = wb_slice_make(tag.ptr + 2, tag.len - 2);
        }
        if (*wanted && (is_word(tag, "*") || wb_slice_equal(tag, wb_slice_from(wanted)))) {
            return true;
        }
    }
    return false;
}

/* Thousandths; 1000 without a weight; 0 for one that cannot be read. */
static int weight_of(wb_slice params)
{
    params = trim(params);
    if (params.len < 2 || (params.ptr[0] | 0x20) != 'q' || params.ptr[1] != '=') {
        return params.len ? 0 : 1000;
    }
    int weight = 0;
    int unit = 1000;
    for (size_t i = 2; i < params.len && unit; i++) {
        char c = params.ptr[i];
        if (c >= '0' && c <= '9') {
            weight += (c - '0') * unit;
            unit /= 10;
        } else if (c != '.' || i != 3) {
            return 0;
        }
    }
    return weight <= 1000 ? weight : 0;
}

bool wb_http_accepts_gzip(wb_slice accept_encoding)
{
    wb_slice coding;
    wb_slice params;
    bool any = false;
    while (next_element(&accept_encoding, &coding, &params)) {
        int weight = weight_of(params);
        if (is_word(coding, "gzip") || is_word(coding, "x-gzip")) {
            return weight > 0;
        }
        any = any || (is_word(coding, "*") && weight > 0);
    }
    return any;
}

bool wb_http_prefers_chinese(wb_slice accept_language)
{
    wb_slice language;
    wb_slice params;
    int chinese = 0;
    int english = 0;
    while (next_element(&accept_language, &language, &params)) {
        int weight = weight_of(params);
        bool is_tag = language.len == 2 || (language.len > 2 && language.ptr[2] == '-');
        wb_slice primary = wb_slice_make(language.ptr, is_tag ? 2 : 0);
        if (is_word(primary, "zh") && weight > chinese) {
            chinese = weight;
        } else if (is_word(primary, "en") && weight > english) {
            english = weight;
        }
    }
    return chinese >= english;
}
