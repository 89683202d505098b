#include "page_facets.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Values of a list that are shown at once, and those behind a button. */
#define FIRST_VALUES 6
#define MORE_VALUES 40

/* More bars than this become bars of several years. */
#define BARS_MAX 20

/* A bar: years, and how much is of them. */
struct bar {
    unsigned first;
    unsigned last;
    uint32_t count;
};

/* What a list has of a value: of documents, or of paragraphs that were found. */
static uint32_t count_of(const wb_page_address *address, const wb_facet_value *value)
{
    return address->place == WB_PAGE_LISTING ? value->documents : value->paragraphs;
}

static void put_label(wb_page *page, const wb_refinement *filter)
{
    static const wb_say says[WB_FIELD_COUNT_] = {[WB_FIELD_ORGAN] = WB_SAY_ORGANS,
                                                 [WB_FIELD_KIND] = WB_SAY_KINDS,
                                                 [WB_FIELD_YEAR] = WB_SAY_YEARS,
                                                 [WB_FIELD_NUMBER] = WB_SAY_NUMBER};
    if (says[filter->field]) {
        wb_page_say(page, says[filter->field]);
    } else {
        const char *name = page->is_chinese ? wb_query_field_chinese_name(filter->field)
                                            : wb_query_field_name(filter->field);
        wb_page_text(page, wb_slice_from(name));
    }
}

void wb_page_chosen_filters(wb_page *page, const wb_page_address *address)
{
    if (address->filter_count == 0) {
        return;
    }
    wb_page_markup(page, "<ul class=\"chosen\"");
    wb_page_say_attribute(page, "aria-label", WB_SAY_FILTERED_BY);
    wb_page_markup(page, ">");
    for (size_t i = 0; i < address->filter_count; i++) {
        wb_page_address without = wb_page_address_without(address, i);
        wb_page_markup(page, "<li><a");
        wb_page_list_href(page, &without);
        wb_page_markup(page, "><span class=\"label\">");
        put_label(page, &address->filters[i]);
        wb_page_markup(page, "</span> ");
        wb_page_name(page, address->filters[i].value);
        wb_page_markup(page, " <span class=\"remove\" aria-hidden=\"true\">×</span><span "
                             "class=\"hidden\">");
        wb_page_say(page, WB_SAY_REMOVE_FILTER);
        wb_page_markup(page, "</span></a></li>");
    }
    wb_page_markup(page, "</ul>\n");
}

static unsigned year_of(wb_slice text)
{
    unsigned year = 0;
    for (size_t i = 0; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9'; i++) {
        year = year * 10 + (unsigned)(text.ptr[i] - '0');
    }
    return year;
}

/* The bars, the earliest first: one a year, or where these are too many, one for some years. */
static size_t make_bars(const wb_page_address *address, const wb_facet_values *years,
                        struct bar *bars)
{
    static const unsigned widths[] = {1, 2, 5, 10, 20, 50, 100, 500};
    size_t count = 0;
    if (years->count == 0) {
        return 0;
    }
    unsigned last = year_of(years->values[0].text);
    unsigned first = year_of(years->values[years->count - 1].text);
    size_t width = 0;
    while (width + 1 < sizeof widths / sizeof *widths &&
           last / widths[width] - first / widths[width] >= BARS_MAX) {
        width++;
    }
    unsigned step = widths[width];
    for (unsigned start = first / step * step; start <= last && count < BARS_MAX; start += step) {
        bars[count++] = (struct bar){start, start + step - 1, 0};
    }
    for (size_t i = 0; i < years->count && count; i++) {
        size_t place = (year_of(years->values[i].text) - bars[0].first) / step;
        if (place < count) {
            bars[place].count += count_of(address, &years->values[i]);
        }
    }
    return count;
}

/* A height in hundredths: of the largest, but to be seen where there is any. */
static unsigned height_of(uint32_t count, uint32_t largest)
{
    unsigned height = largest ? (unsigned)((uint64_t)count * 100 / largest) : 0;
    return count && height < 4 ? 4 : height;
}

