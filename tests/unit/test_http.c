/* The transport with answers that take as long as the test wants: what is given up, what is
 * refused, how it ends. */
#include "test.h"

#include <pthread.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <unistd.h>

#include "http.h"
#include "listen.h"

/* What the handler waits for. */
struct gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned entered; /* requests that came to the handler */
    bool open;
};

struct fixture {
    struct gate gate;
    wb_http *http;
    uint16_t port;
};

static void handle(void *context, unsigned worker, wb_http_request *request,
                   wb_http_response *response)
{
    struct gate *gate = context;
    (void)worker;
    pthread_mutex_lock(&gate->lock);
    gate->entered++;
    pthread_cond_broadcast(&gate->changed);
    while (!gate->open) {
        pthread_cond_wait(&gate->changed, &gate->lock);
    }
    pthread_mutex_unlock(&gate->lock);
    response->content_type = "text/plain";
    wb_buf_put(&response->body, request->target);
}

static void open_gate(struct gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    gate->open = true;
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->lock);
}

static void wait_entered(struct gate *gate, unsigned count)
{
    pthread_mutex_lock(&gate->lock);
    while (gate->entered < count) {
        pthread_cond_wait(&gate->changed, &gate->lock);
    }
    pthread_mutex_unlock(&gate->lock);
}

static void start(struct fixture *f, unsigned queue, unsigned answer_s)
{
    wb_error err;
    wb_listener listener;
    *f = (struct fixture){.gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, false}};
    assert_ok(wb_listen_open("127.0.0.1:0", false, &listener, &err));
    f->port = listener.port;
    wb_http_socket socket = {listener.fd, false};
    wb_http_options options = {.sockets = &socket,
                               .socket_count = 1,
                               .workers = 1,
                               .connections = 16,
                               .queue = queue,
                               .header_bytes = 32768,
                               .request_s = 3600,
                               .response_s = 3600,
                               .answer_s = answer_s,
                               .handle = handle,
                               .context = &f->gate};
    assert_ok(wb_http_start(&options, &f->http, &err));
}

static int ask(const struct fixture *f, const char *target)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(f->port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char text[128];
    int len = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", target);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(send(fd, text, (size_t)len, 0), len);
    return fd;
}

/* The status of the response; -1 when the connection ends without one. Its text goes to `ret`. */
static int read_status(int fd, char *ret, size_t size)
{
    size_t used = 0;
    ret[0] = '\0';
    while (used + 1 < size && !strstr(ret, "\r\n\r\n")) {
        ssize_t n = recv(fd, ret + used, size - 1 - used, 0);
        if (n <= 0) {
            return -1;
        }
        used += (size_t)n;
        ret[used] = '\0';
    }
    close(fd);
    int status = -1;
    return sscanf(ret, "HTTP/1.1 %d", &status) == 1 ? status : -1;
}

/* Waits until so many requests wait for a worker. */
static void wait_waiting(wb_http *http, unsigned count)
{
    while (wb_http_get_load(http).waiting < count) {
        poll(NULL, 0, 1);
    }
}

static void an_answer_that_takes_too_long_is_given_up(void **state)
{
    struct fixture f;
    char text[2048];
    start(&f, 8, 0); /* overdue at once */
    int running = ask(&f, "/1");
    wait_entered(&f.gate, 1);
    int waiting = ask(&f, "/2");
    wait_waiting(f.http, 1);
    wb_http_tick(f.http);
    assert_int_equal(read_status(running, text, sizeof text), 503);
    assert_non_null(strstr(text, "Retry-After: 1\r\n"));
    assert_int_equal(read_status(waiting, text, sizeof text), 503);
    assert_int_equal(wb_http_get_load(f.http).refused, 2);
    open_gate(&f.gate);
    wb_http_stop(f.http, 10);
    assert_int_equal(f.gate.entered, 1); /* nobody waited for the second any more */
}

static void more_than_the_queue_holds_is_refused(void **state)
{
    struct fixture f;
    char text[2048];
    start(&f, 1, 3600);
    int running = ask(&f, "/1");
    wait_entered(&f.gate, 1);
    int waiting = ask(&f, "/2");
    wait_waiting(f.http, 1);
    int refused = ask(&f, "/3");
    assert_int_equal(read_status(refused, text, sizeof text), 503);
    wb_http_tick(f.http); /* nothing is overdue */
    open_gate(&f.gate);
    assert_int_equal(read_status(running, text, sizeof text), 200);
    assert_int_equal(read_status(waiting, text, sizeof text), 200);
    wb_http_stop(f.http, 10);
}

static void *stop(void *http)
{
    wb_http_stop(http, 3600);
    return NULL;
}

static void what_was_asked_is_answered_before_the_end(void **state)
{
    struct fixture f;
    char text[2048];
    pthread_t thread;
    start(&f, 8, 3600);
    int running = ask(&f, "/1");
    wait_entered(&f.gate, 1);
    assert_int_equal(pthread_create(&thread, NULL, stop, f.http), 0);
    /* It has begun to end when nobody can connect any more. */
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(f.port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (bool refused = false; !refused;) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        refused = connect(fd, (struct sockaddr *)&address, sizeof address) != 0;
        close(fd);
    }
    open_gate(&f.gate);
    assert_int_equal(read_status(running, text, sizeof text), 200);
    assert_non_null(strstr(text, "Connection: close\r\n"));
    pthread_join(thread, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_that_takes_too_long_is_given_up),
        cmocka_unit_test(more_than_the_queue_holds_is_refused),
        cmocka_unit_test(what_was_asked_is_answered_before_the_end),
    };
    return RUN(tests);
}
