#include "test.h"

#include "format_cite.h"
#include "format_flat.h"
#include "format_lines.h"
#include "tally.h"

/* The forms of output that programs and writers read, on hits made by hand. */

#define TEXT(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* Two lines of a file that make one paragraph: "甲乙节水丙" and "丁节水". */
static const wb_segment segments[] = {{0, 5, 3}, {15, 6, 1}};
static const wb_span matches[] = {{6, 12}, {18, 24}};
static const wb_slice section[] = {TEXT("办法"), TEXT("一、总则")};

static wb_hit hits[] = {
    {.score = 12.5,
     .doc_id = 0xABC,
     .para_number = 4,
     .root = TEXT("/data"),
     .path = TEXT("a b.md"),
     .title = TEXT("办法"),
     .meta = {[WB_META_ORGAN] = TEXT("甲,\"乙\""), [WB_META_PUBLISHED] = TEXT("2021-03-05")},
     .section_path = section,
     .section_count = 2,
     .para = {.text = TEXT("甲乙节水丙丁节水"),
              .first_line = 5,
              .last_line = 6,
              .segments = segments,
              .segment_count = 2},
     .matches = matches,
     .match_count = 2,
     .line = 5,
     .column = 9},
};
static const wb_result result = {.hits = hits, .hit_count = 1, .total = 1, .total_exact = true};
static const wb_format_options plain = {.folder = "/data"};

static void lines(const wb_lines_options *options, const char *wanted)
{
    wb_buf out;
    wb_error err;
    bool unread = false;
    wb_buf_init(&out, 0);
    assert_ok(wb_format_lines(&result, &plain, options, &unread, &out, &err));
    assert_text(wb_buf_slice(&out), wanted);
    assert_int_equal(unread, options->unit != WB_COLUMN_BYTE);
    wb_buf_free(&out);
}

static void a_match_is_led_to_in_its_own_line(void **state)
{
    (void)state;
    lines(&(wb_lines_options){.style = WB_LINES_VIMGREP}, "a b.md:5:9:甲乙节水丙\n"
                                                          "a b.md:6:4:丁节水\n");
    lines(&(wb_lines_options){.style = WB_LINES_GCC, .max_chars = 3},
          "a b.md:5:9: info: …乙节水…\na b.md:6:4: info: 丁节水\n");
    lines(&(wb_lines_options){.style = WB_LINES_ONLY}, "a b.md:5:节水\na b.md:6:节水\n");
    /* There is no such file: the column cannot be counted. */
    lines(&(wb_lines_options){.column = true, .unit = WB_COLUMN_CHAR},
          "a b.md:5:1:甲乙节水丙丁节水\n");
}

static void the_match_is_seen_in_what_is_left(void **state)
{
    (void)state;
    for (size_t max = 1; max < 12; max++) {
        wb_buf out;
        wb_error err;
        bool unread = false;
        wb_lines_options options = {.no_path = true, .no_line_number = true, .max_chars = max};
        wb_buf_init(&out, 0);
        assert_ok(wb_format_lines(&result, &plain, &options, &unread, &out, &err));
        assert_non_null(strstr(out.data, max < 2 ? "节" : "节水"));
        wb_buf_free(&out);
    }
}

static void fields(const char *names, wb_hit_fields *ret)
{
    wb_error err;
    assert_ok(wb_hit_fields_parse(names, ret, &err));
}

static void fields_are_parsed(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", ",", "line,", ",line", "line,,rank", "Line", "line "};
    wb_hit_fields some;
    wb_error err;
    fields("line,rank,line", &some);
    assert_int_equal(some.count, 2);
    assert_int_equal(some.items[0], WB_HITF_LINE);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_status(wb_hit_fields_parse(wrong[i], &some, &err), WB_INVALID);
        assert_non_null(strstr(err.hint, "missing")); /* the last of them */
    }
    wb_hit_fields_all(true, &some);
    assert_int_equal(some.count, WB_HIT_FIELD_COUNT_);
    wb_hit_fields_all(false, &some);
    assert_int_equal(some.count, WB_HIT_FIELD_COUNT_ - 1);
}

static void tables_quote_what_must_be_quoted(void **state)
{
    (void)state;
    wb_hit_fields some;
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    fields("path,organ,number,date,section,matches,score", &some);
    assert_ok(wb_format_table_head(WB_TABLE_CSV, &some, &out, &err));
    assert_ok(wb_format_table(WB_TABLE_CSV, &result, &plain, &some, &out, &err));
    assert_text(wb_buf_slice(&out), "path,organ,number,date,section,matches,score\r\n"
                                    "a b.md,\"甲,\"\"乙\"\"\",,2021-03-05,办法 › 一、总则,节水 | "
                                    "节水,12.5\r\n");
    wb_buf_clear(&out);
    assert_ok(wb_format_table(WB_TABLE_TSV, &result, &plain, &some, &out, &err));
    assert_text(wb_buf_slice(&out),
                "a b.md\t甲,\"乙\"\t\t2021-03-05\t办法 › 一、总则\t节水 | 节水\t12.5\n");
    wb_buf_free(&out);
}

