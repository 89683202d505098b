/*
 * Tables become rows: a paragraph of kind table row each, its cells kept apart by " | ", knowing
 * the heads of its columns. Private to the reader.
 */
#ifndef WBSEARCH_SRC_READER_TABLE_H
#define WBSEARCH_SRC_READER_TABLE_H

#include "reader.h"

/* A table has no more columns; what would have is text. */
#define TABLE_COLUMNS_MAX 64
/* No more rows of column heads are put together. */
#define TABLE_HEADS_MAX 4

/* What is known of the table being read. Zero-initialise it. */
struct table {
    wb_slice heads[TABLE_HEADS_MAX]; /* the rows of column heads */
    size_t head_count;
    bool body_begun;
    wb_slice head; /* all of them as one row, from the first row of the body on */
};

/* Begins a cell that is not the first of its row; the bar before it is located at `at`. */
void table_begin_cell(struct reader *r, size_t at);

/* Puts out what was collected as a row; nothing when its cells are empty. */
wb_status table_put_row(struct reader *r, const struct block *like, struct table *table,
                        bool is_head);

/* A line of a block. */
struct table_line {
    const struct block *block;
    uint32_t start; /* in the block's text */
    uint32_t end;
};

/* How many of `lines` from the first on are one table drawn with characters for boxes; 0 when it is
 * none. */
size_t box_table_lines(const struct reader *r, const struct table_line *lines, size_t count);

/* Puts out the rows of that table. */
wb_status box_table_put(struct reader *r, const struct table_line *lines, size_t count);

/* The same for tables of pipes. `*last` is the table before: one that has no heads and goes on
 * where it ended takes over its heads. */
size_t pipe_table_lines(const struct reader *r, const struct table_line *lines, size_t count);
wb_status pipe_table_put(struct reader *r, const struct table_line *lines, size_t count,
                         struct table *last, size_t *last_columns);

/* The source line (from 0) in which a line of a block begins. */
size_t table_source_line(const struct table_line *line);

#endif
