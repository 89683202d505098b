#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include <wbsearch/file.h>
#include <wbsearch/fold.h>
#include <wbsearch/token.h>

#include "equivalents.h"
#include "parse.h"

#include <fcntl.h>

/* The built-in synonyms, read once. */
static wb_synonyms *builtin;
static const wb_synonyms *lists[1];

static void refuse_nothing(void *context, const wb_error *err)
{
    fail_msg("%s", err->text);
}

static int read_builtin(void **state)
{
    wb_buf text;
    wb_error err;
    wb_buf_init(&text, 0);
    assert_ok(wb_synonyms_builtin(&text));
    wb_listfile list = wb_listfile_make(wb_buf_slice(&text), "built-in", refuse_nothing, NULL);
    assert_ok(wb_synonyms_read(&list, &builtin, &err));
    wb_buf_free(&text);
    lists[0] = builtin;
    return 0;
}

static int free_builtin(void **state)
{
    wb_synonyms_free(builtin);
    return 0;
}

static const wb_equivalents everything = {.numbers = true, .synonyms = lists, .synonyms_count = 1};

/* The fold of a text, in `arena`. */
static wb_slice fold_of(wb_slice text, wb_arena *arena)
{
    wb_folded folded;
    wb_slice copy = {NULL, 0};
    wb_folded_init(&folded);
    assert_ok(wb_fold(text, false, &folded));
    assert_true(wb_arena_dup(arena, wb_buf_slice(&folded.text), &copy));
    wb_folded_free(&folded);
    return copy;
}

/* Whether an alternative of `query` is found in a sentence that holds `text`. */
static bool finds(wb_slice query, wb_slice text, wb_arena *arena)
{
    const wb_query_alternative *found = NULL;
    size_t count = 0;
    wb_error err;
    wb_buf sentence;
    wb_buf_init(&sentence, 0);
    wb_buf_puts(&sentence, "对于，");
    wb_buf_put(&sentence, text);
    assert_ok(wb_buf_puts(&sentence, "。"));
    wb_slice folded = fold_of(wb_buf_slice(&sentence), arena);
    wb_slice item = fold_of(query, arena);
    assert_ok(wb_equivalents_of(&everything, item, SIZE_MAX, arena, &found, &count, &err));
    bool matches = wb_token_find(folded, item, 0) != SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        matches = matches || wb_equivalents_find(&found[i], folded, 0) != SIZE_MAX;
    }
    wb_buf_free(&sentence);
    return matches;
}

/* Calls `check` with both columns of each line of a table; returns the lines. */
static size_t each_pair(const char *name, size_t (*check)(wb_slice, wb_slice), size_t *ret_failed)
{
    wb_buf text;
    wb_file_stamp stamp;
    wb_error err;
    size_t lines = 0;
    wb_buf_init(&text, 0);
    assert_ok(
        wb_file_read(AT_FDCWD, test_path(EQUIVALENTS_DIR, name), 1 << 20, &text, &stamp, &err));
    *ret_failed = 0;
    for (char *line = strtok(text.data, "\n"); line; line = strtok(NULL, "\n")) {
        char *tab = strchr(line, '\t');
        if (line[0] != '#' && tab) {
            *tab = '\0';
            lines++;
            *ret_failed += check(wb_slice_from(line), wb_slice_from(tab + 1));
        }
    }
    wb_buf_free(&text);
    return lines;
}

static size_t check_pair(wb_slice left, wb_slice right)
{
    wb_arena arena = {0};
    bool there = finds(left, right, &arena);
    bool back = finds(right, left, &arena);
    if (!there) {
        print_error("%s does not find %s\n", left.ptr, right.ptr);
    }
    if (!back) {
        print_error("%s does not find %s\n", right.ptr, left.ptr);
    }
    wb_arena_clear(&arena);
    return !there || !back;
}

static void pairs_find_each_other(void **state)
{
    size_t failed;
    assert_true(each_pair("pairs.tsv", check_pair, &failed) >= 300);
    assert_int_equal(failed, 0);
}

static size_t check_near_miss(wb_slice left, wb_slice right)
{
    wb_arena arena = {0};
    bool there = finds(left, right, &arena);
    bool back = finds(right, left, &arena);
    if (there) {
        print_error("%s finds %s\n", left.ptr, right.ptr);
    }
    if (back) {
        print_error("%s finds %s\n", right.ptr, left.ptr);
    }
    wb_arena_clear(&arena);
    return there || back;
}

static void near_misses_do_not(void **state)
{
    size_t failed;
    assert_true(each_pair("near_misses.tsv", check_near_miss, &failed) >= 200);
    assert_int_equal(failed, 0);
}

static void alternatives_of(const char *query, wb_arena *arena, const wb_query_alternative **ret,
                            size_t *ret_count)
{
    wb_error err;
    wb_slice item = fold_of(wb_slice_from(query), arena);
    assert_ok(wb_equivalents_of(&everything, item, SIZE_MAX, arena, ret, ret_count, &err));
}

