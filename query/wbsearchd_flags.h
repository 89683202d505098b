/*
 * The command line of wbsearchd: its options and the words of its manual.
 */
#ifndef WBSEARCH_QUERY_WBSEARCHD_FLAGS_H
#define WBSEARCH_QUERY_WBSEARCHD_FLAGS_H

#include <wbsearch/opt.h>

/* The keys of its options. */
enum flag {
    FLAG_INDEX,
    FLAG_LISTEN,
    FLAG_ALLOW_REMOTE,
    FLAG_ALLOW_HOST,
    FLAG_WORKERS,
    FLAG_CONNECTIONS,
    FLAG_TIME_LIMIT,
    FLAG_CLIENT_LIMIT,
    FLAG_LOG_JSON,
    FLAG_SLOW_MS,
    FLAG_QUIET,
    FLAG_GENERATE,
    FLAG_HELP,
    FLAG_VERSION
};

extern const wb_opt_program wbsearchd_program;

#endif
