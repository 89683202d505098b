/* The page of search: form, results, filters; without a query, help. */
#include "page.h"

#include "page_facets.h"
#include "page_frame.h"
#include "page_hits.h"
#include "page_home.h"
#include "page_turning.h"

/* What a page of results is made from. */
struct answer {
    wb_query query;
    wb_result result;
};

static wb_status search(wb_call *call, const wb_page_address *address, struct answer *answer,
                        wb_error *err)
{
    wb_search_options options = {.limit = WB_API_LIMIT,
                                 .offset = address->offset,
                                 .depth = address->depth,
                                 .sort = address->sort,
                                 .notes = true,
                                 .fold_duplicates = !address->duplicates,
                                 .facets = true};
    wb_status status = wb_query_parse(address->query, &answer->query, err);
    if (status == WB_OK) {
        status = wb_query_refine(&answer->query, address->filters, address->filter_count, err);
    }
    if (status == WB_OK) {
        status = wb_snapshot_search(call->snapshot, &answer->query, &options, &answer->result, err);
    }
    if (status == WB_OK) {
        call->has_total = true;
        call->total = answer->result.total;
    }
    return status;
}

static void put_diagnoses(wb_page *page, const wb_query *query)
{
    if (query->diagnostic_count == 0) {
        return;
    }
    wb_page_markup(page, "<div class=\"diagnoses\"><p>");
    wb_page_say(page, WB_SAY_READ_AS);
    wb_page_markup(page, "</p><ul>");
    for (size_t i = 0; i < query->diagnostic_count; i++) {
        const wb_query_diagnostic *one = &query->diagnostics[i];
        wb_slice place = wb_slice_make(query->source.ptr + one->offset, one->length);
        wb_page_markup(page, "<li>");
        if (place.len) {
            wb_page_markup(page, "<code>");
            wb_page_text(page, place);
            wb_page_markup(page, "</code> ");
        }
        wb_page_say(page, WB_SAY_EXPECTED);
        wb_page_text(page, wb_slice_from(wb_page_diagnosis(one->expected, page->is_chinese)));
        wb_page_markup(page, page->is_chinese ? "；" : "; ");
        wb_page_text(page, wb_slice_from(wb_page_diagnosis(one->reading, page->is_chinese)));
        wb_page_markup(page, "</li>");
    }
    wb_page_markup(page, "</ul></div>\n");
}

static void put_total(wb_page *page, const wb_result *result)
{
    wb_page_markup(page, "<p class=\"total\" id=\"total\"><strong>");
    if (result->total == 0) {
        wb_page_say(page, result->hit_count ? WB_SAY_NONE_EXACT : WB_SAY_NONE);
        wb_page_markup(page, "</strong>");
    } else {
        wb_page_say_number(page, result->total_exact ? WB_SAY_TOTAL : WB_SAY_TOTAL_AT_LEAST,
                           result->total);
        wb_page_markup(page, "</strong>");
        if (result->total_exact) {
            wb_page_markup(page, "<span class=\"certified\">");
            wb_page_say(page, WB_SAY_CERTIFIED);
            wb_page_markup(page, "</span>");
        }
    }
    wb_page_markup(page, "<span class=\"took\">");
    wb_page_say_number(page, WB_SAY_MILLISECONDS, (uint64_t)(result->seconds * 1000 + 0.999));
    wb_page_markup(page, "</span></p>\n");
}

static void put_sorts(wb_page *page, const wb_page_address *address)
{
    static const struct {
        wb_sort sort;
        wb_say say;
    } sorts[] = {{WB_SORT_RELEVANCE, WB_SAY_BY_RELEVANCE},
                 {WB_SORT_DATE, WB_SAY_BY_DATE},
                 {WB_SORT_PATH, WB_SAY_BY_PATH}};
    wb_page_markup(page, "<nav class=\"sorts\"");
    wb_page_say_attribute(page, "aria-label", WB_SAY_SORT);
    wb_page_markup(page, ">");
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        wb_page_address other = *address;
        other.sort = sorts[i].sort;
        other.offset = 0;
        wb_page_markup(page, "<a");
        wb_page_list_href(page, &other);
        wb_page_markup(page, address->sort == sorts[i].sort ? " aria-current=\"true\">" : ">");
        wb_page_say(page, sorts[i].say);
        wb_page_markup(page, "</a>");
    }
    wb_page_markup(page, "</nav>\n");
}

static void put_pages(wb_page *page, const wb_page_address *address, const wb_result *result)
{
    size_t next = address->offset + WB_API_LIMIT;
    bool has_next = result->hit_count == WB_API_LIMIT && next <= WB_API_OFFSET_MAX;
    if (address->offset == 0 && !has_next) {
        return;
    }
    wb_page_begin_pages(page);
    if (address->offset) {
        size_t before = address->offset > WB_API_LIMIT ? address->offset - WB_API_LIMIT : 0;
        wb_page_previous(page, address, before);
    }
    if (has_next) {
        wb_page_next(page, address, next);
    }
    wb_page_end_pages(page);
}

