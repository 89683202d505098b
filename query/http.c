#include "http.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "problem.h"
#include "workers.h"

#define TICK_MS 20

enum exchange_state {
    ARRIVING, /* its headers are being read */
    ARRIVED,
    WAITING, /* for its answer; the connection is suspended */
    ANSWERED,
    SENT /* or being sent */
};

/* A connection. */
struct client {
    int fd;
    double deadline; /* then it is closed; 0: not now */
    struct client *previous;
    struct client *next;
};

/* A request and its response on a connection. */
struct exchange {
    wb_http *http;
    struct MHD_Connection *connection;
    struct client *client;
    wb_task *task;
    enum exchange_state state;
    double overdue; /* then it is given up; WAITING only */
    struct exchange *previous;
    struct exchange *next; /* among those WAITING */
};

/* A socket that is served. */
struct endpoint {
    wb_http *http;
    struct MHD_Daemon *daemon;
    bool is_local;
};

struct wb_http {
    wb_http_options options;
    struct endpoint *endpoints;
    wb_workers *workers;
    pthread_mutex_t lock;
    /* Guarded by the lock: */
    struct client *clients;
    struct exchange *waiting;
    wb_http_load load;
    unsigned busy; /* exchanges that have arrived and are not over */
    bool stopping; /* connections are closed behind their response */
};

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Takes an exchange out of the list of those that wait. The lock is held. */
static void stop_waiting(struct exchange *x)
{
    *(x->previous ? &x->previous->next : &x->http->waiting) = x->next;
    if (x->next) {
        x->next->previous = x->previous;
    }
    x->state = ANSWERED;
}

static void start_waiting(struct exchange *x)
{
    x->state = WAITING;
    x->overdue = now_seconds() + x->http->options.answer_s;
    x->previous = NULL;
    x->next = x->http->waiting;
    if (x->next) {
        x->next->previous = x;
    }
    x->http->waiting = x;
}

/* Waits for a request. The lock is held. */
static void start_idling(struct client *client, const wb_http *http)
{
    client->deadline = now_seconds() + http->options.request_s;
}

static void set_deadline(struct client *client, wb_http *http, unsigned seconds)
{
    pthread_mutex_lock(&http->lock);
    client->deadline = seconds ? now_seconds() + seconds : 0;
    pthread_mutex_unlock(&http->lock);
}

/* A worker has answered. The connection stays what it is until it is resumed, and that is not done
 * under our lock, because the library has its own. */
static void on_answer(void *context, wb_task *task)
{
    wb_http *http = context;
    struct exchange *x = task->owner;
    struct MHD_Connection *connection = x->connection;
    pthread_mutex_lock(&http->lock);
    stop_waiting(x);
    pthread_mutex_unlock(&http->lock);
    MHD_resume_connection(connection);
}

/* Callbacks of the library, in the thread of an endpoint. */

/* What is read of the headers. */
struct headers {
    wb_http_request *request;
    unsigned lengths; /* headers Content-Length */
};

static enum MHD_Result keep_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    struct headers *headers = context;
    wb_http_request *request = headers->request;
    (void)kind;
    const struct {
        const char *name;
        wb_slice *value;
    } wanted[] = {{MHD_HTTP_HEADER_HOST, &request->host},
                  {MHD_HTTP_HEADER_ACCEPT_ENCODING, &request->accept_encoding},
                  {MHD_HTTP_HEADER_ACCEPT_LANGUAGE, &request->accept_language},
                  {MHD_HTTP_HEADER_IF_NONE_MATCH, &request->if_none_match}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (strcasecmp(name, wanted[i].name) == 0 &&
            !wb_arena_dup(&request->arena, wb_slice_from(value), wanted[i].value)) {
            return MHD_NO;
        }
    }
    request->host_count += strcasecmp(name, MHD_HTTP_HEADER_HOST) == 0;
    if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
        headers->lengths++;
        request->has_body = request->has_body || !value || strcmp(value, "0") != 0;
    } else if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) {
        request->has_body = true;
    }
    return MHD_YES;
}

static wb_http_method method_of(const char *name)
{
    return strcmp(name, MHD_HTTP_METHOD_GET) == 0    ? WB_HTTP_GET
           : strcmp(name, MHD_HTTP_METHOD_HEAD) == 0 ? WB_HTTP_HEAD
                                                     : WB_HTTP_OTHER;
}

