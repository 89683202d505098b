/*
 * What wbsearch prints in place of hits: counts, and the paths of documents.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_REPORT_H
#define WBSEARCH_QUERY_WBSEARCH_REPORT_H

#include "format.h"
#include "wbsearch_options.h"
#include "wbsearch_indexes.h"
#include "wbsearch_select.h"

/* Whether the report of the options needs every hit. */
bool report_needs_all(const struct options *options);

/* Appends the report on `result`; `*ret_found` tells whether it has anything to tell. Errors:
 * WB_LIMIT (too many hits to be sure), WB_NOMEM, those of wb_index_catalog. */
wb_status report_put(const struct options *options, const struct selection *selection,
                     const struct indexes *indexes, const wb_result *result,
                     const wb_format_options *format, wb_buf *out, bool *ret_found, wb_error *err);

#endif
