/**
 * @file workers.h
 * A pool of threads that answer requests from a queue.
 */
#ifndef WBSEARCH_QUERY_WORKERS_H
#define WBSEARCH_QUERY_WORKERS_H

#include "http_message.h"

WB_BEGIN_DECLS

/** What becomes of a task. */
typedef enum wb_task_state { WB_TASK_NEW, WB_TASK_ABANDONED, WB_TASK_DONE } wb_task_state;

/** A request to be answered, and its answer. */
typedef struct wb_task {
    wb_http_request request;
    wb_http_response response;
    void *owner;          /**< the caller's */
    wb_task_state state;  /**< private */
    struct wb_task *next; /**< private */
} wb_task;

/** A new task; NULL when memory is short. */
wb_task *wb_task_new(void *owner) WB_MUST_CHECK;

/** Frees it. */
void wb_task_free(wb_task *task);

/** What the pool does. */
typedef struct wb_workers_options {
    unsigned count; /**< threads, at least 1 */
    unsigned queue; /**< tasks that may wait */
    /** Answers `task->request` into `task->response`; `worker` is below `count`. */
    void (*handle)(void *context, unsigned worker, wb_http_request *request,
                   wb_http_response *response);
    void *context;
    /** Called by a worker with an answered task, which goes back to its owner. */
    void (*done)(void *done_context, wb_task *task);
    void *done_context;
} wb_workers_options;

/** A running pool. All functions may be called by any thread. */
typedef struct wb_workers wb_workers;

/** Starts the threads. Errors: WB_IO, WB_NOMEM. */
wb_status wb_workers_start(const wb_workers_options *options, wb_workers **ret,
                           wb_error *err) WB_MUST_CHECK;

/** Hands a task over. False when too many wait; it then stays the caller's. */
bool wb_workers_push(wb_workers *pool, wb_task *task) WB_MUST_CHECK;

/** Nobody waits for the task any more: the pool frees it, and `done` is not called. False when it
 *  is done already. */
bool wb_workers_abandon(wb_workers *pool, wb_task *task);

/** Tasks that wait, and those being answered. */
void wb_workers_load(wb_workers *pool, unsigned *ret_waiting, unsigned *ret_running);

/** Answers what waits, ends the threads, frees the pool. NULL is fine. */
void wb_workers_stop(wb_workers *pool);

WB_END_DECLS

#endif
