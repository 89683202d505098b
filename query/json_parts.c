#include "json_parts.h"

#include <inttypes.h>
#include <stdio.h>

#include <wbsearch/utf8.h>

#include "snippet.h"

void wb_json_put_raw_text(wb_json *json, const char *name, wb_slice text)
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

void wb_json_put_doc_id(wb_json *json, wb_doc_id id)
{
    char hex[17];
    int n = snprintf(hex, sizeof hex, "%016" PRIx64, id);
    wb_json_put_text(json, "document_id", wb_slice_make(hex, (size_t)n));
}

/* Where a match stands, in all units. */
struct place {
    wb_slice text;
    size_t start_char;
    size_t end_char;
    size_t start_utf16;
    size_t end_utf16;
    uint32_t line;
    uint32_t column;
};

/* Goes from the match before, whose place is in `place`, to match `i`: so all are counted in one
 * walk over the text. */
static void step(const wb_hit *hit, size_t i, struct place *place)
{
    const wb_span *m = &hit->matches[i];
    size_t at = i ? hit->matches[i - 1].end : 0;
    wb_slice before = wb_slice_make(hit->para.text.ptr + at, m->start - at);
    place->text = wb_slice_make(hit->para.text.ptr + m->start, m->end - m->start);
    place->start_char = place->end_char + wb_utf8_count_chars(before);
    place->start_utf16 = place->end_utf16 + wb_utf8_count_utf16(before);
    place->end_char = place->start_char + wb_utf8_count_chars(place->text);
    place->end_utf16 = place->start_utf16 + wb_utf8_count_utf16(place->text);
    wb_para_locate(&hit->para, m->start, &place->line, &place->column);
}

