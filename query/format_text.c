/* For people: grouped by document, matches in colour, cut to fit. */
#include "format.h"

#include <inttypes.h>
#include <stdio.h>

#include <wbsearch/message.h>
#include <wbsearch/utf8.h>
#include <wbsearch/width.h>

#include "snippet.h"
#include "style.h"

/* Lines of the terminal that a hit's text may take. */
#define TEXT_LINES 4

/* Notes shown below a hit, and lines of the terminal that each may take. */
#define NOTES_SHOWN 3
#define NOTE_LINES 2

/* Lines that are named where a note is referred to. */
#define REFERENCES_SHOWN 8

/* Missing words that are named. */
#define MISSING_SHOWN 8

/* Other places of the same text that are named. */
#define PLACES_SHOWN 3

/* Narrower terminals are written for as if they were so wide. */
#define WIDTH_MIN 40

/* Organ, number and date, as far as they are known. */
static void put_metadata(const wb_hit *hit, const wb_format_options *options, wb_buf *out)
{
    const wb_slice parts[] = {hit->meta[WB_META_ORGAN], hit->meta[WB_META_NUMBER],
                              wb_hit_date(hit)};
    bool any = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len) {
            wb_buf_puts(out, any ? " · " : options->color ? "  " WB_STYLE_DIM : "  ");
            wb_width_put_safe(out, parts[i]);
            any = true;
        }
    }
    wb_buf_puts(out, !any ? "" : options->color ? WB_STYLE_END "\n" : "\n");
}

static wb_status put_document(const wb_hit *hit, const wb_format_options *options, wb_buf *out)
{
    wb_buf path;
    wb_buf_init(&path, 0);
    wb_status status = wb_format_path(hit, options, &path);
    wb_style_put(out, WB_STYLE_TITLE, hit->title, options->color);
    wb_buf_puts(out, "  ");
    wb_hyperlink_begin(options->hyperlink, hit, hit->line, hit->column, out);
    wb_style_put(out, WB_STYLE_PATH, wb_buf_slice(&path), options->color);
    wb_hyperlink_end(options->hyperlink, out);
    wb_buf_putc(out, '\n');
    put_metadata(hit, options, out);
    wb_buf_free(&path);
    return status;
}

static void put_section(const wb_hit *hit, const wb_format_options *options, wb_buf *out)
{
    if (hit->section_count == 0) {
        return;
    }
    wb_buf_puts(out, options->color ? "  " WB_STYLE_SECTION : "  ");
    for (size_t i = 0; i < hit->section_count; i++) {
        wb_buf_puts(out, i ? " › " : "");
        wb_width_put_safe(out, hit->section_path[i]);
    }
    wb_buf_puts(out, options->color ? WB_STYLE_END "\n" : "\n");
}

static bool same_section(const wb_hit *a, const wb_hit *b)
{
    if (a->section_count != b->section_count) {
        return false;
    }
    for (size_t i = 0; i < a->section_count; i++) {
        if (!wb_slice_equal(a->section_path[i], b->section_path[i])) {
            return false;
        }
    }
    return true;
}

/* As much of the beginning of `text` as `columns` hold. */
static size_t fitting(wb_slice text, size_t columns)
{
    size_t at = 0;
    for (size_t used = 0; at < text.len;) {
        size_t next = at;
        used += wb_width_char(wb_utf8_next(text, &next));
        if (used > columns) {
            break;
        }
        at = next;
    }
    return at;
}

static void put_note(const wb_note *note, size_t room, bool color, wb_buf *out)
{
    size_t len = fitting(note->text, room);
    wb_buf_puts(out, color ? "     " WB_STYLE_DIM : "     ");
    wb_width_put_safe(out, wb_slice_make(note->text.ptr, len));
    wb_buf_puts(out, len < note->text.len ? "…" : "");
    wb_buf_puts(out, color ? WB_STYLE_END "\n" : "\n");
}

/* Whether the mark of a note belongs to one of the pieces that are shown. */
static bool is_shown(const wb_note *note, const wb_span *pieces, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (note->at > pieces[i].start && note->at <= pieces[i].end) {
            return true;
        }
    }
    return false;
}

