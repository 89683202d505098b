#include "log.h"

#include <inttypes.h>
#include <stdio.h>

#include <wbsearch/json.h>
#include <wbsearch/utf8.h>
#include <wbsearch/width.h>

/* RFC 3339, milliseconds. */
static void put_time(const struct timespec *when, char *ret, size_t size)
{
    struct tm parts;
    char seconds[32];
    if (!gmtime_r(&when->tv_sec, &parts) ||
        strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", &parts) == 0) {
        seconds[0] = '\0';
    }
    (void)snprintf(ret, size, "%s.%03ldZ", seconds, when->tv_nsec / 1000000);
}

static wb_slice shown_target(const wb_log_entry *entry)
{
    wb_slice target = entry->target;
    if (target.len > WB_LOG_TARGET_MAX) {
        target.len = wb_utf8_floor(target, WB_LOG_TARGET_MAX);
    }
    return target;
}

wb_status wb_log_text(const wb_log_entry *entry, wb_buf *out)
{
    char time[48];
    put_time(&entry->when, time, sizeof time);
    wb_buf_printf(out, "%s %u %s ", time, entry->status, entry->method);
    wb_width_put_safe(out, shown_target(entry));
    wb_buf_printf(out, " %.2fms %zuB", entry->seconds * 1000, entry->bytes);
    if (entry->index) {
        wb_buf_printf(out, " index=%s", entry->index);
    }
    if (entry->has_total) {
        wb_buf_printf(out, " total=%" PRIu64, entry->total);
    }
    if (entry->slow) {
        wb_buf_puts(out, " slow");
    }
    if (entry->reason) {
        wb_buf_puts(out, " error=\"");
        wb_width_put_safe(out, wb_slice_from(entry->reason));
        wb_buf_putc(out, '"');
    }
    return wb_buf_putc(out, '\n');
}

wb_status wb_log_json(const wb_log_entry *entry, wb_buf *out)
{
    wb_json json;
    char time[48];
    put_time(&entry->when, time, sizeof time);
    wb_json_init(&json, out);
    wb_json_begin_object(&json);
    wb_json_put_text(&json, "time", wb_slice_from(time));
    wb_json_put_uint(&json, "status", entry->status);
    wb_json_put_text(&json, "method", wb_slice_from(entry->method));
    wb_json_put_text(&json, "target", shown_target(entry));
    wb_json_key(&json, "milliseconds");
    wb_json_double(&json, entry->seconds * 1000);
    wb_json_put_uint(&json, "bytes", entry->bytes);
    if (entry->index) {
        wb_json_put_text(&json, "index", wb_slice_from(entry->index));
    }
    if (entry->has_total) {
        wb_json_put_uint(&json, "total", entry->total);
    }
    wb_json_put_bool(&json, "slow", entry->slow);
    if (entry->reason) {
        wb_json_put_text(&json, "error", wb_slice_from(entry->reason));
    }
    wb_json_end_object(&json);
    return wb_buf_putc(out, '\n');
}
