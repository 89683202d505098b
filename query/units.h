/**
 * @file units.h
 * What a matcher must know of the section, the document and the metadata around a paragraph.
 *
 * A unit (the section or document of a paragraph) fulfils a query when the query holds with each
 * leaf (item, filter, scope) being true where one paragraph of the unit fulfils it. Answers are
 * kept for as long as the index stays the same.
 */
#ifndef WBSEARCH_QUERY_UNITS_H
#define WBSEARCH_QUERY_UNITS_H

#include <wbsearch/index.h>

#include "match.h"

WB_BEGIN_DECLS

/** Answers for one query on one index. */
typedef struct wb_units wb_units;

/** Both must outlive it. Errors: WB_NOMEM. */
wb_status wb_units_new(const wb_query *query, wb_index *index, wb_units **ret,
                       wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_units_free(wb_units *units);

/** The paragraph that is asked about from now on: `docid`, paragraph of `record`, which must live
 *  until the next call. */
void wb_units_set(wb_units *units, uint32_t docid, const wb_record *record);

/** Whether the section and document of paragraph `docid` fulfil those scopes with a NOT in them
 * that every hit must fulfil: decided without the paragraph's text. Errors: as the callbacks'. */
wb_status wb_units_allow(wb_units *units, uint32_t docid, bool *ret, wb_error *err) WB_MUST_CHECK;

/** While `only_itself`, a scope larger than the paragraph holds only where the paragraph fulfils it
 *  by itself: quick, and where no such scope stands below a NOT what holds so holds in any case. */
void wb_units_ask_only_itself(wb_units *units, bool only_itself);

/** For wb_matcher_new. */
wb_surroundings wb_units_surroundings(wb_units *units);

WB_END_DECLS

#endif
