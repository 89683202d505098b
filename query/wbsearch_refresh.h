/*
 * Bringing indexes up to date before they are asked: wbsearch --refresh.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_REFRESH_H
#define WBSEARCH_QUERY_WBSEARCH_REFRESH_H

#include "wbsearch_indexes.h"

/* Runs wbindex, the one beside this program or else that of $PATH, for each index. Files that fail
 * are listed by it, and are no error. Errors: WB_IO (it cannot be run, or could do nothing). */
wb_status refresh_indexes(const struct indexes *indexes, wb_error *err);

#endif
