/*
 * Layout: how the lines of a document make paragraphs, decided from the lines themselves.
 *
 * Lines that were broken at a fixed width are recognised by those that stop in the middle of a
 * sentence: they are all about as wide, and hardly a line is wider. Where every line is a
 * paragraph, most line ends stand behind the end of a sentence. Otherwise blank lines keep
 * paragraphs apart.
 */
#include "reader.h"
#include "reader_sentence.h"

#include <wbsearch/utf8.h>

/* No text is wrapped at more columns than this; wider lines are counted together. */
#define WIDTH_MAX 200
/* Nor at fewer: shorter lines are titles, names, rows of a table. */
#define WIDTH_MIN 24
/* Full lines differ by this many columns: no line begins with 。, and numbers are not broken. */
#define WIDTH_SPREAD 8

/* Fewer lines than this say nothing. */
#define OPEN_LINES_MIN 4
#define BREAKS_MIN 3

/* What was counted over the lines of prose of a document. */
struct line_counts {
    size_t lines;
    size_t ended;    /* they end like a sentence */
    size_t breaks;   /* line ends inside blocks */
    size_t apart;    /* those of them that stand between two paragraphs, by the look of the lines */
    size_t indented; /* lines that begin with white space */
    size_t wide[WIDTH_MAX + 2]; /* lines by columns */
    size_t open[WIDTH_MAX + 2]; /* lines by columns that stop in the middle of a sentence */
    size_t last[WIDTH_MAX + 2]; /* those of them that are the last of their block */
};

size_t reader_columns(wb_slice line)
{
    size_t end = line.len;
    while (end && (line.ptr[end - 1] == ' ' || line.ptr[end - 1] == '\t')) {
        end--;
    }
    size_t columns = 0;
    for (size_t i = 0; i < end && columns <= WIDTH_MAX; i++) {
        unsigned char c = (unsigned char)line.ptr[i];
        columns += c < 0x80 ? 1 : c >= 0xC0 ? 2 : 0;
    }
    return columns <= WIDTH_MAX ? columns : WIDTH_MAX + 1;
}

unsigned reader_likeness(struct reader *r, wb_slice text)
{
    enum numbering numbering = cue_numbering(text, &r->scratch);
    bool is_long = numbering == NUMBERING_NONE && (cue_runs_on(text) || cue_states(text));
    return is_long ? LIKENESS_LONG : (unsigned)numbering;
}

static bool is_indented(wb_slice line)
{
    size_t offset = 0;
    return line.len && wb_fold_class(wb_utf8_next(line, &offset)) == WB_CHAR_SPACE;
}

static void count_line(struct line_counts *counts, wb_slice line, bool is_last)
{
    size_t columns = reader_columns(line);
    bool ended = cue_ends(line);
    counts->lines++;
    counts->ended += ended;
    counts->wide[columns]++;
    if (!ended && columns <= WIDTH_MAX && cue_has_clauses(line)) {
        counts->open[columns]++;
        counts->last[columns] += is_last;
    }
}

static bool is_prose(const struct block *block)
{
    return block->kind != WB_PARA_HEADING && block->kind != WB_PARA_TABLE_ROW;
}

/* Whether the block is indented in the source, where its text no longer shows it. */
static bool begins_indented(const struct reader *r, const struct block *block)
{
    return !block->in_list && is_indented(reader_line(r, block->first_line - 1));
}

static void count_block(struct reader *r, struct line_counts *counts, const struct block *block)
{
    if (!is_prose(block)) {
        return;
    }
    counts->indented += begins_indented(r, block);
    for (size_t k = 0; k <= block->break_count; k++) {
        wb_slice line = block_line(block, k);
        count_line(counts, line, k == block->break_count);
        if (k < block->break_count) {
            wb_slice next = block_line(block, k + 1);
            counts->breaks++;
            counts->apart += cue_ends(line) || cue_begins(next, &r->scratch);
            counts->indented += is_indented(next);
        }
    }
}

/* Open lines of [width - WIDTH_SPREAD, width]. */
static size_t open_near(const struct line_counts *counts, uint32_t width)
{
    size_t near = 0;
    for (uint32_t w = width; w >= WIDTH_MIN && w + WIDTH_SPREAD >= width; w--) {
        near += counts->open[w];
    }
    return near;
}

/* The width at which lines are wrapped, or 0: the smallest that nearly as many open lines have as
 * any, as a title or two may be a little wider than the text. */
static uint32_t wrap_width(const struct line_counts *counts)
{
    size_t open = 0; /* all open lines */
    size_t most = 0; /* of one width */
    for (uint32_t width = WIDTH_MIN; width <= WIDTH_MAX; width++) {
        size_t near = open_near(counts, width);
        open += counts->open[width];
        most = near > most ? near : most;
    }
    uint32_t best = WIDTH_MIN;
    while (best < WIDTH_MAX && open_near(counts, best) * 32 < most * 31) {
        best++;
    }
    size_t wider = 0;
    for (size_t width = best + 1; width <= WIDTH_MAX + 1; width++) {
        wider += counts->wide[width];
    }
    bool wrapped = most >= OPEN_LINES_MIN && most * 4 >= open * 3 && wider * 8 <= counts->lines;
    return wrapped ? best : 0;
}

/* Whether most full lines that stop in the middle of a sentence are followed by a blank one. */
static bool is_spaced(const struct line_counts *counts, size_t width)
{
    size_t open = 0;
    size_t last = 0;
    for (size_t i = width > WIDTH_SPREAD ? width - WIDTH_SPREAD : 0; i <= width; i++) {
        open += counts->open[i];
        last += counts->last[i];
    }
    return last * 2 > open;
}

/* Counts how the paragraphs of each likeness end. */
static void count_ends(struct reader *r, const struct block *block)
{
    struct layout *layout = &r->layout;
    bool by_line = layout->kind == WB_LAYOUT_LINES;
    for (size_t k = by_line ? 0 : block->break_count; k <= block->break_count; k++) {
        wb_slice last = block_line(block, k);
        unsigned like = reader_likeness(r, by_line ? last : block->text);
        bool ended = cue_ends(last);
        layout->ended[like] += ended;
        layout->open[like] += !ended;
    }
}

wb_status reader_layout(struct reader *r)
{
    struct line_counts counts = {0};
    for (size_t i = 0; i < r->block_count; i++) {
        count_block(r, &counts, &r->blocks[i]);
    }
    struct layout *layout = &r->layout;
    layout->width = wrap_width(&counts);
    layout->indented = counts.ended && counts.indented * 3 >= counts.ended;
    if (layout->width) {
        layout->kind = WB_LAYOUT_WRAPPED;
        layout->spaced = is_spaced(&counts, layout->width);
    } else if (counts.breaks >= BREAKS_MIN && counts.apart * 2 >= counts.breaks) {
        layout->kind = WB_LAYOUT_LINES;
    }
    for (size_t i = 0; i < r->block_count; i++) {
        if (is_prose(&r->blocks[i])) {
            count_ends(r, &r->blocks[i]);
        }
    }
    r->doc->layout = layout->kind;
    r->doc->wrap_width = layout->width;
    return WB_OK;
}
