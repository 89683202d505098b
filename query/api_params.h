/**
 * @file api_params.h
 * Parameters of a request as values.
 */
#ifndef WBSEARCH_QUERY_API_PARAMS_H
#define WBSEARCH_QUERY_API_PARAMS_H

#include "http_message.h"
#include "listing.h"
#include "refine.h"

WB_BEGIN_DECLS

/* Each leaves `*ret` as it was when the parameter is not there. Errors: WB_INVALID, naming it. */

/** A whole number from `min` to `max`. */
wb_status wb_param_number(const wb_http_request *request, const char *name, uint64_t min,
                          uint64_t max, size_t *ret, wb_error *err) WB_MUST_CHECK;

/** true or false; nothing behind the name is true. */
wb_status wb_param_bool(const wb_http_request *request, const char *name, bool *ret,
                        wb_error *err) WB_MUST_CHECK;

/** One of `choices` (the last is NULL): its place. */
wb_status wb_param_choice(const wb_http_request *request, const char *name,
                          const char *const *choices, size_t *ret, wb_error *err) WB_MUST_CHECK;

/** Several of `choices`, with commas between: a bit for each place. */
wb_status wb_param_choices(const wb_http_request *request, const char *name,
                           const char *const *choices, unsigned *ret, wb_error *err) WB_MUST_CHECK;

/** The order of a list of documents (sort): date, title or path. */
wb_status wb_param_listing_sort(const wb_http_request *request, wb_listing_sort *ret,
                                wb_error *err) WB_MUST_CHECK;

/** The name of an order there. */
const char *wb_param_listing_sort_name(wb_listing_sort sort);

/** All parameters that are filters, by the names of their fields: their number. */
size_t wb_param_filters(const wb_http_request *request, wb_refinement ret[WB_HTTP_PARAMS_MAX]);

/** An id of 16 hexadecimal digits at the start of `text`. */
bool wb_param_document_id(wb_slice text, uint64_t *ret);

WB_END_DECLS

#endif
