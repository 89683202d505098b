#include "snapshot.h"

#include <inttypes.h>
#include <stdlib.h>

/* A document by its id. */
struct entry {
    wb_doc_id id;
    uint32_t number; /* in the catalog */
};

struct wb_snapshot {
    wb_searcher *searcher;
    wb_paragraphs *paragraphs;
    wb_lists *lists;
    char *path;
    wb_listfile_report *report;
    void *context;
    wb_buf identity;
    struct entry *entries; /* ascending by id; NULL until they are needed */
    size_t entry_count;
    wb_suggester *suggester;                  /* NULL until it is needed */
    uint32_t *orders[WB_LISTING_SORT_COUNT_]; /* likewise */
};

static wb_status load_lists(const wb_snapshot *snapshot, wb_lists **ret, wb_error *err)
{
    wb_buf config;
    wb_lists *lists = wb_alloc_zero(1, sizeof *lists);
    wb_buf_init(&config, 0);
    if (!lists || wb_lists_config_folder(&config) != WB_OK) {
        wb_free(lists);
        return wb_error_nomem(err);
    }
    wb_lists_options wanted = {.config_folder = config.data,
                               .index_path = snapshot->path,
                               .numbers = true,
                               .synonyms = true,
                               .builtin_synonyms = true,
                               .report = snapshot->report,
                               .context = snapshot->context};
    wb_status status = wb_lists_load(&wanted, lists, err);
    wb_buf_free(&config);
    if (status == WB_OK) {
        *ret = lists;
    } else {
        wb_free(lists);
    }
    return status;
}

static void free_lists(wb_lists *lists)
{
    if (lists) {
        wb_lists_clear(lists);
        wb_free(lists);
    }
}

/* What was made from the catalog. */
static void forget_catalog(wb_snapshot *snapshot)
{
    wb_free(snapshot->entries);
    snapshot->entries = NULL;
    wb_suggester_free(snapshot->suggester);
    snapshot->suggester = NULL;
    for (int i = 0; i < WB_LISTING_SORT_COUNT_; i++) {
        wb_free(snapshot->orders[i]);
        snapshot->orders[i] = NULL;
    }
}

/* Forgets what belongs to a former state, if it is one. */
static wb_status note_state(wb_snapshot *snapshot, wb_error *err)
{
    wb_buf now;
    wb_buf_init(&now, 0);
    wb_status status = wb_store_identity(wb_snapshot_index(snapshot)->store, &now, err);
    if (status == WB_OK && !wb_slice_equal(wb_buf_slice(&now), wb_buf_slice(&snapshot->identity))) {
        wb_buf former = snapshot->identity;
        snapshot->identity = now;
        now = former;
        wb_paragraphs_forget(snapshot->paragraphs);
        forget_catalog(snapshot);
    }
    wb_buf_free(&now);
    return status;
}

wb_status wb_snapshot_open(const char *path, wb_listfile_report *report, void *context,
                           wb_snapshot **ret, wb_error *err)
{
    wb_snapshot *snapshot = wb_alloc_zero(1, sizeof *snapshot);
    if (!snapshot) {
        return wb_error_nomem(err);
    }
    wb_buf_init(&snapshot->identity, 0);
    snapshot->report = report;
    snapshot->context = context;
    snapshot->path = wb_strndup(wb_slice_from(path));
    wb_status status = snapshot->path ? WB_OK : wb_error_nomem(err);
    if (status == WB_OK) {
        status = wb_searcher_new(path, &snapshot->searcher, err);
    }
    if (status == WB_OK) {
        status = wb_paragraphs_new(wb_snapshot_index(snapshot), &snapshot->paragraphs, err);
    }
    if (status == WB_OK) {
        status = note_state(snapshot, err);
    }
    if (status == WB_OK) {
        status = load_lists(snapshot, &snapshot->lists, err);
    }
    if (status != WB_OK) {
        wb_snapshot_close(snapshot);
        return status;
    }
    *ret = snapshot;
    return WB_OK;
}

void wb_snapshot_close(wb_snapshot *snapshot)
{
    if (snapshot) {
        free_lists(snapshot->lists);
        wb_paragraphs_free(snapshot->paragraphs);
        wb_searcher_free(snapshot->searcher);
        wb_buf_free(&snapshot->identity);
        forget_catalog(snapshot);
        wb_free(snapshot->path);
        wb_free(snapshot);
    }
}

