#include "wbsearch_indexes.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <wbsearch/index_dir.h>

#include "wbsearch_output.h"

/* How long the end of the program waits to know whether files have changed, milliseconds. The hits
 * are out by then; on a busy machine even three files can take 200. */
#define FRESHNESS_PATIENCE_MS 1000

/* Adds the index `name`: a name of the options, an index directory, or the folder that holds one.
 */
static wb_status add(const struct options *options, wb_slice name, struct indexes *ret,
                     wb_error *err)
{
    wb_buf path;
    wb_buf_init(&path, 0);
    const char *known = options_named_index(options, name);
    wb_slice place = known ? wb_slice_from(known) : name;
    if (ret->count == INDEXES_MAX) {
        return wb_error_set(err, WB_LIMIT, "more than %d indexes", INDEXES_MAX);
    }
    wb_buf_put(&path, place);
    wb_buf_puts(&path, "/" WB_INDEX_DIR_NAME);
    if (path.status == WB_OK && access(path.data, F_OK) != 0) {
        wb_buf_clear(&path);
        wb_buf_put(&path, place);
    }
    if (path.status != WB_OK) {
        wb_buf_free(&path);
        return wb_error_nomem(err);
    }
    ret->items[ret->count++].path = path.data;
    return WB_OK;
}

/* Adds those of a list with ':' between. */
static wb_status add_list(const struct options *options, const char *list, struct indexes *ret,
                          wb_error *err)
{
    wb_status status = WB_OK;
    while (*list && status == WB_OK) {
        size_t len = strcspn(list, ":");
        if (len) {
            status = add(options, wb_slice_make(list, len), ret, err);
        }
        list += len + (list[len] == ':');
    }
    return status;
}

wb_status indexes_find(const struct options *options, struct indexes *ret, wb_error *err)
{
    const char *environment = getenv("WBSEARCH_INDEX");
    bool by_environment =
        environment && *environment && (options->index_count == 0 || options->index_in_config);
    wb_status status = WB_OK;
    if (by_environment) {
        status = add_list(options, environment, ret, err);
    } else {
        for (size_t i = 0; i < options->index_count && status == WB_OK; i++) {
            status = add(options, wb_slice_from(options->indexes[i]), ret, err);
        }
    }
    if (status == WB_OK && ret->count == 0) {
        wb_buf path;
        wb_buf_init(&path, 0);
        status = wb_index_dir_find(".", &path, err);
        ret->items[0].path = path.data;
        ret->count = 1;
    }
    if (status == WB_OK && options->explain && ret->count > 1) {
        return wb_error_set(err, WB_INVALID, "--explain asks one index only");
    }
    return status;
}

/* A line of a list that is left out. */
static void warn_list(void *context, const wb_error *error)
{
    (void)context;
    fprintf(stderr, "wbsearch: %s\n", error->text);
}

static wb_status load_lists(const struct options *options, struct indexed *index, wb_error *err)
{
    wb_buf config;
    wb_buf_init(&config, 0);
    if (wb_lists_config_folder(&config) != WB_OK) {
        return wb_error_nomem(err);
    }
    wb_lists_options wanted = {.config_folder = config.data,
                               .index_path = index->path,
                               .synonyms_file = options->synonyms_file,
                               .words_file = options->words_file,
                               .numbers = options->equivalents,
                               .synonyms = options->synonyms,
                               .builtin_synonyms = options->synonyms && options->builtin_synonyms,
                               .report = warn_list};
    wb_status status = wb_lists_load(&wanted, &index->lists, err);
    wb_buf_free(&config);
    return status;
}

wb_status indexes_open(struct indexes *indexes, const struct options *options, wb_error *err)
{
    bool check = options->check && options->report != REPORT_NOTHING;
    wb_status status = WB_OK;
    for (size_t i = 0; i < indexes->count && status == WB_OK; i++) {
        struct indexed *index = &indexes->items[i];
        index->freshness = check ? wb_freshness_start(index->path) : NULL;
        status = wb_searcher_new(index->path, &index->searcher, err);
        if (status == WB_OK) {
            status = load_lists(options, index, err);
        }
    }
    return status;
}

