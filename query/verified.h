/**
 * @file verified.h
 * Paragraphs that are known to fulfil a query.
 */
#ifndef WBSEARCH_QUERY_VERIFIED_H
#define WBSEARCH_QUERY_VERIFIED_H

#include "rung.h"

WB_BEGIN_DECLS

/** A paragraph that fulfils the query. */
typedef struct wb_verified {
    wb_rung rung;
    double score;
    uint32_t docid;
} wb_verified;

/** Those found. Zero-initialise it; free `items` with wb_free. */
typedef struct wb_verified_list {
    wb_verified *items;
    size_t count;
    size_t cap;
    size_t exact; /**< so many of them are on the rung exact */
    bool all;     /**< there are no others */
} wb_verified_list;

WB_END_DECLS

#endif
