#include "server.h"

#include <stdio.h>
#include <unistd.h>

#include "api.h"
#include "gzip.h"
#include "log.h"
#include "page.h"
#include "problem.h"
#include "route.h"

/* What one thread needs. */
struct worker {
    wb_indexes *indexes;
    unsigned lists; /* which reading of the lists it has */
};

struct wb_server {
    wb_server_options options;
    wb_service service;
    struct worker *workers;
    atomic_uint lists; /* readings of the lists that were asked for */
    wb_http *http;
    wb_http_load (*load)(wb_http *http);
};

/* A line of a list that is left out. */
static void report_list(void *context, const wb_error *error)
{
    const wb_server *server = context;
    if (server->options.log_fd >= 0) {
        dprintf(server->options.log_fd, "wbsearchd: %s\n", error->text);
    }
}

wb_status wb_server_new(const wb_server_options *options, wb_server **ret, wb_error *err)
{
    wb_server *server = wb_alloc_zero(1, sizeof *server);
    if (!server) {
        return wb_error_nomem(err);
    }
    server->options = *options;
    server->service.routes = wb_route_names(&server->service.route_count);
    server->workers = wb_alloc_zero(options->workers, sizeof *server->workers);
    wb_status status = server->workers ? WB_OK : wb_error_nomem(err);
    for (unsigned i = 0; i < options->workers && status == WB_OK; i++) {
        /* The same lists are read by all; one tells of what is wrong with them. */
        status = wb_indexes_new(options->indexes, options->index_count, i ? NULL : report_list,
                                server, &server->workers[i].indexes, err);
    }
    if (status != WB_OK) {
        wb_server_free(server);
        return status;
    }
    *ret = server;
    return WB_OK;
}

void wb_server_free(wb_server *server)
{
    if (server) {
        for (unsigned i = 0; server->workers && i < server->options.workers; i++) {
            wb_indexes_free(server->workers[i].indexes);
        }
        wb_free(server->workers);
        wb_free(server);
    }
}

wb_status wb_server_open(wb_server *server, wb_error *err)
{
    wb_status status = WB_OK;
    for (unsigned w = 0; w < server->options.workers && status == WB_OK; w++) {
        for (size_t i = 0; i < server->options.index_count && status == WB_OK; i++) {
            wb_snapshot *snapshot;
            status = wb_indexes_get(server->workers[w].indexes, i, &snapshot, err);
        }
    }
    return status;
}

static wb_http_load load_of(void *context)
{
    wb_server *server = context;
    return server->load(server->http);
}

void wb_server_set_transport(wb_server *server, wb_http *http, wb_http_load (*load)(wb_http *http))
{
    server->http = http;
    server->load = load;
    server->service.load_context = server;
    server->service.load = http ? load_of : NULL;
}

void wb_server_reload(wb_server *server)
{
    atomic_fetch_add(&server->lists, 1);
}

static void reload_if_asked(wb_server *server, struct worker *worker)
{
    wb_error ignored; /* the old lists do */
    unsigned wanted = atomic_load(&server->lists);
    if (worker->lists != wanted && wb_indexes_reload(worker->indexes, &ignored) == WB_OK) {
        worker->lists = wanted;
    }
}

/* Whether the request may be answered at all; else the response says why not. */
static bool admit(const wb_server *server, const wb_http_request *request,
                  wb_http_response *response)
{
    if (request->host_count > 1) {
        wb_problem(response, 400, "the request has more than one header Host");
        return false;
    }
    if (!request->is_local && !wb_host_names_allow(&server->options.hosts, request->host)) {
        wb_problem(response, 421, "the server has no such name; --allow-host gives it one");
        return false;
    }
    if (request->method == WB_HTTP_OTHER) {
        wb_problem(response, 405, "only GET and HEAD are served");
        response->allow = "GET, HEAD";
        return false;
    }
    return true;
}

/* Chooses the index of the call and opens it, for `seconds`. */
static wb_status choose_index(wb_call *call, double seconds, wb_error *err)
{
    size_t number;
    wb_slice name = wb_slice_make("", 0);
    (void)wb_http_param_find(call->request, "index", &name);
    wb_status status = wb_indexes_find(call->indexes, name, &number, err);
    if (status != WB_OK) {
        return status;
    }
    call->index = wb_indexes_name(call->indexes, number);
    status = wb_indexes_get(call->indexes, number, &call->snapshot, err);
    if (status == WB_NOTFOUND) {
        status = err->status = WB_IO; /* it is the server that lacks something, not the client */
    }
    if (status == WB_OK) {
        wb_index_set_patience(wb_snapshot_index(call->snapshot), seconds);
    }
    return status;
}

/* The tag of what an address of an index gives: the same until the index, the lists or the program
 * change. Weak, because the time that a search took stands in its answer. */
static void make_etag(const wb_call *call, const wb_route *route, unsigned lists, char *ret)
{
    char variant[WB_PAGE_VARIANT_SIZE] = "";
    if (route->is_page) {
        wb_page_variant(call->request, variant);
    }
    (void)snprintf(ret, WB_HTTP_ETAG_SIZE, "W/\"%s-%u-%s%s\"", wb_snapshot_identity(call->snapshot),
                   lists, WB_VERSION, variant);
}

