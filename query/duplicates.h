/**
 * @file duplicates.h
 * Hits with the same text, as notices quote each other, become one with several places.
 */
#ifndef WBSEARCH_QUERY_DUPLICATES_H
#define WBSEARCH_QUERY_DUPLICATES_H

#include "collect.h"

WB_BEGIN_DECLS

/** So many items of a list are compared though fewer are wanted: other places of the text of those
 *  that are shown come from there. */
#define WB_DUPLICATES_MIN 2000

/** What became of the items of a list. */
typedef struct wb_duplicates {
    uint32_t *first; /**< per item: index of the first item with the same fold; its own if that */
    size_t count;    /**< items that were compared: the first so many of the list */
} wb_duplicates;

/** Compares the folds of the paragraphs of `list` (by a hash of 64 bits and their length) until
 *  there are `wanted` different ones, and of WB_DUPLICATES_MIN in any case; the answer lives in
 *  `arena`. Errors: WB_NOMEM, WB_CHANGED, WB_CORRUPT. */
wb_status wb_duplicates_find(const wb_verified_list *list, size_t wanted, wb_paragraphs *paragraphs,
                             wb_arena *arena, wb_duplicates *ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
