/**
 * @file format_cite.h
 * Hits as citations, to be pasted into a text.
 */
#ifndef WBSEARCH_QUERY_FORMAT_CITE_H
#define WBSEARCH_QUERY_FORMAT_CITE_H

#include "format.h"

WB_BEGIN_DECLS

/** How citations are written. */
typedef enum wb_cite_style {
    WB_CITE_PLAIN,   /**< the paragraph, and below it, behind a dash, where it stands */
    WB_CITE_MARKDOWN /**< the paragraph as a quotation, the place as a link */
} wb_cite_style;

/**
 * Appends each hit as a citation: its text, then document, section and number of the paragraph as
 * citation.h has them, path and line. Errors: WB_NOMEM (also out->status).
 */
wb_status wb_format_cite(wb_cite_style style, const wb_result *result,
                         const wb_format_options *options, wb_buf *out,
                         wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
