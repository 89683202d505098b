/**
 * @file outline.h
 * The sections of a document, read from its records.
 */
#ifndef WBSEARCH_QUERY_OUTLINE_H
#define WBSEARCH_QUERY_OUTLINE_H

#include <wbsearch/index.h>

#include "paragraphs.h"

WB_BEGIN_DECLS

/** The most sections that are listed. */
#define WB_OUTLINE_MAX 5000

/** A section. */
typedef struct wb_outline_entry {
    wb_slice title;
    unsigned depth;       /**< 0 for one that stands in no other */
    uint32_t para_number; /**< of the paragraph that opens it */
} wb_outline_entry;

/** The sections of `doc` in the order of the text, allocated in `arena`: the first WB_OUTLINE_MAX
 *  of them. Errors: as wb_paragraphs_record, WB_NOMEM. */
wb_status wb_outline_read(wb_paragraphs *paragraphs, const wb_catalog_doc *doc, wb_arena *arena,
                          wb_outline_entry **ret, size_t *ret_count, wb_error *err) WB_MUST_CHECK;

/** Record number `ordinal` (below doc->group_count) of `doc`, borrowed until the next is read.
 *  Errors: WB_CORRUPT, and as wb_paragraphs_record. */
wb_status wb_outline_read_record(wb_paragraphs *paragraphs, const wb_catalog_doc *doc,
                                 uint32_t ordinal, const wb_record **ret,
                                 wb_error *err) WB_MUST_CHECK;

/** The record of paragraph `number` (below doc->para_count) of `doc`, borrowed until the next is
 *  read. Errors: WB_NOTFOUND, and as wb_paragraphs_record. */
wb_status wb_outline_find_record(wb_paragraphs *paragraphs, const wb_catalog_doc *doc,
                                 uint32_t number, const wb_record **ret,
                                 wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
