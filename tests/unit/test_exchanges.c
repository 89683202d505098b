/* The transport's books: what is idle, what is slow, what is counted. */
#include "test.h"

#include <sys/socket.h>
#include <unistd.h>

#include "exchanges.h"

/* Everything is overdue at once. */
static const wb_exchanges_limits no_time = {0, 0, 0};
static const wb_exchanges_limits much_time = {3600, 3600, 3600};

/* Books with a connection, whose socket is fds[0]; fds[1] is the other end. */
static wb_exchanges *start(const wb_exchanges_limits *limits, int fds[2], wb_client **ret)
{
    wb_exchanges *exchanges = NULL;
    wb_error err;
    assert_ok(wb_exchanges_new(limits, &exchanges, &err));
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    *ret = wb_client_add(exchanges, fds[0]);
    assert_non_null(*ret);
    assert_int_equal(wb_exchanges_count(exchanges).connections, 1);
    return exchanges;
}

static void end(wb_exchanges *exchanges, const int fds[2], wb_client *client)
{
    wb_client_remove(client);
    assert_int_equal(wb_exchanges_count(exchanges).connections, 0);
    wb_exchanges_free(exchanges);
    close(fds[0]);
    close(fds[1]);
}

static bool is_shut(const int fds[2])
{
    char c;
    return recv(fds[1], &c, 1, MSG_DONTWAIT) == 0;
}

static void a_client_that_sends_nothing_is_shut_once(void **state)
{
    int fds[2];
    wb_client *client = NULL;
    wb_exchanges *exchanges = start(&no_time, fds, &client);
    assert_false(is_shut(fds));
    wb_exchanges_shut_slow(exchanges);
    assert_true(is_shut(fds));
    wb_exchanges_shut_slow(exchanges);
    assert_int_equal(wb_exchanges_count(exchanges).dropped, 1);
    end(exchanges, fds, client);
}

static void a_client_that_has_time_is_left(void **state)
{
    int fds[2];
    wb_client *client = NULL;
    wb_exchanges *exchanges = start(&much_time, fds, &client);
    wb_exchanges_shut_slow(exchanges);
    assert_false(is_shut(fds));
    assert_int_equal(wb_exchanges_count(exchanges).dropped, 0);
    end(exchanges, fds, client);
}

/* While its answer is made, a client is not slow; before and behind, it is. */
static void a_client_that_waits_for_us_is_left(void **state)
{
    for (int stage = 0; stage < 4; stage++) {
        int fds[2];
        wb_client *client = NULL;
        wb_exchanges *exchanges = start(&no_time, fds, &client);
        wb_exchange *exchange = wb_exchange_new(client, fds);
        assert_non_null(exchange);
        assert_ptr_equal(exchange->task->owner, exchange);
        assert_true(wb_exchanges_is_idle(exchanges)); /* nothing has arrived */
        if (stage > 0) {
            wb_exchange_arrive(exchange);
            assert_false(wb_exchanges_is_idle(exchanges));
        }
        if (stage > 1) {
            wb_exchange_send(exchange);
        }
        if (stage > 2) {
            wb_exchange_free(exchange);
            exchange = NULL;
            assert_true(wb_exchanges_is_idle(exchanges));
        }
        wb_exchanges_shut_slow(exchanges);
        assert_int_equal(is_shut(fds), stage != 1);
        if (exchange) {
            wb_exchange_free(exchange);
        }
        end(exchanges, fds, client);
    }
}

static void connections_come_and_go_in_any_order(void **state)
{
    static const size_t orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}};
    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        int fds[2];
        wb_client *clients[3];
        wb_exchanges *exchanges = start(&no_time, fds, &clients[0]);
        clients[1] = wb_client_add(exchanges, fds[0]);
        clients[2] = wb_client_add(exchanges, fds[0]);
        assert_true(clients[1] && clients[2]);
        assert_int_equal(wb_exchanges_count(exchanges).connections, 3);
        wb_client_remove(clients[orders[i][0]]);
        wb_exchanges_shut_slow(exchanges);
        assert_int_equal(wb_exchanges_count(exchanges).dropped, 2);
        wb_client_remove(clients[orders[i][1]]);
        end(exchanges, fds, clients[orders[i][2]]);
    }
}

static void the_end_is_remembered(void **state)
{
    int fds[2];
    wb_client *client = NULL;
    wb_exchanges *exchanges = start(&much_time, fds, &client);
    assert_false(wb_exchanges_is_ending(exchanges));
    wb_exchanges_begin_end(exchanges);
    assert_true(wb_exchanges_is_ending(exchanges));
    assert_null(wb_exchanges_give_up(exchanges, NULL, true)); /* nothing waits */
    end(exchanges, fds, client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_client_that_sends_nothing_is_shut_once),
        cmocka_unit_test(a_client_that_has_time_is_left),
        cmocka_unit_test(a_client_that_waits_for_us_is_left),
        cmocka_unit_test(connections_come_and_go_in_any_order),
        cmocka_unit_test(the_end_is_remembered),
    };
    return RUN(tests);
}
