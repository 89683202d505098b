/**
 * @file surroundings.h
 * What a matcher asks about the section and document of a paragraph.
 */
#ifndef WBSEARCH_QUERY_SURROUNDINGS_H
#define WBSEARCH_QUERY_SURROUNDINGS_H

#include <wbsearch/error.h>

#include "query.h"

WB_BEGIN_DECLS

/**
 * What lies around the paragraph and decides on some nodes. The callbacks answer for the paragraph
 * whose text was set last; `context` is theirs. Without surroundings such nodes do not hold.
 */
typedef struct wb_surroundings {
    void *context;
    /** Whether the section or document of the paragraph fulfils what stands in the scope `node`;
     *  `loose` lets its items match loosely. */
    wb_status (*unit)(void *context, const wb_query_node *node, bool loose, bool *ret,
                      wb_error *err);
    /** Whether the filter holds. */
    wb_status (*filter)(void *context, const wb_query_filter *filter, bool *ret, wb_error *err);
} wb_surroundings;

WB_END_DECLS

#endif
