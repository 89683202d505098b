#include "equivalents.h"

#include <wbsearch/fold.h>
#include <wbsearch/token.h>
#include <wbsearch/utf8.h>

#include "measure.h"
#include "numeral.h"
#include "spelling.h"

/* Parts of an item that are looked at; further ones stay as they are. */
#define PARTS_MAX 8

/* An item and what can be written in other ways in it. */
struct work {
    wb_slice text;
    wb_part parts[PARTS_MAX];
    size_t part_count;
    wb_buf pool;  /* the spellings of the parts */
    wb_buf built; /* an alternative under way */
    wb_buf label;
    wb_arena *arena;
    wb_query_alternative *found;
    size_t count;
    size_t max;
};

/* Which spelling each part takes; KEEP: the one that it has. */
#define KEEP SIZE_MAX
typedef size_t choice[PARTS_MAX];

static wb_slice spelling_text(const struct work *w, const wb_spelling *spelling)
{
    return wb_slice_make(w->pool.data + spelling->offset, spelling->len);
}

/* Puts the item together as chosen, and what was changed into the label. */
static void build(struct work *w, const choice chosen)
{
    size_t at = 0;
    wb_buf_clear(&w->built);
    wb_buf_clear(&w->label);
    for (size_t i = 0; i < w->part_count; i++) {
        const wb_part *part = &w->parts[i];
        if (chosen[i] == KEEP) {
            continue;
        }
        wb_slice spelling = spelling_text(w, &part->spellings[chosen[i]]);
        wb_buf_append(&w->built, w->text.ptr + at, part->start - at);
        wb_buf_put(&w->built, spelling);
        at = part->end;
        wb_buf_puts(&w->label, w->label.len ? ", " : "");
        wb_buf_append(&w->label, w->text.ptr + part->start, part->end - part->start);
        wb_buf_puts(&w->label, " = ");
        wb_buf_put(&w->label, spelling);
    }
    wb_buf_append(&w->built, w->text.ptr + at, w->text.len - at);
}

/* Whether a part that was changed begins a word now: 3个代表 must not become 三个代表. */
static bool makes_word(const struct work *w, const choice chosen)
{
    size_t grown = 0; /* bytes that came in before the part, less those that went */
    for (size_t i = 0; i < w->part_count; i++) {
        const wb_part *part = &w->parts[i];
        if (chosen[i] == KEEP) {
            continue;
        }
        const wb_spelling *spelling = &part->spellings[chosen[i]];
        size_t start = part->start + grown;
        bool numeral = spelling->kind != WB_EQUIVALENT_SYNONYM;
        wb_slice built = wb_buf_slice(&w->built);
        if (numeral && (wb_measure_word(built, start) || wb_measure_binds_one(built, start))) {
            return true;
        }
        grown += spelling->len - (part->end - part->start);
    }
    return false;
}

static bool is_known(const struct work *w, wb_slice text)
{
    bool known = wb_slice_equal(text, w->text);
    for (size_t i = 0; i < w->count && !known; i++) {
        known = wb_slice_equal(text, w->found[i].folded);
    }
    return known;
}

static wb_equivalent_kind kind_of(const struct work *w, const choice chosen)
{
    size_t i = 0;
    while (chosen[i] == KEEP) {
        i++;
    }
    return w->parts[i].spellings[chosen[i]].kind;
}

/* From the first part that was changed to the last. */
static void set_range(const struct work *w, const choice chosen, wb_query_alternative *alternative)
{
    alternative->start = SIZE_MAX;
    for (size_t i = 0; i < w->part_count; i++) {
        if (chosen[i] != KEEP) {
            bool is_first = alternative->start == SIZE_MAX;
            alternative->start = is_first ? w->parts[i].start : alternative->start;
            alternative->end = w->parts[i].end;
        }
    }
}

/* Adds the alternative that `chosen` makes; false when memory is short. */
static bool add(struct work *w, const choice chosen)
{
    if (w->count == w->max) {
        return true;
    }
    build(w, chosen);
    if (w->built.status != WB_OK || w->label.status != WB_OK) {
        return false;
    }
    wb_slice text = wb_buf_slice(&w->built);
    if (text.len == 0 || is_known(w, text) || makes_word(w, chosen)) {
        return true;
    }
    wb_query_alternative *alternative = &w->found[w->count];
    *alternative = (wb_query_alternative){.kind = (int)kind_of(w, chosen)};
    set_range(w, chosen, alternative);
    if (!wb_arena_dup(w->arena, text, &alternative->folded) ||
        !wb_arena_dup(w->arena, wb_buf_slice(&w->label), &alternative->label)) {
        return false;
    }
    w->count++;
    return true;
}

/* All parts in one sort of numerals: what most writers do. */
static bool add_uniform(struct work *w, wb_spelling_form form)
{
    choice chosen;
    bool changed = false;
    for (size_t i = 0; i < w->part_count; i++) {
        const wb_part *part = &w->parts[i];
        chosen[i] = KEEP;
        for (size_t k = 0; k < part->count && chosen[i] == KEEP; k++) {
            if (part->spellings[k].form == form) {
                chosen[i] = k;
                changed = true;
            }
        }
    }
    return !changed || add(w, chosen);
}

