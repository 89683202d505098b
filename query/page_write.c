#include "page_write.h"

#include <inttypes.h>
#include <stdio.h>

void wb_page_markup(wb_page *page, const char *markup)
{
    wb_buf_puts(page->out, markup);
}

void wb_page_text(wb_page *page, wb_slice text)
{
    wb_html_text(page->out, text);
}

void wb_page_name(wb_page *page, wb_slice text)
{
    wb_page_markup(page, "<bdi>");
    wb_page_text(page, text);
    wb_page_markup(page, "</bdi>");
}

void wb_page_attribute(wb_page *page, const char *name, wb_slice value)
{
    wb_buf_printf(page->out, " %s=\"", name);
    wb_page_text(page, value);
    wb_page_markup(page, "\"");
}

void wb_page_digits(wb_page *page, uint64_t number)
{
    wb_buf_printf(page->out, "%" PRIu64, number);
}

void wb_page_number(wb_page *page, uint64_t number)
{
    if (number >= 1000) {
        wb_page_number(page, number / 1000);
        wb_buf_printf(page->out, ",%03u", (unsigned)(number % 1000));
    } else {
        wb_page_digits(page, number);
    }
}

void wb_page_say(wb_page *page, wb_say say)
{
    wb_page_text(page, wb_slice_from(wb_page_said(say, page->is_chinese)));
}

void wb_page_say_number(wb_page *page, wb_say say, uint64_t number)
{
    const char *rest = wb_page_said(say, page->is_chinese);
    for (const char *mark = strchr(rest, '{'); mark; mark = strchr(rest, '{')) {
        wb_page_text(page, wb_slice_make(rest, (size_t)(mark - rest)));
        bool is_plural = mark[1] == 's';
        if (!is_plural) {
            wb_page_number(page, number);
        } else if (number != 1) {
            wb_page_markup(page, "s");
        }
        rest = mark + (is_plural ? 3 : 2);
    }
    wb_page_text(page, wb_slice_from(rest));
}

void wb_page_say_attribute(wb_page *page, const char *name, wb_say say)
{
    wb_page_attribute(page, name, wb_slice_from(wb_page_said(say, page->is_chinese)));
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void wb_page_param(wb_page *page, bool *has_params, const char *name, wb_slice value)
{
    wb_buf_printf(page->out, "%s%s=", *has_params ? "&amp;" : "?", name);
    *has_params = true;
    for (size_t i = 0; i < value.len; i++) {
        if (is_unreserved(value.ptr[i])) {
            wb_buf_putc(page->out, value.ptr[i]);
        } else {
            wb_buf_printf(page->out, "%%%02X", (unsigned)(unsigned char)value.ptr[i]);
        }
    }
}

void wb_page_doc_id(wb_page *page, wb_doc_id id)
{
    wb_buf_printf(page->out, "%016" PRIx64, id);
}

void wb_page_day(wb_page *page, wb_day day)
{
    unsigned year = day / 10000;
    unsigned month = day / 100 % 100;
    unsigned date = day % 100;
    if (day == 0) {
        return;
    }
    if (month == 0) {
        wb_buf_printf(page->out, "<time datetime=\"%04u\">%u%s</time>", year, year,
                      page->is_chinese ? "年" : "");
    } else if (date == 0) {
        wb_buf_printf(page->out,
                      page->is_chinese ? "<time>%u年%u月</time>" : "<time>%u-%02u</time>", year,
                      month);
    } else {
        wb_buf_printf(page->out,
                      page->is_chinese ? "<time>%u年%u月%u日</time>" : "<time>%u-%02u-%02u</time>",
                      year, month, date);
    }
}
