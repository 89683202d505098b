/**
 * @file synonyms.h
 * Lists of words that stand for each other.
 *
 * A list is UTF-8 text, one group a line. The words of a group are separated by white space or by
 * , ， 、 ; ； and each of them stands for all others:
 *
 *     双碳, 碳达峰碳中和
 *
 * With `=>` only the words on the left find those on the right; chains are not followed:
 *
 *     放管服 => 简政放权放管结合优化服务
 *
 * A word that holds a separator stands between quotation marks: "简政放权、放管结合、优化服务".
 * `#` at the start of a line or behind white space begins a comment.
 */
#ifndef WBSEARCH_QUERY_SYNONYMS_H
#define WBSEARCH_QUERY_SYNONYMS_H

#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** The largest list, bytes; the most words of a group; the longest word, bytes of its fold. */
#define WB_SYNONYMS_FILE_MAX (4u << 20)
#define WB_SYNONYMS_GROUP_MAX 32
#define WB_SYNONYMS_WORD_MAX 255

/** A list. Immutable once read; may be used by several threads. */
typedef struct wb_synonyms wb_synonyms;

/** Called for a line that is not as it should be; the line is left out, the rest is used. `err` has
 *  the line number and what is wrong with it. */
typedef void wb_synonyms_report(void *context, const wb_error *err);

/**
 * Reads a list from `text`; `name` is the file's name, for messages. `report` may be NULL.
 * Errors: WB_INVALID (not UTF-8 at all), WB_NOMEM. Free with wb_synonyms_free.
 */
wb_status wb_synonyms_read(wb_slice text, const char *name, wb_synonyms_report *report,
                           void *context, wb_synonyms **ret, wb_error *err) WB_MUST_CHECK;

/** wb_synonyms_read of the file `path`. Errors: also those of wb_file_read. */
wb_status wb_synonyms_load(const char *path, wb_synonyms_report *report, void *context,
                           wb_synonyms **ret, wb_error *err) WB_MUST_CHECK;

/** The built-in list of policy shorthand (synonyms_builtin.c). Errors: WB_NOMEM. */
wb_status wb_synonyms_builtin(wb_synonyms **ret, wb_error *err) WB_MUST_CHECK;

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

/** The longest word of the list that begins at byte `at` of `folded`; NULL when there is none. */
const wb_synonyms_entry *wb_synonyms_at(const wb_synonyms *synonyms, wb_slice folded, size_t at);

WB_END_DECLS

#endif
