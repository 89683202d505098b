/**
 * @file gzip.h
 * Compressing responses. The only place that knows zlib.
 */
#ifndef WBSEARCH_QUERY_GZIP_H
#define WBSEARCH_QUERY_GZIP_H

#include <wbsearch/buf.h>

WB_BEGIN_DECLS

/** Smaller bodies are not worth it, bytes. */
#define WB_GZIP_MIN 1024

/** Replaces `body` by its gzip form (RFC 1952) when that is smaller; true when it did. It stays as
 *  it is when memory is short. */
bool wb_gzip(wb_buf *body);

WB_END_DECLS

#endif
