/**
 * @file hit_fields.h
 * What is known of a hit, as fields with names: for flat JSON and for tables (query/SCHEMA.md).
 */
#ifndef WBSEARCH_QUERY_HIT_FIELDS_H
#define WBSEARCH_QUERY_HIT_FIELDS_H

#include "format.h"

WB_BEGIN_DECLS

/** The fields, in their usual order. */
typedef enum wb_hit_field {
    WB_HITF_QUERY_ID, /**< of a batch; unknown elsewhere */
    WB_HITF_RANK,     /**< 1 for the best */
    WB_HITF_RUNG,
    WB_HITF_SCORE,
    WB_HITF_PATH,
    WB_HITF_LINE,   /**< of the first match, from 1 */
    WB_HITF_COLUMN, /**< of the first match, bytes of UTF-8, from 1 */
    WB_HITF_FIRST_LINE,
    WB_HITF_LAST_LINE,
    WB_HITF_DOCUMENT_ID,
    WB_HITF_PARAGRAPH, /**< its number within the document, from 0 */
    WB_HITF_KIND,      /**< of the paragraph */
    WB_HITF_TITLE,
    WB_HITF_ORGAN,
    WB_HITF_NUMBER,
    WB_HITF_DATE, /**< the day the document was made, else published, else in force */
    WB_HITF_REGION,
    WB_HITF_DOCUMENT_KIND,
    WB_HITF_VALIDITY,
    WB_HITF_SECTION, /**< titles, outermost first */
    WB_HITF_TEXT,    /**< of the paragraph */
    WB_HITF_MATCHES, /**< in it */
    WB_HITF_MISSING, /**< words that are not there */
    WB_HIT_FIELD_COUNT_
} wb_hit_field;

/** The name of a field in lower case: "query_id", "rank", … */
const char *wb_hit_field_name(wb_hit_field field);

/** Some fields in an order. */
typedef struct wb_hit_fields {
    wb_hit_field items[WB_HIT_FIELD_COUNT_];
    size_t count;
} wb_hit_fields;

/** All of them; `batch` tells whether the first, the query's id, is one of them. */
void wb_hit_fields_all(bool batch, wb_hit_fields *ret);

/** Those of a table, for people with a spreadsheet. */
void wb_hit_fields_usual(bool batch, wb_hit_fields *ret);

/** Those that `text`, names with commas between, says; each once. Errors: WB_INVALID, which names
 * them all. */
wb_status wb_hit_fields_parse(const char *text, wb_hit_fields *ret, wb_error *err) WB_MUST_CHECK;

/** What a value is. */
typedef enum wb_value_type {
    WB_VALUE_UNKNOWN,
    WB_VALUE_NUMBER,
    WB_VALUE_SCORE,
    WB_VALUE_TEXT,
    WB_VALUE_LIST,   /**< texts */
    WB_VALUE_MATCHES /**< those of the hit */
} wb_value_type;

/** The value of a field. */
typedef struct wb_value {
    wb_value_type type;
    uint64_t number;
    double score;
    wb_slice text;
    const wb_slice *list;
    size_t list_count;
} wb_value;

/** The value of `field` of `hit`, which ranks as number `rank`. A text may lie in `scratch`, which
 *  is cleared first. Errors: WB_NOMEM. */
wb_status wb_hit_field_value(const wb_hit *hit, size_t rank, wb_hit_field field,
                             const wb_format_options *options, wb_buf *scratch, wb_value *ret,
                             wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
