/**
 * @file listing.h
 * The documents of an index, in an order, those that pass filters.
 */
#ifndef WBSEARCH_QUERY_LISTING_H
#define WBSEARCH_QUERY_LISTING_H

#include <wbsearch/catalog_folds.h>
#include <wbsearch/error.h>

#include "facets.h"
#include "refine.h"

WB_BEGIN_DECLS

/** How documents are put in order. */
typedef enum wb_listing_sort {
    WB_LISTING_DATE,  /**< the latest first (wb_catalog_day), those without a date last; of the same
                           day by title */
    WB_LISTING_TITLE, /**< by title (collate.h), or by path where there is none; then by path */
    WB_LISTING_PATH,  /**< by root folder, by the bytes of the path */
    WB_LISTING_SORT_COUNT_
} wb_listing_sort;

/** The numbers of the documents of `catalog` in an order, into `*ret`; free with wb_free. Errors:
 *  WB_NOMEM, WB_INTERNAL (ICU). */
wb_status wb_listing_order(const wb_catalog *catalog, wb_listing_sort sort, uint32_t **ret,
                           wb_error *err) WB_MUST_CHECK;

/** Documents. Zero-initialise it; free with wb_listing_clear. */
typedef struct wb_listing {
    const wb_catalog_doc **docs; /**< in the catalog */
    size_t count;
    wb_arena arena;
} wb_listing;

/** Those of `order` (wb_listing_order, of the catalog of `folds`) that pass all `filters`, which
 * ask about documents: not WB_FIELD_SECTION. Errors: as wb_refinement_read. */
wb_status wb_listing_make(wb_catalog_folds *folds, const uint32_t *order,
                          const wb_refinement *filters, size_t filter_count, wb_listing *listing,
                          wb_error *err) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_listing_clear(wb_listing *listing);

WB_END_DECLS

#endif
