/* For spreadsheets and awk: tables. */
#include "format_flat.h"

#include <inttypes.h>

#include <wbsearch/width.h>

/* Puts a value in quotes where RFC 4180 wants it. */
static void put_cell(wb_table_style style, wb_slice text, wb_buf *out)
{
    bool quoted = false;
    for (size_t i = 0; i < text.len && style == WB_TABLE_CSV && !quoted; i++) {
        quoted = text.ptr[i] == '"' || text.ptr[i] == ',';
    }
    if (!quoted) {
        wb_buf_put(out, text);
        return;
    }
    wb_buf_putc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        wb_buf_puts(out, text.ptr[i] == '"' ? "\"" : "");
        wb_buf_putc(out, text.ptr[i]);
    }
    wb_buf_putc(out, '"');
}

static void end_row(wb_table_style style, wb_buf *out)
{
    wb_buf_puts(out, style == WB_TABLE_CSV ? "\r\n" : "\n");
}

static void put_separator(wb_table_style style, size_t column, wb_buf *out)
{
    if (column) {
        wb_buf_putc(out, style == WB_TABLE_CSV ? ',' : '\t');
    }
}

/* A value as text, without control characters, tabs and line ends. */
static void put_value(const wb_hit *hit, wb_hit_field field, const wb_value *value, wb_buf *out)
{
    const char *between = field == WB_HITF_SECTION ? " › " : " | ";
    switch (value->type) {
    case WB_VALUE_UNKNOWN:
        break;
    case WB_VALUE_NUMBER:
        wb_buf_printf(out, "%" PRIu64, value->number);
        break;
    case WB_VALUE_SCORE:
        wb_buf_printf(out, "%.6g", value->score);
        break;
    case WB_VALUE_TEXT:
        wb_width_put_safe(out, value->text);
        break;
    case WB_VALUE_LIST:
        for (size_t i = 0; i < value->list_count; i++) {
            wb_buf_puts(out, i ? between : "");
            wb_width_put_safe(out, value->list[i]);
        }
        break;
    case WB_VALUE_MATCHES:
        for (size_t i = 0; i < hit->match_count; i++) {
            const wb_span *m = &hit->matches[i];
            wb_buf_puts(out, i ? between : "");
            wb_width_put_safe(out, wb_slice_make(hit->para.text.ptr + m->start, m->end - m->start));
        }
        break;
    }
}

wb_status wb_format_table_head(wb_table_style style, const wb_hit_fields *fields, wb_buf *out,
                               wb_error *err)
{
    for (size_t k = 0; k < fields->count; k++) {
        put_separator(style, k, out);
        wb_buf_puts(out, wb_hit_field_name(fields->items[k]));
    }
    end_row(style, out);
    return out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}

wb_status wb_format_table(wb_table_style style, const wb_result *result,
                          const wb_format_options *options, const wb_hit_fields *fields,
                          wb_buf *out, wb_error *err)
{
    wb_buf scratch;
    wb_buf text;
    wb_buf_init(&scratch, 0);
    wb_buf_init(&text, 0);
    wb_status status = WB_OK;
    for (size_t i = 0; i < result->hit_count && status == WB_OK; i++) {
        const wb_hit *hit = &result->hits[i];
        for (size_t k = 0; k < fields->count && status == WB_OK; k++) {
            wb_value value;
            status =
                wb_hit_field_value(hit, i + 1, fields->items[k], options, &scratch, &value, err);
            wb_buf_clear(&text);
            if (status == WB_OK) {
                put_value(hit, fields->items[k], &value, &text);
            }
            put_separator(style, k, out);
            put_cell(style, wb_buf_slice(&text), out);
            status = status == WB_OK && text.status != WB_OK ? wb_error_nomem(err) : status;
        }
        end_row(style, out);
    }
    wb_buf_free(&scratch);
    wb_buf_free(&text);
    return status == WB_OK && out->status != WB_OK ? wb_error_nomem(err) : status;
}