/* One part changed, the others as they are: the first spelling of each part, then the second … */
static bool add_singles(struct work *w)
{
    bool has_memory = true;
    for (size_t k = 0; k < WB_SPELLINGS_MAX; k++) {
        for (size_t i = 0; i < w->part_count && has_memory; i++) {
            choice chosen;
            for (size_t other = 0; other < w->part_count; other++) {
                chosen[other] = KEEP;
            }
            chosen[i] = k;
            has_memory = k >= w->parts[i].count || add(w, chosen);
        }
    }
    return has_memory;
}

/* The next combination, the last part turning fastest; false after the last one. */
static bool turn(const struct work *w, choice chosen)
{
    for (size_t i = w->part_count; i-- > 0;) {
        size_t next = chosen[i] == KEEP ? 0 : chosen[i] + 1;
        while (next < w->parts[i].count && w->parts[i].spellings[next].form == WB_FORM_OTHER &&
               w->parts[i].spellings[next].kind != WB_EQUIVALENT_SYNONYM) {
            next++;
        }
        if (next < w->parts[i].count) {
            chosen[i] = next;
            return true;
        }
        chosen[i] = KEEP;
    }
    return false;
}

static bool add_combinations(struct work *w)
{
    choice chosen;
    for (size_t i = 0; i < w->part_count; i++) {
        chosen[i] = KEEP;
    }
    bool has_memory = true;
    while (w->count < w->max && has_memory && turn(w, chosen)) {
        has_memory = add(w, chosen);
    }
    return has_memory;
}

/* What the synonym lists have at `at`. Returns the bytes of the word. */
static size_t read_synonym(const wb_equivalents *wanted, struct work *w, size_t at, wb_part *part)
{
    size_t longest = 0;
    part->count = 0;
    for (size_t i = 0; i < wanted->synonyms_count; i++) {
        const wb_synonyms_entry *entry = wb_synonyms_at(wanted->synonyms[i], w->text, at);
        if (!entry || entry->word.len < longest) {
            continue;
        }
        if (entry->word.len > longest) {
            longest = entry->word.len;
            part->count = 0;
        }
        for (size_t k = 0; k < entry->other_count && part->count < WB_SPELLINGS_MAX; k++) {
            part->spellings[part->count++] = (wb_spelling){.offset = w->pool.len,
                                                           .len = entry->others[k].len,
                                                           .form = WB_FORM_OTHER,
                                                           .kind = WB_EQUIVALENT_SYNONYM};
            wb_buf_put(&w->pool, entry->others[k]);
        }
    }
    part->start = at;
    part->end = at + longest;
    return longest;
}

/* Finds the parts from left to right. */
static void find_parts(const wb_equivalents *wanted, struct work *w)
{
    size_t at = 0;
    while (at < w->text.len && w->part_count < PARTS_MAX && w->pool.status == WB_OK) {
        wb_part *part = &w->parts[w->part_count];
        size_t len = read_synonym(wanted, w, at, part);
        if (len == 0 && wanted->numbers) {
            len = wb_spelling_read(w->text, at, &w->pool, part);
        }
        w->part_count += len > 0 && part->count > 0;
        size_t next = at;
        (void)wb_utf8_next(w->text, &next);
        at = len ? at + len : next;
    }
}

static bool add_all(struct work *w)
{
    return add_uniform(w, WB_FORM_ARABIC) && add_uniform(w, WB_FORM_CHINESE) && add_singles(w) &&
           (w->part_count < 2 || add_combinations(w));
}

wb_status wb_equivalents_of(const wb_equivalents *wanted, wb_slice folded, size_t max,
                            wb_arena *arena, const wb_query_alternative **ret, size_t *ret_count,
                            wb_error *err)
{
    struct work w = {.text = folded, .arena = arena};
    w.max = max < WB_EQUIVALENTS_ITEM_MAX ? max : WB_EQUIVALENTS_ITEM_MAX;
    find_parts(wanted, &w);
    bool has_memory = w.pool.status == WB_OK;
    if (has_memory && w.part_count && w.max) {
        w.found = wb_arena_alloc(arena, w.max, sizeof *w.found);
        has_memory = w.found && add_all(&w);
    }
    wb_buf_free(&w.pool);
    wb_buf_free(&w.built);
    wb_buf_free(&w.label);
    if (!has_memory) {
        return wb_error_nomem(err);
    }
    *ret = w.found;
    *ret_count = w.count;
    return WB_OK;
}

wb_status wb_equivalents_attach(const wb_equivalents *wanted, wb_query *query, wb_error *err)
{
    size_t left = WB_EQUIVALENTS_QUERY_MAX;
    wb_status status = WB_OK;
    for (size_t i = 0; i < query->item_count && status == WB_OK; i++) {
        wb_query_item *item = &query->items[i];
        if (!item->quoted && !item->prefix) {
            status = wb_equivalents_of(wanted, item->folded, left, &query->arena,
                                       &item->alternatives, &item->alternative_count, err);
            left -= status == WB_OK ? item->alternative_count : 0;
        }
    }
    return status;
}

