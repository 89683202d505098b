/**
 * @file page_outline.h
 * The table of contents beside a document, with the hits of each section.
 */
#ifndef WBSEARCH_QUERY_PAGE_OUTLINE_H
#define WBSEARCH_QUERY_PAGE_OUTLINE_H

#include "page_address.h"
#include "reading.h"

WB_BEGIN_DECLS

/** Appends it: as many levels as are not too long to be looked over, without the
 *  articles of a statute that has chapters; nothing for a document
 *  without sections. */
void wb_page_outline(wb_page *page, const wb_page_address *address, wb_doc_id id,
                     const wb_reading *reading);

WB_END_DECLS

#endif
