/*
 * The whole language, certified: random queries (OR, NOT, scopes, filters, quotations, prefixes)
 * are answered by the query library on an index that wbindex makes of the folders, and by brute
 * force on the document model (naive_query.c). Both must give the same paragraphs, each on the same
 * rung, the exact ones first, and the same total and facets. Items have alternatives: those that
 * the library knows (numbers, built-in synonyms) and pieces of the texts. Where a spelling of a
 * number may stand, tests/data/equivalents says; here that is the library's own rule. Sorted by
 * date or path, the first so many are those that brute force has first.
 *
 * usage: certified --wbindex PROGRAM [--seed N] [--count N] [--hits N] FOLDER...
 *   --hits N  of a query with more hits only the total and the best N are compared (default 5000)
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <wbsearch/mem.h>

#include "equivalents.h"
#include "naive_query.h"
#include "parse.h"
#include "search.h"

struct state {
    struct rng rng;
    struct model model;
    wb_searcher *searcher;
    wb_synonyms *builtin;
    size_t alternatives;
    uint8_t *wanted; /* by paragraph */
    uint8_t *got;
    size_t queries;
    size_t with_hits;
    size_t hits;
    size_t loose;
    size_t counted; /* answers with facets of all hits */
    double engine_seconds;
};

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The hits by paragraph; false when they are not as they should be. */
static bool read_hits(struct state *s, const wb_result *result)
{
    memset(s->got, 0, s->model.para_count);
    bool good = true;
    for (size_t i = 0; i < result->hit_count; i++) {
        const wb_hit *hit = &result->hits[i];
        if (hit->rung > WB_RUNG_LOOSE) {
            continue;
        }
        size_t para = model_find(&s->model, hit->root, hit->path, hit->para_number);
        good = good && para < s->model.para_count && !s->got[para] &&
               (i == 0 || result->hits[i - 1].rung <= hit->rung);
        if (para < s->model.para_count) {
            s->got[para] = hit->rung == WB_RUNG_EXACT ? 1 : 2;
        }
    }
    return good;
}

static void compare(struct state *s, wb_slice text, const wb_result *result)
{
    size_t wanted = 0;
    size_t wrong = 0;
    size_t example = 0;
    size_t exact = 0; /* too few of them are among the hits */
    bool good = read_hits(s, result);
    for (size_t i = 0; i < s->model.para_count; i++) {
        exact += s->wanted[i] == 1;
        exact -= s->got[i] == 1 && s->wanted[i] == 1;
        wanted += s->wanted[i] > 0;
        s->loose += s->wanted[i] == 2;
        /* Where there are more hits than asked for, exact ones come first, and any will do. */
        bool cut = !s->got[i] && result->hit_count < result->total;
        if (s->wanted[i] != s->got[i] && !cut) {
            wrong++;
            example = i;
        }
    }
    bool has_loose = result->hit_count && result->hits[result->hit_count - 1].rung != WB_RUNG_EXACT;
    good = good && !(exact && has_loose); /* exact first, and all of them */
    s->queries++;
    s->with_hits += wanted > 0;
    s->hits += wanted;
    if (wrong || !good || result->total != wanted || !result->total_exact) {
        prop_fail("%zu paragraphs differ (of one rung %d is wanted, %d found), total %" PRIu64
                  " for %zu%s",
                  wrong, s->wanted[example], s->got[example], result->total, wanted,
                  good ? "" : ", hits are out of order");
        prop_show("query", text);
        if (wrong) {
            prop_show("paragraph", s->model.paras[example].fold);
        }
    }
}

/* So many paragraphs that are wanted are of documents of the year, and so many such documents. */
static void count_year(const struct state *s, uint32_t year, uint32_t *ret_paragraphs,
                       uint32_t *ret_documents)
{
    *ret_paragraphs = *ret_documents = 0;
    for (size_t i = 0; i < s->model.doc_count; i++) {
        const struct model_doc *doc = &s->model.docs[i];
        uint32_t paragraphs = 0;
        for (size_t k = 0; k < doc->para_count && doc->year == year; k++) {
            paragraphs += s->wanted[doc->first_para + k] > 0;
        }
        *ret_paragraphs += paragraphs;
        *ret_documents += paragraphs > 0;
    }
}

static bool is_year_right(const struct state *s, uint32_t year, uint32_t paragraphs,
                          uint32_t documents)
{
    uint32_t wanted_paragraphs;
    uint32_t wanted_documents;
    count_year(s, year, &wanted_paragraphs, &wanted_documents);
    return paragraphs == wanted_paragraphs && (year == 0 || documents == wanted_documents);
}

