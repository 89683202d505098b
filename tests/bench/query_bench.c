/*
 * Latency of queries, warm, in one process: random substrings of real paragraphs.
 *
 * usage: query_bench INDEX PARAGRAPHS [QUERIES [SEED]]
 *   PARAGRAPHS  a file of paragraphs, one a line (dump_paragraphs)
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>

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
    return complete;
}

/* `chars` CJK characters in a row, cut at random; false when the place had none. */
static bool cut(const struct lines *lines, size_t chars, char *out, size_t size)
{
    wb_slice all = wb_slice_make(lines->data, lines->len);
    size_t start = wb_utf8_floor(all, (size_t)(next_random() % lines->len));
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

static double run_query(wb_searcher *searcher, const char *text, size_t *hits)
{
    wb_query query = {0};
    wb_result result = {0};
    wb_search_options options = {.limit = 20};
    wb_error error;
    double start = now_ms();
    if (wb_query_parse(wb_slice_from(text), &query, &error) != WB_OK ||
        wb_search(searcher, &query, &options, &result, &error) != WB_OK) {
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

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: query_bench INDEX PARAGRAPHS [QUERIES [SEED]]\n");
        return 2;
    }
    static const size_t lengths[] = {2, 3, 4, 6, 1};
    size_t count = argc > 3 ? (size_t)strtoul(argv[3], NULL, 10) : 1000;
    random_state = argc > 4 ? strtoull(argv[4], NULL, 10) : 1;
    struct lines lines = {NULL, 0};
    wb_searcher *searcher;
    wb_error error;
    if (!load(argv[2], &lines) || wb_searcher_new(argv[1], &searcher, &error) != WB_OK) {
        fprintf(stderr, "query_bench: cannot read the input\n");
        return 2;
    }
    double *times = wb_alloc(5 * count, sizeof *times);
    double *all = wb_alloc(5 * count, sizeof *all);
    size_t all_count = 0;
    size_t all_hits = 0;
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths && times && all && count; k++) {
        size_t hits = 0;
        for (size_t i = 0; i < count;) {
            char text[64];
            size_t found;
            if (cut(&lines, lengths[k], text, sizeof text)) {
                times[i++] = run_query(searcher, text, &found);
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
    wb_free(times);
    wb_free(all);
    wb_free(lines.data);
    wb_searcher_free(searcher);
    return 0;
}
