#include "test.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wbsearch/file.h>
#include <wbsearch/generation.h>
#include <wbsearch/index.h>
#include <wbsearch/index_dir.h>
#include <wbsearch/schema.h>
#include <wbsearch/token.h>

static const struct test_file files[] = {
    {"水/办法.md", "# 云岭市节水办法\n\n第一条 为了节约用水，制定本办法。\n"},
    {"a.md", "绿色金融。\n\n碳金融。\n"},
};

static void open_and_read(void **state)
{
    wb_index *index = NULL;
    wb_error err;
    wb_record record;
    wb_manifest manifest = {0};
    uint32_t groups[COUNT_OF(files)];
    wb_record_init(&record);
    test_make_index(*state, files, COUNT_OF(files), groups);
    assert_ok(wb_index_open(test_index_path(*state), &index, &err));
    assert_int_equal(index->root_count, 1);
    assert_text(index->roots[0], *state);
    assert_ok(wb_index_record(index, groups[1], &record, &err));
    assert_text(record.doc.path, "a.md");
    assert_int_equal(record.para_count, 2);
    assert_status(wb_index_record(index, 99, &record, &err), WB_NOTFOUND);
    assert_ok(wb_index_manifest(index, &manifest, &err));
    assert_int_equal(manifest.file_count, 2);
    assert_non_null(wb_manifest_find(&manifest, 0, S("水/办法.md")));
    wb_manifest_clear(&manifest);
    wb_record_free(&record);
    wb_index_close(index);
    wb_index_close(NULL);
}

/* An index that moved together with its documents finds them. */
static void an_index_can_be_moved_with_its_folder(void **state)
{
    wb_index *index = NULL;
    wb_error err;
    test_mkdir(*state, "old");
    test_make_index(test_path(*state, "old"), files, COUNT_OF(files), NULL);
    assert_int_equal(rename(test_path(*state, "old"), test_path(*state, "new")), 0);
    assert_ok(wb_index_open(test_index_path(test_path(*state, "new")), &index, &err));
    assert_text(index->roots[0], test_path(*state, "new"));
    wb_index_close(index);
}

static void reopening_sees_the_new_generation(void **state)
{
    wb_index *index = NULL;
    wb_error err;
    wb_buf generation;
    test_make_index(*state, files, COUNT_OF(files), NULL);
    const char *path = test_index_path(*state);
    assert_ok(wb_index_open(path, &index, &err));
    const char *source = test_path(path, "gen-000001");
    wb_buf_init(&generation, 0);
    assert_ok(wb_index_dir_next_generation(path, &generation, &err));
    assert_ok(wb_generation_merge(&source, 1, generation.data, &err));
    assert_ok(wb_index_dir_switch(path, generation.data, &err));
    assert_string_not_equal(index->generation, generation.data);
    assert_ok(wb_index_reopen(index, &err));
    assert_string_equal(index->generation, generation.data);
    /* What cannot be opened leaves the state as it was. */
    test_write(path, "XAPIANDB", S("auto gen-999999\n"));
    assert_true(wb_index_reopen(index, &err) != WB_OK);
    assert_string_equal(index->generation, generation.data);
    wb_manifest manifest = {0};
    assert_ok(wb_index_manifest(index, &manifest, &err));
    wb_manifest_clear(&manifest);
    wb_buf_free(&generation);
    wb_index_close(index);
}

/* What filters compare belongs to the generation that is open. */
static void reopening_drops_the_folds(void **state)
{
    static const struct test_file others[] = {{"規劃.md", "規劃。\n"}};
    wb_index *index = NULL;
    wb_catalog_folds *folds = NULL;
    wb_error err;
    wb_slice fold;
    char other[1024];
    test_mkdir(*state, "a");
    test_mkdir(*state, "b");
    test_make_index(test_path(*state, "a"), files, COUNT_OF(files), NULL);
    test_make_index(test_path(*state, "b"), others, COUNT_OF(others), NULL);
    (void)snprintf(other, sizeof other, "%s",
                   test_path(test_index_path(test_path(*state, "b")), "gen-000001"));
    const char *source = other;
    const char *path = test_index_path(test_path(*state, "a"));
    assert_ok(wb_index_open(path, &index, &err));
    assert_ok(wb_index_folds(index, &folds, &err));
    assert_int_equal(folds->catalog->count, COUNT_OF(files));
    assert_ok(wb_catalog_folds_get(folds, 0, WB_CATALOG_PATH, &fold, &err));
    assert_text(fold, "水/办法.md");
    const char *first = fold.ptr;
    assert_ok(wb_index_folds(index, &folds, &err)); /* the same ones */
    assert_ok(wb_catalog_folds_get(folds, 0, WB_CATALOG_PATH, &fold, &err));
    assert_ptr_equal(fold.ptr, first);

    const char *generation = test_path(path, "gen-000002");
    assert_ok(wb_generation_merge(&source, 1, generation, &err));
    assert_ok(wb_index_dir_switch(path, generation, &err));
    assert_ok(wb_index_reopen(index, &err));
    assert_ok(wb_index_folds(index, &folds, &err));
    assert_int_equal(folds->catalog->count, 1);
    assert_ok(wb_catalog_folds_get(folds, 0, WB_CATALOG_PATH, &fold, &err));
    assert_text(fold, "规划.md");
    wb_index_close(index);
}

