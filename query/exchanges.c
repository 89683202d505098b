#include "exchanges.h"

#include <pthread.h>
#include <sys/socket.h>
#include <time.h>

#include "problem.h"

struct wb_client {
    wb_exchanges *exchanges;
    int fd;
    double deadline; /* then it is shut; 0: not now */
    wb_client *previous;
    wb_client *next;
};

struct wb_exchanges {
    wb_exchanges_limits limits;
    pthread_mutex_t lock;
    /* Guarded by the lock: */
    wb_client *clients;
    wb_exchange *waiting;
    wb_exchanges_counts counts;
    unsigned busy; /* exchanges that have arrived and are not over */
    bool ending;
};

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

wb_status wb_exchanges_new(const wb_exchanges_limits *limits, wb_exchanges **ret, wb_error *err)
{
    wb_exchanges *exchanges = wb_alloc_zero(1, sizeof *exchanges);
    if (!exchanges) {
        return wb_error_nomem(err);
    }
    exchanges->limits = *limits;
    pthread_mutex_init(&exchanges->lock, NULL);
    *ret = exchanges;
    return WB_OK;
}

void wb_exchanges_free(wb_exchanges *exchanges)
{
    if (exchanges) {
        pthread_mutex_destroy(&exchanges->lock);
        wb_free(exchanges);
    }
}

/* The connection waits for a request. The lock is held. */
static void start_idling(wb_client *client)
{
    client->deadline = now_seconds() + client->exchanges->limits.request_s;
}

wb_client *wb_client_add(wb_exchanges *exchanges, int fd)
{
    wb_client *client = wb_alloc_zero(1, sizeof *client);
    if (!client) {
        return NULL;
    }
    client->exchanges = exchanges;
    client->fd = fd;
    pthread_mutex_lock(&exchanges->lock);
    start_idling(client);
    client->next = exchanges->clients;
    if (client->next) {
        client->next->previous = client;
    }
    exchanges->clients = client;
    exchanges->counts.connections++;
    pthread_mutex_unlock(&exchanges->lock);
    return client;
}

void wb_client_remove(wb_client *client)
{
    wb_exchanges *exchanges = client->exchanges;
    pthread_mutex_lock(&exchanges->lock);
    *(client->previous ? &client->previous->next : &exchanges->clients) = client->next;
    if (client->next) {
        client->next->previous = client->previous;
    }
    exchanges->counts.connections--;
    pthread_mutex_unlock(&exchanges->lock);
    wb_free(client);
}

wb_exchange *wb_exchange_new(wb_client *client, void *connection)
{
    wb_exchange *exchange = wb_alloc_zero(1, sizeof *exchange);
    if (!exchange) {
        return NULL;
    }
    *exchange =
        (wb_exchange){.client = client, .connection = connection, .task = wb_task_new(exchange)};
    if (!exchange->task) {
        wb_free(exchange);
        return NULL;
    }
    return exchange;
}

void wb_exchange_free(wb_exchange *exchange)
{
    wb_exchanges *exchanges = exchange->client->exchanges;
    pthread_mutex_lock(&exchanges->lock);
    if (exchange->state != WB_EXCHANGE_ARRIVING) {
        exchanges->busy--;
    }
    start_idling(exchange->client);
    pthread_mutex_unlock(&exchanges->lock);
    wb_task_free(exchange->task);
    wb_free(exchange);
}

void wb_exchange_arrive(wb_exchange *exchange)
{
    wb_exchanges *exchanges = exchange->client->exchanges;
    exchange->state = WB_EXCHANGE_ARRIVED;
    pthread_mutex_lock(&exchanges->lock);
    exchange->client->deadline = 0;
    exchanges->busy++;
    pthread_mutex_unlock(&exchanges->lock);
}

/* The lock is held. */
static void start_waiting(wb_exchange *exchange)
{
    wb_exchanges *exchanges = exchange->client->exchanges;
    exchange->state = WB_EXCHANGE_WAITING;
    exchange->overdue = now_seconds() + exchanges->limits.answer_s;
    exchange->previous = NULL;
    exchange->next = exchanges->waiting;
    if (exchange->next) {
        exchange->next->previous = exchange;
    }
    exchanges->waiting = exchange;
}

