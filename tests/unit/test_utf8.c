#include "test.h"

#include <wbsearch/utf8.h>

/* Whether Unicode's table 3-7 allows the bytes, written down once more, differently. */
static bool is_well_formed(const unsigned char *b, size_t len)
{
    static const struct {
        unsigned char first[2];
        unsigned char second[2];
        size_t len;
    } rows[] = {
        {{0x00, 0x7F}, {0, 0}, 1},       {{0xC2, 0xDF}, {0x80, 0xBF}, 2},
        {{0xE0, 0xE0}, {0xA0, 0xBF}, 3}, {{0xE1, 0xEC}, {0x80, 0xBF}, 3},
        {{0xED, 0xED}, {0x80, 0x9F}, 3}, {{0xEE, 0xEF}, {0x80, 0xBF}, 3},
        {{0xF0, 0xF0}, {0x90, 0xBF}, 4}, {{0xF1, 0xF3}, {0x80, 0xBF}, 4},
        {{0xF4, 0xF4}, {0x80, 0x8F}, 4},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (b[0] < rows[i].first[0] || b[0] > rows[i].first[1] || len != rows[i].len) {
            continue;
        }
        bool fits = len < 2 || (b[1] >= rows[i].second[0] && b[1] <= rows[i].second[1]);
        for (size_t k = 2; k < len; k++) {
            fits = fits && b[k] >= 0x80 && b[k] <= 0xBF;
        }
        if (fits) {
            return true;
        }
    }
    return false;
}

static wb_slice slice_of(const unsigned char *bytes, size_t len)
{
    return wb_slice_make((const char *)bytes, len);
}

/* All pairs of first bytes with the edges of every class of continuation behind them. */
static void validation_agrees_with_table_3_7(void **state)
{
    static const unsigned char edges[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F,
                                          0xA0, 0xBF, 0xC0, 0xC2, 0xFF};
    for (unsigned first = 0; first < 256; first++) {
        unsigned char b[4] = {(unsigned char)first, 0, 0, 0};
        assert_int_equal(wb_utf8_valid_prefix(slice_of(b, 1)) == 1, is_well_formed(b, 1));
        for (unsigned second = 0; second < 256; second++) {
            b[1] = (unsigned char)second;
            bool two = is_well_formed(b, 2) || (is_well_formed(b, 1) && is_well_formed(b + 1, 1));
            assert_int_equal(wb_utf8_valid_prefix(slice_of(b, 2)) == 2, two);
            if (b[0] < 0xC0 || b[1] < 0x80) {
                continue;
            }
            for (size_t k = 0; k < COUNT_OF(edges); k++) {
                b[2] = edges[k];
                if (is_well_formed(b, 2)) {
                    continue;
                }
                assert_int_equal(wb_utf8_valid_prefix(slice_of(b, 3)) == 3, is_well_formed(b, 3));
                for (size_t m = 0; m < COUNT_OF(edges) && !is_well_formed(b, 3); m++) {
                    b[3] = edges[m];
                    assert_int_equal(wb_utf8_valid_prefix(slice_of(b, 4)) == 4,
                                     is_well_formed(b, 4));
                }
            }
        }
    }
}

