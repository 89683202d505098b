#include "test.h"

#include <stdio.h>
#include <sys/stat.h>

#include <wbsearch/generation.h>
#include <wbsearch/token.h>

/* Writes a group with one paragraph. */
static void add_group(wb_generation_writer *writer, uint32_t group, wb_slice record)
{
    wb_terms terms;
    wb_error err;
    wb_terms_init(&terms);
    assert_ok(wb_token_grams(S("金融"), &terms));
    assert_ok(wb_store_writer_add_para(writer->store, wb_store_para_docid(group, 0), &terms, &err));
    assert_ok(wb_generation_end_group(writer, group, record, &err));
    wb_terms_free(&terms);
}

/* Makes one with two groups. */
static void make_generation(const char *path, wb_slice first, wb_slice second)
{
    wb_generation_writer writer;
    wb_error err;
    assert_ok(wb_generation_create(path, &writer, &err));
    add_group(&writer, 0, first);
    add_group(&writer, 1, second);
    assert_ok(wb_generation_commit(&writer, &err));
    wb_generation_close(&writer);
}

/* The records that the database counts, with '/' behind each. */
static void assert_records(const char *path, const char *wanted)
{
    wb_store *store = test_open_store(path);
    wb_record_file file;
    wb_buf found;
    wb_slice record;
    wb_error err;
    wb_buf_init(&found, 0);
    assert_ok(wb_record_file_open(path, wb_store_group_count(store), &file, &err));
    for (uint32_t group = 0; group < wb_store_group_count(store); group++) {
        assert_ok(wb_record_file_get(&file, group, &record, &err));
        wb_buf_put(&found, record);
        wb_buf_putc(&found, '/');
    }
    assert_text(wb_buf_slice(&found), wanted);
    assert_int_equal(wb_store_paragraph_count(store), wb_store_group_count(store));
    wb_buf_free(&found);
    wb_record_file_close(&file);
    wb_store_close(store);
}

static void an_update_happens_at_once_or_not_at_all(void **state)
{
    const char *path = test_path(*state, "gen");
    wb_generation_writer writer;
    wb_error err;
    make_generation(path, S("a"), S("b"));
    assert_records(path, "a/b/");
    assert_ok(wb_generation_open(path, &writer, &err));
    assert_int_equal(wb_store_writer_next_group(writer.store), 2);
    add_group(&writer, 2, S("lost"));
    assert_records(path, "a/b/");
    wb_generation_close(&writer);
    wb_generation_close(&writer);
    assert_records(path, "a/b/");
    assert_ok(wb_generation_open(path, &writer, &err));
    add_group(&writer, 2, S("c"));
    assert_ok(wb_generation_commit(&writer, &err));
    assert_records(path, "a/b/c/");
    add_group(&writer, 3, S("d"));
    assert_ok(wb_generation_commit(&writer, &err));
    add_group(&writer, 4, S("lost"));
    wb_generation_close(&writer);
    assert_records(path, "a/b/c/d/");
}

/* Records that reached the disk before the database was to count them. */
static void an_update_killed_before_its_commit(void **state)
{
    const char *path = test_path(*state, "gen");
    wb_generation_writer writer;
    wb_error err;
    make_generation(path, S("a"), S("b"));
    assert_ok(wb_generation_open(path, &writer, &err));
    add_group(&writer, 2, S("of a killed update, and longer"));
    add_group(&writer, 3, S("likewise"));
    assert_ok(wb_record_writer_sync(writer.records, &err));
    wb_generation_close(&writer);
    assert_records(path, "a/b/");
    assert_ok(wb_generation_open(path, &writer, &err));
    add_group(&writer, 2, S("c"));
    assert_ok(wb_generation_commit(&writer, &err));
    wb_generation_close(&writer);
    assert_records(path, "a/b/c/");
}

static void merging_keeps_the_order(void **state)
{
    const char *const sources[] = {test_path(*state, "1"), test_path(*state, "2"),
                                   test_path(*state, "3")};
    const char *path = test_path(*state, "merged");
    wb_error err;
    make_generation(sources[0], S("a"), S("b"));
    make_generation(sources[1], S("c"), S(""));
    make_generation(sources[2], S("e"), S("f"));
    assert_ok(wb_generation_merge(sources, 3, path, &err));
    assert_records(path, "a/b/c//e/f/");
    const char *const missing[] = {sources[0], test_path(*state, "none")};
    assert_true(wb_generation_merge(missing, 2, test_path(*state, "other"), &err) != WB_OK);
}

static void merging_nothing(void **state)
{
    const char *path = test_path(*state, "merged");
    wb_generation_writer writer;
    wb_error err;
    assert_ok(wb_generation_merge(NULL, 0, path, &err));
    assert_records(path, "");
    assert_ok(wb_generation_open(path, &writer, &err));
    add_group(&writer, 0, S("a"));
    assert_ok(wb_generation_commit(&writer, &err));
    wb_generation_close(&writer);
    assert_records(path, "a/");
}

static void one_without_its_records_is_not_opened(void **state)
{
    const char *path = test_path(*state, "gen");
    wb_generation_writer writer;
    wb_error err;
    make_generation(path, S("a"), S("b"));
    test_write(path, WB_RECORD_FILE_NAME, S("a"));
    assert_status(wb_generation_open(path, &writer, &err), WB_CORRUPT);
    assert_null(writer.store);
    assert_null(writer.records);
    assert_true(wb_generation_merge(&path, 1, test_path(*state, "merged"), &err) == WB_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(an_update_happens_at_once_or_not_at_all),
        in_folder(an_update_killed_before_its_commit),
        in_folder(merging_keeps_the_order),
        in_folder(merging_nothing),
        in_folder(one_without_its_records_is_not_opened),
    };
    return RUN(tests);
}
