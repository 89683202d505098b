/**
 * @file words.h
 * Words that the dictionary of ICU does not know, from a list of the user's: one word a line
 * (listfile.h). They decide weights and what is highlighted as one word, never what is found.
 */
#ifndef WBSEARCH_QUERY_WORDS_H
#define WBSEARCH_QUERY_WORDS_H

#include "listfile.h"

WB_BEGIN_DECLS

/** A set of words. Immutable once read; may be used by several threads. */
typedef struct wb_words wb_words;

/** Reads the words of `count` lists into one set. Errors: WB_NOMEM. Free with wb_words_free. */
wb_status wb_words_read(wb_listfile *lists, size_t count, wb_words **ret,
                        wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_words_free(wb_words *words);

/** How many there are. */
size_t wb_words_count(const wb_words *words);

/** The bytes of the longest word that begins at byte `at` of `folded`; 0 when there is none. NULL
 *  has no words. */
size_t wb_words_at(const wb_words *words, wb_slice folded, size_t at);

WB_END_DECLS

#endif
