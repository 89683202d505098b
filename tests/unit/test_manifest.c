#include "test.h"

#include <wbsearch/compress.h>
#include <wbsearch/manifest.h>

#define TEXT(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static wb_slice roots[] = {TEXT(".."), TEXT("/srv/法规")};

static wb_file_entry files[] = {
    {.root = 0,
     .path = TEXT("a.md"),
     .stamp = {1234, 1700000000123456789},
     .hash = 0xFEDCBA9876543210u,
     .state = WB_FILE_INDEXED,
     .group = 5,
     .group_count = 2,
     .para_count = 40,
     .text_bytes = 3000},
    {.root = 0, .path = TEXT("a/丁.md"), .stamp = {0, -5}, .state = WB_FILE_EMPTY},
    {.root = 0,
     .path = TEXT("a/坏.md"),
     .stamp = {UINT64_MAX, INT64_MIN},
     .state = WB_FILE_FAILED,
     .failure = WB_INVALID,
     .reason = TEXT("holds NUL bytes: not a text file"),
     .line = 17,
     .group = 1,
     .group_count = 1,
     .para_count = 3,
     .text_bytes = 99},
    {.root = 1,
     .path = TEXT("locked/"),
     .state = WB_FILE_FAILED,
     .failure = WB_IO,
     .reason = TEXT("cannot open the folder")},
    {.root = 1,
     .path = TEXT("z.txt"),
     .state = WB_FILE_INDEXED,
     .group = 9,
     .group_count = 1,
     .para_count = 1},
};

static wb_watch watches[] = {
    {0, TEXT("."), {0, 77}},
    {0, TEXT("a/"), {0, -1}},
    {0, TEXT("a/.wbignore"), {12, 78}},
    {1, TEXT("."), {0, 79}},
};

static wb_manifest sample(void)
{
    return (wb_manifest){.roots = roots,
                         .root_count = COUNT_OF(roots),
                         .files = files,
                         .file_count = COUNT_OF(files),
                         .watches = watches,
                         .watch_count = COUNT_OF(watches),
                         .scanned_ns = 1700000000000000001,
                         .group_end = 12};
}

static void assert_same(const wb_manifest *a, const wb_manifest *b)
{
    assert_int_equal(a->root_count, b->root_count);
    for (size_t i = 0; i < a->root_count; i++) {
        assert_slice(a->roots[i], b->roots[i]);
    }
    assert_true(a->scanned_ns == b->scanned_ns);
    assert_int_equal(a->group_end, b->group_end);
    assert_int_equal(a->file_count, b->file_count);
    for (size_t i = 0; i < a->file_count; i++) {
        const wb_file_entry *x = &a->files[i];
        const wb_file_entry *y = &b->files[i];
        assert_int_equal(x->root, y->root);
        assert_slice(x->path, y->path);
        assert_true(x->stamp.size == y->stamp.size && x->stamp.mtime_ns == y->stamp.mtime_ns);
        assert_true(x->hash == y->hash);
        assert_int_equal(x->state, y->state);
        assert_int_equal(x->failure, y->failure);
        assert_slice(x->reason, y->reason);
        assert_int_equal(x->line, y->line);
        assert_int_equal(x->group_count, y->group_count);
        assert_int_equal(x->group, y->group);
        assert_int_equal(x->para_count, y->para_count);
        assert_true(x->text_bytes == y->text_bytes);
    }
    assert_int_equal(a->watch_count, b->watch_count);
    for (size_t i = 0; i < a->watch_count; i++) {
        assert_int_equal(a->watches[i].root, b->watches[i].root);
        assert_slice(a->watches[i].path, b->watches[i].path);
        assert_int_equal(a->watches[i].path.ptr[a->watches[i].path.len], '\0');
        assert_true(a->watches[i].stamp.mtime_ns == b->watches[i].stamp.mtime_ns);
        assert_true(a->watches[i].stamp.size == b->watches[i].stamp.size);
    }
}

static void a_manifest_round_trips(void **state)
{
    wb_manifest manifest = sample();
    wb_manifest back = {0};
    wb_buf bytes;
    wb_error err;
    wb_buf_init(&bytes, 0);
    assert_ok(wb_manifest_encode(&manifest, &bytes, &err));
    assert_ok(wb_manifest_decode(wb_buf_slice(&bytes), &back, &err));
    memset(bytes.data, 0xEE, bytes.len); /* nothing is borrowed */
    assert_same(&back, &manifest);
    wb_buf_free(&bytes);
    wb_manifest_clear(&back);
}

static void an_empty_manifest_round_trips(void **state)
{
    wb_manifest manifest = {0};
    wb_manifest back = sample(); /* borrowed content is forgotten */
    wb_buf bytes;
    wb_error err;
    wb_buf_init(&bytes, 0);
    assert_ok(wb_manifest_encode(&manifest, &bytes, &err));
    assert_ok(wb_manifest_decode(wb_buf_slice(&bytes), &back, &err));
    assert_same(&back, &manifest);
    assert_null(wb_manifest_find(&back, 0, S("a.md")));
    wb_buf_free(&bytes);
    wb_manifest_clear(&back);
}

