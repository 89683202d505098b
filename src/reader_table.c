/* Tables: finds them among the lines of the blocks, and puts rows out. */
#include "reader_table.h"

#include <wbsearch/utf8.h>

/* So many page numbers may stand between the parts of a table that a page end has cut. */
#define PAGE_MARKS_MAX 3

static const char cell_bar[] = " | ";

void table_begin_cell(struct reader *r, size_t at)
{
    builder_insert(r, wb_slice_from(cell_bar), at);
}

bool wb_row_next_cell(wb_slice row, size_t *offset, wb_slice *ret)
{
    if (*offset > row.len || row.len == 0) {
        return false;
    }
    wb_slice rest = wb_slice_make(row.ptr + *offset, row.len - *offset);
    size_t skip = sizeof cell_bar - 1;
    if (*offset == 0 && wb_slice_starts(rest, "| ")) { /* the first cell is empty */
        *ret = wb_slice_make(rest.ptr, 0);
        *offset = 2;
        return true;
    }
    const char *bar = memmem(rest.ptr, rest.len, cell_bar, skip);
    size_t len = bar ? (size_t)(bar - rest.ptr) : rest.len;
    *offset += bar ? len + skip : rest.len + 1;
    if (!bar && wb_slice_ends(rest, " |")) { /* so is the last */
        len -= 2;
        *offset = row.len;
    } else if (!bar && wb_slice_equal(rest, wb_slice_from("|"))) {
        len = 0;
    }
    *ret = wb_slice_make(rest.ptr, len);
    return true;
}

/* Whether there is more than bars and spaces. */
static bool has_text(wb_slice row)
{
    for (size_t i = 0; i < row.len;) {
        uint32_t c = wb_utf8_next(row, &i);
        wb_char_class class = wb_fold_class(c);
        if (c != '|' && class != WB_CHAR_SPACE && class != WB_CHAR_DROP) {
            return true;
        }
    }
    return false;
}

/* The cells of one column in the rows of heads; false when no row reaches so far. */
static bool column_cells(const struct table *table, size_t offsets[TABLE_HEADS_MAX],
                         wb_slice cells[TABLE_HEADS_MAX])
{
    bool any = false;
    for (size_t i = 0; i < table->head_count; i++) {
        cells[i] = (wb_slice){NULL, 0};
        any = wb_row_next_cell(table->heads[i], &offsets[i], &cells[i]) || any;
    }
    return any;
}

/* A head over several columns is written in the first of them: an empty cell with a head below it
 * has what stands left of it. */
static void spread_heads(const struct table *table, wb_slice cells[TABLE_HEADS_MAX],
                         wb_slice left[TABLE_HEADS_MAX])
{
    bool below = false;
    for (size_t i = table->head_count; i > 0; i--) {
        wb_slice *cell = &cells[i - 1];
        if (cell->len == 0 && below) {
            *cell = left[i - 1];
        } else {
            left[i - 1] = *cell;
        }
        below = below || cell->len > 0;
    }
}

/* The heads of all columns as one row: what stands in one column below each other is put together.
 */
static bool join_heads(struct reader *r, struct table *table)
{
    if (table->head_count <= 1) {
        table->head = table->head_count ? table->heads[0] : (wb_slice){NULL, 0};
        return true;
    }
    wb_buf joined;
    wb_buf_init(&joined, 0);
    size_t offsets[TABLE_HEADS_MAX] = {0};
    wb_slice cells[TABLE_HEADS_MAX];
    wb_slice left[TABLE_HEADS_MAX] = {{NULL, 0}};
    for (size_t column = 0; column < TABLE_COLUMNS_MAX && column_cells(table, offsets, cells);
         column++) {
        spread_heads(table, cells, left);
        wb_buf_put(&joined, wb_slice_from(column > 0 ? cell_bar : ""));
        size_t start = joined.len;
        for (size_t i = 0; i < table->head_count; i++) {
            if (cells[i].len && joined.len > start) {
                wb_buf_put(&joined, wb_slice_make(" ", 1));
            }
            wb_buf_put(&joined, cells[i]);
        }
    }
    bool kept =
        joined.status == WB_OK && wb_arena_dup(&r->doc->arena, wb_buf_slice(&joined), &table->head);
    wb_buf_free(&joined);
    return kept;
}

