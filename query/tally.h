/**
 * @file tally.h
 * Counting by document.
 */
#ifndef WBSEARCH_QUERY_TALLY_H
#define WBSEARCH_QUERY_TALLY_H

#include <wbsearch/error.h>
#include <wbsearch/record.h>

WB_BEGIN_DECLS

/** Numbers of documents: a hash table of fixed size. Make it with wb_tally_init. */
typedef struct wb_tally {
    wb_doc_id *ids;   /**< private */
    uint64_t *counts; /**< private */
    size_t mask;      /**< private */
} wb_tally;

/** Room for `documents` different ones. Errors: WB_NOMEM. */
wb_status wb_tally_init(wb_tally *tally, size_t documents, wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_tally_free(wb_tally *tally);

/** The number of the document `id`, 0 at first, to be read or changed. The caller asks for no more
 *  documents than there is room for. */
uint64_t *wb_tally_of(wb_tally *tally, wb_doc_id id);

WB_END_DECLS

#endif