/* The notes to what is shown of a hit. */
static void put_notes(const wb_hit *hit, const wb_span *pieces, size_t count, size_t width,
                      const wb_format_options *options, wb_buf *out)
{
    size_t room = options->full ? SIZE_MAX : NOTE_LINES * (width - 8);
    size_t most = options->full ? SIZE_MAX : NOTES_SHOWN;
    for (size_t i = 0; i < hit->notes.note_count && most; i++) {
        if (is_shown(&hit->notes.notes[i], pieces, count)) {
            put_note(&hit->notes.notes[i], room, options->color, out);
            most--;
        }
    }
}

/* Below a note, the lines that refer to it: "← 31, 52". */
static void put_references(const wb_hit *hit, const wb_format_options *options, wb_buf *out)
{
    size_t count = hit->notes.reference_count;
    if (count == 0) {
        return;
    }
    wb_buf_puts(out, options->color ? "     " WB_STYLE_DIM "← " : "     ← ");
    for (size_t i = 0; i < count && i < REFERENCES_SHOWN; i++) {
        wb_buf_printf(out, "%s%" PRIu32, i ? ", " : "", hit->notes.references[i].first_line);
    }
    wb_buf_puts(out, count > REFERENCES_SHOWN ? " …" : "");
    wb_buf_puts(out, options->color ? WB_STYLE_END "\n" : "\n");
}

/* Below a hit that holds part of the query, what it lacks. */
static void put_missing(const wb_hit *hit, const wb_format_options *options, wb_buf *out)
{
    if (hit->missing_count == 0) {
        return;
    }
    wb_buf_puts(out, options->color ? "     " WB_STYLE_DIM : "     ");
    wb_buf_puts(out, wb_message("missing: "));
    for (size_t i = 0; i < hit->missing_count && i < MISSING_SHOWN; i++) {
        wb_buf_puts(out, i ? " " : "");
        wb_width_put_safe(out, hit->missing[i]);
    }
    wb_buf_puts(out, hit->missing_count > MISSING_SHOWN ? " …" : "");
    wb_buf_puts(out, options->color ? WB_STYLE_END "\n" : "\n");
}

/* Below a hit, where its text stands again: "= PATH:LINE". */
static void put_places(const wb_hit *hit, const wb_format_options *options, wb_buf *out)
{
    for (size_t i = 0; i < hit->place_count && i < PLACES_SHOWN; i++) {
        const wb_place *place = &hit->places[i];
        wb_hit other = {.root = place->root, .path = place->path};
        wb_buf path;
        wb_buf_init(&path, 0);
        if (wb_format_path(&other, options, &path) == WB_OK) {
            wb_buf_puts(out, options->color ? "     " WB_STYLE_DIM "= " : "     = ");
            wb_width_put_safe(out, wb_buf_slice(&path));
            wb_buf_printf(out, ":%" PRIu32 "%s\n", place->line, options->color ? WB_STYLE_END : "");
        }
        wb_buf_free(&path);
    }
    if (hit->place_count > PLACES_SHOWN) {
        wb_buf_puts(out, "     = …\n");
    }
}

/* Paragraphs [first, end) of the context, dimmed: "  12- …". */
static void put_neighbours(const wb_context *context, size_t first, size_t end, size_t room,
                           const wb_format_options *options, wb_buf *out)
{
    for (size_t i = first; i < end; i++) {
        const wb_neighbour *n = &context->items[i];
        size_t len = fitting(n->text, room);
        wb_buf_puts(out, options->color ? "  " WB_STYLE_DIM : "  ");
        wb_buf_printf(out, "%" PRIu32 "- ", n->line);
        wb_width_put_safe(out, wb_slice_make(n->text.ptr, len));
        wb_buf_puts(out, len < n->text.len ? "…" : "");
        wb_buf_puts(out, options->color ? WB_STYLE_END "\n" : "\n");
    }
}

