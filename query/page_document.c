/* The page of a document: its text, the way through it, what is known of it. */
#include "page.h"

#include <wbsearch/token.h>

#include "page_citation.h"
#include "page_frame.h"
#include "page_outline.h"
#include "page_paragraphs.h"

/* What the page is made from. */
struct material {
    wb_page_address address;
    const wb_catalog_doc *doc;
    wb_query query;
    bool is_asked; /* there is something to look for */
    wb_collector *collector;
    wb_reading reading;
    wb_lower_rungs words;
    wb_arena arena;
};

static bool is_blank(wb_slice text)
{
    size_t at = 0;
    while (at < text.len && text.ptr[at] == ' ') {
        at++;
    }
    return at == text.len;
}

/* Reads the query. One of filters alone marks nothing. */
static wb_status read_query(wb_call *call, struct material *material, wb_error *err)
{
    const wb_query_item *items[WB_QUERY_ITEMS_MAX];
    if (is_blank(material->address.query)) {
        return WB_OK;
    }
    wb_status status = wb_query_parse(material->address.query, &material->query, err);
    if (status == WB_OK) {
        status = wb_snapshot_attach(call->snapshot, &material->query, err);
    }
    if (status != WB_OK || wb_query_positive_items(material->query.root, items) == 0) {
        return status;
    }
    material->is_asked = true;
    return wb_collector_new(&material->query, wb_snapshot_index(call->snapshot),
                            wb_snapshot_paragraphs(call->snapshot), &material->collector, err);
}

/* What of the query's words can be marked where no paragraph fulfils it. */
static wb_status read_words(wb_call *call, struct material *material, wb_error *err)
{
    wb_tokenizer *tokenizer = NULL;
    wb_status status = wb_tokenizer_new(&tokenizer, err);
    if (status == WB_OK) {
        status = wb_query_terms_make(&material->query, wb_snapshot_index(call->snapshot)->store,
                                     tokenizer, &material->arena, &material->words.terms, err);
    }
    wb_tokenizer_free(tokenizer);
    return status;
}

static wb_status gather(wb_call *call, struct material *material, wb_error *err)
{
    wb_status status = wb_page_address_read(call->request, &material->address, err);
    if (status == WB_OK) {
        /* Nothing may follow the id. */
        wb_slice id = call->rest.len == 16 ? call->rest : wb_slice_make("", 0);
        status = wb_api_find_document(call, id, &material->doc, err);
    }
    if (status == WB_OK) {
        status = read_query(call, material, err);
    }
    if (status == WB_OK) {
        status = wb_reading_make(wb_snapshot_paragraphs(call->snapshot), material->doc,
                                 material->collector, &material->reading, err);
    }
    if (status == WB_OK && material->is_asked && material->reading.hit_count == 0) {
        status = read_words(call, material, err);
    }
    return status;
}

static void free_material(struct material *material)
{
    wb_reading_clear(&material->reading);
    wb_collector_free(material->collector);
    wb_query_clear(&material->query);
    wb_arena_clear(&material->arena);
}

/* What is known of the document. */

static void put_fact(wb_page *page, wb_say name, wb_slice value)
{
    if (value.len) {
        wb_page_markup(page, "<div><dt>");
        wb_page_say(page, name);
        wb_page_markup(page, "</dt><dd lang=\"zh\">");
        wb_page_name(page, value);
        wb_page_markup(page, "</dd></div>");
    }
}

static void put_day(wb_page *page, wb_say name, wb_day day)
{
    if (day) {
        wb_page_markup(page, "<div><dt>");
        wb_page_say(page, name);
        wb_page_markup(page, "</dt><dd>");
        wb_page_day(page, day);
        wb_page_markup(page, "</dd></div>");
    }
}

