#include "page_home.h"

/* Documents that are listed. */
#define LATEST 20

void wb_page_help(wb_page *page, const wb_page_address *address)
{
    wb_page_markup(page, "<table class=\"examples\"><tbody>");
    for (const wb_page_example *example = wb_page_examples(); example->query; example++) {
        wb_page_address tried = *address;
        tried.query = wb_slice_from(example->query);
        tried.filter_count = 0;
        tried.offset = 0;
        wb_page_markup(page, "<tr><th scope=\"row\"><a");
        wb_page_list_href(page, &tried);
        wb_page_markup(page, "><code lang=\"zh\">");
        wb_page_text(page, tried.query);
        wb_page_markup(page, "</code></a></th><td>");
        wb_page_text(page, wb_slice_from(example->finds[page->is_chinese]));
        wb_page_markup(page, "</td></tr>");
    }
    wb_page_markup(page, "</tbody></table>\n");
}

/* Puts `doc` in its place among the latest, the latest first. */
static void add_latest(const wb_catalog_doc *doc, const wb_catalog_doc **latest, size_t *count)
{
    wb_day day = wb_catalog_day(doc);
    size_t place = *count;
    while (place > 0 && wb_catalog_day(latest[place - 1]) < day) {
        place--;
    }
    if (place == LATEST) {
        return;
    }
    *count += *count < LATEST;
    memmove(&latest[place + 1], &latest[place], (*count - place - 1) * sizeof *latest);
    latest[place] = doc;
}

static void put_document(wb_page *page, const wb_page_address *address, const wb_catalog_doc *doc)
{
    wb_page_markup(page, "<li><a");
    wb_page_document_href(page, address, doc->id);
    wb_page_markup(page, " lang=\"zh\">");
    wb_page_name(page, doc->title.len ? doc->title : doc->path);
    wb_page_markup(page, "</a> <span class=\"about\">");
    if (doc->organ.len) { /* a dot follows what stands there */
        wb_page_name(page, doc->organ);
        wb_page_markup(page, " ");
    }
    wb_page_day(page, wb_catalog_day(doc));
    wb_page_markup(page, "</span></li>");
}

wb_status wb_page_holdings(wb_page *page, const wb_page_address *address, const wb_catalog *catalog,
                           wb_error *err)
{
    const wb_catalog_doc *latest[LATEST];
    wb_page_address all = {.query = wb_slice_make("", 0),
                           .index = address->index,
                           .lang = address->lang,
                           .place = WB_PAGE_LISTING};
    size_t count = 0;
    uint64_t paragraphs = 0;
    for (size_t i = 0; i < catalog->count; i++) {
        add_latest(&catalog->docs[i], latest, &count);
        paragraphs += catalog->docs[i].para_count;
    }
    wb_page_markup(page, "<section class=\"holdings\"><h2>");
    wb_page_say(page, WB_SAY_LATEST);
    wb_page_markup(page, "</h2><p class=\"total\">");
    wb_page_say_number(page, WB_SAY_HOLDINGS, catalog->count);
    wb_page_markup(page, page->is_chinese ? "，" : ", ");
    wb_page_say_number(page, WB_SAY_PARAGRAPHS, paragraphs);
    wb_page_markup(page, "</p><p class=\"browse\"><a");
    wb_page_list_href(page, &all);
    wb_page_markup(page, ">");
    wb_page_say(page, WB_SAY_BROWSE);
    wb_page_markup(page, "</a></p><ul>");
    for (size_t i = 0; i < count; i++) {
        put_document(page, address, latest[i]);
    }
    wb_page_markup(page, "</ul></section>\n");
    return page->out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}
