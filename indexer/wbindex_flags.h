/*
 * The command line of wbindex: its options and the words of its manual.
 */
#ifndef WBSEARCH_INDEXER_WBINDEX_FLAGS_H
#define WBSEARCH_INDEXER_WBINDEX_FLAGS_H

#include <wbsearch/opt.h>

/* The keys of its options. */
enum flag {
    FLAG_INDEX,
    FLAG_REBUILD,
    FLAG_STATUS,
    FLAG_CHECK,
    FLAG_JOBS,
    FLAG_FILE_TIMEOUT,
    FLAG_JSON,
    FLAG_QUIET,
    FLAG_GENERATE,
    FLAG_HELP,
    FLAG_VERSION
};

extern const wb_opt_program wbindex_program;

#endif
