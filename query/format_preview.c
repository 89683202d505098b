#include "format_preview.h"

#include <inttypes.h>
#include <stdio.h>

#include <wbsearch/width.h>

#include "style.h"

static void put_sections(const wb_preview *preview, bool color, wb_buf *out)
{
    if (preview->section_count == 0) {
        return;
    }
    wb_buf_puts(out, color ? WB_STYLE_SECTION : "");
    for (size_t i = 0; i < preview->section_count; i++) {
        wb_buf_puts(out, i ? " › " : "");
        wb_width_put_safe(out, preview->section_path[i]);
    }
    wb_buf_puts(out, color ? WB_STYLE_END "\n" : "\n");
}

static void put_paragraph(const wb_preview_para *para, bool here, bool color, wb_buf *out)
{
    const wb_hit as_hit = {
        .para.text = para->text, .matches = para->matches, .match_count = para->match_count};
    char line[16];
    int n = snprintf(line, sizeof line, "%" PRIu32, para->line);
    wb_buf_puts(out, here ? "\n> " : "\n  ");
    wb_style_put(out, here ? WB_STYLE_LINE : WB_STYLE_DIM, wb_slice_make(line, (size_t)n), color);
    wb_buf_puts(out, ": ");
    wb_style_put_piece(out, &as_hit, 0, para->text.len, color);
    wb_buf_putc(out, '\n');
}

wb_status wb_format_preview(const wb_preview *preview, bool color, wb_buf *out, wb_error *err)
{
    wb_style_put(out, WB_STYLE_TITLE, preview->title, color);
    wb_buf_putc(out, '\n');
    put_sections(preview, color, out);
    for (size_t i = 0; i < preview->count; i++) {
        put_paragraph(&preview->paras[i], i == preview->at, color, out);
    }
    return out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}
