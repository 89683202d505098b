/*
 * What `wbindex inspect` prints of a document. The JSON is described in README.md.
 */
#ifndef WBINDEX_INSPECT_H
#define WBINDEX_INSPECT_H

#include <wbsearch/buf.h>
#include <wbsearch/doc.h>
#include <wbsearch/error.h>

/* Appends the line or the lines of a paragraph: 12 or 12-14. */
void inspect_put_lines(wb_buf *out, const wb_para *para);

/* Appends the title and the paragraphs, section by section. Errors: WB_NOMEM. */
wb_status inspect_paragraphs(const wb_doc *doc, bool as_json, wb_buf *out, wb_error *err);

/* Appends the whole model: the metadata with their sources, the section tree, the paragraphs.
 * Errors: WB_NOMEM. */
wb_status inspect_document(const wb_doc *doc, bool as_json, wb_buf *out, wb_error *err);

#endif
