#include "test.h"

#include <wbsearch/token.h>

#include "parse.h"
#include "planner.h"

static void print_plan(const wb_plan *plan, wb_buf *out)
{
    wb_slice term = plan->term;
    switch (plan->op) {
    case WB_PLAN_ALL:
        wb_buf_puts(out, "all");
        break;
    case WB_PLAN_TERM:
        if (plan->term.ptr[0] == WB_TOKEN_PUNCTUATION_PREFIX) {
            assert_true(plan->weight == 0.0);
            wb_buf_puts(out, "'");
            term = wb_slice_make(plan->term.ptr + 1, plan->term.len - 1);
        }
        wb_buf_put(out, term);
        break;
    case WB_PLAN_PREFIX:
        if (plan->term.ptr[0] == WB_TOKEN_PUNCTUATION_PREFIX) {
            wb_buf_puts(out, "'");
            term = wb_slice_make(plan->term.ptr + 1, plan->term.len - 1);
        }
        wb_buf_put(out, term);
        wb_buf_puts(out, plan->posting_budget ? "*~" : "*");
        break;
    case WB_PLAN_AND:
    case WB_PLAN_OR:
    case WB_PLAN_AND_NOT:
        assert_true(plan->child_count > (plan->op == WB_PLAN_AND_NOT));
        wb_buf_puts(out, plan->op == WB_PLAN_AND  ? "and("
                         : plan->op == WB_PLAN_OR ? "or("
                                                  : "without(");
        for (size_t i = 0; i < plan->child_count; i++) {
            wb_buf_puts(out, i ? " " : "");
            print_plan(plan->children[i], out);
        }
        wb_buf_puts(out, ")");
        break;
    }
    assert_true(plan->weight >= 0.0);
    assert_ok(out->status);
}

static void plans_with(const char *source, wb_planner_options options, const char *wanted,
                       bool complete)
{
    wb_query query = {0};
    wb_arena arena = {0};
    wb_error err;
    wb_buf out;
    const wb_plan *plan = NULL;
    bool is_complete = !complete;
    wb_buf_init(&out, 0);
    assert_ok(wb_query_parse(wb_slice_from(source), &query, &err));
    assert_ok(wb_plan_query(&query, options, &arena, &plan, &is_complete, &err));
    wb_query_clear(&query); /* the plan borrows nothing */
    print_plan(plan, &out);
    assert_text_of(wb_buf_slice(&out), wanted, source);
    assert_that(is_complete == complete, "%s", source);
    wb_buf_free(&out);
    wb_arena_clear(&arena);
}

static void plans_as(const char *source, bool quick, const char *wanted, bool complete)
{
    plans_with(source, (wb_planner_options){.quick = quick}, wanted, complete);
}

