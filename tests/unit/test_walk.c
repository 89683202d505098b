#include "test.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wbsearch/walk.h>

/* Everything found, a line each: "f PATH", "w PATH" for a watch, "! PATH" and "? PATH" for a
 * failure and a remark. Watches come in the order of the walk, so they are asked for by name. */
static void print_walk(const wb_walk *walk, wb_buf *out)
{
    wb_buf_clear(out);
    for (size_t i = 0; i < walk->file_count; i++) {
        const wb_walk_file *f = &walk->files[i];
        assert_int_equal(f->path.ptr[f->path.len], '\0');
        wb_buf_printf(out, "f %.*s\n", (int)f->path.len, f->path.ptr);
    }
    for (size_t i = 0; i < walk->problem_count; i++) {
        const wb_walk_problem *p = &walk->problems[i];
        assert_true(p->reason.len > 0);
        wb_buf_printf(out, "%c %.*s\n", p->is_failure ? '!' : '?', (int)p->path.len, p->path.ptr);
    }
    assert_ok(wb_buf_puts(out, ""));
}

static void walks_to(const char *folder, const char *wanted)
{
    wb_walk walk = {0};
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    assert_ok(wb_walk_root(&walk, 0, folder, NULL, NULL, &err));
    print_walk(&walk, &out);
    assert_text(wb_buf_slice(&out), wanted);
    wb_buf_free(&out);
    wb_walk_clear(&walk);
}

static void documents_by_their_names(void **state)
{
    test_write(*state, "b.md", S("x"));
    test_write(*state, "a.txt", S("x"));
    test_write(*state, "法规/水/办法.markdown", S("x"));
    test_write(*state, "法规/图.png", S("x"));
    test_write(*state, "README", S("x"));
    test_write(*state, "A.MD", S(""));
    test_mkdir(*state, "folder.md");
    test_write(*state, "folder.md/c.md", S("x"));
    walks_to(*state, "f A.MD\nf a.txt\nf b.md\nf folder.md/c.md\nf 法规/水/办法.markdown\n");
}

static void an_empty_folder(void **state)
{
    walks_to(*state, "");
}

/* Paths are sorted by their bytes, not folder by folder: "a.md" < "a/b.md". */
static void files_are_sorted_by_bytes(void **state)
{
    test_write(*state, "a/b.md", S("x"));
    test_write(*state, "a.md", S("x"));
    test_write(*state, "a-b.md", S("x"));
    walks_to(*state, "f a-b.md\nf a.md\nf a/b.md\n");
}

static void names_with_a_dot_are_left_out(void **state)
{
    test_write(*state, ".a.md", S("x"));
    test_write(*state, ".git/b.md", S("x"));
    test_write(*state, ".wbsearch/c.md", S("x"));
    test_write(*state, "d/.e/f.md", S("x"));
    walks_to(*state, "");
}

static void special_files_are_failures(void **state)
{
    assert_int_equal(mkfifo(test_path(*state, "fifo.md"), 0600), 0);
    assert_int_equal(symlink("/dev/null", test_path(*state, "null.md")), 0);
    assert_int_equal(mkfifo(test_path(*state, "pipe"), 0600), 0); /* no document: silent */
    walks_to(*state, "! fifo.md\n! null.md\n");
}

static void names_of_any_bytes(void **state)
{
    test_write(*state, "\xFF\xFE.md", S("x"));
    test_write(*state, "a\nb.md", S("x"));
    walks_to(*state, "f a\nb.md\nf \xFF\xFE.md\n");
}

static void ignore_files_are_obeyed(void **state)
{
    test_write(*state, ".wbignore", S("*.txt\n草稿/\n/top.md\n"));
    test_write(*state, "a.txt", S("x"));
    test_write(*state, "top.md", S("x"));
    test_write(*state, "sub/top.md", S("x"));
    test_write(*state, "sub/草稿/a.md", S("x"));
    test_write(*state, "keep/.wbignore", S("!*.txt\n"));
    test_write(*state, "keep/b.txt", S("x"));
    test_write(*state, "keep/deep/c.txt", S("x"));
    walks_to(*state, "f keep/b.txt\nf keep/deep/c.txt\nf sub/top.md\n");
}

/* What lies in a folder that is left out cannot be taken back. */
static void an_ignored_folder_is_not_entered(void **state)
{
    test_write(*state, ".wbignore", S("old/\n!old/a.md\n"));
    test_write(*state, "old/a.md", S("x"));
    test_write(*state, "old/.wbignore", S("!a.md\n"));
    walks_to(*state, "");
}

