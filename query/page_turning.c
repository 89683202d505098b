#include "page_turning.h"

void wb_page_begin_pages(wb_page *page)
{
    wb_page_markup(page, "<nav class=\"pages\"");
    wb_page_say_attribute(page, "aria-label", WB_SAY_PAGES);
    wb_page_markup(page, ">");
}

static void put_link(wb_page *page, const wb_page_address *address, size_t offset, const char *rel,
                     wb_say say)
{
    wb_page_address other = *address;
    other.offset = offset;
    wb_page_markup(page, "<a");
    wb_page_attribute(page, "rel", wb_slice_from(rel));
    wb_page_list_href(page, &other);
    wb_page_markup(page, ">");
    wb_page_say(page, say);
    wb_page_markup(page, "</a>");
}

void wb_page_previous(wb_page *page, const wb_page_address *address, size_t offset)
{
    put_link(page, address, offset, "prev", WB_SAY_PREVIOUS);
}

void wb_page_next(wb_page *page, const wb_page_address *address, size_t offset)
{
    put_link(page, address, offset, "next", WB_SAY_NEXT);
}

void wb_page_end_pages(wb_page *page)
{
    wb_page_markup(page, "</nav>\n");
}
