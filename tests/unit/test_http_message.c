/* Requests and responses without a socket; names of hosts; HTML; lines of the log. */
#include "test.h"

#include "gzip.h"
#include "host_names.h"
#include "html.h"
#include "http_message.h"
#include "log.h"

/* "PATH name=value …", or the name of the error. */
static void parses(const char *target, const char *wanted)
{
    wb_http_request request = {.target = wb_slice_from(target)};
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    wb_status status = wb_http_request_parse(&request, &err);
    if (status == WB_OK) {
        wb_buf_put(&out, request.path);
        for (size_t i = 0; i < request.param_count; i++) {
            wb_buf_puts(&out, " ");
            wb_buf_put(&out, request.params[i].name);
            wb_buf_puts(&out, "=");
            wb_buf_put(&out, request.params[i].value);
        }
    } else {
        wb_buf_puts(&out, wb_status_name(status));
    }
    assert_text_of(wb_buf_slice(&out), wanted, target);
    wb_buf_free(&out);
    wb_http_request_clear(&request);
}

static void targets_are_decoded(void **state)
{
    parses("/", "/");
    parses("/a/b?c=d&e=%E7%A2%B3", "/a/b c=d e=碳");
    parses("/%41?x=1+2%2B3", "/A x=1 2+3");
    parses("/a+b", "/a+b");
    parses("/?&&a&b=&=c&", "/ a= b= =c");
    parses("/?a=b=c?d", "/ a=b=c?d");
    parses("/?a=1&a=2", "/ a=1 a=2");
    parses("", "invalid");
    parses("a", "invalid");
    parses("/%", "invalid");
    parses("/%4", "invalid");
    parses("/%4g", "invalid");
    parses("/%00", "invalid");
    parses("/?a=%00", "invalid");
    parses("/%0a", "invalid");
    parses("/?a=%0a", "/ a=\n");
    parses("/?a=%e7%a2", "invalid");
    parses("/\xff", "invalid");
    parses(
        "/?1&2&3&4&5&6&7&8&9&10&11&12&13&14&15&16&17&18&19&20&21&22&23&24&25&26&27&28&29&30&31&32"
        "&33",
        "over a limit");
}

static void tags_are_compared_weakly(void **state)
{
    static const char tag[] = "W/\"a-1\"";
    assert_true(wb_http_etag_matches(S("W/\"a-1\""), tag));
    assert_true(wb_http_etag_matches(S("\"a-1\""), tag));
    assert_true(wb_http_etag_matches(S("\"x\", W/\"a-1\" , \"y\""), tag));
    assert_true(wb_http_etag_matches(S(" * "), tag));
    assert_false(wb_http_etag_matches(S(""), tag));
    assert_false(wb_http_etag_matches(S("\"a-2\""), tag));
    assert_false(wb_http_etag_matches(S("a-1"), tag));
    assert_false(wb_http_etag_matches(S("*"), ""));
}

static void gzip_is_used_where_it_is_wanted(void **state)
{
    assert_true(wb_http_accepts_gzip(S("gzip")));
    assert_true(wb_http_accepts_gzip(S("br;q=1.0, GZIP ; q=0.001")));
    assert_true(wb_http_accepts_gzip(S("*")));
    assert_false(wb_http_accepts_gzip(S("")));
    assert_false(wb_http_accepts_gzip(S("gzip;q=0")));
    assert_false(wb_http_accepts_gzip(S("gzip;q=0.000, *;q=1")));
    assert_false(wb_http_accepts_gzip(S("gzipped, identity")));
    assert_false(wb_http_accepts_gzip(S("gzip;q=x")));
}

static void the_language_is_that_which_weighs_more(void **state)
{
    assert_true(wb_http_prefers_chinese(S("")));
    assert_true(wb_http_prefers_chinese(S("zh-CN,zh;q=0.9,en;q=0.8")));
    assert_true(wb_http_prefers_chinese(S("fr")));
    assert_true(wb_http_prefers_chinese(S("en;q=0.5, ZH-Hant;q=0.7")));
    assert_false(wb_http_prefers_chinese(S("en-US,en;q=0.9")));
    assert_false(wb_http_prefers_chinese(S("zh;q=0.2,en")));
    assert_false(wb_http_prefers_chinese(S("zha, en;q=0.1")));
}

static bool allows(const wb_host_names *names, const char *host)
{
    return wb_host_names_allow(names, wb_slice_from(host));
}

