/**
 * @file search.h
 * Searching: from a query to ranked, verified, highlighted hits.
 */
#ifndef WBSEARCH_QUERY_SEARCH_H
#define WBSEARCH_QUERY_SEARCH_H

#include <wbsearch/doc.h>
#include <wbsearch/index.h>

#include "context.h"
#include "facets.h"
#include "notes.h"
#include "order.h"
#include "parse.h"
#include "rung.h"
#include "span.h"

WB_BEGIN_DECLS

/** How far down the ladder (rung.h) a search goes. */
typedef enum wb_search_depth {
    WB_SEARCH_LOOSE, /**< exact and loose hits */
    WB_SEARCH_EXACT, /**< exact hits only */
    WB_SEARCH_WORDS, /**< where these are fewer than the limit, also hits with all words */
    WB_SEARCH_SOME   /**< and with some of them */
} wb_search_depth;

/** What of the results is wanted. */
typedef struct wb_search_options {
    size_t limit;   /**< hits, at most; 0: none, only the total */
    size_t offset;  /**< leave out the first so many */
    bool count_all; /**< the exact total, however long that takes */
    bool notes;     /**< read the notes of the hits too */
    size_t before;  /**< read so many paragraphs before each hit, WB_CONTEXT_MAX at most */
    size_t behind;  /**< and behind it */
    wb_search_depth depth;
    bool fold_duplicates; /**< hits with the same fold become one with several places */
    wb_sort sort;         /**< the order on each rung. Other than by relevance: the first of all
                               exact and loose hits, which are all looked at; these have no score */
    bool facets;          /**< count the facets of the exact and loose hits too */
} wb_search_options;

/** More hits than this cannot be asked for at once. */
#define WB_SEARCH_LIMIT_MAX 100000

/** Where the text of a hit stands again. */
typedef struct wb_place {
    wb_doc_id doc_id;
    wb_slice root; /**< as in a hit */
    wb_slice path;
    uint32_t para_number;
    uint32_t line; /**< the first of the paragraph, 1-based */
} wb_place;

/** A hit: a paragraph that matches. What it points to belongs to the result. */
typedef struct wb_hit {
    wb_rung rung; /**< hits of a better rung stand first, whatever their scores */
    double score;
    wb_doc_id doc_id;
    uint32_t docid;       /**< of the paragraph in the store, as long as the index is as it
                               was */
    uint32_t para_number; /**< of the paragraph within its document, from 0 */
    wb_slice root;        /**< absolute path of the root folder */
    wb_slice path;        /**< of the file, relative to the root */
    wb_slice title;       /**< of the document */
    wb_slice meta[WB_META_FIELD_COUNT_]; /**< what else is known of it; empty where unknown */
    const wb_slice *section_path;        /**< titles of the sections around it, outermost first; a
                                              heading's own is left out */
    size_t section_count;
    wb_para para;           /**< `section` is WB_NONE */
    const wb_span *matches; /**< ascending; none when nothing but filters and negations holds */
    size_t match_count;
    uint32_t line;          /**< source line of the first match, 1-based */
    uint32_t column;        /**< its byte column, 1-based */
    const wb_place *places; /**< where the same text stands again, best first; with
                                 fold_duplicates only */
    size_t place_count;
    const wb_slice *missing; /**< on the rung some: words of the query, folded, that stand neither
                                  in it nor in the titles of the sections around it */
    size_t missing_count;
    wb_context context; /**< the paragraphs around it; where asked for */
    wb_notes notes;     /**< its notes, or what refers to it when it is one; where asked for */
} wb_hit;

/** The results. Zero-initialise it; free with wb_result_clear. */
typedef struct wb_result {
    wb_hit *hits; /**< best first */
    size_t hit_count;
    uint64_t total;   /**< paragraphs that match exactly or loosely: counted one by one, each
                           verified on its text */
    bool total_exact; /**< false: there are at least so many */
    wb_facets facets; /**< where asked for. When all hits were counted, so is the total */
    double seconds;   /**< the search took */
    wb_arena arena;
} wb_result;

/** Searches one index again and again; one thread at a time. */
typedef struct wb_searcher wb_searcher;

/** Opens the index in the directory `index_path`. Errors: as wb_index_open. */
wb_status wb_searcher_new(const char *index_path, wb_searcher **ret, wb_error *err) WB_MUST_CHECK;

/** Closes it. */
void wb_searcher_free(wb_searcher *searcher);

/** The index it searches, borrowed; its patience (wb_index_set_patience) is that of a search. */
wb_index *wb_searcher_index(wb_searcher *searcher);

/** Moves to the state of the index of now when it has changed; `*ret_moved` says that it did.
 *  Errors: as wb_index_open; it then stays where it was. */
wb_status wb_searcher_refresh(wb_searcher *searcher, bool *ret_moved, wb_error *err) WB_MUST_CHECK;

/** Something read from its index failed with WB_CHANGED: the next refresh moves in any case. */
void wb_searcher_fell_behind(wb_searcher *searcher);

/**
 * Searches for the paragraphs that fulfil the query (query/LANGUAGE.md) exactly or loosely. Exact
 * ones first; then, unless another order is asked for, ranked by BM25, raised where section titles
 * or the run-in title match too; equal scores in the order of the index. When the index changes
 * meanwhile, the searcher moves to its new state and begins again. Errors: WB_INTERRUPTED (the
 * patience of the index is over), WB_CORRUPT, WB_IO, WB_NOMEM, …; `result` is then empty.
 */
wb_status wb_search(wb_searcher *searcher, const wb_query *query, const wb_search_options *options,
                    wb_result *result, wb_error *err) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_result_clear(wb_result *result);

WB_END_DECLS

#endif
