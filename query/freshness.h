/**
 * @file freshness.h
 * Whether the files have changed since they were indexed, found out while the search runs.
 */
#ifndef WBSEARCH_QUERY_FRESHNESS_H
#define WBSEARCH_QUERY_FRESHNESS_H

#include <wbsearch/base.h>
#include <wbsearch/walk.h>

WB_BEGIN_DECLS

/** A comparison under way in a thread of its own. */
typedef struct wb_freshness wb_freshness;

/**
 * Starts to compare the index in the directory `index_path` with its folders: every file and every
 * folder that the index knows is looked at (size and time); only when a folder has changed are its
 * names read again. NULL when no thread can be had.
 */
wb_freshness *wb_freshness_start(const char *index_path);

/** What the comparison found. */
typedef struct wb_freshness_report {
    bool complete; /**< the rest is known */
    wb_walk_changes changes;
    uint64_t failed;     /**< files that could not be indexed last time */
    bool missing_folder; /**< a root folder cannot be read now */
} wb_freshness_report;

/** Helps the comparison and waits for it, `patience_ms` at most; frees it. NULL gives an incomplete
 *  report. */
wb_freshness_report wb_freshness_finish(wb_freshness *freshness, unsigned patience_ms);

WB_END_DECLS

#endif
