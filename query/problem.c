#include "problem.h"

#include <wbsearch/json.h>

#define RETRY_AFTER_S 1

static const struct {
    unsigned status;
    const char *title;
} titles[] = {
    {200, "OK"},
    {304, "Not Modified"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {421, "Misdirected Request"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

const char *wb_problem_title(unsigned status)
{
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (titles[i].status == status) {
            return titles[i].title;
        }
    }
    return "Error";
}

/* Opens the object with what every problem has. */
static void begin(wb_http_response *response, unsigned status, wb_json *json)
{
    wb_http_response_reset(response);
    response->status = status;
    response->content_type = "application/problem+json";
    response->retry_after = status == 503 ? RETRY_AFTER_S : 0;
    wb_json_init(json, &response->body);
    wb_json_begin_object(json);
    /* No page describes these problems beyond what the status says (RFC 9457, 4.2.1). */
    wb_json_put_text(json, "type", wb_slice_from("about:blank"));
    wb_json_put_text(json, "title", wb_slice_from(wb_problem_title(status)));
    wb_json_put_uint(json, "status", status);
}

void wb_problem(wb_http_response *response, unsigned status, const char *detail)
{
    wb_json json;
    begin(response, status, &json);
    if (detail) {
        wb_json_put_text(&json, "detail", wb_slice_from(detail));
    }
    wb_json_end_object(&json);
}

static unsigned status_of(wb_status status)
{
    switch (status) {
    case WB_INVALID:
    case WB_SYNTAX:
    case WB_LIMIT:
        return 400;
    case WB_NOTFOUND:
        return 404;
    case WB_NOMEM:
    case WB_CHANGED:
    case WB_LOCKED:
    case WB_INTERRUPTED:
        return 503;
    default:
        return 500;
    }
}

void wb_problem_of(wb_http_response *response, const wb_error *error)
{
    wb_json json;
    unsigned status = status_of(error->status);
    begin(response, status, &json);
    wb_json_put_text(&json, "code", wb_slice_from(wb_status_name(error->status)));
    if (status == 500) {
        /* It may name files. */
        wb_json_put_text(&json, "detail", wb_slice_from("the log of the server says more"));
    } else {
        wb_json_put_text(&json, "detail", wb_slice_from(error->text));
        if (error->hint[0]) {
            wb_json_put_text(&json, "hint", wb_slice_from(error->hint));
        }
        if (error->offset != SIZE_MAX) {
            wb_json_put_uint(&json, "offset", error->offset);
        }
    }
    wb_json_end_object(&json);
}
