#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wbsearch/fold.h>
#include <wbsearch/generation.h>
#include <wbsearch/index.h>
#include <wbsearch/index_dir.h>
#include <wbsearch/schema.h>
#include <wbsearch/walk.h>

void test_assert_status(wb_status actual, wb_status wanted, const char *file, int line)
{
    if (actual != wanted) {
        print_error("status is \"%s\", should be \"%s\"\n", wb_status_name(actual),
                    wb_status_name(wanted));
        _fail(file, line);
    }
}

void test_assert_slice(wb_slice actual, wb_slice wanted, const char *what, const char *file,
                       int line)
{
    if (!wb_slice_equal(actual, wanted)) {
        print_error("%s%sis     \"%.*s\" (%zu bytes)\nshould be \"%.*s\" (%zu bytes)\n",
                    what ? what : "", what ? ": " : "", (int)actual.len,
                    actual.len ? actual.ptr : "", actual.len, (int)wanted.len,
                    wanted.len ? wanted.ptr : "", wanted.len);
        _fail(file, line);
    }
}

int test_make_folder(void **state)
{
    const char *base = getenv("TMPDIR");
    char template[256];
    int n = snprintf(template, sizeof template, "%s/wbsearch-unit-XXXXXX",
                     base && *base ? base : P_tmpdir);
    if (n < 0 || (size_t)n >= sizeof template || !mkdtemp(template)) {
        return -1;
    }
    *state = realpath(template, NULL);
    return *state ? 0 : -1;
}

#define NOBODY 65534

static bool is_powerless;

void test_give_up_power(const char *folder)
{
    if (geteuid() == 0) {
        is_powerless = chmod(folder, 0777) == 0 && seteuid(NOBODY) == 0;
        if (!is_powerless || faccessat(AT_FDCWD, folder, R_OK, AT_EACCESS) != 0) {
            test_take_power();
            skip();
        }
    }
}

void test_take_power(void)
{
    if (is_powerless) {
        is_powerless = false;
        assert_int_equal(seteuid(0), 0);
    }
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *place)
{
    (void)st;
    (void)type;
    (void)place;
    return remove(path);
}

int test_remove_folder(void **state)
{
    test_take_power();
    int result = nftw(*state, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    free(*state);
    *state = NULL;
    return result;
}

const char *test_path(const char *folder, const char *name)
{
    static char paths[64][1024];
    static unsigned turn;
    char *path = paths[turn++ % COUNT_OF(paths)];
    int n = snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    assert_true(n > 0 && (size_t)n < sizeof paths[0]);
    return path;
}

static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        assert_true(mkdir(path, 0777) == 0 || errno == EEXIST);
        *slash = '/';
    }
}

void test_mkdir(const char *folder, const char *name)
{
    char path[1024];
    int n = snprintf(path, sizeof path, "%s/%s/", folder, name);
    assert_true(n > 0 && (size_t)n < sizeof path);
    make_folders(path);
}

void test_write(const char *folder, const char *name, wb_slice content)
{
    char path[1024];
    int n = snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_true(n > 0 && (size_t)n < sizeof path);
    make_folders(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content.len ? content.ptr : "", 1, content.len, file), content.len);
    assert_int_equal(fclose(file), 0);
}

bool test_exists(const char *folder, const char *name)
{
    struct stat st;
    return lstat(test_path(folder, name), &st) == 0;
}

const char *test_index_path(const char *folder)
{
    return test_path(folder, WB_INDEX_DIR_NAME);
}

wb_store *test_open_store(const char *path)
{
    wb_store *store = NULL;
    wb_error err;
    assert_ok(wb_store_open(path, &store, &err));
    return store;
}

/* Engines that every document of an index needs. */
struct maker {
    wb_generation_writer writer;
    wb_compressor *compressor;
    wb_tokenizer *tokenizer;
    wb_folded folded;
    wb_terms terms;
    wb_buf plain;
    wb_buf record;
    wb_error err;
    wb_catalog catalog;
    wb_sections sections;
};

