/**
 * @file utf8.h
 * UTF-8: validation, stepping, counting. Well-formedness as in the Unicode Standard, table 3-7: no
 * surrogates, no overlong forms, nothing above U+10FFFF.
 */
#ifndef WBSEARCH_UTF8_H
#define WBSEARCH_UTF8_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** Code point of U+FFFD, given for bytes that are not UTF-8. */
#define WB_UTF8_REPLACEMENT 0xFFFDu

/** The byte offset of the first ill-formed sequence in `text`, or text.len when all is well. */
size_t wb_utf8_valid_prefix(wb_slice text);

/**
 * Decodes the character at `text.ptr + *offset` (which must be < text.len) and moves `*offset`
 * behind it. An ill-formed byte gives WB_UTF8_REPLACEMENT and moves by one.
 */
uint32_t wb_utf8_next(wb_slice text, size_t *offset);

/** The character that ends at `*offset` (which must be > 0); moves `*offset` to its start. */
uint32_t wb_utf8_prev(wb_slice text, size_t *offset);

/** Writes `c` (at most 0x10FFFF, no surrogate) to `out`, which has room for 4; returns its bytes.
 */
size_t wb_utf8_encode(uint32_t c, char out[4]);

/** Number of code points in `text` (well-formed UTF-8). */
size_t wb_utf8_count_chars(wb_slice text);

/** Number of UTF-16 code units that `text` (well-formed UTF-8) takes. */
size_t wb_utf8_count_utf16(wb_slice text);

/** Whether a terminal might obey `c` instead of showing it: C0, C1, DEL, and the bidirectional
 *  formatting characters (UAX #9). */
bool wb_utf8_is_control(uint32_t c);

/** The largest character boundary at or before `offset` (<= text.len). */
size_t wb_utf8_floor(wb_slice text, size_t offset);

/** The byte offset of the code point number `chars` (text.len when there are not that many). */
size_t wb_utf8_offset_of(wb_slice text, size_t chars);

WB_END_DECLS

#endif
