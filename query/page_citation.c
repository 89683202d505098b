#include "page_citation.h"

#include <stdio.h>

wb_cited wb_cited_document(const wb_catalog_doc *doc)
{
    return (wb_cited){doc->title, doc->organ, doc->number, wb_catalog_day(doc)};
}

static void put_day(wb_page *page, wb_day day)
{
    wb_buf_printf(page->out, "%u年", (unsigned)(day / 10000));
    if (day / 100 % 100) {
        wb_buf_printf(page->out, "%u月", (unsigned)(day / 100 % 100));
    }
    if (day / 100 % 100 && day % 100) {
        wb_buf_printf(page->out, "%u日", (unsigned)(day % 100));
    }
}

/* Whether the title says already who issued the document. */
static bool names(wb_slice title, wb_slice organ)
{
    return organ.len && title.len >= organ.len &&
           memmem(title.ptr, title.len, organ.ptr, organ.len) != NULL;
}

/* A title within a title has other marks: 关于印发〈…〉的通知. */
static void put_title(wb_page *page, wb_slice title)
{
    static const struct {
        const char *outer;
        const char *inner;
    } marks[] = {{"《", "〈"}, {"》", "〉"}};
    size_t len = strlen(marks[0].outer);
    size_t from = 0;
    wb_page_markup(page, "《");
    for (size_t at = 0; at + len <= title.len; at++) {
        for (size_t i = 0; i < 2; i++) {
            if (memcmp(title.ptr + at, marks[i].outer, len) == 0) {
                wb_page_text(page, wb_slice_make(title.ptr + from, at - from));
                wb_page_markup(page, marks[i].inner);
                from = at + len;
            }
        }
    }
    wb_page_text(page, wb_slice_make(title.ptr + from, title.len - from));
    wb_page_markup(page, "》");
}

void wb_page_citation(wb_page *page, const wb_cited *cited)
{
    if (!names(cited->title, cited->organ)) {
        wb_page_text(page, cited->organ);
    }
    put_title(page, cited->title);
    if (cited->number.len == 0 && cited->day == 0) {
        return;
    }
    wb_page_markup(page, "（");
    wb_page_text(page, cited->number);
    if (cited->number.len && cited->day) {
        wb_page_markup(page, "，");
    }
    if (cited->day) {
        put_day(page, cited->day);
    }
    wb_page_markup(page, "）");
}
