/**
 * @file http.h
 * The transport: takes requests from listening sockets, has them answered by a pool of threads, and
 * sends what these made. The only place that knows libmicrohttpd.
 *
 * What does not parse as HTTP, is too large or lacks a header Host is refused by the library
 * itself, with pages of its own (400, 413, 414, 431, 505), and the connection is closed. They are
 * constant and say nothing of the request, but they lack the headers of all other responses
 * (wb_http_headers), and 0.9.75 has no means to add them.
 *
 * Reading and writing is done by one thread a listening socket, so that slow clients cost nobody's
 * time; answering is done by the pool, so that slow answers keep nobody from being read.
 */
#ifndef WBSEARCH_QUERY_HTTP_H
#define WBSEARCH_QUERY_HTTP_H

#include "http_message.h"

WB_BEGIN_DECLS

/** Answers `request` into `response` (as after wb_http_response_init). Called by several threads at
 *  a time; `worker` is the number of the calling one, below wb_http_options.workers. */
typedef void wb_http_handle(void *context, unsigned worker, wb_http_request *request,
                            wb_http_response *response);

/** A socket to serve. */
typedef struct wb_http_socket {
    int fd;        /**< listening; taken over */
    bool is_local; /**< a Unix socket */
} wb_http_socket;

/** The limits. */
typedef struct wb_http_options {
    const wb_http_socket *sockets;
    size_t socket_count;  /**< at least 1 */
    unsigned workers;     /**< threads that answer, at least 1 */
    unsigned connections; /**< open at a time, for each socket; more wait to be accepted */
    unsigned queue;       /**< requests that may wait for a worker; more get 503 */
    size_t header_bytes;  /**< of a request; more get 431 or 414 */
    unsigned request_s;   /**< seconds for a request to arrive, and for a connection to be idle */
    unsigned response_s;  /**< seconds for a response to be taken */
    unsigned answer_s;    /**< seconds until a request that is not answered gets 503 */
    wb_http_handle *handle;
    void *context;
} wb_http_options;

/** A running server. */
typedef struct wb_http wb_http;

/** Starts to serve. The sockets are closed on failure too. Errors: WB_IO, WB_NOMEM. */
wb_status wb_http_start(const wb_http_options *options, wb_http **ret, wb_error *err) WB_MUST_CHECK;

/** Enforces the limits of time: to be called about once a second. */
void wb_http_tick(wb_http *http);

/** Takes no more connections; requests that have arrived are answered, for `patience_s` seconds at
 *  most; then everything is closed and freed. */
void wb_http_stop(wb_http *http, unsigned patience_s);

/** What is going on now; for metrics. Any thread. */
typedef struct wb_http_load {
    unsigned connections; /**< open */
    unsigned waiting;     /**< requests for a worker */
    unsigned running;     /**< requests being answered */
    uint64_t refused;     /**< requests that got 503 because too many waited or took too long */
    uint64_t dropped;     /**< connections closed because they were too slow */
} wb_http_load;

wb_http_load wb_http_get_load(wb_http *http);

WB_END_DECLS

#endif
