/**
 * @file paragraphs.h
 * Paragraphs by their docids, from records that stay decoded for a while.
 */
#ifndef WBSEARCH_QUERY_PARAGRAPHS_H
#define WBSEARCH_QUERY_PARAGRAPHS_H

#include <wbsearch/index.h>

WB_BEGIN_DECLS

/** A reader of an index's paragraphs. One thread at a time. */
typedef struct wb_paragraphs wb_paragraphs;

/** A reader of `index`, which must outlive it. Errors: WB_NOMEM. */
wb_status wb_paragraphs_new(wb_index *index, wb_paragraphs **ret, wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_paragraphs_free(wb_paragraphs *paragraphs);

/** Forgets what is decoded: the index was reopened. */
void wb_paragraphs_forget(wb_paragraphs *paragraphs);

/** The record of `group`, valid until the next call. Errors: as wb_index_record. */
wb_status wb_paragraphs_record(wb_paragraphs *paragraphs, uint32_t group, const wb_record **ret,
                               wb_error *err) WB_MUST_CHECK;

/** The paragraph `docid` and its record, valid until the next call. Errors: as above. */
wb_status wb_paragraphs_get(wb_paragraphs *paragraphs, uint32_t docid, const wb_record **ret_record,
                            const wb_para **ret_para, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
