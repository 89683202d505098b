/**
 * @file page_paragraphs.h
 * The paragraphs of a document as HTML, each after its kind, with matches and notes.
 */
#ifndef WBSEARCH_QUERY_PAGE_PARAGRAPHS_H
#define WBSEARCH_QUERY_PAGE_PARAGRAPHS_H

#include "lower_rungs.h"
#include "page_address.h"
#include "reading.h"

WB_BEGIN_DECLS

/** A document being shown. */
typedef struct wb_page_reader {
    wb_page *page;
    const wb_page_address *address;
    const wb_catalog_doc *doc;
    wb_paragraphs *paragraphs;
    const wb_reading *reading;
    wb_collector *collector;     /**< NULL without a query */
    const wb_lower_rungs *words; /**< marks the words of the query where no paragraph fulfils it;
                                      NULL elsewhere */
    bool skips_title;            /**< paragraph 0 stands above the text already */
} wb_page_reader;

/** Appends the paragraphs [first, end). Errors: as wb_outline_find_record and the collector. */
wb_status wb_page_paragraphs(const wb_page_reader *reader, uint32_t first, uint32_t end,
                             wb_error *err) WB_MUST_CHECK;

/** Appends the text of paragraph 0 with its matches: for the title of the page. Errors: as above.
 */
wb_status wb_page_title_paragraph(const wb_page_reader *reader, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
