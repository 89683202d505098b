/* Tables of pipes, with or without bars at the ends of their lines. */
#include "reader_table.h"

#include <wbsearch/utf8.h>

/* The cells of a line, as offsets in its block's text. */
struct cells {
    struct span cell[TABLE_COLUMNS_MAX];
    uint32_t bar[TABLE_COLUMNS_MAX]; /* the bar before the cell, of all but the first */
    size_t count;
    bool outer; /* a bar stands before the first cell */
    bool closed;
};

/* Whether the | at `at` parts cells: \| and &#124; do not. */
static bool is_bar(const struct reader *r, const struct block *block, size_t at)
{
    wb_para place = {.segments = block->segments, .segment_count = block->segment_count};
    uint32_t line;
    uint32_t column;
    wb_para_locate(&place, at, &line, &column);
    size_t offset = r->lines[line - 1] + column - 1;
    return offset < r->source.len && r->source.ptr[offset] == '|' &&
           (column == 1 || r->source.ptr[offset - 1] != '\\');
}

static struct span trimmed(wb_slice text, size_t start, size_t end)
{
    while (start < end && (text.ptr[start] == ' ' || text.ptr[start] == '\t')) {
        start++;
    }
    while (end > start && (text.ptr[end - 1] == ' ' || text.ptr[end - 1] == '\t')) {
        end--;
    }
    return (struct span){(uint32_t)start, (uint32_t)end};
}

/* The cells of a line; their number is 0 when it has no bar, or too many. */
static void split_cells(const struct reader *r, const struct table_line *line, struct cells *ret)
{
    const struct block *block = line->block;
    struct span text = trimmed(block->text, line->start, line->end);
    ret->count = 0;
    ret->outer = false;
    ret->closed = false;
    size_t start = text.start;
    bool any = false;
    for (size_t i = text.start; i < text.end; i++) {
        if (block->text.ptr[i] != '|' || !is_bar(r, block, i)) {
            continue;
        }
        any = true;
        ret->closed = i + 1 == text.end;
        if (i == text.start) {
            ret->outer = true;
        } else if (ret->count == TABLE_COLUMNS_MAX) {
            ret->count = 0;
            return;
        } else {
            ret->cell[ret->count++] = trimmed(block->text, start, i);
        }
        start = i + 1;
        if (ret->count < TABLE_COLUMNS_MAX) {
            ret->bar[ret->count] = (uint32_t)i;
        }
    }
    if (any && !(ret->closed && ret->outer) && ret->count < TABLE_COLUMNS_MAX) {
        ret->cell[ret->count++] = trimmed(block->text, start, text.end);
    }
}

static bool has_pipe(const struct table_line *line)
{
    return line->end > line->start &&
           memchr(line->block->text.ptr + line->start, '|', line->end - line->start);
}

/* |---|:--:| under the heads of a table. */
static bool is_rule(const struct table_line *line)
{
    bool dashes = false;
    for (size_t i = line->start; i < line->end; i++) {
        char c = line->block->text.ptr[i];
        if (c != '|' && c != '-' && c != ':' && c != ' ') {
            return false;
        }
        dashes = dashes || c == '-';
    }
    return dashes && has_pipe(line);
}

/* Whether the line is a row whatever stands around it. */
static bool is_framed(const struct cells *cells)
{
    return cells->outer && cells->closed && cells->count > 0;
}

size_t pipe_table_lines(const struct reader *r, const struct table_line *lines, size_t count)
{
    if (!has_pipe(&lines[0]) || lines[0].block->kind == WB_PARA_HEADING) {
        return 0;
    }
    struct cells cells;
    split_cells(r, &lines[0], &cells);
    size_t columns = cells.count;
    bool framed = is_framed(&cells);
    bool ruled = count > 1 && is_rule(&lines[1]);
    if (columns == 0 || (!framed && !(ruled && columns > 1) && !cells.outer)) {
        return 0;
    }
    size_t n = 1;
    for (; n < count && has_pipe(&lines[n]); n++) {
        bool same_block = lines[n].block == lines[n - 1].block;
        split_cells(r, &lines[n], &cells);
        bool row = is_rule(&lines[n]) || is_framed(&cells) ||
                   (same_block && cells.count > 0 &&
                    (cells.outer || (cells.count <= columns && (ruled || framed))));
        if (!row || lines[n].block->kind != lines[0].block->kind) {
            break;
        }
    }
    bool alone = n == 1 && !(framed && columns > 1);
    return alone ? 0 : n;
}

/* The number of lines that are heads: those above the first rule. */
static size_t count_heads(const struct table_line *lines, size_t count)
{
    for (size_t i = 0; i < count && i <= TABLE_HEADS_MAX; i++) {
        if (is_rule(&lines[i])) {
            return i;
        }
    }
    return 0;
}

/* The source offset of the bar at `at`, or of the space before it. */
static size_t bar_place(const struct reader *r, const struct block *block, size_t at)
{
    wb_para place = {.segments = block->segments, .segment_count = block->segment_count};
    uint32_t line;
    uint32_t column;
    wb_para_locate(&place, at, &line, &column);
    size_t offset = r->lines[line - 1] + column - 1;
    return column > 1 && r->source.ptr[offset - 1] == ' ' ? offset - 1 : offset;
}

static void append_cells(struct reader *r, const struct table_line *line, const struct cells *cells)
{
    for (size_t i = 0; i < cells->count; i++) {
        struct span cell = cells->cell[i];
        if (i > 0) {
            table_begin_cell(r, bar_place(r, line->block, cells->bar[i]));
        }
        builder_append_block(r, line->block, cell.start, cell.end, i == 0 && line->start == 0);
    }
}

wb_status pipe_table_put(struct reader *r, const struct table_line *lines, size_t count,
                         struct table *last, size_t *last_columns)
{
    size_t heads = count_heads(lines, count);
    struct cells cells;
    split_cells(r, &lines[0], &cells);
    if (heads || cells.count != *last_columns) {
        *last = (struct table){.head_count = 0};
        *last_columns = cells.count;
    }
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        if (is_rule(&lines[i])) {
            continue;
        }
        split_cells(r, &lines[i], &cells);
        append_cells(r, &lines[i], &cells);
        status = table_put_row(r, lines[i].block, last, i < heads);
    }
    return status;
}
