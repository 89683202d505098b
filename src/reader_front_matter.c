/* YAML front matter: the keys of the top level, with one value, a list, or a block of text. */
#include "reader_meta.h"

#include <wbsearch/utf8.h>

/* Front matter is a few lines; a rule at the top of a document is not the start of one. */
#define FRONT_MATTER_LINES 100

static wb_slice trim_end(wb_slice line)
{
    while (line.len && (line.ptr[line.len - 1] == ' ' || line.ptr[line.len - 1] == '\t')) {
        line.len--;
    }
    return line;
}

static bool is_rule(wb_slice line)
{
    return wb_slice_equal(trim_end(line), wb_slice_from("---"));
}

static bool is_end(wb_slice line)
{
    return is_rule(line) || wb_slice_equal(trim_end(line), wb_slice_from("..."));
}

/* The length of the key in "key: value", or 0. */
static size_t key_length(wb_slice line)
{
    const char *colon = line.len ? memchr(line.ptr, ':', line.len) : NULL;
    if (!colon) {
        return 0;
    }
    size_t len = (size_t)(colon - line.ptr);
    return len + 1 == line.len || colon[1] == ' ' || colon[1] == '\t' ? len : 0;
}

static bool is_nested(wb_slice line)
{
    return line.len == 0 || strchr(" \t#-", line.ptr[0]);
}

size_t reader_front_matter_lines(const struct reader *r)
{
    if (r->line_count < 3 || !is_rule(reader_line(r, 0))) {
        return 0;
    }
    for (size_t i = 1; i < r->line_count && i < FRONT_MATTER_LINES; i++) {
        wb_slice line = reader_line(r, i);
        if (is_end(line)) {
            return i > 1 ? i + 1 : 0;
        }
        if (!is_nested(line) && key_length(line) == 0) {
            return 0;
        }
    }
    return 0;
}

/* Appends a scalar without its quotes, and without a comment behind it. */
static void put_scalar(wb_slice text, wb_buf *out)
{
    text = meta_trim(text);
    char quote = text.len && strchr("\"'", text.ptr[0]) ? text.ptr[0] : 0;
    if (!quote) {
        const char *comment = memmem(text.ptr, text.len, " #", 2);
        wb_buf_put(out, meta_trim(wb_slice_make(text.ptr, comment ? (size_t)(comment - text.ptr)
                                                                  : text.len)));
        return;
    }
    for (size_t i = 1; i < text.len; i++) {
        bool again = i + 1 < text.len && text.ptr[i + 1] == quote;
        if (text.ptr[i] == quote && !(quote == '\'' && again)) {
            break;
        }
        bool doubled = quote == '\'' && text.ptr[i] == quote; /* '' is one ' */
        bool escaped = quote == '"' && text.ptr[i] == '\\' && i + 1 < text.len;
        i += doubled || escaped;
        wb_buf_putc(out, text.ptr[i]);
    }
}

/* Appends [a, b, c] with 、 between. */
static void put_flow_list(wb_slice text, wb_buf *out)
{
    size_t start = 1;
    for (size_t i = 1; i < text.len; i++) {
        if (text.ptr[i] == ',' || text.ptr[i] == ']') {
            wb_buf_puts(out, start > 1 ? "、" : "");
            put_scalar(wb_slice_make(text.ptr + start, i - start), out);
            start = i + 1;
        }
    }
}

/* Appends the lines [from, end) that are nested below a key: "- item" with 、 between, or, in a
 * block of text, the lines as one. */
static void put_nested(const struct reader *r, size_t from, size_t end, bool block, wb_buf *out)
{
    for (size_t i = from; i < end; i++) {
        wb_slice line = meta_trim(reader_line(r, i));
        if (block) {
            wb_buf_put(out, line);
        } else if (wb_slice_starts(line, "- ")) {
            wb_buf_puts(out, out->len ? "、" : "");
            put_scalar(wb_slice_make(line.ptr + 2, line.len - 2), out);
        }
    }
}

/* Puts the value of the key in line `i` together in m->text; the nested lines end at `end`. */
static void read_value(struct meta *m, size_t i, size_t key_len, size_t end)
{
    wb_slice line = reader_line(m->r, i);
    wb_slice value = meta_trim(wb_slice_make(line.ptr + key_len + 1, line.len - key_len - 1));
    wb_buf_clear(&m->text);
    if (value.len == 0 || value.ptr[0] == '|' || value.ptr[0] == '>') {
        put_nested(m->r, i + 1, end, value.len > 0, &m->text);
    } else if (value.ptr[0] == '[') {
        put_flow_list(value, &m->text);
    } else if (value.ptr[0] != '{' && value.ptr[0] != '&' && value.ptr[0] != '*') {
        put_scalar(value, &m->text);
    }
}

wb_status meta_from_front_matter(struct meta *m)
{
    size_t lines = reader_front_matter_lines(m->r);
    for (size_t i = 1; i + 1 < lines;) {
        wb_slice line = reader_line(m->r, i);
        size_t end = i + 1;
        while (end + 1 < lines && is_nested(reader_line(m->r, end))) {
            end++;
        }
        size_t key_len = is_nested(line) ? 0 : key_length(line);
        int field = -1;
        if (key_len) {
            wb_buf_clear(&m->text);
            put_scalar(wb_slice_make(line.ptr, key_len), &m->text);
            field = meta_field_of_key(meta_fold(m, wb_buf_slice(&m->text)));
        }
        if (field >= 0 && field < WB_META_FIELD_COUNT_) {
            read_value(m, i, key_len, end);
            wb_status status = meta_set(m, (wb_meta_field)field, wb_buf_slice(&m->text),
                                        WB_META_FROM_FRONT_MATTER, (uint32_t)i + 1);
            if (status != WB_OK) {
                return status;
            }
        }
        i = end;
    }
    return WB_OK;
}
