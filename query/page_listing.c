/* The page that lists all documents. */
#include "page.h"

#include "facet_count.h"
#include "page_facets.h"
#include "page_frame.h"
#include "page_turning.h"

/* Documents on a page. */
#define PAGE_DOCUMENTS 50

static void put_about(wb_page *page, const wb_catalog_doc *doc)
{
    const wb_slice known[] = {doc->organ, doc->number, doc->kind};
    wb_page_markup(page, "<p class=\"about\">");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].len) {
            wb_page_markup(page, "<span lang=\"zh\">");
            wb_page_name(page, known[i]);
            wb_page_markup(page, "</span> ");
        }
    }
    if (wb_catalog_day(doc)) {
        wb_page_day(page, wb_catalog_day(doc));
        wb_page_markup(page, " ");
    }
    wb_page_markup(page, "<span>");
    wb_page_say_number(page, WB_SAY_PARAGRAPHS, doc->para_count);
    wb_page_markup(page, "</span></p>");
}

static void put_document(wb_page *page, const wb_page_address *address, const wb_catalog_doc *doc)
{
    wb_page_address there = {.query = wb_slice_make("", 0),
                             .index = address->index,
                             .lang = address->lang,
                             .depth = WB_SEARCH_SOME,
                             .para = SIZE_MAX};
    wb_page_markup(page, "<li><a");
    wb_page_document_href(page, &there, doc->id);
    wb_page_markup(page, " lang=\"zh\">");
    wb_page_name(page, doc->title.len ? doc->title : doc->path);
    wb_page_markup(page, "</a>");
    put_about(page, doc);
    wb_page_markup(page, "</li>\n");
}

static void put_year(wb_page *page, const wb_catalog_doc *doc)
{
    wb_page_markup(page, "<h2 class=\"rung\">");
    if (wb_catalog_year(doc)) {
        wb_page_day(page, wb_catalog_year(doc) * 10000);
    } else {
        wb_page_say(page, WB_SAY_UNDATED);
    }
    wb_page_markup(page, "</h2>\n");
}

/* In the order of time with the years as headings. */
static void put_documents(wb_page *page, const wb_page_address *address, const wb_listing *listing)
{
    bool has_years = address->listing == WB_LISTING_DATE;
    size_t first = address->offset;
    for (size_t i = first; i < listing->count && i - first < PAGE_DOCUMENTS; i++) {
        const wb_catalog_doc *doc = listing->docs[i];
        bool begins = i == first ||
                      (has_years && wb_catalog_year(listing->docs[i - 1]) != wb_catalog_year(doc));
        if (begins) {
            wb_page_markup(page, i > first ? "</ul>\n" : "");
            if (has_years) {
                put_year(page, doc);
            }
            wb_page_markup(page, "<ul class=\"documents\">\n");
        }
        put_document(page, address, doc);
    }
    wb_page_markup(page, listing->count > first ? "</ul>\n" : "");
}

/* How many there are, and where there are more, which are shown. */
static void put_total(wb_page *page, size_t first, size_t count)
{
    wb_page_markup(page, "<p class=\"total\" id=\"total\"><strong>");
    if (count) {
        wb_page_say_number(page, WB_SAY_DOCUMENTS_TOTAL, count);
    } else {
        wb_page_say(page, WB_SAY_NONE);
    }
    wb_page_markup(page, "</strong>");
    if (first < count && count > PAGE_DOCUMENTS) {
        size_t end = count - first < PAGE_DOCUMENTS ? count : first + PAGE_DOCUMENTS;
        wb_page_markup(page, "<span class=\"took\">");
        wb_page_number(page, first + 1);
        wb_page_markup(page, "–");
        wb_page_number(page, end);
        wb_page_markup(page, "</span>");
    }
    wb_page_markup(page, "</p>\n");
}

static void put_sorts(wb_page *page, const wb_page_address *address)
{
    static const wb_say says[WB_LISTING_SORT_COUNT_] = {[WB_LISTING_DATE] = WB_SAY_BY_DATE,
                                                        [WB_LISTING_TITLE] = WB_SAY_BY_TITLE,
                                                        [WB_LISTING_PATH] = WB_SAY_BY_PATH};
    wb_page_markup(page, "<nav class=\"sorts\"");
    wb_page_say_attribute(page, "aria-label", WB_SAY_SORT);
    wb_page_markup(page, ">");
    for (int i = 0; i < WB_LISTING_SORT_COUNT_; i++) {
        wb_page_address other = *address;
        other.listing = (wb_listing_sort)i;
        other.offset = 0;
        wb_page_markup(page, "<a");
        wb_page_list_href(page, &other);
        wb_page_markup(page, address->listing == other.listing ? " aria-current=\"true\">" : ">");
        wb_page_say(page, says[i]);
        wb_page_markup(page, "</a>");
    }
    wb_page_markup(page, "</nav>\n<a class=\"to-filters\" href=\"#filters\">");
    wb_page_say(page, WB_SAY_FILTERS);
    wb_page_markup(page, "</a>");
}

