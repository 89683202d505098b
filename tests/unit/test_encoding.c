#include "test.h"

#include <stdio.h>

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
    assert_string_equal(wb_encoding_name(WB_ENCODING_BIG5), "Big5");
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

/* 第一條　為規範公共場所之管理，制定本條例。 */
static const char BIG5[] = "\xB2\xC4\xA4\x40\xB1\xF8\xA1\x40\xAC\xB0\xB3\x57\xBD\x64\xA4\xBD"
                           "\xA6\x40\xB3\xF5\xA9\xD2\xA4\xA7\xBA\xDE\xB2\x7A\xA1\x41\xA8\xEE"
                           "\xA9\x77\xA5\xBB\xB1\xF8\xA8\xD2\xA1\x43\x0A";
/* 各乡镇人民政府，县直有关部门：现提出以下意见。 */
static const char GBK[] = "\xB8\xF7\xCF\xE7\xD5\xF2\xC8\xCB\xC3\xF1\xD5\xFE\xB8\xAE\xA3\xAC"
                          "\xCF\xD8\xD6\xB1\xD3\xD0\xB9\xD8\xB2\xBF\xC3\xC5\xA3\xBA\xCF\xD6"
                          "\xCC\xE1\xB3\xF6\xD2\xD4\xCF\xC2\xD2\xE2\xBC\xFB\xA1\xA3\x0A";
/* The same in UTF-16, without a mark. */
static const char UTF16LE[] = "\x04\x54\x61\x4E\x47\x95\xBA\x4E\x11\x6C\x3F\x65\x9C\x5E\x0C\xFF"
                              "\xBF\x53\xF4\x76\x09\x67\x73\x51\xE8\x90\xE8\x95\x1A\xFF\xB0\x73"
                              "\xD0\x63\xFA\x51\xE5\x4E\x0B\x4E\x0F\x61\xC1\x89\x02\x30\x0A\x00";
static const char UTF16BE[] = "\x54\x04\x4E\x61\x95\x47\x4E\xBA\x6C\x11\x65\x3F\x5E\x9C\xFF\x0C"
                              "\x53\xBF\x76\xF4\x67\x09\x51\x73\x90\xE8\x95\xE8\xFF\x1A\x73\xB0"
                              "\x63\xD0\x51\xFA\x4E\xE5\x4E\x0B\x61\x0F\x89\xC1\x30\x02\x00\x0A";

static void big5_is_recognised(void **state)
{
    decodes_as(wb_slice_from(BIG5), WB_ENCODING_BIG5,
               "第一條　為規範公共場所之管理，制定本條例。\n");
    decodes_as(wb_slice_from(GBK), WB_ENCODING_GB18030,
               "各乡镇人民政府，县直有关部门：现提出以下意见。\n");
}

static void utf16_without_a_mark_is_recognised(void **state)
{
    const char *text = "各乡镇人民政府，县直有关部门：现提出以下意见。\n";
    decodes_as(wb_slice_make(UTF16LE, sizeof UTF16LE - 1), WB_ENCODING_UTF16LE, text);
    decodes_as(wb_slice_make(UTF16BE, sizeof UTF16BE - 1), WB_ENCODING_UTF16BE, text);
    decodes_as(S("n\0o\0t\0e\0s\0 \0a\0b\0c\0\n\0"), WB_ENCODING_UTF16LE, "notes abc\n");
    decodes_as(S("\0n\0o\0t\0e\0s\0 \0a\0b\0c\0\n"), WB_ENCODING_UTF16BE, "notes abc\n");
}

/* The message says both. */
static void refuses(wb_slice bytes, const char *text, const char *more, uint32_t line)
{
    struct decoded d;
    assert_status(decode(&d, bytes), WB_INVALID);
    assert_that(strstr(d.err.text, text) != NULL, "\"%s\" does not say \"%s\"", d.err.text, text);
    assert_that(strstr(d.err.text, more) != NULL, "\"%s\" does not say \"%s\"", d.err.text, more);
    assert_int_equal(d.err.line, line);
    wb_buf_free(&d.storage);
}

