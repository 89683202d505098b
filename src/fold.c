#include <wbsearch/fold.h>

#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>

#include "fold_table.h"

/* Counts changes of the rules in this file; the table has its own hash. */
#define FOLD_RULES_VERSION 2u

static const char ELLIPSIS[] = "\xE2\x80\xA6"; /* … */

static inline uint32_t entry_of(uint32_t c)
{
    if (c > 0x10FFFF) {
        c = WB_UTF8_REPLACEMENT;
    }
    size_t page = fold_index[c >> FOLD_PAGE_BITS];
    return fold_pages[page * FOLD_PAGE_SIZE + (c & (FOLD_PAGE_SIZE - 1))];
}

static inline uint32_t kind_of(uint32_t entry)
{
    return entry >> FOLD_KIND_SHIFT & FOLD_KIND_MASK;
}

wb_char_class wb_fold_class(uint32_t c)
{
    return (wb_char_class)(entry_of(c) >> FOLD_CLASS_SHIFT);
}

uint32_t wb_fold_version(void)
{
    return fold_hash * 31u + FOLD_RULES_VERSION;
}

void wb_folded_init(wb_folded *folded)
{
    memset(folded, 0, sizeof *folded);
    wb_buf_init(&folded->text, 0);
}

void wb_folded_free(wb_folded *folded)
{
    wb_buf_free(&folded->text);
    wb_free(folded->source_start);
    wb_free(folded->source_end);
    wb_folded_init(folded);
}

/* What the rules in context need to remember while walking over the source. */
struct folder {
    wb_slice source;
    wb_folded *out;
    bool with_map;
    bool space_pending;       /* white space since the last character written */
    uint32_t space_start;     /* where it began in the source */
    uint32_t space_end;       /* and ended */
    uint32_t last;            /* last character written, 0 at the start */
    wb_char_class last_class; /* and its class */
    unsigned dots;            /* dots just written */
    unsigned digits;          /* digits just written, since the run or its last group began */
    bool grouped;             /* a comma was dropped from that run */
    bool group_open;          /* that run may hold grouping commas */
};

static bool grow_map(wb_folded *out)
{
    size_t need = out->text.cap;
    if (need <= out->map_cap) {
        return true;
    }
    uint32_t *start = wb_realloc(out->source_start, need, sizeof *start);
    if (!start) {
        return false;
    }
    out->source_start = start;
    uint32_t *end = wb_realloc(out->source_end, need, sizeof *end);
    if (!end) {
        return false;
    }
    out->source_end = end;
    out->map_cap = need;
    return true;
}

/* Appends one folded character that stands for source[start, end). */
static void write_char(struct folder *f, const char *bytes, size_t len, uint32_t start,
                       uint32_t end)
{
    wb_buf *text = &f->out->text;
    if (wb_buf_append(text, bytes, len) != WB_OK) {
        return;
    }
    if (f->with_map) {
        if (!grow_map(f->out)) {
            text->status = WB_NOMEM;
            return;
        }
        for (size_t i = text->len - len; i < text->len; i++) {
            f->out->source_start[i] = start;
            f->out->source_end[i] = end;
        }
    }
}

/* The last character written stands for the source up to `end` too. */
static void extend_last(struct folder *f, uint32_t end)
{
    if (f->with_map && f->out->text.status == WB_OK) {
        size_t i = f->out->text.len;
        do {
            f->out->source_end[--i] = end;
        } while (((unsigned char)f->out->text.data[i] & 0xC0) == 0x80);
    }
}

/* One space is kept between Latin letters and digits; and beside a dot, because "1. 2023年" is not
 * the decimal number 1.2023. */
static bool keeps_space(uint32_t c, wb_char_class class)
{
    return wb_fold_is_word(class) || c == '.';
}

/* The two dots just written and the one that ends at `end` in the source become an ellipsis. */
static void turn_dots(struct folder *f, uint32_t end)
{
    wb_buf *text = &f->out->text;
    if (text->status == WB_OK) {
        text->len -= 2;
        uint32_t start = f->with_map ? f->out->source_start[text->len] : 0;
        if (text->len && text->data[text->len - 1] == ' ') {
            text->len--; /* it stood beside a dot; beside an ellipsis there is none */
        }
        write_char(f, ELLIPSIS, 3, start, end);
    }
    f->last = 0x2026;
    f->last_class = WB_CHAR_OTHER;
    f->dots = 0;
}

