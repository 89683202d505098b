/**
 * @file page_marked.h
 * Text with its matches marked.
 */
#ifndef WBSEARCH_QUERY_PAGE_MARKED_H
#define WBSEARCH_QUERY_PAGE_MARKED_H

#include "page_write.h"
#include "span.h"

WB_BEGIN_DECLS

/** Appends the bytes [start, end) of `text`, which begin and end at characters, with `<mark>`
 *  around what lies in `spans` (ascending, disjoint, of the whole text). */
void wb_page_marked(wb_page *page, wb_slice text, size_t start, size_t end, const wb_span *spans,
                    size_t count);

WB_END_DECLS

#endif
