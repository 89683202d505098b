/**
 * @file document_info.h
 * What a hit shows of its document, kept for further hits of it: reading it anew took a record more
 * for nearly each hit, a sixth of what a search reads.
 */
#ifndef WBSEARCH_QUERY_DOCUMENT_INFO_H
#define WBSEARCH_QUERY_DOCUMENT_INFO_H

#include "paragraphs.h"

WB_BEGIN_DECLS

/** What is shown of a document. */
typedef struct wb_document_info {
    wb_doc_id id;
    wb_slice root;                       /**< path of the root folder */
    wb_slice path;                       /**< relative to it */
    wb_slice meta[WB_META_FIELD_COUNT_]; /**< empty where unknown */
} wb_document_info;

/** Documents that are kept. One thread at a time. */
typedef struct wb_document_cache wb_document_cache;

/** A cache of documents of `index`, read through `paragraphs`; both must outlive it. Errors:
 *  WB_NOMEM. */
wb_status wb_document_cache_new(const wb_index *index, wb_paragraphs *paragraphs,
                                wb_document_cache **ret, wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_document_cache_free(wb_document_cache *cache);

/** Forgets all: the index was reopened. */
void wb_document_cache_forget(wb_document_cache *cache);

/** The document `id`, whose first record is that of `first_group`; valid until the next call.
 *  Errors: as wb_paragraphs_record; WB_CORRUPT when that record is not its first. */
wb_status wb_document_cache_get(wb_document_cache *cache, wb_doc_id id, uint32_t first_group,
                                const wb_document_info **ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