void wb_snapshot_fell_behind(wb_snapshot *snapshot)
{
    wb_searcher_fell_behind(snapshot->searcher);
}

void wb_snapshot_refresh(wb_snapshot *snapshot)
{
    bool moved = false;
    wb_error ignored;
    if (wb_searcher_refresh(snapshot->searcher, &moved, &ignored) == WB_OK && moved) {
        (void)note_state(snapshot, &ignored);
    }
}

wb_status wb_snapshot_reload(wb_snapshot *snapshot, wb_error *err)
{
    wb_lists *lists = NULL;
    wb_status status = load_lists(snapshot, &lists, err);
    if (status == WB_OK) {
        free_lists(snapshot->lists);
        snapshot->lists = lists;
    }
    return status;
}

const char *wb_snapshot_identity(const wb_snapshot *snapshot)
{
    return snapshot->identity.data;
}

wb_index *wb_snapshot_index(wb_snapshot *snapshot)
{
    return wb_searcher_index(snapshot->searcher);
}

wb_paragraphs *wb_snapshot_paragraphs(wb_snapshot *snapshot)
{
    return snapshot->paragraphs;
}

wb_status wb_snapshot_attach(wb_snapshot *snapshot, wb_query *query, wb_error *err)
{
    query->words = snapshot->lists->words;
    return wb_equivalents_attach(&snapshot->lists->equivalents, query, err);
}

wb_status wb_snapshot_search(wb_snapshot *snapshot, wb_query *query,
                             const wb_search_options *options, wb_result *result, wb_error *err)
{
    wb_status status = wb_snapshot_attach(snapshot, query, err);
    if (status == WB_OK) {
        status = wb_search(snapshot->searcher, query, options, result, err);
    }
    wb_error ignored;
    wb_status moved = note_state(snapshot, status == WB_OK ? err : &ignored);
    return status == WB_OK ? moved : status;
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static wb_status list_entries(wb_snapshot *snapshot, const wb_catalog *catalog, wb_error *err)
{
    if (snapshot->entries) {
        return WB_OK;
    }
    struct entry *entries = wb_alloc(catalog->count, sizeof *entries);
    if (!entries) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < catalog->count; i++) {
        entries[i] = (struct entry){catalog->docs[i].id, (uint32_t)i};
    }
    if (catalog->count) {
        qsort(entries, catalog->count, sizeof *entries, compare_entries);
    }
    snapshot->entries = entries;
    snapshot->entry_count = catalog->count;
    return WB_OK;
}

wb_status wb_snapshot_document(wb_snapshot *snapshot, wb_doc_id id, const wb_catalog_doc **ret,
                               wb_error *err)
{
    const wb_catalog *catalog;
    wb_status status = wb_index_catalog(wb_snapshot_index(snapshot), &catalog, err);
    if (status == WB_OK) {
        status = list_entries(snapshot, catalog, err);
    }
    if (status != WB_OK) {
        return status;
    }
    const struct entry wanted = {.id = id};
    const struct entry *found =
        bsearch(&wanted, snapshot->entries, snapshot->entry_count, sizeof wanted, compare_entries);
    if (!found) {
        return wb_error_set(err, WB_NOTFOUND, "no document %016" PRIx64, id);
    }
    *ret = &catalog->docs[found->number];
    return WB_OK;
}

wb_status wb_snapshot_suggester(wb_snapshot *snapshot, wb_suggester **ret, wb_error *err)
{
    wb_status status = snapshot->suggester ? WB_OK
                                           : wb_suggester_new(wb_snapshot_index(snapshot),
                                                              &snapshot->suggester, err);
    if (status == WB_OK) {
        *ret = snapshot->suggester;
    }
    return status;
}

wb_status wb_snapshot_listing(wb_snapshot *snapshot, wb_listing_sort sort,
                              const wb_refinement *filters, size_t filter_count,
                              wb_listing *listing, wb_error *err)
{
    wb_catalog_folds *folds;
    wb_status status = wb_index_folds(wb_snapshot_index(snapshot), &folds, err);
    if (status == WB_OK && !snapshot->orders[sort]) {
        status = wb_listing_order(folds->catalog, sort, &snapshot->orders[sort], err);
    }
    return status == WB_OK
               ? wb_listing_make(folds, snapshot->orders[sort], filters, filter_count, listing, err)
               : status;
}
