/* /api/v1/search: what is asked for, the search, the answer. */
#include "api.h"

#include <math.h>

#include "api_json.h"
#include "api_params.h"
#include "explain.h"
#include "html.h"
#include "json_parts.h"
#include "refine.h"

/* The longest name of an element around matches. */
#define TAG_MAX 16

/* Values of a facet where no limit is given. */
#define FACET_LIMIT 10

/* Parts of a hit by their names, and what of wb_hit_part each is; the document is our own. */
static const char *const part_names[] = {"lines", "submatches", "snippets", "places",
                                         "notes", "document",   NULL};
static const unsigned hit_parts[] = {WB_HIT_TEXT, WB_HIT_SUBMATCHES, WB_HIT_SNIPPETS, WB_HIT_PLACES,
                                     WB_HIT_NOTES};
#define HIT_PARTS (sizeof hit_parts / sizeof *hit_parts)
#define PART_DOCUMENT (1u << HIT_PARTS)

static const char *const facet_names[] = {"year", "organ", "kind", NULL};
static const char *const rung_names[] = {"exact", "loose", "words", "some", NULL};
static const wb_search_depth depths[] = {WB_SEARCH_EXACT, WB_SEARCH_LOOSE, WB_SEARCH_WORDS,
                                         WB_SEARCH_SOME};
static const char *const sort_names[] = {"relevance", "date", "path", NULL};
static const wb_sort sorts[] = {WB_SORT_RELEVANCE, WB_SORT_DATE, WB_SORT_PATH};

/* A search as it was asked for. */
struct asked {
    wb_slice text;
    wb_query query;
    wb_search_options options;
    unsigned parts;     /* of hits: wb_hit_part */
    bool with_document; /* and the metadata of the document */
    unsigned facets;    /* a bit for each wb_facet */
    size_t facet_limit;
    wb_slice tag; /* around matches; empty: no html */
    bool explain;
};

static wb_status read_tag(const wb_http_request *request, wb_slice *ret, wb_error *err)
{
    wb_slice tag;
    if (!wb_http_param_find(request, "highlight", &tag)) {
        return WB_OK;
    }
    bool valid = tag.len > 0 && tag.len <= TAG_MAX;
    for (size_t i = 0; i < tag.len && valid; i++) {
        valid = tag.ptr[i] >= 'a' && tag.ptr[i] <= 'z';
    }
    if (!valid) {
        return wb_error_set(err, WB_INVALID, "highlight takes the name of an element, as in mark");
    }
    *ret = tag;
    return WB_OK;
}

/* The filters among the parameters; each may be given several times. */
static wb_status read_filters(const wb_http_request *request, wb_query *query, wb_error *err)
{
    wb_refinement filters[WB_HTTP_PARAMS_MAX];
    size_t count = wb_param_filters(request, filters);
    return wb_query_refine(query, filters, count, err);
}

static wb_status read_parts(const wb_http_request *request, struct asked *asked, wb_error *err)
{
    unsigned chosen = ~0u;
    wb_status status = wb_param_choices(request, "fields", part_names, &chosen, err);
    for (size_t i = 0; i < HIT_PARTS; i++) {
        asked->parts |= (chosen & 1u << i) ? hit_parts[i] : 0;
    }
    asked->with_document = (chosen & PART_DOCUMENT) != 0;
    return status;
}

static wb_status read_options(const wb_call *call, struct asked *asked, wb_error *err)
{
    const wb_http_request *request = call->request;
    size_t rung = WB_SEARCH_SOME;
    size_t sort = 0;
    bool duplicates = false;
    wb_search_options *options = &asked->options;
    *options = (wb_search_options){.limit = WB_API_LIMIT};
    wb_status status = wb_param_number(request, "limit", 0, WB_API_LIMIT_MAX, &options->limit, err);
    if (status == WB_OK) {
        status = wb_param_number(request, "offset", 0, WB_API_OFFSET_MAX, &options->offset, err);
    }
    if (status == WB_OK) {
        status = wb_param_choice(request, "rung", rung_names, &rung, err);
    }
    if (status == WB_OK) {
        status = wb_param_choice(request, "sort", sort_names, &sort, err);
    }
    if (status == WB_OK) {
        status = wb_param_bool(request, "count", &options->count_all, err);
    }
    if (status == WB_OK) {
        status = wb_param_bool(request, "duplicates", &duplicates, err);
    }
    options->depth = depths[rung];
    options->sort = sorts[sort];
    options->fold_duplicates = !duplicates;
    options->notes = (asked->parts & WB_HIT_NOTES) != 0;
    return status;
}

static wb_status read_asked(const wb_call *call, struct asked *asked, wb_error *err)
{
    const wb_http_request *request = call->request;
    *asked = (struct asked){.facet_limit = FACET_LIMIT};
    wb_status status = read_parts(request, asked, err);
    if (status == WB_OK) {
        status = wb_param_choices(request, "facets", facet_names, &asked->facets, err);
    }
    if (status == WB_OK) {
        status =
            wb_param_number(request, "facet_limit", 1, WB_API_LIMIT_MAX, &asked->facet_limit, err);
    }
    if (status == WB_OK) {
        status = wb_param_bool(request, "explain", &asked->explain, err);
    }
    if (status == WB_OK) {
        status = read_tag(request, &asked->tag, err);
    }
    if (status == WB_OK) {
        status = read_options(call, asked, err);
    }
    asked->options.facets = asked->facets != 0;
    if (status == WB_OK && !wb_http_param_find(request, "q", &asked->text)) {
        status = wb_error_set(err, WB_INVALID, "the parameter q, the query, is missing");
    }
    return status;
}

