/**
 * @file log.h
 * A line for each request, for people or as JSON.
 */
#ifndef WBSEARCH_QUERY_LOG_H
#define WBSEARCH_QUERY_LOG_H

#include <time.h>

#include <wbsearch/buf.h>

WB_BEGIN_DECLS

/** A request that was answered. */
typedef struct wb_log_entry {
    struct timespec when; /**< since 1970, UTC */
    const char *method;
    wb_slice target; /**< as sent; shown up to WB_LOG_TARGET_MAX bytes */
    unsigned status;
    double seconds;
    size_t bytes;      /**< of the body */
    const char *index; /**< name of the index; NULL for none */
    bool has_total;    /**< it was a search */
    uint64_t total;    /**< paragraphs found */
    bool slow;
    const char *reason; /**< why it failed; NULL when it did not */
} wb_log_entry;

/** A longer target is cut. */
#define WB_LOG_TARGET_MAX 1024

/** Appends the line as people read it: time, status, method, target, milliseconds, bytes, and what
 *  else there is as name=value; control characters do not get through. */
wb_status wb_log_text(const wb_log_entry *entry, wb_buf *out);

/** Appends the line as one JSON object. */
wb_status wb_log_json(const wb_log_entry *entry, wb_buf *out);

WB_END_DECLS

#endif
