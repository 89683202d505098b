#include "test.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wbsearch/file.h>

static wb_status read_into(const char *path, size_t max, wb_buf *buf, wb_file_stamp *stamp)
{
    wb_error err;
    memset(&err, 0, sizeof err);
    wb_status status = wb_file_read(AT_FDCWD, path, max, buf, stamp, &err);
    assert_true(status == WB_OK || (err.status == status && err.text[0] != '\0'));
    return status;
}

static void reads_the_whole_file(void **state)
{
    wb_buf buf;
    wb_file_stamp stamp;
    wb_buf_init(&buf, 0);
    test_write(*state, "a.md", S("第一行\n\0第二行"));
    assert_ok(wb_buf_puts(&buf, "former content"));
    assert_ok(read_into(test_path(*state, "a.md"), 1000, &buf, &stamp));
    assert_slice(wb_buf_slice(&buf), S("第一行\n\0第二行"));
    assert_int_equal(buf.data[buf.len], '\0');
    struct stat st;
    assert_int_equal(stat(test_path(*state, "a.md"), &st), 0);
    assert_int_equal(stamp.size, st.st_size);
    assert_true(stamp.mtime_ns == (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec);
    wb_buf_free(&buf);
}

static void reads_relative_to_a_folder(void **state)
{
    wb_buf buf;
    wb_file_stamp stamp;
    wb_error err;
    wb_buf_init(&buf, 0);
    test_write(*state, "sub/a.md", S("内容"));
    int fd = open(test_path(*state, "sub"), O_RDONLY | O_DIRECTORY);
    assert_true(fd >= 0);
    assert_ok(wb_file_read(fd, "a.md", 100, &buf, &stamp, &err));
    assert_text(wb_buf_slice(&buf), "内容");
    close(fd);
    wb_buf_free(&buf);
}

static void an_empty_file_is_no_error(void **state)
{
    wb_buf buf;
    wb_file_stamp stamp;
    wb_buf_init(&buf, 0);
    test_write(*state, "a.md", S(""));
    assert_ok(read_into(test_path(*state, "a.md"), 0, &buf, &stamp));
    assert_int_equal(buf.len, 0);
    assert_int_equal(stamp.size, 0);
    wb_buf_free(&buf);
}

static void the_limit_is_the_largest_size_allowed(void **state)
{
    wb_buf buf;
    wb_file_stamp stamp = {77, 77};
    wb_buf_init(&buf, 0);
    test_write(*state, "a.md", S("0123456789"));
    assert_ok(read_into(test_path(*state, "a.md"), 10, &buf, &stamp));
    stamp = (wb_file_stamp){77, 77};
    assert_status(read_into(test_path(*state, "a.md"), 9, &buf, &stamp), WB_LIMIT);
    assert_int_equal(stamp.size, 77); /* untouched by a failure */
    wb_buf_free(&buf);
}

static void the_stamp_tells_states_apart(void **state)
{
    wb_buf buf;
    wb_file_stamp first;
    wb_file_stamp second;
    wb_buf_init(&buf, 0);
    const char *path = test_path(*state, "a.md");
    test_write(*state, "a.md", S("一"));
    static const struct timespec times[2] = {{1000, 1}, {1000, 1}};
    static const struct timespec later[2] = {{1000, 2}, {1000, 2}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    assert_ok(read_into(path, 100, &buf, &first));
    assert_int_equal(utimensat(AT_FDCWD, path, later, 0), 0);
    assert_ok(read_into(path, 100, &buf, &second));
    assert_true(second.mtime_ns == first.mtime_ns + 1);
    assert_int_equal(second.size, first.size);
    wb_buf_free(&buf);
}

static void what_is_no_regular_file_is_refused(void **state)
{
    wb_buf buf;
    wb_file_stamp stamp;
    wb_buf_init(&buf, 0);
    test_mkdir(*state, "folder.md");
    assert_status(read_into(test_path(*state, "folder.md"), 100, &buf, &stamp), WB_INVALID);
    /* Nobody writes to this fifo: reading it as a file would hang. */
    assert_int_equal(mkfifo(test_path(*state, "fifo.md"), 0600), 0);
    assert_status(read_into(test_path(*state, "fifo.md"), 100, &buf, &stamp), WB_INVALID);
    assert_status(read_into("/dev/null", 100, &buf, &stamp), WB_INVALID);
    wb_buf_free(&buf);
}

static void a_missing_file_is_not_found(void **state)
{
    wb_buf buf;
    wb_file_stamp stamp;
    wb_buf_init(&buf, 0);
    assert_status(read_into(test_path(*state, "none.md"), 100, &buf, &stamp), WB_NOTFOUND);
    assert_int_equal(symlink("none.md", test_path(*state, "link.md")), 0);
    assert_status(read_into(test_path(*state, "link.md"), 100, &buf, &stamp), WB_NOTFOUND);
    assert_int_equal(symlink("loop.md", test_path(*state, "loop.md")), 0);
    assert_status(read_into(test_path(*state, "loop.md"), 100, &buf, &stamp), WB_IO);
    test_write(*state, "file.md", S("x"));
    assert_status(read_into(test_path(*state, "file.md/below.md"), 100, &buf, &stamp), WB_IO);
    wb_buf_free(&buf);
}

static void an_unreadable_file_is_an_io_error(void **state)
{
    wb_buf buf;
    wb_file_stamp stamp;
    wb_buf_init(&buf, 0);
    const char *path = test_path(*state, "a.md");
    test_write(*state, "a.md", S("x"));
    assert_int_equal(chmod(path, 0), 0);
    test_give_up_power(*state);
    assert_status(read_into(path, 100, &buf, &stamp), WB_IO);
    test_take_power();
    wb_buf_free(&buf);
}

static void a_folder_that_cannot_be_written_to(void **state)
{
    wb_error err;
    const char *path = test_path(*state, "shut/stub");
    test_write(*state, "shut/stub", S("old"));
    assert_int_equal(chmod(test_path(*state, "shut"), 0555), 0);
    test_give_up_power(*state);
    assert_status(wb_file_replace(path, S("new"), &err), WB_IO);
    assert_status(wb_file_remove_tree(test_path(*state, "shut"), &err), WB_IO);
    test_take_power();
    assert_int_equal(chmod(test_path(*state, "shut"), 0777), 0);
    assert_true(test_exists(*state, "shut/stub"));
}

static void a_link_to_a_file_is_read(void **state)
{
    wb_buf buf;
    wb_file_stamp stamp;
    wb_buf_init(&buf, 0);
    test_write(*state, "a.md", S("内容"));
    assert_int_equal(symlink("a.md", test_path(*state, "link.md")), 0);
    assert_ok(read_into(test_path(*state, "link.md"), 100, &buf, &stamp));
    assert_text(wb_buf_slice(&buf), "内容");
    wb_buf_free(&buf);
}

static void assert_content(const char *path, const char *wanted)
{
    wb_buf buf;
    wb_file_stamp stamp;
    wb_buf_init(&buf, 0);
    assert_ok(read_into(path, 1 << 20, &buf, &stamp));
    assert_text(wb_buf_slice(&buf), wanted);
    wb_buf_free(&buf);
}

static void replace_writes_anew_and_over(void **state)
{
    wb_error err;
    const char *path = test_path(*state, "stub");
    assert_ok(wb_file_replace(path, S("first\n"), &err));
    assert_content(path, "first\n");
    assert_ok(wb_file_replace(path, S("2"), &err));
    assert_content(path, "2");
    assert_ok(wb_file_replace(path, S(""), &err));
    assert_content(path, "");
    assert_false(test_exists(*state, "stub.new"));
}

/* Who has the old file open keeps the old content: the new one is another file. */
static void replace_does_not_touch_what_a_reader_holds(void **state)
{
    wb_error err;
    const char *path = test_path(*state, "stub");
    char bytes[16] = "";
    assert_ok(wb_file_replace(path, S("old"), &err));
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    assert_ok(wb_file_replace(path, S("newer"), &err));
    assert_int_equal(read(fd, bytes, sizeof bytes), 3);
    assert_string_equal(bytes, "old");
    close(fd);
}

static void a_replace_that_fails_leaves_nothing_behind(void **state)
{
    wb_error err;
    test_write(*state, "taken/file", S("x"));
    assert_status(wb_file_replace(test_path(*state, "taken"), S("x"), &err), WB_IO);
    assert_true(err.text[0] != '\0');
    assert_false(test_exists(*state, "taken.new"));
    assert_true(test_exists(*state, "taken/file"));
    assert_status(wb_file_replace(test_path(*state, "none/file"), S("x"), &err), WB_IO);
    assert_false(test_exists(*state, "none"));
}

static void remove_tree_follows_no_link(void **state)
{
    wb_error err;
    test_write(*state, "outside/precious", S("x"));
    test_write(*state, "tree/a/b/c", S("x"));
    test_write(*state, "tree/d", S("x"));
    assert_int_equal(symlink("../outside", test_path(*state, "tree/link")), 0);
    assert_int_equal(symlink("../outside/precious", test_path(*state, "tree/a/link")), 0);
    assert_ok(wb_file_remove_tree(test_path(*state, "tree"), &err));
    assert_false(test_exists(*state, "tree"));
    assert_true(test_exists(*state, "outside/precious"));
    assert_ok(wb_file_remove_tree(test_path(*state, "tree"), &err));
    assert_int_equal(symlink("outside", test_path(*state, "link")), 0);
    assert_ok(wb_file_remove_tree(test_path(*state, "link"), &err));
    assert_false(test_exists(*state, "link"));
    assert_true(test_exists(*state, "outside/precious"));
}

static void tree_size_adds_up_files(void **state)
{
    assert_int_equal(wb_file_tree_size(test_path(*state, "none")), 0);
    test_mkdir(*state, "tree/empty");
    assert_int_equal(wb_file_tree_size(test_path(*state, "tree")), 0);
    test_write(*state, "tree/a", S("12345"));
    test_write(*state, "tree/b/c", S("123"));
    test_write(*state, "tree/b/.d", S("12"));
    assert_int_equal(wb_file_tree_size(test_path(*state, "tree")), 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(reads_the_whole_file),
        in_folder(reads_relative_to_a_folder),
        in_folder(an_empty_file_is_no_error),
        in_folder(the_limit_is_the_largest_size_allowed),
        in_folder(the_stamp_tells_states_apart),
        in_folder(what_is_no_regular_file_is_refused),
        in_folder(a_missing_file_is_not_found),
        in_folder(an_unreadable_file_is_an_io_error),
        in_folder(a_folder_that_cannot_be_written_to),
        in_folder(a_link_to_a_file_is_read),
        in_folder(replace_writes_anew_and_over),
        in_folder(replace_does_not_touch_what_a_reader_holds),
        in_folder(a_replace_that_fails_leaves_nothing_behind),
        in_folder(remove_tree_follows_no_link),
        in_folder(tree_size_adds_up_files),
    };
    return RUN(tests);
}
