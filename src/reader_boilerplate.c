/*
 * Boilerplate: what web pages and converters put around and between the text is kept out of the
 * paragraphs and listed among the document's omissions.
 *
 * A rule needs a place and a shape. Buttons, labels and footers are furniture only above the first
 * sentence of a document and below its last one; what could be text as well, only beside a line
 * that could not.
 */
#include "reader_boilerplate.h"

#include <wbsearch/utf8.h>

/* How many lines at either end are looked at. */
#define ZONE_LINES 80
/* A line of the text proper is at least this long, characters. */
#define PROSE_CHARS 30
/* The value that stands on the line below its label, characters. */
#define VALUE_CHARS 24
/* Lists of links: no more lines than this … */
#define LINKS_MAX 20
/* … and none longer, characters. */
#define LINK_CHARS 60
/* A licence begins within so many lines of the end. */
#define LICENCE_LINES 80

static bool is_longer(wb_slice text, size_t chars)
{
    return text.len > chars && wb_utf8_offset_of(text, chars) < text.len;
}

/* Whether the text proper has begun: a sentence, a salutation, a numbered heading. */
static bool is_body(struct reader *r, wb_slice text, const struct furniture *f)
{
    if (f->strength == FURNITURE_SURE) {
        return false;
    }
    if (cue_ends(text) && (is_longer(text, PROSE_CHARS) || cue_has_clauses(text))) {
        return true;
    }
    return f->strength == FURNITURE_NONE && cue_numbering(text, &r->scratch) != NUMBERING_NONE;
}

static uint32_t line_number(const struct block *block, size_t at)
{
    wb_para place = {.segments = block->segments, .segment_count = block->segment_count};
    uint32_t line;
    uint32_t column;
    wb_para_locate(&place, at, &line, &column);
    return line;
}

/* Where the lines between two arrows that stand alone are the parts of a breadcrumb trail. In
 * Markdown the arrows are empty quotations, so they are looked for in the source. */
static bool is_arrow(const struct reader *r, size_t line)
{
    return line < r->line_count && wb_slice_equal(reader_line(r, line), wb_slice_from(">"));
}

static bool is_crumb(const struct reader *r, const struct text_line *line)
{
    if (line->start == line->end || line->block->kind == WB_PARA_QUOTE ||
        is_longer(line_text(line), VALUE_CHARS)) {
        return false;
    }
    size_t number = line_number(line->block, line->start) - 1;
    return (number > 0 && is_arrow(r, number - 1)) || is_arrow(r, number + 1);
}

static bool is_value(struct reader *r, wb_slice text)
{
    return !is_longer(text, VALUE_CHARS) && !cue_ends(text) && !cue_has_clauses(text) &&
           cue_numbering(text, &r->scratch) == NUMBERING_NONE;
}

/* Looks at the lines of a zone from its end of the document inwards; returns how many belong to it.
 * Their shapes go to `shapes`. */
static size_t look(struct reader *r, const struct text_line *lines, size_t count, bool from_end,
                   struct furniture *shapes)
{
    enum furniture_place place = from_end ? FURNITURE_BOTTOM : FURNITURE_TOP;
    size_t n = 0;
    for (; n < count && n < ZONE_LINES; n++) {
        size_t i = from_end ? count - 1 - n : n;
        wb_slice text = line_text(&lines[i]);
        struct furniture f = furniture_of(text, place, &r->scratch);
        if (!from_end && f.strength != FURNITURE_SURE && is_crumb(r, &lines[i])) {
            f = (struct furniture){FURNITURE_SURE, WB_OMITTED_NAVIGATION, false, false};
        }
        if (is_body(r, text, &f)) {
            break;
        }
        shapes[n] = f;
    }
    return n;
}

/* The value below a label is as sure as the label. */
static void mark_values(struct reader *r, const struct text_line *lines, struct furniture *shapes,
                        size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        if (shapes[i].wants_value && shapes[i].strength && !shapes[i + 1].strength &&
            is_value(r, line_text(&lines[i + 1]))) {
            shapes[i + 1] = shapes[i];
            shapes[i + 1].wants_value = false;
        }
    }
}

