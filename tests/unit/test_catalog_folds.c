#include "test.h"

#include <wbsearch/catalog_folds.h>

/* Documents in order: the second has the organ of the first, the last has nothing but a path. */
static void fill(wb_catalog *catalog)
{
    static const struct {
        const char *path, *title, *organ;
    } docs[] = {
        {"條例/水（2019）.md", "节水条例", "松川市人民政府(辦公室)"},
        {"條例/Forest.MD", "森林 條例", "松川市人民政府(辦公室)"},
        {"z", "", ""},
    };
    wb_error err;
    for (size_t i = 0; i < COUNT_OF(docs); i++) {
        wb_catalog_doc doc = {.id = i,
                              .group = (uint32_t)i,
                              .group_count = 1,
                              .path = wb_slice_from(docs[i].path),
                              .title = wb_slice_from(docs[i].title),
                              .organ = wb_slice_from(docs[i].organ)};
        assert_ok(wb_catalog_copy(catalog, &doc, &err));
    }
}

static wb_slice get(wb_catalog_folds *folds, size_t document, wb_catalog_field field)
{
    wb_slice fold = {NULL, 0};
    wb_error err;
    assert_ok(wb_catalog_folds_get(folds, document, field, &fold, &err));
    return fold;
}

static void texts_are_folded(void **state)
{
    wb_catalog catalog = {0};
    wb_catalog_folds folds = {.catalog = &catalog};
    fill(&catalog);
    assert_text(get(&folds, 1, WB_CATALOG_PATH), "条例/forest.md");
    assert_text(get(&folds, 0, WB_CATALOG_PATH), "条例/水(2019).md");
    assert_text(get(&folds, 2, WB_CATALOG_PATH), "z");
    assert_text(get(&folds, 0, WB_CATALOG_TITLE), "节水条例");
    assert_text(get(&folds, 1, WB_CATALOG_TITLE), "森林条例");
    assert_text(get(&folds, 1, WB_CATALOG_ORGAN), "松川市人民政府(办公室)");
    assert_text(get(&folds, 2, WB_CATALOG_ORGAN), "");
    assert_text(get(&folds, 0, WB_CATALOG_VALIDITY), "");
    wb_catalog_folds_clear(&folds);
    wb_catalog_clear(&catalog);
}

static void a_fold_is_made_once(void **state)
{
    wb_catalog catalog = {0};
    wb_catalog_folds folds = {.catalog = &catalog};
    fill(&catalog);
    const char *path = get(&folds, 0, WB_CATALOG_PATH).ptr;
    const char *organ = get(&folds, 0, WB_CATALOG_ORGAN).ptr;
    (void)get(&folds, 1, WB_CATALOG_PATH);
    assert_ptr_equal(get(&folds, 0, WB_CATALOG_PATH).ptr, path);
    /* The neighbour's organ is the same text. */
    assert_ptr_equal(get(&folds, 1, WB_CATALOG_ORGAN).ptr, organ);
    /* A text that is its own fold is not copied. */
    assert_ptr_equal(get(&folds, 0, WB_CATALOG_TITLE).ptr, catalog.docs[0].title.ptr);
    wb_catalog_folds_clear(&folds);
    wb_catalog_clear(&catalog);
}

static void cleared_folds_forget_their_catalog(void **state)
{
    wb_catalog catalog = {0};
    wb_catalog other = {0};
    wb_catalog_folds folds = {.catalog = &catalog};
    wb_error err;
    fill(&catalog);
    assert_text(get(&folds, 0, WB_CATALOG_TITLE), "节水条例");
    wb_catalog_folds_clear(&folds);
    assert_null(folds.catalog);
    wb_catalog_clear(&catalog);
    wb_catalog_doc doc = {.group_count = 1, .path = S("a"), .title = S("另壹個")};
    assert_ok(wb_catalog_copy(&other, &doc, &err));
    folds.catalog = &other;
    assert_text(get(&folds, 0, WB_CATALOG_TITLE), "另壹个");
    wb_catalog_folds_clear(&folds);
    wb_catalog_folds_clear(&folds); /* nothing is left */
    wb_catalog_clear(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_folded),
        cmocka_unit_test(a_fold_is_made_once),
        cmocka_unit_test(cleared_folds_forget_their_catalog),
    };
    return RUN(tests);
}
