#include "facets.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "collect.h"

const char *wb_facet_name(wb_facet facet)
{
    static const char *const names[WB_FACET_COUNT_] = {"year", "organ", "kind"};
    return facet < WB_FACET_COUNT_ ? names[facet] : "";
}

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

/* Years have four digits, so their bytes are in order. */
static int compare_latest(const void *a, const void *b)
{
    const wb_facet_value *x = a;
    const wb_facet_value *y = b;
    return wb_slice_compare(y->text, x->text);
}

/* The documents of the list, each once. */
static wb_status find_documents(const wb_catalog *catalog, const wb_verified_list *list,
                                struct found *found, size_t *ret_count, wb_error *err)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const wb_catalog_doc *doc = wb_catalog_find(catalog, wb_store_group(list->items[i].docid));
        if (!doc) {
            return wb_error_set(err, WB_CORRUPT, "a paragraph belongs to no document");
        }
        found[i] = (struct found){doc, 1};
    }
    if (list->count) {
        qsort(found, list->count, sizeof *found, compare_found);
    }
    for (size_t i = 0; i < list->count; i++) {
        if (count && found[count - 1].doc == found[i].doc) {
            found[count - 1].paragraphs++;
        } else {
            found[count++] = found[i];
        }
    }
    *ret_count = count;
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

static wb_status count_values(const struct found *found, size_t count, wb_facet facet,
                              wb_arena *arena, wb_facet_values *ret, wb_error *err)
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
              facet == WB_FACET_YEAR ? compare_latest : compare_frequent);
    }
    return WB_OK;
}

static wb_status count_list(const wb_verified_list *list, wb_index *index, wb_facets *facets,
                            wb_error *err)
{
    const wb_catalog *catalog;
    size_t count = 0;
    wb_status status = wb_index_catalog(index, &catalog, err);
    struct found *found = wb_arena_alloc(&facets->arena, list->count, sizeof *found);
    if (status == WB_OK) {
        status = found ? find_documents(catalog, list, found, &count, err) : wb_error_nomem(err);
    }
    for (int i = 0; i < WB_FACET_COUNT_ && status == WB_OK; i++) {
        status = count_values(found, count, (wb_facet)i, &facets->arena, &facets->facets[i], err);
    }
    return status;
}

wb_status wb_facets_count(const wb_query *query, wb_index *index, wb_paragraphs *paragraphs,
                          wb_facets *facets, wb_error *err)
{
    wb_collector *collector = NULL;
    wb_verified_list list = {0};
    wb_facets_clear(facets);
    wb_status status = wb_collector_new(query, index, paragraphs, &collector, err);
    if (status == WB_OK) {
        status = wb_collect(collector, WB_FACETS_PARAGRAPHS_MAX, &list, err);
    }
    if (status == WB_OK) {
        facets->all = list.all && list.count <= WB_FACETS_PARAGRAPHS_MAX;
        if (list.count > WB_FACETS_PARAGRAPHS_MAX) {
            list.count = WB_FACETS_PARAGRAPHS_MAX;
        }
        facets->paragraphs = (uint32_t)list.count;
        status = count_list(&list, index, facets, err);
    }
    wb_free(list.items);
    wb_collector_free(collector);
    return status;
}

void wb_facets_clear(wb_facets *facets)
{
    wb_arena_clear(&facets->arena);
    memset(facets, 0, sizeof *facets);
}
