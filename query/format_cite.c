/* For writers: citations. */
#include "format_cite.h"

#include <inttypes.h>

#include <wbsearch/width.h>

#include "hyperlink.h"

/* Characters that Markdown would take for marks. */
static const char markdown_marks[] = "\\`*_{}[]<>#|~!&";

static void put_text(wb_cite_style style, wb_slice text, wb_buf *out)
{
    wb_buf safe;
    wb_buf_init(&safe, 0);
    wb_width_put_safe(&safe, text);
    for (size_t i = 0; i < safe.len && style == WB_CITE_MARKDOWN; i++) {
        wb_buf_puts(out, strchr(markdown_marks, safe.data[i]) ? "\\" : "");
        wb_buf_putc(out, safe.data[i]);
    }
    if (style == WB_CITE_PLAIN) {
        wb_buf_put(out, wb_buf_slice(&safe));
    }
    if (safe.status != WB_OK) {
        out->status = safe.status;
    }
    wb_buf_free(&safe);
}

/* A part of the citation, or that it is missing. */
static void put_part(wb_cite_style style, wb_slice value, const char *name, wb_buf *out)
{
    if (value.len) {
        put_text(style, value, out);
    } else {
        wb_buf_printf(out, "［%s缺］", name);
    }
}

static void put_title(wb_cite_style style, wb_slice title, wb_buf *out)
{
    bool has_marks = wb_slice_starts(title, "《");
    wb_buf_puts(out, title.len && !has_marks ? "《" : "");
    put_part(style, title, "标题", out);
    wb_buf_puts(out, title.len && !has_marks ? "》" : "");
}

/* Appends a number of one or two digits without a zero before it. */
static void put_short(const char *digits, const char *unit, wb_buf *out)
{
    wb_buf_append(out, digits + (digits[0] == '0'), digits[0] == '0' ? 1 : 2);
    wb_buf_puts(out, unit);
}

/* "2021-03-05" as 2021年3月5日, and what happened then. */
static void put_date(wb_cite_style style, const wb_hit *hit, wb_buf *out)
{
    wb_slice date = wb_hit_date(hit);
    const char *what = hit->meta[WB_META_MADE].len        ? "成文"
                       : hit->meta[WB_META_PUBLISHED].len ? "发布"
                                                          : "施行";
    bool full = date.len == sizeof "2021-03-05" - 1;
    bool month = date.len == sizeof "2021-03" - 1;
    if (!full && !month && date.len != 4) { /* unknown, or in no form that is known */
        put_part(style, date, "日期", out);
        return;
    }
    wb_buf_append(out, date.ptr, 4);
    wb_buf_puts(out, "年");
    if (full || month) {
        put_short(date.ptr + 5, "月", out);
    }
    if (full) {
        put_short(date.ptr + 8, "日", out);
    }
    wb_buf_puts(out, what);
}

/* The titles of the sections, the document's own left out. */
static void put_section(wb_cite_style style, const wb_hit *hit, wb_buf *out)
{
    bool any = false;
    for (size_t i = 0; i < hit->section_count; i++) {
        if (i == 0 && wb_slice_equal(hit->section_path[i], hit->title)) {
            continue;
        }
        wb_buf_puts(out, any ? " › " : "");
        put_text(style, hit->section_path[i], out);
        any = true;
    }
    wb_buf_puts(out, any ? "" : "［章节缺］");
}

/* The path and the line, as a link in Markdown. */
static wb_status put_place(wb_cite_style style, const wb_hit *hit, const wb_format_options *options,
                           wb_buf *out)
{
    wb_buf path;
    wb_buf_init(&path, 0);
    wb_status status = wb_format_path(hit, options, &path);
    wb_buf_puts(out, style == WB_CITE_MARKDOWN ? "[" : "");
    put_text(style, wb_buf_slice(&path), out);
    wb_buf_printf(out, ":%" PRIu32, hit->line);
    if (style == WB_CITE_MARKDOWN) {
        wb_buf_puts(out, "](");
        wb_hyperlink_put_encoded(wb_buf_slice(&path), out);
        wb_buf_puts(out, ")");
    }
    wb_buf_free(&path);
    return status;
}

static wb_status put_citation(wb_cite_style style, const wb_hit *hit,
                              const wb_format_options *options, wb_buf *out)
{
    wb_buf_puts(out, style == WB_CITE_MARKDOWN ? "> " : "");
    put_text(style, hit->para.text, out);
    wb_buf_puts(out, style == WB_CITE_MARKDOWN ? "\n>\n> ——" : "\n——");
    put_title(style, hit->title, out);
    wb_buf_puts(out, "，");
    put_part(style, hit->meta[WB_META_NUMBER], "文号", out);
    wb_buf_puts(out, "，");
    put_part(style, hit->meta[WB_META_ORGAN], "机关", out);
    wb_buf_puts(out, "，");
    put_date(style, hit, out);
    wb_buf_puts(out, "，");
    put_section(style, hit, out);
    wb_buf_printf(out, "，第%" PRIu32 "段（", hit->para_number + 1);
    wb_status status = put_place(style, hit, options, out);
    wb_buf_puts(out, "）\n");
    return status;
}

wb_status wb_format_cite(wb_cite_style style, const wb_result *result,
                         const wb_format_options *options, wb_buf *out, wb_error *err)
{
    wb_status status = WB_OK;
    for (size_t i = 0; i < result->hit_count && status == WB_OK; i++) {
        wb_buf_puts(out, i ? "\n" : "");
        if (options->query_id.len) {
            wb_format_query_id(options, out);
            wb_buf_puts(out, "\n");
        }
        status = put_citation(style, &result->hits[i], options, out);
    }
    return status == WB_OK && out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}
