/* wbsearchd: the command line, the signals. */
#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <wbsearch/index_dir.h>
#include <wbsearch/message.h>

#include "http.h"
#include "keep_memory.h"
#include "listen.h"
#include "server.h"
#include "wbsearchd_flags.h"

#define EXIT_DONE 0
#define EXIT_FATAL 2

#define DEFAULT_ADDRESS "127.0.0.1:8917"
#define WORKERS_MAX 64
#define NAME_SIZE 64 /* of an index's name, with the NUL */

/* Of a request's first line and headers, bytes: MHD keeps both, and those of the response. */
#define HEADER_BYTES ((size_t)32 << 10)
#define QUEUE 256
#define RESPONSE_FACTOR 4 /* a client may take so many times as long for the response */
#define GRACE_S 2         /* that a search may be late, before its request is given up */
#define STOP_S 10         /* for requests under way at the end */

/* Which part of the manual is to be printed. */
enum manual { MANUAL_NONE, MANUAL_SHORT, MANUAL_LONG, MANUAL_VERSION, MANUAL_GENERATED };

/* What the command line asks for. */
struct wanted {
    wb_named_index indexes[WB_INDEXES_MAX];
    char names[WB_INDEXES_MAX][NAME_SIZE]; /* of the indexes */
    size_t index_count;
    const char *addresses[WB_LISTEN_MAX];
    size_t address_count;
    wb_host_names hosts;
    bool allow_remote;
    bool quiet;
    bool log_json;
    uint64_t workers;
    uint64_t connections;
    uint64_t time_limit_s;
    uint64_t client_limit_s;
    uint64_t slow_ms;
    enum manual manual;
    size_t generate; /* of WB_OPT_GENERATE_CHOICES */
};

static void print_error(const wb_error *error)
{
    fprintf(stderr, "wbsearchd: %s\n", error->text);
    if (error->hint[0]) {
        fprintf(stderr, wb_message("wbsearchd: hint: %s\n"), error->hint);
    }
}

static int print_manual(const struct wanted *wanted)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    switch (wanted->manual) {
    case MANUAL_SHORT:
        wb_opt_put_usage(&wbsearchd_program, &text);
        break;
    case MANUAL_LONG:
        wb_opt_put_help(&wbsearchd_program, &text);
        break;
    case MANUAL_GENERATED:
        wb_opt_generate(&wbsearchd_program, wanted->generate, &text);
        break;
    default:
        wb_buf_puts(&text, "wbsearchd " WB_VERSION "\n");
        break;
    }
    bool written = text.status == WB_OK && fwrite(text.data, 1, text.len, stdout) == text.len &&
                   fflush(stdout) == 0;
    if (!written && errno != EPIPE) {
        perror(wb_message("wbsearchd: cannot write"));
    }
    wb_buf_free(&text);
    return written || errno == EPIPE ? EXIT_DONE : EXIT_FATAL;
}

/* The command line. */

static bool is_name(wb_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
            return false;
        }
    }
    return text.len > 0;
}

/* NAME=PATH, or PATH alone. */
static wb_status add_index(const char *argument, struct wanted *wanted, wb_error *err)
{
    const char *equals = strchr(argument, '=');
    size_t len = equals ? (size_t)(equals - argument) : 0;
    wb_named_index index = {"default", argument};
    if (wanted->index_count == WB_INDEXES_MAX) {
        return wb_error_set(err, WB_LIMIT, "more than %d indexes", WB_INDEXES_MAX);
    }
    if (len < NAME_SIZE && is_name(wb_slice_make(argument, len))) {
        char *name = wanted->names[wanted->index_count];
        memcpy(name, argument, len);
        name[len] = '\0';
        index = (wb_named_index){name, equals + 1};
    }
    for (size_t i = 0; i < wanted->index_count; i++) {
        if (strcmp(wanted->indexes[i].name, index.name) == 0) {
            wb_error_set(err, WB_INVALID, "two indexes have the name %s", index.name);
            wb_error_hint(err, "--index NAME=PATH gives a name");
            return WB_INVALID;
        }
    }
    wanted->indexes[wanted->index_count++] = index;
    return WB_OK;
}

static wb_status add_text(const char *text, const char **list, size_t *count, size_t max,
                          wb_error *err)
{
    if (*count == max) {
        return wb_error_set(err, WB_LIMIT, "more than %zu of one option", max);
    }
    list[(*count)++] = text;
    return WB_OK;
}

