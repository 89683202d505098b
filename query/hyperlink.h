/**
 * @file hyperlink.h
 * Links in a terminal: the escape sequence OSC 8.
 */
#ifndef WBSEARCH_QUERY_HYPERLINK_H
#define WBSEARCH_QUERY_HYPERLINK_H

#include <wbsearch/error.h>

#include "search.h"

WB_BEGIN_DECLS

/** Where a link may lead: "{path}" is the absolute path of the file, "{line}" and "{column}" the
 *  place, "{host}" this machine. The names of wb_hyperlink_named stand for usual ones. */
typedef const char *wb_hyperlink;

/** The format that `name` stands for: "file", "vscode", "kitty"; or `name` itself when it has a
 *  "{path}". NULL for anything else. */
wb_hyperlink wb_hyperlink_named(const char *name);

/** Appends the beginning of a link to `line` and byte `column` of the file of `hit`; nothing when
 *  `format` is NULL. Whatever is no plain character of a URL is percent-encoded. */
void wb_hyperlink_begin(wb_hyperlink format, const wb_hit *hit, uint32_t line, uint32_t column,
                        wb_buf *out);

/** Appends its end. */
void wb_hyperlink_end(wb_hyperlink format, wb_buf *out);

/** Appends `text` with percent signs for what is no plain character of a URL's path. */
void wb_hyperlink_put_encoded(wb_slice text, wb_buf *out);

WB_END_DECLS

#endif