static void an_ignore_file_too_large_is_a_failure(void **state)
{
    static char large[256 * 1024 + 1];
    memset(large, '#', sizeof large);
    test_write(*state, "sub/.wbignore", wb_slice_make(large, sizeof large));
    test_write(*state, "sub/a.md", S("x"));
    walks_to(*state, "f sub/a.md\n! sub/.wbignore\n");
}

static void links_to_files_are_followed(void **state)
{
    test_write(*state, "root/a.md", S("12345"));
    test_write(*state, "outside.md", S("123"));
    assert_int_equal(symlink("a.md", test_path(*state, "root/b.md")), 0);
    assert_int_equal(symlink("../outside.md", test_path(*state, "root/c.md")), 0);
    assert_int_equal(symlink("nothing.md", test_path(*state, "root/d.md")), 0);
    assert_int_equal(symlink("e.md", test_path(*state, "root/e.md")), 0);
    assert_int_equal(symlink("nothing", test_path(*state, "root/f")), 0); /* no document: silent */
    walks_to(test_path(*state, "root"), "f a.md\nf b.md\nf c.md\n! d.md\n! e.md\n");
    wb_walk walk = {0};
    wb_error err;
    assert_ok(wb_walk_root(&walk, 0, test_path(*state, "root"), NULL, NULL, &err));
    assert_int_equal(walk.files[2].stamp.size, 3); /* of the file, not of the link */
    wb_walk_clear(&walk);
}

static void links_to_folders_are_followed_once_and_never_back(void **state)
{
    test_write(*state, "outside/x.md", S("x"));
    test_write(*state, "root/sub/a.md", S("x"));
    assert_int_equal(symlink(".", test_path(*state, "root/self")), 0);
    assert_int_equal(symlink("..", test_path(*state, "root/sub/up")), 0);
    assert_int_equal(symlink("../..", test_path(*state, "root/sub/above")), 0);
    assert_int_equal(symlink("sub", test_path(*state, "root/twin")), 0);
    assert_int_equal(symlink("../outside", test_path(*state, "root/out")), 0);
    walks_to(test_path(*state, "root"), "f out/x.md\nf sub/a.md\n? self/\n? sub/above/\n? sub/up/\n"
                                        "? twin/\n");
    assert_int_equal(symlink("../../outside", test_path(*state, "root/sub/again")), 0);
    wb_walk walk = {0};
    wb_error err;
    assert_ok(wb_walk_root(&walk, 0, test_path(*state, "root"), NULL, NULL, &err));
    assert_int_equal(walk.file_count, 2); /* by whichever link came first */
    assert_int_equal(walk.problem_count, 5);
    wb_walk_clear(&walk);
}

static void links_outside_that_lead_back_end(void **state)
{
    test_write(*state, "outside/x.md", S("x"));
    test_write(*state, "root/a.md", S("x"));
    assert_int_equal(symlink("../outside", test_path(*state, "root/out")), 0);
    assert_int_equal(symlink("../root", test_path(*state, "outside/back")), 0);
    assert_int_equal(symlink(".", test_path(*state, "outside/self")), 0);
    walks_to(test_path(*state, "root"), "f a.md\nf out/x.md\n? out/back/\n? out/self/\n");
}

static void folders_too_deep_are_a_failure(void **state)
{
    char path[3 * WB_WALK_DEPTH_MAX + 20] = "";
    for (int i = 0; i < WB_WALK_DEPTH_MAX + 2; i++) {
        strcat(path, "d/");
    }
    strcat(path, "a.md");
    test_write(*state, path, S("x"));
    test_write(*state, "d/b.md", S("x"));
    wb_walk walk = {0};
    wb_error err;
    assert_ok(wb_walk_root(&walk, 0, *state, NULL, NULL, &err));
    assert_int_equal(walk.file_count, 1);
    assert_int_equal(walk.problem_count, 1);
    assert_true(walk.problems[0].is_failure);
    assert_status(walk.problems[0].status, WB_LIMIT);
    wb_walk_clear(&walk);
}

static void a_missing_root_is_a_failure_that_hides_it_all(void **state)
{
    wb_walk walk = {0};
    wb_error err;
    assert_ok(wb_walk_root(&walk, 3, test_path(*state, "none"), NULL, NULL, &err));
    assert_int_equal(walk.problem_count, 1);
    assert_int_equal(walk.problems[0].root, 3);
    assert_text(walk.problems[0].path, "/");
    assert_status(walk.problems[0].status, WB_IO);
    assert_true(wb_walk_is_hidden(&walk, 3, S("a.md")));
    assert_false(wb_walk_is_hidden(&walk, 2, S("a.md")));
    wb_walk_clear(&walk);
}

