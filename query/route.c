#include "route.h"

#include "page.h"
#include "page_address.h"

#define DOCUMENT_FILTERS "title path organ number kind year "
#define FILTERS "section " DOCUMENT_FILTERS

static const wb_route routes[] = {
    {"/", "page", WB_PAGE_PARAMS FILTERS, wb_page_search, true, true},
    {"/documents", "page_listing", WB_PAGE_LISTING_PARAMS DOCUMENT_FILTERS, wb_page_listing, true,
     true},
    {"/documents/", "page_document", WB_PAGE_PARAMS FILTERS, wb_page_document, true, true},
    {"/style.css", "style", "v ", wb_page_style, false, true},
    {"/script.js", "script", "v ", wb_page_script, false, true},
    {"/suggest.js", "suggest_script", "v ", wb_page_suggest, false, true},
    {"/icon.svg", "icon", "v ", wb_page_icon, false, true},
    {"/api/v1/search", "search",
     "q index limit offset sort rung count duplicates strict highlight fields facets facet_limit "
     "explain " FILTERS,
     wb_api_search, true, false},
    {"/api/v1/documents", "listing", "index limit offset sort " DOCUMENT_FILTERS, wb_api_listing,
     true, false},
    {"/api/v1/documents/", "document", "index limit offset fields ", wb_api_document, true, false},
    {"/api/v1/paragraphs/", "paragraph", "index context ", wb_api_paragraph, true, false},
    {"/api/v1/suggest", "suggest", "q index limit ", wb_api_suggest, true, false},
    {"/api/v1/status", "status", "", wb_api_status, false, false},
    {"/api/v1/openapi.json", "openapi", "", wb_api_openapi, false, false},
    {"/healthz", "health", "", wb_api_health, false, false},
    {"/readyz", "ready", "", wb_api_ready, false, false},
    {"/metrics", "metrics", "", wb_api_metrics, false, false},
};
#define ROUTE_COUNT (sizeof routes / sizeof *routes)

size_t wb_route_find(wb_slice path, wb_slice *ret_rest)
{
    *ret_rest = wb_slice_make("", 0);
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        size_t len = strlen(routes[i].path);
        bool has_id = len > 1 && routes[i].path[len - 1] == '/';
        if (has_id && wb_slice_starts(path, routes[i].path)) {
            *ret_rest = wb_slice_make(path.ptr + len, path.len - len);
            return i;
        }
        if (wb_slice_equal(path, wb_slice_from(routes[i].path))) {
            return i;
        }
    }
    return SIZE_MAX;
}

const wb_route *wb_route_get(size_t number)
{
    return &routes[number];
}

const char *const *wb_route_names(size_t *ret_count)
{
    static const char *const names[] = {
        "page",   "page_listing", "page_document", "style",    "script",    "suggest_script",
        "icon",   "search",       "listing",       "document", "paragraph", "suggest",
        "status", "openapi",      "health",        "ready",    "metrics",   "none"};
    _Static_assert(sizeof names / sizeof *names == ROUTE_COUNT + 1, "one name a route");
    *ret_count = ROUTE_COUNT + 1;
    return names;
}

static bool is_known(const wb_route *route, wb_slice name)
{
    for (const char *p = route->params; *p;) {
        size_t len = strcspn(p, " ");
        if (wb_slice_equal(name, wb_slice_make(p, len))) {
            return true;
        }
        p += len + 1;
    }
    return false;
}

wb_status wb_route_check_params(const wb_route *route, const wb_http_request *request,
                                wb_error *err)
{
    for (size_t i = 0; i < request->param_count; i++) {
        wb_slice name = request->params[i].name;
        if (!is_known(route, name)) {
            wb_error_set(err, WB_INVALID, "no parameter '%.*s' here",
                         (int)(name.len < 64 ? name.len : 64), name.len ? name.ptr : "");
            if (*route->params) {
                wb_error_hint(err, "there are: %s", route->params);
            } else {
                wb_error_hint(err, "there are none");
            }
            return WB_INVALID;
        }
    }
    return WB_OK;
}
