/* The first and the last lines of a source, without their marks. */
#include "reader_meta.h"

#include <wbsearch/utf8.h>

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* The end of the tag that begins at `at` ('<'), or 0: <td>, </b>, <br/>, but not <https://…>. */
static size_t tag_end(wb_slice line, size_t at)
{
    size_t i = at + 1;
    i += i < line.len && line.ptr[i] == '/';
    size_t name = i;
    while (i < line.len && is_letter(line.ptr[i])) {
        i++;
    }
    if (i == name || i == line.len) {
        return 0;
    }
    i += line.ptr[i] >= '1' && line.ptr[i] <= '6';
    if (i == line.len || !strchr(" \t/>", line.ptr[i])) {
        return 0;
    }
    const char *close = memchr(line.ptr + i, '>', line.len - i);
    return close ? (size_t)(close - line.ptr) + 1 : 0;
}

/* Whether the tag at `at` begins or ends a cell or a row of a table. */
static bool is_cell(wb_slice line, size_t at)
{
    size_t name = at + 1;
    name += name < line.len && line.ptr[name] == '/';
    return name + 1 < line.len && (line.ptr[name] | 0x20) == 't' &&
           strchr("dhrDHR", line.ptr[name + 1]);
}

/* The length of an entity for white space at `at` ('&'), or 0. */
static size_t space_entity(wb_slice line, size_t at)
{
    static const char *const entities[] = {"&nbsp;", "&emsp;", "&ensp;", "&#160;", "&#12288;"};
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (wb_slice_starts(wb_slice_make(line.ptr + at, line.len - at), entities[i])) {
            return strlen(entities[i]);
        }
    }
    return 0;
}

/* The length of a comment that begins at `at`, as far as it stands in this line; or 0. */
static size_t comment_length(wb_slice line, size_t at)
{
    wb_slice rest = wb_slice_make(line.ptr + at, line.len - at);
    if (!wb_slice_starts(rest, "<!--")) {
        return 0;
    }
    const char *end = memmem(rest.ptr, rest.len, "-->", 3);
    return end ? (size_t)(end - rest.ptr) + 3 : rest.len;
}

/* The part of a line that may hold tags: behind the last '>' none is looked for, or each '<' there
 * would be followed by a search to the end of the line. */
static wb_slice closed_part(wb_slice line)
{
    const char *last = line.len ? memrchr(line.ptr, '>', line.len) : NULL;
    return wb_slice_make(line.ptr, last ? (size_t)(last - line.ptr) + 1 : 0);
}

void meta_clean_line(wb_slice line, wb_buf *out)
{
    wb_slice closed = closed_part(line);
    size_t run = 0; /* start of what is not yet copied */
    for (size_t i = 0; i < line.len;) {
        size_t skipped = 0;
        char replacement = 0;
        char c = line.ptr[i];
        if (c == '<') {
            skipped = comment_length(line, i);
            if (skipped == 0) {
                size_t end = tag_end(closed, i);
                skipped = end ? end - i : 0;
                replacement = is_cell(line, i) ? '|' : 0;
            }
        } else if (c == '&') {
            skipped = space_entity(line, i);
            replacement = ' ';
        } else if ((c == '*' || c == '_') && i + 1 < line.len && line.ptr[i + 1] == c) {
            skipped = 2;
        }
        if (skipped == 0) {
            i++;
            continue;
        }
        wb_buf_append(out, line.ptr + run, i - run);
        if (replacement) {
            wb_buf_putc(out, replacement);
        }
        i += skipped;
        run = i;
    }
    wb_buf_append(out, line.ptr + run, line.len - run);
}

static bool is_outer(uint32_t c)
{
    wb_char_class class = wb_fold_class(c);
    return class == WB_CHAR_SPACE || class == WB_CHAR_DROP;
}

wb_slice meta_trim(wb_slice text)
{
    if (text.len == 0) {
        return wb_slice_make("", 0);
    }
    size_t start = 0;
    while (start < text.len) {
        size_t next = start;
        if (!is_outer(wb_utf8_next(text, &next))) {
            break;
        }
        start = next;
    }
    text = wb_slice_make(text.ptr + start, text.len - start);
    while (text.len) {
        size_t before = text.len;
        if (!is_outer(wb_utf8_prev(text, &before))) {
            break;
        }
        text.len = before;
    }
    return text;
}

