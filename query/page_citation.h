/**
 * @file page_citation.h
 * How a document, and a place in it, is cited.
 */
#ifndef WBSEARCH_QUERY_PAGE_CITATION_H
#define WBSEARCH_QUERY_PAGE_CITATION_H

#include "page_write.h"

WB_BEGIN_DECLS

/** What of a document its citation names. Empty and 0 where unknown: then it is left out. */
typedef struct wb_cited {
    wb_slice title;
    wb_slice organ;
    wb_slice number;
    wb_day day;
} wb_cited;

/** Of a document in the catalog. */
wb_cited wb_cited_document(const wb_catalog_doc *doc);

/** Appends the citation as official Chinese prose has it, to stand in an attribute or between tags:
 *  ORGAN《TITLE》（NUMBER，DATE）. */
void wb_page_citation(wb_page *page, const wb_cited *cited);

WB_END_DECLS

#endif
