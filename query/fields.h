/**
 * @file fields.h
 * What filters ask about: the fields of a document and the sections around a paragraph.
 */
#ifndef WBSEARCH_QUERY_FIELDS_H
#define WBSEARCH_QUERY_FIELDS_H

#include <wbsearch/fold.h>
#include <wbsearch/index.h>

#include "query.h"

WB_BEGIN_DECLS

/** The fields of one document, folded. Initialise with wb_fields_init; use it again and again. */
typedef struct wb_fields {
    wb_slice folded[WB_FIELD_COUNT_]; /**< by field; empty where unknown or not of the document */
    uint32_t year;                    /**< 0: unknown */
    uint32_t para_count;              /**< paragraphs of the document */
    /* Private: */
    wb_record record;
    wb_folded scratch;
    wb_arena arena;
} wb_fields;

/** Makes it empty. */
void wb_fields_init(wb_fields *fields);

/** Frees what it holds. */
void wb_fields_free(wb_fields *fields);

/** Reads the document whose first record is that of `group`. Errors: as wb_index_record. */
wb_status wb_fields_read(wb_fields *fields, wb_index *index, uint32_t group,
                         wb_error *err) WB_MUST_CHECK;

/** Whether a filter of the document's fields holds. */
bool wb_fields_hold(const wb_fields *fields, const wb_query_filter *filter);

/** Whether a filter of WB_FIELD_SECTION holds for the paragraph `para` of `record`. Errors:
 *  WB_NOMEM. */
wb_status wb_fields_section_holds(wb_fields *fields, const wb_query_filter *filter,
                                  const wb_record *record, const wb_para *para, bool *ret,
                                  wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
