#include "test.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wbsearch/file.h>
#include <wbsearch/index_dir.h>

static const struct test_file files[] = {
    {"水/办法.md", "# 云岭市节水办法\n\n第一条 为了节约用水，制定本办法。\n"},
    {"a.md", "绿色金融。\n\n碳金融。\n"},
};

static void finds_upwards(void **state)
{
    wb_buf path;
    wb_error err;
    wb_buf_init(&path, 0);
    test_make_index(*state, files, COUNT_OF(files), NULL);
    static const char *const starts[] = {".", "水", "水/.."};
    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        wb_buf_clear(&path);
        wb_buf_puts(&path, "kept:");
        assert_ok(wb_index_dir_find(test_path(*state, starts[i]), &path, &err));
        assert_memory_equal(path.data, "kept:", 5);
        assert_text(wb_slice_make(path.data + 5, path.len - 5), test_index_path(*state));
    }
    /* The nearest one. */
    test_mkdir(*state, "水/.wbsearch");
    wb_buf_clear(&path);
    assert_ok(wb_index_dir_find(test_path(*state, "水"), &path, &err));
    assert_text(wb_buf_slice(&path), test_path(*state, "水/.wbsearch"));
    wb_buf_free(&path);
}

static void no_index_anywhere(void **state)
{
    wb_buf path;
    wb_error err;
    wb_buf_init(&path, 0);
    wb_buf_puts(&path, "kept");
    /* A file of that name is no index. */
    test_write(*state, ".wbsearch", S("x"));
    assert_status(wb_index_dir_find(*state, &path, &err), WB_NOTFOUND);
    assert_non_null(strstr(err.hint, "wbindex"));
    assert_text(wb_buf_slice(&path), "kept");
    assert_status(wb_index_dir_find(test_path(*state, "none"), &path, &err), WB_IO);
    wb_buf_free(&path);
}

static void the_stub_names_the_generation(void **state)
{
    wb_buf path;
    wb_error err;
    wb_buf_init(&path, 0);
    test_make_index(*state, files, COUNT_OF(files), NULL);
    const char *index = test_index_path(*state);
    assert_ok(wb_index_dir_generation(index, &path, &err));
    assert_text(wb_buf_slice(&path), test_path(index, "gen-000001"));
    wb_buf_clear(&path);
    assert_ok(wb_index_dir_next_generation(index, &path, &err));
    assert_text(wb_buf_slice(&path), test_path(index, "gen-000002"));
    test_mkdir(index, "gen-000041"); /* left behind by somebody */
    wb_buf_clear(&path);
    assert_ok(wb_index_dir_next_generation(index, &path, &err));
    assert_text(wb_buf_slice(&path), test_path(index, "gen-000042"));
    wb_buf_free(&path);
}

static void switching_is_seen_at_once(void **state)
{
    wb_buf path;
    wb_error err;
    wb_buf_init(&path, 0);
    test_make_index(*state, files, COUNT_OF(files), NULL);
    const char *index = test_index_path(*state);
    assert_ok(wb_index_dir_switch(index, test_path(index, "gen-000007"), &err));
    assert_ok(wb_index_dir_generation(index, &path, &err));
    assert_text(wb_buf_slice(&path), test_path(index, "gen-000007"));
    wb_buf_free(&path);
}

static void a_stub_that_names_no_generation_is_corrupt(void **state)
{
    static const char *const stubs[] = {
        "",
        "\n",
        "auto\n",
        "auto \n",
        "auto elsewhere\n",
        "auto /tmp/gen-000001\n",
        "auto gen-/../../etc\n",
        "remote :: evil 80\n",
        "gen-000001\n",
    };
    wb_buf path;
    wb_error err;
    wb_buf_init(&path, 0);
    test_mkdir(*state, ".wbsearch");
    const char *index = test_index_path(*state);
    for (size_t i = 0; i < COUNT_OF(stubs); i++) {
        test_write(index, "XAPIANDB", wb_slice_from(stubs[i]));
        assert_that(wb_index_dir_generation(index, &path, &err) == WB_CORRUPT, "stub %zu", i);
        assert_int_equal(path.len, 0);
    }
    assert_int_equal(unlink(test_path(index, "XAPIANDB")), 0);
    assert_status(wb_index_dir_generation(index, &path, &err), WB_NOTFOUND);
    assert_true(err.hint[0] != '\0');
    wb_buf_free(&path);
}

