/*
 * Whether converted text reads like the language it should be: how encodings are told apart.
 */
#ifndef ENCODING_SCORE_H
#define ENCODING_SCORE_H

#include <wbsearch/base.h>

/* How much the text reads like Chinese, in either script: 0 when it does not, else the percentage
 * of its characters beyond ASCII that are among the most frequent ones, 15 to 100. */
unsigned encoding_score_chinese(wb_slice text);

/* Whether it is ASCII text without control characters, of some length. */
bool encoding_is_plain_ascii(wb_slice text);

/* What share of the letters of ASCII and all characters beyond it lies in [first, last], per cent;
 * 0 when there are less than ten. */
unsigned encoding_share_of(wb_slice text, uint32_t first, uint32_t last);

#endif
