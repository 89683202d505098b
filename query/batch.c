#include "batch.h"

#include <errno.h>
#include <string.h>

#include <wbsearch/utf8.h>

#include "parse.h"

/* A longer line holds no query that would be accepted. */
#define LINE_MAX_BYTES (WB_BATCH_ID_MAX + 1 + 4 * WB_QUERY_CHARS_MAX + 1)

wb_status wb_batch_open(const char *name, wb_batch *batch, wb_error *err)
{
    *batch = (wb_batch){.name = name};
    wb_buf_init(&batch->text, 0);
    batch->file = strcmp(name, "-") == 0 ? stdin : fopen(name, "rb");
    if (!batch->file) {
        return wb_error_errno(err, errno == ENOENT ? WB_NOTFOUND : WB_IO, errno,
                              "cannot read the queries in %s", name);
    }
    return WB_OK;
}

void wb_batch_close(wb_batch *batch)
{
    if (batch->file && batch->file != stdin) {
        fclose(batch->file);
    }
    wb_buf_free(&batch->text);
    batch->file = NULL;
}

/* Reads up to the line end; what is too long is read but not kept. False at the end of the file. */
static bool read_line(wb_batch *batch, bool *ret_too_long)
{
    int c = getc(batch->file);
    *ret_too_long = false;
    wb_buf_clear(&batch->text);
    if (c == EOF) {
        return false;
    }
    for (; c != EOF && c != '\n'; c = getc(batch->file)) {
        if (batch->text.len < LINE_MAX_BYTES) {
            wb_buf_putc(&batch->text, (char)c);
        } else {
            *ret_too_long = true;
        }
    }
    batch->line++;
    if (batch->text.len && batch->text.data[batch->text.len - 1] == '\r') {
        batch->text.len--;
    }
    return true;
}

static bool is_blank(wb_slice line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] != ' ' && line.ptr[i] != '\t') {
            return false;
        }
    }
    return true;
}

/* Cuts a line into id and query. */
static void split_line(wb_slice line, wb_slice *id, wb_slice *query)
{
    const char *tab = memchr(line.ptr, '\t', line.len);
    *query = line;
    if (tab && tab != line.ptr) {
        size_t len = (size_t)(tab - line.ptr);
        *id = wb_slice_make(line.ptr, len);
        *query = wb_slice_make(tab + 1, line.len - len - 1);
    }
}

wb_status wb_batch_next(wb_batch *batch, wb_slice *ret_id, wb_slice *ret_query, bool *ret_more,
                        wb_error *err)
{
    bool too_long = false;
    *ret_more = false;
    do {
        if (!read_line(batch, &too_long)) {
            return ferror(batch->file)
                       ? wb_error_errno(err, WB_IO, errno, "cannot read the queries in %s",
                                        batch->name)
                       : WB_OK;
        }
        if (batch->text.status != WB_OK) {
            return wb_error_nomem(err);
        }
    } while (is_blank(wb_buf_slice(&batch->text)));
    *ret_more = true;
    int len = snprintf(batch->number, sizeof batch->number, "%zu", batch->line);
    *ret_id = wb_slice_make(batch->number, (size_t)len);
    if (too_long) {
        return wb_error_set(err, WB_LIMIT, "the query is longer than %d characters",
                            WB_QUERY_CHARS_MAX);
    }
    wb_slice id = *ret_id;
    split_line(wb_buf_slice(&batch->text), &id, ret_query);
    if (wb_utf8_valid_prefix(id) < id.len) {
        return wb_error_set(err, WB_INVALID, "the query's id is not UTF-8");
    }
    if (id.len > WB_BATCH_ID_MAX) {
        return wb_error_set(err, WB_LIMIT, "the query's id is longer than %d bytes",
                            WB_BATCH_ID_MAX);
    }
    *ret_id = id;
    return WB_OK;
}
