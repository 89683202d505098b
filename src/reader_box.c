/*
 * Tables drawn with characters for boxes: ┌─┬─┐ │ ├─┼─┤ └─┴─┘.
 *
 * The borders say where the columns are, in columns of a terminal, and where a row ends. A cell may
 * take several lines, and go on beside the border between two rows (├────┤ that begins behind it).
 * The cells' text is taken from the source.
 */
#include "reader_table.h"

#include <stdlib.h>

#include <wbsearch/utf8.h>

/* Borders may stand so far from where the others are, in columns. */
#define SLACK 2

enum stroke { STROKE_NONE, STROKE_ACROSS, STROKE_DOWN, STROKE_CROSSING };

static enum stroke stroke_of(uint32_t c)
{
    if (c < 0x2500 || c > 0x257F) {
        return STROKE_NONE;
    }
    switch (c) {
    case 0x2500:
    case 0x2501:
    case 0x2504:
    case 0x2505:
    case 0x2508:
    case 0x2509:
    case 0x254C:
    case 0x254D:
    case 0x2550:
        return STROKE_ACROSS;
    case 0x2502:
    case 0x2503:
    case 0x2506:
    case 0x2507:
    case 0x250A:
    case 0x250B:
    case 0x254E:
    case 0x254F:
    case 0x2551:
        return STROKE_DOWN;
    default:
        return STROKE_CROSSING;
    }
}

/* What stands between two borders of a line. */
struct piece {
    uint32_t from; /* column of the border before it, of the border behind it */
    uint32_t to;
    uint32_t start; /* in the source line */
    uint32_t end;
    bool is_border;
};

struct pieces {
    struct piece piece[TABLE_COLUMNS_MAX];
    size_t count;
    bool crossed; /* it has corners or crossings */
    bool whole;   /* all of it is border */
};

static size_t width_of(uint32_t c)
{
    return c < 0x80 ? 1 : 2;
}

static void add_piece(struct pieces *ret, struct piece piece, bool across, bool text)
{
    piece.is_border = across && !text;
    if (ret->count < TABLE_COLUMNS_MAX) {
        ret->piece[ret->count++] = piece;
        ret->whole = ret->whole && piece.is_border;
    }
}

/* The pieces of a line that begins with a border; none when it does not. */
static void split_line(wb_slice line, struct pieces *ret)
{
    ret->count = 0;
    ret->crossed = false;
    ret->whole = true;
    struct piece piece = {0};
    bool inside = false;
    bool across = false;
    bool text = false;
    uint32_t column = 0;
    for (size_t i = 0; i < line.len;) {
        size_t at = i;
        uint32_t c = wb_utf8_next(line, &i);
        enum stroke stroke = stroke_of(c);
        wb_char_class class = wb_fold_class(c);
        if (stroke == STROKE_DOWN || stroke == STROKE_CROSSING) {
            if (inside) {
                piece.to = column;
                piece.end = (uint32_t)at;
                add_piece(ret, piece, across, text);
            }
            ret->crossed = ret->crossed || stroke == STROKE_CROSSING;
            piece = (struct piece){.from = column, .start = (uint32_t)i};
            inside = true;
            across = text = false;
        } else if (!inside && class != WB_CHAR_SPACE) {
            return; /* text before the table */
        } else if (stroke == STROKE_ACROSS) {
            across = true;
        } else if (class != WB_CHAR_SPACE && class != WB_CHAR_DROP) {
            text = true;
        }
        column += (uint32_t)width_of(c);
    }
}

size_t box_table_lines(const struct reader *r, const struct table_line *lines, size_t count)
{
    size_t n = 0;
    struct pieces pieces;
    for (; n < count; n++) {
        const struct block *block = lines[n].block;
        if (lines[n].start == lines[n].end || block->kind == WB_PARA_HEADING) {
            break;
        }
        size_t at = lines[n].start;
        if (stroke_of(wb_utf8_next(block->text, &at)) == STROKE_NONE &&
            block->text.ptr[lines[n].start] != ' ') {
            break;
        }
        split_line(reader_line(r, table_source_line(&lines[n])), &pieces);
        if (pieces.count == 0) {
            break;
        }
    }
    return n >= 2 ? n : 0;
}

/* Where the borders between columns are. */
struct grid {
    uint32_t border[TABLE_COLUMNS_MAX + 1];
    size_t count;
};

