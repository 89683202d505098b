/**
 * @file page_facets.h
 * The filters beside the results: years as bars, organs and kinds as lists, each with its count.
 */
#ifndef WBSEARCH_QUERY_PAGE_FACETS_H
#define WBSEARCH_QUERY_PAGE_FACETS_H

#include "facets.h"
#include "page_address.h"

WB_BEGIN_DECLS

/** Appends the filters that are in force, each with a link that takes it away; nothing for none. */
void wb_page_chosen_filters(wb_page *page, const wb_page_address *address);

/** Appends the filters that could be chosen. */
void wb_page_facets(wb_page *page, const wb_page_address *address, const wb_facets *facets);

WB_END_DECLS

#endif