static void put_bar(wb_page *page, const wb_page_address *address, const struct bar *bar,
                    uint32_t largest)
{
    char years[32];
    unsigned height = height_of(bar->count, largest);
    (void)snprintf(years, sizeof years, bar->first == bar->last ? "%u" : "%u..%u", bar->first,
                   bar->last);
    wb_page_markup(page, "<li>");
    if (bar->count) {
        wb_page_address only = wb_page_address_with(address, WB_FIELD_YEAR, wb_slice_from(years));
        wb_page_markup(page, "<a");
        wb_page_list_href(page, &only);
        wb_buf_printf(page->out, " title=\"%u", bar->first);
        if (bar->last != bar->first) {
            wb_buf_printf(page->out, "–%u", bar->last);
        }
        wb_page_markup(page, ": ");
        wb_page_number(page, bar->count);
        wb_page_markup(page, "\">");
    }
    wb_buf_printf(page->out,
                  "<svg viewBox=\"0 0 10 100\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                  "<rect y=\"%u\" width=\"10\" height=\"%u\"/></svg>",
                  100 - height, height);
    wb_buf_printf(page->out, "<span class=\"year\">%u", bar->first);
    if (bar->last != bar->first) {
        wb_buf_printf(page->out, "<span class=\"hidden\">–%u</span>", bar->last);
    }
    wb_page_markup(page, "</span><span class=\"hidden\"> ");
    wb_page_say_number(
        page, address->place == WB_PAGE_LISTING ? WB_SAY_DOCUMENTS : WB_SAY_PARAGRAPHS, bar->count);
    wb_page_markup(page, bar->count ? "</span></a></li>" : "</span></li>");
}

static void put_years(wb_page *page, const wb_page_address *address, const wb_facet_values *years)
{
    struct bar bars[BARS_MAX];
    size_t count = make_bars(address, years, bars);
    uint32_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        largest = bars[i].count > largest ? bars[i].count : largest;
    }
    wb_page_address without = wb_page_address_with(address, WB_FIELD_YEAR, wb_slice_make("", 0));
    bool is_filtered = without.filter_count < address->filter_count;
    if (count == 0 || (count == 1 && !is_filtered)) {
        return;
    }
    wb_page_markup(page, "<section class=\"facet\"><h3>");
    wb_page_say(page, WB_SAY_YEARS);
    wb_page_markup(page, "</h3><ol class=\"years\">");
    for (size_t i = 0; i < count; i++) {
        put_bar(page, address, &bars[i], largest);
    }
    wb_page_markup(page, "</ol>");
    if (is_filtered) {
        wb_page_markup(page, "<p class=\"all\"><a");
        wb_page_list_href(page, &without);
        wb_page_markup(page, ">");
        wb_page_say(page, WB_SAY_SHOW_ALL_YEARS);
        wb_page_markup(page, "</a></p>");
    }
    wb_page_markup(page, "</section>\n");
}

static void put_values(wb_page *page, const wb_page_address *address, wb_query_field field,
                       const wb_facet_values *values, size_t first, size_t end)
{
    wb_page_markup(page, "<ul>");
    for (size_t i = first; i < end; i++) {
        wb_page_address only = wb_page_address_with(address, field, values->values[i].text);
        wb_page_markup(page, "<li><a");
        wb_page_list_href(page, &only);
        wb_page_markup(page, "><span class=\"value\" lang=\"zh\">");
        wb_page_name(page, values->values[i].text);
        wb_page_markup(page, "</span> <span class=\"count\">");
        wb_page_number(page, count_of(address, &values->values[i]));
        wb_page_markup(page, "</span></a></li>");
    }
    wb_page_markup(page, "</ul>");
}

static void put_list(wb_page *page, const wb_page_address *address, wb_say title,
                     wb_query_field field, const wb_facet_values *values)
{
    size_t shown = values->count < FIRST_VALUES ? values->count : FIRST_VALUES;
    size_t end = values->count < MORE_VALUES ? values->count : MORE_VALUES;
    if (values->count == 0) {
        return;
    }
    wb_page_markup(page, "<section class=\"facet\"><h3>");
    wb_page_say(page, title);
    wb_page_markup(page, "</h3>");
    put_values(page, address, field, values, 0, shown);
    if (values->count > FIRST_VALUES) {
        wb_page_markup(page, "<details><summary>");
        wb_page_say(page, WB_SAY_MORE);
        wb_page_markup(page, "</summary>");
        put_values(page, address, field, values, shown, end);
        wb_page_markup(page, "</details>");
    }
    wb_page_markup(page, "</section>\n");
}

void wb_page_facets(wb_page *page, const wb_page_address *address, const wb_facets *facets)
{
    put_years(page, address, &facets->facets[WB_FACET_YEAR]);
    put_list(page, address, WB_SAY_ORGANS, WB_FIELD_ORGAN, &facets->facets[WB_FACET_ORGAN]);
    put_list(page, address, WB_SAY_KINDS, WB_FIELD_KIND, &facets->facets[WB_FACET_KIND]);
    if (!facets->all && facets->paragraphs) {
        wb_page_markup(page, "<p class=\"counted\">");
        wb_page_say_number(page, WB_SAY_COUNTED_BEST, facets->paragraphs);
        wb_page_markup(page, "</p>");
    }
}