wb_status table_put_row(struct reader *r, const struct block *like, struct table *table,
                        bool is_head)
{
    struct block row = *like;
    row.kind = WB_PARA_TABLE_ROW;
    row.level = 0;
    row.underlined = false;
    row.head = (wb_slice){NULL, 0};
    if (!r->builder->failed && !has_text(wb_buf_slice(&r->builder->text))) {
        builder_clear(r->builder);
        return WB_OK;
    }
    if (!is_head && !table->body_begun) {
        table->body_begun = true;
        if (table->head_count && !join_heads(r, table)) {
            return wb_error_nomem(r->err);
        }
    }
    if (!is_head) {
        row.head = table->head;
    }
    wb_status status = builder_finish(r, &row);
    if (status == WB_OK && is_head && table->head_count < TABLE_HEADS_MAX) {
        table->heads[table->head_count++] = r->blocks[r->block_count - 1].text;
    }
    return status;
}

size_t table_source_line(const struct table_line *line)
{
    wb_para place = {.segments = line->block->segments,
                     .segment_count = line->block->segment_count};
    uint32_t number;
    uint32_t column;
    wb_para_locate(&place, line->start, &number, &column);
    return number - 1;
}

/* The lines of all blocks; NULL when memory is short. */
static struct table_line *split_lines(const struct block *blocks, size_t count, size_t *ret_count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        n += blocks[i].break_count + 1;
    }
    struct table_line *lines = wb_alloc(n, sizeof *lines);
    *ret_count = lines ? n : 0;
    for (size_t i = 0; lines && i < count; i++) {
        uint32_t start = 0;
        for (size_t k = 0; k <= blocks[i].break_count; k++) {
            uint32_t end =
                k < blocks[i].break_count ? blocks[i].breaks[k] : (uint32_t)blocks[i].text.len;
            *lines++ = (struct table_line){&blocks[i], start, end};
            start = end;
        }
    }
    return lines ? lines - n : NULL;
}

/* Puts out the lines of one block that are no table. */
static wb_status put_text(struct reader *r, const struct table_line *lines, size_t count)
{
    const struct block *block = lines[0].block;
    if (count == block->break_count + 1) {
        return reader_put_block(r, block);
    }
    builder_append_block(r, block, lines[0].start, lines[count - 1].end, lines[0].start == 0);
    return builder_finish(r, block);
}

static bool may_hold_table(wb_slice text)
{
    return memchr(text.ptr, '|', text.len) || memmem(text.ptr, text.len, "│", strlen("│")) ||
           memmem(text.ptr, text.len, "┌", strlen("┌")) ||
           memmem(text.ptr, text.len, "║", strlen("║")) ||
           memmem(text.ptr, text.len, "┃", strlen("┃"));
}

/* Whether the table before may go on here: nothing but page numbers stands between. */
static bool only_page_marks(struct reader *r, const struct table_line *lines, size_t from,
                            size_t to)
{
    if (to - from > PAGE_MARKS_MAX) {
        return false;
    }
    for (size_t i = from; i < to; i++) {
        wb_slice text =
            wb_slice_make(lines[i].block->text.ptr + lines[i].start, lines[i].end - lines[i].start);
        if (!cue_page_number(text, true, &r->scratch)) {
            return false;
        }
    }
    return true;
}

static wb_status put_tables(struct reader *r, const struct table_line *lines, size_t count)
{
    struct table last = {.head_count = 0};
    size_t last_columns = 0;
    size_t behind_last = 0;
    wb_status status = WB_OK;
    size_t text = 0; /* the first line not yet put out */
    for (size_t i = 0; i <= count && status == WB_OK;) {
        bool ends_block = i < count && i > text && lines[i].block != lines[text].block;
        bool row = i < count && lines[i].block->kind == WB_PARA_TABLE_ROW; /* of HTML */
        size_t box = i < count && !row ? box_table_lines(r, lines + i, count - i) : 0;
        size_t pipe = i < count && !row && !box ? pipe_table_lines(r, lines + i, count - i) : 0;
        if (i > text && (i == count || ends_block || box || pipe)) {
            status = put_text(r, lines + text, i - text);
            text = i;
        }
        if (box || pipe) {
            if (pipe && !only_page_marks(r, lines, behind_last, i)) {
                last_columns = 0;
            }
            if (status == WB_OK) {
                status = box ? box_table_put(r, lines + i, box)
                             : pipe_table_put(r, lines + i, pipe, &last, &last_columns);
            }
            i += box + pipe;
            text = behind_last = i;
        } else {
            i++;
        }
    }
    return status;
}

wb_status reader_tables(struct reader *r)
{
    if (!may_hold_table(r->source)) {
        return WB_OK;
    }
    size_t count;
    struct block *blocks = reader_take_blocks(r, &count);
    size_t line_count;
    struct table_line *lines = split_lines(blocks, count, &line_count);
    wb_status status = lines ? put_tables(r, lines, line_count) : wb_error_nomem(r->err);
    wb_free(lines);
    wb_free(blocks);
    return status;
}