static enum MHD_Result add_headers(struct MHD_Response *response, const wb_http_response *from,
                                   bool close)
{
    char scratch[16];
    wb_http_header headers[WB_HTTP_HEADERS_MAX];
    size_t count = wb_http_headers(from, scratch, headers);
    enum MHD_Result result = MHD_YES;
    for (size_t i = 0; i < count && result == MHD_YES; i++) {
        result = MHD_add_response_header(response, headers[i].name, headers[i].value);
    }
    if (result == MHD_YES && close) {
        result = MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    }
    return result;
}

/* Sends the answer; its body now belongs to the library. */
static enum MHD_Result send_response(struct exchange *x, bool close)
{
    wb_http_response *answer = &x->task->response;
    wb_buf *body = &answer->body;
    struct MHD_Response *response =
        body->data
            ? MHD_create_response_from_buffer_with_free_callback(body->len, body->data, wb_free)
            : MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (!response) {
        return MHD_NO;
    }
    wb_buf_init(body, 0);
    enum MHD_Result result = add_headers(response, answer, close);
    if (result == MHD_YES) {
        result = MHD_queue_response(x->connection, answer->status, response);
    }
    MHD_destroy_response(response);
    x->state = SENT;
    set_deadline(x->client, x->http, x->http->options.response_s);
    return result;
}

static enum MHD_Result refuse(struct exchange *x, unsigned status, const char *detail)
{
    wb_problem(&x->task->response, status, detail);
    return send_response(x, true);
}

/* The headers are there. A body is not read: behind it the connection would be out of step. */
static enum MHD_Result take_headers(struct exchange *x, const char *method)
{
    wb_http_request *request = &x->task->request;
    struct headers headers = {request, 0};
    x->state = ARRIVED;
    request->method = method_of(method);
    pthread_mutex_lock(&x->http->lock);
    x->client->deadline = 0;
    x->http->busy++;
    pthread_mutex_unlock(&x->http->lock);
    (void)MHD_get_connection_values(x->connection, MHD_HEADER_KIND, keep_header, &headers);
    if (headers.lengths > 1) {
        return refuse(x, 400, "the request has more than one length");
    }
    return request->has_body ? refuse(x, 413, "only requests without a body are served") : MHD_YES;
}

/* Has the request answered. The list of those that wait knows of it before any worker. */
static enum MHD_Result hand_over(struct exchange *x)
{
    wb_http *http = x->http;
    struct MHD_Connection *connection = x->connection;
    MHD_suspend_connection(connection);
    pthread_mutex_lock(&http->lock);
    start_waiting(x);
    bool is_taken = wb_workers_push(http->workers, x->task);
    if (!is_taken) {
        stop_waiting(x);
        http->load.refused++;
        wb_problem(&x->task->response, 503, "too many requests wait to be answered");
    }
    pthread_mutex_unlock(&http->lock);
    if (!is_taken) {
        MHD_resume_connection(connection);
    }
    return MHD_YES;
}

/* The signature is the library's. NOLINTBEGIN(readability-non-const-parameter) */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **own)
{
    struct exchange *x = *own;
    (void)context;
    (void)connection;
    (void)url;
    (void)version;
    (void)upload;
    (void)upload_size;
    if (!x) {
        return MHD_NO; /* memory is short */
    }
    if (x->state == ARRIVING) {
        return take_headers(x, method);
    }
    if (x->state == ARRIVED) {
        return hand_over(x);
    }
    return x->state == ANSWERED ? send_response(x, x->http->stopping) : MHD_YES;
}
/* NOLINTEND(readability-non-const-parameter) */

