/**
 * @file print.h
 * A query as text again.
 */
#ifndef WBSEARCH_QUERY_PRINT_H
#define WBSEARCH_QUERY_PRINT_H

#include "query.h"

WB_BEGIN_DECLS

/** Appends `node` in the language (query/LANGUAGE.md): parsing that gives the same tree again.
 *  Errors: WB_NOMEM, WB_LIMIT (also out->status). */
wb_status wb_query_print(const wb_query_node *node, wb_buf *out);

/** Appends `node` as a tree for people to check, e.g. and(碳金融 or("绿色信贷" gdp*)
 *  year:2019..2023): the folds of items and values, quotation marks around literal ones, the
 * English names of scopes and fields. Errors: as above. */
wb_status wb_query_describe(const wb_query_node *node, wb_buf *out);

WB_END_DECLS

#endif