/* Takes marks of blocks off the beginning of a line: #, >, and counts the #. */
static wb_slice strip_block_marks(wb_slice line, uint8_t *ret_level)
{
    uint8_t level = 0;
    line = meta_trim(line);
    while (line.len && (line.ptr[0] == '>' || line.ptr[0] == '#')) {
        level = (uint8_t)(level + (line.ptr[0] == '#' && level < 6));
        line = meta_trim(wb_slice_make(line.ptr + 1, line.len - 1));
    }
    *ret_level = level;
    return line;
}

/* Nothing but rules and bars. */
static bool is_blank(wb_slice line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (!strchr("-|=: *\t", line.ptr[i])) {
            return false;
        }
    }
    return true;
}

/* Reads line `i` (from 0) into *ret; an empty text when there is nothing on it. */
static wb_status read_line(struct meta *m, size_t i, struct meta_line *ret)
{
    wb_slice line = reader_line(m->r, i);
    ret->text = wb_slice_make("", 0);
    ret->line = (uint32_t)i + 1;
    ret->labelled = false;
    if (line.len > META_LINE_MAX) {
        line.len = wb_utf8_floor(line, META_LINE_MAX);
    }
    line = strip_block_marks(line, &ret->level);
    if (is_blank(line)) {
        return WB_OK;
    }
    wb_buf_clear(&m->text);
    meta_clean_line(line, &m->text);
    if (m->text.status != WB_OK) {
        return wb_error_nomem(m->r->err);
    }
    wb_slice text = meta_trim(wb_buf_slice(&m->text));
    if (is_blank(text)) {
        return WB_OK;
    }
    return wb_arena_dup(&m->r->doc->arena, text, &ret->text) ? WB_OK : wb_error_nomem(m->r->err);
}

/* Whether a comment is open behind `line`, given whether one was before. */
static bool leaves_comment_open(wb_slice line, bool open)
{
    for (size_t i = 0; i < line.len;) {
        const char *mark = open ? "-->" : "<!--";
        const char *found = memmem(line.ptr + i, line.len - i, mark, strlen(mark));
        if (!found) {
            break;
        }
        i = (size_t)(found - line.ptr) + strlen(mark);
        open = !open;
    }
    return open;
}

/* At most so many lines are passed over in search of those that are not blank. */
#define LINES_PASSED 600

static wb_status read_head(struct meta *m)
{
    bool in_comment = false;
    size_t first = reader_front_matter_lines(m->r);
    for (size_t i = first;
         i < m->r->line_count && i < first + LINES_PASSED && m->head_count < META_HEAD_LINES; i++) {
        bool was_in_comment = in_comment;
        in_comment = leaves_comment_open(reader_line(m->r, i), in_comment);
        if (was_in_comment) {
            continue;
        }
        wb_status status = read_line(m, i, &m->head[m->head_count]);
        if (status != WB_OK) {
            return status;
        }
        m->head_count += m->head[m->head_count].text.len > 0;
    }
    return WB_OK;
}

static wb_status read_tail(struct meta *m)
{
    size_t first = reader_front_matter_lines(m->r);
    size_t passed = 0;
    for (size_t i = m->r->line_count;
         i > first && passed < LINES_PASSED && m->tail_count < META_TAIL_LINES; i--, passed++) {
        struct meta_line *line = &m->tail[META_TAIL_LINES - 1 - m->tail_count];
        wb_status status = read_line(m, i - 1, line);
        if (status != WB_OK) {
            return status;
        }
        m->tail_count += line->text.len > 0;
    }
    m->tail += META_TAIL_LINES - m->tail_count;
    return WB_OK;
}

wb_status meta_read_lines(struct meta *m)
{
    wb_arena *arena = &m->r->doc->arena;
    m->head = wb_arena_alloc(arena, META_HEAD_LINES, sizeof *m->head);
    m->tail = wb_arena_alloc(arena, META_TAIL_LINES, sizeof *m->tail);
    if (!m->head || !m->tail) {
        return wb_error_nomem(m->r->err);
    }
    wb_status status = read_head(m);
    return status == WB_OK ? read_tail(m) : status;
}