/* Characters on either side of a match in the text; 0 at an end. */
static uint32_t char_before(wb_slice text, size_t at)
{
    return at ? wb_utf8_prev(text, &at) : 0;
}

static uint32_t char_at(wb_slice text, size_t at)
{
    return at < text.len ? wb_utf8_next(text, &at) : 0;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

#define CHAR_POINT 0x70B9u   /* 点 */
#define CHAR_PART 0x5206u    /* 分 */
#define CHAR_REST 0x4F59u    /* 余 */
#define CHAR_MORE 0x591Au    /* 多 */
#define CHAR_FRONT 0x524Du   /* 前 */
#define CHAR_FEW 0x51E0u     /* 几 */
#define CHAR_SEVERAL 0x6570u /* 数 */
#define CHAR_TENTH 0x6210u   /* 成 */
#define CHAR_HALF 0x534Au    /* 半 */

/* Whether the number at the start of a match goes on to the left. */
static bool goes_on_before(wb_slice text, size_t start)
{
    uint32_t first = char_at(text, start);
    uint32_t before = char_before(text, start);
    if (is_digit(first)) {
        size_t at = start;
        bool multiplied = wb_numeral_is_multiplier(before) && at > 0;
        if (!multiplied) {
            return false;
        }
        (void)wb_utf8_prev(text, &at);
        uint32_t farther = char_before(text, at);
        return is_digit(farther) || wb_numeral_is_chinese(farther); /* 2亿5000万 */
    }
    if (!wb_numeral_is_chinese(first)) {
        return false;
    }
    bool vague = (before == CHAR_FEW || before == CHAR_SEVERAL) && wb_numeral_is_multiplier(first);
    return wb_numeral_is_chinese(before) || is_digit(before) || vague ||
           wb_measure_binds_one(text, start);
}

/* Whether the number at the end of a match goes on to the right. */
static bool goes_on_behind(wb_slice text, size_t end)
{
    uint32_t last = char_before(text, end);
    uint32_t next = char_at(text, end);
    size_t behind = end;
    uint32_t second = 0;
    if (next) {
        (void)wb_utf8_next(text, &behind);
        second = char_at(text, behind);
    }
    if (is_digit(last)) {
        return wb_numeral_is_multiplier(next);
    }
    if (last == CHAR_TENTH) {
        return next == CHAR_HALF || wb_numeral_is_chinese(next);
    }
    if (!wb_numeral_is_chinese(last)) {
        return false;
    }
    bool rough = next == CHAR_REST || next == CHAR_MORE;
    bool decimal = next == CHAR_POINT && wb_numeral_is_chinese(second);
    return wb_numeral_is_chinese(next) || is_digit(next) || rough || decimal || next == CHAR_PART;
}

/* Whether a word that is no number reaches into the match or out of it: 三个 of 三个代表. */
static bool crosses_word(wb_slice text, size_t start, size_t end)
{
    size_t at = start;
    for (int i = 0; i < 4 && at > 0; i++) {
        (void)wb_utf8_prev(text, &at);
        if (at + wb_measure_word(text, at) > start) {
            return true;
        }
    }
    for (at = start; at < end; (void)wb_utf8_next(text, &at)) {
        if (wb_numeral_is_chinese(char_at(text, at)) && at + wb_measure_word(text, at) > end) {
            return true;
        }
    }
    return false;
}

/* 30亿 for 30亿元: nothing may follow that could be another unit. */
static bool has_other_unit(const wb_query_alternative *alternative, wb_slice text, size_t end)
{
    if (alternative->kind != WB_EQUIVALENT_UNIT ||
        !wb_numeral_is_multiplier(char_before(text, end))) {
        return false;
    }
    return wb_fold_class(char_at(text, end)) == WB_CHAR_CJK;
}

static bool is_piece(const wb_query_alternative *alternative, wb_slice text, size_t start,
                     size_t end)
{
    bool quarter =
        alternative->kind == WB_EQUIVALENT_ORDINAL && char_before(text, start) == CHAR_FRONT;
    return quarter || goes_on_before(text, start) || goes_on_behind(text, end) ||
           wb_measure_is_broken(text, start, end) || crosses_word(text, start, end) ||
           has_other_unit(alternative, text, end);
}

size_t wb_equivalents_find(const wb_query_alternative *alternative, wb_slice folded, size_t from)
{
    size_t len = alternative->folded.len;
    size_t at = wb_token_find(folded, alternative->folded, from);
    if (alternative->kind == WB_EQUIVALENT_SYNONYM) {
        return at;
    }
    while (at != SIZE_MAX && is_piece(alternative, folded, at, at + len)) {
        at = wb_token_find(folded, alternative->folded, at + 1);
    }
    return at;
}
