/**
 * @file filter.h
 * Which documents fulfil filters: decided on the catalog, for all documents at once, so that a
 * search looks at their paragraphs alone.
 */
#ifndef WBSEARCH_QUERY_FILTER_H
#define WBSEARCH_QUERY_FILTER_H

#include <wbsearch/catalog.h>
#include <wbsearch/fold.h>
#include <wbsearch/store.h>

WB_BEGIN_DECLS

/** What of a document is asked about. */
typedef enum wb_filter_field {
    WB_FILTER_TITLE,
    WB_FILTER_PATH,
    WB_FILTER_ORGAN,
    WB_FILTER_NUMBER,
    WB_FILTER_KIND,
    WB_FILTER_REGION,
    WB_FILTER_VALIDITY,
    WB_FILTER_YEAR, /**< of wb_catalog_year */
    WB_FILTER_FIELD_COUNT_
} wb_filter_field;

/** How a field is compared. */
typedef enum wb_filter_op {
    WB_FILTER_CONTAINS, /**< the fold of the value contains `folded` */
    WB_FILTER_EQUALS, /**< the fold of the value is `folded`: 国发[2019]5号 is 国发〔2019〕5号 */
    WB_FILTER_BEGINS, /**< the fold of the value begins with `folded` */
    WB_FILTER_RANGE   /**< WB_FILTER_YEAR: the year is known and in [year_min, year_max] */
} wb_filter_op;

/** One condition. */
typedef struct wb_filter {
    wb_filter_field field;
    wb_filter_op op;
    wb_slice folded;   /**< for texts: the fold of what is looked for */
    uint32_t year_min; /**< for years */
    uint32_t year_max;
} wb_filter;

/**
 * The groups of the documents that fulfil all of `filters`, ascending and disjoint, neighbours
 * joined, in `*ret_ranges` (free with wb_free; not NULL even when there are none) and their number:
 * what wb_store_range.groups takes.
 * Errors: WB_NOMEM.
 */
wb_status wb_filter_groups(const wb_catalog *catalog, const wb_filter *filters, size_t count,
                           wb_group_range **ret_ranges, size_t *ret_count,
                           wb_error *err) WB_MUST_CHECK;

/** Whether one document fulfils a condition. `scratch` is overwritten. Errors: WB_NOMEM. */
wb_status wb_filter_holds(const wb_filter *filter, const wb_catalog_doc *doc, wb_folded *scratch,
                          bool *ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
