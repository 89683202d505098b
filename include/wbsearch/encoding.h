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
    WB_ENCODING_BIG5,    /**< with Windows' extensions */
    WB_ENCODING_COUNT_
} wb_encoding;

/** "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "Big5". */
const char *wb_encoding_name(wb_encoding encoding);

/**
 * Turns `bytes` into UTF-8 in `*ret_text`: a part of `bytes` itself when it is UTF-8 already, else
 * the content of `storage` (cleared first). Byte order marks are left out; they decide. Without
 * one, what is not UTF-8 is read as GB18030, Big5 and UTF-16, and taken for the one in which it is
 * well-formed and reads most like Chinese by the frequency of its characters (from about 20 bytes
 * of Chinese on; UTF-16 also where all of it is ASCII).
 *
 * Errors: WB_INVALID, with what is wrong, the line where there is one, and as a rule a hint: a file
 * of another kind, known by its first bytes ("not a text file: this is a PDF file"); NUL; bytes
 * that are none of these encodings ("looks like Shift_JIS" where that is known); a place that is
 * not well-formed in a file that otherwise is, even its end: what was damaged or cut off is
 * reported, not guessed. WB_NOMEM; WB_INTERNAL.
 */
wb_status wb_encoding_decode(wb_slice bytes, wb_buf *storage, wb_slice *ret_text,
                             wb_encoding *ret_encoding, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
