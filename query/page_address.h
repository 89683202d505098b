/**
 * @file page_address.h
 * What a page was asked for, as its address says it; and the addresses of other pages that differ
 * from it in one thing.
 */
#ifndef WBSEARCH_QUERY_PAGE_ADDRESS_H
#define WBSEARCH_QUERY_PAGE_ADDRESS_H

#include "http_message.h"
#include "listing.h"
#include "page_write.h"
#include "refine.h"
#include "search.h"

WB_BEGIN_DECLS

/** The parameters that the pages of search and of a document know, for route.c. */
#define WB_PAGE_PARAMS "q index lang sort rung duplicates offset p "

/** Those of the list of documents. */
#define WB_PAGE_LISTING_PARAMS "index lang sort offset "

/** Pages that list something: an address is one of theirs, or of a document reached from there. */
typedef enum wb_page_place {
    WB_PAGE_SEARCH, /**< / */
    WB_PAGE_LISTING /**< /documents */
} wb_page_place;

/** An address. Copies are cheap: what it points to is the request's. */
typedef struct wb_page_address {
    wb_slice query; /**< as typed; empty for none */
    wb_slice index; /**< as given; empty for the first one */
    wb_slice lang;  /**< zh or en as given, else empty */
    wb_refinement filters[WB_HTTP_PARAMS_MAX];
    size_t filter_count;
    wb_page_place place;
    wb_sort sort;            /**< WB_PAGE_SEARCH */
    wb_listing_sort listing; /**< WB_PAGE_LISTING */
    wb_search_depth depth;
    bool duplicates; /**< repeated paragraphs are shown one by one */
    size_t offset;   /**< hits, or documents, before the first one that is shown */
    size_t para;     /**< the paragraph that is to be seen; SIZE_MAX for none */
} wb_page_address;

/** Reads it; the path says which page it is of. Errors: WB_INVALID, naming the parameter. */
wb_status wb_page_address_read(const wb_http_request *request, wb_page_address *ret,
                               wb_error *err) WB_MUST_CHECK;

/** Without the filters of `field`, and with `value` where that is not empty; from the first hit. */
wb_page_address wb_page_address_with(const wb_page_address *address, wb_query_field field,
                                     wb_slice value);

/** Without filter number `filter`; from the first hit. */
wb_page_address wb_page_address_without(const wb_page_address *address, size_t filter);

/** Appends ` href="…"` of the page of search, or of the list of documents, as address->place says.
 */
void wb_page_list_href(wb_page *page, const wb_page_address *address);

/** Appends ` href="…"` of the document `id`; with address->para that paragraph is shown. */
void wb_page_document_href(wb_page *page, const wb_page_address *address, wb_doc_id id);

/** Appends hidden fields that a form sends along with a new query: for the page of search. */
void wb_page_address_fields(wb_page *page, const wb_page_address *address);

WB_END_DECLS

#endif
