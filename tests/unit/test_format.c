#include "test.h"

#include "format_lines.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* A result made by hand: three hits of two documents. */
static const wb_segment segments[] = {{0, 5, 3}};
static const wb_segment segments_c[] = {{0, 9, 1}};
static const wb_slice section_a[] = {TEXT("一、总则"), TEXT("（一）目标")};
static const wb_slice section_b[] = {TEXT("二、\x1B[31m措施")};
static const wb_span matches_a[] = {{3, 9}};
static const wb_span matches_b[] = {{0, 3}, {7, 10}};
static const wb_span matches_c[] = {{10, 16}};

static wb_hit hits[] = {
    {.score = 12.5,
     .doc_id = 0xABCDEF,
     .para_number = 4,
     .root = TEXT("/data/政策"),
     .path = TEXT("金融/办法.md"),
     .title = TEXT("云岭市办法"),
     .section_path = section_a,
     .section_count = 2,
     .para = {.text = TEXT("碳金融。"),
              .kind = WB_PARA_BODY,
              .section = WB_NONE,
              .first_line = 5,
              .last_line = 6,
              .segments = segments,
              .segment_count = 1},
     .matches = matches_a,
     .match_count = 1,
     .line = 5,
     .column = 6},
    {.score = 3.0,
     .doc_id = 7,
     .root = TEXT("/data/政策"),
     .path = TEXT("b\n\x1B]0;x.md"),
     .title = TEXT("标题\x07"),
     .para = {.text = TEXT("碳𠮷碳"),
              .kind = WB_PARA_LIST_ITEM,
              .section = WB_NONE,
              .first_line = 5,
              .last_line = 5,
              .segments = segments,
              .segment_count = 1},
     .matches = matches_b,
     .match_count = 2,
     .line = 5,
     .column = 3},
    {.score = 1.0,
     .doc_id = 0xABCDEF,
     .root = TEXT("/data/政策"),
     .path = TEXT("金融/办法.md"),
     .title = TEXT("云岭市办法"),
     .section_path = section_b,
     .section_count = 1,
     .para = {.text = TEXT("含\x1B[2J有金融\xE2\x80\xAE的"),
              .kind = WB_PARA_BODY,
              .section = WB_NONE,
              .first_line = 9,
              .last_line = 9,
              .segments = segments_c,
              .segment_count = 1},
     .matches = matches_c,
     .match_count = 1,
     .line = 9,
     .column = 1},
};

static const wb_result result = {
    .hits = hits, .hit_count = COUNT_OF(hits), .total = 3, .total_exact = true, .seconds = 1.25};

static const wb_format_options plain = {.width = 80, .folder = "/home/me"};
static const wb_lines_options grep = {0};

#define FFFD "\xEF\xBF\xBD"

static void paths_are_relative_to_the_current_folder(void **state)
{
    static const struct {
        const char *folder;
        const char *root;
        const char *path;
        const char *wanted;
    } rows[] = {
        {"/data", "/data", "a/b.md", "a/b.md"},
        {"/data/a", "/data", "a/b.md", "b.md"},
        {"/data/a/c", "/data", "a/b.md", "/data/a/b.md"},
        {"/data/a", "/data", "ab/c.md", "/data/ab/c.md"},
        {"/data", "/data/a", "b.md", "a/b.md"},
        {"/da", "/data", "a.md", "/data/a.md"},
        {"/data/a", "/dat", "a.md", "/dat/a.md"},
        {"/home", "/data", "a.md", "/data/a.md"},
        {"/", "/data", "a.md", "/data/a.md"},
        {"/", "/", "a.md", "/a.md"},
        {"/data", "/", "data/a.md", "/data/a.md"},
        {"", "/data", "a.md", "/data/a.md"},
        {"/数据", "/数据/子", "a.md", "子/a.md"},
    };
    wb_buf out;
    wb_buf_init(&out, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_hit hit = {.root = wb_slice_from(rows[i].root), .path = wb_slice_from(rows[i].path)};
        wb_format_options options = {.folder = rows[i].folder};
        wb_buf_clear(&out);
        assert_ok(wb_format_path(&hit, &options, &out));
        assert_text(wb_buf_slice(&out), rows[i].wanted);
    }
    wb_buf_free(&out);
}

static void totals_say_how_sure_they_are(void **state)
{
    wb_buf out;
    wb_result r = {.total = 12, .total_exact = true};
    wb_buf_init(&out, 0);
    assert_ok(wb_format_total(&r, 5, &out));
    assert_non_null(strstr(out.data, "5 of 12"));
    assert_null(strstr(out.data, "at least"));
    r.total_exact = false;
    wb_buf_clear(&out);
    assert_ok(wb_format_total(&r, 5, &out));
    assert_non_null(strstr(out.data, "at least 12"));
    wb_buf_free(&out);
}

