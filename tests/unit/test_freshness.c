#include "test.h"

#include <unistd.h>

#include <wbsearch/schema.h>
#include <wbsearch/store.h>

#include "freshness.h"

/* Patience enough for any machine: the comparison ends long before. */
#define PATIENCE_MS 60000

static const struct test_file files[] = {
    {"a.md", "第一段。\n"},
    {"sub/b.md", "第二段。\n"},
    {"sub/deep/c.txt", "第三段。\n"},
};

static wb_freshness_report compare(const char *folder)
{
    wb_freshness_report report =
        wb_freshness_finish(wb_freshness_start(test_index_path(folder)), PATIENCE_MS);
    assert_true(report.complete);
    return report;
}

static void assert_changes(const char *folder, size_t added, size_t changed, size_t gone)
{
    wb_freshness_report report = compare(folder);
    assert_int_equal(report.changes.added, added);
    assert_int_equal(report.changes.changed, changed);
    assert_int_equal(report.changes.gone, gone);
    assert_false(report.missing_folder);
    assert_int_equal(report.failed, 0);
}

static void nothing_changed(void **state)
{
    test_make_index(*state, files, COUNT_OF(files), NULL);
    assert_changes(*state, 0, 0, 0);
    assert_changes(*state, 0, 0, 0);
}

static void files_changed(void **state)
{
    test_make_index(*state, files, COUNT_OF(files), NULL);
    test_write(*state, "sub/b.md", S("更长的第二段。\n"));
    assert_changes(*state, 0, 1, 0);
    test_write(*state, "a.md", S("第一段。\n")); /* same size, other time */
    assert_changes(*state, 0, 2, 0);
}

static void files_came_and_went(void **state)
{
    test_make_index(*state, files, COUNT_OF(files), NULL);
    test_write(*state, "sub/new.md", S("x"));
    test_write(*state, "sub/picture.png", S("x"));
    assert_changes(*state, 1, 0, 0);
    assert_int_equal(unlink(test_path(*state, "sub/deep/c.txt")), 0);
    assert_changes(*state, 1, 0, 1);
    test_write(*state, "another/d.md", S("x"));
    assert_changes(*state, 2, 0, 1);
    /* What is ignored from now on is gone. */
    test_write(*state, ".wbignore", S("a.md\n"));
    assert_changes(*state, 2, 0, 2);
}

static void a_root_that_is_missing(void **state)
{
    test_make_index(*state, files, COUNT_OF(files), NULL);
    wb_store_writer *writer = NULL;
    wb_buf roots;
    wb_error err;
    wb_buf_init(&roots, 0);
    assert_ok(wb_buf_put_block(&roots, wb_slice_from(test_path(*state, "gone"))));
    assert_ok(
        wb_store_writer_open(test_path(test_index_path(*state), "gen-000001"), &writer, &err));
    assert_ok(wb_store_writer_set_metadata(writer, WB_SCHEMA_ROOTS, wb_buf_slice(&roots), &err));
    assert_ok(wb_store_writer_commit(writer, &err));
    wb_store_writer_close(writer);
    wb_buf_free(&roots);
    wb_freshness_report report = compare(*state);
    assert_true(report.missing_folder);
    assert_int_equal(report.changes.gone, 0); /* a disk that is not mounted loses no files */
}

static void no_index_gives_an_incomplete_report(void **state)
{
    wb_freshness_report report =
        wb_freshness_finish(wb_freshness_start(test_path(*state, "none")), PATIENCE_MS);
    assert_false(report.complete);
    report = wb_freshness_finish(NULL, PATIENCE_MS);
    assert_false(report.complete);
}

/* Given up at once, or just done: nothing hangs, nothing leaks. */
static void without_patience(void **state)
{
    test_make_index(*state, files, COUNT_OF(files), NULL);
    for (int i = 0; i < 20; i++) {
        wb_freshness_report report =
            wb_freshness_finish(wb_freshness_start(test_index_path(*state)), 0);
        assert_int_equal(report.changes.added + report.changes.changed + report.changes.gone, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(nothing_changed),
        in_folder(files_changed),
        in_folder(files_came_and_went),
        in_folder(a_root_that_is_missing),
        in_folder(no_index_gives_an_incomplete_report),
        in_folder(without_patience),
    };
    return RUN(tests);
}
