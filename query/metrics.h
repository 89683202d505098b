/**
 * @file metrics.h
 * Counting what the server does, in the text form of Prometheus (exposition format 0.0.4).
 */
#ifndef WBSEARCH_QUERY_METRICS_H
#define WBSEARCH_QUERY_METRICS_H

#include <stdatomic.h>

#include <wbsearch/buf.h>

WB_BEGIN_DECLS

/** The most routes that are told apart. */
#define WB_METRICS_ROUTES 24

/** Classes of status: 1xx to 5xx. */
#define WB_METRICS_CLASSES 5

/** Steps of the histogram of times, besides +Inf. */
#define WB_METRICS_STEPS 12

/** The counters. Zero-initialise it. Any thread, at any time. */
typedef struct wb_metrics {
    atomic_uint_fast64_t requests[WB_METRICS_ROUTES][WB_METRICS_CLASSES];
    atomic_uint_fast64_t steps[WB_METRICS_STEPS + 1]; /**< requests that took as long */
    atomic_uint_fast64_t microseconds;
    atomic_uint_fast64_t bytes;
    atomic_uint_fast64_t slow;
} wb_metrics;

/** Counts a request: number of its route, below WB_METRICS_ROUTES, status, time in seconds, bytes
 *  of the body. */
void wb_metrics_add(wb_metrics *metrics, size_t route, unsigned status, double seconds,
                    size_t bytes, bool slow);

/** Appends the counters; `routes` are their names, in the order of their numbers. */
wb_status wb_metrics_write(wb_metrics *metrics, const char *const *routes, size_t route_count,
                           wb_buf *out);

/** Appends a gauge. */
wb_status wb_metrics_write_gauge(const char *name, const char *help, double value, wb_buf *out);

/** Appends a counter. */
wb_status wb_metrics_write_counter(const char *name, const char *help, uint64_t value, wb_buf *out);

WB_END_DECLS

#endif
