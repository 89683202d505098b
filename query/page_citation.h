/**
 * @file page_citation.h
 * Citations (citation.h) on pages: as text, and in attributes from which the script copies them.
 */
#ifndef WBSEARCH_QUERY_PAGE_CITATION_H
#define WBSEARCH_QUERY_PAGE_CITATION_H

#include "citation.h"
#include "page_write.h"

WB_BEGIN_DECLS

/** Appends the citation of a document, to stand in an attribute or between tags. */
void wb_page_citation(wb_page *page, const wb_cited *cited);

/** Appends ` data-place="…"`: the place of a paragraph as wb_citation_put_place has it. */
void wb_page_place_attribute(wb_page *page, const wb_slice *path, size_t count, wb_slice title,
                             uint32_t para_number);

WB_END_DECLS

#endif
