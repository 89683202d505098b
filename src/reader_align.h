/*
 * Text beside the Markdown that it was written as: which bytes of the source a piece of text stands
 * for, where entities, escapes, tabs and line ends are written otherwise. Private to the reader.
 */
#ifndef WBSEARCH_SRC_READER_ALIGN_H
#define WBSEARCH_SRC_READER_ALIGN_H

#include <wbsearch/base.h>

/* Where a text may be written. */
struct markup {
    wb_slice source; /* up to the end of the block */
    bool is_code;    /* no entities, no escapes */
};

/* What one piece of a text corresponds to in the source. */
struct alignment {
    size_t literal_len;
    size_t source_len;
    bool verbatim;
};

/* The first piece of `literal` (not empty) beside the source at `at`; a piece of length 0 when they
 * differ. */
struct alignment align_piece(const struct markup *m, size_t at, wb_slice literal);

/* Whether all of `literal` corresponds to the source from `at` on. Every step costs one of
 * `budget`; there is no answer when that is used up. */
bool align_all(const struct markup *m, size_t at, wb_slice literal, size_t *budget);

#endif
