#include <wbsearch/docid_set.h>

#include <wbsearch/mem.h>

wb_status wb_docid_set_init(wb_docid_set *set, uint32_t last)
{
    wb_docid_set_free(set);
    size_t word_count = (size_t)last / 64 + 1;
    set->words = wb_alloc_zero(word_count, sizeof *set->words);
    if (!set->words) {
        return WB_NOMEM;
    }
    set->word_count = word_count;
    set->last = last;
    return WB_OK;
}

void wb_docid_set_free(wb_docid_set *set)
{
    wb_free(set->words);
    *set = (wb_docid_set){NULL, 0, 0};
}

void wb_docid_set_intersect(wb_docid_set *set, const wb_docid_set *with)
{
    for (size_t i = 0; i < set->word_count; i++) {
        set->words[i] &= with->words[i];
    }
}

void wb_docid_set_unite(wb_docid_set *set, const wb_docid_set *with)
{
    for (size_t i = 0; i < set->word_count; i++) {
        set->words[i] |= with->words[i];
    }
}

void wb_docid_set_subtract(wb_docid_set *set, const wb_docid_set *without)
{
    for (size_t i = 0; i < set->word_count; i++) {
        set->words[i] &= ~without->words[i];
    }
}

/* The bits of word `i` that stand for docids of `range`. */
static uint64_t mask_of(size_t i, wb_docid_range range)
{
    uint64_t mask = UINT64_MAX;
    if (i == (range.first - 1) / 64) {
        mask &= UINT64_MAX << (range.first - 1) % 64;
    }
    if (i == (range.last - 1) / 64) {
        mask &= UINT64_MAX >> (63 - (range.last - 1) % 64);
    }
    return mask;
}

/* What of `range` the set has room for; false for nothing. */
static bool clip(const wb_docid_set *set, wb_docid_range *range)
{
    range->first = range->first ? range->first : 1;
    range->last = range->last < set->last ? range->last : set->last;
    return range->first <= range->last;
}

void wb_docid_set_remove(wb_docid_set *set, wb_docid_range range)
{
    if (!clip(set, &range)) {
        return;
    }
    for (size_t i = (range.first - 1) / 64; i <= (range.last - 1) / 64; i++) {
        set->words[i] &= ~mask_of(i, range);
    }
}

void wb_docid_set_keep(wb_docid_set *set, const wb_docid_range *ranges, size_t count)
{
    uint32_t next = 1; /* the first docid that is in no range yet */
    for (size_t i = 0; i < count; i++) {
        if (ranges[i].first > next) {
            wb_docid_set_remove(set, (wb_docid_range){next, ranges[i].first - 1});
        }
        next = ranges[i].last + 1;
    }
    wb_docid_set_remove(set, (wb_docid_range){next, set->last});
}

/* By halves, quarters and so on: std=c11 has no word for it. */
static size_t count_bits(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (size_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

size_t wb_docid_set_count(const wb_docid_set *set, wb_docid_range range)
{
    size_t count = 0;
    if (!clip(set, &range)) {
        return 0;
    }
    for (size_t i = (range.first - 1) / 64; i <= (range.last - 1) / 64; i++) {
        if (set->words[i]) { /* most words are empty */
            count += count_bits(set->words[i] & mask_of(i, range));
        }
    }
    return count;
}

uint32_t wb_docid_set_next(const wb_docid_set *set, uint32_t docid)
{
    wb_docid_range rest = {docid, set->last};
    if (!clip(set, &rest)) {
        return 0;
    }
    for (size_t i = (rest.first - 1) / 64; i < set->word_count; i++) {
        uint64_t word = set->words[i];
        word &= i == (rest.first - 1) / 64 ? UINT64_MAX << (rest.first - 1) % 64 : UINT64_MAX;
        if (word) { /* the bits below the lowest that is set */
            return (uint32_t)(64 * i + count_bits((word & -word) - 1) + 1);
        }
    }
    return 0;
}
