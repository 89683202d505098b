/**
 * @file order.h
 * The orders in which hits may stand.
 */
#ifndef WBSEARCH_QUERY_ORDER_H
#define WBSEARCH_QUERY_ORDER_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** The order of hits on one rung; a better rung always stands first. */
typedef enum wb_sort {
    WB_SORT_RELEVANCE, /**< by score, best first */
    WB_SORT_DATE, /**< newest document first: by the day it was made; where that is unknown, by the
                       day it was published; where both are, by the day it is in force. Those
                       without a date last. A year without a month counts as its beginning. Equal
                       dates as in WB_SORT_PATH */
    WB_SORT_PATH  /**< by root folder in the order of the index, by the bytes of the path, by the
                       number of the paragraph */
} wb_sort;

WB_END_DECLS

#endif
