/* The page that says what went wrong. */
#include "page.h"

#include "page_frame.h"
#include "problem.h"

static wb_say say_of(unsigned status)
{
    switch (status) {
    case 400:
        return WB_SAY_PROBLEM_QUERY;
    case 404:
        return WB_SAY_PROBLEM_NOT_FOUND;
    case 503:
        return WB_SAY_PROBLEM_SLOW;
    default:
        return WB_SAY_PROBLEM_OURS;
    }
}

void wb_page_problem(wb_call *call, const wb_error *error)
{
    wb_page page;
    wb_page_address address;
    wb_error ignored;
    /* The same status as of the interface for programs, whose text is then replaced. */
    wb_problem_of(call->response, error);
    unsigned status = call->response->status;
    unsigned retry_after = call->response->retry_after;
    wb_http_response_reset(call->response);
    call->response->status = status;
    call->response->retry_after = retry_after;
    if (wb_page_address_read(call->request, &address, &ignored) != WB_OK) {
        address = (wb_page_address){.depth = WB_SEARCH_SOME, .para = SIZE_MAX};
    }
    wb_page_frame frame = {
        .title = wb_slice_from(wb_page_said(WB_SAY_PROBLEM, wb_page_is_chinese(call->request))),
        .name = "problem",
        .skip = WB_SAY_SKIP_TEXT};
    wb_page_begin(call, &address, &frame, &page);
    wb_page_markup(&page, "<main id=\"main\"><h1>");
    wb_page_say(&page, WB_SAY_PROBLEM);
    wb_page_markup(&page, "</h1><p>");
    wb_page_say(&page, say_of(status));
    wb_page_markup(&page, "</p>");
    if (status != 500) { /* it may name files */
        wb_page_markup(&page, "<p class=\"detail\" lang=\"en\">");
        wb_page_text(&page, wb_slice_from(error->text));
        wb_page_markup(&page, "</p>");
    }
    wb_page_markup(&page, "</main>\n");
    if (wb_page_end(call, &page, &ignored) != WB_OK) {
        wb_problem_of(call->response, error);
    }
}