static wb_status answer_once(wb_call *call, const wb_route *route, unsigned lists, double seconds,
                             wb_error *err)
{
    wb_http_response *response = call->response;
    wb_http_response_reset(response);
    if (route->needs_index) {
        wb_status status = choose_index(call, seconds, err);
        if (status != WB_OK) {
            return status;
        }
        char etag[WB_HTTP_ETAG_SIZE];
        make_etag(call, route, lists, etag);
        if (wb_http_etag_matches(call->request->if_none_match, etag)) {
            response->status = 304;
        }
    }
    wb_status status = response->status == 304 ? WB_OK : route->api(call, err);
    if (status == WB_OK && route->needs_index) {
        make_etag(call, route, lists, response->etag); /* it may have moved */
        response->cache_control = "no-cache";
    }
    return status;
}

static double seconds_between(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) + (double)(to->tv_nsec - from->tv_nsec) / 1e9;
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return seconds_between(start, &now);
}

/* Answers; begins again when the index changes meanwhile, as long as there is time. */
static wb_status answer(wb_call *call, const wb_route *route, unsigned lists, double patience,
                        wb_error *err)
{
    struct timespec start;
    double left = patience;
    wb_status status;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do {
        status = answer_once(call, route, lists, left, err);
        if (status == WB_CHANGED && call->snapshot) {
            wb_snapshot_fell_behind(call->snapshot);
        }
        left = patience - seconds_since(&start);
    } while (status == WB_CHANGED && left > 0);
    return status;
}

/* Finds the route and has it answer; its number is returned. */
static size_t dispatch(wb_server *server, struct worker *worker, wb_call *call,
                       wb_http_request *request, wb_error *err)
{
    wb_http_response *response = call->response;
    size_t none = server->service.route_count - 1;
    wb_status status = wb_http_request_parse(request, err);
    if (status == WB_LIMIT) {
        wb_problem(response, 414, err->text);
        return none;
    }
    if (status != WB_OK) {
        wb_problem_of(response, err);
        return none;
    }
    size_t number = wb_route_find(request->path, &call->rest);
    if (number == SIZE_MAX) {
        wb_problem(response, 404, "nothing is served at this address; see /api/v1/openapi.json");
        return none;
    }
    const wb_route *route = wb_route_get(number);
    status = wb_route_check_params(route, request, err);
    if (status == WB_OK) {
        status = answer(call, route, worker->lists, server->options.patience, err);
    }
    if (status != WB_OK && route->is_page) {
        wb_page_problem(call, err);
    } else if (status != WB_OK) {
        wb_problem_of(response, err);
    }
    return number;
}

static void write_log(const wb_server *server, const wb_log_entry *entry)
{
    wb_buf line;
    wb_buf_init(&line, 0);
    wb_status status =
        server->options.log_json ? wb_log_json(entry, &line) : wb_log_text(entry, &line);
    if (status == WB_OK && write(server->options.log_fd, line.data, line.len) < 0) {
        /* There is nowhere to say so. */
    }
    wb_buf_free(&line);
}

static const char *method_name(wb_http_method method)
{
    return method == WB_HTTP_GET ? "GET" : method == WB_HTTP_HEAD ? "HEAD" : "OTHER";
}

/* Counts an answered request and writes its line of the log. */
static void note_answer(wb_server *server, const wb_call *call, size_t route, double seconds,
                        const wb_error *error)
{
    const wb_http_response *response = call->response;
    wb_log_entry entry = {.method = method_name(call->request->method),
                          .target = call->request->target,
                          .status = response->status,
                          .seconds = seconds,
                          .bytes = response->body.len,
                          .index = call->index,
                          .has_total = call->has_total,
                          .total = call->total,
                          .slow = seconds > server->options.slow_seconds,
                          .reason = error->status != WB_OK ? error->text : NULL};
    wb_metrics_add(&server->service.metrics, route, entry.status, seconds, entry.bytes, entry.slow);
    if (server->options.log_fd >= 0) {
        clock_gettime(CLOCK_REALTIME, &entry.when);
        write_log(server, &entry);
    }
}

void wb_server_handle(void *context, unsigned worker_number, wb_http_request *request,
                      wb_http_response *response)
{
    wb_server *server = context;
    struct worker *worker = &server->workers[worker_number];
    struct timespec start;
    wb_error error = {.status = WB_OK};
    wb_call call = {.request = request,
                    .response = response,
                    .service = &server->service,
                    .indexes = worker->indexes,
                    .rest = wb_slice_make("", 0)};
    size_t route = server->service.route_count - 1;
    clock_gettime(CLOCK_MONOTONIC, &start);
    reload_if_asked(server, worker);
    if (admit(server, request, response)) {
        route = dispatch(server, worker, &call, request, &error);
    }
    if (wb_http_accepts_gzip(request->accept_encoding)) {
        response->is_gzip = wb_gzip(&response->body);
    }
    note_answer(server, &call, route, seconds_since(&start), &error);
}