static void put_folded(struct folder *f, uint32_t c, const char *bytes, size_t len, uint32_t start,
                       uint32_t end)
{
    wb_char_class class = wb_fold_class(c);
    if (f->space_pending) {
        f->space_pending = false;
        if (f->last && keeps_space(f->last, f->last_class) && keeps_space(c, class)) {
            write_char(f, " ", 1, f->space_start, f->space_end);
            f->last = ' ';
            f->last_class = WB_CHAR_SPACE;
        }
    }
    bool is_run = (c == '-' || c == 0x2026) && f->last == c;
    if (is_run || (c == '.' && f->last == 0x2026)) {
        extend_last(f, end);
        return;
    }
    f->dots = c == '.' ? (f->last == '.' ? f->dots : 0) + 1 : 0;
    if (f->dots == 3) {
        turn_dots(f, end);
        return;
    }
    if (class == WB_CHAR_DIGIT) {
        if (f->last_class != WB_CHAR_DIGIT) {
            f->digits = 0;
            f->grouped = false;
            f->group_open = c != '0' && f->last_class != WB_CHAR_LETTER && f->last != '.';
        }
        f->digits++;
    }
    write_char(f, bytes, len, start, end);
    f->last = c;
    f->last_class = class;
}

static bool is_digit_at(wb_slice source, size_t *offset)
{
    if (*offset >= source.len) {
        return false;
    }
    uint32_t entry = entry_of(wb_utf8_next(source, offset));
    uint32_t value = entry & FOLD_VALUE_MASK;
    return entry >> FOLD_CLASS_SHIFT == WB_CHAR_DIGIT ||
           (kind_of(entry) == FOLD_KIND_CHAR && value >= '0' && value <= '9');
}

/* Whether the ASCII comma before `offset` groups thousands: 1-3 digits before the first comma,
 * exactly three after each. */
static bool is_group_comma(const struct folder *f, size_t offset)
{
    if (f->space_pending || f->last_class != WB_CHAR_DIGIT) {
        return false;
    }
    if (f->grouped ? f->digits != 3 : !f->group_open || f->digits > 3) {
        return false;
    }
    for (int i = 0; i < 3; i++) {
        if (!is_digit_at(f->source, &offset)) {
            return false;
        }
    }
    return !is_digit_at(f->source, &offset);
}

static void fold_string(struct folder *f, uint32_t value, uint32_t start, uint32_t end)
{
    size_t len = value & ((1u << FOLD_LENGTH_BITS) - 1);
    wb_slice text = wb_slice_make((const char *)fold_pool + (value >> FOLD_LENGTH_BITS), len);
    for (size_t i = 0; i < len;) {
        size_t from = i;
        uint32_t c = wb_utf8_next(text, &i);
        if (c == ' ') { /* ¨ and its like fold to a space and a mark */
            f->space_pending = true;
            f->space_start = start;
            f->space_end = end;
            continue;
        }
        put_folded(f, c, text.ptr + from, i - from, start, end);
    }
}

/* Folds the character at `offset`; returns the offset behind what it used up. */
static size_t fold_at(struct folder *f, size_t offset)
{
    size_t next = offset;
    uint32_t c = wb_utf8_next(f->source, &next);
    uint32_t start = (uint32_t)offset;
    uint32_t entry = entry_of(c);
    uint32_t value = entry & FOLD_VALUE_MASK;

    /* ¯ and its like fold to a space, their mark being dropped. */
    bool is_space = entry >> FOLD_CLASS_SHIFT == WB_CHAR_SPACE ||
                    (kind_of(entry) == FOLD_KIND_CHAR && value == ' ');
    if (is_space) {
        if (!f->space_pending) {
            f->space_start = start;
        }
        f->space_pending = true;
        f->space_end = (uint32_t)next;
        return next;
    }
    if (c == ',' && is_group_comma(f, next)) {
        f->digits = 0;
        f->grouped = true;
        return next;
    }
    switch (kind_of(entry)) {
    case FOLD_KIND_SAME:
        put_folded(f, c, f->source.ptr + offset, next - offset, start, (uint32_t)next);
        break;
    case FOLD_KIND_CHAR: {
        char bytes[4];
        size_t len = wb_utf8_encode(value, bytes);
        put_folded(f, value, bytes, len, start, (uint32_t)next);
        break;
    }
    case FOLD_KIND_STRING:
        fold_string(f, value, start, (uint32_t)next);
        break;
    default:
        break;
    }
    return next;
}

wb_status wb_fold(wb_slice source, bool with_map, wb_folded *folded)
{
    wb_buf_clear(&folded->text);
    if (source.len > WB_BUF_MAX - 1) {
        return WB_LIMIT;
    }
    /* The fold is rarely longer than the source: one allocation, as a rule. */
    if (wb_buf_reserve(&folded->text, source.len) != WB_OK) {
        return folded->text.status;
    }
    if (with_map && !grow_map(folded)) {
        return WB_NOMEM;
    }
    struct folder f = {.source = source, .out = folded, .with_map = with_map};
    for (size_t offset = 0; offset < source.len;) {
        offset = fold_at(&f, offset);
    }
    return folded->text.status;
}
