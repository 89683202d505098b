/*
 * Latency of queries, warm, in one process: random substrings of real paragraphs; then forms of the
 * language over words of one paragraph. With QUERY_BENCH_SLOW=MS, slower ones are printed.
 *
 * usage: query_bench INDEX PARAGRAPHS [QUERIES [SEED [FILE]]]
 *   PARAGRAPHS  a file of paragraphs, one a line (dump_paragraphs)
 *   FILE        further queries, one a line
 * Queries bring their equivalents along, as in the program; finding these is in the times, and by
 * itself in the last lines.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>

#include "lists.h"
#include "search.h"

static uint64_t random_state;

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t next_random(void)
{
    uint64_t z = (random_state += 0x9E3779B97F4A7C15u);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

struct lines {
    char *data;
    size_t len;
};

static bool load(const char *path, struct lines *lines)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        return false;
    }
    lines->len = (size_t)ftell(file);
    rewind(file);
    lines->data = wb_alloc(lines->len + 1, 1);
    bool complete = lines->data && fread(lines->data, 1, lines->len, file) == lines->len;
    fclose(file);
    if (complete) {
        lines->data[lines->len] = '\0';
    }
    return complete;
}

/* `chars` CJK characters in a row, cut at random from bytes [from, to) of the lines; false when the
 * place had none. */
static bool cut_from(const struct lines *lines, size_t from, size_t to, size_t chars, char *out,
                     size_t size)
{
    wb_slice all = wb_slice_make(lines->data, lines->len);
    size_t start = wb_utf8_floor(all, from + (size_t)(next_random() % (to - from)));
    size_t end = start;
    for (size_t i = 0; i < chars; i++) {
        if (end >= lines->len || wb_fold_class(wb_utf8_next(all, &end)) != WB_CHAR_CJK) {
            return false;
        }
    }
    if (end - start >= size) {
        return false;
    }
    memcpy(out, lines->data + start, end - start);
    out[end - start] = '\0';
    return true;
}

static bool cut(const struct lines *lines, size_t chars, char *out, size_t size)
{
    return cut_from(lines, 0, lines->len, chars, out, size);
}

/* Queries of the language: the forms take up to three words cut from one paragraph. */
struct form {
    const char *name;
    const char *format;
};

static const struct form forms[] = {
    {"two words", "%s %s"},
    {"three words", "%s %s %s"},
    {"quoted", "\"%s\" %s"},
    {"OR", "%s OR %s"},
    {"NOT", "%s -%s"},
    {"sentence", "同句(%s %s)"},
    {"section", "同节(%s %s)"},
    {"document", "同篇(%s %s)"},
    {"document of 3", "同篇(%s %s %s)"},
    {"document, NOT", "同篇(%s -%s)"},
    {"year", "%s 年份:2015..2020"},
    {"year, two words", "%s %s 年份:2019.."},
    {"title", "%s 标题:条例"},
    {"section title", "%s 章节:总则"},
    {"kind alone", "文种:条例"},
};

/* Fills in a form; false when the place at random had no words. */
static bool make_form(const struct lines *lines, const struct form *form, char *out, size_t size)
{
    char words[3][32];
    size_t at = (size_t)(next_random() % lines->len);
    while (at > 0 && lines->data[at - 1] != '\n') {
        at--;
    }
    const char *end = memchr(lines->data + at, '\n', lines->len - at);
    size_t to = end ? (size_t)(end - lines->data) : lines->len;
    for (size_t i = 0; i < 3; i++) {
        if (to - at < 60 || !cut_from(lines, at, to - 12, 2 + (size_t)(next_random() % 3), words[i],
                                      sizeof words[i])) {
            return false;
        }
    }
    const char *from = form->format;
    size_t used = 0;
    size_t len = 0;
    while (*from && len + 40 < size) {
        if (from[0] == '%' && from[1] == 's') {
            len += (size_t)snprintf(out + len, size - len, "%s", words[used++]);
            from += 2;
        } else {
            out[len++] = *from++;
        }
    }
    out[len] = '\0';
    return true;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* What all queries need, and the time that their equivalents took. */
struct session {
    wb_searcher *searcher;
    wb_lists lists;
    double equivalents_ms;
    size_t queries;
    size_t with_alternatives;
};

static bool has_alternatives(const wb_query *query)
{
    for (size_t i = 0; i < query->item_count; i++) {
        if (query->items[i].alternative_count) {
            return true;
        }
    }
    return false;
}

static double run_query(struct session *session, const char *text, size_t *hits)
{
    wb_query query = {0};
    wb_result result = {0};
    wb_search_options options = {.limit = 20};
    wb_error error;
    double start = now_ms();
    wb_status status = wb_query_parse(wb_slice_from(text), &query, &error);
    double parsed = now_ms();
    if (status == WB_OK) {
        status = wb_equivalents_attach(&session->lists.equivalents, &query, &error);
    }
    session->equivalents_ms += now_ms() - parsed;
    session->queries++;
    session->with_alternatives += status == WB_OK && has_alternatives(&query);
    if (status == WB_OK) {
        status = wb_search(session->searcher, &query, &options, &result, &error);
    }
    if (status != WB_OK) {
        fprintf(stderr, "query_bench: %s: %s\n", text, error.text);
        exit(1);
    }
    double time = now_ms() - start;
    *hits = result.hit_count;
    wb_result_clear(&result);
    wb_query_clear(&query);
    return time;
}

static void report(const char *name, double *times, size_t count, size_t hits)
{
    qsort(times, count, sizeof *times, compare_doubles);
    printf("%-16s %5zu queries  p50 %7.3f  p90 %7.3f  p99 %7.3f  max %8.3f ms  %.1f hits\n", name,
           count, times[count / 2], times[count * 9 / 10], times[count * 99 / 100],
           times[count - 1], (double)hits / (double)count);
}

static void run_forms(struct session *session, const struct lines *lines, double *times,
                      size_t count)
{
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        size_t hits = 0;
        for (size_t i = 0; i < count;) {
            char text[256];
            size_t found;
            if (make_form(lines, &forms[f], text, sizeof text)) {
                times[i++] = run_query(session, text, &found);
                hits += found;
                if (getenv("QUERY_BENCH_SLOW") && times[i - 1] > atof(getenv("QUERY_BENCH_SLOW"))) {
                    printf("  %8.3f ms %zu hits: %s\n", times[i - 1], found, text);
                }
            }
        }
        report(forms[f].name, times, count, hits);
    }
}