static wb_status read_query(const wb_call *call, struct asked *asked, wb_error *err)
{
    bool strict = false;
    wb_status status = wb_param_bool(call->request, "strict", &strict, err);
    if (status == WB_OK) {
        status = wb_query_parse(asked->text, &asked->query, err);
    }
    if (status == WB_OK && strict) {
        status = wb_query_check(&asked->query, err);
    }
    if (status == WB_SYNTAX) {
        wb_error_hint(err, "/api/v1/openapi.json says how a query is written");
    }
    return status == WB_OK ? read_filters(call->request, &asked->query, err) : status;
}

static void put_html(wb_json *json, const wb_hit *hit, wb_slice tag)
{
    wb_buf html;
    wb_buf_init(&html, WB_HTTP_BODY_MAX);
    if (wb_html_marked(&html, hit->para.text, hit->matches, hit->match_count, tag) == WB_OK) {
        wb_json_put_text(json, "html", wb_buf_slice(&html));
    }
    wb_buf_free(&html);
}

static wb_status put_hit(wb_call *call, const struct asked *asked, const wb_hit *hit, size_t rank,
                         wb_json *json, wb_error *err)
{
    static const wb_format_options format = {.below_root = true};
    wb_json_begin_object(json);
    if (wb_json_put_hit(json, hit, rank, asked->parts, &format) != WB_OK) {
        return wb_error_nomem(err);
    }
    if (asked->tag.len) {
        put_html(json, hit, asked->tag);
    }
    if (asked->with_document) {
        const wb_catalog_doc *doc;
        wb_status status = wb_snapshot_document(call->snapshot, hit->doc_id, &doc, err);
        if (status != WB_OK) {
            return status;
        }
        wb_api_put_metadata(json, "document", doc);
    }
    wb_json_end_object(json);
    return WB_OK;
}

static void put_seconds(wb_json *json, double seconds)
{
    double whole = floor(seconds);
    wb_json_key(json, "elapsed_total");
    wb_json_begin_object(json);
    wb_json_put_uint(json, "secs", (uint64_t)whole);
    wb_json_put_uint(json, "nanos", (uint64_t)((seconds - whole) * 1e9));
    wb_json_end_object(json);
}

static void put_facet(wb_json *json, const wb_facet_values *values, wb_facet facet, size_t limit)
{
    wb_json_key(json, wb_facet_name(facet));
    wb_json_begin_object(json);
    wb_json_key(json, "values");
    wb_json_begin_array(json);
    for (size_t i = 0; i < values->count && i < limit; i++) {
        wb_json_begin_object(json);
        wb_json_put_text(json, "value", values->values[i].text);
        wb_json_put_uint(json, "paragraphs", values->values[i].paragraphs);
        wb_json_put_uint(json, "documents", values->values[i].documents);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
    wb_json_put_uint(json, "distinct", values->count);
    wb_json_put_uint(json, "unknown", values->unknown);
    wb_json_end_object(json);
}

static void put_facets(const struct asked *asked, const wb_facets *facets, wb_json *json)
{
    wb_json_key(json, "facets");
    wb_json_begin_object(json);
    wb_api_put_total(json, "counted", facets->paragraphs, facets->all);
    for (int i = 0; i < WB_FACET_COUNT_; i++) {
        if (asked->facets & 1u << i) {
            put_facet(json, &facets->facets[i], (wb_facet)i, asked->facet_limit);
        }
    }
    wb_json_end_object(json);
}

static wb_status put_explain(wb_call *call, const struct asked *asked, const wb_result *result,
                             wb_json *json, wb_error *err)
{
    wb_json_key(json, "explain");
    wb_json_begin_object(json);
    wb_status status = wb_json_put_explanation(json, &asked->query,
                                               wb_snapshot_index(call->snapshot), result, err);
    wb_json_end_object(json);
    return status;
}

static wb_status put_answer(wb_call *call, const struct asked *asked, const wb_result *result,
                            wb_error *err)
{
    wb_json json;
    wb_status status = WB_OK;
    wb_api_begin_json(call, &json);
    wb_json_begin_object(&json);
    wb_json_put_text(&json, "query", asked->text);
    wb_json_put_text(&json, "index", wb_slice_from(call->index));
    wb_json_put_diagnostics(&json, &asked->query);
    wb_api_put_total(&json, "total", result->total, result->total_exact);
    wb_json_put_uint(&json, "limit", asked->options.limit);
    wb_json_put_uint(&json, "offset", asked->options.offset);
    put_seconds(&json, result->seconds);
    wb_json_key(&json, "hits");
    wb_json_begin_array(&json);
    for (size_t i = 0; i < result->hit_count && status == WB_OK; i++) {
        status = put_hit(call, asked, &result->hits[i], asked->options.offset + i + 1, &json, err);
    }
    wb_json_end_array(&json);
    if (asked->facets) {
        put_facets(asked, &result->facets, &json);
    }
    if (status == WB_OK && asked->explain) {
        status = put_explain(call, asked, result, &json, err);
    }
    wb_json_end_object(&json);
    return status == WB_OK ? wb_api_end_json(call, err) : status;
}

wb_status wb_api_search(wb_call *call, wb_error *err)
{
    struct asked asked;
    wb_result result = {0};
    wb_status status = read_asked(call, &asked, err);
    if (status == WB_OK) {
        status = read_query(call, &asked, err);
    }
    if (status == WB_OK) {
        status = wb_snapshot_search(call->snapshot, &asked.query, &asked.options, &result, err);
    }
    if (status == WB_OK) {
        call->has_total = true;
        call->total = result.total;
        status = put_answer(call, &asked, &result, err);
    }
    wb_result_clear(&result);
    wb_query_clear(&asked.query);
    return status;
}
