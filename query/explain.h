/**
 * @file explain.h
 * What the program made of a query, for `wbsearch --explain`: the tree, the alternatives of its
 * items with what makes them equal, the terms asked of the index with their frequencies, and the
 * rung, the score and the features of each hit.
 */
#ifndef WBSEARCH_QUERY_EXPLAIN_H
#define WBSEARCH_QUERY_EXPLAIN_H

#include <wbsearch/json.h>

#include "format.h"

WB_BEGIN_DECLS

/** Appends the explanation of `query`, which `index` answered with `result`, for people to read.
 *  Errors: WB_NOMEM (also out->status), and those of wb_explain_features. */
wb_status wb_explain_text(const wb_query *query, wb_index *index, const wb_result *result,
                          const wb_format_options *options, wb_buf *out,
                          wb_error *err) WB_MUST_CHECK;

/** Appends the same as one line of JSON, of the type `explain` (query/SCHEMA.md). Errors: as above.
 */
wb_status wb_explain_json(const wb_query *query, wb_index *index, const wb_result *result,
                          const wb_format_options *options, wb_buf *out,
                          wb_error *err) WB_MUST_CHECK;

/** The members of that object, into one that is open. Errors: as above; then none was written. */
wb_status wb_json_put_explanation(wb_json *json, const wb_query *query, wb_index *index,
                                  const wb_result *result, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
