#include "page_citation.h"

/* What was written is escaped, and freed. */
static void put_escaped(wb_page *page, wb_buf *text)
{
    wb_page_text(page, wb_buf_slice(text));
    if (text->status != WB_OK) {
        page->out->status = text->status;
    }
    wb_buf_free(text);
}

void wb_page_citation(wb_page *page, const wb_cited *cited)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_citation_put_document(cited, &text);
    put_escaped(page, &text);
}

void wb_page_place_attribute(wb_page *page, const wb_slice *path, size_t count, wb_slice title,
                             uint32_t para_number)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_citation_put_place(path, count, title, para_number, &text);
    wb_page_markup(page, " data-place=\"");
    put_escaped(page, &text);
    wb_page_markup(page, "\"");
}
