#include "test.h"

#include <wbsearch/utf8.h>
#include <wbsearch/width.h>

static void columns_of_characters(void **state)
{
    static const struct {
        uint32_t c;
        unsigned columns;
    } rows[] = {
        {'a', 1},    {' ', 1},    {'~', 1},     {0x00, 0},   {0x1B, 0},     {0x7F, 0},
        {0x85, 0},   {0x4E2D, 2}, {0x3400, 2},  {0x9FFF, 2}, {0x20BB7, 2},  {0x3001, 2},
        {0xFF0C, 2}, {0xFF21, 2}, {0xFF71, 1},  {0x2014, 2}, {0x2026, 2},   {0x2460, 2},
        {0x0301, 0}, {0x200B, 0}, {0xFEFF, 0},  {0x20DD, 0}, {0xAC00, 2},   {0x3042, 2},
        {0x00E9, 2}, {0x00F1, 1}, {0x1F600, 2}, {0x0416, 2}, {0x10FFFD, 2},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_that(wb_width_char(rows[i].c) == rows[i].columns, "U+%04X takes %u",
                    (unsigned)rows[i].c, wb_width_char(rows[i].c));
    }
}

static void columns_of_text(void **state)
{
    assert_int_equal(wb_width_text(S("")), 0);
    assert_int_equal(wb_width_text(wb_slice_make(NULL, 0)), 0);
    assert_int_equal(wb_width_text(S("GDP增长6.5%")), 11);
    assert_int_equal(wb_width_text(S("e\xCC\x81")), 1);
}

static void characters_a_terminal_might_obey(void **state)
{
    static const uint32_t controls[] = {0,      0x07,   0x1B,   0x1F,   0x7F,   0x80,   0x9B,  0x9F,
                                        0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069};
    static const uint32_t harmless[] = {' ',    '~',    0xA0,   0x200B, 0x200D,
                                        0x2065, 0x202F, 0x206A, 0x4E00};
    for (size_t i = 0; i < COUNT_OF(controls); i++) {
        assert_that(wb_utf8_is_control(controls[i]), "U+%04X", (unsigned)controls[i]);
    }
    for (size_t i = 0; i < COUNT_OF(harmless); i++) {
        assert_that(!wb_utf8_is_control(harmless[i]), "U+%04X", (unsigned)harmless[i]);
    }
}

#define FFFD "\xEF\xBF\xBD"

static void safe_text_holds_no_control_character(void **state)
{
    static const struct {
        const char *text;
        const char *wanted;
    } rows[] = {
        {"", ""},
        {"普通 text", "普通 text"},
        {"a\tb\nc\rd", "a b c d"},
        {"\x1B[2J清屏", FFFD "[2J清屏"},
        {"\xC2\x9B"
         "31m",
         FFFD "31m"},
        {"del\x7F", "del" FFFD},
        {"\xE2\x80\xAE反", FFFD "反"}, /* U+202E */
        {"\xE2\x81\xA6x", FFFD "x"},   /* U+2066 */
        {"\xFF中\xE4", FFFD "中" FFFD},
        {FFFD, FFFD},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_buf buf;
        wb_buf_init(&buf, 0);
        assert_ok(wb_buf_puts(&buf, "<"));
        assert_ok(wb_width_put_safe(&buf, wb_slice_from(rows[i].text)));
        assert_ok(wb_buf_puts(&buf, ">"));
        wb_slice inner = wb_slice_make(buf.data + 1, buf.len - 2);
        assert_text(inner, rows[i].wanted);
        for (size_t at = 0; at < inner.len;) {
            assert_false(wb_utf8_is_control(wb_utf8_next(inner, &at)));
        }
        wb_buf_free(&buf);
    }
    wb_buf buf;
    wb_buf_init(&buf, 0);
    assert_ok(wb_width_put_safe(&buf, wb_slice_make(NULL, 0)));
    assert_ok(wb_width_put_safe(&buf, S("a\0b")));
    assert_text(wb_buf_slice(&buf), "a" FFFD "b");
    wb_buf_free(&buf);
}

static void a_full_buffer_is_reported(void **state)
{
    wb_buf buf;
    wb_buf_init(&buf, 4);
    assert_status(wb_width_put_safe(&buf, S("一二三")), WB_LIMIT);
    wb_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_of_characters),
        cmocka_unit_test(columns_of_text),
        cmocka_unit_test(characters_a_terminal_might_obey),
        cmocka_unit_test(safe_text_holds_no_control_character),
        cmocka_unit_test(a_full_buffer_is_reported),
    };
    return RUN(tests);
}
