#include "facet_count.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

/* A document with paragraphs that were found. */
struct found {
    const wb_catalog_doc *doc;
    uint32_t paragraphs;
};

/* Values of documents, each once. */
struct distinct {
    wb_facet_values *found;
    uint32_t *slots; /* by hash: the number of the value, from 1; 0: free */
    size_t mask;     /* a power of two - 1: fewer than half of the slots are taken */
};

static int compare_found(const void *a, const void *b)
{
    const struct found *x = a;
    const struct found *y = b;
    return x->doc < y->doc ? -1 : x->doc > y->doc;
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

static bool has_group(const wb_catalog_doc *doc, uint32_t group)
{
    return group >= doc->group && group - doc->group < doc->group_count;
}

/* The documents of the list, each once. */
static wb_status find_documents(const wb_catalog *catalog, const wb_verified_list *list,
                                struct found *found, size_t *ret_documents, wb_error *err)
{
    size_t runs = 0; /* of paragraphs of a document, one behind the other in the list */
    size_t documents = 0;
    for (size_t i = 0; i < list->count; i++) {
        uint32_t group = wb_store_group(list->items[i].docid);
        if (runs && has_group(found[runs - 1].doc, group)) {
            found[runs - 1].paragraphs++;
            continue;
        }
        const wb_catalog_doc *doc = wb_catalog_find(catalog, group);
        if (!doc) {
            return wb_error_set(err, WB_CORRUPT, "a paragraph belongs to no document");
        }
        found[runs++] = (struct found){doc, 1};
    }
    if (runs) {
        qsort(found, runs, sizeof *found, compare_found);
    }
    for (size_t i = 0; i < runs; i++) {
        if (documents && found[documents - 1].doc == found[i].doc) {
            found[documents - 1].paragraphs += found[i].paragraphs;
        } else {
            found[documents++] = found[i];
        }
    }
    *ret_documents = documents;
    return WB_OK;
}

/* The value of a document; the digits of a year are written to `digits`. */
static wb_slice value_of(const wb_catalog_doc *doc, wb_facet facet, char digits[16])
{
    switch (facet) {
    case WB_FACET_YEAR:
        (void)snprintf(digits, 16, "%04" PRIu32, wb_catalog_year(doc));
        return wb_slice_make(digits, wb_catalog_year(doc) ? strlen(digits) : 0);
    case WB_FACET_ORGAN:
        return doc->organ;
    default:
        return doc->kind;
    }
}

static bool make_distinct(size_t count, wb_arena *arena, wb_facet_values *found,
                          struct distinct *ret)
{
    size_t slots = 16;
    while (slots <= 2 * count) {
        slots *= 2;
    }
    *ret = (struct distinct){found, wb_arena_alloc(arena, slots, sizeof *ret->slots), slots - 1};
    found->values = wb_arena_alloc(arena, count, sizeof *found->values);
    if (!ret->slots || !found->values) {
        return false;
    }
    memset(ret->slots, 0, slots * sizeof *ret->slots);
    return true;
}

/* The value with this text, which is there from now on; NULL where memory is short. */
static wb_facet_value *find_value(struct distinct *distinct, wb_slice text, wb_arena *arena)
{
    wb_facet_values *found = distinct->found;
    size_t slot = XXH3_64bits(text.ptr, text.len) & distinct->mask;
    for (; distinct->slots[slot]; slot = (slot + 1) & distinct->mask) {
        wb_facet_value *value = &found->values[distinct->slots[slot] - 1];
        if (wb_slice_equal(value->text, text)) {
            return value;
        }
    }
    wb_facet_value *value = &found->values[found->count];
    *value = (wb_facet_value){.paragraphs = 0};
    if (!wb_arena_dup(arena, text, &value->text)) {
        return NULL;
    }
    distinct->slots[slot] = (uint32_t)++found->count;
    return value;
}

/* Years by themselves, others as `compare` has it. */
static wb_status count_values(const struct found *found, size_t count, wb_facet facet,
                              int (*compare)(const void *, const void *), wb_arena *arena,
                              wb_facet_values *ret, wb_error *err)
{
    struct distinct distinct;
    if (!make_distinct(count, arena, ret, &distinct)) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        char digits[16];
        wb_slice text = value_of(found[i].doc, facet, digits);
        if (text.len == 0) {
            ret->unknown += found[i].paragraphs;
            continue;
        }
        wb_facet_value *value = find_value(&distinct, text, arena);
        if (!value) {
            return wb_error_nomem(err);
        }
        value->paragraphs += found[i].paragraphs;
        value->documents++;
    }
    if (ret->count) {
        qsort(ret->values, ret->count, sizeof *ret->values,
              facet == WB_FACET_YEAR ? compare_latest : compare);
    }
    return WB_OK;
}

