/**
 * @file suggest.h
 * How what somebody types may go on: words, values of filters, titles of documents.
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
    WB_SUGGEST_TERM,  /**< a word or phrase of the index (suggest_terms.h), in its folded form */
    WB_SUGGEST_VALUE, /**< a value for a filter */
    WB_SUGGEST_TITLE  /**< the title of a document */
} wb_suggestion_kind;

/** A suggestion. */
typedef struct wb_suggestion {
    wb_suggestion_kind kind;
    wb_slice text;
    wb_slice completed;  /**< WB_SUGGEST_TERM, WB_SUGGEST_VALUE: the query with `text` in the place
                              of what is being typed (completion.h) */
    uint32_t paragraphs; /**< WB_SUGGEST_TERM: in which it stands, at most */
    uint32_t documents;  /**< WB_SUGGEST_VALUE: that have it */
    wb_doc_id doc_id;    /**< WB_SUGGEST_TITLE */
} wb_suggestion;

/** The suggestions. Zero-initialise it; free with wb_suggestions_clear. */
typedef struct wb_suggestions {
    wb_suggestion *items; /**< terms, the most frequent first; or values, those that begin so, then
                               those that hold it, the most frequent first; then titles: those that
                               begin so, then those that hold it, the shortest first */
    size_t count;
    wb_arena arena;
} wb_suggestions;

/** What suggestions for an index are made from. One thread at a time. */
typedef struct wb_suggester wb_suggester;

/** For `index`, which must outlive it; it is of no use any more when that has moved to another
 *  state. Errors: as wb_tokenizer_new. */
wb_status wb_suggester_new(wb_index *index, wb_suggester **ret, wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_suggester_free(wb_suggester *suggester);

/**
 * Suggests how the last item of the query `typed` (UTF-8) may go on, or the value of the filter at
 * its end where that is organ, kind or number; and titles of documents that hold all items of a
 * query of nothing else, or the value of title:. A single Chinese character asks for titles that
 * begin with it. At most `limit` (WB_SUGGEST_MAX) of each kind; nothing where nothing is being
 * typed, or more than WB_SUGGEST_CHARS_MAX characters. Errors: as wb_completion_read and
 * wb_suggest_terms.
 */
wb_status wb_suggest(wb_suggester *suggester, wb_slice typed, size_t limit,
                     wb_suggestions *suggestions, wb_error *err) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_suggestions_clear(wb_suggestions *suggestions);

WB_END_DECLS

#endif
