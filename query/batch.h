/**
 * @file batch.h
 * Queries from a file or a pipe, one a line.
 *
 * A line is a query, or an id, a tab and a query; without an id the line's number is the id. Empty
 * lines and lines that hold only white space are left out but counted. A carriage return at the end
 * of a line goes.
 */
#ifndef WBSEARCH_QUERY_BATCH_H
#define WBSEARCH_QUERY_BATCH_H

#include <stdio.h>

#include <wbsearch/buf.h>

WB_BEGIN_DECLS

/** The longest id, bytes. */
#define WB_BATCH_ID_MAX 256

/** Where queries come from. Make it with wb_batch_open. */
typedef struct wb_batch {
    FILE *file;
    const char *name; /**< for messages: the file's name, or "-" */
    size_t line;      /**< number of the line read last, from 1 */
    wb_buf text;      /**< private */
    char number[24];  /**< private: the id of a line without one */
} wb_batch;

/** Opens the file `name`, or standard input for "-"; `name` must outlive the batch. Errors: WB_IO,
 *  WB_NOTFOUND. */
wb_status wb_batch_open(const char *name, wb_batch *batch, wb_error *err) WB_MUST_CHECK;

/** Closes it, standard input excepted. */
void wb_batch_close(wb_batch *batch);

/**
 * The next query and its id, valid until the next call. `*ret_more` is false at the end, and then
 * there is none. Errors: WB_LIMIT (a line longer than any query, an id longer than
 * WB_BATCH_ID_MAX), WB_INVALID (an id that is not UTF-8): the line is skipped, the next call goes
 * on behind it, and
 * `*ret_id` is its number; WB_IO, WB_NOMEM: the end.
 */
wb_status wb_batch_next(wb_batch *batch, wb_slice *ret_id, wb_slice *ret_query, bool *ret_more,
                        wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
