#include "cuts.h"

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>
#include <wbsearch/width.h>

/* So many marks are remembered that have not been closed. */
#define DEPTH_MAX 16

static bool is_one_of(uint32_t c, const uint32_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == c) {
            return true;
        }
    }
    return false;
}

#define IS_ONE_OF(c, list) is_one_of(c, list, sizeof(list) / sizeof *(list))

static bool ends_sentence(uint32_t c)
{
    static const uint32_t marks[] = {0x3002, 0xFF01, 0xFF1F, 0xFF1B, '!', '?', ';'};
    return IS_ONE_OF(c, marks);
}

static bool ends_clause(uint32_t c)
{
    static const uint32_t marks[] = {0xFF0C, 0x3001, 0xFF1A, ',', ':'};
    return IS_ONE_OF(c, marks);
}

/* “ ” ‘ ’ 「 」 『 』 《 》 〈 〉: what opens, and what closes it. */
static const uint32_t openers[] = {0x201C, 0x2018, 0x300C, 0x300E, 0x300A, 0x3008};
static const uint32_t closers[] = {0x201D, 0x2019, 0x300D, 0x300F, 0x300B, 0x3009};
#define PAIRS (sizeof openers / sizeof *openers)

/* What closes, and belongs to the sentence that ends before it. */
static bool is_closing(uint32_t c)
{
    static const uint32_t brackets[] = {0xFF09, ')', 0x3011, 0x3015, ']'};
    return IS_ONE_OF(c, closers) || IS_ONE_OF(c, brackets);
}

static bool is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

static bool is_word(uint32_t c)
{
    return wb_fold_is_word(wb_fold_class(c)) || is_digit(c) || (c >= 0xFF21 && c <= 0xFF3A) ||
           (c >= 0xFF41 && c <= 0xFF5A);
}

/* Marks that stand within numbers and words: 1,250 6.5 8:30 2/3 U.S. */
static bool joins(uint32_t c)
{
    static const uint32_t marks[] = {'.', ',', ':', '/', '-', '\'', 0xFF0E};
    return IS_ONE_OF(c, marks);
}

static bool is_percent(uint32_t c)
{
    return c == '%' || c == 0xFF05 || c == 0x2030;
}

/* 〇零一二三四五六七八九十百千万亿 */
static bool is_numeral(uint32_t c)
{
    static const uint32_t numerals[] = {0x3007, 0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                        0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341,
                                        0x767E, 0x5343, 0x4E07, 0x4EBF};
    return IS_ONE_OF(c, numerals);
}

/* The characters around a place; 0 where there are none. */
struct around {
    uint32_t second_before;
    uint32_t before;
    uint32_t behind;
    uint32_t second_behind;
};

/* Between digits all such marks belong to the number, between letters those but , : do. */
static bool is_joined(uint32_t left, uint32_t mark, uint32_t right)
{
    bool digits = is_digit(left) && is_digit(right);
    bool letters = is_word(left) && is_word(right) && !ends_clause(mark);
    return joins(mark) && (digits || letters);
}

static bool is_in_word(const struct around *a)
{
    return (is_word(a->before) && is_word(a->behind)) ||
           (is_digit(a->before) && is_percent(a->behind)) ||
           (is_numeral(a->before) && is_numeral(a->behind)) ||
           is_joined(a->second_before, a->before, a->behind) ||
           is_joined(a->before, a->behind, a->second_behind);
}

static wb_cut cut_between(const struct around *a, bool after_sentence)
{
    if (wb_width_char(a->behind) == 0 || is_in_word(a)) {
        return WB_CUT_INSIDE;
    }
    if (after_sentence && !is_closing(a->behind) && !ends_sentence(a->behind)) {
        return WB_CUT_SENTENCE;
    }
    return ends_clause(a->before) ? WB_CUT_CLAUSE : WB_CUT_CHAR;
}

static uint32_t char_at(const uint32_t *chars, size_t count, size_t i)
{
    return i < count ? chars[i] : 0; /* a place before the first wraps round */
}

/* Sets what can be said of each place from the characters beside it. */
static void set_plain(const uint32_t *chars, wb_cuts *cuts)
{
    bool after_sentence = false; /* or behind marks that close it */
    for (size_t i = 0; i <= cuts->count; i++) {
        struct around a = {char_at(chars, cuts->count, i - 2), char_at(chars, cuts->count, i - 1),
                           char_at(chars, cuts->count, i), char_at(chars, cuts->count, i + 1)};
        after_sentence = ends_sentence(a.before) || (after_sentence && is_closing(a.before));
        cuts->plain[i] = (uint8_t)(i == 0 || i == cuts->count ? WB_CUT_SENTENCE
                                                              : cut_between(&a, after_sentence));
    }
}

/* A mark that opens, and has not been closed yet. */
struct open {
    size_t pair;
    size_t at;
};

static size_t pair_of(uint32_t c, const uint32_t *marks)
{
    size_t pair = 0;
    while (pair < PAIRS && marks[pair] != c) {
        pair++;
    }
    return pair;
}

/* Keeps quotations and titles whole. */
static void set_quotations(const uint32_t *chars, wb_cuts *cuts)
{
    struct open stack[DEPTH_MAX];
    size_t depth = 0;
    for (size_t i = 0; i < cuts->count; i++) {
        size_t pair = pair_of(chars[i], openers);
        if (pair < PAIRS) {
            if (depth == DEPTH_MAX) { /* the first one will hardly be closed any more */
                memmove(stack, stack + 1, --depth * sizeof *stack);
            }
            stack[depth++] = (struct open){pair, i};
            continue;
        }
        pair = pair_of(chars[i], closers);
        size_t open = depth;
        while (pair < PAIRS && open > 0 && stack[open - 1].pair != pair) {
            open--;
        }
        if (pair < PAIRS && open > 0) {
            memset(cuts->cut + stack[open - 1].at + 1, WB_CUT_INSIDE, i - stack[open - 1].at);
            depth = open - 1;
        }
    }
}

wb_status wb_cuts_find(wb_slice text, wb_arena *arena, wb_cuts *ret, wb_error *err)
{
    size_t count = wb_utf8_count_chars(text);
    uint32_t *chars = wb_arena_alloc(arena, count, sizeof *chars);
    ret->count = count;
    ret->offset = wb_arena_alloc(arena, count + 1, sizeof *ret->offset);
    ret->plain = wb_arena_alloc(arena, count + 1, sizeof *ret->plain);
    ret->cut = wb_arena_alloc(arena, count + 1, sizeof *ret->cut);
    if (!chars || !ret->offset || !ret->plain || !ret->cut) {
        return wb_error_nomem(err);
    }
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        ret->offset[i] = (uint32_t)at;
        chars[i] = wb_utf8_next(text, &at);
    }
    ret->offset[count] = (uint32_t)text.len;
    set_plain(chars, ret);
    memcpy(ret->cut, ret->plain, count + 1);
    set_quotations(chars, ret);
    return WB_OK;
}
