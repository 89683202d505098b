#include "synonyms.h"

#include <stdlib.h>

#include <wbsearch/token.h>
#include <wbsearch/utf8.h>

/* That `word` finds `other`. */
struct pair {
    wb_slice word;
    wb_slice other;
    size_t number; /* the order of the list */
};

struct wb_synonyms {
    wb_arena arena;
    wb_synonyms_entry *entries; /* ascending by word */
    size_t count;
};

/* A list while it is read. */
struct reading {
    wb_listfile *list;
    wb_synonyms *synonyms;
    struct pair *pairs;
    size_t count;
    size_t cap;
    wb_folded folded;
    wb_status status;
};

/* A line: its words, and how many of them stand before `=>` (0: there is none). */
struct group {
    wb_slice words[WB_SYNONYMS_GROUP_MAX];
    size_t count;
    size_t left;
};

static bool is_separator(uint32_t c)
{
    return c == ',' || c == ';' || c == 0xFF0C /* ， */ || c == 0x3001 /* 、 */ ||
           c == 0xFF1B /* ； */ || wb_fold_class(c) == WB_CHAR_SPACE;
}

/* The mark that closes a quotation beginning with `c`; 0 when it begins none. */
static uint32_t closing_mark(uint32_t c)
{
    switch (c) {
    case '"':
        return '"';
    case 0x201C: /* “ ” */
        return 0x201D;
    case 0x300C: /* 「 」 */
        return 0x300D;
    case 0x300E: /* 『 』 */
        return 0x300F;
    default:
        return 0;
    }
}

/* The word at *at, quoted or not; *at moves behind it. False when a quotation is not closed. */
static bool take_word(wb_slice line, size_t *at, wb_slice *ret)
{
    size_t start = *at;
    size_t next = start;
    uint32_t mark = closing_mark(wb_utf8_next(line, &next));
    if (mark) {
        for (size_t i = next; i < line.len;) {
            size_t end = i;
            if (wb_utf8_next(line, &i) == mark) {
                *ret = wb_slice_make(line.ptr + next, end - next);
                *at = i;
                return true;
            }
        }
        return false;
    }
    size_t end = start;
    while (end < line.len) {
        next = end;
        uint32_t c = wb_utf8_next(line, &next);
        bool arrow = c == '=' && next < line.len && line.ptr[next] == '>';
        if (is_separator(c) || arrow) {
            break;
        }
        end = next;
    }
    *ret = wb_slice_make(line.ptr + start, end - start);
    *at = end;
    return true;
}

static bool refuse(struct reading *r, const char *why)
{
    wb_listfile_refuse(r->list, why);
    return false;
}

static bool add_word(struct reading *r, wb_slice word, struct group *group)
{
    if (group->count == WB_SYNONYMS_GROUP_MAX) {
        return refuse(r, "has too many words");
    }
    return wb_listfile_fold(r->list, word, &r->folded, &r->synonyms->arena,
                            &group->words[group->count++], &r->status);
}

/* Cuts a line into words; false when it is not as it should be. */
static bool read_group(struct reading *r, wb_slice line, struct group *group)
{
    size_t at = 0;
    bool arrow = false;
    group->count = 0;
    group->left = 0;
    while (at < line.len) {
        size_t next = at;
        uint32_t c = wb_utf8_next(line, &next);
        if (is_separator(c)) {
            at = next;
        } else if (c == '=' && next < line.len && line.ptr[next] == '>') {
            if (arrow || group->count == 0) {
                return refuse(r, arrow ? "has two '=>'" : "has nothing before '=>'");
            }
            arrow = true;
            group->left = group->count;
            at = next + 1;
        } else {
            wb_slice word;
            if (!take_word(line, &at, &word)) {
                return refuse(r, "has a quotation mark that is not closed");
            }
            if (!add_word(r, word, group)) {
                return false;
            }
        }
    }
    if (arrow && group->left == group->count) {
        return refuse(r, "has nothing behind '=>'");
    }
    return group->count >= 2 || refuse(r, "has only one word");
}

static bool add_pair(struct reading *r, wb_slice word, wb_slice other)
{
    if (wb_slice_equal(word, other)) {
        return true;
    }
    if (r->count == WB_SYNONYMS_PAIRS_MAX) {
        return refuse(r, "is beyond the most pairs of words");
    }
    struct pair *pairs = wb_grow(r->pairs, &r->cap, r->count + 1, sizeof *pairs);
    if (!pairs) {
        r->status = WB_NOMEM;
        return false;
    }
    r->pairs = pairs;
    pairs[r->count] = (struct pair){word, other, r->count};
    r->count++;
    return true;
}

