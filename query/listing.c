#include "listing.h"

#include <stdlib.h>

#include "collate.h"
#include "fields.h"

/* A document and what it is compared by. */
struct entry {
    const wb_catalog_doc *doc;
    wb_day day;   /* 0: the order does not ask for it */
    wb_slice key; /* of the title; empty: likewise */
};

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;
    if (x->day != y->day) {
        return x->day > y->day ? -1 : 1;
    }
    int order = wb_slice_compare(x->key, y->key);
    if (order) {
        return order;
    }
    if (x->doc->root != y->doc->root) {
        return x->doc->root < y->doc->root ? -1 : 1;
    }
    return wb_slice_compare(x->doc->path, y->doc->path);
}

static wb_status make_keys(struct entry *entries, size_t count, wb_arena *arena, wb_error *err)
{
    wb_buf key;
    wb_collator *collator;
    wb_status status = wb_collator_new(&collator, err);
    if (status != WB_OK) {
        return status;
    }
    wb_buf_init(&key, 0);
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        const wb_catalog_doc *doc = entries[i].doc;
        wb_buf_clear(&key);
        status = wb_collator_key(collator, doc->title.len ? doc->title : doc->path, &key, err);
        if (status == WB_OK && !wb_arena_dup(arena, wb_buf_slice(&key), &entries[i].key)) {
            status = wb_error_nomem(err);
        }
    }
    wb_buf_free(&key);
    wb_collator_free(collator);
    return status;
}

/* The documents of the catalog in the order of it, with what they are compared by. */
static wb_status make_entries(const wb_catalog *catalog, wb_listing_sort sort, wb_arena *arena,
                              struct entry **ret, wb_error *err)
{
    struct entry *entries = wb_arena_alloc(arena, catalog->count, sizeof *entries);
    if (!entries) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < catalog->count; i++) {
        const wb_catalog_doc *doc = &catalog->docs[i];
        entries[i] = (struct entry){
            .doc = doc, .day = sort == WB_LISTING_DATE ? wb_catalog_day(doc) : 0, .key = {"", 0}};
    }
    *ret = entries;
    return sort == WB_LISTING_PATH ? WB_OK : make_keys(entries, catalog->count, arena, err);
}

wb_status wb_listing_order(const wb_catalog *catalog, wb_listing_sort sort, uint32_t **ret,
                           wb_error *err)
{
    wb_arena arena = {0};
    struct entry *entries = NULL;
    uint32_t *numbers = wb_alloc(catalog->count, sizeof *numbers);
    if (!numbers) {
        return wb_error_nomem(err);
    }
    wb_status status = make_entries(catalog, sort, &arena, &entries, err);
    if (status == WB_OK && entries && catalog->count) {
        qsort(entries, catalog->count, sizeof *entries, compare_entries);
    }
    for (size_t i = 0; status == WB_OK && entries && i < catalog->count; i++) {
        numbers[i] = (uint32_t)(entries[i].doc - catalog->docs);
    }
    wb_arena_clear(&arena);
    if (status != WB_OK) {
        wb_free(numbers);
        return status;
    }
    *ret = numbers;
    return WB_OK;
}

static wb_status choose(wb_catalog_folds *folds, const uint32_t *order, const wb_filter *filters,
                        size_t filter_count, wb_listing *listing, wb_error *err)
{
    const wb_catalog *catalog = folds->catalog;
    wb_status status = WB_OK;
    for (size_t i = 0; i < catalog->count && status == WB_OK; i++) {
        bool is_listed;
        status = wb_filter_all_hold(filters, filter_count, folds, order[i], &is_listed, err);
        if (status == WB_OK && is_listed) {
            listing->docs[listing->count++] = &catalog->docs[order[i]];
        }
    }
    return status;
}

wb_status wb_listing_make(wb_catalog_folds *folds, const uint32_t *order,
                          const wb_refinement *filters, size_t filter_count, wb_listing *listing,
                          wb_error *err)
{
    wb_listing_clear(listing);
    wb_query_filter *read = wb_arena_alloc(&listing->arena, filter_count, sizeof *read);
    wb_filter *asked = wb_arena_alloc(&listing->arena, filter_count, sizeof *asked);
    listing->docs =
        wb_arena_alloc(&listing->arena, folds->catalog->count, sizeof(wb_catalog_doc *));
    if (!read || !asked || !listing->docs) {
        return wb_error_nomem(err);
    }
    wb_status status = WB_OK;
    for (size_t i = 0; i < filter_count && status == WB_OK; i++) {
        status = wb_refinement_read(&filters[i], &listing->arena, &read[i], err);
        if (status == WB_OK) {
            asked[i] = wb_fields_filter(&read[i]);
        }
    }
    return status == WB_OK ? choose(folds, order, asked, filter_count, listing, err) : status;
}

void wb_listing_clear(wb_listing *listing)
{
    wb_arena_clear(&listing->arena);
    memset(listing, 0, sizeof *listing);
}
