/**
 * @file html.h
 * Writing text into HTML: the one place where it is escaped.
 */
#ifndef WBSEARCH_QUERY_HTML_H
#define WBSEARCH_QUERY_HTML_H

#include <wbsearch/buf.h>

#include "span.h"

WB_BEGIN_DECLS

/** Appends text, fit to stand between tags and in attributes with double quotation marks:
 *  `&<>"'` become references; controls, those of writing direction too, and what is not UTF-8
 *  become U+FFFD. */
wb_status wb_html_text(wb_buf *out, wb_slice text);

/** The same with the elements <TAG>…</TAG> around the spans, which are ascending and disjoint and
 *  end at characters; `tag` is a name of letters. */
wb_status wb_html_marked(wb_buf *out, wb_slice text, const wb_span *spans, size_t count,
                         wb_slice tag);

WB_END_DECLS

#endif
