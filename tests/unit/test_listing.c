/* Documents in order, and those that pass filters. */
#include "test.h"

#include "listing.h"

static const char *const titles[] = {"办法10", "《安全》办法", "办法9", "", "Bill", "重庆办法"};

static void make_catalog(wb_catalog *catalog)
{
    static wb_catalog_doc docs[COUNT_OF(titles)];
    for (size_t i = 0; i < COUNT_OF(titles); i++) {
        docs[i] = (wb_catalog_doc){.path = i == 3 ? S("败.md") : S("x.md"),
                                   .title = wb_slice_from(titles[i]),
                                   .organ = i % 2 ? S("甲市") : S("乙市"),
                                   .root = (uint32_t)(COUNT_OF(titles) - i)};
    }
    docs[2].made = 20210000;
    docs[4].effective = 20210101;
    docs[5].made = 20210101;
    docs[5].published = 20230101;
    *catalog = (wb_catalog){.docs = docs, .count = COUNT_OF(titles)};
}

static void assert_listed(wb_listing_sort sort, const wb_refinement *filters, size_t count,
                          const char *wanted)
{
    wb_catalog catalog;
    wb_listing listing = {0};
    wb_error err;
    wb_buf found;
    uint32_t *order;
    make_catalog(&catalog);
    wb_catalog_folds folds = {.catalog = &catalog};
    wb_buf_init(&found, 0);
    assert_ok(wb_listing_order(&catalog, sort, &order, &err));
    assert_ok(wb_listing_make(&folds, order, filters, count, &listing, &err));
    for (size_t i = 0; i < listing.count; i++) {
        wb_buf_printf(&found, "%zu", (size_t)(listing.docs[i] - catalog.docs));
    }
    assert_text(wb_buf_slice(&found), wanted);
    wb_free(order);
    wb_listing_clear(&listing);
    wb_catalog_folds_clear(&folds);
    wb_buf_free(&found);
}

static void documents_are_put_in_order(void **state)
{
    /* ān bài bàn9 bàn10 … chóng; punctuation does not count; Latin letters behind Chinese. */
    assert_listed(WB_LISTING_TITLE, NULL, 0, "132054");
    /* The year alone counts as its beginning; equal days by title; then those without a date. */
    assert_listed(WB_LISTING_DATE, NULL, 0, "542130");
    assert_listed(WB_LISTING_PATH, NULL, 0, "543210");
}

static void documents_pass_filters(void **state)
{
    const wb_refinement of[] = {{WB_FIELD_ORGAN, S("乙")}, {WB_FIELD_YEAR, S("2021..")}};
    const wb_refinement unknown = {WB_FIELD_NUMBER, S("1号")};
    assert_listed(WB_LISTING_TITLE, of, 1, "204");
    assert_listed(WB_LISTING_TITLE, of, 2, "24");
    assert_listed(WB_LISTING_TITLE, &unknown, 1, "");
}

static void a_filter_that_is_none_is_refused(void **state)
{
    const wb_refinement wrong[] = {
        {WB_FIELD_YEAR, S("去年")}, {WB_FIELD_ORGAN, S("")}, {WB_FIELD_KIND, S("\xFF")}};
    static const uint32_t order[COUNT_OF(titles)] = {0, 1, 2, 3, 4, 5};
    wb_catalog catalog;
    wb_listing listing = {0};
    wb_error err;
    make_catalog(&catalog);
    wb_catalog_folds folds = {.catalog = &catalog};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_status(wb_listing_make(&folds, order, &wrong[i], 1, &listing, &err), WB_INVALID);
    }
    wb_listing_clear(&listing);
    wb_catalog_folds_clear(&folds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_put_in_order),
        cmocka_unit_test(documents_pass_filters),
        cmocka_unit_test(a_filter_that_is_none_is_refused),
    };
    return RUN(tests);
}