static wb_status put_hit(const wb_hit *hit, const wb_format_options *options, wb_buf *out,
                         wb_error *err)
{
    wb_arena arena = {0};
    wb_span *pieces;
    size_t count;
    size_t width = options->width > WIDTH_MIN ? options->width : WIDTH_MIN;
    size_t room = options->full ? SIZE_MAX : TEXT_LINES * (width - 8);
    wb_status status = wb_snippet(hit->para.text, hit->matches, hit->match_count, room,
                                  WB_SNIPPET_COLUMNS, &arena, &pieces, &count, err);
    if (status == WB_OK) {
        char line[16];
        int n = snprintf(line, sizeof line, "%" PRIu32, hit->line);
        put_neighbours(&hit->context, 0, hit->context.before, room, options, out);
        wb_buf_puts(out, "  ");
        wb_hyperlink_begin(options->hyperlink, hit, hit->line, hit->column, out);
        wb_style_put(out, WB_STYLE_LINE, wb_slice_make(line, (size_t)n), options->color);
        wb_hyperlink_end(options->hyperlink, out);
        wb_buf_puts(out, ": ");
        size_t at = 0;
        for (size_t i = 0; i < count; i++) {
            if (pieces[i].start > at) {
                wb_style_put(out, WB_STYLE_DIM, wb_slice_from("…"), options->color);
            }
            wb_style_put_piece(out, hit, pieces[i].start, pieces[i].end, options->color);
            at = pieces[i].end;
        }
        if (at < hit->para.text.len) {
            wb_style_put(out, WB_STYLE_DIM, wb_slice_from("…"), options->color);
        }
        wb_buf_putc(out, '\n');
        put_missing(hit, options, out);
        put_places(hit, options, out);
        put_notes(hit, pieces, count, width, options, out);
        put_references(hit, options, out);
        put_neighbours(&hit->context, hit->context.before, hit->context.count, room, options, out);
    }
    wb_arena_clear(&arena);
    return status;
}

/* Hits that are shown together: those of a rung. */
struct part {
    const wb_hit *hits;
    size_t count;
};

/* The hits of one document from hit `first` on, wherever they rank: a document is shown once, at
 * the place of its best hit. */
static wb_status put_group(struct part part, size_t first, const wb_format_options *options,
                           wb_buf *out, wb_error *err)
{
    const wb_hit *shown = NULL;
    if (put_document(&part.hits[first], options, out) != WB_OK) {
        return wb_error_nomem(err);
    }
    for (size_t i = first; i < part.count; i++) {
        const wb_hit *hit = &part.hits[i];
        if (hit->doc_id != part.hits[first].doc_id) {
            continue;
        }
        if (!shown || !same_section(shown, hit)) {
            put_section(hit, options, out);
        }
        wb_status status = put_hit(hit, options, out, err);
        if (status != WB_OK) {
            return status;
        }
        shown = hit;
    }
    wb_buf_putc(out, '\n');
    return WB_OK;
}

static bool seen_before(struct part part, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (part.hits[k].doc_id == part.hits[i].doc_id) {
            return true;
        }
    }
    return false;
}

static wb_status put_part(struct part part, const wb_format_options *options, wb_buf *out,
                          wb_error *err)
{
    wb_status status = WB_OK;
    for (size_t i = 0; i < part.count && status == WB_OK; i++) {
        if (!seen_before(part, i)) {
            status = put_group(part, i, options, out, err);
        }
    }
    return status;
}

/* What is said above the hits of a rung. */
static const char *const rung_titles[] = {
    [WB_RUNG_EXACT] = NULL,
    [WB_RUNG_LOOSE] = WB_N("-- but for punctuation, or in another wording --"),
    [WB_RUNG_WORDS] = WB_N("-- all words, but apart --"),
    [WB_RUNG_SOME] = WB_N("-- parts of the query only --"),
};

wb_status wb_format_text(const wb_result *result, const wb_format_options *options, wb_buf *out,
                         wb_error *err)
{
    wb_status status = WB_OK;
    for (size_t i = 0; i < result->hit_count && status == WB_OK;) {
        struct part part = {&result->hits[i], 0};
        wb_rung rung = part.hits[0].rung;
        for (; i < result->hit_count && result->hits[i].rung == rung; i++) {
            part.count++;
        }
        if (rung_titles[rung]) {
            wb_style_put(out, WB_STYLE_DIM, wb_slice_from(wb_message(rung_titles[rung])),
                         options->color);
            wb_buf_puts(out, "\n\n");
        }
        status = put_part(part, options, out, err);
    }
    wb_buf_puts(out, options->color ? WB_STYLE_DIM : "");
    wb_format_total(result, wb_format_certified(result), out);
    wb_buf_printf(out, " · %.0f ms%s\n", result->seconds * 1e3, options->color ? WB_STYLE_END : "");
    return status == WB_OK && out->status != WB_OK ? wb_error_nomem(err) : status;
}
