/**
 * @file match_holds.h
 * Whether a query, or a node of it, is fulfilled by one paragraph. Private to match.
 */
#ifndef WBSEARCH_QUERY_MATCH_HOLDS_H
#define WBSEARCH_QUERY_MATCH_HOLDS_H

#include "match_find.h"

WB_BEGIN_DECLS

/** Whether `range` fulfils the node; `loose` lets items match loosely. A failure shows in the
 *  status. */
bool wb_match_holds(struct wb_matcher *m, const wb_query_node *node, bool loose,
                    wb_match_range range);

WB_END_DECLS

#endif