/* The first line of a request was read. */
static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
    struct endpoint *endpoint = context;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct exchange *x = info && info->socket_context ? wb_alloc_zero(1, sizeof *x) : NULL;
    if (!x) {
        return NULL;
    }
    *x = (struct exchange){.http = endpoint->http,
                           .connection = connection,
                           .client = info->socket_context,
                           .task = wb_task_new(x)};
    wb_http_request *request = x->task ? &x->task->request : NULL;
    if (!request || !wb_arena_dup(&request->arena, wb_slice_from(target), &request->target)) {
        wb_task_free(x->task);
        wb_free(x);
        return NULL;
    }
    request->is_local = endpoint->is_local;
    return x;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **own,
                         enum MHD_RequestTerminationCode code)
{
    struct endpoint *endpoint = context;
    wb_http *http = endpoint->http;
    struct exchange *x = *own;
    (void)connection;
    (void)code;
    if (!x) {
        return;
    }
    *own = NULL;
    pthread_mutex_lock(&http->lock);
    if (x->state != ARRIVING) {
        http->busy--;
    }
    start_idling(x->client, http);
    pthread_mutex_unlock(&http->lock);
    wb_task_free(x->task);
    wb_free(x);
}

static void add_client(wb_http *http, struct client *client)
{
    pthread_mutex_lock(&http->lock);
    start_idling(client, http);
    client->next = http->clients;
    if (client->next) {
        client->next->previous = client;
    }
    http->clients = client;
    http->load.connections++;
    pthread_mutex_unlock(&http->lock);
}

static void remove_client(wb_http *http, struct client *client)
{
    pthread_mutex_lock(&http->lock);
    *(client->previous ? &client->previous->next : &http->clients) = client->next;
    if (client->next) {
        client->next->previous = client->previous;
    }
    http->load.connections--;
    pthread_mutex_unlock(&http->lock);
    wb_free(client);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **own,
                          enum MHD_ConnectionNotificationCode code)
{
    struct endpoint *endpoint = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        struct client *client = info ? wb_alloc_zero(1, sizeof *client) : NULL;
        *own = client;
        if (client) {
            client->fd = info->connect_fd;
            add_client(endpoint->http, client);
        }
    } else if (*own) {
        remove_client(endpoint->http, *own);
        *own = NULL;
    }
}

/* What the library complains about is the clients' fault. */
static void ignore_log(void *context, const char *format, va_list arguments)
{
    (void)context;
    (void)format;
    (void)arguments;
}

/* Starting, watching, stopping. */

