/* For grep's users and for editors: lines. */
#include "format_lines.h"

#include <inttypes.h>
#include <stdio.h>

#include <wbsearch/utf8.h>
#include <wbsearch/width.h>

#include "style.h"

/* What the lines of one result have in common. */
struct printer {
    const wb_format_options *options;
    const wb_lines_options *lines;
    wb_buf path; /* of the hit, as it is printed */
    wb_buf *out;
    bool unread;
};

/* The path and what parts it from the rest; `sign` is ':' or '-'. */
static void put_path(struct printer *p, const wb_hit *hit, uint32_t line, char sign)
{
    wb_hyperlink link = p->options->hyperlink;
    wb_format_query_id(p->options, p->out);
    if (p->lines->no_path) {
        return;
    }
    wb_slice path = wb_buf_slice(&p->path);
    if (p->lines->null) { /* for programs: the bytes of the name, which no terminal shows */
        wb_buf_put(p->out, path);
        wb_buf_putc(p->out, '\0');
    } else {
        wb_hyperlink_begin(link, hit, line, 1, p->out);
        wb_style_put(p->out, WB_STYLE_PATH, path, p->options->color);
        wb_hyperlink_end(link, p->out);
        wb_buf_putc(p->out, sign);
    }
}

static void put_number(struct printer *p, uint64_t number, char sign)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%" PRIu64, number);
    wb_style_put(p->out, WB_STYLE_LINE, wb_slice_make(text, (size_t)n), p->options->color);
    wb_buf_putc(p->out, sign);
}

/* The byte column `column` of a line of the source, in the unit wanted. */
static uint64_t convert_column(struct printer *p, const wb_hit *hit, uint32_t line, uint32_t column)
{
    wb_slice text = {NULL, 0};
    wb_column_unit unit = p->lines->unit;
    if (unit == WB_COLUMN_BYTE) {
        return column;
    }
    if (!p->lines->source ||
        wb_source_line(p->lines->source, hit->root, hit->path, line, &text, NULL) != WB_OK ||
        column == 0 || column - 1 > text.len) {
        p->unread = true;
        return 1;
    }
    wb_slice before = wb_slice_make(text.ptr, column - 1);
    return 1 + (unit == WB_COLUMN_CHAR ? wb_utf8_count_chars(before) : wb_utf8_count_utf16(before));
}

/* "PATH:LINE:COLUMN:" of the match at byte `at` of the text. */
static void put_position(struct printer *p, const wb_hit *hit, size_t at, bool column)
{
    uint32_t line;
    uint32_t byte;
    wb_para_locate(&hit->para, at, &line, &byte);
    put_path(p, hit, line, ':');
    if (!p->lines->no_line_number) {
        put_number(p, line, ':');
    }
    if (column) {
        put_number(p, convert_column(p, hit, line, byte), ':');
    }
}

/* What of the text stands in the source line that holds byte `at`: around it, as far as the
 * segments stay in that line. */
static wb_span line_piece(const wb_para *para, size_t at)
{
    size_t k = 0;
    while (k + 1 < para->segment_count && para->segments[k + 1].at <= at) {
        k++;
    }
    size_t first = k;
    size_t behind = k + 1;
    while (first > 0 && para->segments[first - 1].line == para->segments[k].line) {
        first--;
    }
    while (behind < para->segment_count && para->segments[behind].line == para->segments[k].line) {
        behind++;
    }
    size_t end = behind < para->segment_count ? para->segments[behind].at : para->text.len;
    return (wb_span){para->segment_count ? para->segments[first].at : 0, end};
}

/* Crops `piece` to `max` characters so that the match `focus` is seen: in the middle third, if it
 * is short enough, else from its beginning. */
