/**
 * @file diagnose.h
 * What was odd about a query, for people.
 */
#ifndef WBSEARCH_QUERY_DIAGNOSE_H
#define WBSEARCH_QUERY_DIAGNOSE_H

#include "query.h"

WB_BEGIN_DECLS

/** Appends two lines: the query, and marks under the bytes [offset, offset + length) of it, one
 *  mark at least. Control characters do not get through. Errors: WB_NOMEM (also out->status). */
wb_status wb_diagnose_place(wb_slice query, size_t offset, size_t length, wb_buf *out);

/** Appends three lines: "PREFIXexpected …; …" and the place. Errors: as above. */
wb_status wb_diagnose(const wb_query *query, const wb_query_diagnostic *diagnostic,
                      const char *prefix, wb_buf *out);

WB_END_DECLS

#endif
