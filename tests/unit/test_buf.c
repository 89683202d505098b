#include "test.h"

/* Slices come first: everything passes them around. */
static void slices_compare_by_bytes(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        int order;
    } rows[] = {
        {"", "", 0},     {"", "a", -1},  {"a", "", 1},     {"a", "a", 0},
        {"a", "ab", -1}, {"b", "ab", 1}, {"一", "丁", -1}, {"a", "\xFF", -1},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_slice a = wb_slice_from(rows[i].a);
        wb_slice b = wb_slice_from(rows[i].b);
        int order = wb_slice_compare(a, b);
        assert_int_equal((order > 0) - (order < 0), rows[i].order);
        assert_int_equal(wb_slice_equal(a, b), rows[i].order == 0);
    }
    assert_true(wb_slice_equal(wb_slice_make(NULL, 0), S("")));
    assert_int_equal(wb_slice_from(NULL).len, 0);
}

static void slices_know_their_ends(void **state)
{
    wb_slice name = S("报告.md");
    assert_true(wb_slice_starts(name, "报"));
    assert_true(wb_slice_starts(name, ""));
    assert_false(wb_slice_starts(name, "报告.md."));
    assert_true(wb_slice_ends(name, ".md"));
    assert_true(wb_slice_ends(name, ""));
    assert_false(wb_slice_ends(name, "x报告.md"));
    assert_true(wb_slice_ends(wb_slice_make(NULL, 0), ""));
}

static void appends_of_every_kind(void **state)
{
    wb_buf buf;
    wb_buf_init(&buf, 0);
    assert_ok(wb_buf_append(&buf, "ab\0c", 4));
    assert_ok(wb_buf_put(&buf, S("de")));
    assert_ok(wb_buf_puts(&buf, "fg"));
    assert_ok(wb_buf_putc(&buf, 'h'));
    assert_ok(wb_buf_printf(&buf, "%s=%d", "x", 42));
    assert_ok(wb_buf_put(&buf, wb_slice_make(NULL, 0)));
    assert_ok(wb_buf_putc(&buf, ' '));
    assert_ok(wb_buf_put_decimal(&buf, 0));
    assert_ok(wb_buf_put_decimal(&buf, UINT64_MAX));
    assert_slice(wb_buf_slice(&buf), S("ab\0cdefghx=42 018446744073709551615"));
    assert_int_equal(buf.data[buf.len], '\0');
    wb_buf_free(&buf);
    assert_int_equal(buf.len, 0);
    assert_ok(wb_buf_puts(&buf, "again"));
    assert_text(wb_buf_slice(&buf), "again");
    wb_buf_free(&buf);
}

static void an_empty_append_gives_an_empty_string(void **state)
{
    wb_buf buf;
    wb_buf_init(&buf, 0);
    assert_ok(wb_buf_puts(&buf, ""));
    assert_non_null(buf.data);
    assert_string_equal(buf.data, "");
    wb_buf_free(&buf);
    assert_ok(wb_buf_printf(&buf, "%s", ""));
    assert_string_equal(buf.data, "");
    wb_buf_free(&buf);
}

static void a_large_format_fits(void **state)
{
    wb_buf buf;
    wb_buf_init(&buf, 0);
    assert_ok(wb_buf_printf(&buf, "%100000d|", 7));
    assert_int_equal(buf.len, 100001);
    assert_int_equal(buf.data[99999], '7');
    assert_int_equal(buf.data[100001], '\0');
    wb_buf_free(&buf);
}

static void the_maximum_can_be_reached_but_not_passed(void **state)
{
    wb_buf buf;
    wb_buf_init(&buf, 8);
    assert_ok(wb_buf_puts(&buf, "12345678"));
    assert_status(wb_buf_putc(&buf, '9'), WB_LIMIT);
    assert_text(wb_buf_slice(&buf), "12345678");
    wb_buf_free(&buf);
    assert_int_equal(buf.max, 8);
    assert_status(wb_buf_append(&buf, "123456789", 9), WB_LIMIT);
    wb_buf_free(&buf);
    assert_status(wb_buf_printf(&buf, "%s", "123456789"), WB_LIMIT);
    wb_buf_free(&buf);
    assert_status(wb_buf_reserve(&buf, SIZE_MAX), WB_LIMIT);
    wb_buf_free(&buf);
}

/* Appends are chained and checked once, so a failure must stay and nothing may follow it. */
static void a_failure_sticks_until_cleared(void **state)
{
    wb_buf buf;
    wb_buf_init(&buf, 4);
    assert_ok(wb_buf_puts(&buf, "abc"));
    assert_status(wb_buf_puts(&buf, "de"), WB_LIMIT);
    assert_status(wb_buf_putc(&buf, 'd'), WB_LIMIT);
    assert_status(wb_buf_puts(&buf, ""), WB_LIMIT);
    assert_status(wb_buf_put_varint(&buf, 1), WB_LIMIT);
    assert_status(wb_buf_printf(&buf, "x"), WB_LIMIT);
    assert_status(wb_buf_reserve(&buf, 0), WB_LIMIT);
    assert_text(wb_buf_slice(&buf), "abc");
    wb_buf_clear(&buf);
    assert_ok(buf.status);
    assert_ok(wb_buf_puts(&buf, "efgh"));
    assert_text(wb_buf_slice(&buf), "efgh");
    wb_buf_free(&buf);
}