static void damage_is_found_everywhere(void **state)
{
    wb_manifest manifest = sample();
    wb_manifest back = {0};
    wb_buf bytes;
    wb_error err;
    wb_buf_init(&bytes, 0);
    assert_ok(wb_manifest_encode(&manifest, &bytes, &err));
    for (size_t i = 0; i < bytes.len; i++) {
        assert_status(wb_manifest_decode(wb_slice_make(bytes.data, i), &back, &err), WB_CORRUPT);
        assert_int_equal(back.file_count, 0);
        for (unsigned bit = 0; bit < 8; bit++) {
            bytes.data[i] = (char)(bytes.data[i] ^ (1 << bit));
            wb_status status = wb_manifest_decode(wb_buf_slice(&bytes), &back, &err);
            assert_true(status == WB_OK || status == WB_CORRUPT);
            if (status == WB_OK) {
                assert_same(&back, &manifest);
            }
            bytes.data[i] = (char)(bytes.data[i] ^ (1 << bit));
        }
    }
    wb_buf_free(&bytes);
    wb_manifest_clear(&back);
}

/* Right checksum, wrong content: whatever decodes obeys what callers rely on. */
static void forged_manifests_are_safe(void **state)
{
    wb_manifest manifest = sample();
    wb_manifest back = {0};
    wb_buf bytes;
    wb_buf plain;
    wb_error err;
    wb_compressor *c = NULL;
    wb_buf_init(&bytes, 0);
    wb_buf_init(&plain, 0);
    assert_ok(wb_manifest_encode(&manifest, &bytes, &err));
    assert_ok(wb_compressor_new(S(""), &c, &err));
    assert_ok(wb_decompress(c, wb_buf_slice(&bytes), 1 << 20, &plain, &err));
    size_t refused = 0;
    for (size_t i = 0; i < plain.len; i++) {
        static const unsigned char values[] = {0x00, 0x01, 0x7F, 0x80, 0xFF};
        char old = plain.data[i];
        for (size_t k = 0; k < COUNT_OF(values); k++) {
            plain.data[i] = (char)values[k];
            wb_buf_clear(&bytes);
            assert_ok(wb_compress(c, wb_buf_slice(&plain), &bytes));
            wb_status status = wb_manifest_decode(wb_buf_slice(&bytes), &back, &err);
            assert_true(status == WB_OK || status == WB_CORRUPT);
            refused += status == WB_CORRUPT;
            for (size_t f = 0; f < back.file_count; f++) {
                const wb_file_entry *e = &back.files[f];
                assert_true(e->root < back.root_count);
                assert_true(e->state <= WB_FILE_FAILED);
                assert_true(e->failure < WB_STATUS_COUNT_);
                assert_true(e->group <= back.group_end - e->group_count);
                assert_true(f == 0 || wb_manifest_compare(e - 1, e) < 0);
            }
            for (size_t w = 0; w < back.watch_count; w++) {
                assert_true(back.watches[w].root < back.root_count);
            }
        }
        plain.data[i] = old;
        wb_buf_clear(&bytes);
        assert_ok(wb_compress(c, wb_slice_make(plain.data, i), &bytes));
        assert_status(wb_manifest_decode(wb_buf_slice(&bytes), &back, &err), WB_CORRUPT);
    }
    assert_true(refused > 0);
    wb_compressor_free(c);
    wb_buf_free(&bytes);
    wb_buf_free(&plain);
    wb_manifest_clear(&back);
}

static void files_out_of_order_are_corruption(void **state)
{
    wb_file_entry swapped[] = {files[1], files[0]};
    wb_file_entry twice[] = {files[0], files[0]};
    wb_manifest manifest = sample();
    wb_manifest back = {0};
    wb_buf bytes;
    wb_error err;
    wb_buf_init(&bytes, 0);
    manifest.file_count = 2;
    manifest.files = swapped;
    assert_ok(wb_manifest_encode(&manifest, &bytes, &err));
    assert_status(wb_manifest_decode(wb_buf_slice(&bytes), &back, &err), WB_CORRUPT);
    wb_buf_clear(&bytes);
    manifest.files = twice;
    assert_ok(wb_manifest_encode(&manifest, &bytes, &err));
    assert_status(wb_manifest_decode(wb_buf_slice(&bytes), &back, &err), WB_CORRUPT);
    wb_buf_free(&bytes);
}

static void find_by_root_and_path(void **state)
{
    wb_manifest manifest = sample();
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        assert_ptr_equal(wb_manifest_find(&manifest, files[i].root, files[i].path), &files[i]);
    }
    assert_null(wb_manifest_find(&manifest, 1, S("a.md")));
    assert_null(wb_manifest_find(&manifest, 0, S("a.m")));
    assert_null(wb_manifest_find(&manifest, 0, S("")));
    assert_null(wb_manifest_find(&manifest, 2, S("z.txt")));
}

