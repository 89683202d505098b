/* For programs: the envelope of `rg --json`, with our additions (query/SCHEMA.md). */
#include "format.h"

#include <math.h>
#include <stdio.h>

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

/* A paragraph near a hit. */
static void put_neighbour(wb_json *json, const wb_format_options *options,
                          const wb_neighbour *neighbour, wb_slice path, wb_buf *out)
{
    begin_message(json, "context", options->query_id);
    wb_json_put_raw_text(json, "path", path);
    wb_json_put_raw_text(json, "lines", neighbour->text);
    wb_json_put_uint(json, "line_number", neighbour->line);
    wb_json_key(json, "absolute_offset");
    wb_json_null(json);
    wb_json_key(json, "submatches");
    wb_json_begin_array(json);
    wb_json_end_array(json);
    wb_json_put_uint(json, "paragraph", neighbour->para_number);
    end_message(json, out);
}

/* A hit, and what is around it. */
static void put_hit(wb_json *json, const wb_format_options *options, const wb_hit *hit, size_t rank,
                    wb_slice path, wb_buf *out)
{
    const wb_context *context = &hit->context;
    for (size_t i = 0; i < context->before; i++) {
        put_neighbour(json, options, &context->items[i], path, out);
    }
    put_match(json, options, hit, rank, out);
    for (size_t i = context->before; i < context->count; i++) {
        put_neighbour(json, options, &context->items[i], path, out);
    }
}

static void put_begin(wb_json *json, wb_slice id, const wb_hit *hit, wb_slice path, wb_buf *out)
{
    begin_message(json, "begin", id);
    wb_json_put_raw_text(json, "path", path);
    wb_json_put_doc_id(json, hit->doc_id);
    wb_json_put_text(json, "title", hit->title);
    wb_json_put_metadata(json, hit);
    end_message(json, out);
}

static void put_duration(wb_json *json, const char *name, double seconds)
{
    char human[32];
    double whole = floor(seconds);
    int n = snprintf(human, sizeof human, "%.6fs", seconds);
    wb_json_key(json, name);
    wb_json_begin_object(json);
    wb_json_put_uint(json, "secs", (uint64_t)whole);
    wb_json_put_uint(json, "nanos", (uint64_t)((seconds - whole) * 1e9));
    wb_json_put_text(json, "human", wb_slice_make(human, (size_t)n));
    wb_json_end_object(json);
}

/* What ripgrep's stats tell of some documents. */
struct stats {
    double seconds;
    size_t documents;
    size_t paragraphs;
    size_t matches;
    size_t bytes_printed;
};

static void put_stats(wb_json *json, const struct stats *stats)
{
    wb_json_key(json, "stats");
    wb_json_begin_object(json);
    put_duration(json, "elapsed", stats->seconds);
    wb_json_put_uint(json, "searches", stats->documents);
    wb_json_put_uint(json, "searches_with_match", stats->documents);
    wb_json_put_uint(json, "bytes_searched", 0);
    wb_json_put_uint(json, "bytes_printed", stats->bytes_printed);
    wb_json_put_uint(json, "matched_lines", stats->paragraphs);
    wb_json_put_uint(json, "matches", stats->matches);
    wb_json_end_object(json);
}

static void put_end(wb_json *json, wb_slice id, const struct stats *stats, wb_slice path,
                    wb_buf *out)
{
    begin_message(json, "end", id);
    wb_json_put_raw_text(json, "path", path);
    wb_json_key(json, "binary_offset");
    wb_json_null(json);
    put_stats(json, stats);
    end_message(json, out);
}

static void put_summary(wb_json *json, wb_slice id, const wb_query *query, const wb_result *result,
                        const struct stats *stats, wb_buf *out)
{
    begin_message(json, "summary", id);
    put_duration(json, "elapsed_total", result->seconds);
    put_stats(json, stats);
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
    struct stats all = {.seconds = result->seconds};
    size_t before = out->len;
    /* Hits stay in the order of their rank; a document that ranks twice is begun twice. */
    wb_status status = WB_OK;
    for (size_t i = 0; i < result->hit_count && status == WB_OK;) {
        const wb_hit *first = &result->hits[i];
        struct stats stats = {.documents = 1};
        size_t start = out->len;
        wb_buf_clear(&path);
        status = wb_format_path(first, options, &path);
        put_begin(&json, id, first, wb_buf_slice(&path), out);
        for (; i < result->hit_count && result->hits[i].doc_id == first->doc_id; i++) {
            put_hit(&json, options, &result->hits[i], i + 1, wb_buf_slice(&path), out);
            stats.paragraphs++;
            stats.matches += result->hits[i].match_count;
        }
        stats.bytes_printed = out->len - start;
        put_end(&json, id, &stats, wb_buf_slice(&path), out);
        all.documents++;
        all.paragraphs += stats.paragraphs;
        all.matches += stats.matches;
    }
    all.bytes_printed = out->len - before;
    put_summary(&json, id, query, result, &all, out);
    wb_buf_free(&path);
    return status == WB_OK && out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}

wb_status wb_format_json_error(const wb_error *error, wb_slice id, wb_buf *out, wb_error *err)
{
    wb_json json;
    wb_json_init(&json, out);
    begin_message(&json, "error", id);
    wb_json_put_error(&json, error);
    end_message(&json, out);
    return out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}
