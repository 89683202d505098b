#include "metrics.h"

#include <inttypes.h>

static const double steps[WB_METRICS_STEPS] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                               0.05,   0.1,   0.25,   0.5,   1,    2.5};

void wb_metrics_add(wb_metrics *metrics, size_t route, unsigned status, double seconds,
                    size_t bytes, bool slow)
{
    size_t class = status >= 100 && status < 600 ? status / 100 - 1 : WB_METRICS_CLASSES - 1;
    size_t step = 0;
    while (step < WB_METRICS_STEPS && seconds > steps[step]) {
        step++;
    }
    if (route < WB_METRICS_ROUTES) {
        atomic_fetch_add(&metrics->requests[route][class], 1);
    }
    atomic_fetch_add(&metrics->steps[step], 1);
    atomic_fetch_add(&metrics->microseconds, (uint_fast64_t)(seconds * 1e6));
    atomic_fetch_add(&metrics->bytes, bytes);
    atomic_fetch_add(&metrics->slow, slow);
}

static void describe(const char *name, const char *type, const char *help, wb_buf *out)
{
    wb_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void write_times(wb_metrics *metrics, wb_buf *out)
{
    const char *name = "wbsearchd_request_duration_seconds";
    uint64_t count = 0;
    describe(name, "histogram", "Time from the request's arrival at a worker to its answer.", out);
    for (size_t i = 0; i < WB_METRICS_STEPS; i++) {
        count += atomic_load(&metrics->steps[i]);
        wb_buf_printf(out, "%s_bucket{le=\"%g\"} %" PRIu64 "\n", name, steps[i], count);
    }
    count += atomic_load(&metrics->steps[WB_METRICS_STEPS]);
    wb_buf_printf(out, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", name, count);
    wb_buf_printf(out, "%s_sum %.6f\n", name, (double)atomic_load(&metrics->microseconds) / 1e6);
    wb_buf_printf(out, "%s_count %" PRIu64 "\n", name, count);
}

wb_status wb_metrics_write(wb_metrics *metrics, const char *const *routes, size_t route_count,
                           wb_buf *out)
{
    const char *name = "wbsearchd_requests_total";
    describe(name, "counter", "Requests answered.", out);
    for (size_t route = 0; route < route_count && route < WB_METRICS_ROUTES; route++) {
        for (size_t class = 0; class < WB_METRICS_CLASSES; class ++) {
            uint64_t count = atomic_load(&metrics->requests[route][class]);
            if (count) {
                wb_buf_printf(out, "%s{route=\"%s\",status=\"%zuxx\"} %" PRIu64 "\n", name,
                              routes[route], class + 1, count);
            }
        }
    }
    write_times(metrics, out);
    wb_metrics_write_counter("wbsearchd_response_bytes_total", "Bytes of response bodies.",
                             atomic_load(&metrics->bytes), out);
    return wb_metrics_write_counter("wbsearchd_slow_requests_total",
                                    "Requests that took longer than --slow-ms.",
                                    atomic_load(&metrics->slow), out);
}

wb_status wb_metrics_write_gauge(const char *name, const char *help, double value, wb_buf *out)
{
    describe(name, "gauge", help, out);
    return wb_buf_printf(out, "%s %.15g\n", name, value);
}

wb_status wb_metrics_write_counter(const char *name, const char *help, uint64_t value, wb_buf *out)
{
    describe(name, "counter", help, out);
    return wb_buf_printf(out, "%s %" PRIu64 "\n", name, value);
}
