/* Which note a mark leads to: by term first, by number second. */
#include "reader_notes.h"

#include <stdlib.h>

#include <xxhash.h>

#include <wbsearch/utf8.h>

/* The longest term that is compared, characters, and how much text before a mark is looked at,
 * bytes: punctuation and quotes between them come on top. */
#define KEY_CHARS 48
#define BEFORE_BYTES 256
/* A shorter term would agree by chance. */
#define KEY_CHARS_MIN 2
/* Notes of one term that are looked at: bounds the cost of a list that repeats one. */
#define SAME_TERM_MAX 16

struct note_key {
    uint64_t hash;
    uint32_t note;
    uint32_t at; /* in key_text */
    uint32_t len;
};

/* Letters, digits and Chinese characters of the fold of `text`: how terms are compared. */
static wb_status append_key(struct reader *r, wb_slice text, wb_buf *out)
{
    if (wb_fold(text, false, &r->scratch.folded) != WB_OK) {
        return wb_error_nomem(r->err);
    }
    wb_slice folded = wb_buf_slice(&r->scratch.folded.text);
    for (size_t i = 0; i < folded.len;) {
        size_t start = i;
        uint32_t c = wb_utf8_next(folded, &i);
        wb_char_class class = wb_fold_class(c);
        if ((class == WB_CHAR_CJK || wb_fold_is_word(class)) && !note_circled_number(c)) {
            wb_buf_append(out, folded.ptr + start, i - start);
        }
    }
    return out->status == WB_OK ? WB_OK : wb_error_nomem(r->err);
}

static wb_status add_key(struct reader *r, struct note_index *index, uint32_t note, wb_slice term)
{
    size_t start = index->key_text.len;
    wb_status status = append_key(r, term, &index->key_text);
    if (status != WB_OK) {
        return status;
    }
    wb_slice keys_so_far = wb_buf_slice(&index->key_text);
    wb_slice key = keys_so_far.len > start
                       ? wb_slice_make(keys_so_far.ptr + start, keys_so_far.len - start)
                       : wb_slice_make("", 0);
    size_t chars = key.len ? wb_utf8_count_chars(key) : 0;
    if (chars < KEY_CHARS_MIN || chars > KEY_CHARS) {
        index->key_text.len = start;
        return WB_OK;
    }
    struct note_key *keys =
        wb_grow(index->keys, &index->key_cap, index->key_count + 1, sizeof *keys);
    if (!keys) {
        return wb_error_nomem(r->err);
    }
    index->keys = keys;
    keys[index->key_count++] =
        (struct note_key){XXH3_64bits(key.ptr, key.len), note, (uint32_t)start, (uint32_t)key.len};
    index->key_chars = chars > index->key_chars ? chars : index->key_chars;
    return WB_OK;
}

/* The offset of the first of two characters in `text`, or SIZE_MAX. */
static size_t find_either(wb_slice text, const char *a, const char *b)
{
    const char *x = memmem(text.ptr, text.len, a, strlen(a));
    const char *y = memmem(text.ptr, text.len, b, strlen(b));
    const char *first = !x || (y && y < x) ? y : x;
    return first ? (size_t)(first - text.ptr) : SIZE_MAX;
}

/* 城市信息模型（CIM） is known by either name too. */
static wb_status add_keys(struct reader *r, struct note_index *index, uint32_t note, wb_slice term)
{
    wb_status status = add_key(r, index, note, term);
    size_t open = find_either(term, "（", "(");
    if (status == WB_OK && open != SIZE_MAX && open > 0) {
        wb_slice inside = wb_slice_make(term.ptr + open, term.len - open);
        size_t close = find_either(inside, "）", ")");
        inside.len = close == SIZE_MAX ? inside.len : close;
        status = add_key(r, index, note, wb_slice_make(term.ptr, open));
        if (status == WB_OK) {
            status = add_key(r, index, note, inside);
        }
    }
    return status;
}

static int compare_keys(const void *a, const void *b)
{
    const struct note_key *x = a;
    const struct note_key *y = b;
    if (x->hash != y->hash) {
        return x->hash < y->hash ? -1 : 1;
    }
    return x->note < y->note ? -1 : x->note > y->note;
}

