/* Text of a manual, wrapped for a terminal. */
#include <wbsearch/opt.h>

#include <wbsearch/utf8.h>
#include <wbsearch/width.h>

/* A line being filled. */
struct line {
    wb_buf *out;
    size_t indent;
    size_t width;
    size_t used; /* columns, 0 at its start */
};

static void end_line(struct line *line)
{
    if (line->used) {
        wb_buf_putc(line->out, '\n');
    }
    line->used = 0;
}

static void put_word(struct line *line, wb_slice word)
{
    size_t columns = wb_width_text(word);
    if (line->used && line->used + 1 + columns > line->width) {
        end_line(line);
    }
    if (line->used) {
        wb_buf_putc(line->out, ' ');
        line->used++;
    } else {
        wb_buf_printf(line->out, "%*s", (int)line->indent, "");
        line->used = line->indent;
    }
    wb_buf_put(line->out, word);
    line->used += columns;
}

static void put_words(struct line *line, wb_slice text)
{
    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        while (end < text.len && text.ptr[end] != ' ') {
            end++;
        }
        if (end > i) {
            put_word(line, wb_slice_make(text.ptr + i, end - i));
        }
        i = end + 1;
    }
}

wb_status wb_opt_put_wrapped(const char *text, size_t indent, size_t width, wb_buf *out)
{
    struct line line = {.out = out, .indent = indent, .width = width};
    while (*text) {
        size_t len = strcspn(text, "\n");
        bool as_is = strncmp(text, "  ", 2) == 0;
        if (as_is || len == 0) {
            end_line(&line);
        }
        if (as_is) {
            wb_buf_printf(out, "%*s%.*s\n", (int)indent, "", (int)len, text);
        } else if (len == 0) {
            wb_buf_putc(out, '\n');
        } else {
            put_words(&line, wb_slice_make(text, len));
        }
        text += len + (text[len] == '\n');
    }
    end_line(&line);
    return out->status;
}
