/*
 * Certified recall: a literal query finds every paragraph that holds it, and no other.
 *
 * Queries of 1 to 12 characters are cut at random out of the folded paragraphs of the folders; some
 * are pairs of such pieces. Each is answered twice: by the query library on an index that wbindex
 * makes of the folders, and by brute force on the same paragraphs (every position of every one is
 * looked at; the rule of token.h is written anew in naive.c). Both must give the same paragraphs on
 * the rung exact, and these before all others; and of quoted queries the same total.
 *
 * usage: recall --wbindex PROGRAM [--seed N] [--count N] [--hits N] FOLDER...
 *   --hits N  of a query with more hits only the total and the best N are compared (default 2000)
 *
 * The bar, about ten minutes:
 *   build/tests/prop/recall --wbindex build/indexer/wbindex --count 10000 \
 *       ../shared/corpora/wuchang ../shared/corpora/gwr ../shared/corpora/laws
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <wbsearch/doc.h>
#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>

#include "naive.h"
#include "prop.h"
#include "search.h"

/* Queries looked for in one walk over all paragraphs. */
#define BATCH 1000
/* The longest needle that is kept, bytes. */
#define NEEDLE_MAX 96

struct para_ref {
    size_t start; /* of its fold in corpus.text */
    size_t len;
};

struct doc_ref {
    const char *root;
    const char *path;
    size_t first_para;
    size_t para_count;
};

struct corpus {
    struct prop_sources sources;
    wb_buf text; /* the folds of all paragraphs, one after the other */
    struct para_ref *paras;
    size_t para_count, para_cap;
    struct doc_ref *docs; /* sorted by root and path */
    size_t doc_count;
};

struct needle {
    char bytes[NEEDLE_MAX];
    size_t len;
    uint32_t *paras; /* those that hold it, ascending */
    size_t count, cap;
    struct needle *next; /* in its bucket */
};

/* One or two needles. */
struct question {
    struct needle needles[2];
    size_t needle_count;
    bool quoted;
};

struct account {
    size_t queries;
    size_t matches;
    size_t missed;
    size_t false_hits;
    size_t wrong_totals;
    double brute_seconds;
    double engine_seconds;
};

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int compare_docs(const void *a, const void *b)
{
    const struct doc_ref *x = a;
    const struct doc_ref *y = b;
    int order = strcmp(x->root, y->root);
    return order ? order : strcmp(x->path, y->path);
}

static bool read_doc(const struct prop_source *source, wb_doc *doc)
{
    wb_doc_format format = WB_DOC_MARKDOWN;
    wb_error error;
    const char *slash = strrchr(source->path, '/');
    const char *name = slash ? slash + 1 : source->path;
    return wb_doc_format_of(name, &format) &&
           wb_doc_read(wb_buf_slice(&source->text), format, name, doc, &error) == WB_OK;
}

static void load(const struct prop_options *options, struct corpus *corpus)
{
    wb_folded folded;
    wb_folded_init(&folded);
    wb_buf_init(&corpus->text, 0);
    corpus->sources = prop_read_sources(options->folders, options->folder_count);
    corpus->docs = wb_alloc(corpus->sources.count, sizeof *corpus->docs);
    prop_require(corpus->docs != NULL, "memory");
    for (size_t i = 0; i < corpus->sources.count; i++) {
        const struct prop_source *source = &corpus->sources.items[i];
        wb_doc doc = {0};
        if (!read_doc(source, &doc)) {
            continue;
        }
        corpus->docs[corpus->doc_count++] =
            (struct doc_ref){source->root, source->path, corpus->para_count, doc.para_count};
        corpus->paras = wb_grow(corpus->paras, &corpus->para_cap,
                                corpus->para_count + doc.para_count, sizeof *corpus->paras);
        prop_require(corpus->paras != NULL, "memory");
        for (size_t k = 0; k < doc.para_count; k++) {
            prop_require(wb_fold(doc.paras[k].text, false, &folded) == WB_OK, "wb_fold");
            corpus->paras[corpus->para_count++] =
                (struct para_ref){corpus->text.len, folded.text.len};
            wb_buf_put(&corpus->text, wb_buf_slice(&folded.text));
        }
        wb_doc_clear(&doc);
    }
    prop_require(corpus->text.status == WB_OK && corpus->text.len > 0, "no paragraphs");
    qsort(corpus->docs, corpus->doc_count, sizeof *corpus->docs, compare_docs);
    wb_folded_free(&folded);
}

