/*
 * Where the results of wbsearch go, and what standard error is told.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_OUTPUT_H
#define WBSEARCH_QUERY_WBSEARCH_OUTPUT_H

#include <wbsearch/buf.h>
#include <wbsearch/error.h>

#include "freshness.h"
#include "query.h"
#include "wbsearch_options.h"

/* Writes what is in `out` to standard output and empties it. `*ret_gone` tells that nobody reads
 * any more (| head), which is no error. Errors: WB_IO. */
wb_status output_flush(wb_buf *out, bool *ret_gone, wb_error *err);

/* The same by a pager, if the options let it and `out` is longer than the screen. */
wb_status output_show(const struct options *options, wb_buf *out, bool *ret_gone, wb_error *err);

/* Whether standard output is to have colour. */
bool output_wants_color(const struct options *options);

/* Columns of the terminal; 80 where there is none. */
size_t output_width(void);

/* "wbsearch: …" on standard error, with the hint below. */
void output_error(const wb_error *error);

/* Says how a query was read where it is odd. */
void output_odd(const wb_query *query);

/* Points at the place of an error in a query. */
void output_place(wb_slice query, const wb_error *error);

/* Says in what the files differ from the index, with its path when that is given. */
void output_stale(const wb_freshness_report *report, const char *index);

#endif
