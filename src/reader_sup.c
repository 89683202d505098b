/* Note marks in <sup>. */
#include <ctype.h>

#include <wbsearch/utf8.h>

#include "reader_html.h"
#include "reader_notes.h"
#include "reader_scan.h"

/* The longest label in <sup>, bytes. */
#define LABEL_MAX 16

/* A shorter run of capital letters may be a unit. */
#define ACRONYM_LETTERS 3

/* Whether what stood in <sup> refers to a note. At the start of a line it is the note's own label;
 * behind a unit or a number (m², 10⁸, 平方米²) digits are a power, but not behind CIM. */
static bool is_note_label(wb_slice label, wb_slice before)
{
    struct note_label read = note_label_of_raised(label);
    if (label.len > LABEL_MAX || read.style == LABEL_NONE || before.len == 0) {
        return false;
    }
    if (read.style != LABEL_PLAIN || label.ptr[0] < '0' || label.ptr[0] > '9') {
        return true;
    }
    size_t letters = 0;
    while (letters < before.len && letters < ACRONYM_LETTERS &&
           isupper((unsigned char)before.ptr[before.len - 1 - letters])) {
        letters++;
    }
    size_t at = before.len;
    uint32_t c = wb_utf8_prev(before, &at);
    return letters == ACRONYM_LETTERS ||
           (!wb_fold_is_word(wb_fold_class(c)) && !scan_is_one_of(c, "米里尺寸秒"));
}

void reader_end_sup(struct reader *r, size_t start)
{
    struct builder *b = r->builder;
    if (b->failed || start > b->text.len) {
        return;
    }
    wb_slice label = wb_slice_make(b->text.data + start, b->text.len - start);
    size_t line = b->break_count ? b->breaks[b->break_count - 1] : 0;
    line = line < start ? line : start;
    if (!is_note_label(label, wb_slice_make(b->text.data + line, start - line))) {
        return;
    }
    char copy[LABEL_MAX];
    size_t len = label.len;
    memcpy(copy, label.ptr, len);
    builder_truncate(b, start);
    builder_mark(r, wb_slice_make(copy, len));
}
