/**
 * @file token.h
 * From folded text to terms: the one tokenizer that indexing, querying and highlighting share.
 *
 * Folded text (fold.h) is read as a stream of tokens: each CJK character is a token, and so is each
 * run of letters and digits (45, skp, c919: "alphanumeric"); everything else is skipped. From it
 * come the terms:
 *  - a gram for every two neighbours of which at least one is a CJK character (碳金, 45个,
 *    省13), whatever stood between them; for two numbers joined by a dot (6.5); and for a number
 * and the % or ‰ right behind it (60%);
 *  - every alphanumeric token by itself;
 *  - the last CJK character by itself as a unigram, when nothing follows it (so that the terms
 *    beginning with a character are exactly the places where it stands);
 *  - every word of three CJK characters or more that ICU's break iterator finds (a word of two is a
 *    gram already). These only decide weights, never whether something is found;
 *  - every two characters side by side of which at least one is punctuation (、第 条、 》（): a
 *    punctuation term. These have no weight: they tell an exact wording from others alike.
 *
 * What a term proves: a gram of two CJK characters, that nothing but punctuation stands between
 * them somewhere in the text, and nothing at all where no punctuation term begins with the first;
 * a punctuation term and a word, that they stand there; any term, that the CJK character does that
 * it begins with. A number does not: it may be part of a larger one (6 in 6.5).
 *
 * Hence the guarantee: a text with a literal match (wb_token_find) of a query has every gram,
 * alphanumeric and punctuation term of the query; and where the query ends in a CJK character that
 * no gram of it covers, a term that begins with that character.
 */
#ifndef WBSEARCH_TOKEN_H
#define WBSEARCH_TOKEN_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** Changes whenever the terms of some text change; stored in the index and compared at open. */
#define WB_TOKENIZER_VERSION 3

/** The longest alphanumeric token that becomes a term whole, bytes; longer ones are cut (and told
 *  apart by verification). Keeps every term below Xapian's limit of 245. */
#define WB_TOKEN_MAX 64

/** What a term stands for. */
typedef enum wb_term_kind {
    WB_TERM_GRAM,       /**< two neighbouring tokens */
    WB_TERM_ALPHANUM,   /**< a run of letters and digits */
    WB_TERM_UNIGRAM,    /**< a CJK character that nothing follows */
    WB_TERM_WORD,       /**< three CJK characters or more that ICU takes for a word */
    WB_TERM_PUNCTUATION /**< two neighbouring characters, one of them punctuation at least */
} wb_term_kind;

/** One occurrence of a term. */
typedef struct wb_term {
    const char *bytes; /**< in the folded text, or in wb_terms.joined */
    uint32_t start;    /**< where it begins in the folded text, byte offset */
    uint32_t end;      /**< where it ends there */
    uint16_t len;      /**< of `bytes`, at most 2 * WB_TOKEN_MAX + 1 */
    uint8_t kind;      /**< wb_term_kind */
} wb_term;

/** The terms of a text, those of each function in the order of their start. They borrow from the
 * folded text. */
typedef struct wb_terms {
    wb_buf joined; /**< terms whose parts do not stand side by side */
    wb_term *items;
    size_t count;
    size_t cap;
} wb_terms;

/** Makes `terms` empty. */
void wb_terms_init(wb_terms *terms);

/** Frees what it holds. */
void wb_terms_free(wb_terms *terms);

/** The bytes of term `i`. */
static inline wb_slice wb_terms_text(const wb_terms *terms, size_t i)
{
    return wb_slice_make(terms->items[i].bytes, terms->items[i].len);
}

/** Fills `terms` (cleared first) with all terms of `folded` but the words, so that ICU is not
 * needed, and those of punctuation. Errors: WB_NOMEM. */
wb_status wb_token_grams(wb_slice folded, wb_terms *terms) WB_MUST_CHECK;

/** What punctuation terms begin with in a database, before the text of the term, so that they do
 * not count among the terms that begin with a character. */
#define WB_TOKEN_PUNCTUATION_PREFIX '\x01'

/** Adds the punctuation terms of `folded` to `terms`, in their order; each occurrence is one.
 *  Punctuation is what is neither part of a token nor white space. Errors: WB_NOMEM. */
wb_status wb_token_punctuation(wb_slice folded, wb_terms *terms) WB_MUST_CHECK;

/** Whether `folded` has a punctuation term. */
bool wb_token_has_punctuation(wb_slice folded);

/** A tokenizer: holds ICU's break iterator. One thread at a time. */
typedef struct wb_tokenizer wb_tokenizer;

/** Opens ICU's word break iterator for Chinese (whatever the user's locale). Errors: WB_INTERNAL
 *  (ICU's data are missing), WB_NOMEM. */
wb_status wb_tokenizer_new(wb_tokenizer **ret, wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_tokenizer_free(wb_tokenizer *tokenizer);

/** Fills `terms` (cleared first) with all terms of `folded`: behind the others the words, and last
 *  punctuation. Errors: WB_NOMEM, WB_INTERNAL. */
wb_status wb_tokenizer_terms(wb_tokenizer *tokenizer, wb_slice folded, wb_terms *terms,
                             wb_error *err) WB_MUST_CHECK;

/** A word as ICU cuts the text: bytes [start, end) of the folded text, no white space, no
 *  punctuation. */
typedef struct wb_word {
    uint32_t start;
    uint32_t end;
} wb_word;

/** The words of `folded` in `*ret_words`, which belong to the tokenizer and are valid until its
 * next use. Errors: WB_NOMEM, WB_INTERNAL. */
wb_status wb_tokenizer_words(wb_tokenizer *tokenizer, wb_slice folded, const wb_word **ret_words,
                             size_t *ret_count, wb_error *err) WB_MUST_CHECK;

/** ICU's version as the tokenizer uses it, e.g. 72. */
unsigned wb_tokenizer_icu_version(void);

/**
 * Whether the byte offset `at` of `folded` (a character boundary) lies inside a word or a number: a
 * literal match may neither begin nor end there. Inside are: between two letters or digits; beside
 * the dot of a decimal number (6.5). A dot between digits is no decimal point where it separates a
 * list number at the start of the text (1.5个), a list number from a year (1.2023年), a year
 * from a month (2022.12), or where more than one dot stands in the number (2022.12.27).
 */
bool wb_token_is_inside(wb_slice folded, size_t at);

/**
 * The first literal match of `needle` (folded, not empty) in `folded` at or after `from`: the bytes
 * occur, and neither end is inside a word or number of `folded`. Returns its offset, or SIZE_MAX.
 */
size_t wb_token_find(wb_slice folded, wb_slice needle, size_t from);

WB_END_DECLS

#endif