/* Weak furniture beside sure furniture is sure. */
static void spread(struct furniture *shapes, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (shapes[i].strength == FURNITURE_WEAK && shapes[i - 1].strength == FURNITURE_SURE) {
            shapes[i].strength = FURNITURE_SURE;
        }
    }
    for (size_t i = count; i-- > 1;) {
        if (shapes[i - 1].strength == FURNITURE_WEAK && shapes[i].strength == FURNITURE_SURE) {
            shapes[i - 1].strength = FURNITURE_SURE;
        }
    }
}

/* Below the title of a list of links: short lines to the end of the document. */
static void mark_links(struct reader *r, const struct text_line *lines, struct furniture *shapes,
                       size_t count)
{
    size_t title = 0;
    while (title < count && !shapes[title].opens_list) {
        title++;
    }
    if (title == count || count - title - 1 > LINKS_MAX) {
        return;
    }
    for (size_t i = title + 1; i < count; i++) {
        wb_slice text = line_text(&lines[i]);
        if (is_longer(text, LINK_CHARS) || cue_ends(text) || cue_is_date(text, &r->scratch)) {
            return;
        }
    }
    for (size_t i = title + 1; i < count; i++) {
        if (shapes[i].strength != FURNITURE_SURE) {
            shapes[i] = shapes[title];
        }
    }
}

static void omit_furniture(struct reader *r, struct text_line *lines, size_t count, bool from_end)
{
    struct furniture inward[ZONE_LINES];
    struct furniture shapes[ZONE_LINES];
    size_t n = look(r, lines, count, from_end, inward);
    struct text_line *zone = from_end ? lines + count - n : lines;
    for (size_t i = 0; i < n; i++) {
        shapes[i] = from_end ? inward[n - 1 - i] : inward[i];
    }
    mark_values(r, zone, shapes, n);
    spread(shapes, n);
    mark_links(r, zone, shapes, n);
    for (size_t i = 0; i < n; i++) {
        if (shapes[i].strength == FURNITURE_SURE && zone[i].verdict == LINE_KEPT) {
            line_omit(&zone[i], shapes[i].reason);
        }
    }
}

/* Wikisource ends a page with a licence, and that with the template's name and flags. Returns how
 * many lines are left above it. */
static size_t omit_licence(struct text_line *lines, size_t count)
{
    if (count < 2 || !wb_slice_equal(line_text(&lines[count - 1]), wb_slice_from("false"))) {
        return count;
    }
    size_t first = count - 1;
    for (size_t n = 0; n < LICENCE_LINES && n < count; n++) {
        wb_slice text = line_text(&lines[count - 1 - n]);
        if (wb_slice_starts(text, "本作品") ||
            wb_slice_equal(text, wb_slice_from("Public domain"))) {
            first = count - 1 - n;
        }
    }
    for (size_t i = first; i < count; i++) {
        line_omit(&lines[i], WB_OMITTED_FOOTER);
    }
    return first;
}

/* The length of "(cid:13)" at `at`, or 0. */
static size_t cid_at(wb_slice text, size_t at)
{
    wb_slice rest = wb_slice_make(text.ptr + at, text.len - at);
    if (!wb_slice_starts(rest, "(cid:")) {
        return 0;
    }
    size_t i = strlen("(cid:");
    while (i < rest.len && i < 12 && rest.ptr[i] >= '0' && rest.ptr[i] <= '9') {
        i++;
    }
    return i < rest.len && rest.ptr[i] == ')' ? i + 1 : 0;
}

/* The length of the run of such at `at`, with spaces between them. */
static size_t cid_run(wb_slice text, size_t at)
{
    size_t end = at;
    for (size_t i = at; i < text.len;) {
        size_t n = cid_at(text, i);
        if (n == 0 && text.ptr[i] != ' ') {
            break;
        }
        i += n ? n : 1;
        end = n ? i : end;
    }
    return end - at;
}

static bool is_placeholder(wb_slice text)
{
    static const char *const names[] = {"[image]", "[图片]", "【图片】",  "[图]", "图片",
                                        "[img]",   "image",  "image.png", "Image"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (wb_slice_equal(text, wb_slice_from(names[i]))) {
            return true;
        }
    }
    return text.ptr[0] == '(' && cid_run(text, 0) == text.len;
}

static wb_slice trimmed(wb_slice text)
{
    while (text.len && (text.ptr[0] == ' ' || text.ptr[0] == '\t')) {
        text.ptr++;
        text.len--;
    }
    while (text.len && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t')) {
        text.len--;
    }
    return text;
}

