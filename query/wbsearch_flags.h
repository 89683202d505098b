/*
 * The command line of wbsearch: its options and the words of its manual.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_FLAGS_H
#define WBSEARCH_QUERY_WBSEARCH_FLAGS_H

#include <wbsearch/opt.h>

/* The keys of its options. */
enum flag {
    FLAG_INDEX,
    FLAG_NAME_INDEX,
    FLAG_REFRESH,
    FLAG_NO_CONFIG,
    FLAG_LIMIT,
    FLAG_MAX_COUNT,
    FLAG_QUERY,
    FLAG_FIXED_STRINGS,
    FLAG_RUNG,
    FLAG_SORT,
    FLAG_DUPLICATES,
    FLAG_STRICT,
    FLAG_EQUIVALENTS,
    FLAG_SYNONYMS,
    FLAG_NO_SYNONYMS,
    FLAG_BUILTIN_SYNONYMS,
    FLAG_WORDS,
    FLAG_FORMAT,
    FLAG_HEADING,
    FLAG_VIMGREP,
    FLAG_JSON,
    FLAG_JSONL,
    FLAG_CSV,
    FLAG_TSV,
    FLAG_CITE,
    FLAG_CITE_MARKDOWN,
    FLAG_FIELDS,
    FLAG_HEADER,
    FLAG_FORMAT_VERSION,
    FLAG_FULL,
    FLAG_NOTES,
    FLAG_ONLY_MATCHING,
    FLAG_AFTER_CONTEXT,
    FLAG_BEFORE_CONTEXT,
    FLAG_CONTEXT,
    FLAG_MAX_COLUMNS,
    FLAG_COLUMN,
    FLAG_COLUMN_UNIT,
    FLAG_WITH_FILENAME,
    FLAG_NO_FILENAME,
    FLAG_LINE_NUMBER,
    FLAG_NO_LINE_NUMBER,
    FLAG_NULL_BYTE,
    FLAG_COLOR,
    FLAG_HYPERLINK,
    FLAG_HYPERLINK_FORMAT,
    FLAG_PAGER,
    FLAG_EXPLAIN,
    FLAG_STATS,
    FLAG_COUNT,
    FLAG_COUNT_MATCHES,
    FLAG_FILES,
    FLAG_FILES_WITHOUT,
    FLAG_QUIET,
    FLAG_CHECK,
    FLAG_PREVIEW,
    FLAG_BATCH,
    FLAG_IGNORED,
    FLAG_IGNORED_VALUE,
    FLAG_GENERATE,
    FLAG_HELP,
    FLAG_VERSION
};

/* The table of options, and its groups (wbsearch_flags.c). */
extern const wb_opt wbsearch_flags[];
extern const wb_opt_group wbsearch_groups[];

/* All of the command line (wbsearch_manual.c). */
extern const wb_opt_program wbsearch_program;

#endif
