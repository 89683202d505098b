#include "test.h"

#include <filter.h>

/* Documents of one or two groups, one behind the other but for a gap before the last. */
static void fill(wb_catalog *catalog)
{
    static const struct {
        const char *path, *title, *organ, *number, *kind, *made;
        uint32_t group, group_count;
    } docs[] = {
        {"通知/一.md", "关于春季防火的通知", "松川市人民政府", "松政发〔2019〕5号", "通知",
         "2019-01-27", 0, 2},
        {"通知/二.md", "关于秋季防火的通知", "松川市人民政府办公室", "松政办发[2019]5号", "通知",
         "2019-09-01", 2, 1},
        {"办法/三.md", "湿地保护辦法", "松川市人民政府", "", "辦法", "2021", 3, 2},
        {"四.md", "无日期", "", "", "", "", 9, 1},
    };
    wb_error err;
    for (size_t i = 0; i < COUNT_OF(docs); i++) {
        wb_meta_value meta[WB_META_FIELD_COUNT_] = {{.source = WB_META_FROM_NOTHING}};
        meta[WB_META_TITLE].value = wb_slice_from(docs[i].title);
        meta[WB_META_ORGAN].value = wb_slice_from(docs[i].organ);
        meta[WB_META_NUMBER].value = wb_slice_from(docs[i].number);
        meta[WB_META_KIND].value = wb_slice_from(docs[i].kind);
        meta[WB_META_MADE].value = wb_slice_from(docs[i].made);
        wb_record_doc info = {i, 0, wb_slice_from(docs[i].path)};
        assert_ok(
            wb_catalog_add(catalog, &info, meta, docs[i].group, docs[i].group_count, 1, &err));
    }
    wb_catalog_sort(catalog);
}

/* The groups as text: "0-2 5-6". */
static void assert_groups(const wb_filter *filters, size_t count, const char *expected)
{
    wb_catalog catalog = {0};
    wb_catalog_folds folds = {.catalog = &catalog};
    wb_group_range *ranges = NULL;
    size_t n = 0;
    wb_error err;
    wb_buf text = {0};
    fill(&catalog);
    assert_ok(wb_filter_groups(&folds, filters, count, &ranges, &n, &err));
    assert_non_null(ranges);
    wb_buf_puts(&text, "");
    for (size_t i = 0; i < n; i++) {
        wb_buf_printf(&text, "%s%u-%u", i ? " " : "", (unsigned)ranges[i].first,
                      (unsigned)ranges[i].end);
    }
    assert_string_equal(text.data, expected);
    wb_buf_free(&text);
    wb_free(ranges);
    wb_catalog_folds_clear(&folds);
    wb_catalog_clear(&catalog);
}

static void assert_text_filter(wb_catalog_field field, wb_filter_op op, const char *value,
                               const char *expected)
{
    wb_folded folded = {0};
    assert_ok(wb_fold(wb_slice_from(value), false, &folded));
    wb_filter filter = {.field = field, .op = op, .folded = wb_buf_slice(&folded.text)};
    assert_groups(&filter, 1, expected);
    wb_folded_free(&folded);
}

static void no_filter_lets_all_pass(void **state)
{
    assert_groups(NULL, 0, "0-5 9-10");
}

static void texts_are_compared_on_the_fold(void **state)
{
    assert_text_filter(WB_CATALOG_ORGAN, WB_FILTER_CONTAINS, "松川市", "0-5");
    assert_text_filter(WB_CATALOG_ORGAN, WB_FILTER_EQUALS, "松川市人民政府", "0-2 3-5");
    assert_text_filter(WB_CATALOG_NUMBER, WB_FILTER_EQUALS, "松政发[2019]5号", "0-2");
    assert_text_filter(WB_CATALOG_NUMBER, WB_FILTER_EQUALS, "松政办发〔2019〕 5 号", "2-3");
    assert_text_filter(WB_CATALOG_KIND, WB_FILTER_CONTAINS, "办法", "3-5");
    assert_text_filter(WB_CATALOG_PATH, WB_FILTER_BEGINS, "通知/", "0-3");
    assert_text_filter(WB_CATALOG_TITLE, WB_FILTER_CONTAINS, "防火", "0-3");
    assert_text_filter(WB_CATALOG_REGION, WB_FILTER_CONTAINS, "松川", "");
}

static void years_are_ranges(void **state)
{
    wb_filter filter = {.op = WB_FILTER_YEARS, .year_max = 2019};
    assert_groups(&filter, 1, "0-3");
    filter = (wb_filter){.op = WB_FILTER_YEARS, .year_min = 2020, .year_max = UINT32_MAX};
    assert_groups(&filter, 1, "3-5");
}

static void all_filters_must_hold(void **state)
{
    wb_filter filters[] = {
        {.field = WB_CATALOG_KIND, .op = WB_FILTER_CONTAINS, .folded = wb_slice_from("通知")},
        {.field = WB_CATALOG_TITLE, .op = WB_FILTER_CONTAINS, .folded = wb_slice_from("秋季")},
    };
    assert_groups(filters, 2, "2-3");
    filters[1].folded = wb_slice_from("冬季");
    assert_groups(filters, 2, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_filter_lets_all_pass),
        cmocka_unit_test(texts_are_compared_on_the_fold),
        cmocka_unit_test(years_are_ranges),
        cmocka_unit_test(all_filters_must_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
