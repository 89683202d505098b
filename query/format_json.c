/* For programs: the envelope of `rg --json`, with our additions (query/SCHEMA.md). */
#include "format.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include <wbsearch/json.h>
#include <wbsearch/utf8.h>

/* As ripgrep does: what is not UTF-8, a file name, is given as bytes. */
static void put_wrapped_text(wb_json *json, const char *name, wb_slice text)
{
    wb_json_key(json, name);
    wb_json_begin_object(json);
    if (wb_utf8_valid_prefix(text) == text.len) {
        wb_json_put_text(json, "text", text);
    } else {
        wb_json_key(json, "bytes");
        wb_json_base64(json, text);
    }
    wb_json_end_object(json);
}

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

static void put_doc_id(wb_json *json, wb_doc_id id)
{
    char hex[17];
    int n = snprintf(hex, sizeof hex, "%016" PRIx64, id);
    wb_json_put_text(json, "document_id", wb_slice_make(hex, (size_t)n));
}

/* Offsets of all matches in bytes, characters and UTF-16 code units, counted in one walk. */
static void put_submatches(wb_json *json, const wb_hit *hit)
{
    size_t at = 0;
    size_t chars = 0;
    size_t utf16 = 0;
    wb_json_key(json, "submatches");
    wb_json_begin_array(json);
    for (size_t i = 0; i < hit->match_count; i++) {
        const wb_span *m = &hit->matches[i];
        wb_slice before = wb_slice_make(hit->para.text.ptr + at, m->start - at);
        wb_slice match = wb_slice_make(hit->para.text.ptr + m->start, m->end - m->start);
        chars += wb_utf8_count_chars(before);
        utf16 += wb_utf8_count_utf16(before);
        uint32_t line;
        uint32_t column;
        wb_para_locate(&hit->para, m->start, &line, &column);
        wb_json_begin_object(json);
        put_wrapped_text(json, "match", match);
        wb_json_put_uint(json, "start", m->start);
        wb_json_put_uint(json, "end", m->end);
        wb_json_put_uint(json, "start_char", chars);
        wb_json_put_uint(json, "start_utf16", utf16);
        chars += wb_utf8_count_chars(match);
        utf16 += wb_utf8_count_utf16(match);
        wb_json_put_uint(json, "end_char", chars);
        wb_json_put_uint(json, "end_utf16", utf16);
        wb_json_put_uint(json, "line_number", line);
        wb_json_put_uint(json, "column_byte", column);
        wb_json_end_object(json);
        at = m->end;
    }
    wb_json_end_array(json);
}

