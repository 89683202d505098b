/*
 * Tables of contents: dot leaders, and the list under 目录 whose lines stand again in the text.
 */
#include "reader_boilerplate.h"

#include <wbsearch/utf8.h>

/* The longest entry, characters. */
#define ENTRY_CHARS 60
/* The most entries of a table without page numbers. */
#define ENTRIES_MAX 2000
/* A list of fewer is no table of contents. */
#define ENTRIES_MIN 3
/* Tables without page numbers that are looked for in a document: bounds the work. */
#define TABLES_MAX 8
/* The fewest dots that lead to a page number; and without one, when the line was cut. */
#define LEADER_DOTS 4
#define LONG_LEADER_DOTS 10
/* An entry that takes two lines may stand between two leaders. */
#define WRAPPED_LINES 1
/* An entry that stands differently in the text is skipped, so many in a row. */
#define MISSES_MAX 3

static bool is_blank_char(uint32_t c)
{
    wb_char_class class = wb_fold_class(c);
    return class == WB_CHAR_SPACE || class == WB_CHAR_DROP;
}

/* How many dots of a leader `c` is. */
static size_t dots_of(uint32_t c)
{
    switch (c) {
    case '.':
    case 0xB7:   /* · */
    case 0x2022: /* • */
    case 0x30FB: /* ・ */
    case 0xFF0E: /* ． */
    case 0x2027: /* ‧ */
        return 1;
    case 0x2025:
        return 2;
    case 0x2026:
        return 3;
    default:
        return 0;
    }
}

/* The number of dots before the page number at the end; 0 when there is text between. */
static size_t leader(wb_slice text, bool *ret_numbered)
{
    size_t at = text.len;
    size_t dots = 0;
    *ret_numbered = false;
    while (at > 0) {
        size_t before = at;
        uint32_t c = wb_utf8_prev(text, &before);
        bool digit = dots == 0 && (wb_fold_class(c) == WB_CHAR_DIGIT || c == '-' || c == ')' ||
                                   c == '(' || c == 0xFF08 || c == 0xFF09);
        if (digit) {
            *ret_numbered = *ret_numbered || wb_fold_class(c) == WB_CHAR_DIGIT;
        } else if (dots_of(c)) {
            dots += dots_of(c);
        } else if (!is_blank_char(c)) {
            return dots;
        }
        at = before;
    }
    return dots;
}

enum entry { ENTRY_NONE, ENTRY_CUT, ENTRY_NUMBERED };

static enum entry leader_entry(wb_slice text)
{
    unsigned char last = text.len ? (unsigned char)text.ptr[text.len - 1] : 0;
    bool may_be =
        last == '.' || last == ' ' || last == ')' || (last >= '0' && last <= '9') || last >= 0x80;
    if (!may_be) {
        return ENTRY_NONE;
    }
    bool numbered;
    size_t dots = leader(text, &numbered);
    if (numbered) {
        return dots >= LEADER_DOTS ? ENTRY_NUMBERED : ENTRY_NONE;
    }
    return dots >= LONG_LEADER_DOTS ? ENTRY_CUT : ENTRY_NONE;
}

/* 目录, 目　次, with or without marks around it. */
static bool is_title(wb_slice text)
{
    static const char *const titles[] = {"目录", "目錄", "目次"};
    if (text.len > 40) {
        return false;
    }
    char stripped[41];
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        if (!is_blank_char(wb_utf8_next(text, &at))) {
            memcpy(stripped + len, text.ptr + start, at - start);
            len += at - start;
        }
    }
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (wb_slice_equal(wb_slice_make(stripped, len), wb_slice_from(titles[i]))) {
            return true;
        }
    }
    return false;
}

static bool may_be_entry(const struct text_line *line)
{
    wb_slice text = line_text(line);
    return !cue_ends_sentence(text) && wb_utf8_offset_of(text, ENTRY_CHARS) == text.len;
}

/* Omits the table whose leaders begin in lines[first, count), with its title at `first` if
 * `titled`; returns the line behind it. */
static size_t omit_leaders(struct text_line *lines, size_t count, size_t first, bool titled)
{
    size_t end = first; /* behind the last entry */
    size_t entries = 0;
    size_t between = 0; /* lines since then that are none */
    for (size_t i = first + titled; i < count && between <= WRAPPED_LINES; i++) {
        enum entry entry = leader_entry(line_text(&lines[i]));
        if (entry == ENTRY_NUMBERED || (entry == ENTRY_CUT && (titled || entries))) {
            entries++;
            end = i + 1;
            between = 0;
        } else if (may_be_entry(&lines[i])) {
            between++;
        } else {
            break;
        }
    }
    if (entries < 2) {
        return first + 1;
    }
    for (size_t i = first; i < end; i++) {
        line_omit(&lines[i], WB_OMITTED_CONTENTS);
    }
    return end;
}

/* Whether two lines are the same but for white space. */
static bool same_text(wb_slice a, wb_slice b)
{
    size_t i = 0;
    size_t k = 0;
    for (;;) {
        uint32_t c = 0;
        uint32_t d = 0;
        while (i < a.len && is_blank_char(c = wb_utf8_next(a, &i))) {
            c = 0;
        }
        while (k < b.len && is_blank_char(d = wb_utf8_next(b, &k))) {
            d = 0;
        }
        if (c != d) {
            return false;
        }
        if (c == 0) {
            return true;
        }
    }
}

/* How many of the entries lines[first, end) stand again behind them, in their order. */
static size_t count_again(const struct text_line *lines, size_t count, size_t first, size_t end)
{
    size_t found = 0;
    size_t next = first;
    for (size_t i = end; i < count && next < end; i++) {
        wb_slice text = line_text(&lines[i]);
        for (size_t miss = 0; miss < MISSES_MAX && next + miss < end; miss++) {
            if (same_text(line_text(&lines[next + miss]), text)) {
                next += miss + 1;
                found++;
                break;
            }
        }
    }
    return found;
}

/* Omits a table without page numbers whose title is lines[title]: its first entry stands again
 * behind its last one, and so do most. */
static void omit_list(struct text_line *lines, size_t count, size_t title)
{
    size_t first = title + 1;
    size_t end = first + 1;
    while (end < count && end - first < ENTRIES_MAX && may_be_entry(&lines[end - 1]) &&
           !same_text(line_text(&lines[first]), line_text(&lines[end]))) {
        end++;
    }
    if (end >= count || end - first < ENTRIES_MIN || end - first >= ENTRIES_MAX ||
        !may_be_entry(&lines[end - 1])) {
        return;
    }
    if (count_again(lines, count, first, end) * 3 < (end - first) * 2) {
        return;
    }
    for (size_t i = title; i < end; i++) {
        line_omit(&lines[i], WB_OMITTED_CONTENTS);
    }
}

void omit_contents(struct text_line *lines, size_t count)
{

    size_t tables = 0;
    for (size_t i = 0; i < count;) {
        wb_slice text = line_text(&lines[i]);
        bool titled = is_title(text);
        if (!titled && leader_entry(text) != ENTRY_NUMBERED) {
            i++;
            continue;
        }
        size_t end = omit_leaders(lines, count, i, titled);
        if (titled && end == i + 1 && tables < TABLES_MAX) {
            tables++;
            omit_list(lines, count, i);
        }
        i = end;
    }
}
