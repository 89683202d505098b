#include "citation.h"

#include <inttypes.h>

#include <wbsearch/utf8.h>

enum { OPEN = 0x300A, CLOSE = 0x300B, INNER_OPEN = 0x3008, INNER_CLOSE = 0x3009 };

wb_cited wb_cited_of_document(const wb_catalog_doc *doc)
{
    return (wb_cited){.title = doc->title,
                      .organ = doc->organ,
                      .number = doc->number,
                      .made = doc->made,
                      .published = doc->published,
                      .effective = doc->effective};
}

wb_cited wb_cited_of_hit(const wb_hit *hit)
{
    return (wb_cited){.title = hit->title,
                      .organ = hit->meta[WB_META_ORGAN],
                      .number = hit->meta[WB_META_NUMBER],
                      .made = wb_day_of(hit->meta[WB_META_MADE]),
                      .published = wb_day_of(hit->meta[WB_META_PUBLISHED]),
                      .effective = wb_day_of(hit->meta[WB_META_EFFECTIVE])};
}

/* A part of the citation, or that it is missing. */
static void put_part(wb_slice value, const char *name, wb_buf *out)
{
    if (value.len) {
        wb_buf_put(out, value);
    } else {
        wb_buf_printf(out, "［%s缺］", name);
    }
}

static bool opens(uint32_t c)
{
    return c == OPEN || c == INNER_OPEN;
}

static bool closes(uint32_t c)
{
    return c == CLOSE || c == INNER_CLOSE;
}

/* The title without marks around all of it: those of 《办法》, not those of 《甲》和《乙》. */
static wb_slice without_marks(wb_slice title)
{
    size_t at = 0;
    size_t depth = 1;
    if (title.len == 0 || wb_utf8_next(title, &at) != OPEN) {
        return title;
    }
    size_t start = at;
    while (at < title.len) {
        size_t before = at;
        uint32_t c = wb_utf8_next(title, &at);
        depth += opens(c);
        depth -= closes(c);
        if (depth == 0) {
            return at == title.len ? wb_slice_make(title.ptr + start, before - start) : title;
        }
    }
    return title;
}

static void put_title(wb_slice title, wb_buf *out)
{
    size_t depth = 1;
    if (title.len == 0) {
        put_part(title, "标题", out);
        return;
    }
    title = without_marks(title);
    wb_buf_puts(out, "《");
    for (size_t at = 0; at < title.len;) {
        size_t start = at;
        uint32_t c = wb_utf8_next(title, &at);
        if (opens(c)) {
            wb_buf_puts(out, ++depth % 2 ? "《" : "〈");
        } else if (closes(c)) {
            /* One that closes nothing does not close the title. */
            wb_buf_puts(out, depth > 1 && depth % 2 ? "》" : "〉");
            depth -= depth > 1;
        } else {
            wb_buf_append(out, title.ptr + start, at - start);
        }
    }
    wb_buf_puts(out, "》");
}

/* As much of the date as is known, and what happened then. */
static void put_date(const wb_cited *cited, wb_buf *out)
{
    wb_day day = cited->made ? cited->made : cited->published ? cited->published : cited->effective;
    if (day == 0) {
        put_part(wb_slice_make("", 0), "日期", out);
        return;
    }
    wb_day month = day / 100 % 100;
    wb_buf_printf(out, "%" PRIu32 "年", day / 10000);
    if (month) {
        wb_buf_printf(out, "%" PRIu32 "月", month);
    }
    if (month && day % 100) {
        wb_buf_printf(out, "%" PRIu32 "日", day % 100);
    }
    wb_buf_puts(out, cited->made ? "成文" : cited->published ? "发布" : "施行");
}

static bool names(wb_slice title, wb_slice organ)
{
    return organ.len && title.len >= organ.len &&
           memmem(title.ptr, title.len, organ.ptr, organ.len) != NULL;
}

void wb_citation_put_document(const wb_cited *cited, wb_buf *out)
{
    if (!names(cited->title, cited->organ)) {
        put_part(cited->organ, "机关", out);
    }
    put_title(cited->title, out);
    wb_buf_puts(out, "（");
    put_part(cited->number, "文号", out);
    wb_buf_puts(out, "，");
    put_date(cited, out);
    wb_buf_puts(out, "）");
}

void wb_citation_put_place(const wb_slice *path, size_t count, wb_slice title, uint32_t para_number,
                           wb_buf *out)
{
    size_t first = count && wb_slice_equal(path[0], title);
    for (size_t i = first; i < count; i++) {
        wb_buf_puts(out, i > first ? " › " : "");
        wb_buf_put(out, path[i]);
    }
    if (first == count) {
        put_part(wb_slice_make("", 0), "章节", out);
    }
    wb_buf_printf(out, "，第%" PRIu32 "段", para_number + 1);
}
