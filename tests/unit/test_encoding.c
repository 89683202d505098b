#include "test.h"

#include <wbsearch/encoding.h>
#include <wbsearch/utf8.h>

struct decoded {
    wb_buf storage;
    wb_slice text;
    wb_encoding encoding;
    wb_error err;
};

static wb_status decode(struct decoded *d, wb_slice bytes)
{
    memset(d, 0, sizeof *d);
    wb_buf_init(&d->storage, 0);
    d->encoding = WB_ENCODING_COUNT_;
    return wb_encoding_decode(bytes, &d->storage, &d->text, &d->encoding, &d->err);
}

static void decodes_as(wb_slice bytes, wb_encoding encoding, const char *wanted)
{
    struct decoded d;
    assert_ok(decode(&d, bytes));
    assert_string_equal(wb_encoding_name(d.encoding), wb_encoding_name(encoding));
    assert_text(d.text, wanted);
    wb_buf_free(&d.storage);
}

static void utf8_is_taken_as_it_is(void **state)
{
    wb_slice bytes = S("第一条 为了规范\r\n“管理”𠮷\n");
    struct decoded d;
    assert_ok(decode(&d, bytes));
    assert_int_equal(d.encoding, WB_ENCODING_UTF8);
    assert_ptr_equal(d.text.ptr, bytes.ptr); /* no copy */
    assert_int_equal(d.text.len, bytes.len);
    wb_buf_free(&d.storage);
    decodes_as(S(""), WB_ENCODING_UTF8, "");
    decodes_as(wb_slice_make(NULL, 0), WB_ENCODING_UTF8, "");
    decodes_as(S("ASCII only\n"), WB_ENCODING_UTF8, "ASCII only\n");
}

static void a_byte_order_mark_is_left_out(void **state)
{
    decodes_as(S("\xEF\xBB\xBF第一条"), WB_ENCODING_UTF8, "第一条");
    decodes_as(S("\xEF\xBB\xBF"), WB_ENCODING_UTF8, "");
    decodes_as(S("\xFF\xFE"), WB_ENCODING_UTF16LE, "");
    decodes_as(S("\xFE\xFF"), WB_ENCODING_UTF16BE, "");
}

/* 中文a𠮷\n */
static void utf16_is_known_by_its_mark(void **state)
{
    decodes_as(S("\xFF\xFE\x2D\x4E\x87\x65"
                 "a\0"
                 "\x42\xD8\xB7\xDF\n\0"),
               WB_ENCODING_UTF16LE, "中文a𠮷\n");
    decodes_as(S("\xFE\xFF\x4E\x2D\x65\x87\0a\xD8\x42\xDF\xB7\0\n"), WB_ENCODING_UTF16BE,
               "中文a𠮷\n");
}

static void utf16_broken(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } rows[] = {
        {"\xFF\xFE\x2D", 3},             /* half a code unit */
        {"\xFF\xFE\x42\xD8", 4},         /* half a surrogate pair at the end */
        {"\xFF\xFE\x42\xD8\x2D\x4E", 6}, /* and before something else */
        {"\xFF\xFE\xB7\xDF", 4},         /* the second half alone */
        {"\xFE\xFF\xDF\xB7\x4E\x2D", 6},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct decoded d;
        assert_status(decode(&d, wb_slice_make(rows[i].bytes, rows[i].len)), WB_INVALID);
        assert_int_equal(d.err.line, 1);
        assert_true(d.err.text[0] != '\0');
        assert_null(d.text.ptr); /* untouched by a failure */
        wb_buf_free(&d.storage);
    }
}

/* 第一条 为了规范管理，制定本条例。 in GBK; and a sentence with 㐂𠮷, which need four bytes each.
 */
static void gb18030_is_recognised(void **state)
{
    decodes_as(S("\xB5\xDA\xD2\xBB\xCC\xF5 \xCE\xAA\xC1\xCB\xB9\xE6\xB7\xB6\xB9\xDC\xC0\xED\xA3\xAC"
                 "\xD6\xC6\xB6\xA8\xB1\xBE\xCC\xF5\xC0\xFD\xA1\xA3\r\n"),
               WB_ENCODING_GB18030, "第一条 为了规范管理，制定本条例。\r\n");
    decodes_as(S("\xB1\xBE\xCC\xF5\xC0\xFD\xB5\xC4\xB9\xE6\xB6\xA8\xD4\xDA\xB9\xAB\xB2\xBC\xCA\xB1"
                 "\xB5\xC4\xD2\xBB\xC4\xEA\x95\x32\x83\x37\xA1\xA3"),
               WB_ENCODING_GB18030, "本条例的规定在公布时的一年𠀋。");
}