static void an_unreadable_folder_is_a_failure(void **state)
{
    test_write(*state, "open/a.md", S("x"));
    test_write(*state, "shut/a.md", S("x"));
    assert_int_equal(chmod(test_path(*state, "shut"), 0), 0);
    test_give_up_power(*state);
    walks_to(*state, "f open/a.md\n! shut/\n");
    test_take_power();
    assert_int_equal(chmod(test_path(*state, "shut"), 0700), 0);
}

static void roots_are_kept_apart(void **state)
{
    wb_walk walk = {0};
    wb_error err;
    test_write(*state, "x/b.md", S("x"));
    test_write(*state, "y/a.md", S("x"));
    assert_ok(wb_walk_root(&walk, 1, test_path(*state, "y"), NULL, NULL, &err));
    assert_ok(wb_walk_root(&walk, 0, test_path(*state, "x"), NULL, NULL, &err));
    assert_int_equal(walk.file_count, 2);
    assert_int_equal(walk.files[0].root, 0);
    assert_text(walk.files[0].path, "b.md");
    assert_int_equal(walk.files[1].root, 1);
    assert_text(walk.files[1].path, "a.md");
    wb_walk_clear(&walk);
}

static bool has_watch(const wb_walk *walk, const char *path)
{
    size_t found = 0;
    for (size_t i = 0; i < walk->watch_count; i++) {
        assert_int_equal(walk->watches[i].path.ptr[walk->watches[i].path.len], '\0');
        found += wb_slice_equal(walk->watches[i].path, wb_slice_from(path));
    }
    return found == 1;
}

/* A change of the set of files shows in one of these. */
static void folders_and_ignore_files_are_watched(void **state)
{
    wb_walk walk = {0};
    wb_error err;
    test_write(*state, ".wbignore", S("out/\n"));
    test_write(*state, "sub/deep/a.md", S("x"));
    test_write(*state, "sub/.wbignore", S("x\n"));
    test_write(*state, "out/b.md", S("x"));
    test_mkdir(*state, ".hidden");
    assert_ok(wb_walk_root(&walk, 0, *state, NULL, NULL, &err));
    assert_int_equal(walk.watch_count, 5);
    static const char *const wanted[] = {".", "sub/", "sub/deep/", ".wbignore", "sub/.wbignore"};
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        assert_that(has_watch(&walk, wanted[i]), "%s", wanted[i]);
    }
    struct stat st;
    assert_int_equal(stat(*state, &st), 0);
    assert_text(walk.watches[0].path, ".");
    assert_int_equal(walk.watches[0].stamp.size, 0);
    assert_true(walk.watches[0].stamp.mtime_ns ==
                (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec);
    wb_walk_clear(&walk);
}

static bool stop_at_third(void *context)
{
    return ++*(unsigned *)context == 3;
}

static void a_walk_can_be_stopped(void **state)
{
    unsigned asked = 0;
    wb_walk walk = {0};
    wb_error err;
    for (int i = 0; i < 9; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "%d.md", i);
        test_write(*state, name, S("x"));
    }
    assert_status(wb_walk_root(&walk, 0, *state, stop_at_third, &asked, &err), WB_INTERRUPTED);
    assert_int_equal(asked, 3);
    wb_walk_clear(&walk);
}

static void put_difference(void *context, const wb_file_entry *before, const wb_walk_file *now)
{
    wb_slice path = now ? now->path : before->path;
    wb_buf_printf(context, "%c%.*s ", !before ? '+' : !now ? '-' : '*', (int)path.len, path.ptr);
}

/* Compares a walk over `folder` with the manifest of `entries`. */
static void differs(const char *folder, wb_file_entry *entries, size_t count, const char *wanted,
                    wb_walk_changes changes)
{
    wb_walk walk = {0};
    wb_buf out;
    wb_error err;
    wb_manifest manifest = {.files = entries, .file_count = count};
    wb_buf_init(&out, 0);
    assert_ok(wb_buf_puts(&out, ""));
    assert_ok(wb_walk_root(&walk, 0, folder, NULL, NULL, &err));
    wb_walk_changes found = wb_walk_compare(&walk, &manifest, put_difference, &out);
    assert_text(wb_buf_slice(&out), wanted);
    assert_int_equal(found.added, changes.added);
    assert_int_equal(found.changed, changes.changed);
    assert_int_equal(found.gone, changes.gone);
    found = wb_walk_compare(&walk, &manifest, NULL, NULL);
    assert_int_equal(found.added + found.changed + found.gone,
                     changes.added + changes.changed + changes.gone);
    wb_buf_free(&out);
    wb_walk_clear(&walk);
}

