/*
 * The indexes that wbsearch asks, together when there are several.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_INDEXES_H
#define WBSEARCH_QUERY_WBSEARCH_INDEXES_H

#include "freshness.h"
#include "lists.h"
#include "wbsearch_options.h"
#include "wbsearch_select.h"

/* An index. */
struct indexed {
    char *path;
    wb_searcher *searcher;
    wb_lists lists; /* those that go with it */
    wb_freshness *freshness;
};

struct indexes {
    struct indexed items[INDEXES_MAX];
    size_t count;
};

/* What the indexes found: one result, and those it was made of. Zero-initialise it. */
struct found {
    wb_result result; /* of several: hits of the parts, best first */
    wb_result parts[INDEXES_MAX];
};

/* Finds the indexes of the options: those named, or those of $WBSEARCH_INDEX, with ':' between, or
 * the nearest one. Zero-initialise; close it whatever the outcome. Errors: WB_NOTFOUND, … */
wb_status indexes_find(const struct options *options, struct indexes *ret, wb_error *err);

/* Opens them, with their lists, and begins to compare them with their files where the options let
 * it. Errors: those of wb_searcher_new and wb_lists_load. */
wb_status indexes_open(struct indexes *indexes, const struct options *options, wb_error *err);

/* Says in what the files differ from the indexes; waits for that a moment. `silent`: only waits. */
void indexes_finish(struct indexes *indexes, bool silent);

void indexes_close(struct indexes *indexes);

/* Asks all of them. Errors: those of wb_search. */
wb_status indexes_search(struct indexes *indexes, const struct selection *selection,
                         wb_query *query, const wb_search_options *options, struct found *ret,
                         wb_error *err);

void found_clear(struct found *found);

#endif
