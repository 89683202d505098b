/**
 * @file rank_params.h
 * The numbers that decide the order of hits, in one place.
 *
 * Measured with tests/bench/quality.py on the judged sets (stard, stard-keywords, covidpolicy_psg,
 * cmrc2018); what each is worth is written in ARCHITECTURE.md.
 */
#ifndef WBSEARCH_QUERY_RANK_PARAMS_H
#define WBSEARCH_QUERY_RANK_PARAMS_H

/** Factors on the weight of a gram (query_terms.h): across the end of a word that ICU finds, beside
 *  a function word, made of function words alone, across punctuation. ICU's words are a weak hint
 *  only: 0.8 to 1 does not matter for the first, while 0.3 loses 2 % on stard. */
#define RANK_FACTOR_ACROSS 0.9
#define RANK_FACTOR_BESIDE_FUNCTION 0.4
#define RANK_FACTOR_FUNCTION 0.0
#define RANK_FACTOR_APART 0.0

/** The power of the inverse document frequency in weights: rare terms count a little more than BM25
 *  has it. */
#define RANK_IDF_POWER 1.2

/** How frequent a character is, the index does not say cheaply: so many times the most frequent of
 *  the query's terms that hold it. Against equal weights: +0.8 % on stard. */
#define RANK_CHAR_FREQUENCY 3.0
#define RANK_CHAR_IDF_POWER 0.75

/** BM25 in the second phase: over terms, and over single characters. */
#define RANK_TERMS_K1 2.0
#define RANK_TERMS_B 0.6
#define RANK_CHARS_K1 1.5
#define RANK_CHARS_B 0.85

/** What a feature counts; set together on the halves for development, BM25 being the unit. Without
 *  it (quality.py --without NAME), in per cent of nDCG@10 of all queries (stard / its keywords /
 *  covidpolicy_psg; a star where the 95 % interval excludes 0): */
#define RANK_BM25 1.0           /**< -1.4 / -2.4* / -0.7 */
#define RANK_COVERAGE 0.5       /**< -0.8 / -1.9* / -1.5* */
#define RANK_WORDS 0.1          /**< +0.4 / -0.6 / 0.0 */
#define RANK_CHARS 1.2          /**< -1.5 / -4.9* / +0.6 */
#define RANK_CHARS_SENTENCE 0.2 /**< 0.0 / -1.5* / +0.2 */

/** Added to the score of a certified hit that has all items in one sentence: more than any BM25
 *  weight, so that scattered ones stand below. */
#define RANK_CLOSE 1000.0

/** Candidates of the lower rungs: by so many of the weightiest terms, without those that stand in
 *  more than this share of the paragraphs (where there are more than so many of them), unless fewer
 *  terms than PARTIAL_TERMS_MIN are left. */
#define PARTIAL_TERMS_MAX 20
#define PARTIAL_TERMS_MIN 3
#define PARTIAL_COMMON_SHARE 0.02
#define PARTIAL_COMMON_MIN 1000
/** So many candidates are scored on their text; where the query has several items, so many times
 * the hits that are wanted, within these limits (stard-keywords, those of several items: no loss at
 *  100, 1 % at 60; a third of the time of a search of two words). */
#define PARTIAL_CANDIDATES 300
#define PARTIAL_CANDIDATES_MIN 50
#define PARTIAL_CANDIDATES_A_HIT 5
/** An item of no more terms than this (nine characters) is treated like several items
 * (stard-keywords -0.2 %, stard +0.1 %). */
#define PARTIAL_SHORT_TERMS 8
/** A paragraph without a whole word of the query and with less than this share of what an average
 *  word weighs is no hit. (A fixed share of 0.25 costs 9 % on stard, whose questions are long.) */
#define PARTIAL_WORD_SHARE_MIN 0.5

#endif