static void put_advice(wb_page *page, const wb_page_address *address)
{
    wb_page_markup(page, "<p class=\"advice\">");
    if (address->filter_count) {
        wb_page_address without = *address;
        without.filter_count = 0;
        without.offset = 0;
        wb_page_markup(page, "<a");
        wb_page_list_href(page, &without);
        wb_page_markup(page, ">");
        wb_page_say(page, WB_SAY_DROP_FILTERS);
        wb_page_markup(page, "</a>");
    } else {
        wb_page_say(page, WB_SAY_NONE_ADVICE);
    }
    wb_page_markup(page, "</p>\n");
}

static wb_status put_answer(wb_call *call, const wb_page_address *address,
                            const struct answer *answer, wb_page *page, wb_error *err)
{
    const wb_result *result = &answer->result;
    wb_page_markup(page, "<div id=\"live\" class=\"columns\"><main id=\"main\" class=\"results\">"
                         "<h1 class=\"hidden\">");
    wb_page_text(page, address->query);
    wb_page_markup(page, "</h1>\n");
    put_diagnoses(page, &answer->query);
    wb_page_chosen_filters(page, address);
    wb_page_markup(page, "<div class=\"bar\">");
    put_total(page, result);
    if (result->hit_count) {
        put_sorts(page, address);
        wb_page_markup(page, "<a class=\"to-filters\" href=\"#filters\">");
        wb_page_say(page, WB_SAY_FILTERS);
        wb_page_markup(page, "</a>");
    }
    wb_page_markup(page, "</div>\n");
    if (result->hit_count == 0 || (result->total == 0 && address->filter_count)) {
        put_advice(page, address);
    }
    wb_status status = wb_page_hits(page, address, result, call->snapshot, err);
    put_pages(page, address, result);
    wb_page_markup(page, "</main>\n<aside class=\"filters\"");
    wb_page_say_attribute(page, "aria-label", WB_SAY_FILTERS);
    wb_page_markup(page, " id=\"filters\"><h2>");
    wb_page_say(page, WB_SAY_FILTERS);
    wb_page_markup(page, "</h2>");
    wb_page_facets(page, address, &result->facets);
    wb_page_markup(page, "</aside></div>\n");
    return status;
}

static void free_answer(struct answer *answer)
{
    wb_result_clear(&answer->result);
    wb_query_clear(&answer->query);
}

static wb_status show_answer(wb_call *call, const wb_page_address *address, wb_error *err)
{
    struct answer answer = {0};
    wb_page page;
    wb_page_frame frame = {.title = address->query, .name = "search", .skip = WB_SAY_SKIP_RESULTS};
    wb_status status = search(call, address, &answer, err);
    if (status == WB_OK) {
        wb_page_begin(call, address, &frame, &page);
        status = put_answer(call, address, &answer, &page, err);
    }
    if (status == WB_OK) {
        status = wb_page_end(call, &page, err);
    }
    free_answer(&answer);
    return status;
}

static wb_status show_home(wb_call *call, const wb_page_address *address, wb_error *err)
{
    wb_page page;
    const wb_catalog *catalog;
    wb_page_frame frame = {
        .title = wb_slice_make("", 0), .name = "search home", .skip = WB_SAY_SKIP_TEXT};
    wb_status status = wb_index_catalog(wb_snapshot_index(call->snapshot), &catalog, err);
    if (status != WB_OK) {
        return status;
    }
    wb_page_begin(call, address, &frame, &page);
    wb_page_markup(&page, "<div id=\"live\"><main id=\"main\" class=\"start\"><h1 class=\"hidden\">"
                          "wbsearch</h1><section class=\"help\"><h2>");
    wb_page_say(&page, WB_SAY_HELP);
    wb_page_markup(&page, "</h2>");
    wb_page_help(&page, address);
    wb_page_markup(&page, "</section>\n");
    status = wb_page_holdings(&page, address, catalog, err);
    wb_page_markup(&page, "</main></div>\n");
    return status == WB_OK ? wb_page_end(call, &page, err) : status;
}

static bool is_blank(wb_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != ' ') {
            return false;
        }
    }
    return true;
}

wb_status wb_page_search(wb_call *call, wb_error *err)
{
    wb_page_address address;
    wb_status status = wb_page_address_read(call->request, &address, err);
    if (status != WB_OK) {
        return status;
    }
    return is_blank(address.query) ? show_home(call, &address, err)
                                   : show_answer(call, &address, err);
}