static void flat_objects_have_the_fields(void **state)
{
    (void)state;
    wb_hit_fields some;
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    fields("rank,number,path,document_id,section", &some);
    assert_ok(wb_format_jsonl(&result, &plain, &some, &out, &err));
    assert_text(wb_buf_slice(&out),
                "{\"rank\":1,\"number\":null,\"path\":\"a b.md\",\"document_id\":"
                "\"0000000000000abc\",\"section\":[\"办法\",\"一、总则\"]}\n");
    wb_hit odd = hits[0];
    wb_result one = {.hits = &odd, .hit_count = 1};
    odd.path = wb_slice_from("\xFF");
    fields("path", &some);
    wb_buf_clear(&out);
    assert_ok(wb_format_jsonl(&one, &plain, &some, &out, &err));
    assert_text(wb_buf_slice(&out), "{\"path\":null,\"path_base64\":\"/w==\"}\n");
    wb_buf_free(&out);
}

static void citations_make_nothing_up(void **state)
{
    (void)state;
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    assert_ok(wb_format_cite(WB_CITE_PLAIN, &result, &plain, &out, &err));
    assert_text(wb_buf_slice(&out), "甲乙节水丙丁节水\n——甲,\"乙\"《办法》（［文号缺］，"
                                    "2021年3月5日发布），一、总则，第5段（a b.md:5）\n");
    wb_hit bare = {.root = TEXT("/"), .path = TEXT("x.md"), .para.text = TEXT("甲_乙"), .line = 3};
    wb_result one = {.hits = &bare, .hit_count = 1};
    wb_buf_clear(&out);
    assert_ok(wb_format_cite(WB_CITE_MARKDOWN, &one, &plain, &out, &err));
    assert_text(wb_buf_slice(&out),
                "> 甲\\_乙\n>\n> ——［机关缺］［标题缺］（［文号缺］，［日期缺］），"
                "［章节缺］，第1段（[/x.md:3](/x.md)）\n");
    wb_buf_free(&out);
}

static void links_are_encoded(void **state)
{
    (void)state;
    wb_buf out;
    wb_buf_init(&out, 0);
    wb_hyperlink_begin(wb_hyperlink_named("vscode"), &hits[0], 7, 2, &out);
    wb_hyperlink_end("x", &out);
    assert_text(wb_buf_slice(&out), "\033]8;;vscode://file/data/a%20b.md:7:2\033\\\033]8;;\033\\");
    wb_buf_clear(&out);
    wb_hyperlink_begin(NULL, &hits[0], 7, 2, &out);
    wb_hyperlink_begin("a\033{path}\007{nothing}", &hits[0], 7, 2, &out);
    assert_text(wb_buf_slice(&out), "\033]8;;a/data/a%20b.md{nothing}\033\\");
    assert_null(wb_hyperlink_named("nowhere"));
    assert_null(wb_hyperlink_named(""));
    wb_buf_free(&out);
}

static void tallies_keep_documents_apart(void **state)
{
    (void)state;
    wb_tally tally;
    wb_error err;
    assert_ok(wb_tally_init(&tally, 1000, &err));
    for (wb_doc_id round = 0; round < 3; round++) {
        for (wb_doc_id i = 0; i < 1000; i++) { /* all fall into few places at first */
            *wb_tally_of(&tally, 2 + (i << 20)) += i;
        }
    }
    for (wb_doc_id i = 0; i < 1000; i++) {
        assert_true(*wb_tally_of(&tally, 2 + (i << 20)) == 3 * i);
    }
    wb_tally_free(&tally);
    assert_ok(wb_tally_init(&tally, 0, &err));
    assert_true(*wb_tally_of(&tally, 0) == 0);
    wb_tally_free(&tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_match_is_led_to_in_its_own_line),
        cmocka_unit_test(the_match_is_seen_in_what_is_left),
        cmocka_unit_test(fields_are_parsed),
        cmocka_unit_test(tables_quote_what_must_be_quoted),
        cmocka_unit_test(flat_objects_have_the_fields),
        cmocka_unit_test(citations_make_nothing_up),
        cmocka_unit_test(links_are_encoded),
        cmocka_unit_test(tallies_keep_documents_apart),
    };
    return RUN(tests);
}
