/**
 * @file page_hits.h
 * Hits as HTML: by rung, and on each rung by document.
 */
#ifndef WBSEARCH_QUERY_PAGE_HITS_H
#define WBSEARCH_QUERY_PAGE_HITS_H

#include "page_address.h"
#include "snapshot.h"

WB_BEGIN_DECLS

/** Characters of a paragraph that are shown. */
#define WB_PAGE_SNIPPET_CHARS 200

/** Appends the hits of a page of results; documents follow each other as their best hits do.
 * Errors: as wb_snapshot_document, for places whose documents are looked up. */
wb_status wb_page_hits(wb_page *page, const wb_page_address *address, const wb_result *result,
                       wb_snapshot *snapshot, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