static wb_status set(const wb_opt_found *found, struct wanted *wanted, wb_error *err)
{
    const char *name = found->option->name;
    const char *argument = found->argument;
    switch ((enum flag)found->option->key) {
    case FLAG_INDEX:
        return add_index(argument, wanted, err);
    case FLAG_LISTEN:
        return add_text(argument, wanted->addresses, &wanted->address_count, WB_LISTEN_MAX, err);
    case FLAG_ALLOW_HOST:
        return add_text(argument, wanted->hosts.names, &wanted->hosts.name_count, WB_HOST_NAMES_MAX,
                        err);
    case FLAG_ALLOW_REMOTE:
        wanted->allow_remote = true;
        break;
    case FLAG_WORKERS:
        return wb_opt_number(name, argument, 1, WORKERS_MAX, &wanted->workers, err);
    case FLAG_CONNECTIONS:
        return wb_opt_number(name, argument, 1, 100000, &wanted->connections, err);
    case FLAG_TIME_LIMIT:
        return wb_opt_number(name, argument, 1, 3600, &wanted->time_limit_s, err);
    case FLAG_CLIENT_LIMIT:
        return wb_opt_number(name, argument, 1, 3600, &wanted->client_limit_s, err);
    case FLAG_LOG_JSON:
        wanted->log_json = true;
        break;
    case FLAG_SLOW_MS:
        return wb_opt_number(name, argument, 0, 3600000, &wanted->slow_ms, err);
    case FLAG_QUIET:
        wanted->quiet = true;
        break;
    case FLAG_GENERATE:
        wanted->manual = MANUAL_GENERATED;
        return wb_opt_choice(found, &wanted->generate, err);
    case FLAG_HELP:
        wanted->manual = found->by_letter ? MANUAL_SHORT : MANUAL_LONG;
        break;
    case FLAG_VERSION:
        wanted->manual = MANUAL_VERSION;
        break;
    }
    return WB_OK;
}

/* Reads the command line up to an option that asks for the manual. */
static wb_status read_command_line(char **words, size_t count, struct wanted *wanted, wb_error *err)
{
    wb_opt_parser parser;
    wb_opt_found found;
    wb_opt_parser_init(&parser, wbsearchd_program.options, words, count);
    for (;;) {
        wb_status status = wb_opt_next(&parser, &found, err);
        if (status == WB_OK && found.option) {
            status = set(&found, wanted, err);
        }
        if (status != WB_OK || wanted->manual != MANUAL_NONE) {
            return status;
        }
        if (!found.option) {
            break;
        }
    }
    if (parser.operand_count) {
        wb_error_set(err, WB_INVALID, "'%s' is no option", words[0]);
        wb_error_hint(err, "--index PATH names the index, --help the options");
        return WB_INVALID;
    }
    return WB_OK;
}

/* The index where none is named. `path` owns its path. */
static wb_status find_index(struct wanted *wanted, wb_buf *path, wb_error *err)
{
    const char *named = getenv("WBSEARCH_INDEX");
    wb_status status = WB_OK;
    if (wanted->index_count) {
        return WB_OK;
    }
    if (named && *named) {
        status = wb_buf_puts(path, named) == WB_OK ? WB_OK : wb_error_nomem(err);
    } else {
        status = wb_index_dir_find(".", path, err);
    }
    wanted->indexes[wanted->index_count++] = (wb_named_index){"default", path->data};
    return status;
}

/* Serving. */

/* Opens what is to be listened on: what systemd gives, else what was asked for. */
static wb_status open_listeners(const struct wanted *wanted, wb_listener *listeners, size_t *count,
                                wb_error *err)
{
    wb_status status = wb_listen_inherit(wanted->allow_remote, listeners, count, err);
    if (status != WB_OK || *count) {
        return status;
    }
    if (wanted->address_count == 0) {
        *count = 1;
        return wb_listen_open(DEFAULT_ADDRESS, false, &listeners[0], err);
    }
    for (size_t i = 0; i < wanted->address_count && status == WB_OK; i++) {
        status = wb_listen_open(wanted->addresses[i], wanted->allow_remote, &listeners[i], err);
        *count += status == WB_OK;
    }
    return status;
}

