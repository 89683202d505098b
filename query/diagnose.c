#include "diagnose.h"

#include <wbsearch/width.h>

#define INDENT "  "

static size_t columns(wb_slice text, size_t start, size_t end)
{
    return wb_width_text(wb_slice_make(text.ptr + start, end - start));
}

wb_status wb_diagnose_place(wb_slice query, size_t offset, size_t length, wb_buf *out)
{
    offset = offset < query.len ? offset : query.len;
    length = length < query.len - offset ? length : query.len - offset;
    wb_buf_puts(out, INDENT);
    wb_width_put_safe(out, query);
    wb_buf_puts(out, "\n" INDENT);
    for (size_t n = columns(query, 0, offset); n > 0; n--) {
        wb_buf_putc(out, ' ');
    }
    wb_buf_putc(out, '^');
    for (size_t n = columns(query, offset, offset + length); n > 1; n--) {
        wb_buf_putc(out, '~');
    }
    return wb_buf_putc(out, '\n');
}

wb_status wb_diagnose(const wb_query *query, const wb_query_diagnostic *diagnostic,
                      const char *prefix, wb_buf *out)
{
    wb_buf_printf(out, "%sexpected %s; %s\n", prefix, diagnostic->expected, diagnostic->reading);
    return wb_diagnose_place(query->source, diagnostic->offset, diagnostic->length, out);
}
