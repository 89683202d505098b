/**
 * @file exchanges.h
 * The transport's books: which connections there are, which requests on them wait for their answer,
 * and until when each may take. No library of HTTP; of the sockets only that slow ones are shut.
 *
 * All functions may be called by any thread, but an exchange belongs to the thread that serves its
 * connection: nobody else ends it.
 */
#ifndef WBSEARCH_QUERY_EXCHANGES_H
#define WBSEARCH_QUERY_EXCHANGES_H

#include "workers.h"

WB_BEGIN_DECLS

/** Seconds that things may take. */
typedef struct wb_exchanges_limits {
    unsigned request_s;  /**< for a request to arrive, and for a connection to be idle */
    unsigned answer_s;   /**< for an answer to be made */
    unsigned response_s; /**< for a response to be taken */
} wb_exchanges_limits;

/** The books. */
typedef struct wb_exchanges wb_exchanges;

/** New books. Errors: WB_NOMEM. */
wb_status wb_exchanges_new(const wb_exchanges_limits *limits, wb_exchanges **ret,
                           wb_error *err) WB_MUST_CHECK;

/** Frees them; connections and exchanges must be over. NULL is fine. */
void wb_exchanges_free(wb_exchanges *exchanges);

/** A connection. */
typedef struct wb_client wb_client;

/** Enters a connection, which now waits for a request; NULL when memory is short. */
wb_client *wb_client_add(wb_exchanges *exchanges, int fd) WB_MUST_CHECK;

/** Strikes it out. */
void wb_client_remove(wb_client *client);

/** How far an exchange is. */
typedef enum wb_exchange_state {
    WB_EXCHANGE_ARRIVING, /**< the headers are being read */
    WB_EXCHANGE_ARRIVED,
    WB_EXCHANGE_WAITING, /**< for a worker's answer */
    WB_EXCHANGE_ANSWERED,
    WB_EXCHANGE_SENT /**< or being sent */
} wb_exchange_state;

/** A request on a connection and the response to it. */
typedef struct wb_exchange {
    wb_client *client;
    void *connection; /**< the caller's handle of it */
    wb_task *task;    /**< request and response */
    wb_exchange_state state;
    double overdue;               /**< private */
    struct wb_exchange *previous; /**< private */
    struct wb_exchange *next;     /**< private */
} wb_exchange;

/** A request begins to arrive; NULL when memory is short. */
wb_exchange *wb_exchange_new(wb_client *client, void *connection) WB_MUST_CHECK;

/** It is over: frees it. The connection waits for the next request. */
void wb_exchange_free(wb_exchange *exchange);

/** Its headers are there. */
void wb_exchange_arrive(wb_exchange *exchange);

/** Gives it to a worker, unless too many wait: false. It then is answered, and counted as refused;
 *  the response is the caller's to write. */
bool wb_exchange_hand_over(wb_exchange *exchange, wb_workers *workers) WB_MUST_CHECK;

/** The worker has answered. */
void wb_exchange_answer(wb_exchange *exchange);

/** The response is on its way. */
void wb_exchange_send(wb_exchange *exchange);

/**
 * Gives up waiting for one answer that is overdue (`all`: for any), which is answered by 503 now,
 * and returns the handle of its connection; NULL where there is none. The worker goes on.
 */
void *wb_exchanges_give_up(wb_exchanges *exchanges, wb_workers *workers, bool all);

/** Shuts the sockets of clients that took too long. */
void wb_exchanges_shut_slow(wb_exchanges *exchanges);

/** From now on connections are to be closed behind their response. */
void wb_exchanges_begin_end(wb_exchanges *exchanges);

/** Whether they are. */
bool wb_exchanges_is_ending(wb_exchanges *exchanges);

/** Whether no request has arrived that is not over. */
bool wb_exchanges_is_idle(wb_exchanges *exchanges);

/** What was counted. */
typedef struct wb_exchanges_counts {
    unsigned connections; /**< open now */
    uint64_t refused;     /**< requests that got 503 because too many waited or took too long */
    uint64_t dropped;     /**< connections shut because they were too slow */
} wb_exchanges_counts;

wb_exchanges_counts wb_exchanges_count(wb_exchanges *exchanges);

WB_END_DECLS

#endif
