/* What a note begins with: its label and the term that it explains. */
#include "reader_notes.h"

#include <xxhash.h>

#include <wbsearch/utf8.h>

/* More digits are a year or a number, not a label. */
#define LABEL_DIGITS 3
/* The longest name of a footnote, bytes. */
#define NAME_MAX_BYTES 24
/* The longest term, characters. */
#define TERM_CHARS 40

static const struct note_label no_label = {LABEL_NONE, 0, 0};

uint32_t note_circled_number(uint32_t c)
{
    static const struct {
        uint32_t first, last, number;
    } ranges[] = {
        {0x2460, 0x2473, 1},  {0x2776, 0x277F, 1}, {0x2780, 0x2789, 1},  {0x278A, 0x2793, 1},
        {0x24EB, 0x24F4, 11}, {0x24F5, 0x24FE, 1}, {0x3251, 0x325F, 21}, {0x32B1, 0x32BF, 36},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (c >= ranges[i].first && c <= ranges[i].last) {
            return c - ranges[i].first + ranges[i].number;
        }
    }
    return 0;
}

/* The value of a digit, ASCII or full-width, or 10. */
static unsigned digit_value(uint32_t c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 0xFF10 && c <= 0xFF19 ? c - 0xFF10 : 10;
}

static unsigned superscript_value(uint32_t c)
{
    return c == 0xB9                    ? 1
           : c == 0xB2                  ? 2
           : c == 0xB3                  ? 3
           : c >= 0x2070 && c <= 0x2079 ? c - 0x2070
                                        : 10;
}

/* The number at `*at`, which moves behind it; 0 when there is none, or one too long. */
static uint32_t number_at(wb_slice text, size_t *at, unsigned (*value_of)(uint32_t))
{
    uint32_t number = 0;
    size_t digits = 0;
    while (*at < text.len) {
        size_t next = *at;
        unsigned value = value_of(wb_utf8_next(text, &next));
        if (value > 9) {
            break;
        }
        if (++digits > LABEL_DIGITS) {
            return 0;
        }
        number = number * 10 + value;
        *at = next;
    }
    return number;
}

static bool skip_char(wb_slice text, size_t *at, const char *set)
{
    if (*at >= text.len) {
        return false;
    }
    size_t next = *at;
    uint32_t c = wb_utf8_next(text, &next);
    wb_slice chars = wb_slice_from(set);
    for (size_t i = 0; i < chars.len;) {
        if (wb_utf8_next(chars, &i) == c) {
            *at = next;
            return true;
        }
    }
    return false;
}

static void skip_blank(wb_slice text, size_t *at)
{
    while (*at < text.len) {
        size_t next = *at;
        wb_char_class class = wb_fold_class(wb_utf8_next(text, &next));
        if (class != WB_CHAR_SPACE && class != WB_CHAR_DROP) {
            break;
        }
        *at = next;
    }
}

/* [^1], [^name] */
static struct note_label footnote_label(wb_slice text)
{
    size_t end = 2;
    while (end < text.len && end - 2 < NAME_MAX_BYTES && !strchr("] [", text.ptr[end])) {
        end++;
    }
    if (end == 2 || end >= text.len || text.ptr[end] != ']') {
        return no_label;
    }
    size_t at = 2;
    uint32_t number = number_at(text, &at, digit_value);
    if (at < end || number == 0) { /* names are told from numbers by the highest bit */
        number = (uint32_t)XXH3_64bits(text.ptr + 2, end - 2) | (uint32_t)1 << 31;
    }
    return (struct note_label){LABEL_FOOTNOTE, number, end + 1};
}

static struct note_label bracket_label(wb_slice text)
{
    size_t at = 0;
    if (!skip_char(text, &at, "[［〔【")) {
        return no_label;
    }
    uint32_t number = number_at(text, &at, digit_value);
    if (number == 0 || !skip_char(text, &at, "]］〕】")) {
        return no_label;
    }
    return (struct note_label){LABEL_BRACKET, number, at};
}

/* Stars are counted; a ※ is another sign than a *. */
static struct note_label star_label(wb_slice text)
{
    size_t at = 0;
    uint32_t count = 0;
    uint32_t sign = wb_slice_starts(text, "※") ? 10 : 0;
    while (count < LABEL_DIGITS && skip_char(text, &at, sign ? "※" : "*＊")) {
        count++;
    }
    return (struct note_label){count ? LABEL_STAR : LABEL_NONE, sign + count, at};
}

struct note_label note_label_of_mark(wb_slice text)
{
    if (text.len == 0) {
        return no_label;
    }
    if (wb_slice_starts(text, "[^")) {
        return footnote_label(text);
    }
    size_t next = 0;
    uint32_t first = wb_utf8_next(text, &next);
    uint32_t circled = note_circled_number(first);
    if (circled) {
        return (struct note_label){LABEL_CIRCLED, circled, next};
    }
    if (superscript_value(first) <= 9) {
        size_t at = 0;
        uint32_t number = number_at(text, &at, superscript_value);
        return number ? (struct note_label){LABEL_PLAIN, number, at} : no_label;
    }
    struct note_label label = bracket_label(text);
    return label.style ? label : star_label(text);
}

struct note_label note_label_of_raised(wb_slice text)
{
    size_t at = 0;
    uint32_t number = number_at(text, &at, digit_value);
    struct note_label label =
        number ? (struct note_label){LABEL_PLAIN, number, at} : note_label_of_mark(text);
    if (!label.style && skip_char(text, &at, "(（")) {
        number = number_at(text, &at, digit_value);
        bool closed = number && skip_char(text, &at, ")）");
        label = closed ? (struct note_label){LABEL_PLAIN, number, at} : no_label;
    }
    return label.len == text.len ? label : no_label;
}

