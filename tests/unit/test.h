/*
 * What the unit tests share: assertions that print what they saw, temporary folders, and a small
 * index made through the library.
 */
#ifndef WBSEARCH_TESTS_UNIT_TEST_H
#define WBSEARCH_TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/doc.h>
#include <wbsearch/error.h>
#include <wbsearch/store.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* A slice over a string constant, which may hold NUL bytes. */
#define S(literal) wb_slice_make((literal), sizeof(literal) - 1)

/* cmocka returns the number of failures, and 256 of them would be an exit status of 0. */
#define RUN(tests) (cmocka_run_group_tests(tests, NULL, NULL) != 0)

/* Fails unless `actual` is the status wanted; both are named in the message. */
#define assert_status(actual, wanted) test_assert_status((actual), (wanted), __FILE__, __LINE__)
#define assert_ok(actual) assert_status(actual, WB_OK)

/* Fails unless the slice holds the bytes of the NUL-terminated string. */
#define assert_text(actual, wanted)                                                                \
    test_assert_slice((actual), wb_slice_from(wanted), NULL, __FILE__, __LINE__)

/* The same with a row of a table, whose description is printed when it fails. */
#define assert_text_of(actual, wanted, what)                                                       \
    test_assert_slice((actual), wb_slice_from(wanted), (what), __FILE__, __LINE__)

#define assert_slice(actual, wanted) test_assert_slice((actual), (wanted), NULL, __FILE__, __LINE__)

/* Fails with a message as printf makes it, unless `condition` holds. */
#define assert_that(condition, ...)                                                                \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            print_error(__VA_ARGS__);                                                              \
            print_error("\n");                                                                     \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)

void test_assert_status(wb_status actual, wb_status wanted, const char *file, int line);
void test_assert_slice(wb_slice actual, wb_slice wanted, const char *what, const char *file,
                       int line);

/* cmocka fixtures: a new folder, whose path is *state, and its removal. */
int test_make_folder(void **state);
int test_remove_folder(void **state);

/* A test that gets a folder of its own. */
#define in_folder(test) cmocka_unit_test_setup_teardown(test, test_make_folder, test_remove_folder)

/* "FOLDER/NAME" in one of 64 buffers used in turn. */
const char *test_path(const char *folder, const char *name);

/* Writes a file; folders on the way are made. */
void test_write(const char *folder, const char *name, wb_slice content);

/* Makes a folder, and those around it. */
void test_mkdir(const char *folder, const char *name);

bool test_exists(const char *folder, const char *name);

/* A document of an index to be made. */
struct test_file {
    const char *name; /* relative to the root folder; .md or .txt */
    const char *text;
};

/* Opens the database at `path`. */
wb_store *test_open_store(const char *path);

/* Makes an index of `files` in FOLDER/.wbsearch, as the first and only generation. The files are
 * written to FOLDER too. Group numbers of each file, when `ret_groups` is given. */
void test_make_index(const char *folder, const struct test_file *files, size_t count,
                     uint32_t *ret_groups);

/* Gives up root's power over files, as far as `folder` is concerned; skips the test where that
 * cannot be done. test_take_power undoes it, and so does the removal of the folder. */
void test_give_up_power(const char *folder);
void test_take_power(void);

/* The path of that index. */
const char *test_index_path(const char *folder);

#endif
