/**
 * @file width.h
 * Text on a terminal: columns, and characters that must not reach it.
 */
#ifndef WBSEARCH_WIDTH_H
#define WBSEARCH_WIDTH_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>

WB_BEGIN_DECLS

/** Columns that the character `c` takes: 0 (combining, format), 1, or 2 (East Asian Width W and F,
 *  UAX #11; ambiguous ones such as — and … count 2, as Chinese terminals show them). */
unsigned wb_width_char(uint32_t c);

/** Columns that `text` takes. */
size_t wb_width_text(wb_slice text);

/** Appends `text` with every control character replaced by U+FFFD; a tab or line end becomes a
 *  space. */
wb_status wb_width_put_safe(wb_buf *buf, wb_slice text);

WB_END_DECLS

#endif
