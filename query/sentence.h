/**
 * @file sentence.h
 * Sentences of folded text.
 *
 * A sentence ends behind 。 ! ? ; and what follows them directly of these, quotation marks, closing
 * brackets and closing title marks. Quotation marks at the very end belong to the next sentence
 * too: the fold does not tell opening ones from closing ones.
 */
#ifndef WBSEARCH_QUERY_SENTENCE_H
#define WBSEARCH_QUERY_SENTENCE_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** Bytes [start, end) of the folded text. Zero-initialise it for the first one. */
typedef struct wb_sentence {
    size_t start;
    size_t end;
    size_t next; /**< where the next one begins; private */
} wb_sentence;

/** The next sentence of `folded`; false when there is none. The last one ends with the text; a text
 *  that is not empty has one at least. */
bool wb_sentence_next(wb_slice folded, wb_sentence *sentence);

WB_END_DECLS

#endif
