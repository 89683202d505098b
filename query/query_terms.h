/**
 * @file query_terms.h
 * What a query asks for, taken apart: its words and terms, and what each of them weighs.
 *
 * Recall is carried by grams (token.h), sense by words. So each gram of the query's items has a
 * weight: its inverse document frequency, times a factor that says whether it is (a part of) a word
 * of the user's list or of ICU, or the end of a word lies inside, or it only asks (如何, 是否, 的
 * …).
 */
#ifndef WBSEARCH_QUERY_QUERY_TERMS_H
#define WBSEARCH_QUERY_QUERY_TERMS_H

#include <wbsearch/store.h>

#include "query.h"
#include "respell.h"

WB_BEGIN_DECLS

/** More places of a query than this are not looked at: the rest of a longer one says little more.
 */
#define WB_QUERY_PLACES_MAX 512

/** More terms of alternatives than this are not looked for. */
#define WB_QUERY_OTHERS_MAX 32

/** A distinct term of the query. */
typedef struct wb_query_term {
    wb_slice bytes;     /**< as in the index */
    uint32_t frequency; /**< in how many paragraphs it stands */
    double factor;      /**< 0 to 1, see above; of the best place where the query has it */
    double weight;      /**< inverse document frequency times factor, over all places */
    bool is_piece;      /**< wherever the query has it, it lies within a word of the user's list */
} wb_query_term;

/** A place of the query where a term stands, in reading order. */
typedef struct wb_query_place {
    uint32_t term;  /**< index of the term */
    uint32_t item;  /**< which of the items, from 0 */
    uint32_t start; /**< bytes [start, end) of the item's fold */
    uint32_t end;
} wb_query_place;

#define WB_QUERY_NOWHERE UINT32_MAX

/** A word of the query that must be there for the rung "words". */
typedef struct wb_query_word {
    wb_slice folded;
    uint32_t item;        /**< which of the items, from 0 */
    uint32_t first_place; /**< the places [first_place, end_place) of terms lie within it */
    uint32_t end_place;
    double weight;  /**< inverse document frequency of the rarest of these terms */
    bool is_listed; /**< the user's list has it */
} wb_query_word;

/** A distinct Chinese character of the query. */
typedef struct wb_query_char {
    uint32_t c;
    uint32_t frequency; /**< the largest of the terms it stands in: it is at least as frequent */
    double factor;      /**< the largest of these terms */
    double weight;      /**< by frequency and factor */
} wb_query_char;

/** A query taken apart. Everything in it lives in the arena it was made in. */
typedef struct wb_query_terms {
    wb_query_term *items;
    size_t count;
    wb_query_place *places;
    size_t place_count;
    wb_query_word *words; /**< function words are not among them */
    size_t word_count;
    wb_query_char *chars;
    size_t char_count;
    wb_query_term *others; /**< terms of the items' alternatives that the items do not have: they
                                lead to candidates */
    size_t other_count;
    wb_respellings respellings; /**< in these, such alternatives count as what the query has */
    double weight;              /**< of all places together; 0 when there is nothing to go by */
    double char_weight;         /**< of all characters together */
    double word_weight;         /**< of all words together */
    double average_length;      /**< terms of a paragraph of the index, at least 1 */
    uint32_t *slots;            /**< private: hash tables */
    uint32_t *char_slots;
    size_t slot_mask;
    size_t char_mask;
} wb_query_terms;

/**
 * Takes the items of `query` apart that are not negated. Errors: WB_NOMEM, WB_INTERNAL (ICU),
 * WB_CHANGED, WB_CORRUPT.
 */
wb_status wb_query_terms_make(const wb_query *query, wb_store *store, wb_tokenizer *tokenizer,
                              wb_arena *arena, wb_query_terms *ret, wb_error *err) WB_MUST_CHECK;

/** The index of the term `bytes`, or WB_QUERY_NOWHERE. */
uint32_t wb_query_terms_find(const wb_query_terms *terms, wb_slice bytes);

/** The index of the character `c`, or WB_QUERY_NOWHERE. */
uint32_t wb_query_terms_find_char(const wb_query_terms *terms, uint32_t c);

WB_END_DECLS

#endif
