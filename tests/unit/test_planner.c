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
        wb_buf_put(out, term);
        wb_buf_puts(out, plan->posting_budget ? "*~" : "*");
        break;
    case WB_PLAN_AND:
    case WB_PLAN_OR:
        assert_true(plan->child_count > 0);
        wb_buf_puts(out, plan->op == WB_PLAN_AND ? "and(" : "or(");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complete_plans),
        cmocka_unit_test(quick_plans),
        cmocka_unit_test(exact_plans),
    };
    return RUN(tests);
}
