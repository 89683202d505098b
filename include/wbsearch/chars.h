/**
 * @file chars.h
 * What kinds of characters there are to the fold (fold.h) and the tokenizer (token.h).
 */
#ifndef WBSEARCH_CHARS_H
#define WBSEARCH_CHARS_H

#include <wbsearch/base.h>

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

/** Whether `c` belongs to a word in the sense of token.h: a letter or a digit. */
static inline bool wb_fold_is_word(wb_char_class c)
{
    return c == WB_CHAR_LETTER || c == WB_CHAR_DIGIT;
}

WB_END_DECLS

#endif