/* Handles signals until one asks for the end. They are blocked in all threads. */
static void serve(wb_server *server, wb_http *http, const sigset_t *signals)
{
    const struct timespec second = {1, 0};
    for (;;) {
        int number = sigtimedwait(signals, NULL, &second);
        if (number == SIGTERM || number == SIGINT) {
            return;
        }
        if (number == SIGHUP) {
            wb_server_reload(server);
        }
        wb_http_tick(http);
    }
}

static void block_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, signals, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
}

static wb_status start(const struct wanted *wanted, const wb_listener *listeners, size_t count,
                       wb_server *server, wb_http **ret, wb_error *err)
{
    wb_http_socket sockets[WB_LISTEN_MAX];
    for (size_t i = 0; i < count; i++) {
        sockets[i] = (wb_http_socket){listeners[i].fd, listeners[i].is_local};
    }
    wb_http_options options = {.sockets = sockets,
                               .socket_count = count,
                               .workers = (unsigned)wanted->workers,
                               .connections = (unsigned)wanted->connections,
                               .queue = QUEUE,
                               .header_bytes = HEADER_BYTES,
                               .request_s = (unsigned)wanted->client_limit_s,
                               .response_s = RESPONSE_FACTOR * (unsigned)wanted->client_limit_s,
                               .answer_s = (unsigned)wanted->time_limit_s + GRACE_S,
                               .handle = wb_server_handle,
                               .context = server};
    return wb_http_start(&options, ret, err);
}

/* Says where it listens, once it does. */
static void announce(const wb_listener *listeners, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        printf("%s\n", listeners[i].text);
    }
    (void)fflush(stdout);
}

static wb_status make_server(const struct wanted *wanted, const wb_listener *listeners,
                             size_t count, wb_server **ret, wb_error *err)
{
    wb_server_options options = {.indexes = wanted->indexes,
                                 .index_count = wanted->index_count,
                                 .workers = (unsigned)wanted->workers,
                                 .hosts = wanted->hosts,
                                 .patience = (double)wanted->time_limit_s,
                                 .slow_seconds = (double)wanted->slow_ms / 1000,
                                 .log_fd = wanted->quiet ? -1 : STDERR_FILENO,
                                 .log_json = wanted->log_json};
    options.hosts.any_address = wanted->allow_remote;
    for (size_t i = 0; i < count; i++) {
        if (!listeners[i].is_local) {
            options.hosts.ports[options.hosts.port_count++] = listeners[i].port;
        }
    }
    wb_status status = wb_server_new(&options, ret, err);
    return status == WB_OK ? wb_server_open(*ret, err) : status;
}

static wb_status run(struct wanted *wanted, wb_error *err)
{
    wb_listener listeners[WB_LISTEN_MAX];
    size_t count = 0;
    wb_buf path;
    sigset_t signals;
    wb_server *server = NULL;
    wb_http *http = NULL;
    wb_buf_init(&path, 0);
    block_signals(&signals);
    wb_status status = find_index(wanted, &path, err);
    if (status == WB_OK) {
        status = open_listeners(wanted, listeners, &count, err);
    }
    if (status == WB_OK) {
        status = make_server(wanted, listeners, count, &server, err);
    }
    if (status == WB_OK) {
        status = start(wanted, listeners, count, server, &http, err);
    }
    if (status == WB_OK) {
        wb_server_set_transport(server, http, wb_http_get_load);
        announce(listeners, count);
        serve(server, http, &signals);
        wb_http_stop(http, STOP_S);
    }
    for (size_t i = 0; i < count; i++) {
        wb_listen_remove(&listeners[i]);
    }
    wb_server_free(server);
    wb_buf_free(&path);
    return status;
}

static uint64_t processor_count(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > WORKERS_MAX ? WORKERS_MAX : (uint64_t)count;
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    wb_message_init();
    wb_keep_memory();
    struct wanted wanted = {.workers = processor_count(),
                            .connections = 512,
                            .time_limit_s = 5,
                            .client_limit_s = 15,
                            .slow_ms = 200};
    wb_error error;
    size_t word_count = argc > 0 ? (size_t)argc - 1 : 0;
    if (read_command_line(argv + 1, word_count, &wanted, &error) != WB_OK) {
        print_error(&error);
        return EXIT_FATAL;
    }
    if (wanted.manual != MANUAL_NONE) {
        return print_manual(&wanted);
    }
    if (run(&wanted, &error) != WB_OK) {
        print_error(&error);
        return EXIT_FATAL;
    }
    return EXIT_DONE;
}
