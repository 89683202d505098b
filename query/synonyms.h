/**
 * @file synonyms.h
 * Lists of words that stand for each other.
 *
 * One group a line (listfile.h). The words of a group are separated by white space or by one of
 * , ， 、 ; ； and each of them finds all others:
 *
 *     双碳, 碳达峰碳中和
 *
 * With `=>` only the words on the left find those on the right; chains are not followed:
 *
 *     三公经费 => 因公出国（境）费用 公务用车购置及运行费 公务接待费
 *
 * A word that holds a separator stands between quotation marks: "简政放权、放管结合、优化服务".
 */
#ifndef WBSEARCH_QUERY_SYNONYMS_H
#define WBSEARCH_QUERY_SYNONYMS_H

#include "listfile.h"

WB_BEGIN_DECLS

/** The most words of a group, and the most pairs of words of a list. */
#define WB_SYNONYMS_GROUP_MAX 32
#define WB_SYNONYMS_PAIRS_MAX 1000000

/** A list. Immutable once read; may be used by several threads. */
typedef struct wb_synonyms wb_synonyms;

/** Reads a list. Errors: WB_NOMEM. Free with wb_synonyms_free. */
wb_status wb_synonyms_read(wb_listfile *list, wb_synonyms **ret, wb_error *err) WB_MUST_CHECK;

/** Appends the built-in list of policy shorthand, in the form above (synonyms_builtin.c), to `out`.
 *  Errors: out->status. */
wb_status wb_synonyms_builtin(wb_buf *out) WB_MUST_CHECK;

/** Frees it. */
void wb_synonyms_free(wb_synonyms *synonyms);

/** How many words have others that they find. */
size_t wb_synonyms_count(const wb_synonyms *synonyms);

/** What one word finds: folded words, in the order of the list. */
typedef struct wb_synonyms_entry {
    wb_slice word;          /**< folded */
    const wb_slice *others; /**< folded, none equal to `word` */
    size_t other_count;
} wb_synonyms_entry;

/** The longest word of the list that begins at byte `at` of `folded`, and that neither begins nor
 *  ends inside a Latin word or a number there; NULL when there is none. */
const wb_synonyms_entry *wb_synonyms_at(const wb_synonyms *synonyms, wb_slice folded, size_t at);

WB_END_DECLS

#endif