static void unload(struct corpus *corpus)
{
    prop_free_sources(&corpus->sources);
    wb_buf_free(&corpus->text);
    wb_free(corpus->paras);
    wb_free(corpus->docs);
}

static wb_slice para_text(const struct corpus *corpus, size_t i)
{
    return wb_slice_make(corpus->text.data + corpus->paras[i].start, corpus->paras[i].len);
}

static bool has_non_cjk(wb_slice text)
{
    for (size_t i = 0; i < text.len;) {
        if (wb_fold_class(wb_utf8_next(text, &i)) != WB_CHAR_CJK) {
            return true;
        }
    }
    return false;
}

/* Cuts a needle out of paragraph `para`; false when nothing is left of it. A third of them must
 * have something beside Chinese characters in them. */
static bool cut_needle(struct rng *rng, const struct corpus *corpus, size_t para, bool mixed,
                       struct needle *needle)
{
    wb_slice piece = {NULL, 0};
    for (int tries = 0; tries < 20; tries++) {
        piece = prop_trim(prop_slice(rng, para_text(corpus, para), 12));
        if (!mixed || has_non_cjk(piece)) {
            break;
        }
    }
    wb_folded folded;
    wb_folded_init(&folded);
    prop_require(wb_fold(piece, false, &folded) == WB_OK, "wb_fold");
    wb_slice text = para_text(corpus, para);
    size_t at = (size_t)(piece.ptr - text.ptr);
    if (prop_may_cut(text, at) && prop_may_cut(text, at + piece.len) &&
        !wb_slice_equal(wb_buf_slice(&folded.text), piece)) {
        prop_fail("a part of a fold does not fold to itself");
        prop_show("part", piece);
    }
    bool good = folded.text.len > 0 && folded.text.len <= NEEDLE_MAX;
    if (good) {
        memcpy(needle->bytes, folded.text.data, folded.text.len);
        needle->len = folded.text.len;
    }
    wb_folded_free(&folded);
    return good;
}

/* A paragraph: long ones more often than short ones, but for one time in four. */
static size_t choose_para(struct rng *rng, const struct corpus *corpus)
{
    if (rng_below(rng, 4) == 0) {
        return rng_below(rng, corpus->para_count);
    }
    size_t at = rng_below(rng, corpus->text.len);
    size_t low = 0;
    size_t high = corpus->para_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (corpus->paras[middle].start <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Whether the needle is one item and nothing else when it is not quoted. */
static bool is_plain_item(wb_slice needle)
{
    for (size_t i = 0; i < needle.len; i++) {
        if (strchr(" ()|*\\:", needle.ptr[i])) {
            return false;
        }
    }
    return needle.ptr[0] != '"' && needle.ptr[0] != '-';
}

static void make_question(struct rng *rng, const struct corpus *corpus, struct question *question)
{
    memset(question, 0, sizeof *question);
    bool mixed = rng_below(rng, 3) == 0;
    size_t para;
    do {
        para = choose_para(rng, corpus);
    } while (!cut_needle(rng, corpus, para, mixed, &question->needles[0]));
    question->needle_count = 1;
    if (rng_below(rng, 10) == 0 && cut_needle(rng, corpus, para, false, &question->needles[1])) {
        question->needle_count = 2;
    }
    question->quoted = rng_below(rng, 2);
    for (size_t i = 0; i < question->needle_count; i++) {
        const struct needle *n = &question->needles[i];
        question->quoted = question->quoted || !is_plain_item(wb_slice_make(n->bytes, n->len));
    }
}

/* The needles of a batch by their first bytes: six for the longer ones, else all they have up to
 * three. */
#define BUCKETS 65536

struct finder {
    struct needle *buckets[4][BUCKETS]; /* by 1, 2, 3 and 6 bytes */
    struct naive naive;
};

static const size_t key_lengths[4] = {1, 2, 3, 6};

static size_t bucket_of(const char *bytes, size_t len)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    }
    return (hash ^ hash >> 16) % BUCKETS;
}

static void add_needle(struct finder *finder, struct needle *needle)
{
    size_t kind = needle->len >= 6 ? 3 : needle->len >= 3 ? 2 : needle->len - 1;
    struct needle **bucket = &finder->buckets[kind][bucket_of(needle->bytes, key_lengths[kind])];
    needle->next = *bucket;
    *bucket = needle;
}

static void note_para(struct needle *needle, size_t para)
{
    needle->paras = wb_grow(needle->paras, &needle->cap, needle->count + 1, sizeof(uint32_t));
    prop_require(needle->paras != NULL, "memory");
    needle->paras[needle->count++] = (uint32_t)para;
}