static void complete_plans(void **state)
{
    static const struct {
        const char *source;
        const char *wanted;
    } rows[] = {
        {"碳金融", "and(碳金 金融)"},
        {"碳金融 绿色", "and(碳金 金融 绿色)"},
        {"碳金 碳金", "碳金"},
        {"gdp", "gdp"},
        {"\"carbon neutral\"", "and(carbon neutral)"},
        {"500强", "500强"}, /* covers 500 */
        {"6.5", "6.5"},
        {"6.5%", "and(6.5 5%)"},
        {"第3条", "and(第3 3条)"},
        {"碳", "碳*"},
        {"碳 汇", "and(碳* 汇*)"},
        {"碳 金融", "金融"}, /* single characters only when there is nothing else */
        {"碳 gdp", "gdp"},
        {"——", "all"},
        {"， 。", "all"},
        {"①", "all"},
        {"， 碳", "碳*"},
        {"， 金融", "金融"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        plans_as(rows[i].source, false, rows[i].wanted, true);
    }
}

static void quick_plans(void **state)
{
    plans_as("碳金融", true, "and(碳金 金融)", true);
    plans_as("碳", true, "碳*~", false);
    plans_as("碳 汇", true, "and(碳*~ 汇*~)", false);
    plans_as("——", true, "all", true);
}

/* An exact hit has the punctuation too; a quoted item has no other hits. */
static void exact_plans(void **state)
{
    static const struct {
        const char *source;
        const char *wanted;
    } rows[] = {
        {"碳金融", "and(碳金 金融)"},
        {"、碳", "'、碳"}, /* in place of every term that begins with 碳 */
        {"减税、降费", "and(减税 税降 降费 '税、 '、降)"},
        {"》，", "'》，"},
        {"，", "all"},
        {"a-b", "and(a b 'a- '-b)"},
        {"carbon neutral", "and(carbon neutral)"}, /* a space is no punctuation */
        {"、碳 OR 金融", "or('、碳 金融)"},
        {"金融 NOT 、碳", "金融"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        plans_with(rows[i].source, (wb_planner_options){.exact = true}, rows[i].wanted, true);
    }
    plans_as("\"减税、降费\"", false, "and(减税 税降 降费 '税、 '、降)", true);
    plans_as("减税、降费", false, "and(减税 税降 降费)", true);
}

/* What a NOT rules out for certain; single characters too where everything is asked for. */
static void plans_of_not(void **state)
{
    static const struct {
        const char *source;
        const char *quick;
        const char *tight;
    } rows[] = {
        {"碳金融 -绿色", "without(and(碳金 金融) without(绿色 '绿*))", NULL},
        {"金融 -绿色 -、低", "without(金融 or(without(绿色 '绿*) '、低))", NULL},
        {"金融 -(绿色|低碳)", "without(金融 or(without(绿色 '绿*) without(低碳 '低*)))", NULL},
        {"金融 -(绿色 低碳)", "without(金融 without(and(绿色 低碳) or('绿* '低*)))", NULL},
        {"金融 -(绿色 -低碳)", "without(金融 without(绿色 or('绿* 低碳)))", NULL},
        {"金融 -绿", "金融", "without(金融 绿*)"},
        {"金融 -人民政", "without(金融 人民政*)", NULL}, /* a word that ICU finds */
        {"金融 -人3", "金融", NULL},
        {"金融 -gdp", "without(金融 gdp)", NULL},
        {"金融 -6", "金融", NULL}, /* may be of 6.5 */
        {"金融 -标题:绿色", "金融", NULL},
        {"同句(金融 -绿色)", "金融", NULL}, /* in another sentence */
        {"同段(金融 -绿色)", "without(金融 without(绿色 '绿*))", NULL},
        {"同篇(金融 -绿色)", "金融", NULL},
        {"-绿色", "all", "without(all without(绿色 '绿*))"},
        {"金融 OR -绿色", "all", "or(金融 without(all without(绿色 '绿*)))"},
        {"碳 金融", "金融", "and(碳* 金融)"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        plans_with(rows[i].source, (wb_planner_options){.exclude = true}, rows[i].quick, true);
        plans_with(rows[i].source, (wb_planner_options){.exclude = true, .tight = true},
                   rows[i].tight ? rows[i].tight : rows[i].quick, true);
    }
}

static void assert_certain(const char *source, wb_certain_options options, const char *wanted)
{
    wb_query query = {0};
    wb_arena arena = {0};
    wb_error err;
    wb_buf out;
    wb_plan *plan = NULL;
    wb_buf_init(&out, 0);
    assert_ok(wb_query_parse(wb_slice_from(source), &query, &err));
    assert_ok(wb_plan_certain(&query, options, &arena, &plan, &err));
    wb_query_clear(&query);
    if (plan) {
        print_plan(plan, &out);
    } else {
        wb_buf_puts(&out, "none");
    }
    assert_text_of(wb_buf_slice(&out), wanted, source);
    wb_buf_free(&out);
    wb_arena_clear(&arena);
}

/* What needs no look at the text: on any rung, and exactly. */
static void certain_plans(void **state)
{
    static const struct {
        const char *source;
        const char *any;
        const char *exact;
    } rows[] = {
        {"金融", "金融", "without(金融 '金*)"},
        {"碳", "碳*", "碳*"},
        {"碳金融", "碳金融*", "碳金融*"},
        {"、金融", "金融", "none"},
        {"金、融", "金融", "none"},
        {"金，", "金*", "'金，"},
        {"》，", "'》，", "'》，"},
        {"，", "none", "none"},
        {"金.", "金*", "none"},
        {"\"金融\"", "without(金融 '金*)", "without(金融 '金*)"},
        {"gdp", "gdp", "gdp"},
        {"carbon*", "none", "none"},
        {"h2o", "none", "none"},
        {"5%", "none", "none"},
        {"第3", "none", "none"},
        {"金融 绿色", "and(金融 绿色)", "without(and(金融 绿色) or('金* '绿*))"},
        {"金融 OR 5 OR 绿色", "or(金融 绿色)", "or(without(金融 '金*) without(绿色 '绿*))"},
        {"金融 5", "none", "none"},
        {"金融 -绿色", "without(金融 绿色)", "without(金融 or('金* 绿色))"},
        {"金融 -5", "without(金融 5)", "without(金融 or('金* 5))"},
        {"-金融", "without(all 金融)", "without(all 金融)"},
        {"-，", "none", "none"},
        {"年份:2020 金融", "金融", "without(金融 '金*)"},
        {"年份:2020", "all", "all"},
        {"章节:总则 金融", "none", "none"},
        {"年份:2020 OR 金融", "金融", "without(金融 '金*)"},
        {"-年份:2020 金融", "none", "none"},
        {"同段(金融)", "金融", "without(金融 '金*)"},
        {"同句(金融)", "none", "none"},
        {"同篇(金融)", "none", "none"},
        {"金融 -同句(绿色 低碳)", "without(金融 and(绿色 低碳))",
         "without(金融 or('金* and(绿色 低碳)))"},
    };
    wb_certain_options options = {.is_filtered = true, .any_prefix = true};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        options.exact = false;
        assert_certain(rows[i].source, options, rows[i].any);
        options.exact = true;
        assert_certain(rows[i].source, options, rows[i].exact);
    }
    assert_certain("碳", (wb_certain_options){.any_prefix = false}, "none");
    assert_certain("年份:2020 金融", (wb_certain_options){.exact = false}, "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complete_plans), cmocka_unit_test(quick_plans),
        cmocka_unit_test(exact_plans),    cmocka_unit_test(plans_of_not),
        cmocka_unit_test(certain_plans),
    };
    return RUN(tests);
}
