/* /api/v1/documents */
#include "api.h"

#include "api_json.h"
#include "api_params.h"
#include "json_parts.h"

static void put_document(const wb_catalog_doc *doc, wb_json *json)
{
    wb_json_begin_object(json);
    wb_json_put_doc_id(json, doc->id);
    wb_json_put_raw_text(json, "path", doc->path);
    wb_json_put_text(json, "title", doc->title);
    wb_api_put_metadata(json, "document", doc);
    wb_json_put_uint(json, "paragraph_count", doc->para_count);
    wb_json_end_object(json);
}

static wb_status put_listing(wb_call *call, const wb_listing *listing, size_t limit, size_t offset,
                             wb_error *err)
{
    wb_json json;
    wb_api_begin_json(call, &json);
    wb_json_begin_object(&json);
    wb_json_put_text(&json, "index", wb_slice_from(call->index));
    wb_api_put_total(&json, "total", listing->count, true);
    wb_json_put_uint(&json, "limit", limit);
    wb_json_put_uint(&json, "offset", offset);
    wb_json_key(&json, "documents");
    wb_json_begin_array(&json);
    for (size_t i = offset; i < listing->count && i - offset < limit; i++) {
        put_document(listing->docs[i], &json);
    }
    wb_json_end_array(&json);
    wb_json_end_object(&json);
    return wb_api_end_json(call, err);
}

wb_status wb_api_listing(wb_call *call, wb_error *err)
{
    wb_refinement filters[WB_HTTP_PARAMS_MAX];
    size_t filter_count = wb_param_filters(call->request, filters);
    size_t limit = WB_API_LIMIT;
    size_t offset = 0;
    wb_listing_sort sort = WB_LISTING_DATE;
    wb_listing listing = {0};
    wb_status status = wb_param_number(call->request, "limit", 0, WB_API_LIMIT_MAX, &limit, err);
    if (status == WB_OK) {
        status = wb_param_number(call->request, "offset", 0, WB_API_DOCUMENTS_MAX, &offset, err);
    }
    if (status == WB_OK) {
        status = wb_param_listing_sort(call->request, &sort, err);
    }
    if (status == WB_OK) {
        status = wb_snapshot_listing(call->snapshot, sort, filters, filter_count, &listing, err);
    }
    if (status == WB_OK) {
        call->has_total = true;
        call->total = listing.count;
        status = put_listing(call, &listing, limit, offset, err);
    }
    wb_listing_clear(&listing);
    return status;
}
