#include "test.h"

#include <errno.h>
#include <stdio.h>

#include <wbsearch/utf8.h>

static void every_status_has_a_name_of_its_own(void **state)
{
    for (int a = 0; a < WB_STATUS_COUNT_; a++) {
        const char *name = wb_status_name((wb_status)a);
        assert_non_null(name);
        assert_true(*name != '\0');
        for (int b = 0; b < a; b++) {
            assert_string_not_equal(name, wb_status_name((wb_status)b));
        }
    }
    assert_string_equal(wb_status_name(WB_NOTFOUND), "not found");
}

static void a_status_out_of_range_has_a_name(void **state)
{
    assert_non_null(wb_status_name(WB_STATUS_COUNT_));
    assert_non_null(wb_status_name((wb_status)-1));
}

static void set_fills_everything(void **state)
{
    wb_error err;
    memset(&err, 0x5A, sizeof err);
    assert_status(wb_error_set(&err, WB_IO, "%s: 第%d行", "报告.md", 7), WB_IO);
    assert_status(err.status, WB_IO);
    assert_string_equal(err.text, "报告.md: 第7行");
    assert_string_equal(err.hint, "");
    assert_int_equal(err.line, 0);
    assert_true(err.offset == SIZE_MAX);
}

static void hint_and_place_are_added_and_cleared(void **state)
{
    wb_error err;
    wb_error_set(&err, WB_INVALID, "first");
    wb_error_hint(&err, "try %s", "again");
    wb_error_at(&err, 12, 345);
    assert_string_equal(err.text, "first");
    assert_string_equal(err.hint, "try again");
    assert_int_equal(err.line, 12);
    assert_int_equal(err.offset, 345);
    wb_error_set(&err, WB_IO, "second");
    assert_string_equal(err.hint, "");
    assert_int_equal(err.line, 0);
    assert_true(err.offset == SIZE_MAX);
}

static void no_struct_is_needed(void **state)
{
    assert_status(wb_error_set(NULL, WB_LIMIT, "%d", 1), WB_LIMIT);
    assert_status(wb_error_errno(NULL, WB_IO, ENOENT, "x"), WB_IO);
    assert_status(wb_error_nomem(NULL), WB_NOMEM);
    wb_error_hint(NULL, "x");
    wb_error_at(NULL, 1, 1);
}

static void errno_adds_the_systems_message(void **state)
{
    wb_error err;
    assert_status(wb_error_errno(&err, WB_IO, ENOENT, "%s: cannot open", "a.md"), WB_IO);
    char wanted[200];
    (void)snprintf(wanted, sizeof wanted, "a.md: cannot open: %s", strerror(ENOENT));
    assert_string_equal(err.text, wanted);
}

/* File names hold anything; what is printed must be one line of clean UTF-8. */
static void bytes_that_must_not_be_printed_become_question_marks(void **state)
{
    static const struct {
        const char *text;
        const char *wanted;
    } rows[] = {
        {"a\nb\tc\rd", "a?b?c?d"},
        {"\x1B[31mred", "?[31mred"},
        {"del\x7F", "del?"},
        {"\xFF\xFE", "??"},
        {"\xE6\x8A", "??"},
        {"好\xC0\xAF坏", "好??坏"},
        {"\xED\xA0\x80", "???"},
        {"\xEF\xBF\xBD", "\xEF\xBF\xBD"},
        {"\xC2\x9B"
         "31m",
         "?31m"}, /* a C1 control */
        {"a\xE2\x80\xAE"
         "b",
         "a?b"}, /* a bidirectional override */
        {"𠮷 是 字", "𠮷 是 字"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_error err;
        wb_error_set(&err, WB_IO, "%s", rows[i].text);
        assert_string_equal(err.text, rows[i].wanted);
        wb_error_hint(&err, "%s", rows[i].text);
        assert_string_equal(err.hint, rows[i].wanted);
    }
}

/* Cut at every place relative to the characters: one, two, three and four bytes long. */
static void a_long_text_is_cut_between_characters(void **state)
{
    static const char *const units[] = {"a", "é", "文", "𠮷"};
    for (size_t u = 0; u < COUNT_OF(units); u++) {
        for (size_t shift = 0; shift < 4; shift++) {
            char text[4 * WB_ERROR_TEXT_SIZE] = "";
            size_t unit = strlen(units[u]);
            size_t len = 0;
            for (; len < shift; len++) {
                text[len] = '-';
            }
            for (; len + unit < sizeof text; len += unit) {
                memcpy(text + len, units[u], unit);
            }
            text[len] = '\0';
            wb_error err;
            wb_error_set(&err, WB_IO, "%s", text);
            wb_slice cut = wb_slice_from(err.text);
            assert_true(cut.len > WB_ERROR_TEXT_SIZE - 5 && cut.len < WB_ERROR_TEXT_SIZE);
            assert_int_equal(wb_utf8_valid_prefix(cut), cut.len);
            assert_memory_equal(cut.ptr, text, cut.len);
            wb_error_errno(&err, WB_IO, EACCES, "%s", text);
            cut = wb_slice_from(err.text);
            assert_int_equal(wb_utf8_valid_prefix(cut), cut.len);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_name_of_its_own),
        cmocka_unit_test(a_status_out_of_range_has_a_name),
        cmocka_unit_test(set_fills_everything),
        cmocka_unit_test(hint_and_place_are_added_and_cleared),
        cmocka_unit_test(no_struct_is_needed),
        cmocka_unit_test(errno_adds_the_systems_message),
        cmocka_unit_test(bytes_that_must_not_be_printed_become_question_marks),
        cmocka_unit_test(a_long_text_is_cut_between_characters),
    };
    return RUN(tests);
}
