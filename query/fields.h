/**
 * @file fields.h
 * What the filters of a query ask about: the catalog's fields of a document and the sections around
 * a paragraph.
 */
#ifndef WBSEARCH_QUERY_FIELDS_H
#define WBSEARCH_QUERY_FIELDS_H

#include "filter.h"
#include "query.h"

WB_BEGIN_DECLS

/** Whether a filter asks about the document alone: all but WB_FIELD_SECTION. */
static inline bool wb_fields_is_of_document(const wb_query_filter *filter)
{
    return filter->field != WB_FIELD_SECTION;
}

/** Which text of a document a filter on `field` asks about; of those that ask about none (year,
 *  section), any. */
wb_catalog_field wb_fields_text(wb_query_field field);

/** Such a filter as the catalog answers it; it borrows from `filter`. */
wb_filter wb_fields_filter(const wb_query_filter *filter);

/** Whether a filter of WB_FIELD_SECTION holds for the paragraph `para` of `record`. `scratch` is
 *  overwritten. Errors: WB_NOMEM. */
wb_status wb_fields_section_holds(const wb_query_filter *filter, const wb_record *record,
                                  const wb_para *para, wb_folded *scratch, bool *ret,
                                  wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