static void other_encodings_are_named(void **state)
{
    refuses(S("\x82\xB1\x82\xCC\x8F\xF0\x97\xE1\x82\xCD\x81\x41\x8E\x73\x96\xAF"
              "\x82\xCC\x82\xAD\x82\xE7\x82\xB5\x82\xF0\x8E\xE7\x82\xE9\x82\xBD"
              "\x82\xDF\x82\xCC\x81\x41\x82\xAB\x82\xDC\x82\xE8\x82\xC5\x82\xA0"
              "\x82\xE9\x81\x42"),
            "looks like Shift_JIS", "iconv -f Shift_JIS", 1);
    refuses(S("\xA4\xB3\xA4\xCE\xBE\xF2\xCE\xE3\xA4\xCF\xA1\xA2\xBB\xD4\xCC\xB1"
              "\xA4\xCE\xA4\xAF\xA4\xE9\xA4\xB7\xA4\xF2\xBC\xE9\xA4\xEB\xA4\xBF"
              "\xA4\xE1\xA4\xCE\xA1\xA2\xA4\xAD\xA4\xDE\xA4\xEA\xA4\xC7\xA4\xA2"
              "\xA4\xEB\xA1\xA3"),
            "looks like EUC-JP", "iconv -f EUC-JP", 1);
    refuses(S("\xC0\xCC\x20\xC1\xB6\xB7\xCA\xB4\xC2\x20\xBD\xC3\xB9\xCE\xC0\xC7"
              "\x20\xBB\xFD\xC8\xB0\xC0\xBB\x20\xC1\xF6\xC5\xB0\xB1\xE2\x20\xC0"
              "\xA7\xC7\xCF\xBF\xA9\x20\xB8\xB8\xB5\xE7\xB4\xD9\x2E"),
            "looks like EUC-KR", "iconv", 1);
    refuses(S("\xCE\xC1\xD3\xD4\xCF\xD1\xDD\xC5\xC5\x20\xD0\xCF\xCC\xCF\xD6\xC5"
              "\xCE\xC9\xC5\x20\xCF\x20\xC7\xCF\xD2\xCF\xC4\xC5"),
            "looks like KOI8-R", "iconv", 1);
    refuses(S("\xED\xE0\xF1\xF2\xEE\xFF\xF9\xE5\xE5\x20\xEF\xEE\xEB\xEE\xE6\xE5"
              "\xED\xE8\xE5\x20\xEE\x20\xE3\xEE\xF0\xEE\xE4\xE5"),
            "looks like windows-1251", "iconv", 1);
    refuses(S("\xFF\xFE\0\0a\0\0\0"), "UTF-32", "iconv", 0);
}

static void other_files_are_named(void **state)
{
    static const struct {
        wb_slice bytes;
        const char *name;
        const char *more;
    } rows[] = {
        {{"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", 15}, "a PDF file", "pdftotext"},
        {{"PK\3\4\24\0\6\0word/document.xml", 25}, "a Word document", "pandoc"},
        {{"PK\3\4\24\0\0\0xl/workbook.xml", 23}, "an Excel workbook", "soffice"},
        {{"PK\3\4\24\0\0\0OFD.xml", 15}, "an OFD document", "convert"},
        {{"PK\3\4\24\0\0\0a.txt", 13}, "a ZIP archive", "unpack"},
        {{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", 10}, "of the old kind", "soffice"},
        {{"\x89PNG\r\n\x1A\n", 8}, "a PNG picture", "tesseract"},
        {{"\xFF\xD8\xFF\xE0", 4}, "a JPEG picture", "tesseract"},
        {{"\x1F\x8B\x08\0", 4}, "gzip", "unpack"},
        {{"\x7F"
          "ELF\2\1\1",
          7},
         "a program",
         ""},
        {{"SQLite format 3\0\x10\0", 18}, "an SQLite database", ""},
        {{"{\\rtf1\\ansi", 11}, "an RTF document", "convert"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        refuses(rows[i].bytes, rows[i].name, rows[i].more, 0);
    }
    decodes_as(S("PK \346\257\224\350\265\233"), WB_ENCODING_UTF8, "PK 比赛");
    decodes_as(S("%PD"), WB_ENCODING_UTF8, "%PD");
    decodes_as(S("BZhang"), WB_ENCODING_UTF8, "BZhang");
}

/* A file is what most of it is; the place that is not is named. */
static void one_bad_place(void **state)
{
    refuses(S("# 规定\n\n第一条 市人民政府负责。\n\n"
              "\xB5\xDA\xB6\xFE\xCC\xF5\x20\xB1\xBE\xB0\xEC\xB7\xA8\xD3\xC9\xCA"
              "\xD0\xC8\xCB\xC3\xF1\xD5\xFE\xB8\xAE\xB8\xBA\xD4\xF0\xBD\xE2\xCA"
              "\xCD\xA1\xA3"
              "\n\n第三条 施行。\n"),
            "the line looks like GB18030", "not UTF-8 (byte 0xB5)", 5);
    refuses(S("第一条 市人民政府负责。\n第二\xFF条 施行。\n"), "as the rest of the file is",
            "not UTF-8 (byte 0xFF)", 2);
    refuses(S("第一条 市人民政府负责。\n第二条 施\xE8\xA1"), "as the rest of the file is",
            "cut off", 2);
    refuses(S("\xEF\xBB\xBF第一条\n\xD6\xD0"), "not UTF-8", "", 2);
    char bytes[256];
    size_t len = (size_t)snprintf(bytes, sizeof bytes, "%s%s\xFF\xFF\n", GBK, GBK);
    refuses(wb_slice_make(bytes, len), "looks like GB18030, but", "not well-formed", 3);
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
        cmocka_unit_test(big5_is_recognised),
        cmocka_unit_test(utf16_without_a_mark_is_recognised),
        cmocka_unit_test(other_encodings_are_named),
        cmocka_unit_test(other_files_are_named),
        cmocka_unit_test(one_bad_place),
    };
    return RUN(tests);
}
