#include "page_hits.h"

#include "format.h"
#include "page_citation.h"
#include "page_marked.h"
#include "snippet.h"

/* What all hits of a page have in common. */
struct list {
    wb_page *page;
    const wb_page_address *address;
    const wb_result *result;
    wb_snapshot *snapshot;
};

static void put_title(wb_page *page, wb_slice title, wb_slice path)
{
    wb_page_name(page, title.len ? title : path);
}

/* Excerpts with their matches marked, dots where something is left out. */
static void put_excerpts(wb_page *page, const wb_hit *hit)
{
    wb_arena arena = {0};
    wb_error ignored;
    wb_slice text = hit->para.text;
    wb_span whole = {0, text.len};
    wb_span *excerpts = &whole;
    size_t count = 1;
    if (wb_snippet(text, hit->matches, hit->match_count, WB_PAGE_SNIPPET_CHARS, WB_SNIPPET_CHARS,
                   &arena, &excerpts, &count, &ignored) != WB_OK) {
        page->out->status = WB_NOMEM;
    }
    for (size_t i = 0; i < count && page->out->status == WB_OK; i++) {
        if (excerpts[i].start > 0) {
            wb_page_markup(page, "<span class=\"cut\">…</span>");
        }
        wb_page_marked(page, text, excerpts[i].start, excerpts[i].end, hit->matches,
                       hit->match_count);
    }
    if (count && excerpts[count - 1].end < text.len) {
        wb_page_markup(page, "<span class=\"cut\">…</span>");
    }
    wb_arena_clear(&arena);
}

/* The link to the paragraph where it stands: the sections around it. */
static void put_link(const struct list *list, const wb_hit *hit)
{
    wb_page *page = list->page;
    wb_page_address there = *list->address;
    there.para = hit->para_number;
    wb_page_markup(page, "<p class=\"where\"><a class=\"open\"");
    wb_page_document_href(page, &there, hit->doc_id);
    wb_page_markup(page, ">");
    /* The title of the document stands above already. */
    size_t first = hit->section_count && wb_slice_equal(hit->section_path[0], hit->title);
    for (size_t i = first; i < hit->section_count; i++) {
        wb_page_name(page, hit->section_path[i]);
        wb_page_markup(page, "<span class=\"step\" aria-hidden=\"true\"> › </span>");
    }
    wb_page_markup(page, "<span class=\"number\">");
    wb_page_say_number(page, WB_SAY_PARAGRAPH_NUMBER, (uint64_t)hit->para_number + 1);
    wb_page_markup(page, "</span></a></p>");
}

static void put_notes(wb_page *page, const wb_hit *hit)
{
    if (hit->notes.note_count == 0) {
        return;
    }
    wb_page_markup(page, "<details class=\"extra\"><summary>");
    wb_page_say(page, WB_SAY_NOTES);
    for (size_t i = 0; i < hit->notes.note_count; i++) {
        wb_page_markup(page, " ");
        wb_page_text(page, hit->notes.notes[i].label);
    }
    wb_page_markup(page, "</summary><ul>");
    for (size_t i = 0; i < hit->notes.note_count; i++) {
        wb_page_markup(page, "<li lang=\"zh\">");
        wb_page_text(page, hit->notes.notes[i].text);
        wb_page_markup(page, "</li>");
    }
    wb_page_markup(page, "</ul></details>");
}

static wb_status put_place(const struct list *list, const wb_place *place, wb_error *err)
{
    wb_page *page = list->page;
    const wb_catalog_doc *doc;
    wb_page_address there = *list->address;
    there.para = place->para_number;
    wb_status status = wb_snapshot_document(list->snapshot, place->doc_id, &doc, err);
    if (status != WB_OK) {
        return status;
    }
    wb_page_markup(page, "<li><a");
    wb_page_document_href(page, &there, place->doc_id);
    wb_page_markup(page, ">");
    put_title(page, doc->title, doc->path);
    wb_page_markup(page, "</a> ");
    wb_page_day(page, wb_catalog_day(doc));
    wb_page_markup(page, "</li>");
    return WB_OK;
}

static wb_status put_places(const struct list *list, const wb_hit *hit, wb_error *err)
{
    wb_status status = WB_OK;
    if (hit->place_count == 0) {
        return WB_OK;
    }
    wb_page_markup(list->page, "<details class=\"extra\"><summary>");
    wb_page_say_number(list->page, WB_SAY_ELSEWHERE, hit->place_count);
    wb_page_markup(list->page, "</summary><ul>");
    for (size_t i = 0; i < hit->place_count && status == WB_OK; i++) {
        status = put_place(list, &hit->places[i], err);
    }
    wb_page_markup(list->page, "</ul></details>");
    return status;
}

