/**
 * @file fold.h
 * The form in which text is compared, and the way back to the author's text.
 *
 * Two texts are the same to a reader when their folds are the same bytes. The fold, character by
 * character (table made at build time from ICU data by src/gen_fold.c):
 *  - NFKC and full case folding (Unicode NFKC_Casefold), circled numbers ① … excepted; diacritics
 * of Latin, Greek and Cyrillic letters go; all decimal digits become 0-9;
 *  - traditional to simplified (ICU's Traditional-Simplified transform, character by character);
 *    ○ and ◯ as written in years become 〇, the Bopomofo ㄧ becomes 一;
 *  - one form of quotes ("), brackets (), title marks 《》, dashes and tildes (-), middle dots (·),
 *    commas (，), colons (:);
 *  - zero-width, soft hyphen, control and other ignorable characters go.
 * And in context:
 *  - the comma of a grouped number goes (1,250 → 1250);
 *  - runs of dashes become one -, dots of three and more and ellipses one …;
 *  - white space goes, but for one space between Latin letters, digits or a dot on both sides.
 *
 * The fold is idempotent, and folding a part of a folded text gives that part (but for spaces at
 * its ends): so a query cut out of a text is found in it.
 */
#ifndef WBSEARCH_FOLD_H
#define WBSEARCH_FOLD_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>

WB_BEGIN_DECLS

/** How the tokenizer sees a character of folded text. */
typedef enum wb_char_class {
    WB_CHAR_OTHER,  /**< punctuation, symbols, private use: in no term */
    WB_CHAR_CJK,    /**< Han, kana, Hangul, Bopomofo: each character stands for itself */
    WB_CHAR_LETTER, /**< letters of other scripts, and their marks */
    WB_CHAR_DIGIT,  /**< 0-9 */
    WB_CHAR_SPACE,  /**< white space */
    WB_CHAR_DROP    /**< never in folded text */
} wb_char_class;

/** The class of `c`, which may be any code point. */
wb_char_class wb_fold_class(uint32_t c);

/** Whether `c` belongs to a word in the sense of token.h: a letter or a digit. */
static inline bool wb_fold_is_word(wb_char_class c)
{
    return c == WB_CHAR_LETTER || c == WB_CHAR_DIGIT;
}

/**
 * A folded text. Zero-initialise it or use wb_folded_init; one object is meant to be used again and
 * again.
 */
typedef struct wb_folded {
    wb_buf text;            /**< the fold, UTF-8 */
    uint32_t *source_start; /**< per byte of the fold: where the source characters begin that its
                                 character stands for, byte offset; NULL without a map */
    uint32_t *source_end;   /**< per byte of the fold: where they end, byte offset */
    size_t map_cap;         /**< private */
} wb_folded;

/** Makes `folded` empty. */
void wb_folded_init(wb_folded *folded);

/** Frees what it holds. */
void wb_folded_free(wb_folded *folded);

/**
 * Folds `source` (well-formed UTF-8 of less than 1 GiB) into `folded`, whose former content goes.
 * With `with_map`, the source ranges are filled too: the match [a, b) of folded bytes, a < b, comes
 * from the source bytes [source_start[a], source_end[b - 1]).
 * Errors: WB_NOMEM, WB_LIMIT.
 */
wb_status wb_fold(wb_slice source, bool with_map, wb_folded *folded) WB_MUST_CHECK;

/** Identifies the table and the rules: two indexes with different values cannot be compared. */
uint32_t wb_fold_version(void);

WB_END_DECLS

#endif
