#include "prop.h"

#include <fcntl.h>
#include <inttypes.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <wbsearch/doc.h>
#include <wbsearch/encoding.h>
#include <wbsearch/file.h>
#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>
#include <wbsearch/walk.h>

/* Failures printed; more are only counted. */
#define SHOWN_MAX 8

static size_t failures;

uint64_t rng_next(struct rng *rng)
{
    uint64_t z = (rng->state += 0x9E3779B97F4A7C15u);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

size_t rng_below(struct rng *rng, size_t bound)
{
    return bound ? (size_t)(rng_next(rng) % bound) : 0;
}

_Noreturn void prop_stop(const char *why)
{
    fprintf(stderr, "cannot go on: %s\n", why);
    exit(2);
}

static uint64_t number(const char *text)
{
    char *end;
    unsigned long long value = text ? strtoull(text, &end, 10) : 0;
    prop_require(text && *text && !*end, "an option wants a number");
    return value;
}

void prop_options(int argc, char **argv, struct prop_options *options)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    options->folders = argv;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--seed") == 0) {
            options->seed = number(value);
        } else if (strcmp(argv[i], "--count") == 0) {
            options->count = (size_t)number(value);
        } else if (strcmp(argv[i], "--hits") == 0) {
            options->hits = (size_t)number(value);
        } else if (strcmp(argv[i], "--wbindex") == 0) {
            options->wbindex = value;
        } else if (argv[i][0] == '-') {
            fprintf(stderr, "%s: unknown option %s\n", argv[0], argv[i]);
            exit(2);
        } else {
            struct stat info;
            if (stat(argv[i], &info) != 0 || !S_ISDIR(info.st_mode)) {
                printf("skipped: no folder %s\n", argv[i]);
                exit(EXIT_SKIPPED);
            }
            options->folders[options->folder_count++] = argv[i];
            continue;
        }
        i++;
    }
}

void prop_fail(const char *format, ...)
{
    if (failures++ < SHOWN_MAX) {
        va_list args;
        va_start(args, format);
        fputs("FAILED: ", stdout);
        vprintf(format, args);
        putchar('\n');
        va_end(args);
    }
}

void prop_show(const char *name, wb_slice bytes)
{
    if (failures > SHOWN_MAX) {
        return;
    }
    printf("  %s (%zu bytes): ", name, bytes.len);
    for (size_t i = 0; i < bytes.len && i < 2000; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if (c < 0x20 || c == 0x7F) {
            printf("\\%03o", c);
        } else {
            putchar(c);
        }
    }
    fputs("\n    ", stdout);
    for (size_t i = 0; i < bytes.len && i < 60; i++) {
        printf("%02X ", (unsigned)(unsigned char)bytes.ptr[i]);
    }
    putchar('\n');
}

int prop_finish(const char *name, size_t cases, const struct prop_options *options)
{
    printf("%s: %zu cases, %zu failed (seed %" PRIu64 ")\n", name, cases, failures, options->seed);
    return failures ? EXIT_FAILURE : cases ? EXIT_SUCCESS : 2;
}

static void read_source(const char *root, const wb_walk_file *file, struct prop_sources *sources,
                        size_t *cap)
{
    wb_buf path;
    wb_buf bytes;
    wb_buf storage;
    wb_error error;
    wb_file_stamp stamp;
    wb_slice text;
    wb_encoding encoding;
    wb_buf_init(&path, 0);
    wb_buf_init(&bytes, 0);
    wb_buf_init(&storage, 0);
    wb_buf_printf(&path, "%s/%s", root, file->path.ptr);
    if (path.status == WB_OK &&
        wb_file_read(AT_FDCWD, path.data, WB_DOC_SOURCE_MAX, &bytes, &stamp, &error) == WB_OK &&
        wb_encoding_decode(wb_buf_slice(&bytes), &storage, &text, &encoding, &error) == WB_OK) {
        sources->items = wb_grow(sources->items, cap, sources->count + 1, sizeof *sources->items);
        prop_require(sources->items != NULL, "memory");
        struct prop_source *source = &sources->items[sources->count++];
        source->root = wb_strndup(wb_slice_from(root));
        source->path = wb_strndup(file->path);
        wb_buf_init(&source->text, 0);
        prop_require(source->root && source->path && wb_buf_put(&source->text, text) == WB_OK,
                     "memory");
    }
    wb_buf_free(&path);
    wb_buf_free(&bytes);
    wb_buf_free(&storage);
}

