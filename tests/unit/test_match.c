#include "test.h"

#include "match.h"
#include "parse.h"
#include "sentence.h"

/* The text with what matched between < and >, behind the rung; or "none". */
static void check(const char *query_text, const char *text, const char *wanted)
{
    wb_query query = {0};
    wb_matcher *matcher = NULL;
    wb_arena arena = {0};
    wb_error err;
    wb_buf out;
    bool found = false;
    wb_rung rung;
    wb_buf_init(&out, 0);
    assert_ok(wb_query_parse(wb_slice_from(query_text), &query, &err));
    assert_ok(wb_matcher_new(&query, NULL, &matcher, &err));
    wb_matcher_set(matcher, wb_slice_from(text));
    assert_ok(wb_matcher_rung(matcher, &found, &rung, &err));
    if (found) {
        wb_span *spans = NULL;
        size_t count = 0;
        size_t at = 0;
        assert_ok(wb_matcher_spans(matcher, rung, &arena, &spans, &count, &err));
        wb_buf_printf(&out, "%s: ", wb_rung_name(rung));
        for (size_t i = 0; i < count; i++) {
            wb_buf_append(&out, text + at, spans[i].start - at);
            wb_buf_putc(&out, '<');
            wb_buf_append(&out, text + spans[i].start, spans[i].end - spans[i].start);
            wb_buf_putc(&out, '>');
            at = spans[i].end;
        }
        wb_buf_puts(&out, text + at);
    } else {
        wb_buf_puts(&out, "none");
    }
    assert_text_of(wb_buf_slice(&out), wanted, query_text);
    wb_matcher_free(matcher);
    wb_query_clear(&query);
    wb_arena_clear(&arena);
    wb_buf_free(&out);
}

static void items_match_exactly(void **state)
{
    check("碳金融", "探索碳金融。", "exact: 探索<碳金融>。");
    check("碳金融 绿色", "绿色的碳金融", "exact: <绿色>的<碳金融>");
    check("碳金融 绿色", "碳金融", "none");
    check("700亿", "1700亿", "none");
    check("6", "约6.5", "none");
}

static void items_match_loosely(void **state)
{
    check("绿色低碳", "绿色、低碳发展", "loose: <绿色、低碳>发展");
    check("绿色、低碳", "绿色低碳发展", "loose: <绿色低碳>发展");
    check("绿色、低碳", "“绿色”“低碳”", "loose: “<绿色”“低碳>”");
    check("\"绿色、低碳\"", "绿色低碳发展", "none");
    check("绿色低碳", "绿色的低碳", "none");
    check("第6.5条", "第6、5条", "none");
    check("第6.5条", "“第6.5”条", "loose: “<第6.5”条>");
    check("第6条", "第16条", "none");
    check("a-b", "a b", "loose: <a b>");
    check("ab", "a b", "none");
    check("a b", "ab", "none");
    check("gdp增速", "gdp（增速）", "loose: <gdp（增速>）");
    check("——", "甲-乙", "exact: 甲<->乙");
    check("…", "甲。乙", "none");
}

/* 1% is another number than 1, 2/3 than 2、3. */
static void signs_of_numbers_are_no_punctuation(void **state)
{
    check("1人", "占1%人口", "none");
    check("1人", "占1％人口", "none");
    check("3人", "占3‰人口", "none");
    check("人口5", "人口5%", "exact: <人口5>%"); /* a literal match, whatever follows */
    check("23条", "2/3条", "none");
    check("2、3条", "2/3条", "none");
    check("8、30分", "8:30分", "none");
    check("甲乙", "甲/乙", "loose: <甲/乙>");
    check("甲1", "甲:1", "loose: <甲:1>");
    check("人口", "人%口", "loose: <人%口>"); /* no number, no sign */
    check("%人口", "人口", "loose: <人口>");
    check("人口和", "占1%的人口、和", "loose: 占1%的<人口、和>");
}

static void prefixes(void **state)
{
    check("carbon*", "Carbonates and bicarbonate", "exact: <Carbonates> and bicarbonate");
    check("carbon", "Carbonates", "none");
    check("201*", "2019年、1201年", "exact: <2019>年、1201年");
    check("第5*", "第“57”条", "loose: <第“57>”条");
}

