#include "workers.h"

#include <pthread.h>

struct worker {
    wb_workers *pool;
    unsigned number;
    pthread_t thread;
};

struct wb_workers {
    wb_workers_options options;
    struct worker *workers;
    unsigned started;
    pthread_mutex_t lock;
    pthread_cond_t has_task;
    /* Guarded by the lock: */
    wb_task *first;
    wb_task **end;
    unsigned waiting;
    unsigned running;
    bool ending;
};

wb_task *wb_task_new(void *owner)
{
    wb_task *task = wb_alloc_zero(1, sizeof *task);
    if (task) {
        wb_http_response_init(&task->response);
        task->owner = owner;
    }
    return task;
}

void wb_task_free(wb_task *task)
{
    if (task) {
        wb_http_request_clear(&task->request);
        wb_http_response_free(&task->response);
        wb_free(task);
    }
}

/* The next task that somebody waits for; NULL when the worker is to leave. The lock is held. */
static wb_task *next_task(wb_workers *pool)
{
    for (;;) {
        wb_task *task = pool->first;
        if (!task && pool->ending) {
            return NULL;
        }
        if (!task) {
            pthread_cond_wait(&pool->has_task, &pool->lock);
            continue;
        }
        pool->first = task->next;
        if (!pool->first) {
            pool->end = &pool->first;
        }
        pool->waiting--;
        if (task->state != WB_TASK_ABANDONED) {
            return task;
        }
        wb_task_free(task);
    }
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    wb_workers *pool = worker->pool;
    const wb_workers_options *options = &pool->options;
    pthread_mutex_lock(&pool->lock);
    for (wb_task *task = next_task(pool); task; task = next_task(pool)) {
        pool->running++;
        pthread_mutex_unlock(&pool->lock);
        options->handle(options->context, worker->number, &task->request, &task->response);
        pthread_mutex_lock(&pool->lock);
        pool->running--;
        bool is_abandoned = task->state == WB_TASK_ABANDONED;
        task->state = is_abandoned ? WB_TASK_ABANDONED : WB_TASK_DONE;
        pthread_mutex_unlock(&pool->lock);
        if (is_abandoned) {
            wb_task_free(task);
        } else {
            options->done(options->done_context, task);
        }
        pthread_mutex_lock(&pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

wb_status wb_workers_start(const wb_workers_options *options, wb_workers **ret, wb_error *err)
{
    wb_workers *pool = wb_alloc_zero(1, sizeof *pool);
    if (!pool) {
        return wb_error_nomem(err);
    }
    pool->options = *options;
    pool->end = &pool->first;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->has_task, NULL);
    pool->workers = wb_alloc_zero(options->count, sizeof *pool->workers);
    wb_status status = pool->workers ? WB_OK : wb_error_nomem(err);
    while (pool->workers && status == WB_OK && pool->started < options->count) {
        struct worker *worker = &pool->workers[pool->started];
        *worker = (struct worker){.pool = pool, .number = pool->started};
        int failure = pthread_create(&worker->thread, NULL, work, worker);
        if (failure) {
            status = wb_error_errno(err, WB_IO, failure, "cannot start a thread");
        } else {
            pool->started++;
        }
    }
    if (status != WB_OK) {
        wb_workers_stop(pool);
        return status;
    }
    *ret = pool;
    return WB_OK;
}

bool wb_workers_push(wb_workers *pool, wb_task *task)
{
    pthread_mutex_lock(&pool->lock);
    bool has_room = pool->waiting < pool->options.queue;
    if (has_room) {
        task->next = NULL;
        *pool->end = task;
        pool->end = &task->next;
        pool->waiting++;
        pthread_cond_signal(&pool->has_task);
    }
    pthread_mutex_unlock(&pool->lock);
    return has_room;
}

bool wb_workers_abandon(wb_workers *pool, wb_task *task)
{
    pthread_mutex_lock(&pool->lock);
    bool is_done = task->state == WB_TASK_DONE;
    if (!is_done) {
        task->state = WB_TASK_ABANDONED;
    }
    pthread_mutex_unlock(&pool->lock);
    return !is_done;
}

void wb_workers_load(wb_workers *pool, unsigned *ret_waiting, unsigned *ret_running)
{
    pthread_mutex_lock(&pool->lock);
    *ret_waiting = pool->waiting;
    *ret_running = pool->running;
    pthread_mutex_unlock(&pool->lock);
}

void wb_workers_stop(wb_workers *pool)
{
    if (!pool) {
        return;
    }
    pthread_mutex_lock(&pool->lock);
    pool->ending = true;
    pthread_cond_broadcast(&pool->has_task);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->started; i++) {
        pthread_join(pool->workers[i].thread, NULL);
    }
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->has_task);
    wb_free(pool->workers);
    wb_free(pool);
}