static void add_sections(struct maker *m, const wb_doc *doc, uint32_t group, uint32_t group_count)
{
    assert_ok(wb_sections_begin(&m->sections, wb_store_para_docid(group, 0),
                                wb_store_para_docid(group + group_count, 0), &m->err));
    for (size_t first = 0; first < doc->para_count; group++) {
        size_t count = wb_record_fill(doc, first);
        for (size_t i = 0; i < count; i++) {
            assert_ok(wb_sections_add(&m->sections, wb_store_para_docid(group, (uint32_t)i),
                                      doc->sections, doc->paras[first + i].section, &m->err));
        }
        first += count;
    }
}

static uint32_t add_document(struct maker *m, const struct test_file *file, uint32_t group,
                             wb_file_entry *entry)
{
    wb_doc doc = {0};
    wb_doc_format format;
    wb_slice path = wb_slice_from(file->name);
    wb_record_doc info = {wb_doc_id_of(S(".."), path), 0, path};
    assert_true(wb_doc_format_of(file->name, &format));
    assert_ok(wb_doc_read(wb_slice_from(file->text), format, file->name, &doc, &m->err));
    uint32_t ordinal = 0;
    for (size_t first = 0; first < doc.para_count; ordinal++) {
        size_t count = wb_record_fill(&doc, first);
        for (size_t i = 0; i < count; i++) {
            wb_slice text = doc.paras[first + i].text;
            assert_ok(wb_fold(text, false, &m->folded));
            assert_ok(wb_tokenizer_terms(m->tokenizer, wb_buf_slice(&m->folded.text), &m->terms,
                                         &m->err));
            assert_ok(wb_store_writer_add_para(m->writer.store,
                                               wb_store_para_docid(group + ordinal, (uint32_t)i),
                                               &m->terms, &m->err));
            entry->text_bytes += text.len;
        }
        assert_ok(wb_record_encode(m->compressor, &doc, &info, ordinal, first, count, &m->plain,
                                   &m->record, &m->err));
        assert_ok(wb_generation_end_group(&m->writer, group + ordinal, wb_buf_slice(&m->record),
                                          &m->err));
        first += count;
    }
    if (ordinal) {
        assert_ok(wb_catalog_add(&m->catalog, &info, doc.meta, group, ordinal,
                                 (uint32_t)doc.para_count, &m->err));
        add_sections(m, &doc, group, ordinal);
    }
    entry->path = path;
    entry->state = doc.para_count ? WB_FILE_INDEXED : WB_FILE_EMPTY;
    entry->group = group;
    entry->group_count = ordinal;
    entry->para_count = (uint32_t)doc.para_count;
    wb_doc_clear(&doc);
    return ordinal;
}

static void set_metadata(struct maker *m, const char *key, const wb_buf *value)
{
    assert_ok(value->status);
    assert_ok(wb_store_writer_set_metadata(m->writer.store, key, wb_buf_slice(value), &m->err));
}

/* Long ago: whatever a test changes is seen to be newer. */
#define LONG_AGO_S 1000000000

