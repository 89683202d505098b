/**
 * @file api_json.h
 * Parts of JSON that only the server has.
 */
#ifndef WBSEARCH_QUERY_API_JSON_H
#define WBSEARCH_QUERY_API_JSON_H

#include <wbsearch/json.h>

#include "api.h"

WB_BEGIN_DECLS

/** Starts an answer in JSON: `json` then writes into the response's body. */
void wb_api_begin_json(wb_call *call, wb_json *json);

/** WB_OK when all was written; else WB_LIMIT or WB_NOMEM. */
wb_status wb_api_end_json(const wb_call *call, wb_error *err) WB_MUST_CHECK;

/** The member `name`: an object with a number, and whether there are just so many or at least. */
void wb_api_put_total(wb_json *json, const char *name, uint64_t value, bool is_exact);

/** The member `name`: an object with what is known of the document (organ, number, made, …). */
void wb_api_put_metadata(wb_json *json, const char *name, const wb_catalog_doc *doc);

/** The members of a paragraph of `record`, into an object that is open: document_id, paragraph,
 *  kind, lines, section, first_line, last_line, marks. */
wb_status wb_api_put_paragraph(wb_json *json, const wb_record *record, const wb_para *para,
                               wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
