#include "sort.h"

#include <stdlib.h>

/* A document and the day by which it is put in order; 0 where the order does not ask for it. */
struct dated {
    const wb_catalog_doc *doc;
    wb_day day;
};

/* A hit with what it is compared by. */
struct keyed {
    uint32_t document; /* number of its document in the order wanted */
    wb_verified hit;
};

static int compare_documents(const void *a, const void *b)
{
    const struct dated *x = a;
    const struct dated *y = b;
    if (x->day != y->day) {
        return x->day > y->day ? -1 : 1;
    }
    if (x->doc->root != y->doc->root) {
        return x->doc->root < y->doc->root ? -1 : 1;
    }
    return wb_slice_compare(x->doc->path, y->doc->path);
}

/* Per document of the catalog its number in the order wanted; NULL when memory is short. */
static uint32_t *number_documents(const wb_catalog *catalog, wb_sort order)
{
    struct dated *sorted = wb_alloc(catalog->count, sizeof *sorted);
    uint32_t *numbers = wb_alloc(catalog->count, sizeof *numbers);
    if (!sorted || !numbers) {
        wb_free(sorted);
        wb_free(numbers);
        return NULL;
    }
    for (size_t i = 0; i < catalog->count; i++) {
        const wb_catalog_doc *doc = &catalog->docs[i];
        sorted[i] = (struct dated){doc, order == WB_SORT_DATE ? wb_catalog_day(doc) : 0};
    }
    if (catalog->count) {
        qsort(sorted, catalog->count, sizeof *sorted, compare_documents);
    }
    for (size_t i = 0; i < catalog->count; i++) {
        numbers[sorted[i].doc - catalog->docs] = (uint32_t)i;
    }
    wb_free(sorted);
    return numbers;
}

static int compare_hits(const void *a, const void *b)
{
    const struct keyed *x = a;
    const struct keyed *y = b;
    if (x->hit.rung != y->hit.rung) {
        return x->hit.rung < y->hit.rung ? -1 : 1;
    }
    if (x->document != y->document) {
        return x->document < y->document ? -1 : 1;
    }
    return x->hit.docid < y->hit.docid ? -1 : x->hit.docid > y->hit.docid;
}

static wb_status set_keys(const wb_catalog *catalog, const uint32_t *numbers,
                          const wb_verified_list *list, struct keyed *keyed, wb_error *err)
{
    for (size_t i = 0; i < list->count; i++) {
        const wb_catalog_doc *doc = wb_catalog_find(catalog, wb_store_group(list->items[i].docid));
        if (!doc) {
            return wb_error_set(err, WB_CORRUPT, "a paragraph belongs to no document");
        }
        keyed[i] = (struct keyed){numbers[doc - catalog->docs], list->items[i]};
    }
    return WB_OK;
}

wb_status wb_sort_list(wb_index *index, wb_sort order, wb_verified_list *list, wb_error *err)
{
    const wb_catalog *catalog = NULL;
    wb_status status = list->count ? wb_index_catalog(index, &catalog, err) : WB_OK;
    if (status != WB_OK || list->count == 0) {
        return status;
    }
    uint32_t *numbers = number_documents(catalog, order);
    struct keyed *keyed = wb_alloc(list->count, sizeof *keyed);
    status = numbers && keyed ? set_keys(catalog, numbers, list, keyed, err) : wb_error_nomem(err);
    if (status == WB_OK && keyed) {
        qsort(keyed, list->count, sizeof *keyed, compare_hits);
        for (size_t i = 0; i < list->count; i++) {
            list->items[i] = keyed[i].hit;
        }
    }
    wb_free(numbers);
    wb_free(keyed);
    return status;
}