/* 1. 1、 （1） 1) 注1：, and a 1 that was a superscript, at the start of a note. */
static struct note_label plain_label(wb_slice text)
{
    size_t at = 0;
    bool note = wb_slice_starts(text, "注");
    at += note ? strlen("注") : 0;
    skip_blank(text, &at);
    bool bracket = skip_char(text, &at, "(（");
    uint32_t number = number_at(text, &at, digit_value);
    if (number == 0) {
        return no_label;
    }
    bool closed = bracket ? skip_char(text, &at, ")）")
                  : note  ? skip_char(text, &at, ":：.．、")
                          : skip_char(text, &at, ".．、)） 　");
    size_t behind = at;
    bool more_digits = at < text.len && digit_value(wb_utf8_next(text, &behind)) <= 9;
    bool decimal = more_digits && wb_slice_ends(wb_slice_make(text.ptr, at), ".");
    return closed && !decimal ? (struct note_label){LABEL_PLAIN, number, at} : no_label;
}

struct note_label note_label_of_note(wb_slice text)
{
    struct note_label label = note_label_of_mark(text);
    if (!label.style) {
        label = plain_label(text);
    } else if (label.style == LABEL_FOOTNOTE) {
        label = skip_char(text, &label.len, ":") ? label : no_label;
    } else { /* "①、" and "[1]." are labels too */
        (void)skip_char(text, &label.len, "、.．");
    }
    if (label.style) {
        skip_blank(text, &label.len);
    }
    return label;
}

static bool goes_on_with(wb_slice text, size_t at, const char *const *words, size_t count)
{
    wb_slice rest = wb_slice_make(text.ptr + at, text.len - at);
    for (size_t i = 0; i < count; i++) {
        if (wb_slice_starts(rest, words[i])) {
            return true;
        }
    }
    return false;
}

/* 注：… names nothing, and [^1]: 指… says at once what the word before the mark means. */
static bool is_no_term(wb_slice text)
{
    static const char *const words[] = {"注",   "註",   "备注", "備註", "说明", "說明",
                                        "附件", "附表", "附图", "附录", "来源", "联系人"};
    static const char *const beginning_so[] = {"指数", "指标", "指导", "指挥",
                                               "指南", "指引", "指定"};
    if (wb_slice_starts(text, "指") &&
        !goes_on_with(text, 0, beginning_so, sizeof beginning_so / sizeof *beginning_so)) {
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (wb_slice_equal(text, wb_slice_from(words[i]))) {
            return true;
        }
    }
    return false;
}

/* Without blanks and quotes around it. */
static struct span trim_term(wb_slice text, size_t start, size_t end)
{
    skip_blank(text, &start);
    while (end > start) {
        size_t before = end;
        if (wb_fold_class(wb_utf8_prev(text, &before)) != WB_CHAR_SPACE) {
            break;
        }
        end = before;
    }
    wb_slice term = wb_slice_make(text.ptr + start, end - start);
    static const struct {
        const char *open, *close;
    } quotes[] = {{"“", "”"}, {"「", "」"}, {"\"", "\""}, {"【", "】"}};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        size_t open = strlen(quotes[i].open);
        size_t close = strlen(quotes[i].close);
        if (term.len > open + close && wb_slice_starts(term, quotes[i].open) &&
            wb_slice_ends(term, quotes[i].close) &&
            !memmem(term.ptr + open, term.len - open - close, quotes[i].close, close)) {
            start += open;
            end -= close;
            break;
        }
    }
    if (is_no_term(wb_slice_make(text.ptr + start, end - start))) {
        end = start = 0;
    }
    return (struct span){(uint32_t)start, (uint32_t)end};
}

/* A dash between term and explanation, not the one of 2021—2025年. */
static bool is_dash(wb_slice text, uint32_t c, size_t behind)
{
    bool dash = c == 0x2014 || c == 0x2015 || c == 0x2013;
    size_t next = behind;
    return dash && behind < text.len && digit_value(wb_utf8_next(text, &next)) > 9;
}

struct span note_term(wb_slice text, size_t label_len)
{
    static const char *const verbs[] = {"是指", "系指", "主要是指", "主要指", "指的是"};
    static const char *const behind_comma[] = {"是", "指", "即", "系", "主要"};
    static const char *const behind_stop[] = {"是", "指", "即", "也称", "又称", "原指"};
    size_t weak = 0; /* where the first 指 stands: less sure, 指 may be part of the term */
    size_t at = label_len;
    for (size_t chars = 0; at < text.len && chars < TERM_CHARS; chars++) {
        size_t start = at;
        uint32_t c = wb_utf8_next(text, &at);
        bool comma = c == 0xFF0C || c == ',';
        bool stop = c == 0x3002;
        if (start > label_len &&
            (c == ':' || c == 0xFF1A || is_dash(text, c, at) ||
             goes_on_with(text, start, verbs, sizeof verbs / sizeof *verbs) ||
             (comma &&
              goes_on_with(text, at, behind_comma, sizeof behind_comma / sizeof *behind_comma)) ||
             (stop &&
              goes_on_with(text, at, behind_stop, sizeof behind_stop / sizeof *behind_stop)))) {
            return trim_term(text, label_len, start);
        }
        if (comma || stop || c == 0xFF1B || c == 0xFF01 || c == 0xFF1F || c == ';') {
            break;
        }
        if (!weak && start > label_len && c == 0x6307 /* 指 */) {
            weak = start;
        }
    }
    return weak ? trim_term(text, label_len, weak) : (struct span){0, 0};
}
