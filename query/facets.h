/**
 * @file facets.h
 * How many of the paragraphs that a query finds are of which year, organ and kind.
 */
#ifndef WBSEARCH_QUERY_FACETS_H
#define WBSEARCH_QUERY_FACETS_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** What is counted by. */
typedef enum wb_facet {
    WB_FACET_YEAR, /**< wb_catalog_year */
    WB_FACET_ORGAN,
    WB_FACET_KIND,
    WB_FACET_COUNT_
} wb_facet;

/** The name of a facet: year, organ, kind. */
const char *wb_facet_name(wb_facet facet);

/** A value and how often it is met. */
typedef struct wb_facet_value {
    wb_slice text;       /**< as in the catalog, or the year's digits */
    uint32_t paragraphs; /**< that fulfil the query */
    uint32_t documents;  /**< with such paragraphs */
} wb_facet_value;

/** The values of a facet. */
typedef struct wb_facet_values {
    wb_facet_value *values; /**< the most frequent first (paragraphs); years the latest first */
    size_t count;
    uint32_t unknown; /**< paragraphs whose document has no value */
} wb_facet_values;

/** The facets of a query. */
typedef struct wb_facets {
    wb_facet_values facets[WB_FACET_COUNT_];
    uint32_t paragraphs; /**< that were counted */
    bool all;            /**< these are all that fulfil the query */
} wb_facets;

WB_END_DECLS

#endif
