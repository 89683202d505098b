#include "test.h"

#include "rank.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static wb_section sections[] = {
    {TEXT("绿色金融专章"), WB_NONE, WB_NONE},
    {TEXT("碳市场建设"), 0, WB_NONE},
    {TEXT("其他事项"), WB_NONE, WB_NONE},
};

static const wb_record record = {.sections = sections, .section_count = COUNT_OF(sections)};

static double score(const char *source, wb_para_kind kind, uint32_t section, const char *text,
                    size_t title_len)
{
    wb_query query = {0};
    wb_folded scratch;
    wb_error err;
    wb_para para = {.text = wb_slice_from(text),
                    .kind = kind,
                    .section = section,
                    .title_len = (uint32_t)title_len};
    wb_folded_init(&scratch);
    assert_ok(wb_query_parse(wb_slice_from(source), &query, &err));
    double result;
    assert_ok(wb_rank_score(&query, &record, &para, 10.0, &scratch, &result));
    wb_query_clear(&query);
    wb_folded_free(&scratch);
    return result;
}

static void without_context_the_weight_is_the_score(void **state)
{
    assert_true(score("金融", WB_PARA_BODY, WB_NONE, "碳金融。", 0) == 10.0);
    assert_true(score("保险", WB_PARA_BODY, 1, "保险。", 0) == 10.0);
}

static void titles_around_it_raise_the_score(void **state)
{
    double plain = score("金融", WB_PARA_BODY, 2, "碳金融。", 0);
    double inner = score("碳市场", WB_PARA_BODY, 1, "碳市场。", 0);
    double outer = score("金融", WB_PARA_BODY, 1, "碳金融。", 0);
    assert_true(inner > plain);
    assert_true(outer > plain);
    assert_true(inner <= 2 * plain); /* a bonus, and no more */
}

static void a_run_in_title_raises_the_score(void **state)
{
    double plain = score("金融", WB_PARA_BODY, WB_NONE, "发展金融。金融很多。", 0);
    double titled = score("金融", WB_PARA_BODY, WB_NONE, "发展金融。金融很多。", 15);
    assert_true(titled > plain);
}

static void more_items_in_the_titles_raise_it_more(void **state)
{
    double half = score("金融 保险", WB_PARA_BODY, 0, "金融保险。", 0);
    double whole = score("金融 绿色", WB_PARA_BODY, 0, "绿色金融。", 0);
    assert_true(half > 10.0 && whole > half);
}

/* A heading's own title is its text and no context. */
static void a_heading_is_not_its_own_context(void **state)
{
    assert_true(score("碳市场", WB_PARA_HEADING, 1, "碳市场建设", 0) == 10.0);
    assert_true(score("金融", WB_PARA_HEADING, 1, "碳市场建设", 0) > 10.0);
}

static void titles_match_as_texts_do(void **state)
{
    assert_true(score("綠色", WB_PARA_BODY, 0, "绿色。", 0) > 10.0);
    assert_true(score("色金", WB_PARA_BODY, 2, "色金。", 0) == 10.0);
    assert_true(score("金融", WB_PARA_BODY, 0, "", 0) > 10.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_context_the_weight_is_the_score),
        cmocka_unit_test(titles_around_it_raise_the_score),
        cmocka_unit_test(a_run_in_title_raises_the_score),
        cmocka_unit_test(more_items_in_the_titles_raise_it_more),
        cmocka_unit_test(a_heading_is_not_its_own_context),
        cmocka_unit_test(titles_match_as_texts_do),
    };
    return RUN(tests);
}