static void operators(void **state)
{
    check("绿色 OR 低碳", "低碳", "exact: <低碳>");
    check("绿色 OR 低碳", "低碳绿色", "exact: <低碳绿色>");
    check("(绿色 低碳) | 循环", "循环、绿色", "exact: <循环>、绿色"); /* of branches that hold */
    check("绿色 -低碳", "绿色、低碳", "none");
    check("绿色 -低碳", "绿色低、碳", "exact: <绿色>低、碳"); /* NOT is literal */
    check("-低碳", "绿色", "exact: 绿色");
    check("-(绿色 低碳)", "绿色", "exact: 绿色");
    check("绿色 低碳", "绿、色，低碳", "loose: <绿、色>，<低碳>");
}

static void sentences(void **state)
{
    check("同句(绿色 低碳)", "绿色。低碳。", "none");
    check("同句(绿色 低碳)", "绿色，低碳。绿色。", "exact: <绿色>，<低碳>。绿色。");
    check("同句(绿色 -低碳)", "绿色，低碳。绿色。", "exact: 绿色，低碳。<绿色>。");
    check("同句(绿色 低碳)", "“绿色。”低碳", "none");
    check("同句(\"绿色。”\")", "“绿色。”低碳", "exact: “<绿色。”>低碳");
    check("同句(\"“低碳\")", "绿色。“低碳”", "exact: 绿色。<“低碳>”");
    check("同句(绿色。低碳)", "绿色。低碳", "none"); /* it must lie within one */
    check("同句(绿色低碳)", "绿色。低碳", "none");   /* loosely too */
    check("同句(绿色低碳)", "绿色、低碳", "loose: <绿色、低碳>");
    check("同句(绿色 同句(低碳))", "绿色、低碳。", "exact: <绿色>、<低碳>。");
    check("同段(绿色 低碳)", "绿色。低碳。", "exact: <绿色>。<低碳>。");
    check("同句(绿色 同段(低碳))", "绿色。低碳。", "exact: <绿色>。<低碳>。");
}

/* Without anything around it, a paragraph is all there is. */
static void larger_scopes_hold_where_the_paragraph_does(void **state)
{
    check("同节(绿色 低碳)", "绿色。低碳。", "exact: <绿色>。<低碳>。");
    check("同篇(绿色 低碳)", "绿色。", "none");
    check("年份:2019", "2019年", "none");
}

static void sentence_ends(void **state)
{
    static const struct {
        const char *text;
        const char *wanted;
    } rows[] = {
        {"", ""},
        {"甲", "[甲]"},
        {"甲。乙", "[甲。][乙]"},
        {"甲。", "[甲。]"},
        {"甲!?乙;丙", "[甲!?][乙;][丙]"},
        {"\"甲。\"乙。", "[\"甲。\"][\"乙。]"},
        {"(甲。)乙", "[(甲。)][乙]"},
        {"甲。》\"", "[甲。》\"]"},
        {"甲。。乙", "[甲。。][乙]"},
    };
    wb_buf out;
    wb_buf_init(&out, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_sentence s = {0, 0, 0};
        wb_buf_clear(&out);
        wb_buf_puts(&out, "");
        while (wb_sentence_next(wb_slice_from(rows[i].text), &s)) {
            wb_buf_putc(&out, '[');
            wb_buf_append(&out, rows[i].text + s.start, s.end - s.start);
            wb_buf_putc(&out, ']');
        }
        assert_text_of(wb_buf_slice(&out), rows[i].wanted, rows[i].text);
    }
    wb_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_match_exactly),
        cmocka_unit_test(items_match_loosely),
        cmocka_unit_test(signs_of_numbers_are_no_punctuation),
        cmocka_unit_test(prefixes),
        cmocka_unit_test(operators),
        cmocka_unit_test(sentences),
        cmocka_unit_test(larger_scopes_hold_where_the_paragraph_does),
        cmocka_unit_test(sentence_ends),
    };
    return RUN(tests);
}
