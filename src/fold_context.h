/*
 * The rules of the fold that need to see more than one character (fold.h lists them), apart from
 * the walk that writes the fold. Private to fold.c and fold_context.c.
 *
 * All of them see folded characters, so that they decide alike on a text and on its fold; and they
 * look no further than to the ends of a word or number, so that they decide alike on a text and on
 * its parts.
 */
#ifndef FOLD_CONTEXT_H
#define FOLD_CONTEXT_H

#include <wbsearch/chars.h>
#include <wbsearch/utf8.h>

#include "fold_table.h"

/* Folded characters that the rules in context name. */
enum {
    FOLD_ELLIPSIS = 0x2026,   /* … */
    FOLD_COMMA = 0xFF0C,      /* ， */
    FOLD_LIST_COMMA = 0x3001, /* 、 */
    FOLD_YEAR = 0x5E74,       /* 年 */
    FOLD_ZERO = 0x3007        /* 〇 */
};

/* The table's entry of a code point. */
static inline uint32_t fold_entry(uint32_t c)
{
    if (c > 0x10FFFF) {
        c = WB_UTF8_REPLACEMENT;
    }
    size_t page = fold_index[c >> FOLD_PAGE_BITS];
    return fold_pages[page * FOLD_PAGE_SIZE + (c & (FOLD_PAGE_SIZE - 1))];
}

static inline wb_char_class fold_class(uint32_t entry)
{
    return (wb_char_class)(entry >> FOLD_CLASS_SHIFT);
}

static inline uint32_t fold_kind(uint32_t entry)
{
    return entry >> FOLD_KIND_SHIFT & FOLD_KIND_MASK;
}

/* The string that a character with this entry of FOLD_KIND_STRING folds to. */
static inline wb_slice fold_string_of(uint32_t entry)
{
    uint32_t value = entry & FOLD_VALUE_MASK;
    return wb_slice_make((const char *)fold_pool + (value >> FOLD_LENGTH_BITS),
                         value & ((1u << FOLD_LENGTH_BITS) - 1));
}

static inline bool fold_is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static inline bool fold_is_letter(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

/* A place in the source, and what is still to come of the string that the character before it folds
 * to. */
struct fold_place {
    size_t offset;
    wb_slice rest;
};

/* What the rules need to remember of what was written. */
struct fold_state {
    wb_slice source;
    struct fold_place next;   /* behind the character being written */
    uint32_t last;            /* last character written, 0 at the start */
    wb_char_class last_class; /* and its class */
    bool lone;                /* it is a digit or a letter a-z that nothing stands before closely */
    bool spaced_dot;          /* it is the dot of a number, with white space before it */
    unsigned lone_letters;    /* letters just joined, one counts as one */
    unsigned digits;          /* digits just written, since the run or its last group began */
    bool grouped;             /* a comma was dropped from that run */
    bool group_open;          /* that run may hold grouping commas */
};

/* Whether the white space before `c`, which stands between two of letters, digits and dots, was put
 * into a number or a word: 1 9 9 8, 3 . 5, G D P. */
bool fold_gap_goes(const struct fold_state *f, uint32_t c);

/* What a comma behind a digit becomes: FOLD_COMMA; FOLD_LIST_COMMA when only white space tells it
 * from one that groups thousands; or 0 when it does: 1-3 digits before the first, exactly three
 * after each. `gap_before`: white space stands before it. */
uint32_t fold_comma_as(const struct fold_state *f, bool gap_before);

/* Whether `c`, a 0 or the letter o behind a Chinese numeral, is written for 〇: up to four of them,
 * then a numeral or 年. */
bool fold_is_numeral_zero(const struct fold_state *f, uint32_t c);

/* 一 to 九, 〇, 零. */
bool fold_is_numeral(uint32_t c);

/* Takes note of a letter or digit being written; `close`: nothing stands between it and the
 * character before it; `joined`: white space did, but went. */
void fold_note_word(struct fold_state *f, uint32_t c, wb_char_class class, bool close, bool joined);

#endif