static void lines_for_grep_and_editors(void **state)
{
    bool unread;
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    assert_ok(wb_format_lines(&result, &plain, &grep, &unread, &out, &err));
    assert_text(wb_buf_slice(&out), "/data/政策/金融/办法.md:5:碳金融。\n"
                                    "/data/政策/b " FFFD "]0;x.md:5:碳𠮷碳\n"
                                    "/data/政策/金融/办法.md:9:含" FFFD "[2J有金融" FFFD "的\n");
    wb_buf_free(&out);
}

static void lines_in_colour(void **state)
{
    bool unread;
    wb_buf out;
    wb_error err;
    wb_format_options options = plain;
    wb_result one = result;
    one.hit_count = 1;
    options.color = true;
    wb_buf_init(&out, 0);
    assert_ok(wb_format_lines(&one, &options, &grep, &unread, &out, &err));
    assert_text(wb_buf_slice(&out), "\x1B[35m/data/政策/金融/办法.md\x1B[0m:\x1B[32m5\x1B[0m:碳"
                                    "\x1B[1;31m金融\x1B[0m。\n");
    wb_buf_free(&out);
}

static void text_is_grouped_by_document(void **state)
{
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    assert_ok(wb_format_text(&result, &plain, &out, &err));
    static const char wanted[] = "云岭市办法  /data/政策/金融/办法.md\n"
                                 "  一、总则 › （一）目标\n"
                                 "  5: 碳金融。\n"
                                 "  二、" FFFD "[31m措施\n"
                                 "  9: 含" FFFD "[2J有金融" FFFD "的\n"
                                 "\n"
                                 "标题" FFFD "  /data/政策/b " FFFD "]0;x.md\n"
                                 "  5: 碳𠮷碳\n"
                                 "\n";
    assert_true(wb_slice_starts(wb_buf_slice(&out), wanted));
    assert_non_null(strstr(out.data + sizeof wanted - 1, "3 of 3"));
    assert_null(strchr(out.data, '\x1B'));
    wb_buf_free(&out);
}

/* Colours are ours; nothing else of the kind gets through. */
static void colour_adds_only_its_own_sequences(void **state)
{
    wb_buf out;
    wb_error err;
    wb_format_options options = plain;
    options.color = true;
    wb_buf_init(&out, 0);
    assert_ok(wb_format_text(&result, &options, &out, &err));
    for (const char *p = strchr(out.data, '\x1B'); p; p = strchr(p + 1, '\x1B')) {
        size_t len = 2 + strspn(p + 2, "0123456789;");
        assert_true(p[1] == '[' && p[len] == 'm');
    }
    assert_non_null(strstr(out.data, "\x1B[1;31m金融\x1B[0m"));
    assert_null(strstr(out.data, "\x1B[2J"));
    wb_buf_free(&out);
}

static void long_paragraphs_are_cut_unless_wanted_whole(void **state)
{
    char text[3001];
    for (size_t i = 0; i < 1000; i++) {
        memcpy(text + 3 * i, i == 500 ? "金" : "长", 3);
    }
    static const wb_span middle = {1500, 1503};
    wb_hit hit = hits[0];
    hit.para.text = wb_slice_make(text, 3000);
    hit.matches = &middle;
    wb_result one = {.hits = &hit, .hit_count = 1, .total = 1, .total_exact = true};
    wb_format_options options = plain;
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    assert_ok(wb_format_text(&one, &options, &out, &err));
    assert_true(out.len < 1500);
    assert_non_null(strstr(out.data, "金长"));
    assert_non_null(strstr(out.data, "…长"));
    assert_non_null(strstr(out.data, "长…"));
    options.full = true;
    wb_buf_clear(&out);
    assert_ok(wb_format_text(&one, &options, &out, &err));
    assert_true(out.len > 3000);
    assert_null(strstr(out.data, "…"));
    options.full = false;
    options.width = 0; /* no terminal */
    wb_buf_clear(&out);
    assert_ok(wb_format_text(&one, &options, &out, &err));
    assert_non_null(strstr(out.data, "金长"));
    wb_buf_free(&out);
}

