#include "page_outline.h"

/* More lines than this are not looked over; deeper levels are then left out. */
#define LINES_MAX 150
#define DEPTH_MAX 6

/* The longest number of an article, bytes. */
#define ARTICLE_MAX 36

/* Which sections are listed. */
struct choice {
    unsigned depth; /* of the first level that is left out */
    bool articles;
};

/* 第十五条: a title that tells only where one is, and there are many of them. */
static bool is_article(wb_slice title)
{
    return title.len <= ARTICLE_MAX && wb_slice_starts(title, "第") &&
           (wb_slice_ends(title, "条") || wb_slice_ends(title, "條"));
}

static struct choice choose(const wb_reading *reading)
{
    struct choice choice = {DEPTH_MAX, false};
    size_t lines[DEPTH_MAX] = {0};
    size_t sum = 0;
    size_t articles = 0;
    for (size_t i = 0; i < reading->outline_count; i++) {
        articles += is_article(reading->outline[i].title);
    }
    choice.articles = reading->outline_count - articles < 2;
    for (size_t i = 0; i < reading->outline_count; i++) {
        unsigned depth = reading->outline[i].depth;
        if (depth < DEPTH_MAX && (choice.articles || !is_article(reading->outline[i].title))) {
            lines[depth]++;
        }
    }
    for (unsigned depth = 0; depth < choice.depth; depth++) {
        sum += lines[depth];
        if (depth > 0 && sum > LINES_MAX) {
            choice.depth = depth;
        }
    }
    return choice;
}

/* The next entry from `from` on that is listed; outline_count when there is none. */
static size_t next_listed(const wb_reading *reading, struct choice choice, size_t from)
{
    while (from < reading->outline_count &&
           (reading->outline[from].depth >= choice.depth ||
            (!choice.articles && is_article(reading->outline[from].title)))) {
        from++;
    }
    return from;
}

static void put_entry(wb_page *page, const wb_page_address *address, wb_doc_id id,
                      const wb_outline_entry *entry, size_t hits)
{
    wb_page_address there = *address;
    there.para = entry->para_number;
    wb_buf_printf(page->out, "<li class=\"d%u\"><a", entry->depth);
    wb_page_document_href(page, &there, id);
    wb_page_markup(page, ">");
    wb_page_name(page, entry->title);
    if (hits) {
        wb_page_markup(page, " <span class=\"count\">");
        wb_page_number(page, hits);
        wb_page_markup(page, "</span>");
    }
    wb_page_markup(page, "</a></li>\n");
}

void wb_page_outline(wb_page *page, const wb_page_address *address, wb_doc_id id,
                     const wb_reading *reading)
{
    struct choice choice = choose(reading);
    size_t at = next_listed(reading, choice, 0);
    if (reading->outline_count < 2) {
        return;
    }
    wb_page_markup(page, "<nav class=\"side\" aria-labelledby=\"contents\"><h2 id=\"contents\">");
    wb_page_say(page, WB_SAY_CONTENTS);
    wb_page_markup(page, "</h2><ol class=\"outline\" lang=\"zh\">\n");
    while (at < reading->outline_count) {
        size_t next = next_listed(reading, choice, at + 1);
        const wb_outline_entry *entry = &reading->outline[at];
        size_t end = next < reading->outline_count
                         ? wb_reading_hit_from(reading, reading->outline[next].para_number)
                         : reading->hit_count;
        size_t first = wb_reading_hit_from(reading, entry->para_number);
        put_entry(page, address, id, entry, end > first ? end - first : 0);
        at = next;
    }
    wb_page_markup(page, "</ol></nav>\n");
}
