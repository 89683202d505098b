/* What of a query is being typed, and what becomes of it. */
#include "test.h"

#include "completion.h"

static const struct {
    const char *query;
    wb_completion_kind kind;
    const char *folded;
    const char *with; /* put in its place … */
    const char *whole;
    size_t words;
} rows[] = {
    {"碳", WB_COMPLETION_ITEM, "碳", "碳金融", "碳金融", 1},
    {"银行　碳", WB_COMPLETION_ITEM, "碳", "碳金融", "银行　碳金融", 2},
    {"銀行 AND 碳", WB_COMPLETION_ITEM, "碳", "碳金融", "銀行 AND 碳金融", 2},
    {"\"甲 乙\" 碳", WB_COMPLETION_ITEM, "碳", "碳金融", "\"甲 乙\" 碳金融", 2},
    /* Operators, parentheses, scopes stay; a query with them names no document. */
    {"甲 OR 碳", WB_COMPLETION_ITEM, "碳", "碳金融", "甲 OR 碳金融", 0},
    {"甲|碳", WB_COMPLETION_ITEM, "碳", "碳金融", "甲|碳金融", 0},
    {"甲 -碳", WB_COMPLETION_ITEM, "碳", "碳金融", "甲 -碳金融", 0},
    {"(甲 (乙|碳", WB_COMPLETION_ITEM, "碳", "碳金融", "(甲 (乙|碳金融", 0},
    {"同句（甲 碳", WB_COMPLETION_ITEM, "碳", "碳金融", "同句（甲 碳金融", 0},
    {"年份:2021 碳", WB_COMPLETION_ITEM, "碳", "碳金融", "年份:2021 碳金融", 0},
    /* Quotations are closed by the mark that fits. */
    {"“甲 碳", WB_COMPLETION_ITEM, "甲碳", "甲碳金融", "“甲碳金融”", 1},
    {"\"碳", WB_COMPLETION_ITEM, "碳", "他说\"好\"", "\"他说\\\"好\\\"\"", 1},
    {"乙 「碳", WB_COMPLETION_ITEM, "碳", "碳金融", "乙 「碳金融」", 2},
    {"“六税两费”减", WB_COMPLETION_ITEM, "\"六税两费\"减", "减免", "减免", 1},
    /* What would mean something else is escaped. */
    {"甲 5", WB_COMPLETION_ITEM, "5", "(a:b", "甲 \\(a\\:b", 2},
    {"car", WB_COMPLETION_ITEM, "car", "carbon neutral", "\"carbon neutral\"", 1},
    /* Values. */
    {"机关:", WB_COMPLETION_FILTER, "", "国务院", "机关:国务院", 0},
    {"甲 organ：国", WB_COMPLETION_FILTER, "国", "国务院", "甲 organ：国务院", 0},
    {"机关:“国", WB_COMPLETION_FILTER, "国", "国 务院", "机关:“国 务院”", 0},
    {"title:car", WB_COMPLETION_FILTER, "car", "carbon plan", "title:\"carbon plan\"", 0},
    {"(机关:国", WB_COMPLETION_FILTER, "国", "国务院", "(机关:国务院", 0},
    {"文号:国发（2019", WB_COMPLETION_FILTER, "国发(2019", "国发〔2019〕5号",
     "文号:国发〔2019〕5号", 0},
    /* Nothing is being typed. */
    {"", WB_COMPLETION_NONE, NULL, NULL, NULL, 0},
    {"碳 ", WB_COMPLETION_NONE, NULL, NULL, NULL, 0},
    {"碳　", WB_COMPLETION_NONE, NULL, NULL, NULL, 0},
    {"碳 OR", WB_COMPLETION_NONE, NULL, NULL, NULL, 0},
    {"(碳)", WB_COMPLETION_NONE, NULL, NULL, NULL, 0},
    {"同句(", WB_COMPLETION_NONE, NULL, NULL, NULL, 0},
    {"“碳”", WB_COMPLETION_NONE, NULL, NULL, NULL, 0},
    {"机关:\"国\"", WB_COMPLETION_NONE, NULL, NULL, NULL, 0},
    {"carbon*", WB_COMPLETION_NONE, NULL, NULL, NULL, 0},
};

static void the_end_of_a_query_is_completed(void **state)
{
    wb_completion completion = {0};
    wb_error err;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_ok(wb_completion_read(wb_slice_from(rows[i].query), &completion, &err));
        assert_that(completion.kind == rows[i].kind, "%s: %d", rows[i].query, completion.kind);
        assert_that(completion.word_count == rows[i].words, "%s: %zu words", rows[i].query,
                    completion.word_count);
        if (rows[i].kind != WB_COMPLETION_NONE) {
            wb_buf whole;
            wb_buf_init(&whole, 0);
            assert_text_of(completion.folded, rows[i].folded, rows[i].query);
            wb_completion_write(&completion, wb_slice_from(rows[i].with), &whole);
            assert_ok(whole.status);
            assert_text_of(wb_buf_slice(&whole), rows[i].whole, rows[i].query);
            wb_buf_free(&whole);
        }
    }
    wb_completion_clear(&completion);
}

static void the_field_of_a_filter_is_told(void **state)
{
    wb_completion completion = {0};
    wb_error err;
    assert_ok(wb_completion_read(S("甲 文种:通"), &completion, &err));
    assert_int_equal(completion.field, WB_FIELD_KIND);
    assert_ok(wb_completion_read(S("number:"), &completion, &err));
    assert_int_equal(completion.field, WB_FIELD_NUMBER);
    wb_completion_clear(&completion);
}

static void what_is_no_query_is_refused(void **state)
{
    wb_completion completion = {0};
    wb_error err;
    char text[WB_QUERY_CHARS_MAX + 1];
    memset(text, 'a', sizeof text);
    assert_status(wb_completion_read(wb_slice_make(text, sizeof text), &completion, &err),
                  WB_LIMIT);
    assert_ok(wb_completion_read(wb_slice_make(text, sizeof text - 1), &completion, &err));
    assert_status(wb_completion_read(S("\xFF"), &completion, &err), WB_INVALID);
    wb_completion_clear(&completion);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_of_a_query_is_completed),
        cmocka_unit_test(the_field_of_a_filter_is_told),
        cmocka_unit_test(what_is_no_query_is_refused),
    };
    return RUN(tests);
}