static void add_border(struct grid *grid, uint32_t column)
{
    size_t i = 0;
    while (i < grid->count && grid->border[i] + SLACK <= column) {
        i++;
    }
    bool known = i < grid->count && grid->border[i] < column + SLACK;
    if (known || grid->count > TABLE_COLUMNS_MAX) {
        return;
    }
    memmove(grid->border + i + 1, grid->border + i, (grid->count - i) * sizeof *grid->border);
    grid->border[i] = column;
    grid->count++;
}

/* The borders in the lines that have crossings, or in all when `all`. */
static void find_grid(const struct reader *r, const struct table_line *lines, size_t count,
                      bool all, struct grid *ret)
{
    ret->count = 0;
    for (size_t i = 0; i < count; i++) {
        struct pieces pieces;
        split_line(reader_line(r, table_source_line(&lines[i])), &pieces);
        for (size_t k = 0; k < pieces.count && (all || pieces.crossed); k++) {
            if (all || pieces.piece[k].is_border) {
                add_border(ret, pieces.piece[k].from);
                add_border(ret, pieces.piece[k].to);
            }
        }
    }
}

static size_t nearest(const struct grid *grid, uint32_t column)
{
    size_t best = 0;
    for (size_t i = 1; i < grid->count; i++) {
        uint32_t new =
            grid->border[i] > column ? grid->border[i] - column : column - grid->border[i];
        uint32_t old =
            grid->border[best] > column ? grid->border[best] - column : column - grid->border[best];
        best = new < old ? i : best;
    }
    return best;
}

/* A line of a cell. */
struct fragment {
    uint32_t row; /* within the rows between two whole borders */
    uint32_t column;
    uint32_t order;
    uint32_t len;
    size_t offset; /* in the source */
};

struct group {
    struct fragment *fragments;
    size_t count;
    size_t cap;
    uint32_t row;                       /* the last one */
    uint32_t row_of[TABLE_COLUMNS_MAX]; /* the row in which the cell of each column began */
};

static int compare_fragments(const void *a, const void *b)
{
    const struct fragment *x = a;
    const struct fragment *y = b;
    if (x->row != y->row) {
        return x->row < y->row ? -1 : 1;
    }
    if (x->column != y->column) {
        return x->column < y->column ? -1 : 1;
    }
    return x->order < y->order ? -1 : x->order > y->order;
}

static wb_status add_fragment(struct reader *r, struct group *group, size_t column, wb_slice line,
                              const struct piece *piece)
{
    size_t start = piece->start;
    size_t end = piece->end;
    while (start < end) {
        size_t next = start;
        if (wb_fold_class(wb_utf8_next(line, &next)) != WB_CHAR_SPACE) {
            break;
        }
        start = next;
    }
    while (end > start) {
        size_t before = end;
        if (wb_fold_class(wb_utf8_prev(line, &before)) != WB_CHAR_SPACE) {
            break;
        }
        end = before;
    }
    if (start == end) {
        return WB_OK;
    }
    struct fragment *larger =
        wb_grow(group->fragments, &group->cap, group->count + 1, sizeof *larger);
    if (!larger) {
        return wb_error_nomem(r->err);
    }
    group->fragments = larger;
    larger[group->count] = (struct fragment){
        .row = group->row_of[column],
        .column = (uint32_t)column,
        .order = (uint32_t)group->count,
        .len = (uint32_t)(end - start),
        .offset = (size_t)(line.ptr - r->source.ptr) + start,
    };
    group->count++;
    return WB_OK;
}

/* Between two lines of a cell a space stands only where Latin words or numbers would run together.
 */
static void join_fragment(struct reader *r, const struct fragment *fragment)
{
    wb_slice so_far = wb_buf_slice(&r->builder->text);
    size_t last = so_far.len;
    size_t first = fragment->offset;
    if (last && wb_fold_is_word(wb_fold_class(wb_utf8_prev(so_far, &last))) &&
        wb_fold_is_word(wb_fold_class(wb_utf8_next(r->source, &first)))) {
        builder_insert(r, wb_slice_make(" ", 1), fragment->offset);
    }
    builder_copy(r, fragment->offset, fragment->len);
}

