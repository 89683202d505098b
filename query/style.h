/**
 * @file style.h
 * The colours of results, and text that must not reach a terminal as it is.
 */
#ifndef WBSEARCH_QUERY_STYLE_H
#define WBSEARCH_QUERY_STYLE_H

#include <wbsearch/buf.h>

#include "search.h"

WB_BEGIN_DECLS

/* ECMA-48 SGR; as grep and ripgrep colour. */
#define WB_STYLE_TITLE "\033[1m"
#define WB_STYLE_PATH "\033[35m"
#define WB_STYLE_SECTION "\033[36m"
#define WB_STYLE_LINE "\033[32m"
#define WB_STYLE_MATCH "\033[1;31m"
#define WB_STYLE_DIM "\033[2m"
#define WB_STYLE_END "\033[0m"

/** Appends `text` without control characters, in the style `sgr` when `color`. */
void wb_style_put(wb_buf *out, const char *sgr, wb_slice text, bool color);

/** Appends the bytes [start, end) of a hit's text, with the matches in it marked when `color`. */
void wb_style_put_piece(wb_buf *out, const wb_hit *hit, size_t start, size_t end, bool color);

WB_END_DECLS

#endif
