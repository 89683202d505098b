/**
 * @file suggest.h
 * How what somebody types may go on: terms of the index, titles of documents.
 */
#ifndef WBSEARCH_QUERY_SUGGEST_H
#define WBSEARCH_QUERY_SUGGEST_H

#include <wbsearch/index.h>

WB_BEGIN_DECLS

/** The most suggestions of each kind. */
#define WB_SUGGEST_MAX 50

/** More characters than this are typed by nobody who wants them completed. */
#define WB_SUGGEST_CHARS_MAX 64

/** What is suggested. */
typedef enum wb_suggestion_kind {
    WB_SUGGEST_TERM, /**< a word that stands in the index, in its folded form */
    WB_SUGGEST_TITLE /**< the title of a document */
} wb_suggestion_kind;

/** A suggestion. */
typedef struct wb_suggestion {
    wb_suggestion_kind kind;
    wb_slice text;
    uint32_t paragraphs; /**< WB_SUGGEST_TERM: in which the term stands, dead ones included */
    wb_doc_id doc_id;    /**< WB_SUGGEST_TITLE */
} wb_suggestion;

/** The suggestions. Zero-initialise it; free with wb_suggestions_clear. */
typedef struct wb_suggestions {
    wb_suggestion *items; /**< terms, the most frequent first; then titles: those that begin so,
                               then those that hold it, the shortest first */
    size_t count;
    wb_arena arena;
} wb_suggestions;

/** The titles of an index, folded. */
typedef struct wb_titles wb_titles;

/** Folds the titles of `catalog`, which must outlive them. Errors: WB_NOMEM. */
wb_status wb_titles_new(const wb_catalog *catalog, wb_titles **ret, wb_error *err) WB_MUST_CHECK;

/** Frees them. */
void wb_titles_free(wb_titles *titles);

/**
 * Completes `typed` (UTF-8): terms that go on from the fold of its last word, and titles whose fold
 * holds that of all of it; `limit` (at most
 * WB_SUGGEST_MAX) of each. A term that is nearly always followed by the same
 * character is left out for the longer one. Errors: WB_LIMIT (WB_SUGGEST_CHARS_MAX), WB_INVALID
 * (not UTF-8), and as wb_store_terms.
 */
wb_status wb_suggest(wb_slice typed, size_t limit, wb_index *index, const wb_titles *titles,
                     wb_suggestions *suggestions, wb_error *err) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_suggestions_clear(wb_suggestions *suggestions);

WB_END_DECLS

#endif
