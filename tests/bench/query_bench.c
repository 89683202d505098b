/*
 * Latency of queries, warm, in one process and one thread, as the program asks them: 20 hits with
 * highlights, equivalents, lower rungs, duplicates folded. Queries are drawn from the corpus by
 * chance (query_kinds.h): the same seed gives the same ones. -h says how it is called.
 *
 * The times are processor time, which is what passes on a machine with nothing else to do; reading
 * a query and finding its equivalents is in them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <wbsearch/utf8.h>

#include "keep_memory.h"
#include "lists.h"
#include "query_kinds.h"
#include "search.h"

static const char usage[] =
    "usage: query_bench [OPTION]... INDEX PARAGRAPHS\n"
    "  PARAGRAPHS  a file of paragraphs, one a line (dump_paragraphs)\n"
    "  -n N        queries a kind (default: 1000)\n"
    "  -s N        seed of chance (default: 1)\n"
    "  -f FILE     further queries, one a line; of a line with tabs, what is behind the last.\n"
    "              Those of 15 to 40 characters are measured apart\n"
    "  -o GROUP    only these: substrings, items, percent, scopes, filters, file, adversarial\n"
    "  -p MS       print queries that take longer\n"
    "  -w          time that passes instead of processor time\n"
    "  -l          without lower rungs and folding of duplicates\n";

/* What all queries need. */
struct session {
    wb_searcher *searcher;
    wb_lists lists;
    query_source source;
    const char *only;
    double slow_ms;
    clockid_t clock;
    wb_search_options wanted;
    size_t queries;
};

/* The times of a kind. */
struct times {
    double *ms;
    size_t count;
    size_t cap;
    size_t hits;
};

static void fail(const char *text)
{
    fprintf(stderr, "query_bench: %s\n", text);
    exit(2);
}

