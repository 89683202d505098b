/**
 * @file route.h
 * Which function answers which address, with which parameters.
 */
#ifndef WBSEARCH_QUERY_ROUTE_H
#define WBSEARCH_QUERY_ROUTE_H

#include "api.h"

WB_BEGIN_DECLS

/** An address. */
typedef struct wb_route {
    const char *path;   /**< the whole path; or, where it ends in `/`, what stands before an id */
    const char *name;   /**< for metrics */
    const char *params; /**< names of its parameters, a space behind each */
    wb_api *api;
    bool needs_index; /**< it is about one index, and changes only when that does */
    bool is_page;     /**< for people: so are its errors, and it has languages */
} wb_route;

/** The number of the route of `path`, or SIZE_MAX. What stands behind a path that ends in `/` goes
 *  to `*ret_rest`. */
size_t wb_route_find(wb_slice path, wb_slice *ret_rest);

/** Route `number`. */
const wb_route *wb_route_get(size_t number);

/** The names of all routes, and one more for addresses that are none. */
const char *const *wb_route_names(size_t *ret_count);

/** The parameters that the route does not know are errors: WB_INVALID. */
wb_status wb_route_check_params(const wb_route *route, const wb_http_request *request,
                                wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
