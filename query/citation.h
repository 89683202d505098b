/**
 * @file citation.h
 * How a document, and a paragraph in it, are cited in Chinese prose. Text without escapes: whoever
 * puts it into Markdown, HTML or a terminal makes it safe there.
 */
#ifndef WBSEARCH_QUERY_CITATION_H
#define WBSEARCH_QUERY_CITATION_H

#include "search.h"

WB_BEGIN_DECLS

/** What of a document its citation names; borrowed. Empty and 0 where unknown. */
typedef struct wb_cited {
    wb_slice title;
    wb_slice organ;
    wb_slice number;
    wb_day made;
    wb_day published;
    wb_day effective;
} wb_cited;

/** Of a document in the catalog. */
wb_cited wb_cited_of_document(const wb_catalog_doc *doc);

/** Of the document of a hit. */
wb_cited wb_cited_of_hit(const wb_hit *hit);

/**
 * Appends ORGAN《TITLE》（NUMBER，DATE）, as in 某市人民政府《关于印发〈某办法〉的通知》
 * （某政发〔2021〕5号，2021年3月4日成文）. The organ is left out where the title names it; behind
 * the date stands whether it is that of making (成文), publication (发布) or force (施行), the
 * first that is known. Titles within the title take the other kind of marks (GB/T
 * 15834—2011, 4.15). What is not known stands there as ［文号缺］ and the like: nothing is made up,
 * and the gap is seen. Errors: out->status.
 */
void wb_citation_put_document(const wb_cited *cited, wb_buf *out);

/** Appends SECTION › SECTION，第N段: the titles of `path` (section_path.h) but that of the document
 *  itself, or ［章节缺］; `para_number` counts from 0, N from 1. Errors: out->status. */
void wb_citation_put_place(const wb_slice *path, size_t count, wb_slice title, uint32_t para_number,
                           wb_buf *out);

WB_END_DECLS

#endif
