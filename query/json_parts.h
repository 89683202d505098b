/**
 * @file json_parts.h
 * What the JSON of the command line and that of the server have in common (query/SCHEMA.md).
 */
#ifndef WBSEARCH_QUERY_JSON_PARTS_H
#define WBSEARCH_QUERY_JSON_PARTS_H

#include <wbsearch/json.h>

#include "format.h"

WB_BEGIN_DECLS

/** Parts of a hit that may be left out. */
typedef enum wb_hit_part {
    WB_HIT_TEXT = 1,       /**< lines */
    WB_HIT_SUBMATCHES = 2, /**< submatches */
    WB_HIT_PLACES = 4,     /**< places */
    WB_HIT_NOTES = 8,      /**< notes, references */
    WB_HIT_ENVELOPE = 16,  /**< what only ripgrep's format has a use for */
    WB_HIT_SNIPPETS = 32,  /**< snippets */
    WB_HIT_METADATA = 64,  /**< what is known of its document */
    WB_HIT_ALL = 127
} wb_hit_part;

/** A text that may not be UTF-8: {"text": …}, or {"bytes": …} in Base64 as ripgrep does. */
void wb_json_put_raw_text(wb_json *json, const char *name, wb_slice text);

/** The member document_id. */
void wb_json_put_doc_id(wb_json *json, wb_doc_id id);

/** The member submatches of ripgrep's format: texts and places of a hit's matches. */
void wb_json_put_submatches(wb_json *json, const wb_hit *hit);

/** The same as a member matches, each unit in its name. */
void wb_json_put_matches(wb_json *json, const wb_hit *hit);

/** A member metadata: what is known of a hit's document but the title; nothing when nothing is. */
void wb_json_put_metadata(wb_json *json, const wb_hit *hit);

/** The members of an error, into an object that is open. */
void wb_json_put_error(wb_json *json, const wb_error *error);

/** The members of a hit, into an object that is open: `rank` is 1 for the best, `parts` are
 *  wb_hit_part joined by |. Errors: WB_NOMEM. */
wb_status wb_json_put_hit(wb_json *json, const wb_hit *hit, size_t rank, unsigned parts,
                          const wb_format_options *options) WB_MUST_CHECK;

/** The member diagnostics: what was odd about the query; nothing when nothing was. */
void wb_json_put_diagnostics(wb_json *json, const wb_query *query);

WB_END_DECLS

#endif