/* All facets; the values of each as `compare` has it. */
static wb_status count_facets(const struct found *found, size_t documents,
                              int (*compare)(const void *, const void *), wb_arena *arena,
                              wb_facets *ret, wb_error *err)
{
    wb_status status = WB_OK;
    for (int i = 0; i < WB_FACET_COUNT_ && status == WB_OK; i++) {
        status = count_values(found, documents, (wb_facet)i, compare, arena, &ret->facets[i], err);
    }
    return status;
}

wb_status wb_facets_of_list(const wb_verified_list *list, wb_index *index, wb_arena *arena,
                            wb_facets *ret, wb_error *err)
{
    const wb_catalog *catalog;
    size_t documents = 0;
    *ret = (wb_facets){.paragraphs = (uint32_t)list->count, .all = list->all};
    wb_status status = wb_index_catalog(index, &catalog, err);
    struct found *found = wb_arena_alloc(arena, list->count, sizeof *found);
    if (status == WB_OK) {
        status =
            found ? find_documents(catalog, list, found, &documents, err) : wb_error_nomem(err);
    }
    return status == WB_OK ? count_facets(found, documents, compare_frequent, arena, ret, err)
                           : status;
}

static wb_status count_set(const wb_docid_set *set, wb_index *index, wb_arena *arena,
                           wb_facets *ret, wb_error *err)
{
    const wb_catalog *catalog;
    size_t documents = 0;
    wb_status status = wb_index_catalog(index, &catalog, err);
    if (status != WB_OK) {
        return status;
    }
    struct found *found = wb_arena_alloc(arena, catalog->count, sizeof *found);
    if (!found) {
        return wb_error_nomem(err);
    }
    *ret = (wb_facets){.all = true};
    for (size_t i = 0; i < catalog->count; i++) {
        const wb_catalog_doc *doc = &catalog->docs[i];
        uint32_t paragraphs = (uint32_t)wb_docid_set_count(set, wb_catalog_docids(doc));
        if (paragraphs) {
            found[documents++] = (struct found){doc, paragraphs};
            ret->paragraphs += paragraphs;
        }
    }
    return count_facets(found, documents, compare_frequent, arena, ret, err);
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
    return status == WB_OK ? count_facets(found, count, compare_documents, arena, ret, err)
                           : status;
}

/* Counts the best of them. */
static wb_status count_best(wb_collector *collector, wb_index *index, wb_arena *arena,
                            wb_facets *ret, wb_error *err)
{
    wb_verified_list list = {0};
    wb_collector_set_candidates_max(collector, WB_FACETS_CANDIDATES_MAX);
    wb_status status = wb_collect(collector, WB_FACETS_PARAGRAPHS_MAX, &list, err);
    wb_collector_set_candidates_max(collector, 0);
    if (list.count > WB_FACETS_PARAGRAPHS_MAX) {
        list.count = WB_FACETS_PARAGRAPHS_MAX;
        list.all = false;
    }
    if (status == WB_OK) {
        status = wb_facets_of_list(&list, index, arena, ret, err);
    }
    wb_free(list.items);
    return status;
}

wb_status wb_facets_count(wb_collector *collector, wb_index *index, wb_arena *arena, wb_facets *ret,
                          wb_error *err)
{
    wb_docid_set set = {NULL, 0, 0};
    bool all = false;
    wb_status status = wb_collect_set(collector, WB_FACETS_CANDIDATES_MAX, &set, &all, err);
    if (status == WB_OK) {
        status = all ? count_set(&set, index, arena, ret, err)
                     : count_best(collector, index, arena, ret, err);
    }
    wb_docid_set_free(&set);
    return status;
}
