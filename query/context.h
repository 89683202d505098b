/**
 * @file context.h
 * The paragraphs before and behind a hit, read from the index.
 */
#ifndef WBSEARCH_QUERY_CONTEXT_H
#define WBSEARCH_QUERY_CONTEXT_H

#include "paragraphs.h"

WB_BEGIN_DECLS

/** More paragraphs than this on either side cannot be asked for. */
#define WB_CONTEXT_MAX 1000

/** A paragraph near a hit. */
typedef struct wb_neighbour {
    wb_slice text;
    uint32_t para_number; /**< within the document, from 0 */
    uint32_t line;        /**< its first, 1-based */
} wb_neighbour;

/** Those of a hit, ascending. */
typedef struct wb_context {
    wb_neighbour *items;
    size_t count;
    size_t before; /**< so many of them stand before the hit */
} wb_context;

/**
 * Reads up to `before` paragraphs before the paragraph `docid` and up to `behind` behind it, of the
 * same document, into `ret`, allocated in `arena`. Errors: WB_NOMEM, and as wb_index_record.
 */
wb_status wb_context_read(wb_paragraphs *paragraphs, uint32_t docid, size_t before, size_t behind,
                          wb_arena *arena, wb_context *ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