static void json_lines_in_the_order_of_rank(void **state)
{
    wb_query query = {0};
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    assert_ok(wb_query_parse(S("金融 \"碳\""), &query, &err));
    assert_ok(wb_format_json(&query, &result, &plain, &out, &err));
    static const char *const types[] = {"begin", "match", "end",   "begin", "match",
                                        "end",   "begin", "match", "end",   "summary"};
    const char *line = out.data;
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        wb_buf start;
        wb_buf_init(&start, 0);
        assert_ok(wb_buf_printf(&start, "{\"type\":\"%s\",\"data\":{", types[i]));
        assert_memory_equal(line, start.data, start.len);
        wb_buf_free(&start);
        line = strchr(line, '\n');
        assert_non_null(line);
        line++;
    }
    assert_int_equal(*line, '\0');
    static const char *const pieces[] = {
        "\"path\":{\"text\":\"/data/政策/金融/办法.md\"}",
        "\"document_id\":\"0000000000abcdef\"",
        "\"lines\":{\"text\":\"碳金融。\"}",
        "\"line_number\":5",
        "\"absolute_offset\":null",
        "\"rank\":1",
        "\"rank\":3",
        "\"score\":12.5",
        "\"paragraph\":4",
        "\"section\":[\"一、总则\",\"（一）目标\"]",
        "\"kind\":\"list item\"",
        "\"first_line\":5,\"last_line\":6",
        "\"title\":\"标题\\u0007\"",
        /* 碳𠮷碳: the second match behind four bytes, two code units, one character. */
        "\"start\":7,\"end\":10,\"start_char\":2,\"start_utf16\":3,\"end_char\":3,\"end_utf16\":4",
        "\"line_number\":5,\"column_byte\":10",
        "\"elapsed_total\":{\"secs\":1,\"nanos\":250000000,",
        "\"query\":\"金融 \\\"碳\\\"\"",
        "\"total\":{\"value\":3,\"relation\":\"eq\"}",
        "\"matched_lines\":3,\"matches\":4}",
    };
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        assert_that(strstr(out.data, pieces[i]) != NULL, "%s", pieces[i]);
    }
    assert_null(strchr(out.data, '\x1B'));
    wb_query_clear(&query);
    wb_buf_free(&out);
}

static void json_of_a_path_that_is_not_utf8(void **state)
{
    wb_query query = {0};
    wb_buf out;
    wb_error err;
    wb_hit hit = hits[0];
    hit.root = wb_slice_from("/d");
    hit.path = wb_slice_from("\xFF.md");
    wb_result one = {.hits = &hit, .hit_count = 1, .total = 9};
    wb_buf_init(&out, 0);
    assert_ok(wb_query_parse(S("金融"), &query, &err));
    assert_ok(wb_format_json(&query, &one, &plain, &out, &err));
    assert_non_null(strstr(out.data, "\"path\":{\"bytes\":\"L2Qv/y5tZA==\"}"));
    assert_non_null(strstr(out.data, "\"relation\":\"gte\""));
    wb_query_clear(&query);
    wb_buf_free(&out);
}

static void no_hits(void **state)
{
    bool unread;
    wb_query query = {0};
    wb_buf out;
    wb_error err;
    wb_result none = {.total_exact = true};
    wb_buf_init(&out, 0);
    assert_ok(wb_query_parse(S("金融"), &query, &err));
    assert_ok(wb_buf_puts(&out, ""));
    assert_ok(wb_format_lines(&none, &plain, &grep, &unread, &out, &err));
    assert_int_equal(out.len, 0);
    assert_ok(wb_format_json(&query, &none, &plain, &out, &err));
    assert_true(wb_slice_starts(wb_buf_slice(&out), "{\"type\":\"summary\""));
    wb_buf_clear(&out);
    assert_ok(wb_format_text(&none, &plain, &out, &err));
    assert_non_null(strstr(out.data, "0 of 0"));
    wb_query_clear(&query);
    wb_buf_free(&out);
}

static void a_full_buffer_is_an_error(void **state)
{
    bool unread;
    wb_query query = {0};
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 50);
    assert_ok(wb_query_parse(S("金融"), &query, &err));
    assert_true(wb_format_lines(&result, &plain, &grep, &unread, &out, &err) != WB_OK);
    wb_buf_clear(&out);
    assert_true(wb_format_text(&result, &plain, &out, &err) != WB_OK);
    wb_buf_clear(&out);
    assert_true(wb_format_json(&query, &result, &plain, &out, &err) != WB_OK);
    wb_query_clear(&query);
    wb_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_relative_to_the_current_folder),
        cmocka_unit_test(totals_say_how_sure_they_are),
        cmocka_unit_test(lines_for_grep_and_editors),
        cmocka_unit_test(lines_in_colour),
        cmocka_unit_test(text_is_grouped_by_document),
        cmocka_unit_test(colour_adds_only_its_own_sequences),
        cmocka_unit_test(long_paragraphs_are_cut_unless_wanted_whole),
        cmocka_unit_test(json_lines_in_the_order_of_rank),
        cmocka_unit_test(json_of_a_path_that_is_not_utf8),
        cmocka_unit_test(no_hits),
        cmocka_unit_test(a_full_buffer_is_an_error),
    };
    return RUN(tests);
}