/* The lock is held. */
static void stop_waiting(wb_exchange *exchange)
{
    wb_exchange **place =
        exchange->previous ? &exchange->previous->next : &exchange->client->exchanges->waiting;
    *place = exchange->next;
    if (exchange->next) {
        exchange->next->previous = exchange->previous;
    }
    exchange->state = WB_EXCHANGE_ANSWERED;
}

bool wb_exchange_hand_over(wb_exchange *exchange, wb_workers *workers)
{
    wb_exchanges *exchanges = exchange->client->exchanges;
    pthread_mutex_lock(&exchanges->lock);
    start_waiting(exchange); /* the list knows of it before any worker */
    bool is_taken = wb_workers_push(workers, exchange->task);
    if (!is_taken) {
        stop_waiting(exchange);
        exchanges->counts.refused++;
    }
    pthread_mutex_unlock(&exchanges->lock);
    return is_taken;
}

void wb_exchange_answer(wb_exchange *exchange)
{
    wb_exchanges *exchanges = exchange->client->exchanges;
    pthread_mutex_lock(&exchanges->lock);
    stop_waiting(exchange);
    pthread_mutex_unlock(&exchanges->lock);
}

void wb_exchange_send(wb_exchange *exchange)
{
    wb_exchanges *exchanges = exchange->client->exchanges;
    exchange->state = WB_EXCHANGE_SENT;
    pthread_mutex_lock(&exchanges->lock);
    exchange->client->deadline = now_seconds() + exchanges->limits.response_s;
    pthread_mutex_unlock(&exchanges->lock);
}

/* Takes the answer out of its worker's hands. The lock is held. */
static bool give_up(wb_exchange *exchange, wb_workers *workers)
{
    wb_task *task = wb_task_new(exchange);
    if (!task || !wb_workers_abandon(workers, exchange->task)) {
        wb_task_free(task);
        return false;
    }
    wb_problem(&task->response, 503, "the answer takes too long");
    exchange->task = task;
    stop_waiting(exchange);
    exchange->client->exchanges->counts.refused++;
    return true;
}

void *wb_exchanges_give_up(wb_exchanges *exchanges, wb_workers *workers, bool all)
{
    void *connection = NULL;
    double now = now_seconds();
    pthread_mutex_lock(&exchanges->lock);
    for (wb_exchange *x = exchanges->waiting; x && !connection; x = x->next) {
        if ((all || now >= x->overdue) && give_up(x, workers)) {
            connection = x->connection;
        }
    }
    pthread_mutex_unlock(&exchanges->lock);
    return connection;
}

void wb_exchanges_shut_slow(wb_exchanges *exchanges)
{
    double now = now_seconds();
    pthread_mutex_lock(&exchanges->lock);
    for (wb_client *client = exchanges->clients; client; client = client->next) {
        if (client->deadline > 0 && now >= client->deadline) {
            exchanges->counts.dropped++;
            client->deadline = 0;
            (void)shutdown(client->fd, SHUT_RDWR); /* who serves it sees that and closes it */
        }
    }
    pthread_mutex_unlock(&exchanges->lock);
}

void wb_exchanges_begin_end(wb_exchanges *exchanges)
{
    pthread_mutex_lock(&exchanges->lock);
    exchanges->ending = true;
    pthread_mutex_unlock(&exchanges->lock);
}

bool wb_exchanges_is_ending(wb_exchanges *exchanges)
{
    pthread_mutex_lock(&exchanges->lock);
    bool ending = exchanges->ending;
    pthread_mutex_unlock(&exchanges->lock);
    return ending;
}

bool wb_exchanges_is_idle(wb_exchanges *exchanges)
{
    pthread_mutex_lock(&exchanges->lock);
    bool idle = exchanges->busy == 0;
    pthread_mutex_unlock(&exchanges->lock);
    return idle;
}

wb_exchanges_counts wb_exchanges_count(wb_exchanges *exchanges)
{
    pthread_mutex_lock(&exchanges->lock);
    wb_exchanges_counts counts = exchanges->counts;
    pthread_mutex_unlock(&exchanges->lock);
    return counts;
}