void wb_json_put_submatches(wb_json *json, const wb_hit *hit)
{
    struct place place = {.end_char = 0};
    wb_json_key(json, "submatches");
    wb_json_begin_array(json);
    for (size_t i = 0; i < hit->match_count; i++) {
        step(hit, i, &place);
        wb_json_begin_object(json);
        wb_json_put_raw_text(json, "match", place.text);
        wb_json_put_uint(json, "start", hit->matches[i].start);
        wb_json_put_uint(json, "end", hit->matches[i].end);
        wb_json_put_uint(json, "start_char", place.start_char);
        wb_json_put_uint(json, "start_utf16", place.start_utf16);
        wb_json_put_uint(json, "end_char", place.end_char);
        wb_json_put_uint(json, "end_utf16", place.end_utf16);
        wb_json_put_uint(json, "line_number", place.line);
        wb_json_put_uint(json, "column_byte", place.column);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
}

void wb_json_put_matches(wb_json *json, const wb_hit *hit)
{
    struct place place = {.end_char = 0};
    wb_json_key(json, "matches");
    wb_json_begin_array(json);
    for (size_t i = 0; i < hit->match_count; i++) {
        step(hit, i, &place);
        wb_json_begin_object(json);
        wb_json_put_text(json, "text", place.text);
        wb_json_put_uint(json, "start_byte", hit->matches[i].start);
        wb_json_put_uint(json, "end_byte", hit->matches[i].end);
        wb_json_put_uint(json, "start_char", place.start_char);
        wb_json_put_uint(json, "end_char", place.end_char);
        wb_json_put_uint(json, "start_utf16", place.start_utf16);
        wb_json_put_uint(json, "end_utf16", place.end_utf16);
        wb_json_put_uint(json, "line", place.line);
        wb_json_put_uint(json, "column_byte", place.column);
        wb_json_end_object(json);
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
        wb_json_put_raw_text(json, "path", wb_buf_slice(&path));
        wb_json_put_doc_id(json, place->doc_id);
        wb_json_put_uint(json, "paragraph", place->para_number);
        wb_json_put_uint(json, "line_number", place->line);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
    wb_buf_free(&path);
    return status;
}

static wb_status put_path(wb_json *json, const wb_hit *hit, const wb_format_options *options)
{
    wb_buf path;
    wb_buf_init(&path, 0);
    wb_status status = wb_format_path(hit, options, &path);
    wb_json_put_raw_text(json, "path", wb_buf_slice(&path));
    wb_buf_free(&path);
    return status;
}

static void put_slices(wb_json *json, const char *name, const wb_slice *texts, size_t count)
{
    wb_json_key(json, name);
    wb_json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        wb_json_text(json, texts[i]);
    }
    wb_json_end_array(json);
}

/* The excerpts to show where there is no room for the paragraph. */
static wb_status put_snippets(wb_json *json, const wb_hit *hit)
{
    wb_arena arena = {0};
    wb_error err;
    wb_span *excerpts = NULL;
    size_t count = 0;
    wb_status status =
        wb_snippet(hit->para.text, hit->matches, hit->match_count, WB_FORMAT_SNIPPET_CHARS,
                   WB_SNIPPET_CHARS, &arena, &excerpts, &count, &err);
    size_t at = 0;
    size_t chars = 0;
    size_t utf16 = 0;
    wb_json_key(json, "snippets");
    wb_json_begin_array(json);
    for (size_t i = 0; status == WB_OK && i < count; i++) {
        wb_slice before = wb_slice_make(hit->para.text.ptr + at, excerpts[i].start - at);
        at = excerpts[i].end;
        wb_slice text =
            wb_slice_make(hit->para.text.ptr + excerpts[i].start, at - excerpts[i].start);
        chars += wb_utf8_count_chars(before);
        utf16 += wb_utf8_count_utf16(before);
        wb_json_begin_object(json);
        wb_json_put_text(json, "text", text);
        wb_json_put_uint(json, "start", excerpts[i].start);
        wb_json_put_uint(json, "end", at);
        wb_json_put_uint(json, "start_char", chars);
        wb_json_put_uint(json, "start_utf16", utf16);
        chars += wb_utf8_count_chars(text);
        utf16 += wb_utf8_count_utf16(text);
        wb_json_put_uint(json, "end_char", chars);
        wb_json_put_uint(json, "end_utf16", utf16);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
    wb_arena_clear(&arena);
    return status;
}

void wb_json_put_metadata(wb_json *json, const wb_hit *hit)
{
    bool any = false;
    for (int i = 0; i < WB_META_FIELD_COUNT_; i++) {
        if (i == WB_META_TITLE || hit->meta[i].len == 0) {
            continue;
        }
        if (!any) {
            wb_json_key(json, "metadata");
            wb_json_begin_object(json);
            any = true;
        }
        wb_json_put_text(json, wb_meta_field_name((wb_meta_field)i), hit->meta[i]);
    }
    if (any) {
        wb_json_end_object(json);
    }
}

void wb_json_put_error(wb_json *json, const wb_error *error)
{
    wb_json_put_text(json, "status", wb_slice_from(wb_status_name(error->status)));
    wb_json_put_text(json, "message", wb_slice_from(error->text));
    if (error->hint[0]) {
        wb_json_put_text(json, "hint", wb_slice_from(error->hint));
    }
    if (error->offset != SIZE_MAX) {
        wb_json_put_uint(json, "offset", error->offset);
    }
}

/* How well it matches. */
static void put_rank(wb_json *json, const wb_hit *hit, size_t rank)
{
    wb_json_put_uint(json, "rank", rank);
    wb_json_put_text(json, "rung", wb_slice_from(wb_rung_name(hit->rung)));
    wb_json_key(json, "score");
    wb_json_double(json, hit->score);
}

/* What it is in its document. */
static void put_paragraph(wb_json *json, const wb_hit *hit)
{
    wb_json_put_doc_id(json, hit->doc_id);
    wb_json_put_uint(json, "paragraph", hit->para_number);
    wb_json_put_text(json, "title", hit->title);
    put_slices(json, "section", hit->section_path, hit->section_count);
    wb_json_put_text(json, "kind", wb_slice_from(wb_para_kind_name(hit->para.kind)));
    wb_json_put_uint(json, "first_line", hit->para.first_line);
    wb_json_put_uint(json, "last_line", hit->para.last_line);
}

wb_status wb_json_put_hit(wb_json *json, const wb_hit *hit, size_t rank, unsigned parts,
                          const wb_format_options *options)
{
    wb_status status = put_path(json, hit, options);
    if (parts & WB_HIT_TEXT) {
        wb_json_put_raw_text(json, "lines", hit->para.text);
    }
    wb_json_put_uint(json, "line_number", hit->line);
    if (parts & WB_HIT_ENVELOPE) {
        wb_json_key(json, "absolute_offset");
        wb_json_null(json);
    }
    if (parts & WB_HIT_SUBMATCHES) {
        wb_json_put_submatches(json, hit);
    }
    if (parts & WB_HIT_SNIPPETS && status == WB_OK) {
        status = put_snippets(json, hit);
    }
    put_rank(json, hit, rank);
    put_paragraph(json, hit);
    if (parts & WB_HIT_METADATA) {
        wb_json_put_metadata(json, hit);
    }
    if (parts & WB_HIT_PLACES && hit->place_count && status == WB_OK) {
        status = put_places(json, hit, options);
    }
    if (hit->rung == WB_RUNG_SOME) {
        put_slices(json, "missing", hit->missing, hit->missing_count);
    }
    if (parts & WB_HIT_NOTES && hit->notes.note_count) {
        put_notes(json, hit);
    }
    if (parts & WB_HIT_NOTES && hit->notes.reference_count) {
        put_references(json, hit);
    }
    return status;
}

void wb_json_put_diagnostics(wb_json *json, const wb_query *query)
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
