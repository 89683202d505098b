/*
 * Layout: how the lines of a document make paragraphs, decided from the lines themselves.
 *
 * Lines that were broken at a fixed width are recognised by those that stop in the middle of a
 * sentence: they are all about as wide, and hardly a line is wider. Where every line is a
 * paragraph, most line ends stand behind the end of a sentence. Otherwise blank lines keep
 * paragraphs apart.
 */
#include "reader.h"

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
    size_t ended;  /* they end like a sentence */
    size_t breaks; /* line ends inside blocks */
    size_t apart;  /* those of them that stand between two paragraphs, by the look of the lines */
    size_t wide[WIDTH_MAX + 2]; /* lines by columns */
    size_t open[WIDTH_MAX + 2]; /* lines by columns that stop in the middle of a sentence */
};

/* Columns that `line` takes, white space at its ends left out, WIDTH_MAX + 1 at most. */
static size_t columns_of(wb_slice line)
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

static void count_line(struct line_counts *counts, wb_slice line)
{
    size_t columns = columns_of(line);
    bool ended = cue_ends(line);
    counts->lines++;
    counts->ended += ended;
    counts->wide[columns]++;
    counts->open[columns] += !ended && columns <= WIDTH_MAX && cue_has_clauses(line);
}

static void count_block(struct reader *r, struct line_counts *counts, const struct block *block)
{
    if (block->kind == WB_PARA_HEADING || block->kind == WB_PARA_TABLE_ROW) {
        return;
    }
    for (size_t k = 0; k <= block->break_count; k++) {
        wb_slice line = block_line(block, k);
        count_line(counts, line);
        if (k < block->break_count) {
            counts->breaks++;
            counts->apart += cue_ends(line) || cue_begins(block_line(block, k + 1), &r->scratch);
        }
    }
}

/* The width at which lines are wrapped, or 0. */
static uint32_t wrap_width(const struct line_counts *counts)
{
    size_t open = 0; /* all open lines */
    size_t near = 0; /* those of [width - WIDTH_SPREAD, width] */
    size_t most = 0;
    uint32_t best = 0;
    for (uint32_t width = WIDTH_MIN; width <= WIDTH_MAX; width++) {
        open += counts->open[width];
        near += counts->open[width];
        near -= width > WIDTH_MIN + WIDTH_SPREAD ? counts->open[width - WIDTH_SPREAD - 1] : 0;
        if (near > most) {
            most = near;
            best = width;
        }
    }
    size_t wider = 0;
    for (size_t width = best + 1; width <= WIDTH_MAX + 1; width++) {
        wider += counts->wide[width];
    }
    bool wrapped = most >= OPEN_LINES_MIN && most * 4 >= open * 3 && wider * 20 <= counts->lines;
    return wrapped ? best : 0;
}

wb_status reader_layout(struct reader *r)
{
    struct line_counts counts = {0};
    for (size_t i = 0; i < r->block_count; i++) {
        count_block(r, &counts, &r->blocks[i]);
    }
    r->layout = (struct layout){WB_LAYOUT_BLOCKS, 0};
    if (counts.breaks >= BREAKS_MIN && counts.apart * 2 >= counts.breaks) {
        r->layout.kind = WB_LAYOUT_LINES;
    } else if ((r->layout.width = wrap_width(&counts)) > 0) {
        r->layout.kind = WB_LAYOUT_WRAPPED;
    }
    r->doc->layout = r->layout.kind;
    r->doc->wrap_width = r->layout.width;
    return WB_OK;
}
