/**
 * @file encoding.h
 * From the bytes of a file to UTF-8 text, or a clear refusal.
 */
#ifndef WBSEARCH_ENCODING_H
#define WBSEARCH_ENCODING_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** How a file is encoded. */
typedef enum wb_encoding {
    WB_ENCODING_UTF8,
    WB_ENCODING_UTF16LE,
    WB_ENCODING_UTF16BE,
    WB_ENCODING_GB18030, /**< and its subsets GBK and GB 2312 */
    WB_ENCODING_COUNT_
} wb_encoding;

/** "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030". */
const char *wb_encoding_name(wb_encoding encoding);

/**
 * Turns `bytes` into UTF-8 in `*ret_text`: a part of `bytes` itself when it is UTF-8 already, else
 * the content of `storage` (cleared first). Byte order marks are left out. UTF-16 is known by its
 * mark; what is not UTF-8 is taken for GB18030 if it decodes without an error and reads like
 * Chinese.
 *
 * Errors: WB_INVALID, with the line and what is wrong there: NUL bytes (a binary file), bytes that
 * are neither UTF-8 nor GB18030; WB_NOMEM.
 */
wb_status wb_encoding_decode(wb_slice bytes, wb_buf *storage, wb_slice *ret_text,
                             wb_encoding *ret_encoding, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
