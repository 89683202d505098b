/**
 * @file format_lines.h
 * Results as lines for grep's users, editors and compilers' readers: PATH:LINE:…:TEXT.
 */
#ifndef WBSEARCH_QUERY_FORMAT_LINES_H
#define WBSEARCH_QUERY_FORMAT_LINES_H

#include "format.h"
#include "source.h"

WB_BEGIN_DECLS

/** What a line is for, and what its text is. */
typedef enum wb_line_style {
    WB_LINES_PARAGRAPH, /**< a hit: PATH:LINE:TEXT, the whole paragraph */
    WB_LINES_ONLY,      /**< a match: PATH:LINE:MATCH (grep -o) */
    WB_LINES_VIMGREP,   /**< a match: PATH:LINE:COLUMN:TEXT, what of the paragraph stands in that
                             line of the source */
    WB_LINES_GCC        /**< a match: PATH:LINE:COLUMN: info: TEXT, the same text */
} wb_line_style;

/** What columns count. */
typedef enum wb_column_unit {
    WB_COLUMN_BYTE, /**< bytes of UTF-8 */
    WB_COLUMN_CHAR, /**< code points */
    WB_COLUMN_UTF16 /**< UTF-16 code units */
} wb_column_unit;

/** How lines are written; all zero is as grep -n does. */
typedef struct wb_lines_options {
    wb_line_style style;
    bool null;           /**< a NUL byte behind the path in place of ':' or '-' */
    bool no_path;        /**< leave it out */
    bool no_line_number; /**< leave it out */
    bool column;         /**< the column of the first match, or of the match, 1-based */
    wb_column_unit unit;
    wb_source *source; /**< the files, for other units than bytes; borrowed */
    size_t max_chars;  /**< longer texts are cropped around the match; code points, 0: never */
    bool groups;       /**< context is printed: a line "--" between the groups */
} wb_lines_options;

/** Appends lines; in a batch with the query's id and a tab before each. Paragraphs of the context
 *  have '-' where hits have ':'. A column that cannot be counted since the file cannot be read is
 *  1, and `*ret_unread` says so. Errors: WB_NOMEM (also out->status). */
wb_status wb_format_lines(const wb_result *result, const wb_format_options *options,
                          const wb_lines_options *lines, bool *ret_unread, wb_buf *out,
                          wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
