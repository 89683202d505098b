#include "page_marked.h"

static void put_piece(wb_page *page, wb_slice text, size_t start, size_t end)
{
    wb_page_text(page, wb_slice_make(text.ptr + start, end - start));
}

void wb_page_marked(wb_page *page, wb_slice text, size_t start, size_t end, const wb_span *spans,
                    size_t count)
{
    size_t at = start;
    for (size_t i = 0; i < count && spans[i].start < end; i++) {
        if (spans[i].end <= start) {
            continue;
        }
        size_t from = spans[i].start > start ? spans[i].start : start;
        size_t to = spans[i].end < end ? spans[i].end : end;
        put_piece(page, text, at, from);
        wb_page_markup(page, "<mark>");
        put_piece(page, text, from, to);
        wb_page_markup(page, "</mark>");
        at = to;
    }
    put_piece(page, text, at, end);
}
