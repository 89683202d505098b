/*
 * How fast files become documents, on one core: decoding and the reader, no indexing, no input.
 *
 * usage: read_bench [--rounds N] DIR...    (default: 3 rounds)
 * Prints MB of files a second of processor time (median of the rounds), the slowest file, the
 * largest document beside its file, and the peak memory of the process beside the largest file.
 */
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <wbsearch/doc.h>
#include <wbsearch/encoding.h>
#include <wbsearch/walk.h>

#define ROUNDS_MAX 99

struct totals {
    double seconds;
    size_t bytes;
    size_t files;
    size_t failed;
    size_t paragraphs;
    size_t largest_file;
    double slowest_seconds;
    char slowest[512];
    double largest_ratio; /* of files that are not tiny */
    char largest[512];
};

/* Files smaller than this say nothing about how memory grows, bytes. */
#define TINY 4096

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_file(const char *root, const wb_walk_file *file, wb_buf *bytes, wb_buf *decoded,
                      struct totals *totals)
{
    char path[4096];
    wb_error error;
    wb_file_stamp stamp;
    wb_slice text;
    wb_encoding encoding;
    wb_doc doc = {0};
    wb_doc_format format = WB_DOC_PLAIN;
    const char *slash = strrchr(file->path.ptr, '/');
    snprintf(path, sizeof path, "%s/%s", root, file->path.ptr);
    (void)wb_doc_format_of(file->path.ptr, &format);
    if (wb_file_read(AT_FDCWD, path, WB_DOC_SOURCE_MAX, bytes, &stamp, &error) != WB_OK) {
        totals->failed++;
        return;
    }
    double start = cpu_seconds();
    wb_status status = wb_encoding_decode(wb_buf_slice(bytes), decoded, &text, &encoding, &error);
    if (status == WB_OK) {
        status = wb_doc_read(text, format, slash ? slash + 1 : file->path.ptr, &doc, &error);
    }
    double seconds = cpu_seconds() - start;
    double ratio = bytes->len >= TINY ? (double)doc.arena.total / (double)bytes->len : 0.0;
    totals->files++;
    totals->failed += status != WB_OK;
    totals->seconds += seconds;
    totals->bytes += bytes->len;
    totals->paragraphs += doc.para_count;
    totals->largest_file = bytes->len > totals->largest_file ? bytes->len : totals->largest_file;
    if (seconds > totals->slowest_seconds) {
        totals->slowest_seconds = seconds;
        snprintf(totals->slowest, sizeof totals->slowest, "%s", file->path.ptr);
    }
    if (ratio > totals->largest_ratio) {
        totals->largest_ratio = ratio;
        snprintf(totals->largest, sizeof totals->largest, "%s", file->path.ptr);
    }
    wb_doc_clear(&doc);
}

static bool read_folder(const char *root, struct totals *totals)
{
    wb_walk walk = {0};
    wb_error error;
    wb_buf bytes;
    wb_buf decoded;
    if (wb_walk_root(&walk, 0, root, NULL, NULL, &error) != WB_OK) {
        fprintf(stderr, "read_bench: %s\n", error.text);
        return false;
    }
    wb_buf_init(&bytes, 0);
    wb_buf_init(&decoded, 0);
    for (size_t i = 0; i < walk.file_count; i++) {
        read_file(root, &walk.files[i], &bytes, &decoded, totals);
    }
    wb_buf_free(&bytes);
    wb_buf_free(&decoded);
    wb_walk_clear(&walk);
    return true;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
    int rounds = 3;
    int first = 1;
    if (argc > 2 && strcmp(argv[1], "--rounds") == 0) {
        rounds = (int)strtol(argv[2], NULL, 10);
        first = 3;
    }
    if (first >= argc || rounds < 1 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: read_bench [--rounds N] DIR...\n");
        return 2;
    }
    setlocale(LC_CTYPE, "C.UTF-8");
    double speeds[ROUNDS_MAX];
    struct totals totals = {0};
    for (int i = 0; i < rounds; i++) {
        memset(&totals, 0, sizeof totals);
        for (int arg = first; arg < argc; arg++) {
            if (!read_folder(argv[arg], &totals)) {
                return 2;
            }
        }
        speeds[i] = (double)totals.bytes / 1e6 / totals.seconds;
    }
    qsort(speeds, (size_t)rounds, sizeof *speeds, compare_doubles);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("read      %zu files, %.1f MB, %zu paragraphs, %zu failed\n", totals.files,
           (double)totals.bytes / 1e6, totals.paragraphs, totals.failed);
    printf("speed     %.1f MB/s (%.1f to %.1f)\n", speeds[rounds / 2], speeds[0],
           speeds[rounds - 1]);
    printf("slowest   %.1f ms %s\n", totals.slowest_seconds * 1e3, totals.slowest);
    printf("document  at most %.1f times its file: %s\n", totals.largest_ratio, totals.largest);
    printf("memory    %.1f MB at the peak; the largest file has %.1f MB\n",
           (double)usage.ru_maxrss / 1024.0, (double)totals.largest_file / 1e6);
    return 0;
}