/* Facets of all hits count each of them once; those by year are compared with brute force. */
static void compare_facets(struct state *s, wb_slice text, const wb_facets *facets)
{
    bool good = true;
    size_t wanted = 0;
    for (size_t i = 0; i < s->model.para_count; i++) {
        wanted += s->wanted[i] > 0;
    }
    good = facets->all ? facets->paragraphs == wanted : facets->paragraphs <= wanted;
    for (size_t i = 0; i < WB_FACET_COUNT_; i++) {
        const wb_facet_values *values = &facets->facets[i];
        uint32_t sum = values->unknown;
        for (size_t k = 0; k < values->count; k++) {
            const wb_facet_value *value = &values->values[k];
            sum += value->paragraphs;
            if (i == WB_FACET_YEAR && facets->all) {
                uint32_t year = (uint32_t)strtoul(value->text.ptr, NULL, 10);
                good = good && is_year_right(s, year, value->paragraphs, value->documents);
            }
        }
        good = good && sum == facets->paragraphs;
    }
    good = good && (!facets->all || is_year_right(s, 0, facets->facets[WB_FACET_YEAR].unknown, 0));
    s->counted += facets->all;
    if (!good) {
        prop_fail("the facets count %u paragraphs, %zu are wanted", (unsigned)facets->paragraphs,
                  wanted);
        prop_show("query", text);
    }
}

/* A paragraph among those to be sorted by brute force. */
struct sortable {
    uint8_t rung;
    uint32_t day;
    size_t para; /* paragraphs are numbered by root, path and place */
};

static int compare_sortables(const void *a, const void *b)
{
    const struct sortable *x = a;
    const struct sortable *y = b;
    if (x->rung != y->rung) {
        return x->rung - y->rung;
    }
    if (x->day != y->day) {
        return x->day > y->day ? -1 : 1;
    }
    return x->para < y->para ? -1 : x->para > y->para;
}

/* Compares sorted hits with what brute force has first. */
static void compare_sorted(struct state *s, wb_slice text, wb_sort sort, size_t limit,
                           const wb_result *result)
{
    struct sortable *all = wb_alloc(s->model.para_count, sizeof *all);
    prop_require(all != NULL, "memory");
    size_t count = 0;
    for (size_t i = 0; i < s->model.para_count; i++) {
        if (s->wanted[i]) {
            uint32_t day = sort == WB_SORT_DATE ? s->model.docs[s->model.paras[i].doc].day : 0;
            all[count++] = (struct sortable){s->wanted[i], day, i};
        }
    }
    qsort(all, count, sizeof *all, compare_sortables);
    bool good = result->total == count && result->total_exact &&
                result->hit_count == (count < limit ? count : limit);
    for (size_t i = 0; good && i < result->hit_count; i++) {
        const wb_hit *hit = &result->hits[i];
        good = model_find(&s->model, hit->root, hit->path, hit->para_number) == all[i].para &&
               hit->rung == (all[i].rung == 1 ? WB_RUNG_EXACT : WB_RUNG_LOOSE);
    }
    if (!good) {
        prop_fail("sorted by %s, the first %zu of %zu are not those of brute force",
                  sort == WB_SORT_DATE ? "date" : "path", limit, count);
        prop_show("query", text);
    }
    wb_free(all);
}

static void ask_sorted(struct state *s, const wb_query *query, wb_slice text)
{
    wb_result result = {0};
    wb_error error;
    wb_search_options options = {.limit = 1 + rng_below(&s->rng, 40),
                                 .sort = rng_below(&s->rng, 2) ? WB_SORT_DATE : WB_SORT_PATH};
    if (wb_search(s->searcher, query, &options, &result, &error) != WB_OK) {
        prop_fail("the query cannot be answered: %s", error.text);
        prop_show("query", text);
    } else {
        compare_sorted(s, text, options.sort, options.limit, &result);
    }
    wb_result_clear(&result);
}

static bool may_stand(const void *context, wb_slice fold, size_t at)
{
    return wb_equivalents_find(context, fold, at) == at;
}

/* The same alternatives for the item as for brute force: some of the library's, some at random. */
static void give_alternatives(struct state *s, wb_query *query, wb_query_item *item,
                              struct naive_node *node)
{
    wb_query_alternative *all = wb_arena_alloc(&query->arena, NAIVE_OTHERS_MAX, sizeof *all);
    prop_require(all != NULL, "memory");
    size_t count = 0;
    for (; count < item->alternative_count && count < NAIVE_OTHERS_MAX - 2; count++) {
        all[count] = item->alternatives[count];
    }
    for (size_t n = rng_below(&s->rng, 3); n > 0; n--) {
        const struct model_para *para = &s->model.paras[rng_below(&s->rng, s->model.para_count)];
        wb_slice piece = prop_trim(prop_slice(&s->rng, para->fold, 1 + rng_below(&s->rng, 5)));
        if (piece.len && !memchr(piece.ptr, ' ', piece.len)) {
            all[count++] = (wb_query_alternative){
                .folded = piece, .end = item->folded.len, .kind = WB_EQUIVALENT_SYNONYM};
        }
    }
    for (size_t i = 0; i < count; i++) {
        bool is_number = all[i].kind != WB_EQUIVALENT_SYNONYM;
        node->others[i] =
            (struct naive_other){all[i].folded, is_number ? may_stand : NULL, &all[i]};
    }
    item->alternatives = all;
    item->alternative_count = count;
    node->other_count = count;
    s->alternatives += count;
}

