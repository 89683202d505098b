/**
 * @file lists.h
 * The lists of synonyms and words that a search uses, from where users keep them:
 *
 *  | | synonyms | words |
 *  |---|---|---|
 *  | the user's own | CONFIG/synonyms.txt | CONFIG/words.txt |
 *  | of the documents, beside the index | .wbsynonyms | .wbwords |
 *  | named on the command line | FILE | FILE |
 *  | built in | synonyms_builtin.c | |
 *
 * A file that is not there is no list; only one that was named must be there.
 */
#ifndef WBSEARCH_QUERY_LISTS_H
#define WBSEARCH_QUERY_LISTS_H

#include "equivalents.h"
#include "words.h"

WB_BEGIN_DECLS

/** What is wanted. */
typedef struct wb_lists_options {
    const char *config_folder;  /**< NULL: none */
    const char *index_path;     /**< the folder that holds it is looked at; NULL: none */
    const char *synonyms_file;  /**< NULL: none */
    const char *words_file;     /**< NULL: none */
    bool numbers;               /**< equivalents of numbers */
    bool synonyms;              /**< lists of synonyms, those of files */
    bool builtin_synonyms;      /**< the built-in one */
    wb_listfile_report *report; /**< of lines left out and files that cannot be read; may be NULL */
    void *context;
} wb_lists_options;

/** The most lists of synonyms. */
#define WB_LISTS_SYNONYMS_MAX 4

/** The lists. Zero-initialise it; free with wb_lists_clear. */
typedef struct wb_lists {
    wb_equivalents equivalents; /**< refers to what follows: not to be copied */
    wb_words *words;            /**< NULL when there are none */
    const wb_synonyms *synonyms[WB_LISTS_SYNONYMS_MAX];
    wb_synonyms *owned[WB_LISTS_SYNONYMS_MAX]; /**< private */
    size_t count;
} wb_lists;

/** Reads the lists into `lists` (cleared first). Errors: of the files that were named, those of
 *  wb_file_read; WB_NOMEM. */
wb_status wb_lists_load(const wb_lists_options *options, wb_lists *lists,
                        wb_error *err) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_lists_clear(wb_lists *lists);

/** The user's config folder: $XDG_CONFIG_HOME/wbsearch, or $HOME/.config/wbsearch; appended to
 *  `ret`, nothing when neither is set (XDG Base Directory Specification 0.8). */
wb_status wb_lists_config_folder(wb_buf *ret);

WB_END_DECLS

#endif
