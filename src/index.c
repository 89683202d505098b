#include <wbsearch/index.h>

#include <wbsearch/file.h>
#include <wbsearch/index_dir.h>
#include <wbsearch/schema.h>

/* A generation can vanish between reading the stub and opening it; the next stub is then there. */
#define OPEN_ATTEMPTS 5

/* What an open index consists of, apart from its path. */
struct state {
    char *generation;
    wb_store *store;
    wb_record_file records;
    wb_compressor *compressor;
    wb_slice *roots;
    size_t root_count;
    wb_arena arena;
};

static void clear_state(struct state *state)
{
    if (state->store) {
        wb_store_close(state->store);
    }
    wb_record_file_close(&state->records);
    wb_compressor_free(state->compressor);
    wb_free(state->generation);
    wb_arena_clear(&state->arena);
    memset(state, 0, sizeof *state);
}

static wb_status load_dead(wb_store *store, wb_buf *scratch, wb_error *err)
{
    wb_group_range *dead = NULL;
    size_t count = 0;
    wb_status status = wb_store_metadata(store, WB_SCHEMA_DEAD, scratch, err);
    if (status == WB_OK) {
        status = wb_manifest_read_dead(wb_buf_slice(scratch), &dead, &count, err);
    }
    if (status == WB_OK) {
        status = wb_store_set_dead(store, dead, count, err);
    }
    wb_free(dead);
    return status;
}

static wb_status load_roots(const char *path, struct state *state, wb_buf *scratch, wb_error *err)
{
    wb_status status = wb_store_metadata(state->store, WB_SCHEMA_ROOTS, scratch, err);
    if (status != WB_OK) {
        return status;
    }
    wb_cursor c = wb_cursor_make(wb_buf_slice(scratch));
    wb_buf full;
    wb_buf_init(&full, 0);
    state->roots = wb_arena_alloc(&state->arena, scratch->len, sizeof *state->roots);
    status = state->roots ? WB_OK : wb_error_nomem(err);
    while (status == WB_OK && wb_cursor_left(&c)) {
        wb_buf_clear(&full);
        status = wb_index_dir_root_path(path, wb_cursor_block(&c), &full, err);
        if (status == WB_OK &&
            !wb_arena_dup(&state->arena, wb_buf_slice(&full), &state->roots[state->root_count++])) {
            status = wb_error_nomem(err);
        }
    }
    wb_buf_free(&full);
    if (status == WB_OK && c.failed) {
        status = wb_error_set(err, WB_CORRUPT, "the list of folders does not decode");
    }
    return status;
}

/* Checks that this program can use the database, and reads what every search needs. */
static wb_status load_state(const char *path, struct state *state, wb_error *err)
{
    wb_buf scratch;
    wb_buf_init(&scratch, 0);
    wb_status status = wb_store_metadata(state->store, WB_SCHEMA_KEY, &scratch, err);
    if (status == WB_OK) {
        status = wb_schema_check(wb_buf_slice(&scratch), err);
    }
    if (status == WB_OK) {
        status = load_dead(state->store, &scratch, err);
    }
    if (status == WB_OK) {
        status = load_roots(path, state, &scratch, err);
    }
    if (status == WB_OK) {
        status = wb_store_metadata(state->store, WB_SCHEMA_DICTIONARY, &scratch, err);
    }
    if (status == WB_OK) {
        status = wb_compressor_new(wb_buf_slice(&scratch), &state->compressor, err);
    }
    wb_buf_free(&scratch);
    return status;
}

wb_status wb_index_damaged(const char *path, wb_error *err)
{
    if (err) {
        char reason[WB_ERROR_TEXT_SIZE];
        memcpy(reason, err->text, sizeof reason);
        wb_error_set(err, WB_CORRUPT, "%s: the index is damaged (%s)", path, reason);
        wb_error_hint(err, "make it again: wbindex --rebuild DIR");
    }
    return WB_CORRUPT;
}

/* Opens the generation that the stub names now. `*ret_is_named` says that it names one. */
static wb_status open_generation(const char *path, struct state *state, bool *ret_is_named,
                                 wb_error *err)
{
    wb_buf generation;
    wb_buf_init(&generation, 0);
    wb_status status = wb_index_dir_generation(path, &generation, err);
    *ret_is_named = status == WB_OK;
    if (status == WB_OK) {
        status = wb_store_open(generation.data, &state->store, err);
    }
    if (status == WB_OK) {
        status = load_state(path, state, err);
    }
    if (status == WB_OK) {
        status = wb_record_file_open(generation.data, wb_store_group_count(state->store),
                                     &state->records, err);
    }
    state->generation = generation.data;
    if (status != WB_OK) {
        clear_state(state);
    }
    return status;
}

/* The same; tries again when the generation vanished or changed meanwhile. */
static wb_status open_state(const char *path, struct state *state, wb_error *err)
{
    wb_status status = WB_CHANGED;
    bool is_named = false;
    for (int i = 0; i < OPEN_ATTEMPTS; i++) {
        status = open_generation(path, state, &is_named, err);
        /* Nonsense too may be the work of a commit in between. */
        if (status != WB_NOTFOUND && status != WB_IO && status != WB_CHANGED &&
            status != WB_CORRUPT) {
            break;
        }
    }
    bool is_incomplete = is_named && status == WB_NOTFOUND;
    return status == WB_CORRUPT || is_incomplete ? wb_index_damaged(path, err) : status;
}