static void add_group(struct reading *r, const struct group *group)
{
    size_t words = group->left ? group->left : group->count;
    for (size_t i = 0; i < words; i++) {
        for (size_t k = group->left; k < group->count; k++) {
            if (!add_pair(r, group->words[i], group->words[k])) {
                return;
            }
        }
    }
}

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a;
    const struct pair *y = b;
    int order = wb_slice_compare(x->word, y->word);
    return order != 0 ? order : x->number < y->number ? -1 : x->number > y->number;
}

static bool has_other(const wb_synonyms_entry *entry, wb_slice other)
{
    for (size_t i = 0; i < entry->other_count; i++) {
        if (wb_slice_equal(entry->others[i], other)) {
            return true;
        }
    }
    return false;
}

/* Makes entries of the pairs, those of one word together. */
static void make_entries(struct reading *r)
{
    wb_synonyms *s = r->synonyms;
    if (r->count) {
        qsort(r->pairs, r->count, sizeof *r->pairs, compare_pairs);
    }
    s->entries = wb_arena_alloc(&s->arena, r->count, sizeof *s->entries);
    wb_slice *others = wb_arena_alloc(&s->arena, r->count, sizeof *others);
    if (!s->entries || !others) {
        r->status = WB_NOMEM;
        return;
    }
    size_t used = 0;
    for (size_t i = 0; i < r->count; i++) {
        wb_synonyms_entry *last = s->count ? &s->entries[s->count - 1] : NULL;
        if (!last || !wb_slice_equal(last->word, r->pairs[i].word)) {
            last = &s->entries[s->count++];
            *last = (wb_synonyms_entry){.word = r->pairs[i].word, .others = others + used};
        }
        if (last->other_count < WB_SYNONYMS_GROUP_MAX && !has_other(last, r->pairs[i].other)) {
            others[used++] = r->pairs[i].other;
            last->other_count++;
        }
    }
}

wb_status wb_synonyms_read(wb_listfile *list, wb_synonyms **ret, wb_error *err)
{
    struct reading r = {.list = list, .synonyms = wb_alloc_zero(1, sizeof *r.synonyms)};
    if (!r.synonyms) {
        return wb_error_nomem(err);
    }
    wb_slice line;
    struct group group;
    while (r.status == WB_OK && wb_listfile_next(list, &line)) {
        if (read_group(&r, line, &group)) {
            add_group(&r, &group);
        }
    }
    if (r.status == WB_OK) {
        make_entries(&r);
    }
    wb_folded_free(&r.folded);
    wb_free(r.pairs);
    if (r.status != WB_OK) {
        wb_synonyms_free(r.synonyms);
        return wb_error_nomem(err);
    }
    *ret = r.synonyms;
    return WB_OK;
}

void wb_synonyms_free(wb_synonyms *synonyms)
{
    if (synonyms) {
        wb_arena_clear(&synonyms->arena);
        wb_free(synonyms);
    }
}

size_t wb_synonyms_count(const wb_synonyms *synonyms)
{
    return synonyms->count;
}

/* The first entry whose word is not before `first`. */
static size_t lower_bound(const wb_synonyms *s, wb_slice first)
{
    size_t low = 0;
    size_t high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (wb_slice_compare(s->entries[middle].word, first) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const wb_synonyms_entry *wb_synonyms_at(const wb_synonyms *synonyms, wb_slice folded, size_t at)
{
    const wb_synonyms_entry *longest = NULL;
    if (at >= folded.len || wb_token_is_inside(folded, at)) {
        return NULL;
    }
    size_t next = at;
    (void)wb_utf8_next(folded, &next);
    wb_slice rest = wb_slice_make(folded.ptr + at, folded.len - at);
    wb_slice first = wb_slice_make(rest.ptr, next - at);
    for (size_t i = lower_bound(synonyms, first); i < synonyms->count; i++) {
        const wb_synonyms_entry *entry = &synonyms->entries[i];
        size_t len = entry->word.len;
        if (len < first.len || memcmp(entry->word.ptr, first.ptr, first.len) != 0) {
            break;
        }
        if (len <= rest.len && memcmp(entry->word.ptr, rest.ptr, len) == 0 &&
            (!longest || len > longest->word.len) && !wb_token_is_inside(folded, at + len)) {
            longest = entry;
        }
    }
    return longest;
}
