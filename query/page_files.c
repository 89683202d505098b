/* The files that pages are made with: style sheet, script, icon. */
#include "page.h"

#include <stdio.h>

#include "embedded.h"
#include "page_frame.h"

static wb_status answer(wb_call *call, const char *name, const char *type, wb_error *err)
{
    wb_slice version;
    wb_http_response *response = call->response;
    wb_slice tag = wb_slice_from(wb_embedded_tag(name));
    /* Weak, as it may be sent compressed. */
    (void)snprintf(response->etag, sizeof response->etag, "W/\"%s\"", tag.ptr);
    bool is_this = wb_http_param_find(call->request, "v", &version) && wb_slice_equal(version, tag);
    response->cache_control = is_this ? "public, max-age=31536000, immutable" : "no-cache";
    if (wb_http_etag_matches(call->request->if_none_match, response->etag)) {
        response->status = 304;
        return WB_OK;
    }
    response->content_type = type;
    return wb_buf_put(&response->body, wb_embedded(name)) == WB_OK ? WB_OK : wb_error_nomem(err);
}

wb_status wb_page_style(wb_call *call, wb_error *err)
{
    return answer(call, "style.css", "text/css; charset=utf-8", err);
}

wb_status wb_page_script(wb_call *call, wb_error *err)
{
    return answer(call, "script.js", "text/javascript; charset=utf-8", err);
}

wb_status wb_page_suggest(wb_call *call, wb_error *err)
{
    return answer(call, "suggest.js", "text/javascript; charset=utf-8", err);
}

wb_status wb_page_icon(wb_call *call, wb_error *err)
{
    return answer(call, "icon.svg", "image/svg+xml", err);
}

void wb_page_variant(const wb_http_request *request, char *ret)
{
    (void)snprintf(ret, WB_PAGE_VARIANT_SIZE, "%s%.8s%.8s%.8s",
                   wb_page_is_chinese(request) ? "zh" : "en", wb_embedded_tag("style.css"),
                   wb_embedded_tag("script.js"), wb_embedded_tag("suggest.js"));
}
