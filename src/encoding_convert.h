/*
 * From other encodings to UTF-8: the door to ICU's converters.
 */
#ifndef ENCODING_CONVERT_H
#define ENCODING_CONVERT_H

#include <wbsearch/buf.h>
#include <wbsearch/error.h>

/*
 * Converts `bytes`, encoded as ICU's converter `name` says, into `storage` (cleared first).
 * Errors: WB_INVALID at the first ill-formed sequence, whose byte offset goes to *ret_bad, with
 * `err` untouched and anything in `storage`; WB_NOMEM; WB_INTERNAL where ICU has no such
 * converter.
 */
wb_status encoding_convert(wb_slice bytes, const char *name, wb_buf *storage, size_t *ret_bad,
                           wb_error *err) WB_MUST_CHECK;

#endif