static wb_span crop(wb_slice text, wb_span piece, wb_span focus, size_t max)
{
    wb_slice all = wb_slice_make(text.ptr + piece.start, piece.end - piece.start);
    size_t count = max ? wb_utf8_count_chars(all) : 0;
    if (count <= max) {
        return piece;
    }
    size_t before = wb_utf8_count_chars(wb_slice_make(all.ptr, focus.start - piece.start));
    size_t len =
        wb_utf8_count_chars(wb_slice_make(text.ptr + focus.start, focus.end - focus.start));
    size_t spare = max > len ? max - len : 0;
    size_t room = spare < max / 3 ? spare : max / 3;
    size_t first = before > room ? before - room : 0;
    first = first > count - max ? count - max : first;
    size_t start = wb_utf8_offset_of(all, first);
    wb_slice rest = wb_slice_make(all.ptr + start, all.len - start);
    return (wb_span){piece.start + start, piece.start + start + wb_utf8_offset_of(rest, max)};
}

/* The piece of the text, cropped around `focus`, and the end of the line. */
static void put_text(struct printer *p, const wb_hit *hit, wb_span piece, wb_span focus)
{
    bool color = p->options->color;
    wb_span shown = crop(hit->para.text, piece, focus, p->lines->max_chars);
    wb_buf_puts(p->out, shown.start > piece.start ? "…" : "");
    wb_style_put_piece(p->out, hit, shown.start, shown.end, color);
    wb_buf_puts(p->out, shown.end < piece.end ? "…\n" : "\n");
}

static void put_neighbours(struct printer *p, const wb_hit *hit, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        const wb_neighbour *n = &hit->context.items[i];
        const wb_hit as_hit = {.para.text = n->text};
        put_path(p, hit, n->line, '-');
        if (!p->lines->no_line_number) {
            put_number(p, n->line, '-');
        }
        put_text(p, &as_hit, (wb_span){0, n->text.len}, (wb_span){0, 0});
    }
}

static void put_paragraph(struct printer *p, const wb_hit *hit)
{
    wb_span focus = hit->match_count ? hit->matches[0] : (wb_span){0, 0};
    put_neighbours(p, hit, 0, hit->context.before);
    put_position(p, hit, focus.start, p->lines->column);
    put_text(p, hit, (wb_span){0, hit->para.text.len}, focus);
    put_neighbours(p, hit, hit->context.before, hit->context.count);
}

static void put_match(struct printer *p, const wb_hit *hit, wb_span match)
{
    bool editor = p->lines->style != WB_LINES_ONLY;
    put_position(p, hit, match.start, editor || p->lines->column);
    if (p->lines->style == WB_LINES_GCC) {
        wb_buf_puts(p->out, " info: ");
    }
    put_text(p, hit, editor ? line_piece(&hit->para, match.start) : match, match);
}

static void put_hit(struct printer *p, const wb_hit *hit)
{
    if (p->lines->style == WB_LINES_PARAGRAPH) {
        put_paragraph(p, hit);
        return;
    }
    for (size_t i = 0; i < hit->match_count; i++) {
        put_match(p, hit, hit->matches[i]);
    }
    /* Found by filters alone: an editor is led to its beginning, grep -o has nothing to print. */
    if (hit->match_count == 0 && p->lines->style != WB_LINES_ONLY) {
        put_match(p, hit, (wb_span){0, 0});
    }
}

wb_status wb_format_lines(const wb_result *result, const wb_format_options *options,
                          const wb_lines_options *lines, bool *ret_unread, wb_buf *out,
                          wb_error *err)
{
    struct printer p = {.options = options, .lines = lines, .out = out};
    wb_buf_init(&p.path, 0);
    wb_status status = WB_OK;
    for (size_t i = 0; i < result->hit_count && status == WB_OK; i++) {
        wb_buf_clear(&p.path);
        status = wb_format_path(&result->hits[i], options, &p.path);
        wb_buf_puts(out, i && lines->groups ? "--\n" : "");
        put_hit(&p, &result->hits[i]);
    }
    wb_buf_free(&p.path);
    *ret_unread = p.unread;
    return status == WB_OK && out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}
