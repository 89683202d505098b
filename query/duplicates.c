#include "duplicates.h"

#include <xxhash.h>

#include <wbsearch/fold.h>

/* What stands for a text. */
struct fingerprint {
    uint64_t hash;
    size_t len;
};

static struct fingerprint fingerprint_of(wb_slice fold)
{
    return (struct fingerprint){XXH3_64bits(fold.ptr, fold.len), fold.len};
}

/* The first item with the fingerprint of item `i`, from a table with open addressing. */
static uint32_t find_first(const struct fingerprint *prints, uint32_t *slots, size_t mask,
                           uint32_t i)
{
    size_t at = (size_t)prints[i].hash & mask;
    while (slots[at] != UINT32_MAX) {
        const struct fingerprint *known = &prints[slots[at]];
        if (known->hash == prints[i].hash && known->len == prints[i].len) {
            return slots[at];
        }
        at = (at + 1) & mask;
    }
    slots[at] = i;
    return i;
}

wb_status wb_duplicates_find(const wb_verified_list *list, size_t wanted, wb_paragraphs *paragraphs,
                             wb_arena *arena, wb_duplicates *ret, wb_error *err)
{
    size_t size = 16;
    while (size < 2 * list->count) {
        size *= 2;
    }
    struct fingerprint *prints = wb_arena_alloc(arena, list->count, sizeof *prints);
    uint32_t *slots = wb_arena_alloc(arena, size, sizeof *slots);
    ret->first = wb_arena_alloc(arena, list->count, sizeof *ret->first);
    ret->count = 0;
    if (!prints || !slots || !ret->first) {
        return wb_error_nomem(err);
    }
    memset(slots, 0xFF, size * sizeof *slots);
    wb_folded folded;
    wb_folded_init(&folded);
    wb_status status = WB_OK;
    size_t distinct = 0;
    for (size_t i = 0; i < list->count && status == WB_OK; i++) {
        if (i >= WB_DUPLICATES_MIN && distinct >= wanted) {
            break;
        }
        const wb_record *record;
        const wb_para *para = NULL;
        status = wb_paragraphs_get(paragraphs, list->items[i].docid, &record, &para, err);
        if (status == WB_OK && wb_fold(para->text, false, &folded) != WB_OK) {
            status = wb_error_nomem(err);
        }
        if (status == WB_OK) {
            prints[i] = fingerprint_of(wb_buf_slice(&folded.text));
            ret->first[i] = find_first(prints, slots, size - 1, (uint32_t)i);
            distinct += ret->first[i] == i;
            ret->count++;
        }
    }
    wb_folded_free(&folded);
    return status;
}