static void put_facts(wb_page *page, const wb_catalog_doc *doc)
{
    wb_page_markup(page, "<dl class=\"facts\">");
    put_fact(page, WB_SAY_ORGAN, doc->organ);
    put_fact(page, WB_SAY_NUMBER, doc->number);
    put_day(page, WB_SAY_MADE, doc->made);
    put_day(page, WB_SAY_PUBLISHED, doc->published);
    put_day(page, WB_SAY_EFFECTIVE, doc->effective);
    put_fact(page, WB_SAY_REGION, doc->region);
    put_fact(page, WB_SAY_KIND, doc->kind);
    put_fact(page, WB_SAY_VALIDITY, doc->validity);
    put_fact(page, WB_SAY_FILE, doc->path);
    wb_page_markup(page, "</dl>\n");
}

static void put_citation(wb_page *page, const wb_catalog_doc *doc)
{
    wb_cited cited = wb_cited_of_document(doc);
    wb_page_markup(page, "<p class=\"citation\"><span class=\"label\">");
    wb_page_say(page, WB_SAY_CITATION);
    wb_page_markup(page, "</span> <q id=\"citation\" lang=\"zh\">");
    wb_page_citation(page, &cited);
    wb_page_markup(page, "</q></p>\n");
}

/* The title, as paragraph 0 has it when that is the title. */
static wb_status put_title(wb_page_reader *reader, wb_error *err)
{
    const wb_record *record;
    wb_page *page = reader->page;
    const wb_catalog_doc *doc = reader->doc;
    wb_status status = WB_OK;
    if (doc->para_count) {
        status = wb_outline_find_record(reader->paragraphs, doc, 0, &record, err);
        reader->skips_title = status == WB_OK && record->paras[0].kind == WB_PARA_HEADING &&
                              wb_slice_equal(record->paras[0].text, doc->title);
    }
    if (status != WB_OK) {
        return status;
    }
    wb_page_markup(page, reader->skips_title ? "<h1 lang=\"zh\" id=\"p0\">" : "<h1 lang=\"zh\">");
    if (reader->skips_title) {
        status = wb_page_title_paragraph(reader, err);
    } else {
        wb_page_name(page, doc->title.len ? doc->title : doc->path);
    }
    wb_page_markup(page, "</h1>\n");
    return status;
}

/* The way through the document. */

static void put_hit_count(wb_page *page, const struct material *material)
{
    if (!material->is_asked) {
        return;
    }
    wb_page_markup(page, "<p class=\"here\">");
    if (material->reading.hit_count == 0) {
        wb_page_say(page, WB_SAY_HITS_NONE);
    } else {
        wb_page_address there = material->address;
        there.para = material->reading.hits[0];
        wb_page_markup(page, "<strong>");
        wb_page_say_number(page, WB_SAY_HITS_HERE, material->reading.hit_count);
        wb_page_markup(page, "</strong> <a class=\"first\"");
        wb_page_document_href(page, &there, material->doc->id);
        wb_page_markup(page, ">");
        wb_page_say(page, WB_SAY_FIRST_HIT);
        wb_page_markup(page, "</a>");
    }
    wb_page_markup(page, "</p>\n");
}

/* The bar that stays in sight: back to the results, how many hits, to the contents. */
static void put_way(wb_page *page, const struct material *material)
{
    wb_page_markup(page, "<div class=\"way\">");
    if (material->address.query.len) {
        wb_page_markup(page, "<p class=\"up\"><a rel=\"up\"");
        wb_page_list_href(page, &material->address);
        wb_page_markup(page, ">← ");
        wb_page_say(page, WB_SAY_BACK);
        wb_page_markup(page, "</a></p>");
    }
    if (material->reading.outline_count > 1) {
        wb_page_markup(page, "<p class=\"to-contents\"><a href=\"#contents\">");
        wb_page_say(page, WB_SAY_CONTENTS);
        wb_page_markup(page, "</a></p>");
    }
    put_hit_count(page, material);
    wb_page_markup(page, "</div>\n");
}