static void report_equivalents(const struct session *session)
{
    printf("equivalents: %.2f us a query; %zu of %zu queries have some\n",
           session->equivalents_ms * 1e3 / (double)session->queries, session->with_alternatives,
           session->queries);
}

/* Queries of 2, 3, 4 and 6 characters together and apart, and of one; then the forms. */
static void run_random(struct session *session, const struct lines *lines, size_t count)
{
    static const size_t lengths[] = {2, 3, 4, 6, 1};
    double *times = wb_alloc(5 * count, sizeof *times);
    double *all = wb_alloc(5 * count, sizeof *all);
    size_t all_count = 0;
    size_t all_hits = 0;
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths && times && all && count; k++) {
        size_t hits = 0;
        for (size_t i = 0; i < count;) {
            char text[64];
            size_t found;
            if (cut(lines, lengths[k], text, sizeof text)) {
                times[i++] = run_query(session, text, &found);
                hits += found;
            }
        }
        if (lengths[k] > 1) {
            memcpy(all + all_count, times, count * sizeof *times);
            all_count += count;
            all_hits += hits;
        } else {
            report("2, 3, 4, 6", all, all_count, all_hits);
        }
        char name[32];
        (void)snprintf(name, sizeof name, "%zu character%s", lengths[k], lengths[k] > 1 ? "s" : "");
        report(name, times, count, hits);
    }
    if (times && count) {
        run_forms(session, lines, times, count);
    }
    wb_free(times);
    wb_free(all);
}

/* The queries of a file: once to warm up, then measured. */
static void run_file(struct session *session, struct lines *file)
{
    double *times = wb_alloc(file->len + 1, sizeof *times);
    size_t hits = 0;
    size_t count = 0;
    char *rest = NULL;
    for (char *line = strtok_r(file->data, "\n", &rest); line && times;
         line = strtok_r(NULL, "\n", &rest)) {
        size_t found;
        (void)run_query(session, line, &found);
        times[count++] = run_query(session, line, &found);
        hits += found;
    }
    if (count) {
        report("of the file", times, count, hits);
    }
    wb_free(times);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: query_bench INDEX PARAGRAPHS [QUERIES [SEED [FILE]]]\n");
        return 2;
    }
    size_t count = argc > 3 ? (size_t)strtoul(argv[3], NULL, 10) : 1000;
    random_state = argc > 4 ? strtoull(argv[4], NULL, 10) : 1;
    struct lines lines = {NULL, 0};
    struct lines file = {NULL, 0};
    struct session session = {0};
    wb_lists_options wanted = {.numbers = true, .synonyms = true, .builtin_synonyms = true};
    wb_error error;
    if (!load(argv[2], &lines) || (argc > 5 && !load(argv[5], &file)) ||
        wb_searcher_new(argv[1], &session.searcher, &error) != WB_OK ||
        wb_lists_load(&wanted, &session.lists, &error) != WB_OK) {
        fprintf(stderr, "query_bench: cannot read the input\n");
        return 2;
    }
    run_random(&session, &lines, count);
    report_equivalents(&session);
    if (file.data) {
        session.equivalents_ms = 0;
        session.queries = session.with_alternatives = 0;
        run_file(&session, &file);
        report_equivalents(&session);
    }
    wb_free(lines.data);
    wb_free(file.data);
    wb_lists_clear(&session.lists);
    wb_searcher_free(session.searcher);
    return 0;
}