static void only_own_names_are_allowed(void **state)
{
    wb_host_names names = {
        .names = {"search.example"}, .name_count = 1, .ports = {8917, 80}, .port_count = 2};
    static const char *const ours[] = {"localhost:8917", "localhost", "127.0.0.1:80",
                                       "[::1]:8917",     "[::1]",     "search.example:1",
                                       "SEARCH.example"};
    static const char *const others[] = {"",
                                         ":8917",
                                         "localhost:",
                                         "localhost:8918",
                                         "localhost:99999",
                                         "evil:8917",
                                         "localhost.evil:8917",
                                         "192.0.2.1:8917",
                                         "::1",
                                         "[::1:8917",
                                         "search.example.evil",
                                         "127.0.0.1:8917:80"};
    for (size_t i = 0; i < COUNT_OF(ours); i++) {
        assert_that(allows(&names, ours[i]), "%s is ours", ours[i]);
    }
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_that(!allows(&names, others[i]), "%s is not ours", others[i]);
    }
    names.any_address = true;
    assert_true(allows(&names, "192.0.2.1:8917"));
    assert_false(allows(&names, "evil:8917"));
}

static void html_lets_nothing_through(void **state)
{
    wb_buf out;
    wb_buf_init(&out, 0);
    assert_ok(wb_html_text(&out, S("<a href=\"x\" b='y'>&碳\x01\xff\n")));
    assert_text(wb_buf_slice(&out), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;碳\xEF\xBF\xBD"
                                    "\xEF\xBF\xBD\n");
    wb_buf_clear(&out);
    wb_span spans[] = {{0, 3}, {6, 7}};
    assert_ok(wb_html_marked(&out, S("碳金<"), spans, 2, S("mark")));
    assert_text(wb_buf_slice(&out), "<mark>碳</mark>金<mark>&lt;</mark>");
    wb_buf_free(&out);
}

static void compression_must_be_worth_it(void **state)
{
    wb_buf body;
    wb_buf_init(&body, 0);
    assert_ok(wb_buf_puts(&body, "short"));
    assert_false(wb_gzip(&body));
    assert_text(wb_buf_slice(&body), "short");
    for (int i = 0; i < 1000; i++) {
        assert_ok(wb_buf_puts(&body, "碳金融"));
    }
    size_t before = body.len;
    assert_true(wb_gzip(&body));
    assert_true(body.len < before / 10);
    wb_buf_clear(&body);
    uint32_t random = 1;
    for (int i = 0; i < 4000; i++) { /* nothing to be gained */
        random = random * 1664525u + 1013904223u;
        assert_ok(wb_buf_putc(&body, (char)(random >> 24)));
    }
    assert_false(wb_gzip(&body));
    assert_int_equal(body.len, 4000);
    wb_buf_free(&body);
}

static void a_request_is_one_line_of_the_log(void **state)
{
    wb_log_entry entry = {.when = {1700000000, 123456789},
                          .method = "GET",
                          .target = S("/a?\nb\x1b[31m"),
                          .status = 503,
                          .seconds = 0.25,
                          .bytes = 12,
                          .index = "laws",
                          .has_total = true,
                          .total = 3,
                          .slow = true,
                          .reason = "too \"slow\""};
    wb_buf out;
    wb_buf_init(&out, 0);
    assert_ok(wb_log_text(&entry, &out));
    assert_text(wb_buf_slice(&out),
                "2023-11-14T22:13:20.123Z 503 GET /a? b\xEF\xBF\xBD[31m 250.00ms 12B index=laws "
                "total=3 slow error=\"too \"slow\"\"\n");
    wb_buf_clear(&out);
    assert_ok(wb_log_json(&entry, &out));
    assert_text(wb_buf_slice(&out),
                "{\"time\":\"2023-11-14T22:13:20.123Z\",\"status\":503,\"method\":\"GET\","
                "\"target\":\"/a?\\nb\\u001b[31m\",\"milliseconds\":250,\"bytes\":12,"
                "\"index\":\"laws\",\"total\":3,\"slow\":true,\"error\":\"too \\\"slow\\\"\"}\n");
    wb_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_are_decoded),
        cmocka_unit_test(tags_are_compared_weakly),
        cmocka_unit_test(gzip_is_used_where_it_is_wanted),
        cmocka_unit_test(the_language_is_that_which_weighs_more),
        cmocka_unit_test(only_own_names_are_allowed),
        cmocka_unit_test(html_lets_nothing_through),
        cmocka_unit_test(compression_must_be_worth_it),
        cmocka_unit_test(a_request_is_one_line_of_the_log),
    };
    return RUN(tests);
}
