/* A searcher that moves with its index, and a search that may not take long. */
#include "test.h"

#include <stdlib.h>

#include "search.h"

static const struct test_file files[] = {
    {"无日期.md", "# 说明\n\n碳金融没有日期。\n"},
    {"旧.md", "---\ndate: 2019-05-01\n---\n\n# 旧方案\n\n碳金融在先。\n"},
    {"新.md", "---\ndate: 2023-02-03\n---\n\n# 新方案\n\n碳金融在后，碳金融又在后。\n"},
};

static void a_searcher_moves_when_the_index_has(void **state)
{
    wb_searcher *searcher = NULL;
    wb_error err;
    bool moved = true;
    test_make_index(*state, files, COUNT_OF(files), NULL);
    assert_ok(wb_searcher_new(test_index_path(*state), &searcher, &err));
    assert_ok(wb_searcher_refresh(searcher, &moved, &err));
    assert_false(moved);
    wb_store_writer *writer = NULL;
    assert_ok(wb_store_writer_open(wb_searcher_index(searcher)->generation, &writer, &err));
    assert_ok(wb_store_writer_set_metadata(writer, "test", S("1"), &err));
    assert_ok(wb_store_writer_commit(writer, &err));
    wb_store_writer_close(writer);
    assert_ok(wb_searcher_refresh(searcher, &moved, &err));
    assert_true(moved);
    assert_ok(wb_searcher_refresh(searcher, &moved, &err));
    assert_false(moved);
    wb_searcher_fell_behind(searcher); /* the caller knows better */
    assert_ok(wb_searcher_refresh(searcher, &moved, &err));
    assert_true(moved);
    wb_searcher_free(searcher);
}

static void a_search_ends_when_its_time_is_over(void **state)
{
    wb_searcher *searcher = NULL;
    wb_query query = {0};
    wb_result result = {0};
    wb_error err;
    test_make_index(*state, files, COUNT_OF(files), NULL);
    assert_ok(wb_searcher_new(test_index_path(*state), &searcher, &err));
    assert_ok(wb_query_parse(S("碳金融"), &query, &err));
    wb_search_options options = {.limit = 9};
    wb_index_set_patience(wb_searcher_index(searcher), 1e-9);
    assert_status(wb_search(searcher, &query, &options, &result, &err), WB_INTERRUPTED);
    assert_int_equal(result.hit_count, 0);
    wb_index_set_patience(wb_searcher_index(searcher), 0);
    assert_ok(wb_search(searcher, &query, &options, &result, &err));
    assert_int_equal(result.hit_count, 3);
    wb_result_clear(&result);
    wb_query_clear(&query);
    wb_searcher_free(searcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(a_searcher_moves_when_the_index_has),
        in_folder(a_search_ends_when_its_time_is_over),
    };
    return RUN(tests);
}
