/**
 * @file source.h
 * Lines of the files that were indexed, read when a result needs more of them than the index holds.
 */
#ifndef WBSEARCH_QUERY_SOURCE_H
#define WBSEARCH_QUERY_SOURCE_H

#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** A reader that remembers the last file. One thread at a time. */
typedef struct wb_source wb_source;

/** A reader. Errors: WB_NOMEM. */
wb_status wb_source_new(wb_source **ret, wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_source_free(wb_source *source);

/** Line `line` (1-based) of the file `path` below the folder `root`, as UTF-8, without its end;
 *  valid until the next call. Errors: WB_NOTFOUND (no such file or line), and those of wb_file_read
 *  and wb_encoding_decode. */
wb_status wb_source_line(wb_source *source, wb_slice root, wb_slice path, uint32_t line,
                         wb_slice *ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
