/**
 * @file format_flat.h
 * One hit, one record: flat JSON Lines, and tables (query/SCHEMA.md).
 */
#ifndef WBSEARCH_QUERY_FORMAT_FLAT_H
#define WBSEARCH_QUERY_FORMAT_FLAT_H

#include "hit_fields.h"

WB_BEGIN_DECLS

/** How tables are written. */
typedef enum wb_table_style {
    WB_TABLE_CSV, /**< RFC 4180: commas, quotes where needed, lines end with CR LF */
    WB_TABLE_TSV  /**< text/tab-separated-values: no tab or line end within a value */
} wb_table_style;

/** Appends a JSON object with the fields for each hit, one a line; what is unknown is null. Errors:
 *  WB_NOMEM (also out->status). */
wb_status wb_format_jsonl(const wb_result *result, const wb_format_options *options,
                          const wb_hit_fields *fields, wb_buf *out, wb_error *err) WB_MUST_CHECK;

/** Appends, in place of the answer to query `id`, the object that says why there is none. Errors:
 *  as above. */
wb_status wb_format_jsonl_error(const wb_error *error, wb_slice id, wb_buf *out,
                                wb_error *err) WB_MUST_CHECK;

/** Appends the line with the names of the fields. Errors: as above. */
wb_status wb_format_table_head(wb_table_style style, const wb_hit_fields *fields, wb_buf *out,
                               wb_error *err) WB_MUST_CHECK;

/** Appends a line for each hit. What is unknown is empty; titles of sections have " › " between
 *  them, other lists " | ". Errors: as above. */
wb_status wb_format_table(wb_table_style style, const wb_result *result,
                          const wb_format_options *options, const wb_hit_fields *fields,
                          wb_buf *out, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
