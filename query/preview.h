/**
 * @file preview.h
 * A place in a document and what stands around it, as the list of a picker shows beside an entry.
 */
#ifndef WBSEARCH_QUERY_PREVIEW_H
#define WBSEARCH_QUERY_PREVIEW_H

#include <wbsearch/index.h>

#include "context.h"
#include "query.h"
#include "span.h"

WB_BEGIN_DECLS

/** A paragraph of a preview. */
typedef struct wb_preview_para {
    wb_slice text;
    uint32_t line;    /**< its first, 1-based */
    wb_span *matches; /**< what of it matches, when it fulfils the query; ascending */
    size_t match_count;
} wb_preview_para;

/** A preview. What it points to belongs to the arena it was read into. */
typedef struct wb_preview {
    wb_slice title;               /**< of the document */
    const wb_slice *section_path; /**< around the paragraph at the place, outermost first */
    size_t section_count;
    wb_preview_para *paras; /**< ascending */
    size_t count;           /**< at least 1 */
    size_t at;              /**< which of them stands at the place */
} wb_preview;

/** What is to be seen. */
typedef struct wb_preview_place {
    wb_slice path; /**< absolute path of the file */
    uint32_t line; /**< 1-based; where no paragraph stands in it, the one before it is taken */
    size_t before; /**< paragraphs before, WB_CONTEXT_MAX at most */
    size_t behind; /**< paragraphs behind, WB_CONTEXT_MAX at most */
} wb_preview_place;

/**
 * Reads the preview of `place`, with the matches of `query` (NULL for none; it must have its
 * equivalents attached) marked, into `ret`, allocated in `arena`. Errors: WB_NOTFOUND (the file is
 * not in the index), WB_LIMIT, WB_NOMEM, and as wb_index_catalog and wb_index_record.
 */
wb_status wb_preview_read(wb_index *index, const wb_query *query, const wb_preview_place *place,
                          wb_arena *arena, wb_preview *ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
