#include "html.h"

#include <wbsearch/utf8.h>

static const char *reference_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

wb_status wb_html_text(wb_buf *out, wb_slice text)
{
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        const char *reference = reference_of(text.ptr[at]);
        uint32_t c = wb_utf8_next(text, &at);
        bool is_broken = c == WB_UTF8_REPLACEMENT && at - start == 1;
        if (reference) {
            wb_buf_puts(out, reference);
        } else if (c == '\n' || c == '\t') {
            wb_buf_putc(out, (char)c);
        } else if (is_broken || wb_utf8_is_control(c)) {
            wb_buf_puts(out, "\xEF\xBF\xBD");
        } else {
            wb_buf_append(out, text.ptr + start, at - start);
        }
    }
    return out->status;
}

wb_status wb_html_marked(wb_buf *out, wb_slice text, const wb_span *spans, size_t count,
                         wb_slice tag)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        wb_html_text(out, wb_slice_make(text.ptr + at, spans[i].start - at));
        wb_buf_printf(out, "<%.*s>", (int)tag.len, tag.ptr);
        wb_html_text(out, wb_slice_make(text.ptr + spans[i].start, spans[i].end - spans[i].start));
        wb_buf_printf(out, "</%.*s>", (int)tag.len, tag.ptr);
        at = spans[i].end;
    }
    return wb_html_text(out, wb_slice_make(text.ptr + at, text.len - at));
}