static void most_items_have_none(void **state)
{
    static const char *const items[] = {"碳金融",     "绿色信贷", "的",     "2022", "500",
                                        "c919",       "gdp2",     "一体化", "v2.0", "100",
                                        "高质量发展", "第",       "第一",   "3.14", "一"};
    wb_arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(items); i++) {
        const wb_query_alternative *found;
        size_t count;
        alternatives_of(items[i], &arena, &found, &count);
        assert_that(count == 0, "%s has %zu, e.g. %s", items[i], count,
                    count ? found[0].folded.ptr : "");
    }
    wb_arena_clear(&arena);
}

static void alternatives_are_bounded_and_distinct(void **state)
{
    static const char *const items[] = {
        "2022年3月5日",
        "2019-2023年增长10%-20%",
        "第九条第三款第二项和2022年3月5日的60%以及1.5万户30亿元2/3第5号二季度",
        "30亿元",
    };
    wb_arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(items); i++) {
        const wb_query_alternative *found;
        size_t count;
        wb_slice item = fold_of(wb_slice_from(items[i]), &arena);
        alternatives_of(items[i], &arena, &found, &count);
        assert_true(count > 0 && count <= WB_EQUIVALENTS_ITEM_MAX);
        for (size_t k = 0; k < count; k++) {
            assert_false(wb_slice_equal(found[k].folded, item));
            assert_true(found[k].label.len > 0);
            assert_true(found[k].kind >= 0 && found[k].kind < WB_EQUIVALENT_COUNT_);
            for (size_t other = 0; other < k; other++) {
                assert_false(wb_slice_equal(found[k].folded, found[other].folded));
            }
            wb_slice again = fold_of(found[k].folded, &arena);
            assert_slice(again, found[k].folded); /* alternatives are folds */
        }
    }
    wb_arena_clear(&arena);
}

static void parts_change_together_first(void **state)
{
    wb_arena arena = {0};
    const wb_query_alternative *found;
    size_t count;
    alternatives_of("十九届四中全会", &arena, &found, &count);
    assert_int_equal(count, 3);
    assert_text(found[0].folded, "19届4中全会");
    assert_text(found[0].label, "十九届 = 19届, 四中全会 = 4中全会");
    assert_int_equal(found[0].kind, WB_EQUIVALENT_NUMERAL);
    alternatives_of("第九条", &arena, &found, &count);
    assert_int_equal(count, 1);
    assert_text(found[0].folded, "第9条");
    assert_int_equal(found[0].kind, WB_EQUIVALENT_ORDINAL);
    wb_arena_clear(&arena);
}

static void each_kind_has_a_name(void **state)
{
    for (int i = 0; i < WB_EQUIVALENT_COUNT_; i++) {
        assert_true(strlen(wb_equivalent_kind_name((wb_equivalent_kind)i)) > 3);
    }
}

static void nothing_wanted_nothing_given(void **state)
{
    const wb_equivalents nothing = {0};
    wb_arena arena = {0};
    const wb_query_alternative *found;
    size_t count;
    wb_error err;
    assert_ok(wb_equivalents_of(&nothing, S("双碳第九条"), 16, &arena, &found, &count, &err));
    assert_int_equal(count, 0);
    wb_arena_clear(&arena);
}

static void quoted_items_get_none(void **state)
{
    wb_query query = {0};
    wb_error err;
    assert_ok(wb_query_parse(S("第九条 \"第九条\" 双碳"), &query, &err));
    assert_ok(wb_equivalents_attach(&everything, &query, &err));
    assert_int_equal(query.item_count, 3);
    assert_int_equal(query.items[0].alternative_count, 1);
    assert_int_equal(query.items[1].alternative_count, 0);
    assert_true(query.items[2].alternative_count > 1);
    wb_query_clear(&query);
}

static void the_query_has_a_limit(void **state)
{
    wb_query query = {0};
    wb_error err;
    wb_buf source;
    wb_buf_init(&source, 0);
    for (int i = 0; i < 20; i++) {
        wb_buf_puts(&source, "2022年3月5日 ");
    }
    assert_ok(wb_query_parse(wb_buf_slice(&source), &query, &err));
    assert_ok(wb_equivalents_attach(&everything, &query, &err));
    size_t count = 0;
    for (size_t i = 0; i < query.item_count; i++) {
        count += query.items[i].alternative_count;
    }
    assert_int_equal(count, WB_EQUIVALENTS_QUERY_MAX);
    wb_query_clear(&query);
    wb_buf_free(&source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_find_each_other),
        cmocka_unit_test(near_misses_do_not),
        cmocka_unit_test(most_items_have_none),
        cmocka_unit_test(alternatives_are_bounded_and_distinct),
        cmocka_unit_test(parts_change_together_first),
        cmocka_unit_test(each_kind_has_a_name),
        cmocka_unit_test(nothing_wanted_nothing_given),
        cmocka_unit_test(quoted_items_get_none),
        cmocka_unit_test(the_query_has_a_limit),
    };
    return cmocka_run_group_tests(tests, read_builtin, free_builtin) != 0;
}