/* A note beside the number by which it is sorted. */
struct sorted_note {
    enum label_style style;
    uint32_t number;
    uint32_t note;
};

static int compare_numbered(const void *a, const void *b)
{
    const struct sorted_note *x = a;
    const struct sorted_note *y = b;
    if (x->style != y->style) {
        return x->style < y->style ? -1 : 1;
    }
    if (x->number != y->number) {
        return x->number < y->number ? -1 : 1;
    }
    return x->note < y->note ? -1 : x->note > y->note;
}

static wb_status sort_by_number(struct reader *r, struct note_index *index)
{
    struct sorted_note *sorted = wb_alloc(index->count, sizeof *sorted);
    index->by_number = wb_alloc(index->count, sizeof *index->by_number);
    if (!sorted || !index->by_number) {
        wb_free(sorted);
        return wb_error_nomem(r->err);
    }
    for (size_t i = 0; i < index->count; i++) {
        const struct note_label *label = &index->notes[i].label;
        sorted[i] = (struct sorted_note){label->style, label->number, (uint32_t)i};
    }
    qsort(sorted, index->count, sizeof *sorted, compare_numbered);
    for (size_t i = 0; i < index->count; i++) {
        index->by_number[i] = sorted[i].note;
    }
    wb_free(sorted);
    return WB_OK;
}

static wb_status add_note(struct reader *r, struct note_index *index, uint32_t block, uint32_t list)
{
    struct note *notes = wb_grow(index->notes, &index->cap, index->count + 1, sizeof *notes);
    if (!notes) {
        return wb_error_nomem(r->err);
    }
    struct block *b = &r->blocks[block];
    struct note_label label = note_label_of_note(b->text);
    b->term = note_term(b->text, label.len);
    index->notes = notes;
    notes[index->count] = (struct note){block, list, label};
    wb_slice term = wb_slice_make(b->text.ptr + b->term.start, b->term.end - b->term.start);
    return add_keys(r, index, (uint32_t)index->count++, term);
}

wb_status note_index_build(struct reader *r, struct note_index *index)
{
    uint32_t list = 0;
    bool in_list = false;
    for (size_t i = 0; i < r->block_count; i++) {
        bool is_note = r->blocks[i].kind == WB_PARA_NOTE;
        list += is_note && !in_list;
        in_list = is_note;
        wb_status status = is_note ? add_note(r, index, (uint32_t)i, list) : WB_OK;
        if (status != WB_OK) {
            return status;
        }
    }
    if (index->key_count) {
        qsort(index->keys, index->key_count, sizeof *index->keys, compare_keys);
    }
    return index->count ? sort_by_number(r, index) : WB_OK;
}

void note_index_free(struct note_index *index)
{
    wb_free(index->notes);
    wb_free(index->keys);
    wb_free(index->by_number);
    wb_buf_free(&index->key_text);
    wb_buf_free(&index->scratch);
}

/* The first key of this hash whose note stands behind the block; the number of keys when there is
 * none such. */
