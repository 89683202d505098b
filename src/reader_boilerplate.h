/*
 * What is in a document's source but not in the document: the furniture of web pages, tables of
 * contents, what converters put for pictures. reader_boilerplate.c decides by place, the other
 * files by shape. Private to them.
 */
#ifndef WBSEARCH_SRC_READER_BOILERPLATE_H
#define WBSEARCH_SRC_READER_BOILERPLATE_H

#include "reader.h"

/* A line of a block: its text [start, end). */
struct text_line {
    const struct block *block;
    uint32_t start;
    uint32_t end;
    uint8_t verdict; /* LINE_KEPT, or the reason for leaving it out plus 1 */
};

#define LINE_KEPT 0

static inline wb_slice line_text(const struct text_line *line)
{
    return wb_slice_make(line->block->text.ptr + line->start, line->end - line->start);
}

static inline void line_omit(struct text_line *line, wb_omission_reason reason)
{
    line->verdict = (uint8_t)(reason + 1);
}

/* How much a line's shape says. */
enum furniture_strength {
    FURNITURE_NONE,
    FURNITURE_WEAK, /* only beside a line that is furniture for sure */
    FURNITURE_SURE
};

/* Where a line stands. */
enum furniture_place { FURNITURE_TOP, FURNITURE_BOTTOM };

struct furniture {
    enum furniture_strength strength;
    wb_omission_reason reason;
    bool wants_value; /* a label whose value stands on the next line */
    bool opens_list;  /* the title of a list of links */
};

/* What a line at the top or bottom of a document is by its shape. Only a short line is looked at.
 */
struct furniture furniture_of(wb_slice text, enum furniture_place place,
                              struct cue_scratch *scratch);

/* Omits the tables of contents. */
void omit_contents(struct text_line *lines, size_t count);

#endif