static wb_status check_time(void *context, wb_error *err)
{
    return wb_index_check_patience(context, err);
}

static void adopt_state(wb_index *index, const struct state *state)
{
    wb_store_set_stop(state->store, check_time, index);
    index->generation = state->generation;
    index->store = state->store;
    index->records = state->records;
    index->compressor = state->compressor;
    index->roots = state->roots;
    index->root_count = state->root_count;
    index->arena = state->arena;
}

static void drop_state(wb_index *index)
{
    struct state old = {index->generation, index->store,      index->records, index->compressor,
                        index->roots,      index->root_count, index->arena};
    clear_state(&old);
    wb_catalog_folds_clear(&index->folds);
    wb_catalog_clear(&index->catalog);
    index->has_catalog = false;
    wb_sections_clear(&index->sections);
    index->has_sections = false;
}

wb_status wb_index_open(const char *path, wb_index **ret, wb_error *err)
{
    wb_index *index = wb_alloc_zero(1, sizeof *index);
    if (!index) {
        return wb_error_nomem(err);
    }
    wb_buf_init(&index->scratch, 0);
    index->path = wb_strndup(wb_slice_from(path));
    wb_status status = index->path ? WB_OK : wb_error_nomem(err);
    struct state state = {0};
    if (status == WB_OK) {
        status = open_state(path, &state, err);
    }
    if (status != WB_OK) {
        wb_index_close(index);
        return status;
    }
    adopt_state(index, &state);
    *ret = index;
    return WB_OK;
}

wb_status wb_index_reopen(wb_index *index, wb_error *err)
{
    struct state state = {0};
    wb_status status = open_state(index->path, &state, err);
    if (status == WB_OK) {
        drop_state(index);
        adopt_state(index, &state);
    }
    return status;
}

void wb_index_close(wb_index *index)
{
    if (index) {
        drop_state(index);
        wb_buf_free(&index->scratch);
        wb_free(index->path);
        wb_free(index);
    }
}

void wb_index_set_patience(wb_index *index, double seconds)
{
    wb_deadline_set(&index->deadline, seconds);
}

wb_status wb_index_check_patience(const wb_index *index, wb_error *err)
{
    return wb_deadline_check(&index->deadline, err);
}

/* What does not decode counts as damage only if there was no commit meanwhile. */
static wb_status judge_damage(wb_index *index, wb_status status, wb_error *err)
{
    return status == WB_CORRUPT && wb_store_is_stale(index->store)
               ? wb_error_set(err, WB_CHANGED, "the index has changed")
               : status;
}

wb_status wb_index_manifest(wb_index *index, wb_manifest *manifest, wb_error *err)
{
    wb_buf value;
    wb_buf_init(&value, 0);
    wb_status status = wb_store_metadata(index->store, WB_SCHEMA_MANIFEST, &value, err);
    if (status == WB_OK) {
        status = wb_manifest_decode(wb_buf_slice(&value), manifest, err);
    }
    wb_buf_free(&value);
    status = judge_damage(index, status, err);
    return status == WB_CORRUPT ? wb_index_damaged(index->path, err) : status;
}

wb_status wb_index_record(wb_index *index, uint32_t group, wb_record *record, wb_error *err)
{
    wb_slice bytes;
    wb_status status = wb_index_check_patience(index, err);
    if (status != WB_OK) {
        return status;
    }
    status = wb_record_file_get(&index->records, group, &bytes, err);
    if (status == WB_NOTFOUND && group < wb_store_group_count(index->store)) {
        /* The database has moved on to a commit that the records were not opened for. */
        return wb_error_set(err, WB_CHANGED, "the index has changed");
    }
    /* What is mapped does not change with a commit: damage is damage. */
    return status == WB_OK ? wb_record_decode(index->compressor, bytes, record, err) : status;
}

wb_status wb_index_catalog(wb_index *index, const wb_catalog **ret, wb_error *err)
{
    wb_status status = WB_OK;
    if (!index->has_catalog) {
        status = wb_store_metadata(index->store, WB_SCHEMA_CATALOG, &index->scratch, err);
        if (status == WB_OK) {
            status = wb_catalog_decode(wb_buf_slice(&index->scratch), &index->catalog, err);
        }
        index->has_catalog = status == WB_OK;
        status = judge_damage(index, status, err);
    }
    if (status == WB_OK) {
        *ret = &index->catalog;
    }
    return status;
}

wb_status wb_index_folds(wb_index *index, wb_catalog_folds **ret, wb_error *err)
{
    wb_status status = wb_index_catalog(index, &index->folds.catalog, err);
    if (status == WB_OK) {
        *ret = &index->folds;
    }
    return status;
}

wb_status wb_index_sections(wb_index *index, const wb_sections **ret, wb_error *err)
{
    wb_status status = WB_OK;
    if (!index->has_sections) {
        status = wb_store_metadata(index->store, WB_SCHEMA_SECTIONS, &index->scratch, err);
        if (status == WB_OK) {
            status = wb_sections_decode(wb_buf_slice(&index->scratch), &index->sections, err);
        }
        index->has_sections = status == WB_OK;
        status = judge_damage(index, status, err);
    }
    if (status == WB_OK) {
        *ret = &index->sections;
    }
    return status;
}
