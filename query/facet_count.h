/**
 * @file facet_count.h
 * Counting the facets of what a query found.
 */
#ifndef WBSEARCH_QUERY_FACET_COUNT_H
#define WBSEARCH_QUERY_FACET_COUNT_H

#include <wbsearch/index.h>

#include "collect.h"
#include "facets.h"

WB_BEGIN_DECLS

/** So many paragraphs, the best ones, are counted where not all are. */
#define WB_FACETS_PARAGRAPHS_MAX 1500

/** So many texts are looked at, to count all paragraphs, or to find the best ones. */
#define WB_FACETS_CANDIDATES_MAX 2000

/** Counts the paragraphs of `list` into `ret`, whose values will stand in `arena`.
 *  Errors: as wb_index_catalog; WB_CORRUPT. */
wb_status wb_facets_of_list(const wb_verified_list *list, wb_index *index, wb_arena *arena,
                            wb_facets *ret, wb_error *err) WB_MUST_CHECK;

/** Counts the paragraphs that fulfil the collector's query exactly or loosely: all of them where
 *  most are certain without a look at the text, else the best. Errors: as above and as wb_collect.
 */
wb_status wb_facets_count(wb_collector *collector, wb_index *index, wb_arena *arena, wb_facets *ret,
                          wb_error *err) WB_MUST_CHECK;

/** Counts documents, each once, with all their paragraphs; values with the most documents first.
 *  Errors: WB_NOMEM. */
wb_status wb_facets_of_documents(const wb_catalog_doc *const *docs, size_t count, wb_arena *arena,
                                 wb_facets *ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