static void put_part_link(wb_page *page, const struct material *material, size_t part,
                          const char *rel, wb_say say)
{
    wb_page_address there = material->address;
    there.para = material->reading.parts[part];
    wb_page_markup(page, "<a");
    wb_page_attribute(page, "rel", wb_slice_from(rel));
    wb_page_document_href(page, &there, material->doc->id);
    wb_page_markup(page, ">");
    wb_page_say(page, say);
    wb_page_markup(page, "</a>");
}

static void put_parts(wb_page *page, const struct material *material, size_t part)
{
    if (material->reading.part_count < 2) {
        return;
    }
    wb_page_markup(page, "<nav class=\"pages\"");
    wb_page_say_attribute(page, "aria-label", WB_SAY_PAGES);
    wb_page_markup(page, ">");
    if (part > 0) {
        put_part_link(page, material, part - 1, "prev", WB_SAY_PREVIOUS);
    }
    wb_page_markup(page, "<span>");
    wb_page_number(page, part + 1);
    wb_page_markup(page, " / ");
    wb_page_number(page, material->reading.part_count);
    wb_page_markup(page, "</span>");
    if (part + 1 < material->reading.part_count) {
        put_part_link(page, material, part + 1, "next", WB_SAY_NEXT);
    }
    wb_page_markup(page, "</nav>\n");
}

static wb_status put_text(wb_page_reader *reader, const struct material *material, wb_error *err)
{
    const wb_reading *reading = &material->reading;
    size_t para = material->address.para == SIZE_MAX ? 0 : material->address.para;
    size_t part = wb_reading_part_of(reading, (uint32_t)para);
    uint32_t first = reading->part_count ? reading->parts[part] : 0;
    uint32_t end =
        part + 1 < reading->part_count ? reading->parts[part + 1] : material->doc->para_count;
    put_parts(reader->page, material, part);
    wb_page_markup(reader->page, "<div class=\"text\" lang=\"zh\">\n");
    wb_status status = wb_page_paragraphs(reader, first, end, err);
    wb_page_markup(reader->page, "</div>\n");
    put_parts(reader->page, material, part);
    return status;
}

static wb_status show(wb_call *call, const struct material *material, wb_error *err)
{
    wb_page page;
    const wb_catalog_doc *doc = material->doc;
    wb_cited cited = wb_cited_of_document(doc);
    wb_page_frame frame = {.title = doc->title.len ? doc->title : doc->path,
                           .name = "document",
                           .doc = &doc->id,
                           .skip = WB_SAY_SKIP_TEXT};
    wb_page_begin(call, &material->address, &frame, &page);
    wb_page_reader reader = {
        .page = &page,
        .address = &material->address,
        .doc = doc,
        .paragraphs = wb_snapshot_paragraphs(call->snapshot),
        .reading = &material->reading,
        .collector = material->collector,
        .words = material->is_asked && material->reading.hit_count == 0 ? &material->words : NULL};
    wb_page_markup(&page, "<div class=\"columns\"><main id=\"main\">");
    put_way(&page, material);
    wb_page_markup(&page, "<article data-cite=\"");
    wb_page_citation(&page, &cited);
    wb_page_markup(&page, "\"><header class=\"opening\">");
    wb_status status = put_title(&reader, err);
    put_facts(&page, doc);
    put_citation(&page, doc);
    wb_page_markup(&page, "</header>\n");
    if (status == WB_OK) {
        status = put_text(&reader, material, err);
    }
    wb_page_markup(&page, "</article></main>\n");
    wb_page_outline(&page, &material->address, doc->id, &material->reading);
    wb_page_markup(&page, "</div>\n");
    return status == WB_OK ? wb_page_end(call, &page, err) : status;
}

wb_status wb_page_document(wb_call *call, wb_error *err)
{
    struct material material = {.arena = {0}};
    wb_status status = gather(call, &material, err);
    if (status == WB_OK) {
        status = show(call, &material, err);
    }
    free_material(&material);
    return status;
}
