#include "test.h"

#include <locale.h>

#include <wbsearch/ignore.h>

static char verdict(const char *patterns, const char *path)
{
    wb_ignore *ignore = NULL;
    wb_error err;
    assert_ok(wb_ignore_new(wb_slice_from(patterns), &ignore, &err));
    char name[600];
    size_t len = strlen(path);
    bool is_folder = len > 0 && path[len - 1] == '/';
    memcpy(name, path, len + 1);
    if (is_folder) {
        name[len - 1] = '\0';
    }
    wb_ignore_verdict v = wb_ignore_check(ignore, name, is_folder);
    wb_ignore_free(ignore);
    return v == WB_IGNORE_OUT ? '-' : v == WB_IGNORE_IN ? '+' : '.';
}

struct row {
    const char *patterns;
    const char *path; /* a folder when it ends in / */
    char wanted;      /* '-' out, '+' taken back, '.' nothing said */
};

static void check(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char v = verdict(rows[i].patterns, rows[i].path);
        assert_that(v == rows[i].wanted, "\"%s\" on %s: %c", rows[i].patterns, rows[i].path, v);
    }
}

static void names_at_any_depth(void **state)
{
    static const struct row rows[] = {
        {"a.md", "a.md", '-'},    {"a.md", "x/y/a.md", '-'}, {"a.md", "ba.md", '.'},
        {"a.md", "a.md.md", '.'}, {"a.md", "a.md/", '-'},    {"草稿.md", "政策/草稿.md", '-'},
        {"A.md", "a.md", '.'},
    };
    check(rows, COUNT_OF(rows));
}

static void folders_only(void **state)
{
    static const struct row rows[] = {
        {"tmp/", "tmp/", '-'},   {"tmp/", "x/tmp/", '-'}, {"tmp/", "tmp", '.'},
        {"草稿/", "草稿/", '-'}, {"/tmp/", "tmp/", '-'},  {"/tmp/", "x/tmp/", '.'},
    };
    check(rows, COUNT_OF(rows));
}

static void patterns_with_a_slash_are_tied_to_the_folder(void **state)
{
    static const struct row rows[] = {
        {"/a.md", "a.md", '-'},      {"/a.md", "x/a.md", '.'}, {"x/a.md", "x/a.md", '-'},
        {"x/a.md", "y/x/a.md", '.'}, {"x/*", "x/a.md", '-'},   {"x/*", "x/y/a.md", '.'},
        {"/*", "a.md", '-'},         {"/*", "x/a.md", '.'},
    };
    check(rows, COUNT_OF(rows));
}

static void wildcards_stay_within_a_name(void **state)
{
    static const struct row rows[] = {
        {"*.txt", "a.txt", '-'},   {"*.txt", "x/a.txt", '-'},   {"*.txt", "a.md", '.'},
        {"a*b.md", "a-b.md", '-'}, {"x/*.md", "x/y/z.md", '.'}, {"?.md", "a.md", '-'},
        {"?.md", "ab.md", '.'},    {"x?y", "x/y", '.'},         {"[a-c].md", "b.md", '-'},
        {"[a-c].md", "d.md", '.'}, {"[!a-c].md", "d.md", '-'},  {"[!a-c].md", "a.md", '.'},
        {"*", "a.md", '-'},        {"a**b.md", "axxb.md", '-'}, {"x/a**", "x/a/b", '.'},
        {"[abc", "[abc", '-'},     {"[[]a", "[a", '-'},
    };
    check(rows, COUNT_OF(rows));
}

/* The programs set C.UTF-8, so that a ? is a character and not a byte. */
static void wildcards_match_characters(void **state)
{
    if (!setlocale(LC_CTYPE, "C.UTF-8")) {
        skip();
    }
    static const struct row rows[] = {
        {"第?章.md", "第一章.md", '-'},         {"第?章.md", "第十一章.md", '.'},
        {"第[一二]章.md", "第二章.md", '-'},    {"第[一二]章.md", "第三章.md", '.'},
        {"*草稿*", "碳金融草稿（二）.md", '-'},
    };
    check(rows, COUNT_OF(rows));
    setlocale(LC_CTYPE, "C");
}

static void two_stars_cross_folders(void **state)
{
    static const struct row rows[] = {
        {"**/a.md", "a.md", '-'},
        {"**/a.md", "x/y/a.md", '-'},
        {"x/**", "x/a.md", '-'},
        {"x/**", "x/y/a.md", '-'},
        {"x/**", "x/", '.'},
        {"x/**", "y/x/a.md", '.'},
        {"x/**/a.md", "x/a.md", '-'},
        {"x/**/a.md", "x/y/a.md", '-'},
        {"x/**/a.md", "x/y/z/a.md", '-'},
        {"x/**/a.md", "x/y/z/b.md", '.'},
        {"x/**/a.md", "w/x/a.md", '.'},
        {"**/x/**", "w/x/a.md", '-'},
        {"**/x/**", "w/y/a.md", '.'},
        {"a/**/b/**/c", "a/1/b/2/3/c", '-'},
        {"a/**/b/**/c", "a/1/2/3/c", '.'},
        {"*/x/**", "w/x/y/a.md", '-'},
        {"*/x/**", "v/w/x/a.md", '.'},
        {"**", "a/b/c.md", '-'},
        {"/**", "a/b/c.md", '-'},
        {"资料/**/草稿.md", "资料/二〇二四年/一季度/草稿.md", '-'},
    };
    check(rows, COUNT_OF(rows));
}