struct prop_sources prop_read_sources(char **folders, size_t count)
{
    struct prop_sources sources = {NULL, 0};
    size_t cap = 0;
    for (size_t i = 0; i < count; i++) {
        wb_walk walk = {0};
        wb_error error;
        char *root = realpath(folders[i], NULL);
        prop_require(root && wb_walk_root(&walk, 0, root, NULL, NULL, &error) == WB_OK,
                     "a folder cannot be read");
        for (size_t k = 0; k < walk.file_count; k++) {
            read_source(root, &walk.files[k], &sources, &cap);
        }
        wb_walk_clear(&walk);
        free(root);
    }
    prop_require(sources.count > 0, "no documents");
    return sources;
}

void prop_free_sources(struct prop_sources *sources)
{
    for (size_t i = 0; i < sources->count; i++) {
        wb_free(sources->items[i].root);
        wb_free(sources->items[i].path);
        wb_buf_free(&sources->items[i].text);
    }
    wb_free(sources->items);
    *sources = (struct prop_sources){NULL, 0};
}

static void put_char(wb_buf *out, uint32_t c)
{
    char bytes[4];
    wb_buf_append(out, bytes, wb_utf8_encode(c, bytes));
}

/* One of the characters of `set`. */
static void put_one_of(struct rng *rng, wb_slice set, wb_buf *out)
{
    size_t at = wb_utf8_offset_of(set, rng_below(rng, wb_utf8_count_chars(set)));
    put_char(out, wb_utf8_next(set, &at));
}

static void put_any(struct rng *rng, wb_buf *out)
{
    uint32_t c = (uint32_t)rng_below(rng, rng_below(rng, 4) ? 0x10000 : 0x110000);
    put_char(out, c >= 0xD800 && c < 0xE000 ? c - 0x800 : c ? c : ' ');
}

void prop_random_text(struct rng *rng, size_t chars, wb_buf *out)
{
    static const char *const sets[] = {
        "的一是碳金融专项债券资金二〇○零年月日第条章发展", /* simplified */
        "憲法條環境與營商環務後發區體國學醫藥ㄧ",          /* traditional */
        "0123456789",
        "０１２３４５６７８９²①②⑴⒈⒉㈠㋀㏠½٣५",
        "abcXYZPMskp",
        "ＡＢｃÀéßΣЖİſﬁ℡㏂㎡",
        ".．‥…․。,，、;；:：·•・%％‰",
        "\"“”„'‘’「」『』《》〈〉‹›()（）[]【】〔〕{}",
        "-–—―─－~～〜‐‑﹣−",
        "\xC2\xAD\xE2\x80\x8B\xE2\x81\xA0\xEF\xBB\xBF\xEF\xB8\x8F\xE2\x80\x8D", /* zero width */
        " \t\xC2\xA0\xE3\x80\x80\xE2\x80\x83¨´¯",
        "\xCC\x80\xCC\x88\xE3\x82\x99", /* marks */
        "カｶﾞがㇰ가각ㄅ⼀⽓々ㅏ㍿",
        "\xEE\x84\x85\xEE\x80\x90\xF0\xA0\x80\x80\xF0\x9F\x98\x80", /* private use, beyond the BMP
                                                                     */
        "1 2 3 4 . ",                                               /* numbers spaced out */
        "G D P a b ",
        "二0O〇年 一",
        "1,2，000 ",
    };
    for (size_t i = 0; i < chars; i++) {
        size_t set = rng_below(rng, 28);
        if (set < sizeof sets / sizeof *sets) {
            put_one_of(rng, wb_slice_from(sets[set]), out);
        } else if (set == 27) {
            put_any(rng, out);
        } else {
            put_one_of(rng, wb_slice_from("碳金融专项债券1250.6abc ,，-《》\""), out);
        }
    }
    prop_require(out->status == WB_OK, "memory");
}

