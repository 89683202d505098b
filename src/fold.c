#include <wbsearch/fold.h>

#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>

#include "fold_context.h"

/* Counts changes of the rules in this file and in fold_context.c; the table has its own hash. */
#define FOLD_RULES_VERSION 3u

/* FOLD_ELLIPSIS, FOLD_LIST_COMMA and FOLD_ZERO in UTF-8. */
static const char ELLIPSIS[] = "\xE2\x80\xA6";   /* … */
static const char LIST_COMMA[] = "\xE3\x80\x81"; /* 、 */
static const char ZERO[] = "\xE3\x80\x87";       /* 〇 */

/* The entry of a CJK character that folds to itself. */
#define FOLD_PLAIN_CJK                                                                             \
    ((uint32_t)WB_CHAR_CJK << FOLD_CLASS_SHIFT | FOLD_KIND_SAME << FOLD_KIND_SHIFT)

wb_char_class wb_fold_class(uint32_t c)
{
    return fold_class(fold_entry(c));
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

/* The walk over the source. */
struct folder {
    struct fold_state state; /* for the rules in context */
    wb_folded *out;
    bool with_map;
    bool space_pending;   /* white space since the last character written */
    uint32_t space_start; /* where it began in the source */
    uint32_t space_end;   /* and ended */
    unsigned dots;        /* dots just written */
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
    f->state.last = FOLD_ELLIPSIS;
    f->state.last_class = WB_CHAR_OTHER;
    f->dots = 0;
}

static void put_folded(struct folder *f, uint32_t c, const char *bytes, size_t len, uint32_t start,
                       uint32_t end)
{
    wb_char_class class = wb_fold_class(c);
    bool gap = f->space_pending;
    bool joined = false;
    f->space_pending = false;
    if (f->state.last_class == WB_CHAR_CJK && (c == '0' || c == 'o') &&
        fold_is_numeral(f->state.last) && fold_is_numeral_zero(&f->state, c)) {
        c = FOLD_ZERO;
        class = WB_CHAR_CJK;
        bytes = ZERO;
        len = 3;
    } else if (f->state.last_class == WB_CHAR_DIGIT && c == FOLD_COMMA) {
        c = fold_comma_as(&f->state, gap);
        if (c == 0) {
            f->state.digits = 0;
            f->state.grouped = true;
            return;
        }
        bytes = c == FOLD_COMMA ? bytes : LIST_COMMA;
    } else if (gap && f->state.last && keeps_space(f->state.last, f->state.last_class) &&
               keeps_space(c, class)) {
        joined = fold_gap_goes(&f->state, c);
        if (!joined) {
            write_char(f, " ", 1, f->space_start, f->space_end);
            f->state.last = ' ';
            f->state.last_class = WB_CHAR_SPACE;
        }
    }
    bool is_run = (c == '-' || c == FOLD_ELLIPSIS) && f->state.last == c;
    if (is_run || (c == '.' && f->state.last == FOLD_ELLIPSIS)) {
        extend_last(f, end);
        return;
    }
    f->dots = c == '.' ? (f->state.last == '.' ? f->dots : 0) + 1 : 0;
    if (f->dots == 3) {
        turn_dots(f, end);
        return;
    }
    if (wb_fold_is_word(class)) {
        fold_note_word(&f->state, c, class, !gap, joined);
    }
    f->state.spaced_dot = c == '.' && joined;
    write_char(f, bytes, len, start, end);
    f->state.last = c;
    f->state.last_class = class;
}

static void fold_string(struct folder *f, uint32_t entry, uint32_t start, uint32_t end)
{
    wb_slice text = fold_string_of(entry);
    if (f->state.last_class == WB_CHAR_DIGIT && fold_is_digit((unsigned char)text.ptr[0]) &&
        !f->space_pending) {
        f->space_pending = true; /* 1½ is not 11/2 */
        f->space_start = start;
        f->space_end = end;
    }
    for (size_t i = 0; i < text.len;) {
        size_t from = i;
        uint32_t c = wb_utf8_next(text, &i);
        f->state.next.rest = wb_slice_make(text.ptr + i, text.len - i);
        if (c == ' ') { /* ¨ and its like fold to a space and a mark */
            f->space_pending = true;
            f->space_start = start;
            f->space_end = end;
            continue;
        }
        put_folded(f, c, text.ptr + from, i - from, start, end);
    }
}

/* Folds the character at `offset`; returns the offset behind it. */
static size_t fold_at(struct folder *f, size_t offset)
{
    size_t next = offset;
    uint32_t c = wb_utf8_next(f->state.source, &next);
    uint32_t start = (uint32_t)offset;
    uint32_t entry = fold_entry(c);
    uint32_t value = entry & FOLD_VALUE_MASK;

    /* ¯ and its like fold to a space, their mark being dropped. */
    bool is_space =
        fold_class(entry) == WB_CHAR_SPACE || (fold_kind(entry) == FOLD_KIND_CHAR && value == ' ');
    if (is_space) {
        if (!f->space_pending) {
            f->space_start = start;
        }
        f->space_pending = true;
        f->space_end = (uint32_t)next;
        return next;
    }
    f->state.next.offset = next;
    switch (fold_kind(entry)) {
    case FOLD_KIND_SAME:
        put_folded(f, c, f->state.source.ptr + offset, next - offset, start, (uint32_t)next);
        break;
    case FOLD_KIND_CHAR: {
        char bytes[4];
        size_t len = wb_utf8_encode(value, bytes);
        put_folded(f, value, bytes, len, start, (uint32_t)next);
        break;
    }
    case FOLD_KIND_STRING:
        fold_string(f, entry, start, (uint32_t)next);
        break;
    default:
        break;
    }
    return next;
}

/* The character at `offset` if it is three bytes long, as nearly all are that plain runs are made
 * of; else 0. Bytes that are no UTF-8 may give a surrogate or a character below U+0800, none of
 * which is plain. */
static uint32_t three_bytes_at(wb_slice source, size_t offset)
{
    const unsigned char *p = (const unsigned char *)source.ptr + offset;
    bool is_three = source.len - offset >= 3 && (p[0] & 0xF0) == 0xE0 && (p[1] & 0xC0) == 0x80 &&
                    (p[2] & 0xC0) == 0x80;
    return is_three ? (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu) : 0;
}

/* Where the run of Chinese characters ends that begins at `offset` and folds to itself; `*last` is
 * its last character. */
static size_t end_of_plain(wb_slice source, size_t offset, uint32_t *last)
{
    while (offset < source.len) {
        size_t next = offset + 3;
        uint32_t c = three_bytes_at(source, offset);
        if (c == 0) {
            next = offset;
            c = wb_utf8_next(source, &next);
        }
        if (fold_entry(c) != FOLD_PLAIN_CJK) {
            break;
        }
        *last = c;
        offset = next;
    }
    return offset;
}

bool wb_fold_is_plain(wb_slice text)
{
    uint32_t last = 0;
    return end_of_plain(text, 0, &last) == text.len;
}

/* Writes the plain run source[start, end), most of a Chinese text: no rule in context is about it
 * but that white space before it goes. */
static void put_plain(struct folder *f, size_t start, size_t end, uint32_t last)
{
    wb_buf *text = &f->out->text;
    size_t at = text->len;
    if (wb_buf_append(text, f->state.source.ptr + start, end - start) != WB_OK) {
        return;
    }
    if (f->with_map) {
        if (!grow_map(f->out)) {
            text->status = WB_NOMEM;
            return;
        }
        for (size_t i = start; i < end;) {
            size_t from = i;
            (void)wb_utf8_next(f->state.source, &i);
            for (size_t next = at + i - from; at < next; at++) {
                f->out->source_start[at] = (uint32_t)from;
                f->out->source_end[at] = (uint32_t)i;
            }
        }
    }
    f->space_pending = false;
    f->state.spaced_dot = false;
    f->dots = 0;
    f->state.last = last;
    f->state.last_class = WB_CHAR_CJK;
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
    struct folder f = {.state = {.source = source}, .out = folded, .with_map = with_map};
    for (size_t offset = 0; offset < source.len;) {
        uint32_t last = 0;
        size_t end = end_of_plain(source, offset, &last);
        if (end > offset) {
            put_plain(&f, offset, end, last);
            offset = end;
        } else {
            offset = fold_at(&f, offset);
        }
    }
    return folded->text.status;
}