/* An address that was written by hand may begin anywhere, also behind the last document. */
static void put_pages(wb_page *page, const wb_page_address *address, size_t count)
{
    size_t pages = (count + PAGE_DOCUMENTS - 1) / PAGE_DOCUMENTS;
    size_t number = address->offset / PAGE_DOCUMENTS;
    if (pages == 0 || (pages == 1 && address->offset == 0)) {
        return;
    }
    wb_page_begin_pages(page);
    if (address->offset) {
        size_t before = number ? number - 1 : 0;
        before = before < pages ? before : pages - 1;
        wb_page_previous(page, address, before * PAGE_DOCUMENTS);
    }
    if (number < pages) {
        wb_page_markup(page, "<span>");
        wb_page_number(page, number + 1);
        wb_page_markup(page, " / ");
        wb_page_number(page, pages);
        wb_page_markup(page, "</span>");
    }
    if (number + 1 < pages) {
        wb_page_next(page, address, (number + 1) * PAGE_DOCUMENTS);
    }
    wb_page_end_pages(page);
}

static void put_advice(wb_page *page, const wb_page_address *address)
{
    wb_page_address all = *address;
    all.filter_count = 0;
    all.offset = 0;
    wb_page_markup(page, "<p class=\"advice\"><a");
    wb_page_list_href(page, &all);
    wb_page_markup(page, ">");
    wb_page_say(page, WB_SAY_ALL_DOCUMENTS);
    wb_page_markup(page, "</a></p>\n");
}

static void put_listing(wb_page *page, const wb_page_address *address, const wb_listing *listing,
                        const wb_facets *facets)
{
    wb_page_markup(page, "<div id=\"live\" class=\"columns\"><main id=\"main\" class=\"results\">"
                         "<h1>");
    wb_page_say(page, WB_SAY_ALL_DOCUMENTS);
    wb_page_markup(page, "</h1>\n");
    wb_page_chosen_filters(page, address);
    wb_page_markup(page, "<div class=\"bar\">");
    put_total(page, address->offset, listing->count);
    if (listing->count) {
        put_sorts(page, address);
    }
    wb_page_markup(page, "</div>\n");
    if (listing->count == 0 && address->filter_count) {
        put_advice(page, address);
    }
    put_documents(page, address, listing);
    put_pages(page, address, listing->count);
    wb_page_markup(page, "</main>\n<aside class=\"filters\"");
    wb_page_say_attribute(page, "aria-label", WB_SAY_FILTERS);
    wb_page_markup(page, " id=\"filters\"><h2>");
    wb_page_say(page, WB_SAY_FILTERS);
    wb_page_markup(page, "</h2>");
    wb_page_facets(page, address, facets);
    wb_page_markup(page, "</aside></div>\n");
}

static wb_status show(wb_call *call, const wb_page_address *address, wb_listing *listing,
                      wb_error *err)
{
    wb_page page;
    wb_facets facets;
    bool is_chinese = wb_page_is_chinese(call->request);
    wb_page_frame frame = {.title = wb_slice_from(wb_page_said(WB_SAY_ALL_DOCUMENTS, is_chinese)),
                           .name = "search listing",
                           .skip = WB_SAY_SKIP_RESULTS};
    wb_status status =
        wb_facets_of_documents(listing->docs, listing->count, &listing->arena, &facets, err);
    if (status != WB_OK) {
        return status;
    }
    wb_page_begin(call, address, &frame, &page);
    put_listing(&page, address, listing, &facets);
    return wb_page_end(call, &page, err);
}

wb_status wb_page_listing(wb_call *call, wb_error *err)
{
    wb_page_address address;
    wb_listing listing = {0};
    wb_status status = wb_page_address_read(call->request, &address, err);
    if (status == WB_OK) {
        status = wb_snapshot_listing(call->snapshot, address.listing, address.filters,
                                     address.filter_count, &listing, err);
    }
    if (status == WB_OK) {
        call->has_total = true;
        call->total = listing.count;
        status = show(call, &address, &listing, err);
    }
    wb_listing_clear(&listing);
    return status;
}
