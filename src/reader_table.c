/* Tables: each row is a paragraph. */
#include "reader.h"

/* The text between break i-1 and break i of a block. */
static wb_slice line_of(const struct block *block, size_t i)
{
    size_t start = i ? block->breaks[i - 1] : 0;
    size_t end = i < block->break_count ? block->breaks[i] : block->text.len;
    return wb_slice_make(block->text.ptr + start, end - start);
}

static bool is_table_line(wb_slice line)
{
    size_t i = 0;
    while (i < line.len && line.ptr[i] == ' ') {
        i++;
    }
    return i < line.len && line.ptr[i] == '|';
}

static bool is_table(const struct block *block)
{
    for (size_t i = 0; i <= block->break_count; i++) {
        if (!is_table_line(line_of(block, i))) {
            return false;
        }
    }
    return block->break_count > 0;
}

/* |---|:--:| under the head of a pipe table. */
static bool is_table_rule(wb_slice line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (!strchr("|-: ", line.ptr[i])) {
            return false;
        }
    }
    return true;
}

static wb_status put_table(struct reader *r, const struct block *block)
{
    struct block row = *block;
    row.kind = WB_PARA_TABLE_ROW;
    for (size_t i = 0; i <= block->break_count; i++) {
        if (is_table_rule(line_of(block, i))) {
            continue;
        }
        size_t start = i ? block->breaks[i - 1] : 0;
        size_t end = i < block->break_count ? block->breaks[i] : block->text.len;
        builder_append_block(r, block, start, end, start == 0);
        wb_status status = builder_finish(r, &row);
        if (status != WB_OK) {
            return status;
        }
    }
    return WB_OK;
}

wb_status reader_tables(struct reader *r)
{
    size_t count;
    struct block *blocks = reader_take_blocks(r, &count);
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        status = is_table(&blocks[i]) ? put_table(r, &blocks[i]) : reader_put_block(r, &blocks[i]);
    }
    wb_free(blocks);
    return status;
}
