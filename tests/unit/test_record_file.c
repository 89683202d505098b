#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wbsearch/record_file.h>

static wb_record_writer *open_writer(const char *folder, uint32_t groups)
{
    wb_record_writer *writer = NULL;
    wb_error err;
    assert_ok(wb_record_writer_open(folder, groups, &writer, &err));
    return writer;
}

/* Adds records, from group `first` on, and hands them over. */
static void add_records(const char *folder, uint32_t first, const wb_slice *records, size_t count)
{
    wb_record_writer *writer = open_writer(folder, first);
    wb_error err;
    for (size_t i = 0; i < count; i++) {
        assert_ok(wb_record_writer_add(writer, first + (uint32_t)i, records[i], &err));
    }
    assert_ok(wb_record_writer_sync(writer, &err));
    wb_record_writer_close(writer);
}

static void add_texts(const char *folder, uint32_t first, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wb_slice record = wb_slice_from(texts[i]);
        add_records(folder, first + (uint32_t)i, &record, 1);
    }
}

static wb_record_file open_file(const char *folder, uint32_t groups)
{
    wb_record_file file;
    wb_error err;
    assert_ok(wb_record_file_open(folder, groups, &file, &err));
    return file;
}

static void assert_record(const wb_record_file *file, uint32_t group, wb_slice wanted)
{
    wb_slice record;
    wb_error err;
    assert_ok(wb_record_file_get(file, group, &record, &err));
    assert_slice(record, wanted);
}

static void what_was_added_can_be_read(void **state)
{
    wb_record_file file;
    wb_slice record;
    wb_error err;
    const wb_slice records[] = {S("first"), S(""), S("th\0ird"), S("第四")};
    add_records(*state, 0, records, COUNT_OF(records));
    file = open_file(*state, COUNT_OF(records));
    for (uint32_t i = 0; i < COUNT_OF(records); i++) {
        assert_record(&file, i, records[i]);
    }
    assert_record(&file, 0, records[0]); /* and back */
    assert_status(wb_record_file_get(&file, COUNT_OF(records), &record, &err), WB_NOTFOUND);
    assert_status(wb_record_file_get(&file, UINT32_MAX, &record, &err), WB_NOTFOUND);
    wb_record_file_close(&file);
    wb_record_file_close(&file);
    wb_record_writer_close(NULL);
}

/* More than is kept until it is written. */
static void many_records(void **state)
{
    static char bytes[3000];
    const uint32_t count = 500;
    wb_record_writer *writer = open_writer(*state, 0);
    wb_error err;
    for (uint32_t i = 0; i < count; i++) {
        memset(bytes, (int)(i % 251), sizeof bytes);
        assert_ok(wb_record_writer_add(writer, i, wb_slice_make(bytes, 1 + i * 5), &err));
    }
    assert_ok(wb_record_writer_flush(writer, &err));
    wb_record_writer_close(writer);
    wb_record_file file = open_file(*state, count);
    for (uint32_t i = 0; i < count; i++) {
        memset(bytes, (int)(i % 251), sizeof bytes);
        assert_record(&file, i, wb_slice_make(bytes, 1 + i * 5));
    }
    wb_record_file_close(&file);
}

static void groups_come_in_their_order(void **state)
{
    wb_record_writer *writer = open_writer(*state, 0);
    wb_error err;
    assert_status(wb_record_writer_add(writer, 1, S("x"), &err), WB_INTERNAL);
    assert_ok(wb_record_writer_add(writer, 0, S("x"), &err));
    assert_status(wb_record_writer_add(writer, 0, S("x"), &err), WB_INTERNAL);
    wb_record_writer_close(writer);
}

/* Files without groups are there all the same. */
static void no_records(void **state)
{
    wb_record_file file;
    wb_slice record;
    wb_error err;
    assert_status(wb_record_file_open(*state, 0, &file, &err), WB_NOTFOUND);
    add_records(*state, 0, NULL, 0);
    file = open_file(*state, 0);
    assert_status(wb_record_file_get(&file, 0, &record, &err), WB_NOTFOUND);
    wb_record_file_close(&file);
    assert_status(wb_record_file_open(test_path(*state, "none"), 0, &file, &err), WB_NOTFOUND);
}

