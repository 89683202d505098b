/**
 * @file page_home.h
 * What stands on the page of search when nothing is asked for: help, and what there is.
 */
#ifndef WBSEARCH_QUERY_PAGE_HOME_H
#define WBSEARCH_QUERY_PAGE_HOME_H

#include "page_address.h"

WB_BEGIN_DECLS

/** Appends how queries are written, with links that try them. */
void wb_page_help(wb_page *page, const wb_page_address *address);

/** Appends how much there is, and the latest documents. Errors: WB_NOMEM. */
wb_status wb_page_holdings(wb_page *page, const wb_page_address *address, const wb_catalog *catalog,
                           wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