static void totals(void **state)
{
    wb_manifest manifest = sample();
    wb_manifest_totals t = wb_manifest_count(&manifest);
    assert_int_equal(t.files, 4);  /* a folder that cannot be read is no file … */
    assert_int_equal(t.failed, 2); /* … but a failure */
    assert_int_equal(t.indexed, 2);
    assert_int_equal(t.empty, 1);
    assert_int_equal(t.paragraphs, 44);
    assert_int_equal(t.text_bytes, 3099);
    assert_int_equal(t.groups, 4);
}

static void the_dead_are_what_no_file_has(void **state)
{
    static const struct {
        uint32_t groups[6][2]; /* first, count; count 0 ends */
        uint32_t end;
        uint32_t dead[6][2]; /* first, end; 0 0 ends */
    } rows[] = {
        {{{0, 0}}, 0, {{0, 0}}},
        {{{0, 0}}, 7, {{0, 7}}},
        {{{0, 7}}, 7, {{0, 0}}},
        {{{5, 2}, {1, 1}, {9, 1}}, 12, {{0, 1}, {2, 5}, {7, 9}, {10, 12}}},
        {{{0, 1}, {1, 1}}, 2, {{0, 0}}},
        {{{3, 1}, {0, 1}, {1, 2}}, 4, {{0, 0}}},
        {{{6, 1}}, 7, {{0, 6}}},
        {{{0, 1}}, 1000000, {{1, 1000000}}},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_file_entry entries[6] = {{0}};
        size_t count = 0;
        for (; count < 6 && rows[i].groups[count][1]; count++) {
            entries[count].group = rows[i].groups[count][0];
            entries[count].group_count = rows[i].groups[count][1];
        }
        wb_manifest manifest = {.files = entries, .file_count = count, .group_end = rows[i].end};
        wb_buf bytes;
        wb_error err;
        wb_group_range *ranges = NULL;
        size_t range_count = 99;
        wb_buf_init(&bytes, 0);
        assert_ok(wb_manifest_put_dead(&manifest, &bytes));
        assert_ok(wb_manifest_read_dead(wb_buf_slice(&bytes), &ranges, &range_count, &err));
        size_t wanted = 0;
        while (wanted < 6 && rows[i].dead[wanted][1]) {
            wanted++;
        }
        assert_int_equal(range_count, wanted);
        for (size_t k = 0; k < wanted; k++) {
            assert_int_equal(ranges[k].first, rows[i].dead[k][0]);
            assert_int_equal(ranges[k].end, rows[i].dead[k][1]);
        }
        wb_free(ranges);
        wb_buf_free(&bytes);
    }
}

static void lists_of_the_dead_that_make_no_sense(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } rows[] = {
        {"\x01", 1},                             /* half a range */
        {"\x01\x02\x03", 3},                     /* one and a half */
        {"\x01\x00", 2},                         /* an empty range */
        {"\x80", 1},                             /* a broken number */
        {"\x00\xFF\xFF\xFF\xFF\x0F", 6},         /* beyond all docids */
        {"\xFF\xFF\xFF\xFF\xFF\x7F\x01", 7},     /* beyond 32 bits */
        {"\x00\x01\xFF\xFF\xFF\xFF\x0F\x01", 8}, /* in sum */
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_error err;
        wb_group_range *ranges = NULL;
        size_t count = 0;
        wb_status status =
            wb_manifest_read_dead(wb_slice_make(rows[i].bytes, rows[i].len), &ranges, &count, &err);
        assert_that(status == WB_CORRUPT, "row %zu", i);
        assert_null(ranges);
    }
}

static void roots_are_blocks(void **state)
{
    wb_manifest manifest = sample();
    wb_buf bytes;
    wb_buf_init(&bytes, 0);
    assert_ok(wb_manifest_put_roots(&manifest, &bytes));
    wb_cursor c = wb_cursor_make(wb_buf_slice(&bytes));
    assert_text(wb_cursor_block(&c), "..");
    assert_text(wb_cursor_block(&c), "/srv/法规");
    assert_int_equal(wb_cursor_left(&c), 0);
    assert_false(c.failed);
    wb_buf_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_manifest_round_trips),
        cmocka_unit_test(an_empty_manifest_round_trips),
        cmocka_unit_test(damage_is_found_everywhere),
        cmocka_unit_test(forged_manifests_are_safe),
        cmocka_unit_test(files_out_of_order_are_corruption),
        cmocka_unit_test(find_by_root_and_path),
        cmocka_unit_test(totals),
        cmocka_unit_test(the_dead_are_what_no_file_has),
        cmocka_unit_test(lists_of_the_dead_that_make_no_sense),
        cmocka_unit_test(roots_are_blocks),
    };
    return RUN(tests);
}
