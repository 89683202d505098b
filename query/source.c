#include "source.h"

#include <fcntl.h>

#include <wbsearch/doc.h>
#include <wbsearch/encoding.h>
#include <wbsearch/file.h>

struct wb_source {
    wb_buf path; /* of the file that is read; empty: none */
    wb_buf bytes;
    wb_buf decoded;
    wb_slice text;
    /* Where reading went last, so that lines in order are not counted from the start each time. */
    uint32_t line;
    size_t at;
};

wb_status wb_source_new(wb_source **ret, wb_error *err)
{
    wb_source *source = wb_alloc_zero(1, sizeof *source);
    if (!source) {
        return wb_error_nomem(err);
    }
    wb_buf_init(&source->path, 0);
    wb_buf_init(&source->bytes, 0);
    wb_buf_init(&source->decoded, 0);
    *ret = source;
    return WB_OK;
}

void wb_source_free(wb_source *source)
{
    if (source) {
        wb_buf_free(&source->path);
        wb_buf_free(&source->bytes);
        wb_buf_free(&source->decoded);
        wb_free(source);
    }
}

static wb_status load(wb_source *source, wb_slice root, wb_slice path, wb_error *err)
{
    wb_encoding encoding;
    wb_file_stamp stamp;
    wb_buf name;
    wb_buf_init(&name, 0);
    wb_buf_put(&name, root);
    wb_buf_putc(&name, '/');
    if (wb_buf_put(&name, path) != WB_OK) {
        wb_buf_free(&name);
        return wb_error_nomem(err);
    }
    if (source->path.len && wb_slice_equal(wb_buf_slice(&name), wb_buf_slice(&source->path))) {
        wb_buf_free(&name);
        return WB_OK;
    }
    wb_buf_clear(&source->path);
    wb_status status =
        wb_file_read(AT_FDCWD, name.data, WB_DOC_SOURCE_MAX, &source->bytes, &stamp, err);
    if (status == WB_OK) {
        status = wb_encoding_decode(wb_buf_slice(&source->bytes), &source->decoded, &source->text,
                                    &encoding, err);
    }
    if (status == WB_OK && wb_buf_put(&source->path, wb_buf_slice(&name)) != WB_OK) {
        status = wb_error_nomem(err);
    }
    source->line = 1;
    source->at = 0;
    wb_buf_free(&name);
    return status;
}

/* Where the line that begins at `at` ends. */
static size_t line_end(wb_slice text, size_t at)
{
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r') {
        at++;
    }
    return at;
}

wb_status wb_source_line(wb_source *source, wb_slice root, wb_slice path, uint32_t line,
                         wb_slice *ret, wb_error *err)
{
    wb_status status = load(source, root, path, err);
    if (status != WB_OK) {
        return status;
    }
    if (line < source->line) {
        source->line = 1;
        source->at = 0;
    }
    wb_slice text = source->text;
    while (source->line < line && source->at < text.len) {
        size_t end = line_end(text, source->at);
        bool two = end + 1 < text.len && text.ptr[end] == '\r' && text.ptr[end + 1] == '\n';
        source->at = end + two + (end < text.len);
        source->line++;
    }
    if (source->line < line) {
        return wb_error_set(err, WB_NOTFOUND, "%s has no line %u", source->path.data, line);
    }
    *ret = wb_slice_make(text.ptr + source->at, line_end(text, source->at) - source->at);
    return WB_OK;
}