void prop_narrow_text(struct rng *rng, size_t chars, wb_buf *out)
{
    static const char *const sets[] = {"碳金融年", "0123",      "1920",  "ab",
                                       "...",      " ,，。-\"", "(年)",  "碳年1.2",
                                       "a1.碳",    "1 2 .",     "a b c", "二0年"};
    for (size_t i = 0; i < chars; i++) {
        const char *set = sets[rng_below(rng, sizeof sets / sizeof *sets)];
        put_one_of(rng, wb_slice_from(set), out);
    }
    prop_require(out->status == WB_OK, "memory");
}

wb_slice prop_slice(struct rng *rng, wb_slice text, size_t max_chars)
{
    if (text.len == 0 || max_chars == 0) {
        return wb_slice_make(text.ptr, 0);
    }
    size_t start = wb_utf8_floor(text, rng_below(rng, text.len));
    size_t end = start;
    for (size_t chars = 1 + rng_below(rng, max_chars); chars && end < text.len; chars--) {
        (void)wb_utf8_next(text, &end);
    }
    return wb_slice_make(text.ptr + start, end - start);
}

char *prop_make_index(const struct prop_options *options)
{
    const char *temporary = getenv("TMPDIR");
    wb_buf path;
    wb_buf_init(&path, 0);
    wb_buf_printf(&path, "%s/wb-prop-XXXXXX", temporary && *temporary ? temporary : "/tmp");
    prop_require(options->wbindex && path.status == WB_OK && mkdtemp(path.data),
                 "no --wbindex, or no temporary folder");
    wb_buf_puts(&path, "/index");
    char **argv = wb_alloc(options->folder_count + 5, sizeof *argv);
    prop_require(argv && path.status == WB_OK, "memory");
    size_t n = 0;
    char *const fixed[] = {wb_strndup(wb_slice_from(options->wbindex)),
                           wb_strndup(wb_slice_from("-q")), wb_strndup(wb_slice_from("--index")),
                           wb_strndup(wb_buf_slice(&path))};
    for (; n < 4; n++) {
        prop_require(fixed[n] != NULL, "memory");
        argv[n] = fixed[n];
    }
    memcpy(argv + n, options->folders, options->folder_count * sizeof *argv);
    argv[n + options->folder_count] = NULL;
    pid_t child = fork();
    if (child == 0) {
        execv(argv[0], argv);
        _exit(126);
    }
    int status = -1;
    prop_require(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
                     WEXITSTATUS(status) <= 1,
                 "wbindex failed");
    for (n = 0; n < 4; n++) {
        wb_free(fixed[n]);
    }
    wb_free(argv);
    return path.data;
}

void prop_remove_index(char *path)
{
    wb_error error;
    char *slash = strrchr(path, '/');
    *slash = '\0'; /* the folder that was made for it */
    prop_require(wb_file_remove_tree(path, &error) == WB_OK, "the index cannot be removed");
    *slash = '/';
    wb_free(path);
}

static bool connects_numbers(uint32_t c)
{
    return (c < 0x80 && c && strchr(".-/:+=*^", (int)c)) || c == 0xD7 || c == 0x2026;
}

bool prop_may_cut(wb_slice folded, size_t at)
{
    if (at == 0 || at >= folded.len) {
        return true;
    }
    size_t before = at;
    size_t behind = at;
    uint32_t left = wb_utf8_prev(folded, &before);
    uint32_t right = wb_utf8_next(folded, &behind);
    wb_char_class left_class = wb_fold_class(left);
    wb_char_class right_class = wb_fold_class(right);
    if (wb_fold_is_word(left_class) && wb_fold_is_word(right_class)) {
        return false;
    }
    return !(left_class == WB_CHAR_DIGIT && connects_numbers(right)) &&
           !(right_class == WB_CHAR_DIGIT && connects_numbers(left));
}

wb_slice prop_trim(wb_slice text)
{
    while (text.len && text.ptr[0] == ' ') {
        text.ptr++;
        text.len--;
    }
    while (text.len && text.ptr[text.len - 1] == ' ') {
        text.len--;
    }
    return text;
}