static double now_ms(const struct session *session)
{
    struct timespec t;
    clock_gettime(session->clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Asks a query; a limit that it goes over is an answer, another failure ends the program. */
static double ask(struct session *session, const char *text, size_t *hits)
{
    wb_query query = {0};
    wb_result result = {0};
    wb_error error = {0};
    double start = now_ms(session);
    wb_status status = wb_query_parse(wb_slice_from(text), &query, &error);
    if (status == WB_OK) {
        status = wb_equivalents_attach(&session->lists.equivalents, &query, &error);
    }
    if (status == WB_OK) {
        status = wb_search(session->searcher, &query, &session->wanted, &result, &error);
    }
    double time = now_ms(session) - start;
    *hits = result.hit_count;
    if (status != WB_OK && status != WB_LIMIT) {
        fprintf(stderr, "query_bench: %s: %s\n", text, error.text);
        exit(1);
    }
    if (time >= session->slow_ms) {
        printf("  %9.3f ms  %2zu hits  %s\n", time, *hits, text);
    }
    wb_result_clear(&result);
    wb_query_clear(&query);
    return time;
}

static void add_time(struct times *times, double ms, size_t hits)
{
    double *grown = wb_grow(times->ms, &times->cap, times->count + 1, sizeof *grown);
    if (!grown) {
        fail("out of memory");
    }
    times->ms = grown;
    grown[times->count++] = ms;
    times->hits += hits;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Prints what was measured and forgets it. */
static void report(const char *name, struct times *times)
{
    if (times->count) {
        double *ms = times->ms;
        size_t n = times->count;
        qsort(ms, n, sizeof *ms, compare_doubles);
        printf("%-26s %5zu queries  p50 %7.3f  p90 %7.3f  p99 %7.3f  max %8.3f ms  %4.1f hits\n",
               name, n, ms[n / 2], ms[n * 9 / 10], ms[n * 99 / 100], ms[n - 1],
               (double)times->hits / (double)n);
        (void)fflush(stdout);
    }
    wb_free(times->ms);
    *times = (struct times){NULL, 0, 0, 0};
}

static bool is_wanted(const struct session *session, const char *group)
{
    return !session->only || !strcmp(session->only, group);
}

/* Each kind has queries of its own, whatever else is asked. */
static void run_kind(struct session *session, const query_kind *kind, uint64_t seed)
{
    struct times times = {NULL, 0, 0, 0};
    wb_buf text;
    wb_buf_init(&text, 0);
    session->source.random_state = seed;
    size_t tries = 1000 * session->queries;
    for (size_t i = 0; i < tries && times.count < session->queries; i++) {
        if (make_query(&session->source, kind, &text)) {
            size_t hits;
            double ms = ask(session, text.data, &hits);
            add_time(&times, ms, hits);
        }
    }
    wb_buf_free(&text);
    char name[64];
    (void)snprintf(name, sizeof name, "%s: %s", kind->group, kind->name);
    report(name, &times);
}

/* Each adversary three times, with the middle one's time. */
static void run_adversaries(struct session *session, uint64_t seed)
{
    struct times all = {NULL, 0, 0, 0};
    wb_buf text;
    wb_buf_init(&text, 0);
    session->source.random_state = seed;
    for (size_t i = 0; i < adversary_count; i++) {
        const char *name = make_adversary(&session->source, i, &text);
        double ms[3];
        size_t hits = 0;
        for (size_t k = 0; k < 3; k++) {
            ms[k] = ask(session, text.data, &hits);
        }
        qsort(ms, 3, sizeof *ms, compare_doubles);
        add_time(&all, ms[1], hits);
        printf("  %9.3f ms  %2zu hits  %s\n", ms[1], hits, name);
    }
    wb_buf_free(&text);
    report("adversarial", &all);
}

static bool load(const char *path, wb_buf *out)
{
    FILE *file = fopen(path, "rb");
    char block[1 << 16];
    size_t n;
    while (file && (n = fread(block, 1, sizeof block, file)) > 0) {
        if (wb_buf_append(out, block, n) != WB_OK) {
            fail("out of memory");
        }
    }
    return file && fclose(file) == 0;
}

/* The queries of a file: each once to warm up, then measured. */
static void run_file(struct session *session, const char *path)
{
    struct times questions = {NULL, 0, 0, 0};
    struct times others = {NULL, 0, 0, 0};
    wb_buf file;
    wb_buf_init(&file, 0);
    if (!load(path, &file)) {
        fail("cannot read the file of queries");
    }
    char *rest = NULL;
    for (char *line = strtok_r(file.data, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        char *tab = strrchr(line, '\t');
        wb_slice query = wb_slice_from(tab ? tab + 1 : line);
        size_t chars = 0;
        for (size_t at = 0; at < query.len; chars++) {
            (void)wb_utf8_next(query, &at);
        }
        size_t hits;
        (void)ask(session, query.ptr, &hits);
        double ms = ask(session, query.ptr, &hits);
        add_time(chars >= 15 && chars <= 40 ? &questions : &others, ms, hits);
    }
    wb_buf_free(&file);
    report("file: 15 to 40 characters", &questions);
    report("file: others", &others);
}

static void run(struct session *session, uint64_t seed, const char *file)
{
    for (size_t i = 0; i < query_kind_count; i++) {
        if (is_wanted(session, query_kinds[i].group)) {
            run_kind(session, &query_kinds[i], seed + i * 1000003);
        }
    }
    if (file && is_wanted(session, "file")) {
        run_file(session, file);
    }
    if (is_wanted(session, "adversarial")) {
        run_adversaries(session, seed);
    }
}

static uint64_t to_number(const char *text)
{
    char *end;
    uint64_t number = strtoull(text, &end, 10);
    if (*end || end == text) {
        fail("that is no number");
    }
    return number;
}

static void read_options(int argc, char **argv, struct session *session, uint64_t *seed,
                         const char **file)
{
    for (int key; (key = getopt(argc, argv, "n:s:f:o:p:wlh")) != -1;) {
        switch (key) {
        case 'n':
            session->queries = (size_t)to_number(optarg);
            break;
        case 's':
            *seed = to_number(optarg);
            break;
        case 'f':
            *file = optarg;
            break;
        case 'o':
            session->only = optarg;
            break;
        case 'p':
            session->slow_ms = (double)to_number(optarg);
            break;
        case 'w':
            session->clock = CLOCK_MONOTONIC;
            break;
        case 'l':
            session->wanted.depth = WB_SEARCH_LOOSE;
            session->wanted.fold_duplicates = false;
            break;
        default:
            fputs(usage, key == 'h' ? stdout : stderr);
            exit(key == 'h' ? 0 : 2);
        }
    }
    if (argc - optind != 2) {
        fputs(usage, stderr);
        exit(2);
    }
}

int main(int argc, char **argv)
{
    struct session session = {
        .slow_ms = 1e9,
        .clock = CLOCK_THREAD_CPUTIME_ID,
        .wanted = {.limit = 20, .depth = WB_SEARCH_SOME, .fold_duplicates = true},
        .queries = 1000,
    };
    wb_lists_options lists = {.numbers = true, .synonyms = true, .builtin_synonyms = true};
    uint64_t seed = 1;
    const char *file = NULL;
    wb_buf paragraphs;
    wb_error error;
    wb_keep_memory(); /* as the programs do */
    read_options(argc, argv, &session, &seed, &file);
    wb_buf_init(&paragraphs, 0);
    if (wb_searcher_new(argv[optind], &session.searcher, &error) != WB_OK ||
        wb_index_catalog(wb_searcher_index(session.searcher), &session.source.catalog, &error) !=
            WB_OK ||
        wb_lists_load(&lists, &session.lists, &error) != WB_OK) {
        fail(error.text);
    }
    if (!load(argv[optind + 1], &paragraphs) || paragraphs.len == 0) {
        fail("cannot read the paragraphs");
    }
    session.source.paragraphs = wb_buf_slice(&paragraphs);
    run(&session, seed, file);
    wb_buf_free(&paragraphs);
    wb_lists_clear(&session.lists);
    wb_searcher_free(session.searcher);
    return 0;
}
