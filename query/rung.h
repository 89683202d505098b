/**
 * @file rung.h
 * How closely a paragraph matches a query.
 */
#ifndef WBSEARCH_QUERY_RUNG_H
#define WBSEARCH_QUERY_RUNG_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** The rungs of the ladder, best first: every hit of a rung stands above those of the next. Exact
 *  and loose are certified: every paragraph that matches so is found. */
typedef enum wb_rung {
    WB_RUNG_EXACT, /**< the tree holds with every item literal in the fold */
    WB_RUNG_LOOSE, /**< it holds when punctuation does not count, or through an alternative */
    WB_RUNG_WORDS, /**< all words of the query are in the paragraph or its headings */
    WB_RUNG_SOME,  /**< some of them are */
    WB_RUNG_COUNT_
} wb_rung;

/** exact, loose, words, some. */
const char *wb_rung_name(wb_rung rung);

WB_END_DECLS

#endif
