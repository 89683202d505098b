/**
 * @file filter.h
 * Which documents fulfil filters: decided on the catalog, for all documents at once, so that a
 * search looks at their paragraphs alone.
 */
#ifndef WBSEARCH_QUERY_FILTER_H
#define WBSEARCH_QUERY_FILTER_H

#include <wbsearch/catalog_folds.h>
#include <wbsearch/store.h>

WB_BEGIN_DECLS

/** What is asked of a document. */
typedef enum wb_filter_op {
    WB_FILTER_CONTAINS, /**< the fold of the value contains `folded` */
    WB_FILTER_EQUALS, /**< the fold of the value is `folded`: 国发[2019]5号 is 国发〔2019〕5号 */
    WB_FILTER_BEGINS, /**< the fold of the value begins with `folded` */
    WB_FILTER_YEARS   /**< the year (wb_catalog_year) is known and in [year_min, year_max] */
} wb_filter_op;

/** One condition. */
typedef struct wb_filter {
    wb_filter_op op;
    wb_catalog_field field; /**< but for WB_FILTER_YEARS: the text that is compared … */
    wb_slice folded;        /**< … and the fold of what is looked for */
    uint32_t year_min;      /**< for WB_FILTER_YEARS */
    uint32_t year_max;
} wb_filter;

/**
 * The groups of the documents that fulfil all of `filters`, ascending and disjoint, neighbours
 * joined, in `*ret_ranges` (free with wb_free; not NULL even when there are none) and their number:
 * what wb_store_range.groups takes. The documents are those of the folds' catalog.
 * Errors: WB_NOMEM.
 */
wb_status wb_filter_groups(wb_catalog_folds *folds, const wb_filter *filters, size_t count,
                           wb_group_range **ret_ranges, size_t *ret_count,
                           wb_error *err) WB_MUST_CHECK;

/** Whether document number `document` of the folds' catalog fulfils a condition. Errors: WB_NOMEM.
 */
wb_status wb_filter_holds(const wb_filter *filter, wb_catalog_folds *folds, size_t document,
                          bool *ret, wb_error *err) WB_MUST_CHECK;

/** Whether it fulfils all of `filters`. Errors: WB_NOMEM. */
wb_status wb_filter_all_hold(const wb_filter *filters, size_t count, wb_catalog_folds *folds,
                             size_t document, bool *ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