static bool start_endpoint(struct endpoint *endpoint, int fd)
{
    const wb_http_options *options = &endpoint->http->options;
    /* A client that closes its direction behind its request gets no answer, as the library has it.
     * Not epoll: under many connections that come and go, libmicrohttpd 0.9.75 sometimes takes the
     * listening socket out of its edge-triggered set for good. */
    endpoint->daemon = MHD_start_daemon(
        MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
        on_request, endpoint, MHD_OPTION_EXTERNAL_LOGGER, ignore_log, NULL,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, options->connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, options->header_bytes, MHD_OPTION_URI_LOG_CALLBACK,
        on_target, endpoint, MHD_OPTION_NOTIFY_COMPLETED, on_completed, endpoint,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, endpoint, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
    return endpoint->daemon != NULL;
}

static void close_sockets(const wb_http_options *options, size_t from)
{
    for (size_t i = from; i < options->socket_count; i++) {
        close(options->sockets[i].fd);
    }
}

static void free_http(wb_http *http)
{
    pthread_mutex_destroy(&http->lock);
    wb_free(http->endpoints);
    wb_free(http);
}

static void stop_endpoints(wb_http *http)
{
    for (size_t i = 0; http->endpoints && i < http->options.socket_count; i++) {
        if (http->endpoints[i].daemon) {
            MHD_stop_daemon(http->endpoints[i].daemon);
        }
    }
}

/* Serves the sockets; `*ret_started` of them belong to the library now. */
static wb_status start_endpoints(wb_http *http, size_t *ret_started, wb_error *err)
{
    const wb_http_options *options = &http->options;
    for (size_t i = 0; http->endpoints && i < options->socket_count; i++) {
        struct endpoint *endpoint = &http->endpoints[i];
        *endpoint = (struct endpoint){http, NULL, options->sockets[i].is_local};
        if (!start_endpoint(endpoint, options->sockets[i].fd)) {
            return wb_error_errno(err, WB_IO, errno, "cannot serve");
        }
        *ret_started = i + 1;
    }
    return WB_OK;
}

wb_status wb_http_start(const wb_http_options *options, wb_http **ret, wb_error *err)
{
    size_t started = 0;
    wb_http *http = wb_alloc_zero(1, sizeof *http);
    if (!http) {
        close_sockets(options, 0);
        return wb_error_nomem(err);
    }
    http->options = *options;
    pthread_mutex_init(&http->lock, NULL);
    wb_workers_options pool = {.count = options->workers,
                               .queue = options->queue,
                               .handle = options->handle,
                               .context = options->context,
                               .done = on_answer,
                               .done_context = http};
    http->endpoints = wb_alloc_zero(options->socket_count, sizeof *http->endpoints);
    wb_status status =
        http->endpoints ? wb_workers_start(&pool, &http->workers, err) : wb_error_nomem(err);
    if (status == WB_OK) {
        status = start_endpoints(http, &started, err);
    }
    if (status != WB_OK) {
        close_sockets(options, started);
        stop_endpoints(http);
        wb_workers_stop(http->workers);
        free_http(http);
        return status;
    }
    http->options.sockets = NULL; /* the caller's */
    *ret = http;
    return WB_OK;
}

/* Takes the answer of an exchange out of its worker's hands. The lock is held. */
static bool give_up(struct exchange *x)
{
    wb_task *task = wb_task_new(x);
    if (!task || !wb_workers_abandon(x->http->workers, x->task)) {
        wb_task_free(task);
        return false;
    }
    wb_problem(&task->response, 503, "the answer takes too long");
    x->task = task;
    stop_waiting(x);
    x->http->load.refused++;
    return true;
}

/* Gives up one exchange that is overdue (`all`: any) and returns its connection, else NULL. */
static struct MHD_Connection *give_up_one(wb_http *http, bool all)
{
    struct MHD_Connection *connection = NULL;
    double now = now_seconds();
    pthread_mutex_lock(&http->lock);
    for (struct exchange *x = http->waiting; x; x = x->next) {
        if ((all || now >= x->overdue) && give_up(x)) {
            connection = x->connection;
            break;
        }
    }
    pthread_mutex_unlock(&http->lock);
    return connection;
}

static void give_up_overdue(wb_http *http, bool all)
{
    for (struct MHD_Connection *connection = give_up_one(http, all); connection;
         connection = give_up_one(http, all)) {
        MHD_resume_connection(connection);
    }
}

static void close_slow_clients(wb_http *http)
{
    double now = now_seconds();
    pthread_mutex_lock(&http->lock);
    for (struct client *client = http->clients; client; client = client->next) {
        if (client->deadline > 0 && now >= client->deadline) {
            http->load.dropped++;
            client->deadline = 0;
            (void)shutdown(client->fd, SHUT_RDWR); /* the library sees it and closes */
        }
    }
    pthread_mutex_unlock(&http->lock);
}

void wb_http_tick(wb_http *http)
{
    give_up_overdue(http, false);
    close_slow_clients(http);
}

static void sleep_ms(long ms)
{
    struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
    (void)nanosleep(&pause, NULL);
}

/* Waits until nothing is under way, `seconds` at most. */
static void wait_until_idle(wb_http *http, double seconds)
{
    double end = now_seconds() + seconds;
    bool idle = false;
    while (!idle && now_seconds() < end) {
        pthread_mutex_lock(&http->lock);
        idle = http->busy == 0;
        pthread_mutex_unlock(&http->lock);
        if (!idle) {
            sleep_ms(TICK_MS);
        }
    }
}

void wb_http_stop(wb_http *http, unsigned patience_s)
{
    pthread_mutex_lock(&http->lock);
    http->stopping = true;
    pthread_mutex_unlock(&http->lock);
    for (size_t i = 0; i < http->options.socket_count; i++) {
        int fd = MHD_quiesce_daemon(http->endpoints[i].daemon);
        if (fd >= 0) {
            close(fd);
        }
    }
    wait_until_idle(http, patience_s);
    give_up_overdue(http, true);
    wait_until_idle(http, 1);
    wb_workers_stop(http->workers);
    stop_endpoints(http);
    free_http(http);
}

wb_http_load wb_http_get_load(wb_http *http)
{
    pthread_mutex_lock(&http->lock);
    wb_http_load load = http->load;
    pthread_mutex_unlock(&http->lock);
    wb_workers_load(http->workers, &load.waiting, &load.running);
    return load;
}
