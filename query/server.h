/**
 * @file server.h
 * From a request to its response, without any socket: who may ask, which function answers, from
 * which state of which index; then caching, compression, counting, the log.
 */
#ifndef WBSEARCH_QUERY_SERVER_H
#define WBSEARCH_QUERY_SERVER_H

#include "host_names.h"
#include "http.h"
#include "indexes.h"

WB_BEGIN_DECLS

/** What a server serves, and how. */
typedef struct wb_server_options {
    const wb_named_index *indexes; /**< borrowed */
    size_t index_count;            /**< at least 1 */
    unsigned workers;              /**< threads that call wb_server_handle */
    wb_host_names hosts;
    double patience;     /**< seconds an answer may take */
    double slow_seconds; /**< a request that takes longer is marked in the log */
    int log_fd;          /**< lines are written to it; -1: nowhere */
    bool log_json;
} wb_server_options;

/** A server. */
typedef struct wb_server wb_server;

/** Makes a server; opens no index yet. Errors: WB_NOMEM, WB_LIMIT. */
wb_status wb_server_new(const wb_server_options *options, wb_server **ret,
                        wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_server_free(wb_server *server);

/** Opens every index, so that the first request need not. Errors: as wb_index_open. */
wb_status wb_server_open(wb_server *server, wb_error *err) WB_MUST_CHECK;

/** From now on metrics tell of this transport too, until NULL is given. */
void wb_server_set_transport(wb_server *server, wb_http *http, wb_http_load (*load)(wb_http *http));

/** The lists of synonyms and words have changed. Any thread. */
void wb_server_reload(wb_server *server);

/** Answers a request (wb_http_handle; `context` is the server). */
void wb_server_handle(void *context, unsigned worker_number, wb_http_request *request,
                      wb_http_response *response);

WB_END_DECLS

#endif
