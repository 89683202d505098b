/**
 * @file section_path.h
 * The titles of the sections around a paragraph.
 */
#ifndef WBSEARCH_QUERY_SECTION_PATH_H
#define WBSEARCH_QUERY_SECTION_PATH_H

#include <wbsearch/record.h>

WB_BEGIN_DECLS

/** Copies into `arena` the titles of the sections around `para`, a paragraph of `record`, outermost
 *  first; a heading's own is left out. Errors: WB_NOMEM. */
wb_status wb_section_path(const wb_record *record, const wb_para *para, wb_arena *arena,
                          const wb_slice **ret, size_t *ret_count, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
