/**
 * @file page.h
 * The pages for people that the server makes: searching and reading, complete without any script.
 */
#ifndef WBSEARCH_QUERY_PAGE_H
#define WBSEARCH_QUERY_PAGE_H

#include "api.h"

WB_BEGIN_DECLS

/** Room for what wb_page_variant writes, bytes. */
#define WB_PAGE_VARIANT_SIZE 32

wb_status wb_page_search(wb_call *call, wb_error *err);   /**< / */
wb_status wb_page_listing(wb_call *call, wb_error *err);  /**< /documents */
wb_status wb_page_document(wb_call *call, wb_error *err); /**< /documents/ID */
wb_status wb_page_style(wb_call *call, wb_error *err);    /**< /style.css */
wb_status wb_page_script(wb_call *call, wb_error *err);   /**< /script.js */
wb_status wb_page_suggest(wb_call *call, wb_error *err);  /**< /suggest.js */
wb_status wb_page_icon(wb_call *call, wb_error *err);     /**< /icon.svg */

/** A page that says what went wrong, in place of what the call had written; the HTTP status follows
 *  from error->status as in wb_problem_of. */
void wb_page_problem(wb_call *call, const wb_error *error);

/** What tells the pages of this program and language from others with the same content: letters
 *  and digits, to be part of their entity tags. `ret` has room for
 *  WB_PAGE_VARIANT_SIZE bytes. */
void wb_page_variant(const wb_http_request *request, char *ret);

WB_END_DECLS

#endif
