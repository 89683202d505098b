#include "spelling.h"

#include <wbsearch/utf8.h>

#include "measure.h"
#include "numeral.h"

/* The bytes of the digits or Chinese numerals at `at`. */
static size_t run_length(wb_slice text, size_t at)
{
    size_t end = at;
    while (end < text.len) {
        size_t next = end;
        uint32_t c = wb_utf8_next(text, &next);
        if (!wb_numeral_is_chinese(c) && !(c >= '0' && c <= '9')) {
            break;
        }
        end = next;
    }
    return end - at;
}

/* 几十, 数百: no number that could be written in digits. */
static bool is_vague(wb_slice text, size_t at)
{
    static const char *const signs[] = {"几", "数"};
    size_t behind = at;
    if (!wb_numeral_is_multiplier(wb_utf8_next(text, &behind))) {
        return false;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t len = strlen(signs[i]);
        if (at >= len && memcmp(text.ptr + at - len, signs[i], len) == 0) {
            return true;
        }
    }
    return false;
}

/* Takes the way in which the text has it off the list. */
static void leave_out_original(wb_speller *s, size_t len)
{
    wb_slice original = wb_slice_make(s->text.ptr + s->at, len);
    size_t kept = 0;
    for (size_t i = 0; i < s->part->count; i++) {
        wb_spelling spelling = s->part->spellings[i];
        wb_slice text = wb_slice_make(s->pool->data + spelling.offset, spelling.len);
        if (!wb_slice_equal(text, original)) {
            s->part->spellings[kept++] = spelling;
        }
    }
    s->part->count = kept;
}

/* Whether a part may begin at `at`: most characters of most queries are none. */
static bool may_begin(wb_slice text, size_t at, size_t run)
{
    static const char ORDINAL[] = "第";
    char c = text.ptr[at];
    return run || c == '(' || c == 'i' || c == 'v' || c == 'x' ||
           wb_slice_starts(wb_slice_make(text.ptr + at, text.len - at), ORDINAL);
}

size_t wb_spelling_read(wb_slice text, size_t at, wb_buf *pool, wb_part *ret)
{
    static size_t (*const readers[])(wb_speller *) = {
        wb_spelling_document, wb_spelling_date,    wb_spelling_clock,
        wb_spelling_range,    wb_spelling_percent, wb_spelling_fraction,
        wb_spelling_year,     wb_spelling_ordinal, wb_spelling_quantity,
    };
    ret->count = 0;
    size_t run = run_length(text, at);
    if (!may_begin(text, at, run)) {
        return 0;
    }
    size_t word = run ? wb_measure_word(text, at) : 0;
    if (word) {
        return word;
    }
    if (run && (wb_measure_binds_one(text, at) || is_vague(text, at))) {
        return run;
    }
    wb_speller s = {.text = text, .at = at, .pool = pool, .part = ret};
    for (size_t i = 0; i < sizeof readers / sizeof *readers && pool->status == WB_OK; i++) {
        size_t len = readers[i](&s);
        if (len && pool->status == WB_OK) {
            ret->start = at;
            ret->end = at + len;
            leave_out_original(&s, len);
            return len;
        }
        ret->count = 0;
    }
    return run;
}