/* An update adds a document like the last one, as far as the database and the records go. */
static void add_group(const char *generation, wb_slice record)
{
    wb_generation_writer writer;
    wb_terms terms;
    wb_error err;
    wb_terms_init(&terms);
    assert_ok(wb_token_grams(S("金融"), &terms));
    assert_ok(wb_generation_open(generation, &writer, &err));
    uint32_t group = wb_store_writer_next_group(writer.store);
    assert_ok(wb_store_writer_add_para(writer.store, wb_store_para_docid(group, 0), &terms, &err));
    assert_ok(wb_generation_end_group(&writer, group, record, &err));
    assert_ok(wb_generation_commit(&writer, &err));
    wb_generation_close(&writer);
    wb_terms_free(&terms);
}

static void reopening_sees_the_records_of_an_update(void **state)
{
    wb_index *index = NULL;
    wb_index *old = NULL;
    wb_error err;
    wb_record record;
    wb_slice bytes;
    uint32_t groups[COUNT_OF(files)];
    const uint32_t added = COUNT_OF(files);
    wb_record_init(&record);
    test_make_index(*state, files, COUNT_OF(files), groups);
    assert_ok(wb_index_open(test_index_path(*state), &index, &err));
    assert_ok(wb_index_open(test_index_path(*state), &old, &err));
    assert_ok(wb_record_file_get(&index->records, groups[1], &bytes, &err));
    wb_buf copy;
    wb_buf_init(&copy, 0);
    wb_buf_put(&copy, bytes);
    assert_status(wb_index_record(index, added, &record, &err), WB_NOTFOUND);
    add_group(index->generation, wb_buf_slice(&copy));
    assert_ok(wb_index_reopen(index, &err));
    assert_ok(wb_index_record(index, added, &record, &err));
    assert_text(record.doc.path, "a.md");
    /* Who has not reopened reads what there was … */
    assert_status(wb_index_record(old, added, &record, &err), WB_NOTFOUND);
    assert_ok(wb_index_record(old, groups[1], &record, &err));
    assert_text(record.doc.path, "a.md");
    /* … and is told when the database has moved on. */
    assert_true(wb_store_is_stale(old->store));
    assert_status(wb_index_record(old, added, &record, &err), WB_CHANGED);
    assert_ok(wb_index_record(old, groups[0], &record, &err));
    assert_ok(wb_index_reopen(old, &err));
    assert_ok(wb_index_record(old, added, &record, &err));
    wb_buf_free(&copy);
    wb_record_free(&record);
    wb_index_close(index);
    wb_index_close(old);
}

static void damaged_records_are_damage_of_the_index(void **state)
{
    static const char *const names[] = {WB_RECORD_FILE_NAME, WB_RECORD_ENDS_NAME};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char name[8] = {(char)('a' + i), '\0'};
        test_mkdir(*state, name);
        const char *folder = test_path(*state, name);
        test_make_index(folder, files, COUNT_OF(files), NULL);
        const char *generation = test_path(test_index_path(folder), "gen-000001");
        wb_index *index = NULL;
        wb_error err;
        test_write(generation, names[i], S("short"));
        assert_status(wb_index_open(test_index_path(folder), &index, &err), WB_CORRUPT);
        assert_non_null(strstr(err.text, names[i]));
        assert_non_null(strstr(err.hint, "wbindex --rebuild"));
        assert_int_equal(unlink(test_path(generation, names[i])), 0);
        assert_status(wb_index_open(test_index_path(folder), &index, &err), WB_CORRUPT);
        assert_non_null(strstr(err.text, names[i]));
        assert_non_null(strstr(err.hint, "wbindex --rebuild"));
        assert_null(index);
    }
}

static void set_metadata(const char *folder, const char *key, wb_slice value)
{
    wb_store_writer *writer = NULL;
    wb_error err;
    const char *path = test_path(test_index_path(folder), "gen-000001");
    assert_ok(wb_store_writer_open(path, &writer, &err));
    assert_ok(wb_store_writer_set_metadata(writer, key, value, &err));
    assert_ok(wb_store_writer_commit(writer, &err));
    wb_store_writer_close(writer);
}

