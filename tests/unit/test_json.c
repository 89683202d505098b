#include "test.h"

#include <locale.h>
#include <math.h>

#include <wbsearch/json.h>

#define FFFD "\xEF\xBF\xBD"

static void strings_are_escaped(void **state)
{
    static const struct {
        const char *text;
        const char *wanted;
    } rows[] = {
        {"", "\"\""},
        {"碳金融", "\"碳金融\""},
        {"𠮷", "\"𠮷\""},
        {"say \"hi\" \\ bye", "\"say \\\"hi\\\" \\\\ bye\""},
        {"a\nb\tc\rd", "\"a\\nb\\tc\\u000dd\""},
        {"\x01\x1F", "\"\\u0001\\u001f\""},
        {"\x7F", "\"\\u007f\""},
        {"\xC2\x9B", "\"\\u009b\""}, /* a C1 control */
        {"\xE2\x80\xA8\xE2\x80\xA9", "\"\\u2028\\u2029\""},
        {"</script>", "\"</script>\""},
        {"\xFF", "\"" FFFD "\""},
        {"中\xE4\xB8国", "\"中" FFFD FFFD "国\""},
        {"\xED\xA0\x80", "\"" FFFD FFFD FFFD "\""},
        {"\xC0\xAF", "\"" FFFD FFFD "\""},
        {FFFD, "\"" FFFD "\""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_buf out;
        wb_json json;
        wb_buf_init(&out, 0);
        wb_json_init(&json, &out);
        wb_json_text(&json, wb_slice_from(rows[i].text));
        assert_ok(out.status);
        assert_text_of(wb_buf_slice(&out), rows[i].wanted, rows[i].text);
        wb_buf_free(&out);
    }
}

static void nul_and_nothing(void **state)
{
    wb_buf out;
    wb_json json;
    wb_buf_init(&out, 0);
    wb_json_init(&json, &out);
    wb_json_begin_array(&json);
    wb_json_text(&json, S("a\0b"));
    wb_json_text(&json, wb_slice_make(NULL, 0));
    wb_json_end_array(&json);
    assert_text(wb_buf_slice(&out), "[\"a\\u0000b\",\"\"]");
    wb_buf_free(&out);
}

static void commas_stand_where_they_must(void **state)
{
    wb_buf out;
    wb_json json;
    wb_buf_init(&out, 0);
    wb_json_init(&json, &out);
    wb_json_begin_object(&json);
    wb_json_key(&json, "empty");
    wb_json_begin_object(&json);
    wb_json_end_object(&json);
    wb_json_key(&json, "list");
    wb_json_begin_array(&json);
    wb_json_begin_array(&json);
    wb_json_end_array(&json);
    wb_json_begin_object(&json);
    wb_json_put_bool(&json, "yes", true);
    wb_json_put_bool(&json, "no", false);
    wb_json_end_object(&json);
    wb_json_null(&json);
    wb_json_uint(&json, 1);
    wb_json_bool(&json, true);
    wb_json_end_array(&json);
    wb_json_put_text(&json, "键", S("值"));
    wb_json_put_uint(&json, "n", 2);
    wb_json_key(&json, "none");
    wb_json_null(&json);
    wb_json_end_object(&json);
    assert_text(wb_buf_slice(&out), "{\"empty\":{},\"list\":[[],{\"yes\":true,\"no\":false},null,1,"
                                    "true],\"键\":\"值\",\"n\":2,\"none\":null}");
    wb_buf_free(&out);
}

/* JSON Lines: one writer, several values in turn. */
static void a_writer_goes_on_after_a_value(void **state)
{
    wb_buf out;
    wb_json json;
    wb_buf_init(&out, 0);
    wb_json_init(&json, &out);
    for (int i = 0; i < 2; i++) {
        wb_json_begin_object(&json);
        wb_json_put_uint(&json, "i", (uint64_t)i);
        wb_json_end_object(&json);
        wb_buf_putc(&out, '\n');
    }
    assert_text(wb_buf_slice(&out), "{\"i\":0}\n{\"i\":1}\n");
    wb_buf_free(&out);
}

static void whole_numbers_stay_exact(void **state)
{
    static const struct {
        uint64_t value;
        const char *wanted;
    } rows[] = {
        {0, "0"},
        {4294967296, "4294967296"},
        {9007199254740992, "9007199254740992"},     /* 2^53 */
        {9007199254740993, "\"9007199254740993\""}, /* a double cannot hold it */
        {UINT64_MAX, "\"18446744073709551615\""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_buf out;
        wb_json json;
        wb_buf_init(&out, 0);
        wb_json_init(&json, &out);
        wb_json_uint(&json, rows[i].value);
        assert_text(wb_buf_slice(&out), rows[i].wanted);
        wb_buf_free(&out);
    }
}

/* The vectors of RFC 4648, section 10, and bytes of every kind. */
static void bytes_as_base64(void **state)
{
    static const struct {
        wb_slice bytes;
        const char *wanted;
    } rows[] = {
        {{"", sizeof("") - 1}, "\"\""},
        {{"f", sizeof("f") - 1}, "\"Zg==\""},
        {{"fo", sizeof("fo") - 1}, "\"Zm8=\""},
        {{"foo", sizeof("foo") - 1}, "\"Zm9v\""},
        {{"foob", sizeof("foob") - 1}, "\"Zm9vYg==\""},
        {{"fooba", sizeof("fooba") - 1}, "\"Zm9vYmE=\""},
        {{"foobar", sizeof("foobar") - 1}, "\"Zm9vYmFy\""},
        {{"\xFF\xFE\x00\xFB\xEF", sizeof("\xFF\xFE\x00\xFB\xEF") - 1}, "\"//4A++8=\""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_buf out;
        wb_json json;
        wb_buf_init(&out, 0);
        wb_json_init(&json, &out);
        wb_json_base64(&json, rows[i].bytes);
        assert_text(wb_buf_slice(&out), rows[i].wanted);
        wb_buf_free(&out);
    }
}

static void check_doubles(void)
{
    static const struct {
        double value;
        const char *wanted;
    } rows[] = {
        {0.0, "0"},        {1.5, "1.5"},  {-2.25, "-2.25"},   {12.3456789, "12.3457"},
        {1e300, "1e+300"}, {NAN, "null"}, {INFINITY, "null"}, {-INFINITY, "null"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_buf out;
        wb_json json;
        wb_buf_init(&out, 0);
        wb_json_init(&json, &out);
        wb_json_double(&json, rows[i].value);
        assert_text(wb_buf_slice(&out), rows[i].wanted);
        wb_buf_free(&out);
    }
}

static void doubles(void **state)
{
    check_doubles();
}

static void a_decimal_comma_of_the_locale_does_not_get_in(void **state)
{
    if (!setlocale(LC_NUMERIC, "de_DE.UTF-8")) {
        skip();
    }
    check_doubles();
    setlocale(LC_NUMERIC, "C");
}

/* Each level keeps count of its own elements, however deep. */
static void nesting(void **state)
{
    wb_buf out;
    wb_json json;
    wb_buf_init(&out, 0);
    wb_json_init(&json, &out);
    const unsigned depth = WB_JSON_DEPTH_MAX - 1;
    for (unsigned i = 0; i < depth; i++) {
        wb_json_begin_array(&json);
        wb_json_uint(&json, 1);
    }
    for (unsigned i = 0; i < depth; i++) {
        wb_json_uint(&json, 2);
        wb_json_end_array(&json);
    }
    wb_buf wanted;
    wb_buf_init(&wanted, 0);
    for (unsigned i = 0; i < depth; i++) {
        wb_buf_puts(&wanted, i ? ",[1" : "[1");
    }
    for (unsigned i = 0; i < depth; i++) {
        wb_buf_puts(&wanted, ",2]");
    }
    assert_slice(wb_buf_slice(&out), wb_buf_slice(&wanted));
    wb_buf_free(&out);
    wb_buf_free(&wanted);
}

static void a_full_buffer_shows_in_its_status(void **state)
{
    wb_buf out;
    wb_json json;
    wb_buf_init(&out, 10);
    wb_json_init(&json, &out);
    wb_json_begin_array(&json);
    wb_json_text(&json, S("0123456789"));
    wb_json_double(&json, 1.5);
    wb_json_end_array(&json);
    assert_status(out.status, WB_LIMIT);
    wb_buf_free(&out);
}

static void nesting_as_deep_as_promised(void **state)
{
    wb_buf b;
    wb_json j;
    wb_buf_init(&b, 0);
    wb_json_init(&j, &b);
    for (int i = 0; i < WB_JSON_DEPTH_MAX; i++)
        wb_json_begin_array(&j);
    for (int i = 0; i < WB_JSON_DEPTH_MAX; i++)
        wb_json_end_array(&j);
    assert_int_equal(b.len, 2 * WB_JSON_DEPTH_MAX);
    wb_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(nul_and_nothing),
        cmocka_unit_test(commas_stand_where_they_must),
        cmocka_unit_test(a_writer_goes_on_after_a_value),
        cmocka_unit_test(whole_numbers_stay_exact),
        cmocka_unit_test(bytes_as_base64),
        cmocka_unit_test(doubles),
        cmocka_unit_test(a_decimal_comma_of_the_locale_does_not_get_in),
        cmocka_unit_test(nesting),
        cmocka_unit_test(a_full_buffer_shows_in_its_status),
        cmocka_unit_test(nesting_as_deep_as_promised),
    };
    return RUN(tests);
}
