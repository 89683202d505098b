/* For writers: citations. */
#include "format_cite.h"

#include <inttypes.h>

#include <wbsearch/width.h>

#include "citation.h"
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
    wb_buf source;
    wb_cited cited = wb_cited_of_hit(hit);
    wb_buf_init(&source, 0);
    wb_citation_put_document(&cited, &source);
    wb_buf_puts(&source, "，");
    wb_citation_put_place(hit->section_path, hit->section_count, hit->title, hit->para_number,
                          &source);
    wb_buf_puts(out, style == WB_CITE_MARKDOWN ? "> " : "");
    put_text(style, hit->para.text, out);
    wb_buf_puts(out, style == WB_CITE_MARKDOWN ? "\n>\n> ——" : "\n——");
    put_text(style, wb_buf_slice(&source), out);
    if (source.status != WB_OK) {
        out->status = source.status;
    }
    wb_buf_free(&source);
    wb_buf_puts(out, "（");
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
