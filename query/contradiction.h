/**
 * @file contradiction.h
 * Queries that ask for something and rule out what stands in it.
 */
#ifndef WBSEARCH_QUERY_CONTRADICTION_H
#define WBSEARCH_QUERY_CONTRADICTION_H

#include "query.h"

WB_BEGIN_DECLS

/**
 * Whether no paragraph of whatever index can fulfil the query, neither exactly nor loosely, with
 * the alternatives that its items have now: 规定 -定, "规定" -规定. Says false where that is not
 * certain: 规定 -规定 is fulfilled by 规、定.
 */
bool wb_query_is_contradictory(const wb_query *query);

WB_END_DECLS

#endif
