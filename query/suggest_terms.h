/**
 * @file suggest_terms.h
 * Words and phrases that go on from what was typed: words among the terms of an index, phrases of
 * its headings.
 */
#ifndef WBSEARCH_QUERY_SUGGEST_TERMS_H
#define WBSEARCH_QUERY_SUGGEST_TERMS_H

#include <wbsearch/index.h>
#include <wbsearch/token.h>

WB_BEGIN_DECLS

/** A word or phrase. */
typedef struct wb_suggested_term {
    wb_slice text;       /**< folded */
    uint32_t paragraphs; /**< it stands in no more than these: those of its rarest gram (token.h),
                              dead ones included */
    uint32_t headings;   /**< distinct headings that hold it; 0 for a word of the text alone */
    uint32_t weight;     /**< paragraphs that may be expected; the order */
} wb_suggested_term;

/**
 * The words and phrases that begin with `prefix` (folded, not empty) and are longer, at most
 * `limit`, the weightiest first; they stand in `arena`. Left out are those that are nearly always
 * followed by the same, for the longer one; grams that are no words; and what a number goes on to.
 * Errors: as wb_store_terms, wb_index_sections and wb_tokenizer_words.
 */
wb_status wb_suggest_terms(wb_slice prefix, size_t limit, wb_index *index, wb_tokenizer *tokenizer,
                           wb_arena *arena, wb_suggested_term **ret, size_t *ret_count,
                           wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
