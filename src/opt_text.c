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

static void put_word(struct line *line, wb_slice word, bool behind_space)
{
    size_t columns = wb_width_text(word);
    if (line->used && line->used + behind_space + columns > line->width) {
        end_line(line);
    }
    if (line->used && behind_space) {
        wb_buf_putc(line->out, ' ');
        line->used++;
    } else if (!line->used) {
        wb_buf_printf(line->out, "%*s", (int)line->indent, "");
        line->used = line->indent;
    }
    wb_buf_put(line->out, word);
    line->used += columns;
}

static bool is_one_of(uint32_t c, const char *set)
{
    char bytes[5] = "";
    return c >= 0x80 && wb_utf8_encode(c, bytes) && strstr(set, bytes);
}

/* Whether a line may end between two characters that no space parts: beside a Chinese one, but not
 * before a mark that closes or behind one that opens (CLREQ, 3.1.10). */
static bool may_break(uint32_t before, uint32_t after)
{
    bool wide = wb_width_char(before) == 2 || wb_width_char(after) == 2;
    return wide && !is_one_of(after, "，。、；：！？）》」』】”’…～") &&
           !is_one_of(before, "（《「『【“‘") && after != ')' && before != '(';
}

/* The end of what stays together from `start` on: up to a space, or between Chinese characters. */
static size_t word_end(wb_slice text, size_t start)
{
    size_t end = start;
    uint32_t before = wb_utf8_next(text, &end);
    while (end < text.len && text.ptr[end] != ' ') {
        size_t behind = end;
        uint32_t c = wb_utf8_next(text, &behind);
        if (may_break(before, c)) {
            break;
        }
        before = c;
        end = behind;
    }
    return end;
}

static void put_words(struct line *line, wb_slice text)
{
    bool behind_space = true;
    for (size_t i = 0; i < text.len;) {
        if (text.ptr[i] == ' ') {
            behind_space = true;
            i++;
            continue;
        }
        size_t end = word_end(text, i);
        put_word(line, wb_slice_make(text.ptr + i, end - i), behind_space);
        behind_space = false;
        i = end;
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
