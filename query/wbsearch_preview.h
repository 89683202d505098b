/*
 * wbsearch --preview.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_PREVIEW_H
#define WBSEARCH_QUERY_WBSEARCH_PREVIEW_H

#include "wbsearch_session.h"

/* Prints the place PATH:LINE of the options and what stands around it, with the matches of `query`
 * marked; a query without words (root is NULL) marks nothing. Errors: WB_INVALID (no PATH:LINE),
 * WB_NOTFOUND, WB_IO, and those of wb_preview_read. */
wb_status preview_print(struct session *session, wb_query *query, wb_error *err);

#endif