static size_t first_key_behind(const struct note_index *index, uint64_t hash, uint32_t block)
{
    size_t low = 0;
    size_t high = index->key_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct note_key *key = &index->keys[middle];
        bool before =
            key->hash < hash || (key->hash == hash && index->notes[key->note].block <= block);
        if (before) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool key_is(const struct note_index *index, size_t i, wb_slice term)
{
    const struct note_key *key = &index->keys[i];
    return term.len == key->len && memcmp(index->key_text.data + key->at, term.ptr, term.len) == 0;
}

/* The note of exactly this term that the mark is most likely to mean. */
static uint32_t note_of_term(const struct note_index *index, wb_slice term, uint32_t block,
                             uint32_t number)
{
    size_t first = first_key_behind(index, XXH3_64bits(term.ptr, term.len), block);
    size_t nearest = SIZE_MAX;
    for (size_t n = 0; n < SAME_TERM_MAX && first + n < index->key_count; n++) {
        if (!key_is(index, first + n, term)) {
            break;
        }
        nearest = nearest == SIZE_MAX ? first : nearest;
        if (index->notes[index->keys[first + n].note].label.number == number) {
            return index->keys[first + n].note;
        }
    }
    for (size_t n = 1; n <= SAME_TERM_MAX && n <= first && key_is(index, first - n, term); n++) {
        nearest = nearest == SIZE_MAX ? first - n : nearest;
        if (index->notes[index->keys[first - n].note].label.number == number) {
            return index->keys[first - n].note;
        }
    }
    return nearest == SIZE_MAX ? WB_NONE : index->keys[nearest].note;
}

/* Whether the byte is part of a Latin word or a number, of which no part is a term. */
static bool is_latin(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

uint32_t note_index_by_term(struct reader *r, struct note_index *index, uint32_t block,
                            wb_slice before, const struct note_label *label)
{
    if (index->key_count == 0 || before.len == 0) {
        return WB_NONE;
    }
    if (before.len > BEFORE_BYTES) {
        size_t cut = wb_utf8_floor(before, before.len - BEFORE_BYTES);
        before = wb_slice_make(before.ptr + cut, before.len - cut);
    }
    wb_buf_clear(&index->scratch);
    if (append_key(r, before, &index->scratch) != WB_OK) {
        r->scratch.failed = true;
        return WB_NONE;
    }
    wb_slice text = wb_buf_slice(&index->scratch);
    uint32_t found = WB_NONE;
    size_t at = text.len;
    for (size_t chars = 1; at > 0 && chars <= index->key_chars; chars++) {
        (void)wb_utf8_prev(text, &at);
        bool inside_word = at > 0 && is_latin(text.ptr[at]) && is_latin(text.ptr[at - 1]);
        if (chars >= KEY_CHARS_MIN && !inside_word) {
            wb_slice term = wb_slice_make(text.ptr + at, text.len - at);
            uint32_t note = note_of_term(index, term, block, label->number);
            found = note != WB_NONE ? note : found;
        }
    }
    return found;
}

static const struct note *numbered_at(const struct note_index *index, size_t i)
{
    return &index->notes[index->by_number[i]];
}

/* The first in the order of numbers that has this style and number and stands behind the block, or
 * where it would be. */
static size_t first_numbered_behind(const struct note_index *index, enum label_style style,
                                    uint32_t number, uint32_t block)
{
    size_t low = 0;
    size_t high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct note *note = numbered_at(index, middle);
        bool before = note->label.style != style     ? note->label.style < style
                      : note->label.number != number ? note->label.number < number
                                                     : note->block <= block;
        if (before) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool has_number(const struct note_index *index, size_t i, enum label_style style,
                       uint32_t number)
{
    if (i >= index->count) {
        return false;
    }
    const struct note *note = numbered_at(index, i);
    return note->label.style == style && note->label.number == number;
}

/* Whether note `i` in the order of numbers shares number and list with the one at `other`. */
static bool is_double(const struct note_index *index, size_t i, size_t other)
{
    const struct note *note = numbered_at(index, i);
    return has_number(index, other, note->label.style, note->label.number) &&
           numbered_at(index, other)->list == note->list;
}

static uint32_t note_of_number(const struct note_index *index, enum label_style style,
                               uint32_t number, uint32_t block, bool *ret_ambiguous)
{
    size_t i = first_numbered_behind(index, style, number, block);
    if (has_number(index, i, style, number)) {
        *ret_ambiguous = is_double(index, i, i + 1);
        return index->by_number[i];
    }
    if (i > 0 && has_number(index, i - 1, style, number)) {
        *ret_ambiguous = i > 1 && is_double(index, i - 1, i - 2);
        return index->by_number[i - 1];
    }
    return WB_NONE;
}

uint32_t note_index_by_number(const struct note_index *index, uint32_t block,
                              const struct note_label *label, bool *ret_ambiguous)
{
    static const enum label_style any[] = {LABEL_PLAIN, LABEL_BRACKET, LABEL_CIRCLED,
                                           LABEL_FOOTNOTE};
    *ret_ambiguous = false;
    uint32_t note = note_of_number(index, label->style, label->number, block, ret_ambiguous);
    bool other_styles = label->style != LABEL_STAR;
    for (size_t i = 0; note == WB_NONE && other_styles && i < sizeof any / sizeof *any; i++) {
        note = note_of_number(index, any[i], label->number, block, ret_ambiguous);
    }
    return note;
}
