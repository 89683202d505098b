/**
 * @file heading_phrases.h
 * Phrases of the headings of an index: pieces that begin and end where words do.
 */
#ifndef WBSEARCH_QUERY_HEADING_PHRASES_H
#define WBSEARCH_QUERY_HEADING_PHRASES_H

#include <wbsearch/sections.h>
#include <wbsearch/token.h>

WB_BEGIN_DECLS

/** A phrase. */
typedef struct wb_heading_phrase {
    wb_slice text;     /**< folded; in the table of sections */
    uint32_t headings; /**< distinct ones that hold it */
} wb_heading_phrase;

/** Phrases. Zero-initialise it; free with wb_heading_phrases_clear. */
typedef struct wb_heading_phrases {
    wb_heading_phrase *items; /**< the most frequent first */
    size_t count;
    size_t cap;        /**< private */
    uint32_t headings; /**< distinct ones with phrases */
} wb_heading_phrases;

/**
 * Finds phrases that begin with `prefix` (folded, not empty) and are longer, by five words at most
 * and without one that only joins (的 和 关于 …). One that may be the rest of a longer word (碳化
 * in 低碳化, of which ICU knows no word) is none. Errors: WB_NOMEM, as wb_tokenizer_words.
 */
wb_status wb_heading_phrases_find(wb_slice prefix, const wb_sections *sections,
                                  wb_tokenizer *tokenizer, wb_heading_phrases *phrases,
                                  wb_error *err) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_heading_phrases_clear(wb_heading_phrases *phrases);

WB_END_DECLS

#endif
