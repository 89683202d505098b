#include "test.h"

#include <wbsearch/catalog.h>
#include <wbsearch/compress.h>

static void set(wb_meta_value *meta, wb_meta_field field, const char *value)
{
    meta[field] = (wb_meta_value){.value = wb_slice_from(value), .source = WB_META_FROM_TITLE};
}

/* Three documents, added out of order. */
static void fill(wb_catalog *catalog)
{
    wb_error err;
    wb_meta_value meta[WB_META_FIELD_COUNT_] = {{.source = WB_META_FROM_NOTHING}};
    set(meta, WB_META_TITLE, "青禾区政府工作报告");
    set(meta, WB_META_KIND, "政府工作报告");
    set(meta, WB_META_MADE, "2024");
    wb_record_doc report = {7, 0, wb_slice_from("报告/2024.md")};
    assert_ok(wb_catalog_add(catalog, &report, meta, 40, 3, 77, &err));

    memset(meta, 0, sizeof meta);
    set(meta, WB_META_TITLE, "松川市湿地保护办法");
    set(meta, WB_META_ORGAN, "松川市人民政府");
    set(meta, WB_META_NUMBER, "松川市人民政府令第21号");
    set(meta, WB_META_PUBLISHED, "2020-03-09");
    set(meta, WB_META_EFFECTIVE, "2021-01");
    set(meta, WB_META_REGION, "松川市");
    set(meta, WB_META_KIND, "办法");
    set(meta, WB_META_VALIDITY, "现行有效");
    wb_record_doc statute = {UINT64_MAX, 1, wb_slice_from("报告/办法.md")};
    assert_ok(wb_catalog_add(catalog, &statute, meta, 2, 5, 150, &err));

    memset(meta, 0, sizeof meta);
    wb_record_doc empty = {0, 1, wb_slice_from("z")};
    assert_ok(wb_catalog_add(catalog, &empty, meta, 7, 1, 1, &err));
    wb_catalog_sort(catalog);
}

static void same_docs(const wb_catalog *a, const wb_catalog *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        const wb_catalog_doc *x = &a->docs[i];
        const wb_catalog_doc *y = &b->docs[i];
        assert_true(x->id == y->id && x->root == y->root && x->group == y->group);
        assert_true(x->group_count == y->group_count && x->para_count == y->para_count);
        assert_true(x->made == y->made && x->published == y->published);
        assert_true(x->effective == y->effective);
        assert_true(wb_slice_equal(x->path, y->path) && wb_slice_equal(x->title, y->title));
        assert_true(wb_slice_equal(x->organ, y->organ) && wb_slice_equal(x->number, y->number));
        assert_true(wb_slice_equal(x->region, y->region) && wb_slice_equal(x->kind, y->kind));
        assert_true(wb_slice_equal(x->validity, y->validity));
    }
}

static void days(void **state)
{
    assert_int_equal(wb_day_of(wb_slice_from("2019-01-27")), 20190127);
    assert_int_equal(wb_day_of(wb_slice_from("2019-01")), 20190100);
    assert_int_equal(wb_day_of(wb_slice_from("2019")), 20190000);
    assert_int_equal(wb_day_of(wb_slice_from("")), 0);
    assert_int_equal(wb_day_of(wb_slice_from("201")), 0);
    assert_int_equal(wb_day_of(wb_slice_from("2019-1x-01")), 0);
    assert_int_equal(wb_day_year(20190127), 2019);
}

static void round_trip(void **state)
{
    wb_catalog catalog = {0};
    wb_catalog read = {0};
    wb_buf bytes = {0};
    wb_error err;
    assert_ok(wb_catalog_encode(&catalog, &bytes, &err));
    assert_ok(wb_catalog_decode(wb_buf_slice(&bytes), &read, &err));
    assert_int_equal(read.count, 0);
    assert_null(wb_catalog_find(&read, 0));

    fill(&catalog);
    wb_buf_clear(&bytes);
    assert_ok(wb_catalog_encode(&catalog, &bytes, &err));
    assert_ok(wb_catalog_decode(wb_buf_slice(&bytes), &read, &err));
    same_docs(&catalog, &read);
    wb_catalog_clear(&read);
    wb_catalog_clear(&catalog);
    wb_buf_free(&bytes);
}

static void documents_are_found_by_their_groups(void **state)
{
    wb_catalog catalog = {0};
    fill(&catalog);
    assert_null(wb_catalog_find(&catalog, 1));
    assert_text(wb_catalog_find(&catalog, 2)->kind, "办法");
    assert_text(wb_catalog_find(&catalog, 6)->kind, "办法");
    assert_text(wb_catalog_find(&catalog, 7)->path, "z");
    assert_null(wb_catalog_find(&catalog, 8));
    assert_text(wb_catalog_find(&catalog, 42)->path, "报告/2024.md");
    assert_null(wb_catalog_find(&catalog, 43));
    wb_catalog_clear(&catalog);
}

static void years(void **state)
{
    wb_catalog catalog = {0};
    fill(&catalog);
    assert_int_equal(wb_catalog_year(wb_catalog_find(&catalog, 40)), 2024);
    assert_int_equal(wb_catalog_year(wb_catalog_find(&catalog, 2)), 2020);
    assert_int_equal(wb_catalog_year(wb_catalog_find(&catalog, 7)), 0);
    wb_catalog_doc in_force = {.effective = 20210100};
    assert_int_equal(wb_catalog_year(&in_force), 2021);
    wb_catalog_clear(&catalog);
}

/* Every prefix of the plain form, and every byte changed, decodes or is refused. */
static void damage_is_refused(void **state)
{
    wb_catalog catalog = {0};
    wb_catalog read = {0};
    wb_buf bytes = {0};
    wb_buf plain = {0};
    wb_error err;
    fill(&catalog);
    assert_ok(wb_catalog_encode(&catalog, &bytes, &err));
    wb_compressor *compressor;
    assert_ok(wb_compressor_new(wb_slice_make("", 0), &compressor, &err));
    assert_ok(wb_decompress(compressor, wb_buf_slice(&bytes), 1 << 20, &plain, &err));
    for (size_t len = 0; len < plain.len; len++) {
        wb_buf_clear(&bytes);
        assert_ok(wb_compress(compressor, wb_slice_make(plain.data, len), &bytes));
        assert_int_equal(wb_catalog_decode(wb_buf_slice(&bytes), &read, &err), WB_CORRUPT);
        assert_int_equal(read.count, 0);
    }
    for (size_t i = 0; i < plain.len; i++) {
        plain.data[i] = (char)(plain.data[i] ^ 0x55);
        wb_buf_clear(&bytes);
        assert_ok(wb_compress(compressor, wb_buf_slice(&plain), &bytes));
        wb_status status = wb_catalog_decode(wb_buf_slice(&bytes), &read, &err);
        assert_true(status == WB_OK || status == WB_CORRUPT);
        plain.data[i] = (char)(plain.data[i] ^ 0x55);
    }
    assert_int_equal(wb_catalog_decode(wb_slice_from(""), &read, &err), WB_CORRUPT);
    wb_compressor_free(compressor);
    wb_catalog_clear(&read);
    wb_catalog_clear(&catalog);
    wb_buf_free(&bytes);
    wb_buf_free(&plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days),
        cmocka_unit_test(round_trip),
        cmocka_unit_test(documents_are_found_by_their_groups),
        cmocka_unit_test(years),
        cmocka_unit_test(damage_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