/* Puts out the rows of a group and empties it. */
static wb_status put_group(struct reader *r, struct group *group, size_t columns,
                           const struct block *like, struct table *table, bool is_head)
{
    if (group->count) { /* qsort does not take NULL */
        qsort(group->fragments, group->count, sizeof *group->fragments, compare_fragments);
    }
    wb_status status = WB_OK;
    for (size_t i = 0; i < group->count && status == WB_OK;) {
        uint32_t row = group->fragments[i].row;
        size_t column = 0;
        size_t at = group->fragments[i].offset;
        for (; i < group->count && group->fragments[i].row == row; i++) {
            for (; column < group->fragments[i].column; column++) {
                table_begin_cell(r, group->fragments[i].offset);
            }
            at = group->fragments[i].offset;
            join_fragment(r, &group->fragments[i]);
        }
        for (; column + 1 < columns; column++) {
            table_begin_cell(r, at);
        }
        status = table_put_row(r, like, table, is_head);
    }
    group->count = 0;
    group->row = 0;
    memset(group->row_of, 0, sizeof group->row_of);
    return status;
}

/* Adds a line of the table to the group. */
static wb_status add_line(struct reader *r, struct group *group, const struct grid *grid,
                          wb_slice line, const struct pieces *pieces)
{
    size_t columns = grid->count - 1;
    bool as_counted = pieces->count == columns;
    bool rows_end = false;
    for (size_t i = 0; i < pieces->count; i++) {
        rows_end = rows_end || pieces->piece[i].is_border;
    }
    group->row += rows_end;
    wb_status status = WB_OK;
    for (size_t i = 0; i < pieces->count && status == WB_OK; i++) {
        const struct piece *piece = &pieces->piece[i];
        size_t from = as_counted ? i : nearest(grid, piece->from);
        size_t to = as_counted ? i + 1 : nearest(grid, piece->to);
        from = from < columns ? from : columns - 1;
        if (piece->is_border) {
            for (size_t k = from; k < to && k < columns; k++) {
                group->row_of[k] = group->row;
            }
        } else {
            status = add_fragment(r, group, from, line, piece);
        }
    }
    return status;
}

/* Whether lines behind the heads are rows without borders between: there is none, and most lines
 * have text in every cell. */
static bool lines_are_rows(const struct reader *r, const struct table_line *lines, size_t count)
{
    size_t borders = 0;
    size_t full = 0;
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        struct pieces pieces;
        wb_slice line = reader_line(r, table_source_line(&lines[i]));
        split_line(line, &pieces);
        bool is_full = true;
        bool partly = false;
        for (size_t k = 0; k < pieces.count; k++) {
            partly = partly || pieces.piece[k].is_border;
            struct span cell = {pieces.piece[k].start, pieces.piece[k].end};
            while (cell.start < cell.end && (line.ptr[cell.start] == ' ')) {
                cell.start++;
            }
            is_full = is_full && cell.start < cell.end;
        }
        bool inner = i > 0 && i + 1 < count;
        borders += inner && partly;
        rows += !partly && borders > 0;
        full += !partly && borders > 0 && is_full;
    }
    return borders == 1 && rows >= 2 && full * 10 >= rows * 8;
}

static bool has_second_border(const struct reader *r, const struct table_line *lines, size_t count)
{
    for (size_t i = 1; i + 1 < count; i++) {
        struct pieces pieces;
        split_line(reader_line(r, table_source_line(&lines[i])), &pieces);
        if (pieces.whole) {
            return true;
        }
    }
    return false;
}

wb_status box_table_put(struct reader *r, const struct table_line *lines, size_t count)
{
    struct grid grid;
    find_grid(r, lines, count, false, &grid);
    if (grid.count < 2) {
        find_grid(r, lines, count, true, &grid);
    }
    if (grid.count < 2) { /* cannot be: every line has a piece */
        grid = (struct grid){.border = {0, 1}, .count = 2};
    }
    struct table table = {.head_count = 0};
    struct group group = {.fragments = NULL};
    bool by_line = lines_are_rows(r, lines, count);
    bool is_head = has_second_border(r, lines, count);
    bool begun = false; /* text has been seen */
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        struct pieces pieces;
        wb_slice line = reader_line(r, table_source_line(&lines[i]));
        split_line(line, &pieces);
        bool row_ends = pieces.whole || (by_line && !is_head);
        if (!pieces.whole) {
            status = add_line(r, &group, &grid, line, &pieces);
            begun = begun || group.count;
        }
        if (row_ends && begun && status == WB_OK) {
            status = put_group(r, &group, grid.count - 1, lines[i].block, &table, is_head);
            is_head = is_head && !pieces.whole;
        }
    }
    if (status == WB_OK) {
        status = put_group(r, &group, grid.count - 1, lines[count - 1].block, &table, false);
    }
    wb_free(group.fragments);
    return status;
}