static void the_last_match_decides(void **state)
{
    static const struct row rows[] = {
        {"*.md\n!a.md", "a.md", '+'}, {"*.md\n!a.md", "b.md", '-'},
        {"!a.md\n*.md", "a.md", '-'}, {"*.md\n!a.md\na.md", "a.md", '-'},
        {"*\n!x/", "x/", '+'},        {"*\n!x/", "x", '-'},
    };
    check(rows, COUNT_OF(rows));
}

static void lines_that_are_no_patterns(void **state)
{
    static const struct row rows[] = {
        {"", "a.md", '.'},         {"\n\n\r\n   \n", "a.md", '.'},
        {"# a.md", "a.md", '.'},   {"#a.md", "#a.md", '.'},
        {"\\#a.md", "#a.md", '-'}, {"\\!a.md", "!a.md", '-'},
        {"!", "a.md", '.'},        {"/", "a.md", '.'},
        {"//", "a.md", '.'},       {"!/", "a/", '.'},
        {"a.md\\", "a.md", '.'},
    };
    check(rows, COUNT_OF(rows));
}

static void white_space_and_line_ends(void **state)
{
    static const struct row rows[] = {
        {"a.md  ", "a.md", '-'},
        {"a.md\\ ", "a.md ", '-'},
        {"a.md\\ ", "a.md", '.'},
        {"  a.md", "a.md", '.'},
        {"a.md\r\nb.md\r\n", "a.md", '-'},
        {"a.md\r\nb.md\r\n", "b.md", '-'},
        {"a b.md", "a b.md", '-'},
        {"a\nb", "b", '-'},
        {"\xEF\xBB\xBF"
         "a.md",
         "a.md", '-'},
    };
    check(rows, COUNT_OF(rows));
}

static void a_line_with_a_nul_matches_nothing(void **state)
{
    wb_ignore *ignore = NULL;
    wb_error err;
    assert_ok(wb_ignore_new(S("a\0b\nc"), &ignore, &err));
    assert_int_equal(wb_ignore_check(ignore, "a", false), WB_IGNORE_SILENT);
    assert_int_equal(wb_ignore_check(ignore, "c", false), WB_IGNORE_OUT);
    wb_ignore_free(ignore);
    wb_ignore_free(NULL);
}

/* The text is copied, whatever becomes of it. */
static void the_text_need_not_live_on(void **state)
{
    wb_ignore *ignore = NULL;
    wb_error err;
    char text[] = "a.md";
    assert_ok(wb_ignore_new(wb_slice_make(text, 4), &ignore, &err));
    memset(text, 'x', 4);
    assert_int_equal(wb_ignore_check(ignore, "a.md", false), WB_IGNORE_OUT);
    wb_ignore_free(ignore);
}

/* Patterns made to be slow end, one way or the other. */
static void hostile_patterns_end(void **state)
{
    char path[512];
    size_t len = 0;
    for (int i = 0; i < 60; i++) {
        len += (size_t)(i % 2 == 0);
        path[len - 1] = 'a';
        path[len++] = '/';
    }
    memcpy(path + len, "b", 2);
    (void)verdict("a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/c", path);
    (void)verdict("**/**/**/**/**/**/**/**/**/**/**/**/c", path);
    (void)verdict("*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac");
}

static void two_stars_below_a_long_name(void **state)
{
    wb_ignore *ignore;
    wb_error err;
    char path[400] = "";
    for (int i = 0; i < 85; i++)
        strcat(path, "长");
    strcat(path, "/x/b");
    assert_ok(wb_ignore_new(S("*/**/b"), &ignore, &err));
    wb_ignore_verdict v = wb_ignore_check(ignore, path, false);
    wb_ignore_free(ignore);
    assert_int_equal(v, WB_IGNORE_OUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_at_any_depth),
        cmocka_unit_test(folders_only),
        cmocka_unit_test(patterns_with_a_slash_are_tied_to_the_folder),
        cmocka_unit_test(wildcards_stay_within_a_name),
        cmocka_unit_test(wildcards_match_characters),
        cmocka_unit_test(two_stars_cross_folders),
        cmocka_unit_test(the_last_match_decides),
        cmocka_unit_test(lines_that_are_no_patterns),
        cmocka_unit_test(white_space_and_line_ends),
        cmocka_unit_test(a_line_with_a_nul_matches_nothing),
        cmocka_unit_test(the_text_need_not_live_on),
        cmocka_unit_test(hostile_patterns_end),
        cmocka_unit_test(two_stars_below_a_long_name),
    };
    return RUN(tests);
}