static void put_missing(wb_page *page, const wb_hit *hit)
{
    if (hit->missing_count == 0) {
        return;
    }
    wb_page_markup(page, "<p class=\"missing\">");
    wb_page_say(page, WB_SAY_MISSING);
    for (size_t i = 0; i < hit->missing_count; i++) {
        wb_page_markup(page, " <del>");
        wb_page_name(page, hit->missing[i]);
        wb_page_markup(page, "</del>");
    }
    wb_page_markup(page, "</p>");
}

static wb_status put_hit(const struct list *list, const wb_hit *hit, wb_error *err)
{
    wb_page *page = list->page;
    wb_page_markup(page, "<li class=\"hit");
    wb_page_markup(page, hit->para.kind == WB_PARA_HEADING ? " heading\"" : "\"");
    wb_page_place_attribute(page, hit->section_path, hit->section_count, hit->title,
                            hit->para_number);
    wb_page_markup(page, ">");
    put_link(list, hit);
    wb_page_markup(page, "<p class=\"text\" lang=\"zh\">");
    put_excerpts(page, hit);
    wb_page_markup(page, "</p>");
    put_missing(page, hit);
    put_notes(page, hit);
    wb_status status = put_places(list, hit, err);
    wb_page_markup(page, "</li>\n");
    return status;
}

/* What is known of a document, in one line. */
static void put_about(wb_page *page, const wb_hit *hit)
{
    static const wb_meta_field fields[] = {WB_META_ORGAN, WB_META_NUMBER, WB_META_KIND};
    wb_page_markup(page, "<p class=\"about\">");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (hit->meta[fields[i]].len) {
            wb_page_markup(page, "<span>");
            wb_page_name(page, hit->meta[fields[i]]);
            wb_page_markup(page, "</span> ");
        }
    }
    wb_page_day(page, wb_day_of(wb_hit_date(hit)));
    wb_page_markup(page, "</p>");
}

/* The hits of a document on a rung: those from number `first` on. */
static wb_status put_group(const struct list *list, size_t first, wb_error *err)
{
    wb_page *page = list->page;
    const wb_hit *hits = list->result->hits;
    const wb_hit *best = &hits[first];
    wb_page_address there = *list->address;
    wb_status status = WB_OK;
    wb_cited cited = wb_cited_of_hit(best);
    there.para = SIZE_MAX;
    wb_page_markup(page, "<article class=\"group\" data-cite=\"");
    wb_page_citation(page, &cited);
    wb_page_markup(page, "\"><h3><a");
    wb_page_document_href(page, &there, best->doc_id);
    wb_page_markup(page, " lang=\"zh\">");
    put_title(page, best->title, best->path);
    wb_page_markup(page, "</a></h3>");
    put_about(page, best);
    wb_page_markup(page, "<ol class=\"hits\">\n");
    for (size_t i = first; i < list->result->hit_count && status == WB_OK; i++) {
        if (hits[i].doc_id == best->doc_id && hits[i].rung == best->rung) {
            status = put_hit(list, &hits[i], err);
        }
    }
    wb_page_markup(page, "</ol></article>\n");
    return status;
}

/* Whether an earlier hit of the same rung is of the same document. */
static bool is_grouped(const wb_result *result, size_t hit)
{
    for (size_t i = hit; i > 0 && result->hits[i - 1].rung == result->hits[hit].rung; i--) {
        if (result->hits[i - 1].doc_id == result->hits[hit].doc_id) {
            return true;
        }
    }
    return false;
}

static void put_rung(wb_page *page, wb_rung rung)
{
    wb_page_markup(page, "<h2 class=\"rung\">");
    wb_page_say(page, wb_page_say_rung(rung));
    wb_page_markup(page, "</h2>\n");
}

wb_status wb_page_hits(wb_page *page, const wb_page_address *address, const wb_result *result,
                       wb_snapshot *snapshot, wb_error *err)
{
    struct list list = {page, address, result, snapshot};
    wb_status status = WB_OK;
    for (size_t i = 0; i < result->hit_count && status == WB_OK; i++) {
        if (i == 0 || result->hits[i].rung != result->hits[i - 1].rung) {
            put_rung(page, result->hits[i].rung);
        }
        if (!is_grouped(result, i)) {
            status = put_group(&list, i, err);
        }
    }
    return status;
}
