#include "facet_count.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* A document with paragraphs that were found. */
struct found {
    const wb_catalog_doc *doc;
    uint32_t paragraphs;
};

/* The value of a found document, so that equal ones can be put together. */
struct keyed {
    wb_slice text;
    uint32_t paragraphs;
};

static int compare_found(const void *a, const void *b)
{
    const struct found *x = a;
    const struct found *y = b;
    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

static int compare_keyed(const void *a, const void *b)
{
    const struct keyed *x = a;
    const struct keyed *y = b;
    return wb_slice_compare(x->text, y->text);
}

static int compare_frequent(const void *a, const void *b)
{
    const wb_facet_value *x = a;
    const wb_facet_value *y = b;
    if (x->paragraphs != y->paragraphs) {
        return x->paragraphs > y->paragraphs ? -1 : 1;
    }
    return wb_slice_compare(x->text, y->text);
}

static int compare_documents(const void *a, const void *b)
{
    const wb_facet_value *x = a;
    const wb_facet_value *y = b;
    if (x->documents != y->documents) {
        return x->documents > y->documents ? -1 : 1;
    }
    return wb_slice_compare(x->text, y->text);
}

/* Years have four digits, so their bytes are in order. */
static int compare_latest(const void *a, const void *b)
{
    const wb_facet_value *x = a;
    const wb_facet_value *y = b;
    return wb_slice_compare(y->text, x->text);
}

/* The documents of the first `count` of the list, each once. */
static wb_status find_documents(const wb_catalog *catalog, const wb_verified_list *list,
                                size_t count, struct found *found, size_t *ret_documents,
                                wb_error *err)
{
    size_t documents = 0;
    for (size_t i = 0; i < count; i++) {
        const wb_catalog_doc *doc = wb_catalog_find(catalog, wb_store_group(list->items[i].docid));
        if (!doc) {
            return wb_error_set(err, WB_CORRUPT, "a paragraph belongs to no document");
        }
        found[i] = (struct found){doc, 1};
    }
    if (count) {
        qsort(found, count, sizeof *found, compare_found);
    }
    for (size_t i = 0; i < count; i++) {
        if (documents && found[documents - 1].doc == found[i].doc) {
            found[documents - 1].paragraphs++;
        } else {
            found[documents++] = found[i];
        }
    }
    *ret_documents = documents;
    return WB_OK;
}

static bool value_of(const wb_catalog_doc *doc, wb_facet facet, wb_arena *arena, wb_slice *ret)
{
    char year[16];
    switch (facet) {
    case WB_FACET_YEAR:
        if (wb_catalog_year(doc) == 0) {
            *ret = wb_slice_make("", 0);
            return true;
        }
        (void)snprintf(year, sizeof year, "%04" PRIu32, wb_catalog_year(doc));
        return wb_arena_dup(arena, wb_slice_from(year), ret);
    case WB_FACET_ORGAN:
        return wb_arena_dup(arena, doc->organ, ret);
    default:
        return wb_arena_dup(arena, doc->kind, ret);
    }
}

/* Years by themselves, others as `compare` has it. */
static wb_status count_values(const struct found *found, size_t count, wb_facet facet,
                              int (*compare)(const void *, const void *), wb_arena *arena,
                              wb_facet_values *ret, wb_error *err)
{
    struct keyed *keyed = wb_arena_alloc(arena, count, sizeof *keyed);
    wb_facet_value *values = wb_arena_alloc(arena, count, sizeof *values);
    ret->values = values;
    if (!keyed || !values) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        keyed[i].paragraphs = found[i].paragraphs;
        if (!value_of(found[i].doc, facet, arena, &keyed[i].text)) {
            return wb_error_nomem(err);
        }
    }
    if (count) {
        qsort(keyed, count, sizeof *keyed, compare_keyed);
    }
    for (size_t i = 0; i < count; i++) {
        wb_facet_value *last = ret->count ? &values[ret->count - 1] : NULL;
        if (keyed[i].text.len == 0) {
            ret->unknown += keyed[i].paragraphs;
        } else if (last && wb_slice_equal(last->text, keyed[i].text)) {
            last->paragraphs += keyed[i].paragraphs;
            last->documents++;
        } else {
            values[ret->count++] = (wb_facet_value){keyed[i].text, keyed[i].paragraphs, 1};
        }
    }
    if (ret->count) {
        qsort(values, ret->count, sizeof *values,
              facet == WB_FACET_YEAR ? compare_latest : compare);
    }
    return WB_OK;
}

wb_status wb_facets_of_list(const wb_verified_list *list, wb_index *index, wb_arena *arena,
                            wb_facets *ret, wb_error *err)
{
    const wb_catalog *catalog;
    size_t documents = 0;
    size_t count = list->count < WB_FACETS_PARAGRAPHS_MAX ? list->count : WB_FACETS_PARAGRAPHS_MAX;
    *ret = (wb_facets){.paragraphs = (uint32_t)count, .all = list->all && count == list->count};
    wb_status status = wb_index_catalog(index, &catalog, err);
    struct found *found = wb_arena_alloc(arena, count, sizeof *found);
    if (status == WB_OK) {
        status = found ? find_documents(catalog, list, count, found, &documents, err)
                       : wb_error_nomem(err);
    }
    for (int i = 0; i < WB_FACET_COUNT_ && status == WB_OK; i++) {
        status = count_values(found, documents, (wb_facet)i, compare_frequent, arena,
                              &ret->facets[i], err);
    }
    return status;
}

wb_status wb_facets_of_documents(const wb_catalog_doc *const *docs, size_t count, wb_arena *arena,
                                 wb_facets *ret, wb_error *err)
{
    struct found *found = wb_arena_alloc(arena, count, sizeof *found);
    wb_status status = found ? WB_OK : wb_error_nomem(err);
    *ret = (wb_facets){.all = true};
    for (size_t i = 0; found && i < count; i++) {
        found[i] = (struct found){docs[i], docs[i]->para_count};
        ret->paragraphs += docs[i]->para_count;
    }
    for (int i = 0; i < WB_FACET_COUNT_ && status == WB_OK; i++) {
        status =
            count_values(found, count, (wb_facet)i, compare_documents, arena, &ret->facets[i], err);
    }
    return status;
}

wb_status wb_facets_count(wb_collector *collector, wb_index *index, wb_arena *arena, wb_facets *ret,
                          wb_error *err)
{
    wb_verified_list list = {0};
    wb_collector_set_candidates_max(collector, WB_FACETS_CANDIDATES_MAX);
    wb_status status = wb_collect(collector, WB_FACETS_PARAGRAPHS_MAX, &list, err);
    wb_collector_set_candidates_max(collector, 0);
    if (status == WB_OK) {
        status = wb_facets_of_list(&list, index, arena, ret, err);
    }
    wb_free(list.items);
    return status;
}