static void the_valid_prefix_ends_at_the_first_fault(void **state)
{
    static const struct {
        const char *text;
        size_t valid;
    } rows[] = {
        {"", 0},
        {"abc", 3},
        {"条例", 6},
        {"条\xE4\xBE", 3},       /* cut off */
        {"a\x80", 1},            /* a continuation alone */
        {"\xC0\x80", 0},         /* overlong NUL */
        {"\xE0\x80\xAF", 0},     /* overlong / */
        {"\xF0\x8F\xBF\xBF", 0}, /* overlong U+FFFF */
        {"\xED\xA0\x80", 0},     /* U+D800 */
        {"\xED\xBF\xBF", 0},     /* U+DFFF */
        {"\xED\x9F\xBF", 3},     /* U+D7FF */
        {"\xEE\x80\x80", 3},     /* U+E000 */
        {"\xEF\xBF\xBF", 3},     /* U+FFFF, a noncharacter, but well-formed */
        {"\xF4\x8F\xBF\xBF", 4}, /* U+10FFFF */
        {"\xF4\x90\x80\x80", 0}, /* one more */
        {"\xF5\x80\x80\x80", 0},
        {"\xFE", 0},
        {"\xFF", 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_slice text = wb_slice_from(rows[i].text);
        assert_that(wb_utf8_valid_prefix(text) == rows[i].valid, "row %zu", i);
    }
    assert_int_equal(wb_utf8_valid_prefix(S("a\0b")), 3);
    assert_int_equal(wb_utf8_valid_prefix(wb_slice_make(NULL, 0)), 0);
}

static void every_code_point_survives_encoding_and_decoding(void **state)
{
    for (uint32_t c = 0; c <= 0x10FFFF; c += c >= 0x11000 && c < 0x10FF00 ? 97 : 1) {
        if (c >= 0xD800 && c < 0xE000) {
            continue;
        }
        char bytes[4];
        size_t len = wb_utf8_encode(c, bytes);
        wb_slice text = wb_slice_make(bytes, len);
        assert_int_equal(len, c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
        assert_int_equal(wb_utf8_valid_prefix(text), len);
        size_t at = 0;
        assert_int_equal(wb_utf8_next(text, &at), c);
        assert_int_equal(at, len);
        assert_int_equal(wb_utf8_prev(text, &at), c);
        assert_int_equal(at, 0);
        assert_int_equal(wb_utf8_count_chars(text), 1);
        assert_int_equal(wb_utf8_count_utf16(text), c < 0x10000 ? 1 : 2);
    }
}

/* Each ill-formed byte is one replacement character: the walk never sticks nor skips. */
static void walking_over_broken_text(void **state)
{
    static const struct {
        const char *text;
        size_t steps;
    } rows[] = {
        {"\x80", 1},
        {"\xE4\xB8", 2},
        {"\xE4\xB8"
         "a",
         3},
        {"\xF0\x9F\x92", 3},
        {"\xC0\xAF", 2},
        {"\xED\xA0\x80", 3},
        {"\xFF\xFF", 2},
        {"中\xE4\xB8国", 4},
        {"\x80\x80\x80\x80\x80\x80", 6},
        {"\xF4\x90\x80\x80", 4},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_slice text = wb_slice_from(rows[i].text);
        size_t steps = 0;
        for (size_t at = 0; at < text.len; steps++) {
            size_t before = at;
            uint32_t c = wb_utf8_next(text, &at);
            assert_true(at > before && at <= text.len);
            assert_true(at - before > 1 || c < 0x80 || c == WB_UTF8_REPLACEMENT);
        }
        assert_that(steps == rows[i].steps, "row %zu: %zu steps forward", i, steps);
        steps = 0;
        for (size_t at = text.len; at > 0; steps++) {
            size_t before = at;
            (void)wb_utf8_prev(text, &at);
            assert_true(at < before);
        }
        assert_that(steps == rows[i].steps, "row %zu: %zu steps back", i, steps);
    }
}

static void counts(void **state)
{
    wb_slice text = S("a条é𠮷\n");
    assert_int_equal(wb_utf8_count_chars(text), 5);
    assert_int_equal(wb_utf8_count_utf16(text), 6);
    assert_int_equal(wb_utf8_count_chars(wb_slice_make(NULL, 0)), 0);
    assert_int_equal(wb_utf8_count_utf16(wb_slice_make(NULL, 0)), 0);
}

static void floor_goes_back_to_a_boundary(void **state)
{
    wb_slice text = S("a条𠮷"); /* 0 a, 1-3 条, 4-7 𠮷 */
    static const size_t wanted[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 8};
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        assert_int_equal(wb_utf8_floor(text, i), wanted[i]);
    }
}

static void offset_of_a_character(void **state)
{
    wb_slice text = S("a条𠮷b");
    static const size_t wanted[] = {0, 1, 4, 8, 9, 9};
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        assert_int_equal(wb_utf8_offset_of(text, i), wanted[i]);
    }
    assert_int_equal(wb_utf8_offset_of(S(""), 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_agrees_with_table_3_7),
        cmocka_unit_test(the_valid_prefix_ends_at_the_first_fault),
        cmocka_unit_test(every_code_point_survives_encoding_and_decoding),
        cmocka_unit_test(walking_over_broken_text),
        cmocka_unit_test(counts),
        cmocka_unit_test(floor_goes_back_to_a_boundary),
        cmocka_unit_test(offset_of_a_character),
    };
    return RUN(tests);
}
