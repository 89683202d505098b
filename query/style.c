#include "style.h"

#include <wbsearch/width.h>

void wb_style_put(wb_buf *out, const char *sgr, wb_slice text, bool color)
{
    wb_buf_puts(out, color ? sgr : "");
    wb_width_put_safe(out, text);
    wb_buf_puts(out, color ? WB_STYLE_END : "");
}

void wb_style_put_piece(wb_buf *out, const wb_hit *hit, size_t start, size_t end, bool color)
{
    wb_slice text = hit->para.text;
    size_t at = start;
    for (size_t i = 0; i < hit->match_count && at < end; i++) {
        size_t first = hit->matches[i].start > at ? hit->matches[i].start : at;
        size_t last = hit->matches[i].end < end ? hit->matches[i].end : end;
        if (first >= last) {
            continue;
        }
        wb_width_put_safe(out, wb_slice_make(text.ptr + at, first - at));
        wb_style_put(out, WB_STYLE_MATCH, wb_slice_make(text.ptr + first, last - first), color);
        at = last;
    }
    wb_width_put_safe(out, wb_slice_make(text.ptr + at, end - at));
}