/* The notes that the marks in the paragraph lead to. */
static void put_notes(wb_json *json, const wb_hit *hit)
{
    wb_json_key(json, "notes");
    wb_json_begin_array(json);
    for (size_t i = 0; i < hit->notes.note_count; i++) {
        const wb_note *note = &hit->notes.notes[i];
        wb_json_begin_object(json);
        wb_json_put_text(json, "label", note->label);
        wb_json_put_uint(json, "start", note->at);
        if (note->term.len) {
            wb_json_put_text(json, "term", note->term);
        }
        wb_json_put_text(json, "text", note->text);
        wb_json_put_uint(json, "paragraph", note->para_number);
        wb_json_put_uint(json, "first_line", note->first_line);
        wb_json_put_uint(json, "last_line", note->last_line);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
}

/* The paragraphs whose marks lead to the paragraph, which is a note. */
static void put_references(wb_json *json, const wb_hit *hit)
{
    wb_json_key(json, "references");
    wb_json_begin_array(json);
    for (size_t i = 0; i < hit->notes.reference_count; i++) {
        const wb_reference *reference = &hit->notes.references[i];
        wb_json_begin_object(json);
        wb_json_put_uint(json, "paragraph", reference->para_number);
        wb_json_put_uint(json, "first_line", reference->first_line);
        wb_json_put_uint(json, "last_line", reference->last_line);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
}

/* Where the text stands again. */
static wb_status put_places(wb_json *json, const wb_hit *hit, const wb_format_options *options)
{
    wb_buf path;
    wb_buf_init(&path, 0);
    wb_status status = WB_OK;
    wb_json_key(json, "places");
    wb_json_begin_array(json);
    for (size_t i = 0; i < hit->place_count && status == WB_OK; i++) {
        const wb_place *place = &hit->places[i];
        wb_hit other = {.root = place->root, .path = place->path};
        wb_buf_clear(&path);
        status = wb_format_path(&other, options, &path);
        wb_json_begin_object(json);
        put_wrapped_text(json, "path", wb_buf_slice(&path));
        put_doc_id(json, place->doc_id);
        wb_json_put_uint(json, "paragraph", place->para_number);
        wb_json_put_uint(json, "line_number", place->line);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
    wb_buf_free(&path);
    return status;
}

static void put_match(wb_json *json, const wb_format_options *options, const wb_hit *hit,
                      size_t rank, wb_slice path, wb_buf *out)
{
    wb_slice id = options->query_id;
    begin_message(json, "match", id);
    put_wrapped_text(json, "path", path);
    put_wrapped_text(json, "lines", hit->para.text);
    wb_json_put_uint(json, "line_number", hit->line);
    wb_json_key(json, "absolute_offset");
    wb_json_null(json);
    put_submatches(json, hit);
    wb_json_put_uint(json, "rank", rank);
    wb_json_put_text(json, "rung", wb_slice_from(wb_rung_name(hit->rung)));
    wb_json_key(json, "score");
    wb_json_double(json, hit->score);
    put_doc_id(json, hit->doc_id);
    wb_json_put_uint(json, "paragraph", hit->para_number);
    wb_json_put_text(json, "title", hit->title);
    wb_json_key(json, "section");
    wb_json_begin_array(json);
    for (size_t i = 0; i < hit->section_count; i++) {
        wb_json_text(json, hit->section_path[i]);
    }
    wb_json_end_array(json);
    wb_json_put_text(json, "kind", wb_slice_from(wb_para_kind_name(hit->para.kind)));
    wb_json_put_uint(json, "first_line", hit->para.first_line);
    wb_json_put_uint(json, "last_line", hit->para.last_line);
    if (hit->place_count && put_places(json, hit, options) != WB_OK) {
        out->status = WB_NOMEM;
    }
    if (hit->rung == WB_RUNG_SOME) {
        wb_json_key(json, "missing");
        wb_json_begin_array(json);
        for (size_t i = 0; i < hit->missing_count; i++) {
            wb_json_text(json, hit->missing[i]);
        }
        wb_json_end_array(json);
    }
    if (hit->notes.note_count) {
        put_notes(json, hit);
    }
    if (hit->notes.reference_count) {
        put_references(json, hit);
    }
    end_message(json, out);
}

static void put_begin(wb_json *json, wb_slice id, const wb_hit *hit, wb_slice path, wb_buf *out)
{
    begin_message(json, "begin", id);
    put_wrapped_text(json, "path", path);
    put_doc_id(json, hit->doc_id);
    wb_json_put_text(json, "title", hit->title);
    end_message(json, out);
}

static void put_end(wb_json *json, wb_slice id, size_t matched, size_t matches, wb_slice path,
                    wb_buf *out)
{
    begin_message(json, "end", id);
    put_wrapped_text(json, "path", path);
    wb_json_key(json, "binary_offset");
    wb_json_null(json);
    wb_json_key(json, "stats");
    wb_json_begin_object(json);
    wb_json_put_uint(json, "matched_lines", matched);
    wb_json_put_uint(json, "matches", matches);
    wb_json_end_object(json);
    end_message(json, out);
}

/* What was odd about the query; nothing when nothing was. */
static void put_diagnostics(wb_json *json, const wb_query *query)
{
    if (query->diagnostic_count == 0) {
        return;
    }
    wb_json_key(json, "diagnostics");
    wb_json_begin_array(json);
    for (size_t i = 0; i < query->diagnostic_count; i++) {
        const wb_query_diagnostic *d = &query->diagnostics[i];
        wb_json_begin_object(json);
        wb_json_put_uint(json, "start", d->offset);
        wb_json_put_uint(json, "end", d->offset + d->length);
        wb_json_put_text(json, "expected", wb_slice_from(d->expected));
        wb_json_put_text(json, "reading", wb_slice_from(d->reading));
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
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
    put_diagnostics(json, query);
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
            put_match(&json, options, &result->hits[i], i + 1, wb_buf_slice(&path), out);
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
