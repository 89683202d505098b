/**
 * @file format_preview.h
 * A preview as text, for the side window of a picker.
 */
#ifndef WBSEARCH_QUERY_FORMAT_PREVIEW_H
#define WBSEARCH_QUERY_FORMAT_PREVIEW_H

#include "format.h"
#include "preview.h"

WB_BEGIN_DECLS

/** Appends the title, the sections, and the paragraphs with their lines, whole: whoever shows them
 *  wraps and scrolls. "> " stands before the one at the place. Control characters of the documents
 *  do not get through. Errors: WB_NOMEM (also out->status). */
wb_status wb_format_preview(const wb_preview *preview, bool color, wb_buf *out,
                            wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
