/**
 * @file spelling.h
 * The parts of a text that can be written in other ways, and these ways.
 */
#ifndef WBSEARCH_QUERY_SPELLING_H
#define WBSEARCH_QUERY_SPELLING_H

#include "spelling_parts.h"

WB_BEGIN_DECLS

/**
 * Reads the part of the folded `text` that begins at byte `at`. The ways to write it are appended
 * to `pool`. Returns the bytes that are dealt with: of a part with `ret->count` > 0, or of
 * something that looks like one and is none (a word that begins with a numeral: `ret->count` is 0),
 * or 0. Errors: pool->status.
 */
size_t wb_spelling_read(wb_slice text, size_t at, wb_buf *pool, wb_part *ret);

WB_END_DECLS

#endif
