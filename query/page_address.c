#include "page_address.h"

#include <stdio.h>

#include "api.h"
#include "api_params.h"

static const char *const sort_names[] = {"relevance", "date", "path", NULL};
static const wb_sort sorts[] = {WB_SORT_RELEVANCE, WB_SORT_DATE, WB_SORT_PATH};
static const char *const rung_names[] = {"exact", "loose", "words", "some", NULL};
static const wb_search_depth depths[] = {WB_SEARCH_EXACT, WB_SEARCH_LOOSE, WB_SEARCH_WORDS,
                                         WB_SEARCH_SOME};
static const char *const lang_names[] = {"zh", "en", NULL};

/* A field of a form that was left empty is no filter. */
static void read_filters(const wb_http_request *request, wb_page_address *ret)
{
    size_t count = wb_param_filters(request, ret->filters);
    for (size_t i = 0; i < count; i++) {
        if (ret->filters[i].value.len) {
            ret->filters[ret->filter_count++] = ret->filters[i];
        }
    }
}

/* The order, by the names that the page has for it. */
static wb_status read_sort(const wb_http_request *request, wb_page_address *ret, wb_error *err)
{
    size_t sort = 0;
    if (ret->place == WB_PAGE_LISTING) {
        return wb_param_listing_sort(request, &ret->listing, err);
    }
    wb_status status = wb_param_choice(request, "sort", sort_names, &sort, err);
    ret->sort = sorts[sort];
    return status;
}

wb_status wb_page_address_read(const wb_http_request *request, wb_page_address *ret, wb_error *err)
{
    size_t rung = 3;
    size_t lang = 0;
    memset(ret, 0, sizeof *ret);
    ret->query = ret->index = ret->lang = wb_slice_make("", 0);
    ret->para = SIZE_MAX;
    (void)wb_http_param_find(request, "q", &ret->query);
    (void)wb_http_param_find(request, "index", &ret->index);
    read_filters(request, ret);
    if (wb_slice_equal(request->path, wb_slice_from("/documents"))) {
        ret->place = WB_PAGE_LISTING;
    }
    wb_status status = read_sort(request, ret, err);
    if (status == WB_OK) {
        status = wb_param_choice(request, "rung", rung_names, &rung, err);
    }
    if (status == WB_OK) {
        status = wb_param_choice(request, "lang", lang_names, &lang, err);
    }
    if (status == WB_OK) {
        status = wb_param_bool(request, "duplicates", &ret->duplicates, err);
    }
    if (status == WB_OK) {
        size_t most = ret->place == WB_PAGE_LISTING ? WB_API_DOCUMENTS_MAX : WB_API_OFFSET_MAX;
        status = wb_param_number(request, "offset", 0, most, &ret->offset, err);
    }
    if (status == WB_OK) {
        status = wb_param_number(request, "p", 0, WB_DOC_PARAS_MAX, &ret->para, err);
    }
    if (status == WB_OK) {
        ret->depth = depths[rung];
        (void)wb_http_param_find(request, "lang", &ret->lang);
    }
    return status;
}

wb_page_address wb_page_address_without(const wb_page_address *address, size_t filter)
{
    wb_page_address other = *address;
    other.filter_count--;
    other.offset = 0;
    memmove(&other.filters[filter], &other.filters[filter + 1],
            (other.filter_count - filter) * sizeof *other.filters);
    return other;
}

wb_page_address wb_page_address_with(const wb_page_address *address, wb_query_field field,
                                     wb_slice value)
{
    wb_page_address other = *address;
    other.offset = 0;
    other.filter_count = 0;
    for (size_t i = 0; i < address->filter_count; i++) {
        if (address->filters[i].field != field) {
            other.filters[other.filter_count++] = address->filters[i];
        }
    }
    if (value.len && other.filter_count < WB_HTTP_PARAMS_MAX) {
        other.filters[other.filter_count++] = (wb_refinement){field, value};
    }
    return other;
}

static const char *name_of_depth(wb_search_depth depth)
{
    size_t place = 0;
    while (rung_names[place + 1] && depths[place] != depth) {
        place++;
    }
    return rung_names[place];
}

static const char *name_of_sort(wb_sort sort)
{
    size_t place = 0;
    while (sort_names[place + 1] && sorts[place] != sort) {
        place++;
    }
    return sort_names[place];
}

/* Calls `put` for each parameter but the query and the places in results and document. */
typedef void put_param(wb_page *page, bool *has_params, const char *name, wb_slice value);

static void put_search_settings(wb_page *page, const wb_page_address *address, put_param *put,
                                bool *has_params)
{
    if (address->sort != WB_SORT_RELEVANCE) {
        put(page, has_params, "sort", wb_slice_from(name_of_sort(address->sort)));
    }
    if (address->depth != WB_SEARCH_SOME) {
        put(page, has_params, "rung", wb_slice_from(name_of_depth(address->depth)));
    }
    if (address->duplicates) {
        put(page, has_params, "duplicates", wb_slice_from("true"));
    }
}

static void put_settings(wb_page *page, const wb_page_address *address, put_param *put,
                         bool *has_params)
{
    for (size_t i = 0; i < address->filter_count; i++) {
        put(page, has_params, wb_query_field_name(address->filters[i].field),
            address->filters[i].value);
    }
    if (address->place == WB_PAGE_SEARCH) {
        put_search_settings(page, address, put, has_params);
    } else if (address->listing != WB_LISTING_DATE) {
        put(page, has_params, "sort", wb_slice_from(wb_param_listing_sort_name(address->listing)));
    }
    if (address->index.len) {
        put(page, has_params, "index", address->index);
    }
    if (address->lang.len) {
        put(page, has_params, "lang", address->lang);
    }
}

static void put_number(wb_page *page, bool *has_params, const char *name, size_t number)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%zu", number);
    wb_page_param(page, has_params, name, wb_slice_from(text));
}

void wb_page_list_href(wb_page *page, const wb_page_address *address)
{
    bool has_params = false;
    wb_page_markup(page, address->place == WB_PAGE_LISTING ? " href=\"/documents" : " href=\"/");
    if (address->query.len) {
        wb_page_param(page, &has_params, "q", address->query);
    }
    put_settings(page, address, wb_page_param, &has_params);
    if (address->offset) {
        put_number(page, &has_params, "offset", address->offset);
    }
    wb_page_markup(page, "\"");
}

void wb_page_document_href(wb_page *page, const wb_page_address *address, wb_doc_id id)
{
    bool has_params = false;
    wb_page_markup(page, " href=\"/documents/");
    wb_page_doc_id(page, id);
    if (address->query.len) {
        wb_page_param(page, &has_params, "q", address->query);
    }
    put_settings(page, address, wb_page_param, &has_params);
    if (address->offset) {
        put_number(page, &has_params, "offset", address->offset);
    }
    if (address->para != SIZE_MAX) {
        put_number(page, &has_params, "p", address->para);
        wb_page_markup(page, "#p");
        wb_page_digits(page, address->para);
    }
    wb_page_markup(page, "\"");
}

static void put_field(wb_page *page, bool *has_params, const char *name, wb_slice value)
{
    *has_params = true;
    wb_page_markup(page, "<input type=\"hidden\"");
    wb_page_attribute(page, "name", wb_slice_from(name));
    wb_page_attribute(page, "value", value);
    wb_page_markup(page, ">");
}

void wb_page_address_fields(wb_page *page, const wb_page_address *address)
{
    bool has_fields = false;
    wb_page_address search = *address;
    search.place = WB_PAGE_SEARCH;
    put_settings(page, &search, put_field, &has_fields);
}
