/**
 * @file query_words.h
 * The words that an item of a query is made of.
 */
#ifndef WBSEARCH_QUERY_QUERY_WORDS_H
#define WBSEARCH_QUERY_QUERY_WORDS_H

#include <wbsearch/token.h>

#include "words.h"

WB_BEGIN_DECLS

/** Bytes [start, end) of an item's fold that are a word. */
typedef struct wb_query_word_span {
    uint32_t start;
    uint32_t end;
    bool is_function; /**< it asks or joins and says nothing of the matter: 如何 是否 的 … */
    bool is_listed;   /**< the user's list has it */
} wb_query_word_span;

/** The words of an item, ascending and disjoint. */
typedef struct wb_query_words {
    wb_query_word_span *items;
    size_t count;
} wb_query_words;

/**
 * The words of `folded` in `arena`: those of `list` (NULL for none) from left to right, the longest
 * first, where they do not begin or end inside a Latin word or a number; what is left between them
 * as ICU has it. Errors: WB_NOMEM, WB_INTERNAL (ICU).
 */
wb_status wb_query_words_find(wb_slice folded, const wb_words *list, wb_tokenizer *tokenizer,
                              wb_arena *arena, wb_query_words *ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
