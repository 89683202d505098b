/* What the server says of itself: status, health, metrics. */
#include "api.h"

#include <sys/resource.h>

#include "api_json.h"
#include "embedded.h"

static wb_status put_index(wb_call *call, size_t number, wb_json *json, wb_error *err)
{
    wb_snapshot *snapshot = NULL;
    const wb_catalog *catalog = NULL;
    wb_error problem;
    wb_json_begin_object(json);
    wb_json_put_text(json, "name", wb_slice_from(wb_indexes_name(call->indexes, number)));
    wb_status status = wb_indexes_get(call->indexes, number, &snapshot, &problem);
    if (status == WB_OK) {
        status = wb_index_catalog(wb_snapshot_index(snapshot), &catalog, &problem);
    }
    wb_json_put_bool(json, "ready", status == WB_OK);
    if (status == WB_OK) {
        uint64_t paragraphs = 0;
        for (size_t i = 0; i < catalog->count; i++) {
            paragraphs += catalog->docs[i].para_count;
        }
        wb_json_put_text(json, "state", wb_slice_from(wb_snapshot_identity(snapshot)));
        wb_json_put_uint(json, "documents", catalog->count);
        wb_json_put_uint(json, "paragraphs", paragraphs);
    } else {
        wb_json_put_text(json, "problem", wb_slice_from(wb_status_name(status)));
    }
    wb_json_end_object(json);
    if (status == WB_CHANGED || status == WB_NOMEM) {
        *err = problem;
        return status;
    }
    return WB_OK; /* what is wrong with an index was said */
}

wb_status wb_api_status(wb_call *call, wb_error *err)
{
    wb_json json;
    wb_status status = WB_OK;
    wb_api_begin_json(call, &json);
    wb_json_begin_object(&json);
    wb_json_put_text(&json, "version", wb_slice_from(WB_VERSION));
    wb_json_key(&json, "indexes");
    wb_json_begin_array(&json);
    for (size_t i = 0; i < wb_indexes_count(call->indexes) && status == WB_OK; i++) {
        status = put_index(call, i, &json, err);
    }
    wb_json_end_array(&json);
    wb_json_end_object(&json);
    return status == WB_OK ? wb_api_end_json(call, err) : status;
}

static wb_status put_word(wb_call *call, const char *word, wb_error *err)
{
    wb_json json;
    wb_api_begin_json(call, &json);
    wb_json_begin_object(&json);
    wb_json_put_text(&json, "status", wb_slice_from(word));
    wb_json_end_object(&json);
    return wb_api_end_json(call, err);
}

wb_status wb_api_health(wb_call *call, wb_error *err)
{
    return put_word(call, "alive", err);
}

wb_status wb_api_ready(wb_call *call, wb_error *err)
{
    wb_status status = WB_OK;
    for (size_t i = 0; i < wb_indexes_count(call->indexes) && status == WB_OK; i++) {
        wb_snapshot *snapshot;
        wb_error problem;
        if (wb_indexes_get(call->indexes, i, &snapshot, &problem) != WB_OK) {
            status = wb_error_set(err, WB_LOCKED, "index %s cannot be opened",
                                  wb_indexes_name(call->indexes, i));
        }
    }
    return status == WB_OK ? put_word(call, "ready", err) : status;
}

static double cpu_seconds(void)
{
    struct rusage use;
    if (getrusage(RUSAGE_SELF, &use) != 0) {
        return 0;
    }
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

wb_status wb_api_metrics(wb_call *call, wb_error *err)
{
    wb_service *service = call->service;
    wb_buf *out = &call->response->body;
    call->response->content_type = "text/plain; version=0.0.4; charset=utf-8";
    wb_metrics_write(&service->metrics, service->routes, service->route_count, out);
    if (service->load) {
        wb_http_load load = service->load(service->load_context);
        wb_metrics_write_gauge("wbsearchd_connections", "Open connections.", load.connections, out);
        wb_metrics_write_gauge("wbsearchd_requests_waiting", "Requests that wait for a worker.",
                               load.waiting, out);
        wb_metrics_write_gauge("wbsearchd_requests_running", "Requests being answered.",
                               load.running, out);
        wb_metrics_write_counter("wbsearchd_requests_refused_total",
                                 "Requests that got 503 for want of time or room.", load.refused,
                                 out);
        wb_metrics_write_counter("wbsearchd_connections_dropped_total",
                                 "Connections closed because they were too slow.", load.dropped,
                                 out);
    }
    wb_buf_puts(out, "# HELP process_cpu_seconds_total Processor time used.\n"
                     "# TYPE process_cpu_seconds_total counter\n");
    wb_buf_printf(out, "process_cpu_seconds_total %.6f\n", cpu_seconds());
    return wb_api_end_json(call, err);
}

wb_status wb_api_openapi(wb_call *call, wb_error *err)
{
    call->response->content_type = "application/json";
    wb_buf_put(&call->response->body, wb_embedded("openapi.json"));
    return wb_api_end_json(call, err);
}
