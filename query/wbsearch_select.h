/*
 * Which hits of a search the options let through: those in the files and folders given, and so many
 * of a document.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_SELECT_H
#define WBSEARCH_QUERY_WBSEARCH_SELECT_H

#include "search.h"

struct selection {
    char **places; /* absolute paths of files and folders; none: everywhere */
    size_t place_count;
    uint64_t max_count; /* hits of a document; 0: any number */
};

/* Finds the absolute paths of `words`; those that hold every root folder of the indexes select
 * nothing. Zero-initialise it; clear it whatever the outcome. Errors: WB_NOTFOUND, WB_IO. */
wb_status selection_set(struct selection *selection, char *const *words, size_t count,
                        wb_index *const *indexes, size_t index_count, wb_error *err);

void selection_clear(struct selection *selection);

/* Whether the document of `hit` stands in the places. Without memory it does. */
bool selection_has(const struct selection *selection, const wb_hit *hit);

/* wb_search, but for what the selection leaves out; looks at as many hits as it takes. The total
 * counts what stands in the places. Errors: those of wb_search. */
wb_status selection_search(const struct selection *selection, wb_searcher *searcher,
                           const wb_query *query, const wb_search_options *options,
                           wb_result *result, wb_error *err);

#endif