static wb_file_stamp stamp_of(const char *folder, const char *name)
{
    struct stat st;
    assert_int_equal(stat(test_path(folder, name), &st), 0);
    return (wb_file_stamp){(uint64_t)st.st_size,
                           (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec};
}

static void differences_from_a_manifest(void **state)
{
    const char *folder = *state;
    test_write(folder, "b.md", S("x"));
    test_write(folder, "d.md", S("x"));
    test_write(folder, "e.md", S("x"));
    test_write(folder, "f.md", S("x"));
    wb_file_stamp same = stamp_of(folder, "d.md");
    wb_file_stamp larger = stamp_of(folder, "e.md");
    wb_file_stamp older = stamp_of(folder, "f.md");
    larger.size++;
    older.mtime_ns--;
    wb_file_entry entries[] = {
        {.path = S("a.md")},
        {.path = S("c.md")},
        {.path = S("d.md"), .stamp = same},
        {.path = S("e.md"), .stamp = larger},
        {.path = S("f.md"), .stamp = older},
        {.path = S("locked/"), .state = WB_FILE_FAILED}, /* a folder is no file that can go */
        {.path = S("z.md")},
    };
    differs(folder, entries, COUNT_OF(entries), "-a.md +b.md -c.md *e.md *f.md -z.md ",
            (wb_walk_changes){1, 2, 3});
    differs(folder, NULL, 0, "+b.md +d.md +e.md +f.md ", (wb_walk_changes){4, 0, 0});
}

static void files_that_cannot_be_seen_are_not_gone(void **state)
{
    wb_walk_problem problems[] = {
        {.root = 0, .path = S("shut/"), .is_failure = true, .status = WB_IO},
        {.root = 0, .path = S("loop/"), .is_failure = false, .status = WB_LIMIT},
        {.root = 0, .path = S("x.md"), .is_failure = true, .status = WB_IO},
    };
    wb_walk walk = {.problems = problems, .problem_count = COUNT_OF(problems)};
    assert_true(wb_walk_is_hidden(&walk, 0, S("shut/a.md")));
    assert_true(wb_walk_is_hidden(&walk, 0, S("shut/b/c.md")));
    assert_false(wb_walk_is_hidden(&walk, 0, S("shut")));
    assert_false(wb_walk_is_hidden(&walk, 0, S("shutter/a.md")));
    assert_false(wb_walk_is_hidden(&walk, 1, S("shut/a.md")));
    assert_false(wb_walk_is_hidden(&walk, 0, S("loop/a.md")));
    assert_false(wb_walk_is_hidden(&walk, 0, S("x.md")));
    wb_file_entry entries[] = {{.path = S("a.md")}, {.path = S("shut/a.md")}};
    wb_manifest manifest = {.files = entries, .file_count = COUNT_OF(entries)};
    wb_walk_changes changes = wb_walk_compare(&walk, &manifest, NULL, NULL);
    assert_int_equal(changes.gone, 1);
    assert_int_equal(changes.added + changes.changed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(documents_by_their_names),
        in_folder(an_empty_folder),
        in_folder(files_are_sorted_by_bytes),
        in_folder(names_with_a_dot_are_left_out),
        in_folder(special_files_are_failures),
        in_folder(names_of_any_bytes),
        in_folder(ignore_files_are_obeyed),
        in_folder(an_ignored_folder_is_not_entered),
        in_folder(an_ignore_file_too_large_is_a_failure),
        in_folder(links_to_files_are_followed),
        in_folder(links_to_folders_are_followed_once_and_never_back),
        in_folder(links_outside_that_lead_back_end),
        in_folder(folders_too_deep_are_a_failure),
        in_folder(a_missing_root_is_a_failure_that_hides_it_all),
        in_folder(an_unreadable_folder_is_a_failure),
        in_folder(roots_are_kept_apart),
        in_folder(folders_and_ignore_files_are_watched),
        in_folder(a_walk_can_be_stopped),
        in_folder(differences_from_a_manifest),
        cmocka_unit_test(files_that_cannot_be_seen_are_not_gone),
    };
    return RUN(tests);
}
