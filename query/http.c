#include "http.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "exchanges.h"
#include "problem.h"

#define TICK_MS 20

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
    wb_exchanges *exchanges;
};

/* A worker has answered. The connection stays what it is until it is resumed. */
static void on_answer(void *context, wb_task *task)
{
    wb_exchange *x = task->owner;
    struct MHD_Connection *connection = x->connection;
    (void)context;
    wb_exchange_answer(x);
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
static enum MHD_Result send_response(wb_exchange *x, bool close)
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
    wb_exchange_send(x);
    return result;
}

static enum MHD_Result refuse(wb_exchange *x, unsigned status, const char *detail)
{
    wb_problem(&x->task->response, status, detail);
    return send_response(x, true);
}

/* The headers are there. A body is not read: behind it the connection would be out of step. */
static enum MHD_Result take_headers(wb_exchange *x, const char *method)
{
    wb_http_request *request = &x->task->request;
    struct headers headers = {request, 0};
    wb_exchange_arrive(x);
    request->method = method_of(method);
    (void)MHD_get_connection_values(x->connection, MHD_HEADER_KIND, keep_header, &headers);
    if (headers.lengths > 1) {
        return refuse(x, 400, "the request has more than one length");
    }
    return request->has_body ? refuse(x, 413, "only requests without a body are served") : MHD_YES;
}

/* Has the request answered. */
static enum MHD_Result hand_over(wb_http *http, wb_exchange *x)
{
    struct MHD_Connection *connection = x->connection;
    MHD_suspend_connection(connection);
    if (!wb_exchange_hand_over(x, http->workers)) {
        wb_problem(&x->task->response, 503, "too many requests wait to be answered");
        MHD_resume_connection(connection);
    }
    return MHD_YES;
}

/* The signature is the library's. NOLINTBEGIN(readability-non-const-parameter) */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **own)
{
    struct endpoint *endpoint = context;
    wb_exchange *x = *own;
    (void)connection;
    (void)url;
    (void)version;
    (void)upload;
    (void)upload_size;
    if (!x) {
        return MHD_NO; /* memory is short */
    }
    switch (x->state) {
    case WB_EXCHANGE_ARRIVING:
        return take_headers(x, method);
    case WB_EXCHANGE_ARRIVED:
        return hand_over(endpoint->http, x);
    case WB_EXCHANGE_ANSWERED:
        return send_response(x, wb_exchanges_is_ending(endpoint->http->exchanges));
    default:
        return MHD_YES;
    }
}
/* NOLINTEND(readability-non-const-parameter) */

/* The first line of a request was read. */
static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
    struct endpoint *endpoint = context;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    wb_exchange *x =
        info && info->socket_context ? wb_exchange_new(info->socket_context, connection) : NULL;
    if (!x) {
        return NULL;
    }
    wb_http_request *request = &x->task->request;
    if (!wb_arena_dup(&request->arena, wb_slice_from(target), &request->target)) {
        wb_exchange_free(x);
        return NULL;
    }
    request->is_local = endpoint->is_local;
    return x;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **own,
                         enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    if (*own) {
        wb_exchange_free(*own);
        *own = NULL;
    }
}

static void on_connection(void *context, struct MHD_Connection *connection, void **own,
                          enum MHD_ConnectionNotificationCode code)
{
    struct endpoint *endpoint = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *own = info ? wb_client_add(endpoint->http->exchanges, info->connect_fd) : NULL;
    } else if (*own) {
        wb_client_remove(*own);
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
    /* No option gives a header to the pages with which the library refuses a request before it
     * calls us: it makes and queues these responses in one go. To be less strict with clients, so
     * that we see more of what is wrong, would let through what is malformed.
     *
     * A client that closes its direction behind its request gets no answer, as the library has it.
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
    wb_exchanges_free(http->exchanges);
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
    wb_exchanges_limits limits = {options->request_s, options->answer_s, options->response_s};
    wb_workers_options pool = {.count = options->workers,
                               .queue = options->queue,
                               .handle = options->handle,
                               .context = options->context,
                               .done = on_answer};
    http->endpoints = wb_alloc_zero(options->socket_count, sizeof *http->endpoints);
    wb_status status =
        http->endpoints ? wb_exchanges_new(&limits, &http->exchanges, err) : wb_error_nomem(err);
    if (status == WB_OK) {
        status = wb_workers_start(&pool, &http->workers, err);
    }
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

/* Gives up the answers that are overdue, or `all`. A connection is not resumed under the lock of
 * the books, because the library has its own. */
static void give_up(wb_http *http, bool all)
{
    for (void *connection = wb_exchanges_give_up(http->exchanges, http->workers, all); connection;
         connection = wb_exchanges_give_up(http->exchanges, http->workers, all)) {
        MHD_resume_connection(connection);
    }
}

void wb_http_tick(wb_http *http)
{
    give_up(http, false);
    wb_exchanges_shut_slow(http->exchanges);
}

static void sleep_ms(long ms)
{
    struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
    (void)nanosleep(&pause, NULL);
}

/* Waits until nothing is under way, `seconds` at most. */
static void wait_until_idle(wb_http *http, unsigned seconds)
{
    for (unsigned i = 0; i < seconds * (1000 / TICK_MS); i++) {
        if (wb_exchanges_is_idle(http->exchanges)) {
            return;
        }
        sleep_ms(TICK_MS);
    }
}

void wb_http_stop(wb_http *http, unsigned patience_s)
{
    wb_exchanges_begin_end(http->exchanges);
    for (size_t i = 0; i < http->options.socket_count; i++) {
        int fd = MHD_quiesce_daemon(http->endpoints[i].daemon);
        if (fd >= 0) {
            close(fd);
        }
    }
    wait_until_idle(http, patience_s);
    give_up(http, true);
    wait_until_idle(http, 1);
    wb_workers_stop(http->workers);
    stop_endpoints(http);
    free_http(http);
}

wb_http_load wb_http_get_load(wb_http *http)
{
    wb_exchanges_counts counts = wb_exchanges_count(http->exchanges);
    wb_http_load load = {
        .connections = counts.connections, .refused = counts.refused, .dropped = counts.dropped};
    wb_workers_load(http->workers, &load.waiting, &load.running);
    return load;
}
