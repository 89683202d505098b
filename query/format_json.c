/* For programs: the envelope of `rg --json`, with our additions (query/SCHEMA.md). */
#include "format.h"

#include <math.h>

#include "json_parts.h"

static void begin_message(wb_json *json, const char *type, wb_slice query_id)
{
    wb_json_begin_object(json);
    wb_json_put_text(json, "type", wb_slice_from(type));
    wb_json_key(json, "data");
    wb_json_begin_object(json);
    if (query_id.len) {
        wb_json_put_text(json, "query_id", query_id);
    }
}

static void end_message(wb_json *json, wb_buf *out)
{
    wb_json_end_object(json);
    wb_json_end_object(json);
    wb_buf_putc(out, '\n');
}

static void put_match(wb_json *json, const wb_format_options *options, const wb_hit *hit,
                      size_t rank, wb_buf *out)
{
    begin_message(json, "match", options->query_id);
    if (wb_json_put_hit(json, hit, rank, WB_HIT_ALL, options) != WB_OK) {
        out->status = WB_NOMEM;
    }
    end_message(json, out);
}

static void put_begin(wb_json *json, wb_slice id, const wb_hit *hit, wb_slice path, wb_buf *out)
{
    begin_message(json, "begin", id);
    wb_json_put_raw_text(json, "path", path);
    wb_json_put_doc_id(json, hit->doc_id);
    wb_json_put_text(json, "title", hit->title);
    end_message(json, out);
}

static void put_end(wb_json *json, wb_slice id, size_t matched, size_t matches, wb_slice path,
                    wb_buf *out)
{
    begin_message(json, "end", id);
    wb_json_put_raw_text(json, "path", path);
    wb_json_key(json, "binary_offset");
    wb_json_null(json);
    wb_json_key(json, "stats");
    wb_json_begin_object(json);
    wb_json_put_uint(json, "matched_lines", matched);
    wb_json_put_uint(json, "matches", matches);
    wb_json_end_object(json);
    end_message(json, out);
}

static void put_summary(wb_json *json, wb_slice id, const wb_query *query, const wb_result *result,
                        wb_buf *out)
{
    size_t matches = 0;
    for (size_t i = 0; i < result->hit_count; i++) {
        matches += result->hits[i].match_count;
    }
    double seconds = floor(result->seconds);
    begin_message(json, "summary", id);
    wb_json_key(json, "elapsed_total");
    wb_json_begin_object(json);
    wb_json_put_uint(json, "secs", (uint64_t)seconds);
    wb_json_put_uint(json, "nanos", (uint64_t)((result->seconds - seconds) * 1e9));
    wb_json_end_object(json);
    wb_json_key(json, "stats");
    wb_json_begin_object(json);
    wb_json_put_uint(json, "matched_lines", result->hit_count);
    wb_json_put_uint(json, "matches", matches);
    wb_json_end_object(json);
    wb_json_put_uint(json, "format_version", WB_FORMAT_VERSION);
    wb_json_put_text(json, "query", query->source);
    wb_json_put_diagnostics(json, query);
    wb_json_key(json, "total");
    wb_json_begin_object(json);
    wb_json_put_uint(json, "value", result->total);
    wb_json_put_text(json, "relation", wb_slice_from(result->total_exact ? "eq" : "gte"));
    wb_json_end_object(json);
    end_message(json, out);
}

wb_status wb_format_json(const wb_query *query, const wb_result *result,
                         const wb_format_options *options, wb_buf *out, wb_error *err)
{
    wb_json json;
    wb_buf path;
    wb_slice id = options->query_id;
    wb_json_init(&json, out);
    wb_buf_init(&path, 0);
    /* Hits stay in the order of their rank; a document that ranks twice is begun twice. */
    wb_status status = WB_OK;
    for (size_t i = 0; i < result->hit_count && status == WB_OK;) {
        const wb_hit *first = &result->hits[i];
        size_t matched = 0;
        size_t matches = 0;
        wb_buf_clear(&path);
        status = wb_format_path(first, options, &path);
        put_begin(&json, id, first, wb_buf_slice(&path), out);
        for (; i < result->hit_count && result->hits[i].doc_id == first->doc_id; i++) {
            put_match(&json, options, &result->hits[i], i + 1, out);
            matched++;
            matches += result->hits[i].match_count;
        }
        put_end(&json, id, matched, matches, wb_buf_slice(&path), out);
    }
    put_summary(&json, id, query, result, out);
    wb_buf_free(&path);
    return status == WB_OK && out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}

wb_status wb_format_json_error(const wb_error *error, wb_slice id, wb_buf *out, wb_error *err)
{
    wb_json json;
    wb_json_init(&json, out);
    begin_message(&json, "error", id);
    wb_json_put_text(&json, "status", wb_slice_from(wb_status_name(error->status)));
    wb_json_put_text(&json, "message", wb_slice_from(error->text));
    if (error->hint[0]) {
        wb_json_put_text(&json, "hint", wb_slice_from(error->hint));
    }
    if (error->offset != SIZE_MAX) {
        wb_json_put_uint(&json, "offset", error->offset);
    }
    end_message(&json, out);
    return out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}