static void an_index_of_another_version_is_refused(void **state)
{
    wb_index *index = NULL;
    wb_error err;
    test_make_index(*state, files, COUNT_OF(files), NULL);
    set_metadata(*state, WB_SCHEMA_KEY, S("schema=99\n"));
    assert_status(wb_index_open(test_index_path(*state), &index, &err), WB_INCOMPATIBLE);
    assert_true(err.hint[0] != '\0');
    set_metadata(*state, WB_SCHEMA_KEY, S(""));
    assert_status(wb_index_open(test_index_path(*state), &index, &err), WB_INCOMPATIBLE);
    assert_null(index);
}

static void damaged_metadata_are_corruption(void **state)
{
    static const struct {
        const char *key;
        const char *value;
    } rows[] = {
        {WB_SCHEMA_DEAD, "\x01"},
        {WB_SCHEMA_ROOTS, "\x7Fshort"},
        {WB_SCHEMA_MANIFEST, "rubbish"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char name[8] = {(char)('a' + i), '\0'};
        test_mkdir(*state, name);
        const char *folder = test_path(*state, name);
        test_make_index(folder, files, COUNT_OF(files), NULL);
        set_metadata(folder, rows[i].key, wb_slice_from(rows[i].value));
        wb_index *index = NULL;
        wb_error err;
        wb_status status = wb_index_open(test_index_path(folder), &index, &err);
        if (status == WB_OK) { /* the manifest is read only when it is asked for */
            wb_manifest manifest = {0};
            status = wb_index_manifest(index, &manifest, &err);
            wb_index_close(index);
        }
        assert_that(status == WB_CORRUPT, "%s", rows[i].key);
    }
}

static void dead_groups_of_the_metadata_are_obeyed(void **state)
{
    wb_index *index = NULL;
    wb_error err;
    uint32_t groups[COUNT_OF(files)];
    test_make_index(*state, files, COUNT_OF(files), groups);
    wb_buf dead;
    wb_buf_init(&dead, 0);
    wb_buf_put_varint(&dead, groups[1]);
    wb_buf_put_varint(&dead, 1);
    set_metadata(*state, WB_SCHEMA_DEAD, wb_buf_slice(&dead));
    assert_ok(wb_index_open(test_index_path(*state), &index, &err));
    wb_candidate candidates[10];
    size_t count;
    bool more;
    wb_plan plan = {.op = WB_PLAN_ALL, .weight = 1.0};
    wb_store_range range = {.order = WB_STORE_BY_DOCID, .limit = 10};
    assert_ok(wb_store_search(index->store, &plan, &range, candidates, &count, &more, &err));
    assert_int_equal(count, 2);
    assert_int_equal(wb_store_group(candidates[0].docid), groups[0]);
    wb_buf_free(&dead);
    wb_index_close(index);
}

static void assert_patience(wb_index *index, wb_status wanted)
{
    static const wb_plan plan = {.op = WB_PLAN_ALL, .weight = 1.0};
    wb_store_range range = {.order = WB_STORE_BY_DOCID, .limit = 10};
    wb_candidate candidates[10];
    size_t count;
    bool more;
    wb_record record;
    wb_error err;
    wb_record_init(&record);
    assert_status(wb_index_check_patience(index, &err), wanted);
    assert_status(wb_index_record(index, 0, &record, &err), wanted);
    assert_status(wb_store_search(index->store, &plan, &range, candidates, &count, &more, &err),
                  wanted);
    wb_record_free(&record);
}

static void patience_outlives_a_reopening(void **state)
{
    wb_index *index = NULL;
    wb_error err;
    test_make_index(*state, files, COUNT_OF(files), NULL);
    assert_ok(wb_index_open(test_index_path(*state), &index, &err));
    assert_patience(index, WB_OK);
    wb_index_set_patience(index, 1e-9);
    assert_patience(index, WB_INTERRUPTED);
    assert_ok(wb_index_reopen(index, &err));
    assert_patience(index, WB_INTERRUPTED);
    wb_index_set_patience(index, 3600);
    assert_patience(index, WB_OK);
    wb_index_set_patience(index, 0);
    assert_patience(index, WB_OK);
    wb_index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(patience_outlives_a_reopening),
        in_folder(open_and_read),
        in_folder(an_index_can_be_moved_with_its_folder),
        in_folder(reopening_sees_the_new_generation),
        in_folder(reopening_drops_the_folds),
        in_folder(reopening_sees_the_records_of_an_update),
        in_folder(damaged_records_are_damage_of_the_index),
        in_folder(an_index_of_another_version_is_refused),
        in_folder(damaged_metadata_are_corruption),
        in_folder(dead_groups_of_the_metadata_are_obeyed),
    };
    return RUN(tests);
}