static void nul_bytes_are_refused_with_their_line(void **state)
{
    struct decoded d;
    assert_status(decode(&d, S("第一行\n第二行\nab\0c\n")), WB_INVALID);
    assert_int_equal(d.err.line, 3);
    assert_int_equal(d.err.offset, 22);
    assert_non_null(strstr(d.err.text, "NUL"));
    wb_buf_free(&d.storage);
    /* UTF-16 without its mark, and with a NUL inside. */
    assert_status(decode(&d, S("a\0b\0")), WB_INVALID);
    wb_buf_free(&d.storage);
    assert_status(decode(&d, S("\xFF\xFE"
                               "a\0\0\0")),
                  WB_INVALID);
    wb_buf_free(&d.storage);
}

static void what_is_neither_utf8_nor_gb18030_is_refused(void **state)
{
    static const struct {
        const char *bytes;
        uint32_t line;
        size_t offset;
    } rows[] = {
        {"\xFF", 1, 0},
        {"ab\n\ncd\x80", 3, 6},
        {"第一行\n第二行\n第\xE4\xB8三行\n", 3, 23}, /* UTF-8 with a hole */
        {"caf\xE9 cr\xE8me br\xFBl\xE9"
         "e\n",
         1, 3},                                             /* Latin-1 */
        {"\xC3\xD1\xB9\x42\xB6\xE9\xA7\xFA\xC2\xF8", 1, 0}, /* Big5-like, rare in GB18030 */
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct decoded d;
        assert_that(decode(&d, wb_slice_from(rows[i].bytes)) == WB_INVALID, "row %zu", i);
        assert_int_equal(d.err.line, rows[i].line);
        assert_int_equal(d.err.offset, rows[i].offset);
        assert_true(d.err.hint[0] != '\0');
        wb_buf_free(&d.storage);
    }
}

/* A file cut anywhere gives text or an error, and the text is well-formed. */
static void a_file_cut_anywhere(void **state)
{
    static const wb_slice files[] = {
        {"\xFF\xFE\x2D\x4E\x42\xD8\xB7\xDF\x87\x65", 10},
        {"\xB5\xDA\xD2\xBB\xCC\xF5\xB5\xC4\x95\x32\x83\x37\xA1\xA3", 14},
        {"\xEF\xBB\xBF第一条", 12},
    };
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        for (size_t len = 0; len <= files[i].len; len++) {
            struct decoded d;
            wb_status status = decode(&d, wb_slice_make(files[i].ptr, len));
            assert_true(status == WB_OK || status == WB_INVALID);
            assert_int_equal(wb_utf8_valid_prefix(d.text), d.text.len);
            wb_buf_free(&d.storage);
        }
    }
}

static void storage_is_used_again(void **state)
{
    struct decoded d;
    assert_ok(decode(&d, S("\xFF\xFE\x2D\x4E\x2D\x4E\x2D\x4E")));
    assert_text(d.text, "中中中");
    assert_ok(wb_encoding_decode(S("\xFE\xFF\x65\x87"), &d.storage, &d.text, &d.encoding, &d.err));
    assert_text(d.text, "文");
    wb_buf_free(&d.storage);
}

static void names(void **state)
{
    assert_string_equal(wb_encoding_name(WB_ENCODING_UTF8), "UTF-8");
    assert_string_equal(wb_encoding_name(WB_ENCODING_UTF16LE), "UTF-16LE");
    assert_string_equal(wb_encoding_name(WB_ENCODING_UTF16BE), "UTF-16BE");
    assert_string_equal(wb_encoding_name(WB_ENCODING_GB18030), "GB18030");
    assert_non_null(wb_encoding_name(WB_ENCODING_COUNT_));
}

static void utf16_line_of_an_error(void **state)
{
    wb_buf storage;
    wb_slice text;
    wb_encoding e;
    wb_error err;
    wb_buf_init(&storage, 0);
    /* 上上 newline, half a pair: 上 is U+4E0A */
    assert_status(
        wb_encoding_decode(S("\xFF\xFE\x0A\x4E\x0A\x4E\n\0\x00\xD8"), &storage, &text, &e, &err),
        WB_INVALID);
    wb_buf_free(&storage);
    assert_int_equal(err.line, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_taken_as_it_is),
        cmocka_unit_test(a_byte_order_mark_is_left_out),
        cmocka_unit_test(utf16_is_known_by_its_mark),
        cmocka_unit_test(utf16_broken),
        cmocka_unit_test(gb18030_is_recognised),
        cmocka_unit_test(nul_bytes_are_refused_with_their_line),
        cmocka_unit_test(what_is_neither_utf8_nor_gb18030_is_refused),
        cmocka_unit_test(a_file_cut_anywhere),
        cmocka_unit_test(storage_is_used_again),
        cmocka_unit_test(names),
        cmocka_unit_test(utf16_line_of_an_error),
    };
    return RUN(tests);
}
