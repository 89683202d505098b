/*
 * The command line of wbsearch: its options and the words of its manual.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_FLAGS_H
#define WBSEARCH_QUERY_WBSEARCH_FLAGS_H

#include <wbsearch/opt.h>

/* The keys of its options. */
enum flag {
    FLAG_INDEX,
    FLAG_LIMIT,
    FLAG_COUNT,
    FLAG_JSON,
    FLAG_HEADING,
    FLAG_FULL,
    FLAG_NOTES,
    FLAG_DUPLICATES,
    FLAG_COLOR,
    FLAG_STRICT,
    FLAG_EQUIVALENTS,
    FLAG_SYNONYMS,
    FLAG_NO_SYNONYMS,
    FLAG_BUILTIN_SYNONYMS,
    FLAG_EXPLAIN,
    FLAG_RUNG,
    FLAG_SORT,
    FLAG_CHECK,
    FLAG_BATCH,
    FLAG_GENERATE,
    FLAG_HELP,
    FLAG_VERSION
};

extern const wb_opt_program wbsearch_program;

#endif
