/**
 * @file page_turning.h
 * The links below a list that lead to its other pages.
 */
#ifndef WBSEARCH_QUERY_PAGE_TURNING_H
#define WBSEARCH_QUERY_PAGE_TURNING_H

#include "page_address.h"
#include "page_write.h"

WB_BEGIN_DECLS

/** Begins them; the links follow, then wb_page_end_pages. */
void wb_page_begin_pages(wb_page *page);

/** A link to the page before: `address` with another `offset` (entries of the list, from 0). */
void wb_page_previous(wb_page *page, const wb_page_address *address, size_t offset);

/** And to the next. */
void wb_page_next(wb_page *page, const wb_page_address *address, size_t offset);

/** Ends them. */
void wb_page_end_pages(wb_page *page);

WB_END_DECLS

#endif
