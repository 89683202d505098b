#include "test.h"

#include "parse.h"

static void print_query(const wb_query *query, wb_buf *out)
{
    wb_buf_clear(out);
    for (size_t i = 0; i < query->item_count; i++) {
        const wb_query_item *item = &query->items[i];
        wb_buf_puts(out, item->quoted ? "[" : "(");
        wb_buf_put(out, item->text);
        wb_buf_puts(out, item->quoted ? "]" : ")");
        assert_true(item->folded.len > 0);
        assert_true(item->offset + item->length <= query->source.len);
    }
    assert_ok(wb_buf_puts(out, query->diagnostic_count ? "..." : ""));
}

static void items(void **state)
{
    static const struct {
        const char *source;
        const char *wanted; /* (item) [quoted item] ... when something is told */
    } rows[] = {
        {"碳金融", "(碳金融)"},
        {"  绿色信贷   500强 ", "(绿色信贷)(500强)"},
        {"绿色\xE3\x80\x80信贷\t股\n份", "(绿色)(信贷)(股)(份)"},
        {"\"绿色 信贷\"", "[绿色 信贷]"},
        {"“绿色 信贷” 股", "[绿色 信贷](股)"},
        {"「绿色 信贷」 『a b』", "[绿色 信贷][a b]"},
        {"「绿色 信贷」『a b』", "[绿色 信贷][a b]"},
        {"＂绿色 信贷＂", "[绿色 信贷]"},
        {"“绿色 信贷\" 股", "[绿色 信贷](股)"}, /* typed marks are mixed up */
        {"\"绿色 信贷” 股", "[绿色 信贷](股)"},
        {"\"甲 乙\"丙", "[甲 乙](丙)"},
        {"“甲“乙” 丙” 丁", "[甲“乙” 丙](丁)"},      /* a quotation within */
        {"\"六税两费\"减免", "(\"六税两费\"减免)"}, /* marks of a word, not of the query */
        {"“甲”乙”", "[甲”乙]"},                     /* a mark inside a word is part of the text */
        {"“十四五”规划", "(“十四五”规划)"},
        {"“十四五 规划", "[十四五 规划]..."},
        {"六税“两费”减免", "(六税“两费”减免)"},
        {"\"绿色 信贷", "[绿色 信贷]..."},
        {"a \"", "(a)..."},
        {"\"\" a \"  \"", "(a)..."}, /* told */
        {"。 a", "(。)(a)"},
        {"\xE2\x80\x8B a", "(a)..."}, /* folds to nothing */
        {"C919 gdp", "(C919)(gdp)"},
        {"a a", "(a)(a)"},
        {"-a NOT b OR *", "(a)(b)(*)"}, /* operators are no items */
    };
    wb_query query = {0};
    wb_buf out;
    wb_buf_init(&out, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_error err;
        assert_ok(wb_query_parse(wb_slice_from(rows[i].source), &query, &err));
        print_query(&query, &out);
        assert_text_of(wb_buf_slice(&out), rows[i].wanted, rows[i].source);
    }
    wb_query_clear(&query);
    wb_buf_free(&out);
}

static void items_are_folded(void **state)
{
    wb_query query = {0};
    wb_error err;
    assert_ok(wb_query_parse(S("環境 “ＧＤＰ　增速” 1,250"), &query, &err));
    assert_int_equal(query.item_count, 3);
    assert_text(query.items[0].folded, "环境");
    assert_text(query.items[1].folded, "gdp增速");
    assert_text(query.items[2].folded, "1250");
    assert_int_equal(query.items[1].offset, 7); /* of its mark */
    assert_int_equal(query.items[1].length, 24);
    wb_query_clear(&query);
    wb_query_clear(&query);
    assert_int_equal(query.item_count, 0);
}

static void the_source_is_copied(void **state)
{
    wb_query query = {0};
    wb_error err;
    char source[] = "绿色 信贷";
    assert_ok(wb_query_parse(wb_slice_make(source, sizeof source - 1), &query, &err));
    memset(source, 'x', sizeof source - 1);
    assert_text(query.source, "绿色 信贷");
    assert_text(query.items[1].text, "信贷");
    wb_query_clear(&query);
}

static void nothing_to_search_for(void **state)
{
    static const char *const sources[] = {"",    " ",  "\xE3\x80\x80\t", "\"\"",
                                          "“ ”", "\"", "\xE2\x80\x8B"};
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        wb_query query = {0};
        wb_error err;
        assert_status(wb_query_parse(wb_slice_from(sources[i]), &query, &err), WB_SYNTAX);
        assert_true(err.hint[0] != '\0');
        assert_int_equal(query.item_count, 0);
    }
}

static void what_is_not_utf8_is_refused_with_its_place(void **state)
{
    wb_query query = {0};
    wb_error err;
    assert_status(wb_query_parse(S("绿色\xFF"), &query, &err), WB_SYNTAX);
    assert_int_equal(err.offset, 6);
    assert_int_equal(query.item_count, 0);
}

static void limits(void **state)
{
    char source[WB_QUERY_CHARS_MAX + 1];
    wb_query query = {0};
    wb_error err;
    memset(source, 'a', sizeof source);
    assert_ok(wb_query_parse(wb_slice_make(source, WB_QUERY_CHARS_MAX), &query, &err));
    assert_status(wb_query_parse(wb_slice_make(source, WB_QUERY_CHARS_MAX + 1), &query, &err),
                  WB_LIMIT);
    for (size_t i = 1; i < sizeof source; i += 2) {
        source[i] = ' ';
    }
    assert_ok(wb_query_parse(wb_slice_make(source, 2 * WB_QUERY_ITEMS_MAX), &query, &err));
    assert_int_equal(query.item_count, WB_QUERY_ITEMS_MAX);
    assert_status(wb_query_parse(wb_slice_make(source, 2 * WB_QUERY_ITEMS_MAX + 1), &query, &err),
                  WB_LIMIT);
    assert_int_equal(err.offset, 2 * WB_QUERY_ITEMS_MAX);
    wb_query_clear(&query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items),
        cmocka_unit_test(items_are_folded),
        cmocka_unit_test(the_source_is_copied),
        cmocka_unit_test(nothing_to_search_for),
        cmocka_unit_test(what_is_not_utf8_is_refused_with_its_place),
        cmocka_unit_test(limits),
    };
    return RUN(tests);
}
