/**
 * @file format.h
 * Results as text: for people at a terminal, for grep and editors, for programs.
 */
#ifndef WBSEARCH_QUERY_FORMAT_H
#define WBSEARCH_QUERY_FORMAT_H

#include <wbsearch/buf.h>

#include "hyperlink.h"
#include "search.h"

WB_BEGIN_DECLS

/** The version of the JSON that wb_format_json writes; grows when a field changes its meaning. */
#define WB_FORMAT_VERSION 1

/** The characters (code points) of a paragraph that its snippets in JSON have at most. */
#define WB_FORMAT_SNIPPET_CHARS 160

/** How to print. */
typedef struct wb_format_options {
    bool color;
    bool full;          /**< whole paragraphs, not cut to fit */
    size_t width;       /**< columns of the terminal; for wb_format_text */
    const char *folder; /**< current folder, absolute: paths below it are printed relative to it */
    bool below_root;    /**< paths are printed relative to the root folder they lie in */
    wb_slice query_id;  /**< of the query, in a batch; empty elsewhere */
    wb_hyperlink hyperlink; /**< format of the links to files, in text and lines; NULL: none */
} wb_format_options;

/** Appends the results grouped by document: title, path and what else is known of it; section,
 * line, text, context of each hit, its notes where they were read; the total at the end. Each rung
 * but the first stands below a line that says so. Control characters of the documents do not get
 *  through. Errors: WB_NOMEM (also out->status). */
wb_status wb_format_text(const wb_result *result, const wb_format_options *options, wb_buf *out,
                         wb_error *err) WB_MUST_CHECK;

/** Appends JSON Lines in the manner of `rg --json`: begin, match …, end for each document in turn,
 *  summary at the end (query/SCHEMA.md). Errors: as above. */
wb_status wb_format_json(const wb_query *query, const wb_result *result,
                         const wb_format_options *options, wb_buf *out,
                         wb_error *err) WB_MUST_CHECK;

/** Appends, in place of an answer in JSON Lines, the line that says why query `id` of a batch has
 *  none. Errors: as above. */
wb_status wb_format_json_error(const wb_error *error, wb_slice id, wb_buf *out,
                               wb_error *err) WB_MUST_CHECK;

/** Appends the total alone on a line; in a batch with the query's id and a tab before. Errors: as
 *  above. */
wb_status wb_format_count(const wb_result *result, const wb_format_options *options, wb_buf *out,
                          wb_error *err) WB_MUST_CHECK;

/** Appends, in a batch, the line "== ID<tab>QUERY" that goes before an answer of wb_format_text;
 *  nothing elsewhere. Errors: as above. */
wb_status wb_format_query(const wb_query *query, const wb_format_options *options, wb_buf *out,
                          wb_error *err) WB_MUST_CHECK;

/** Appends the id of a query of a batch and a tab; nothing elsewhere. */
wb_status wb_format_query_id(const wb_format_options *options, wb_buf *out);

/** The day a hit's document was made; where that is unknown, published; where both are, in force.
 *  Empty where nothing is known. */
wb_slice wb_hit_date(const wb_hit *hit);

/** How many hits are on the rungs exact and loose; they stand first. */
size_t wb_format_certified(const wb_result *result);

/** Appends the path of a hit as it is printed. */
wb_status wb_format_path(const wb_hit *hit, const wb_format_options *options, wb_buf *out);

/** Appends "命中 2/2 段 …": how many are shown of how many there are, in Chinese and English. */
wb_status wb_format_total(const wb_result *result, size_t shown, wb_buf *out);

WB_END_DECLS

#endif