/* What an update left that was killed is not read, and the next one overwrites it. */
static void what_was_not_counted_is_overwritten(void **state)
{
    static const char *const first[] = {"甲", "left behind, and long", "left behind"};
    static const char *const second[] = {"乙", "丙"};
    add_texts(*state, 0, first, 3);
    wb_record_file before = open_file(*state, 1);
    add_texts(*state, 1, second, 2);
    wb_record_file after = open_file(*state, 3);
    assert_record(&after, 0, S("甲"));
    assert_record(&after, 1, S("乙"));
    assert_record(&after, 2, S("丙"));
    /* Who opened it before does not see them. */
    wb_slice record;
    wb_error err;
    assert_record(&before, 0, S("甲"));
    assert_status(wb_record_file_get(&before, 1, &record, &err), WB_NOTFOUND);
    wb_record_file_close(&before);
    wb_record_file_close(&after);
}

/* What was not handed over does not count. */
static void closing_forgets(void **state)
{
    wb_record_writer *writer = open_writer(*state, 0);
    wb_record_file file;
    wb_error err;
    assert_ok(wb_record_writer_add(writer, 0, S("x"), &err));
    wb_record_writer_close(writer);
    assert_status(wb_record_file_open(*state, 1, &file, &err), WB_CORRUPT);
}

static void files_are_joined(void **state)
{
    static const char *const texts[] = {"一", "", "三三"};
    test_mkdir(*state, "a");
    test_mkdir(*state, "b");
    test_mkdir(*state, "none");
    const char *a = test_path(*state, "a");
    const char *none = test_path(*state, "none");
    add_texts(a, 0, texts, 3);
    add_records(none, 0, NULL, 0);
    wb_record_file source = open_file(a, 2);
    wb_record_file nothing = open_file(none, 0);
    wb_record_writer *writer = open_writer(test_path(*state, "b"), 0);
    wb_error err;
    assert_ok(wb_record_writer_add(writer, 0, S("零"), &err));
    assert_ok(wb_record_writer_add_file(writer, &source, &err));
    assert_ok(wb_record_writer_add_file(writer, &nothing, &err));
    assert_ok(wb_record_writer_add(writer, 3, S("尾"), &err));
    assert_ok(wb_record_writer_sync(writer, &err));
    wb_record_writer_close(writer);
    wb_record_file_close(&source);
    wb_record_file_close(&nothing);
    wb_record_file joined = open_file(test_path(*state, "b"), 4);
    static const char *const wanted[] = {"零", "一", "", "尾"};
    for (uint32_t i = 0; i < COUNT_OF(wanted); i++) {
        assert_record(&joined, i, wb_slice_from(wanted[i]));
    }
    wb_record_file_close(&joined);
}

static const char *const three[] = {"first", "second", "third"};

static void remove_ends(const char *folder)
{
    assert_int_equal(unlink(test_path(folder, WB_RECORD_ENDS_NAME)), 0);
}

static void remove_records(const char *folder)
{
    assert_int_equal(unlink(test_path(folder, WB_RECORD_FILE_NAME)), 0);
}

static void cut_ends(const char *folder)
{
    assert_int_equal(truncate(test_path(folder, WB_RECORD_ENDS_NAME), 23), 0);
}

static void cut_records(const char *folder)
{
    assert_int_equal(truncate(test_path(folder, WB_RECORD_FILE_NAME), 15), 0);
}

static void empty_records(const char *folder)
{
    assert_int_equal(truncate(test_path(folder, WB_RECORD_FILE_NAME), 0), 0);
}

static void fill_ends(const char *folder)
{
    static char bytes[3 * WB_RECORD_END_SIZE];
    memset(bytes, 0xFF, sizeof bytes);
    test_write(folder, WB_RECORD_ENDS_NAME, wb_slice_make(bytes, sizeof bytes));
}

static void make_fifo(const char *folder)
{
    remove_records(folder);
    assert_int_equal(mkfifo(test_path(folder, WB_RECORD_FILE_NAME), 0666), 0);
}

/* Readers and writers say of the same damage the same. */
static void damaged_files_are_not_opened(void **state)
{
    static const struct {
        void (*damage)(const char *folder);
        wb_status status;
        const char *name; /* that the message has */
    } rows[] = {
        {remove_ends, WB_NOTFOUND, WB_RECORD_ENDS_NAME},
        {remove_records, WB_NOTFOUND, WB_RECORD_FILE_NAME},
        {cut_ends, WB_CORRUPT, WB_RECORD_ENDS_NAME},
        {cut_records, WB_CORRUPT, WB_RECORD_FILE_NAME},
        {empty_records, WB_CORRUPT, WB_RECORD_FILE_NAME},
        {fill_ends, WB_CORRUPT, WB_RECORD_FILE_NAME},
        {make_fifo, WB_CORRUPT, WB_RECORD_FILE_NAME},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char name[8] = {(char)('a' + i), '\0'};
        test_mkdir(*state, name);
        const char *folder = test_path(*state, name);
        add_texts(folder, 0, three, 3);
        rows[i].damage(folder);
        wb_record_file file;
        wb_record_writer *writer = NULL;
        wb_error err;
        assert_that(wb_record_file_open(folder, 3, &file, &err) == rows[i].status, "row %zu", i);
        assert_that(strncmp(err.text, rows[i].name, strlen(rows[i].name)) == 0, "row %zu: %s", i,
                    err.text);
        assert_that(file.records.len == 0 && file.ends.len == 0, "row %zu", i);
        assert_that(wb_record_writer_open(folder, 3, &writer, &err) == rows[i].status, "row %zu",
                    i);
        assert_null(writer);
    }
}

