#include "test.h"

#include "contradiction.h"
#include "parse.h"

/* `alternative` (may be NULL) is given to the first item. */
static void check(const char *source, const char *alternative, bool wanted)
{
    wb_query query = {0};
    wb_error err;
    assert_ok(wb_query_parse(wb_slice_from(source), &query, &err));
    wb_query_alternative other;
    if (alternative) {
        other = (wb_query_alternative){.folded = wb_slice_from(alternative)};
        query.items[0].alternatives = &other;
        query.items[0].alternative_count = 1;
    }
    assert_that(wb_query_is_contradictory(&query) == wanted, "%s", source);
    wb_query_clear(&query);
}

static void a_character_of_an_item_is_there_however_it_matches(void **state)
{
    check("规定 -定", NULL, true);
    check("规定 -规", NULL, true);
    check("的 -的", NULL, true);
    check("規定 -规", NULL, true);
    check("绿色、低碳 -低", NULL, true);
    check("第5条 -条", NULL, true);
    check("规定 应当 -定", NULL, true);
    check("规定 -(的 OR 定)", NULL, true);
    check("规定 应当 -(规 应)", NULL, true);
    check("规定 -的", NULL, false);
    check("规定 -(的 定)", NULL, false);
    check("规定 OR -定", NULL, false);
    check("-规定 定", NULL, false);
    check("规定", NULL, false);
}

/* 规、定 is a match of 规定 and none of it under NOT. */
static void several_characters_may_stand_apart(void **state)
{
    check("规定 -规定", NULL, false);
    check("人民政府 -人民", NULL, false);
    check("\"规定\" -规定", NULL, true);
    check("\"人民政府\" -人民", NULL, true);
    check("\"人民政府\" -民府", NULL, false);
    check("\"人民\" \"政府\" -人民政府", NULL, false);
}

/* Whether these have a match depends on what stands around them. */
static void numbers_and_words_are_not_certain(void **state)
{
    check("\"第5条\" -5", NULL, false);
    check("carbon* -carbon", NULL, false);
    check("\"60%\" -60", NULL, false);
}

static void alternatives_must_have_it_too(void **state)
{
    check("十四条 -四", "14条", false);
    check("十四条 -条", "14条", true);
    check("\"十四条\" -四", "14条", true); /* quoted, it has none */
}

static void scopes_and_branches(void **state)
{
    check("同句(规定 -定)", NULL, true);
    check("同篇(规定 -定) 应当", NULL, true);
    check("同节(规定 -定) OR 应当", NULL, false);
    check("(规定 -定) OR (应当 -应)", NULL, true);
    check("-(规定 -定)", NULL, false);
    check("同句(规定) -定", NULL, false); /* it is, but this is not looked for */
    check("标题:规定 -定", NULL, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_character_of_an_item_is_there_however_it_matches),
        cmocka_unit_test(several_characters_may_stand_apart),
        cmocka_unit_test(numbers_and_words_are_not_certain),
        cmocka_unit_test(alternatives_must_have_it_too),
        cmocka_unit_test(scopes_and_branches),
    };
    return RUN(tests);
}