/* Gives most queries alternatives. */
static void attach(struct state *s, wb_query *query, struct naive_node *root)
{
    struct naive_node *nodes[WB_QUERY_ITEMS_MAX];
    wb_error error;
    const wb_synonyms *lists[] = {s->builtin};
    wb_equivalents wanted = {.numbers = true, .synonyms = lists, .synonyms_count = 1};
    size_t count = naive_items(root, nodes);
    prop_require(count == query->item_count, "an item is not read as one");
    prop_require(wb_equivalents_attach(&wanted, query, &error) == WB_OK, "wb_equivalents_attach");
    for (size_t i = 0; i < count; i++) {
        if (!query->items[i].quoted && !query->items[i].prefix) {
            give_alternatives(s, query, &query->items[i], nodes[i]);
        }
    }
}

static void ask(struct state *s, size_t limit, wb_buf *text)
{
    wb_arena arena = {0};
    wb_query query = {0};
    wb_result result = {0};
    wb_error error;
    wb_search_options options = {
        .limit = limit, .count_all = true, .facets = rng_below(&s->rng, 2)};
    struct naive_node *root = naive_make(&s->rng, &s->model, &arena);
    wb_buf_clear(text);
    naive_print(&s->rng, root, text);
    bool answered = wb_query_parse(wb_buf_slice(text), &query, &error) == WB_OK;
    if (answered && rng_below(&s->rng, 4)) {
        attach(s, &query, root);
    }
    naive_evaluate(&s->model, root, s->wanted);
    double start = now_seconds();
    answered = answered && wb_search(s->searcher, &query, &options, &result, &error) == WB_OK;
    if (!answered) {
        prop_fail("the query cannot be answered: %s", error.text);
        prop_show("query", wb_buf_slice(text));
    } else {
        s->engine_seconds += now_seconds() - start;
        compare(s, wb_buf_slice(text), &result);
        if (options.facets) {
            compare_facets(s, wb_buf_slice(text), &result.facets);
        }
        if (rng_below(&s->rng, 4) == 0) {
            ask_sorted(s, &query, wb_buf_slice(text));
        }
    }
    wb_result_clear(&result);
    wb_query_clear(&query);
    wb_arena_clear(&arena);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(int argc, char **argv)
{
    struct prop_options options = {.seed = 1, .count = 500, .hits = 5000};
    prop_options(argc, argv, &options);
    /* The model numbers folders by name, the index as they are given. */
    qsort(options.folders, options.folder_count, sizeof *options.folders, compare_names);
    struct state s = {.rng = {options.seed}};
    wb_buf text;
    wb_error error;
    wb_buf_init(&text, 0);
    model_load(&s.model, options.folders, options.folder_count);
    char *index = prop_make_index(&options);
    prop_require(wb_searcher_new(index, &s.searcher, &error) == WB_OK, "no index");
    wb_buf synonyms;
    wb_buf_init(&synonyms, 0);
    prop_require(wb_synonyms_builtin(&synonyms) == WB_OK, "memory");
    wb_listfile list = wb_listfile_make(wb_buf_slice(&synonyms), "built-in", NULL, NULL);
    prop_require(wb_synonyms_read(&list, &s.builtin, &error) == WB_OK, "synonyms");
    wb_buf_free(&synonyms);
    s.wanted = wb_alloc(s.model.para_count, 1);
    s.got = wb_alloc(s.model.para_count, 1);
    prop_require(s.wanted && s.got, "memory");
    double start = now_seconds();
    for (size_t i = 0; i < options.count; i++) {
        ask(&s, rng_below(&s.rng, 4) ? options.hits : 20, &text);
        if ((i + 1) % 500 == 0) {
            fprintf(stderr, "certified: %zu of %zu queries, %.0f s\n", i + 1, options.count,
                    now_seconds() - start);
        }
    }
    printf("certified: %zu queries over %zu paragraphs of %zu documents: %zu with hits, %zu hits, "
           "%zu of them loose; %zu alternatives; facets of all hits of %zu; %.1f s of searching\n",
           s.queries, s.model.para_count, s.model.doc_count, s.with_hits, s.hits, s.loose,
           s.alternatives, s.counted, s.engine_seconds);
    wb_buf_free(&text);
    wb_synonyms_free(s.builtin);
    wb_free(s.wanted);
    wb_free(s.got);
    wb_searcher_free(s.searcher);
    prop_remove_index(index);
    model_free(&s.model);
    return prop_finish("certified", s.queries, &options);
}