static void omit_placeholders(struct text_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wb_slice text = trimmed(line_text(&lines[i]));
        if (text.len && is_placeholder(text)) {
            line_omit(&lines[i], WB_OMITTED_PLACEHOLDER);
        }
    }
}

static wb_status omit_text(struct reader *r, const struct text_line *line, size_t start, size_t end,
                           wb_omission_reason reason)
{
    wb_slice text = wb_slice_make(line->block->text.ptr + start, end - start);
    return reader_omit(r, text, line_number(line->block, start), line_number(line->block, end - 1),
                       reason);
}

/* Appends what a kept line says, without the characters that a converter could not name. */
static wb_status append_line(struct reader *r, const struct text_line *line, bool has_cids)
{
    wb_status status = WB_OK;
    size_t run = line->start;
    for (size_t i = line->start; has_cids && i < line->end && status == WB_OK; i++) {
        size_t n = line->block->text.ptr[i] == '('
                       ? cid_run(wb_slice_make(line->block->text.ptr, line->end), i)
                       : 0;
        if (n) {
            builder_append_block(r, line->block, run, i, run == 0);
            status = omit_text(r, line, i, i + n, WB_OMITTED_PLACEHOLDER);
            run = i + n;
            i += n - 1;
        }
    }
    builder_append_block(r, line->block, run, line->end, run == 0);
    return status;
}

/* Puts out the block of lines[0, count), cut where lines are left out. */
static wb_status put_rest(struct reader *r, const struct text_line *lines, size_t count,
                          bool has_cids)
{
    const struct block *block = lines[0].block;
    bool whole = !has_cids;
    for (size_t i = 0; i < count && whole; i++) {
        whole = lines[i].verdict == LINE_KEPT;
    }
    if (whole) {
        return reader_put_block(r, block);
    }
    wb_status status = WB_OK;
    bool inside = false;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        if (lines[i].verdict != LINE_KEPT) {
            status = builder_finish(r, block);
            inside = false;
            if (status == WB_OK && lines[i].start < lines[i].end) {
                status = omit_text(r, &lines[i], lines[i].start, lines[i].end,
                                   (wb_omission_reason)(lines[i].verdict - 1));
            }
            continue;
        }
        if (inside) {
            builder_break(r);
        }
        status = append_line(r, &lines[i], has_cids);
        inside = true;
    }
    return status == WB_OK ? builder_finish(r, block) : status;
}

/* The lines of all blocks; NULL when memory is short. */
static struct text_line *split_lines(const struct block *blocks, size_t count, size_t *ret_count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        n += blocks[i].break_count + 1;
    }
    struct text_line *lines = wb_alloc(n, sizeof *lines);
    *ret_count = lines ? n : 0;
    for (size_t i = 0; lines && i < count; i++) {
        const struct block *block = &blocks[i];
        uint32_t start = 0;
        for (size_t k = 0; k <= block->break_count; k++) {
            uint32_t end = k < block->break_count ? block->breaks[k] : (uint32_t)block->text.len;
            *lines++ = (struct text_line){block, start, end, LINE_KEPT};
            start = end;
        }
    }
    return lines ? lines - n : NULL;
}

static void judge(struct reader *r, struct text_line *lines, size_t count)
{
    omit_placeholders(lines, count);
    omit_contents(lines, count);
    size_t above = omit_licence(lines, count);
    omit_furniture(r, lines, above, false);
    omit_furniture(r, lines, above, true);
}

wb_status reader_boilerplate(struct reader *r)
{
    size_t count;
    struct block *blocks = reader_take_blocks(r, &count);
    size_t line_count;
    struct text_line *lines = split_lines(blocks, count, &line_count);
    wb_status status = lines ? WB_OK : wb_error_nomem(r->err);
    if (lines) {
        judge(r, lines, line_count);
    }
    bool has_cids = memmem(r->source.ptr, r->source.len, "(cid:", 5) != NULL;
    for (size_t i = 0, line = 0; i < count && status == WB_OK; i++) {
        size_t n = blocks[i].break_count + 1;
        status = put_rest(r, lines + line, n, has_cids);
        line += n;
    }
    wb_free(lines);
    wb_free(blocks);
    return status;
}