static void reserved_room_does_not_move(void **state)
{
    wb_buf buf;
    wb_buf_init(&buf, 0);
    assert_ok(wb_buf_reserve(&buf, 1000));
    assert_int_equal(buf.len, 0);
    const char *data = buf.data;
    for (int i = 0; i < 1000; i++) {
        assert_ok(wb_buf_putc(&buf, 'x'));
    }
    assert_ptr_equal(buf.data, data);
    wb_buf_free(&buf);
}

static void varints_round_trip(void **state)
{
    static const struct {
        uint64_t value;
        size_t bytes;
    } rows[] = {
        {0, 1},           {1, 1},
        {127, 1},         {128, 2},
        {16383, 2},       {16384, 3},
        {UINT32_MAX, 5},  {(uint64_t)1 << 56, 9},
        {INT64_MAX, 9},   {(uint64_t)INT64_MAX + 1, 10},
        {UINT64_MAX, 10},
    };
    wb_buf buf;
    wb_buf_init(&buf, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t before = buf.len;
        assert_ok(wb_buf_put_varint(&buf, rows[i].value));
        assert_int_equal(buf.len - before, rows[i].bytes);
    }
    wb_cursor c = wb_cursor_make(wb_buf_slice(&buf));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_true(wb_cursor_varint(&c) == rows[i].value);
    }
    assert_false(c.failed);
    assert_int_equal(wb_cursor_left(&c), 0);
    wb_buf_free(&buf);
}

static void malformed_varints_fail(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } rows[] = {
        {"", 0},                                                 /* nothing */
        {"\x80", 1},                                             /* ends in the middle */
        {"\xFF\xFF\xFF\xFF", 4},                                 /* the same */
        {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", 10},        /* 65 bits */
        {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 10},        /* 70 bits */
        {"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", 11},    /* eleven bytes */
        {"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x81\x00\x01", 12} /* and more behind */
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_cursor c = wb_cursor_make(wb_slice_make(rows[i].bytes, rows[i].len));
        assert_true(wb_cursor_varint(&c) == 0);
        assert_that(c.failed, "row %zu", i);
        assert_int_equal(wb_cursor_left(&c), 0);
    }
}

static void a_failed_cursor_gives_nothing_more(void **state)
{
    wb_cursor c = wb_cursor_make(S("\x05"
                                   "abc"));
    assert_int_equal(wb_cursor_block(&c).len, 0);
    assert_true(c.failed);
    assert_true(wb_cursor_varint(&c) == 0);
    assert_true(wb_cursor_varint_max(&c, 9) == 0);
    assert_int_equal(wb_cursor_bytes(&c, 1).len, 0);
    assert_int_equal(wb_cursor_block(&c).len, 0);
    assert_int_equal(wb_cursor_left(&c), 0);
    assert_true(c.failed);
}

static void a_number_above_its_maximum_fails(void **state)
{
    wb_cursor c = wb_cursor_make(S("\x07\x08"));
    assert_int_equal(wb_cursor_varint_max(&c, 7), 7);
    assert_false(c.failed);
    assert_int_equal(wb_cursor_varint_max(&c, 7), 0);
    assert_true(c.failed);
}

static void blocks_round_trip(void **state)
{
    wb_buf buf;
    wb_buf_init(&buf, 0);
    assert_ok(wb_buf_put_block(&buf, S("条例")));
    assert_ok(wb_buf_put_block(&buf, S("")));
    assert_ok(wb_buf_put_block(&buf, S("a\0b")));
    wb_cursor c = wb_cursor_make(wb_buf_slice(&buf));
    assert_text(wb_cursor_block(&c), "条例");
    assert_text(wb_cursor_block(&c), "");
    assert_slice(wb_cursor_block(&c), S("a\0b"));
    assert_false(c.failed);
    assert_int_equal(wb_cursor_left(&c), 0);
    wb_buf_free(&buf);
}

static void a_block_longer_than_the_rest_fails(void **state)
{
    /* A length of 2^64 - 1 must not wrap around. */
    wb_cursor c = wb_cursor_make(S("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01xyz"));
    assert_int_equal(wb_cursor_block(&c).len, 0);
    assert_true(c.failed);
    c = wb_cursor_make(wb_slice_make(NULL, 0));
    assert_false(c.failed);
    assert_int_equal(wb_cursor_bytes(&c, 0).len, 0);
    assert_false(c.failed);
    assert_int_equal(wb_cursor_bytes(&c, SIZE_MAX).len, 0);
    assert_true(c.failed);
}

static void a_length_that_would_overflow_fails(void **state)
{
    wb_buf b;
    wb_buf_init(&b, SIZE_MAX);
    wb_status s = wb_buf_reserve(&b, SIZE_MAX);
    wb_buf_free(&b);
    assert_true(s != WB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_compare_by_bytes),
        cmocka_unit_test(slices_know_their_ends),
        cmocka_unit_test(appends_of_every_kind),
        cmocka_unit_test(an_empty_append_gives_an_empty_string),
        cmocka_unit_test(a_large_format_fits),
        cmocka_unit_test(the_maximum_can_be_reached_but_not_passed),
        cmocka_unit_test(a_failure_sticks_until_cleared),
        cmocka_unit_test(reserved_room_does_not_move),
        cmocka_unit_test(varints_round_trip),
        cmocka_unit_test(malformed_varints_fail),
        cmocka_unit_test(a_failed_cursor_gives_nothing_more),
        cmocka_unit_test(a_number_above_its_maximum_fails),
        cmocka_unit_test(blocks_round_trip),
        cmocka_unit_test(a_block_longer_than_the_rest_fails),
        cmocka_unit_test(a_length_that_would_overflow_fails),
    };
    return RUN(tests);
}