static void make_old(const char *path)
{
    static const struct timespec times[2] = {{LONG_AGO_S, 0}, {LONG_AGO_S, 0}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

/* Notes the files and folders as the indexer would. */
static void stamp(const char *folder, wb_manifest *manifest, wb_walk *walk, wb_error *err)
{
    const int64_t long_ago_ns = (int64_t)LONG_AGO_S * 1000000000;
    assert_ok(wb_walk_root(walk, 0, folder, NULL, NULL, err));
    for (size_t i = 0; i < walk->watch_count; i++) {
        make_old(test_path(folder, walk->watches[i].path.ptr));
        walk->watches[i].stamp.mtime_ns = long_ago_ns;
    }
    manifest->watches = walk->watches;
    manifest->watch_count = walk->watch_count;
    for (size_t i = 0; i < manifest->file_count; i++) {
        wb_file_entry *file = &manifest->files[i];
        struct stat st;
        make_old(test_path(folder, file->path.ptr));
        assert_int_equal(stat(test_path(folder, file->path.ptr), &st), 0);
        file->stamp = (wb_file_stamp){(uint64_t)st.st_size, long_ago_ns};
    }
    manifest->scanned_ns = 2 * long_ago_ns;
}

static void put_metadata(struct maker *m, const wb_manifest *manifest)
{
    wb_buf *value = &m->plain;
    wb_buf_clear(value);
    assert_ok(wb_schema_describe(value));
    set_metadata(m, WB_SCHEMA_KEY, value);
    wb_buf_clear(value);
    assert_ok(wb_manifest_encode(manifest, value, &m->err));
    set_metadata(m, WB_SCHEMA_MANIFEST, value);
    wb_buf_clear(value);
    assert_ok(wb_manifest_put_roots(manifest, value));
    set_metadata(m, WB_SCHEMA_ROOTS, value);
    wb_buf_clear(value);
    assert_ok(wb_manifest_put_dead(manifest, value));
    set_metadata(m, WB_SCHEMA_DEAD, value);
    wb_buf_clear(value);
    assert_ok(wb_catalog_encode(&m->catalog, value, &m->err));
    set_metadata(m, WB_SCHEMA_CATALOG, value);
    wb_buf_clear(value);
    assert_ok(wb_sections_encode(&m->sections, value, &m->err));
    set_metadata(m, WB_SCHEMA_SECTIONS, value);
}

static int compare_entries(const void *a, const void *b)
{
    return wb_manifest_compare(a, b);
}

void test_make_index(const char *folder, const struct test_file *files, size_t count,
                     uint32_t *ret_groups)
{
    struct maker m = {0};
    wb_folded_init(&m.folded);
    wb_terms_init(&m.terms);
    wb_buf_init(&m.plain, 0);
    wb_buf_init(&m.record, 0);
    char index[1024];
    char generation[1024];
    (void)snprintf(index, sizeof index, "%s", test_index_path(folder));
    (void)snprintf(generation, sizeof generation, "%s", test_path(index, "gen-000001"));
    test_mkdir(folder, WB_INDEX_DIR_NAME);
    assert_ok(wb_generation_create(generation, &m.writer, &m.err));
    assert_ok(wb_compressor_new(S(""), &m.compressor, &m.err));
    assert_ok(wb_tokenizer_new(&m.tokenizer, &m.err));

    wb_slice root = S("..");
    wb_file_entry *entries = calloc(count ? count : 1, sizeof *entries);
    assert_non_null(entries);
    wb_manifest manifest = {.roots = &root, .root_count = 1, .files = entries, .file_count = count};
    for (size_t i = 0; i < count; i++) {
        if (ret_groups) {
            ret_groups[i] = manifest.group_end;
        }
        manifest.group_end += add_document(&m, &files[i], manifest.group_end, &entries[i]);
        test_write(folder, files[i].name, wb_slice_from(files[i].text));
    }
    qsort(entries, count, sizeof *entries, compare_entries);
    wb_walk walk = {0};
    stamp(folder, &manifest, &walk, &m.err);
    put_metadata(&m, &manifest);
    assert_ok(wb_generation_commit(&m.writer, &m.err));
    wb_generation_close(&m.writer);
    assert_ok(wb_index_dir_switch(index, generation, &m.err));

    free(entries);
    wb_walk_clear(&walk);
    wb_catalog_clear(&m.catalog);
    wb_sections_clear(&m.sections);
    wb_compressor_free(m.compressor);
    wb_tokenizer_free(m.tokenizer);
    wb_folded_free(&m.folded);
    wb_terms_free(&m.terms);
    wb_buf_free(&m.plain);
    wb_buf_free(&m.record);
}
