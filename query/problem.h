/**
 * @file problem.h
 * Errors as application/problem+json (RFC 9457).
 */
#ifndef WBSEARCH_QUERY_PROBLEM_H
#define WBSEARCH_QUERY_PROBLEM_H

#include "http_message.h"

WB_BEGIN_DECLS

/** Makes `response` an error of the HTTP status `status`, its former content gone; `detail` says
 *  what is wrong, for people; NULL for nothing. */
void wb_problem(wb_http_response *response, unsigned status, const char *detail);

/** The same for a failure of the library: the HTTP status follows from error->status; hint and
 *  offset become members. The detail of what is not the client's fault is kept out. */
void wb_problem_of(wb_http_response *response, const wb_error *error);

/** The name of an HTTP status, as "Not Found". */
const char *wb_problem_title(unsigned status);

WB_END_DECLS

#endif
