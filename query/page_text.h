/**
 * @file page_text.h
 * What the pages say, in Chinese and in English.
 */
#ifndef WBSEARCH_QUERY_PAGE_TEXT_H
#define WBSEARCH_QUERY_PAGE_TEXT_H

#include <wbsearch/base.h>

#include "query.h"
#include "rung.h"

WB_BEGIN_DECLS

/** A text. `{}` stands for a number, `{s}` for the s of an English plural. */
typedef enum wb_say {
    WB_SAY_LANG,         /**< language tag */
    WB_SAY_OTHER_LANG,   /**< the name of the other language, in it */
    WB_SAY_SEARCH,       /**< the button */
    WB_SAY_SEARCH_LABEL, /**< of the field */
    WB_SAY_PLACEHOLDER,
    WB_SAY_SEARCH_HERE, /**< the button that searches this document */
    WB_SAY_SEARCH_ALL,  /**< … all of them */
    WB_SAY_INDEX,
    WB_SAY_SKIP_RESULTS,
    WB_SAY_SKIP_TEXT,
    WB_SAY_HOME,
    WB_SAY_TOTAL,
    WB_SAY_TOTAL_AT_LEAST,
    WB_SAY_CERTIFIED,
    WB_SAY_MILLISECONDS,
    WB_SAY_NONE,
    WB_SAY_NONE_EXACT,
    WB_SAY_NONE_ADVICE,
    WB_SAY_DROP_FILTERS,
    WB_SAY_READ_AS, /**< before what was odd about the query */
    WB_SAY_EXPECTED,
    WB_SAY_EXACT,
    WB_SAY_LOOSE,
    WB_SAY_WORDS,
    WB_SAY_SOME,
    WB_SAY_MISSING,
    WB_SAY_PARAGRAPH_NUMBER,
    WB_SAY_ELSEWHERE,
    WB_SAY_NOTES,
    WB_SAY_MORE_HITS,
    WB_SAY_PREVIOUS,
    WB_SAY_NEXT,
    WB_SAY_PAGES,
    WB_SAY_SORT,
    WB_SAY_BY_RELEVANCE,
    WB_SAY_BY_DATE,
    WB_SAY_BY_PATH,
    WB_SAY_BY_TITLE,
    WB_SAY_FILTERS,
    WB_SAY_FILTERED_BY,
    WB_SAY_REMOVE_FILTER,
    WB_SAY_YEARS,
    WB_SAY_ORGANS,
    WB_SAY_KINDS,
    WB_SAY_COUNTED_BEST,
    WB_SAY_PARAGRAPHS,
    WB_SAY_SHOW_ALL_YEARS,
    WB_SAY_MORE,
    WB_SAY_HELP,
    WB_SAY_HOLDINGS,
    WB_SAY_LATEST,
    WB_SAY_ALL_DOCUMENTS,
    WB_SAY_TO_DOCUMENTS, /**< the link to them in the head */
    WB_SAY_BROWSE,       /**< that of the start page */
    WB_SAY_DOCUMENTS_TOTAL,
    WB_SAY_DOCUMENTS,
    WB_SAY_UNDATED,
    WB_SAY_UNTITLED,
    WB_SAY_BACK,
    WB_SAY_CONTENTS,
    WB_SAY_HITS_HERE,
    WB_SAY_HITS_NONE,
    WB_SAY_FIRST_HIT,
    WB_SAY_NEXT_HIT,
    WB_SAY_PREVIOUS_HIT,
    WB_SAY_PART,
    WB_SAY_CITATION,
    WB_SAY_COPY,
    WB_SAY_COPY_CITED,
    WB_SAY_COPY_LINK,
    WB_SAY_COPIED,
    WB_SAY_COPY_FAILED,
    WB_SAY_NOTE_OF,
    WB_SAY_REFERRED,
    WB_SAY_ORGAN,
    WB_SAY_NUMBER,
    WB_SAY_MADE,
    WB_SAY_PUBLISHED,
    WB_SAY_EFFECTIVE,
    WB_SAY_KIND,
    WB_SAY_REGION,
    WB_SAY_VALIDITY,
    WB_SAY_FILE,
    WB_SAY_PROBLEM,
    WB_SAY_PROBLEM_QUERY,
    WB_SAY_PROBLEM_NOT_FOUND,
    WB_SAY_PROBLEM_SLOW,
    WB_SAY_PROBLEM_OURS,
    WB_SAY_SUGGESTIONS,
    WB_SAY_SUGGESTED_TERMS,
    WB_SAY_SUGGESTED_VALUES, /**< of filters */
    WB_SAY_SUGGESTED_TITLES, /**< that open the document */
    WB_SAY_KEYS,
    WB_SAY_KEYS_ON,
    WB_SAY_KEYS_TEXT, /**< pairs of a key and what it does, for the script */
    WB_SAY_COUNT_
} wb_say;

/** The text. */
const char *wb_page_said(wb_say say, bool in_chinese);

/** The name of a rung as a heading, and what it means. */
wb_say wb_page_say_rung(wb_rung rung);

/** A message of the query's parser (wb_query_diagnostic) in Chinese; itself where there is no
 *  translation. */
const char *wb_page_diagnosis(const char *message, bool in_chinese);

/** A row of the help on queries: what to type, and what that finds. NULL behind the last. */
typedef struct wb_page_example {
    const char *query;
    const char *finds[2]; /**< in English, in Chinese */
} wb_page_example;

const wb_page_example *wb_page_examples(void);

WB_END_DECLS

#endif