/* Looks for all needles in one paragraph. */
static void search_para(struct finder *finder, wb_slice text, size_t para)
{
    bool is_set = false;
    for (size_t at = 0; at < text.len; at++) {
        for (size_t kind = 0; kind < 4 && at + key_lengths[kind] <= text.len; kind++) {
            struct needle *n = finder->buckets[kind][bucket_of(text.ptr + at, key_lengths[kind])];
            for (; n; n = n->next) {
                if (n->len > text.len - at || memcmp(n->bytes, text.ptr + at, n->len) != 0 ||
                    (n->count && n->paras[n->count - 1] == para)) {
                    continue;
                }
                if (!is_set) {
                    naive_set(&finder->naive, text);
                    is_set = true;
                }
                if (naive_is_match(&finder->naive, at, n->len)) {
                    note_para(n, para);
                }
            }
        }
    }
}

static void search_all(struct finder *finder, const struct corpus *corpus,
                       struct question *questions, size_t count)
{
    memset(finder->buckets, 0, sizeof finder->buckets);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < questions[i].needle_count; k++) {
            add_needle(finder, &questions[i].needles[k]);
        }
    }
    for (size_t i = 0; i < corpus->para_count; i++) {
        search_para(finder, para_text(corpus, i), i);
    }
}

/* The paragraphs that hold every needle, put into the first one's list. */
static const struct needle *intersect(struct question *question)
{
    struct needle *first = &question->needles[0];
    const struct needle *second = &question->needles[1];
    size_t kept = 0;
    size_t k = 0;
    for (size_t i = 0; i < first->count && question->needle_count == 2; i++) {
        while (k < second->count && second->paras[k] < first->paras[i]) {
            k++;
        }
        if (k < second->count && second->paras[k] == first->paras[i]) {
            first->paras[kept++] = first->paras[i];
        }
    }
    first->count = question->needle_count == 2 ? kept : first->count;
    return first;
}

static void write_query(const struct question *question, wb_buf *out)
{
    for (size_t i = 0; i < question->needle_count; i++) {
        wb_buf_puts(out, i ? " " : "");
        wb_buf_puts(out, question->quoted ? "「" : "");
        for (size_t k = 0; k < question->needles[i].len; k++) {
            char c = question->needles[i].bytes[k];
            wb_buf_puts(out, c == '\\' ? "\\" : ""); /* it would escape a quotation mark */
            wb_buf_putc(out, c);
        }
        wb_buf_puts(out, question->quoted ? "」" : "");
    }
    prop_require(out->status == WB_OK, "memory");
}