void indexes_finish(struct indexes *indexes, bool silent)
{
    for (size_t i = 0; i < indexes->count; i++) {
        struct indexed *index = &indexes->items[i];
        if (!index->freshness) {
            continue;
        }
        wb_freshness_report report = wb_freshness_finish(index->freshness, FRESHNESS_PATIENCE_MS);
        index->freshness = NULL;
        if (!silent) {
            output_stale(&report, indexes->count > 1 ? index->path : NULL);
        }
    }
}

void indexes_close(struct indexes *indexes)
{
    indexes_finish(indexes, true);
    for (size_t i = 0; i < indexes->count; i++) {
        struct indexed *index = &indexes->items[i];
        wb_lists_clear(&index->lists);
        wb_searcher_free(index->searcher);
        wb_free(index->path);
    }
    indexes->count = 0;
}

/* Whether hit `a` stands before `b`, of an index before that of `a`. */
static bool is_before(const wb_hit *a, const wb_hit *b, wb_sort sort)
{
    if (a->rung != b->rung) {
        return a->rung < b->rung;
    }
    if (sort == WB_SORT_RELEVANCE) {
        return a->score > b->score;
    }
    if (sort == WB_SORT_DATE) { /* written so that dates compare as texts */
        wb_slice x = wb_hit_date(a);
        wb_slice y = wb_hit_date(b);
        size_t len = x.len < y.len ? x.len : y.len;
        int order = len ? memcmp(x.ptr, y.ptr, len) : 0;
        return order > 0 || (order == 0 && x.len > y.len);
    }
    return false;
}

/* Merges the parts, each best first, into one result with `limit` hits at most. */
static wb_status merge(struct found *found, size_t count, size_t limit, wb_sort sort, wb_error *err)
{
    size_t at[INDEXES_MAX] = {0};
    wb_result *result = &found->result;
    size_t all = 0;
    result->total_exact = true;
    for (size_t i = 0; i < count; i++) {
        all += found->parts[i].hit_count;
        result->total += found->parts[i].total;
        result->total_exact = result->total_exact && found->parts[i].total_exact;
        result->seconds += found->parts[i].seconds;
    }
    all = all < limit ? all : limit;
    result->hits = wb_arena_alloc(&result->arena, all, sizeof *result->hits);
    if (!result->hits) {
        return wb_error_nomem(err);
    }
    while (result->hit_count < all) {
        size_t best = count;
        for (size_t i = 0; i < count; i++) {
            const wb_result *part = &found->parts[i];
            if (at[i] < part->hit_count &&
                (best == count ||
                 is_before(&part->hits[at[i]], &found->parts[best].hits[at[best]], sort))) {
                best = i;
            }
        }
        result->hits[result->hit_count++] = found->parts[best].hits[at[best]];
        at[best]++;
    }
    return WB_OK;
}

wb_status indexes_search(struct indexes *indexes, const struct selection *selection,
                         wb_query *query, const wb_search_options *options, struct found *ret,
                         wb_error *err)
{
    bool several = indexes->count > 1;
    wb_status status = WB_OK;
    for (size_t i = 0; i < indexes->count && status == WB_OK; i++) {
        struct indexed *index = &indexes->items[i];
        query->words = index->lists.words;
        status = wb_equivalents_attach(&index->lists.equivalents, query, err);
        if (status == WB_OK) {
            status = selection_search(selection, index->searcher, query, options,
                                      several ? &ret->parts[i] : &ret->result, err);
        }
    }
    return status == WB_OK && several
               ? merge(ret, indexes->count, options->limit, options->sort, err)
               : status;
}

void found_clear(struct found *found)
{
    wb_result_clear(&found->result);
    for (size_t i = 0; i < INDEXES_MAX; i++) {
        wb_result_clear(&found->parts[i]);
    }
}
