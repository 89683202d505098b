#include "words.h"

#include <stdlib.h>

struct wb_words {
    wb_slice *items; /* folded, ascending, no two equal */
    size_t count;
    size_t cap;
    size_t longest; /* bytes */
    wb_arena arena;
};

static int compare(const void *a, const void *b)
{
    return wb_slice_compare(*(const wb_slice *)a, *(const wb_slice *)b);
}

static wb_status add(wb_words *words, wb_slice word)
{
    wb_slice *items = wb_grow(words->items, &words->cap, words->count + 1, sizeof *items);
    if (!items) {
        return WB_NOMEM;
    }
    words->items = items;
    items[words->count++] = word;
    words->longest = word.len > words->longest ? word.len : words->longest;
    return WB_OK;
}

static wb_status read_list(wb_words *words, wb_listfile *list, wb_folded *folded)
{
    wb_status status = WB_OK;
    wb_slice line;
    while (status == WB_OK && wb_listfile_next(list, &line)) {
        wb_slice word;
        if (wb_listfile_fold(list, line, folded, &words->arena, &word, &status)) {
            status = add(words, word);
        }
    }
    return status;
}

static void sort(wb_words *words)
{
    if (words->count == 0) {
        return;
    }
    qsort(words->items, words->count, sizeof *words->items, compare);
    size_t kept = 1;
    for (size_t i = 1; i < words->count; i++) {
        if (!wb_slice_equal(words->items[i], words->items[kept - 1])) {
            words->items[kept++] = words->items[i];
        }
    }
    words->count = kept;
}

wb_status wb_words_read(wb_listfile *lists, size_t count, wb_words **ret, wb_error *err)
{
    wb_words *words = wb_alloc_zero(1, sizeof *words);
    if (!words) {
        return wb_error_nomem(err);
    }
    wb_folded folded;
    wb_folded_init(&folded);
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        status = read_list(words, &lists[i], &folded);
    }
    wb_folded_free(&folded);
    if (status != WB_OK) {
        wb_words_free(words);
        return wb_error_nomem(err);
    }
    sort(words);
    *ret = words;
    return WB_OK;
}

void wb_words_free(wb_words *words)
{
    if (words) {
        wb_arena_clear(&words->arena);
        wb_free(words->items);
        wb_free(words);
    }
}

size_t wb_words_count(const wb_words *words)
{
    return words->count;
}

size_t wb_words_at(const wb_words *words, wb_slice folded, size_t at)
{
    if (!words || at >= folded.len) {
        return 0;
    }
    size_t len = folded.len - at < words->longest ? folded.len - at : words->longest;
    for (; len > 0; len--) {
        wb_slice wanted = wb_slice_make(folded.ptr + at, len);
        bool cut = at + len < folded.len && ((unsigned char)folded.ptr[at + len] & 0xC0) == 0x80;
        if (!cut && words->count &&
            bsearch(&wanted, words->items, words->count, sizeof wanted, compare)) {
            return len;
        }
    }
    return 0;
}