/* The number of a hit's paragraph in the corpus; para_count when there is none such. */
static size_t para_of_hit(const struct corpus *corpus, const wb_hit *hit)
{
    char *root = wb_strndup(hit->root);
    char *path = wb_strndup(hit->path);
    prop_require(root && path, "memory");
    const struct doc_ref key = {root, path, 0, 0};
    const struct doc_ref *doc =
        bsearch(&key, corpus->docs, corpus->doc_count, sizeof key, compare_docs);
    wb_free(root);
    wb_free(path);
    return doc && hit->para_number < doc->para_count ? doc->first_para + hit->para_number
                                                     : corpus->para_count;
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* How many hits are exact: they must be the first. */
static size_t count_exact(const wb_result *result, wb_slice query)
{
    size_t count = 0;
    while (count < result->hit_count && result->hits[count].rung == WB_RUNG_EXACT) {
        count++;
    }
    for (size_t i = count; i < result->hit_count; i++) {
        if (result->hits[i].rung == WB_RUNG_EXACT) {
            prop_fail("an exact hit stands behind another");
            prop_show("query", query);
            break;
        }
    }
    return count;
}

static void compare_sets(const struct corpus *corpus, const struct needle *expected,
                         const wb_result *result, wb_slice query, struct account *account)
{
    size_t count = count_exact(result, query);
    uint32_t *got = wb_alloc(count, sizeof *got);
    prop_require(got != NULL, "memory");
    for (size_t i = 0; i < count; i++) {
        got[i] = (uint32_t)para_of_hit(corpus, &result->hits[i]);
    }
    if (count) {
        qsort(got, count, sizeof *got, compare_numbers);
    }
    size_t common = 0;
    size_t k = 0;
    for (size_t i = 0; i < count; i++) {
        while (k < expected->count && expected->paras[k] < got[i]) {
            k++;
        }
        if (k < expected->count && expected->paras[k] == got[i]) {
            common++;
            k++; /* so that the same hit again is a false one */
        } else {
            account->false_hits++;
            prop_fail("a false hit");
            prop_show("query", query);
            prop_show("paragraph", got[i] < corpus->para_count ? para_text(corpus, got[i]) : query);
        }
    }
    bool cut = result->hit_count < result->total;
    size_t missed = cut ? 0 : expected->count - common;
    if (missed) {
        account->missed += missed;
        prop_fail("%zu of %zu paragraphs missed", missed, expected->count);
        prop_show("query", query);
    }
    wb_free(got);
}

static void ask(wb_searcher *searcher, const struct corpus *corpus, struct question *question,
                size_t hits, struct account *account)
{
    const struct needle *expected = intersect(question);
    wb_query query = {0};
    wb_result result = {0};
    wb_error error;
    wb_buf text;
    wb_buf_init(&text, 0);
    write_query(question, &text);
    wb_search_options wanted = {.limit = hits, .count_all = true};
    double start = now_seconds();
    if (wb_query_parse(wb_buf_slice(&text), &query, &error) != WB_OK ||
        wb_search(searcher, &query, &wanted, &result, &error) != WB_OK) {
        account->missed += expected->count;
        prop_fail("the query cannot be answered: %s", error.text);
        prop_show("query", wb_buf_slice(&text));
    } else {
        account->engine_seconds += now_seconds() - start;
        account->queries++;
        account->matches += expected->count;
        /* Without quotation marks there are loose hits too. */
        bool right =
            question->quoted ? result.total == expected->count : result.total >= expected->count;
        if (!right || !result.total_exact) {
            account->wrong_totals++;
            prop_fail("a total of %" PRIu64 "%s, but %zu paragraphs match", result.total,
                      result.total_exact ? "" : " at least", expected->count);
            prop_show("query", wb_buf_slice(&text));
        }
        compare_sets(corpus, expected, &result, wb_buf_slice(&text), account);
    }
    wb_result_clear(&result);
    wb_query_clear(&query);
    wb_buf_free(&text);
}

static void run_batch(struct finder *finder, const struct corpus *corpus, wb_searcher *searcher,
                      struct question *questions, size_t count, size_t hits,
                      struct account *account)
{
    double start = now_seconds();
    search_all(finder, corpus, questions, count);
    account->brute_seconds += now_seconds() - start;
    for (size_t i = 0; i < count; i++) {
        ask(searcher, corpus, &questions[i], hits, account);
        for (size_t k = 0; k < questions[i].needle_count; k++) {
            wb_free(questions[i].needles[k].paras);
        }
    }
}

int main(int argc, char **argv)
{
    struct prop_options options = {.seed = 1, .count = 1000, .hits = 2000};
    prop_options(argc, argv, &options);
    static struct corpus corpus;
    struct account account = {0};
    struct rng rng = {options.seed};
    load(&options, &corpus);
    char *index = prop_make_index(&options);
    wb_searcher *searcher = NULL;
    wb_error error;
    prop_require(wb_searcher_new(index, &searcher, &error) == WB_OK, "no index");
    struct finder *finder = wb_alloc_zero(1, sizeof *finder);
    struct question *questions = wb_alloc(BATCH, sizeof *questions);
    prop_require(finder && questions, "memory");
    for (size_t done = 0; done < options.count;) {
        size_t count = options.count - done < BATCH ? options.count - done : BATCH;
        for (size_t i = 0; i < count; i++) {
            make_question(&rng, &corpus, &questions[i]);
        }
        run_batch(finder, &corpus, searcher, questions, count, options.hits, &account);
        done += count;
        fprintf(stderr, "recall: %zu of %zu queries, %.0f s\n", done, options.count,
                account.brute_seconds + account.engine_seconds);
    }
    printf("recall: %zu queries over %zu paragraphs of %zu documents: %zu matches, %zu missed, "
           "%zu false, %zu wrong totals; %.1f s of searching, %.1f s of brute force\n",
           account.queries, corpus.para_count, corpus.doc_count, account.matches, account.missed,
           account.false_hits, account.wrong_totals, account.engine_seconds, account.brute_seconds);
    naive_free(&finder->naive);
    wb_free(finder);
    wb_free(questions);
    wb_searcher_free(searcher);
    prop_remove_index(index);
    unload(&corpus);
    return prop_finish("recall", account.queries, &options);
}
