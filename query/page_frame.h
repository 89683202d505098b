/**
 * @file page_frame.h
 * What all pages have: head, the search form, foot.
 */
#ifndef WBSEARCH_QUERY_PAGE_FRAME_H
#define WBSEARCH_QUERY_PAGE_FRAME_H

#include "api.h"
#include "page_address.h"
#include "page_write.h"

WB_BEGIN_DECLS

/** What is special about a page. */
typedef struct wb_page_frame {
    wb_slice title;       /**< of the page; empty for none of its own */
    const char *name;     /**< search, document, problem: for the style sheet and the script */
    const wb_doc_id *doc; /**< the document that is shown, which can be searched too; or NULL */
    wb_say skip;          /**< what the link to the main part is called */
} wb_page_frame;

/** Whether the pages are to be in Chinese: by the parameter lang, then by Accept-Language. */
bool wb_page_is_chinese(const wb_http_request *request);

/** Prepares the response and writes everything before the main part. */
void wb_page_begin(wb_call *call, const wb_page_address *address, const wb_page_frame *frame,
                   wb_page *page);

/** Writes everything behind it. Errors: WB_LIMIT, WB_NOMEM, of all that was written. */
wb_status wb_page_end(wb_call *call, wb_page *page, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