static void put_end(wb_buf *ends, uint64_t end)
{
    for (int i = 0; i < WB_RECORD_END_SIZE; i++) {
        wb_buf_putc(ends, (char)(unsigned char)(end >> (8 * i)));
    }
}

/* An end in the middle is looked at when its record is asked for. */
static void records_out_of_the_file_are_damage(void **state)
{
    static const uint64_t ends_in_the_middle[] = {17, 1000, UINT64_MAX, 4};
    for (size_t i = 0; i < COUNT_OF(ends_in_the_middle); i++) {
        char name[8] = {(char)('a' + i), '\0'};
        test_mkdir(*state, name);
        const char *folder = test_path(*state, name);
        add_texts(folder, 0, three, 3);
        wb_buf ends;
        wb_buf_init(&ends, 0);
        put_end(&ends, 5);
        put_end(&ends, ends_in_the_middle[i]);
        put_end(&ends, 16);
        test_write(folder, WB_RECORD_ENDS_NAME, wb_buf_slice(&ends));
        wb_buf_free(&ends);
        wb_record_file file = open_file(folder, 3);
        wb_slice record;
        wb_error err;
        assert_record(&file, 0, S("first"));
        assert_status(wb_record_file_get(&file, 1, &record, &err), WB_CORRUPT);
        assert_non_null(strstr(err.text, WB_RECORD_ENDS_NAME));
        wb_status status = wb_record_file_get(&file, 2, &record, &err);
        assert_true(status == WB_CORRUPT || (status == WB_OK && ends_in_the_middle[i] == 4));
        /* Nor is it taken over. */
        test_mkdir(folder, "other");
        wb_record_writer *writer = open_writer(test_path(folder, "other"), 0);
        assert_status(wb_record_writer_add_file(writer, &file, &err), WB_CORRUPT);
        wb_record_writer_close(writer);
        wb_record_file_close(&file);
    }
}

/* Little-endian on any machine. */
static void the_ends_are_written_as_described(void **state)
{
    static char bytes[0x1234];
    const wb_slice records[] = {S("ab"), wb_slice_make(bytes, sizeof bytes - 2)};
    add_records(*state, 0, records, COUNT_OF(records));
    wb_record_file file = open_file(*state, COUNT_OF(records));
    assert_slice(file.ends, S("\x02\0\0\0\0\0\0\0\x34\x12\0\0\0\0\0\0"));
    wb_record_file_close(&file);
}

/* A full disk, by the limit of a process's files. */
static void what_cannot_be_written_is_an_error(void **state)
{
    static char bytes[600 << 10];
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    add_texts(*state, 0, three, 3);
    wb_record_writer *writer = open_writer(*state, 3);
    wb_error err;
    struct rlimit small = before;
    small.rlim_cur = 64 << 10;
    void (*old)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    wb_status status = wb_record_writer_add(writer, 3, wb_slice_make(bytes, sizeof bytes), &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, old);
    assert_status(status, WB_IO);
    assert_non_null(strstr(err.text, WB_RECORD_FILE_NAME));
    wb_record_writer_close(writer);
    /* What was there is as it was. */
    wb_record_file file = open_file(*state, 3);
    assert_record(&file, 2, S("third"));
    wb_record_file_close(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(what_was_added_can_be_read),
        in_folder(many_records),
        in_folder(groups_come_in_their_order),
        in_folder(no_records),
        in_folder(what_was_not_counted_is_overwritten),
        in_folder(closing_forgets),
        in_folder(files_are_joined),
        in_folder(damaged_files_are_not_opened),
        in_folder(records_out_of_the_file_are_damage),
        in_folder(the_ends_are_written_as_described),
        in_folder(what_cannot_be_written_is_an_error),
    };
    return RUN(tests);
}