static void cleaning_keeps_what_is_in_use_and_what_is_not_ours(void **state)
{
    test_make_index(*state, files, COUNT_OF(files), NULL);
    const char *index = test_index_path(*state);
    test_write(index, "gen-000000/x", S("x"));
    test_write(index, "gen-000009/x", S("x"));
    test_write(index, "build-1234/chunk/x", S("x"));
    test_write(index, "lock", S(""));
    test_write(index, "notes", S("x"));
    wb_index_dir_clean(index);
    assert_true(test_exists(index, "gen-000001"));
    assert_true(test_exists(index, "XAPIANDB"));
    assert_true(test_exists(index, "lock"));
    assert_true(test_exists(index, "notes"));
    assert_false(test_exists(index, "gen-000000"));
    assert_false(test_exists(index, "gen-000009"));
    assert_false(test_exists(index, "build-1234"));
    /* With a stub that cannot be read, nobody knows what is in use. */
    test_write(index, "XAPIANDB", S("rubbish"));
    test_write(index, "gen-000009/x", S("x"));
    wb_index_dir_clean(index);
    assert_true(test_exists(index, "gen-000001"));
    assert_true(test_exists(index, "gen-000009"));
}

static void one_writer_at_a_time(void **state)
{
    wb_error err;
    int first = -1;
    int second = -1;
    const char *index = test_index_path(*state);
    assert_ok(wb_index_dir_lock(index, &first, &err)); /* makes the directory */
    assert_true(test_exists(*state, ".wbsearch"));
    assert_status(wb_index_dir_lock(index, &second, &err), WB_LOCKED);
    assert_true(err.hint[0] != '\0');
    assert_int_equal(second, -1);
    close(first);
    assert_ok(wb_index_dir_lock(index, &second, &err));
    close(second);
}

static void a_folder_with_other_things_is_not_taken(void **state)
{
    wb_error err;
    int fd = -1;
    test_write(*state, "documents/precious.md", S("x"));
    assert_status(wb_index_dir_lock(test_path(*state, "documents"), &fd, &err), WB_INVALID);
    assert_false(test_exists(*state, "documents/lock"));
    test_write(*state, "file", S("x"));
    assert_status(wb_index_dir_lock(test_path(*state, "file"), &fd, &err), WB_INVALID);
    assert_status(wb_index_dir_lock(test_path(*state, "none/below"), &fd, &err), WB_IO);
    assert_int_equal(fd, -1);
}

static void roots_relative_to_the_index(void **state)
{
    wb_buf path;
    wb_error err;
    wb_buf_init(&path, 0);
    test_mkdir(*state, "a/b/.wbsearch");
    const char *index = test_path(*state, "a/b/.wbsearch");
    static const struct {
        const char *root;
        const char *wanted; /* relative to the folder; NULL: the root itself */
    } rows[] = {{"..", "a/b"}, {"../..", "a"}, {"/srv/法规", NULL}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_buf_clear(&path);
        assert_ok(wb_index_dir_root_path(index, wb_slice_from(rows[i].root), &path, &err));
        assert_text(wb_buf_slice(&path),
                    rows[i].wanted ? test_path(*state, rows[i].wanted) : rows[i].root);
    }
    assert_status(wb_index_dir_root_path(test_path(*state, "none"), S(".."), &path, &err), WB_IO);
    wb_buf_free(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(finds_upwards),
        in_folder(no_index_anywhere),
        in_folder(the_stub_names_the_generation),
        in_folder(switching_is_seen_at_once),
        in_folder(a_stub_that_names_no_generation_is_corrupt),
        in_folder(cleaning_keeps_what_is_in_use_and_what_is_not_ours),
        in_folder(one_writer_at_a_time),
        in_folder(a_folder_with_other_things_is_not_taken),
        in_folder(roots_relative_to_the_index),
    };
    return RUN(tests);
}
