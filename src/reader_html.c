/*
 * The text of HTML: tags, comments, scripts and styles go, block elements end a paragraph,
 * headings, list items, quotations and the rows of tables become what they are.
 *
 * One walk over the bytes. Markup that is not closed is text, so nothing is lost by it.
 */
#include "reader_html.h"

#include <strings.h>

#include <wbsearch/utf8.h>

#include "reader_html_tags.h"
#include "reader_table.h"

/* A first cell that holds longer text lays out a page: its paragraphs are no row, bytes. */
#define LAYOUT_CELL_BYTES 300

struct html_row {
    bool inside;
    bool in_cell;
    bool all_heads; /* every cell is a th */
    size_t column;  /* the next one */
    unsigned extra; /* further columns that the current cell spans */
};

struct html {
    struct reader *r;
    wb_slice text; /* the HTML */
    size_t start;  /* its offset in the source */
    struct html_state *state;
    struct html_effort effort;
    struct block base;
    size_t run; /* start of the plain text not yet copied */
    unsigned lists, quotes, tables, strongs;
    uint8_t level; /* of the heading we are in */
    bool in_caption;
    bool begins_item;
    bool gap; /* white space or a tag stands between two words of a cell */
    size_t strong_start;
    bool in_sup;
    size_t sup_start;
    bool in_thead;
    struct html_row row;
    uint16_t rows_left[TABLE_COLUMNS_MAX]; /* of the cell that spans rows in this column */
    struct table table;
    wb_status status;
};

static size_t find_hidden(wb_slice source, size_t from, const char *needle)
{
    size_t len = strlen(needle);
    while (from + len <= source.len) {
        const char *at = memchr(source.ptr + from, needle[0], source.len - from - len + 1);
        if (!at) {
            break;
        }
        if (strncasecmp(at, needle, len) == 0) {
            return (size_t)(at - source.ptr);
        }
        from = (size_t)(at - source.ptr) + 1;
    }
    return SIZE_MAX;
}

size_t html_hidden_end(const struct reader *r, struct html_state *state, enum html_hidden what,
                       size_t offset)
{
    static const char *const opening[] = {"<script", "<style", "<!--"};
    static const char *const closing[] = {"</script", "</style", "-->"};
    if (state->unclosed[what]) {
        return 0;
    }
    size_t close = state->closing[what];
    if (close < offset) {
        close = state->closing[what] = find_hidden(r->source, offset, closing[what]);
    }
    if (close == SIZE_MAX) {
        state->unclosed[what] = true;
        return 0;
    }
    wb_slice between = wb_slice_make(r->source.ptr, close);
    if (find_hidden(between, offset, opening[what]) != SIZE_MAX) {
        return 0;
    }
    const char *end = memchr(r->source.ptr + close, '>', r->source.len - close);
    return end ? (size_t)(end - r->source.ptr) + 1 : r->source.len;
}

static bool is_word_before(const struct html *h)
{
    wb_slice text = wb_buf_slice(&h->r->builder->text);
    size_t at = text.len;
    return at > 0 && wb_fold_is_word(wb_fold_class(wb_utf8_prev(text, &at)));
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Copies text[h->run, end). In a row, white space between two words is one space. */
static void copy_run(struct html *h, size_t end)
{
    size_t start = h->run;
    h->run = end;
    if (!h->row.inside) {
        builder_copy(h->r, h->start + start, end - start);
        return;
    }
    while (start < end && is_blank(h->text.ptr[start])) {
        h->gap = true;
        start++;
    }
    size_t last = end;
    while (last > start && is_blank(h->text.ptr[last - 1])) {
        last--;
    }
    if (start == last) {
        return;
    }
    size_t first = start;
    if (h->gap && is_word_before(h) &&
        wb_fold_is_word(wb_fold_class(wb_utf8_next(h->text, &first)))) {
        builder_insert(h->r, wb_slice_make(" ", 1), h->start + start);
    }
    builder_copy(h->r, h->start + start, last - start);
    h->gap = last < end;
}

/* The fields of the block being collected. */
static struct block block_now(const struct html *h)
{
    struct block like = h->base;
    if (h->level) {
        like.kind = WB_PARA_HEADING;
        like.level = h->level;
        like.underlined = false;
    } else if (h->in_caption) {
        like.kind = WB_PARA_CAPTION;
    } else if (h->lists) {
        like.kind = WB_PARA_LIST_ITEM;
        like.in_list = true;
        like.begins_item = h->begins_item;
    } else if (h->quotes) {
        like.kind = WB_PARA_QUOTE;
    }
    return like;
}

static void end_strong(struct html *h)
{
    if (h->strongs && h->strong_start < h->r->builder->text.len) {
        builder_strong(h->r, h->strong_start);
    }
}

/* Ends the paragraph; bold goes on in the next. */
static void end_block(struct html *h)
{
    struct block like = block_now(h);
    end_strong(h);
    size_t before = h->r->block_count;
    h->status = builder_finish(h->r, &like);
    h->begins_item = h->begins_item && h->r->block_count == before;
    h->base.begins_item = h->base.begins_item && h->r->block_count == before;
    h->strong_start = 0;
    h->in_sup = false;
}

static void begin_row(struct html *h)
{
    end_block(h);
    h->row = (struct html_row){.inside = true, .all_heads = true};
    h->gap = false;
}

/* Passes the columns that cells of the rows above still fill. */
static void pass_spanned(struct html *h, size_t at)
{
    while (h->row.column < TABLE_COLUMNS_MAX && h->rows_left[h->row.column] > 0) {
        h->rows_left[h->row.column]--;
        if (h->row.column > 0) {
            table_begin_cell(h->r, h->start + at);
        }
        h->row.column++;
    }
}

static void end_cell(struct html *h, size_t at)
{
    for (; h->row.in_cell && h->row.extra > 0; h->row.extra--) {
        table_begin_cell(h->r, h->start + at);
    }
    h->row.in_cell = false;
    h->gap = false;
}

static void begin_cell(struct html *h, const struct html_tag *tag, size_t at)
{
    if (!h->row.inside) {
        begin_row(h);
    }
    end_cell(h, at);
    pass_spanned(h, at);
    if (h->row.column > 0) {
        table_begin_cell(h->r, h->start + at);
    }
    unsigned columns = html_span(tag, "colspan");
    unsigned rows = html_span(tag, "rowspan");
    size_t room = TABLE_COLUMNS_MAX - h->row.column;
    columns = columns < room ? columns : room ? (unsigned)room : 1;
    for (size_t k = 0; k < columns && h->row.column < TABLE_COLUMNS_MAX; k++) {
        h->rows_left[h->row.column++] = (uint16_t)(rows - 1);
    }
    h->row.extra = columns - 1;
    h->row.in_cell = true;
    h->row.all_heads = h->row.all_heads && tag->role == HTML_HEAD_CELL;
}

static void end_row(struct html *h, size_t at)
{
    if (!h->row.inside) {
        return;
    }
    end_cell(h, at);
    pass_spanned(h, at);
    bool is_head = (h->in_thead || h->row.all_heads) && !h->table.body_begun;
    end_strong(h);
    h->strong_start = 0;
    h->in_sup = false;
    h->row.inside = false;
    h->status = table_put_row(h->r, &h->base, &h->table, is_head);
}

static void table_tag(struct html *h, const struct html_tag *tag, size_t at)
{
    if (tag->closing) {
        if (h->tables == 1) {
            end_row(h, at);
        }
        h->tables -= h->tables > 0;
        return;
    }
    if (h->tables == 0) {
        end_block(h);
        h->table = (struct table){.head_count = 0};
        memset(h->rows_left, 0, sizeof h->rows_left);
        h->in_thead = false;
    }
    h->tables++;
}

static void row_tag(struct html *h, const struct html_tag *tag, size_t at)
{
    if (h->tables > 1) { /* a table in a cell is text of the cell */
        h->gap = true;
        return;
    }
    end_row(h, at);
    if (!tag->closing && h->status == WB_OK) {
        begin_row(h);
    }
}

static void cell_tag(struct html *h, const struct html_tag *tag, size_t at)
{
    if (h->tables > 1) {
        h->gap = true;
    } else if (tag->closing) {
        end_cell(h, at);
    } else {
        begin_cell(h, tag, at);
    }
}

static void strong_tag(struct html *h, bool closing)
{
    if (!closing) {
        h->strong_start = h->strongs ? h->strong_start : h->r->builder->text.len;
        h->strongs++;
    } else if (h->strongs) {
        if (h->strongs == 1) {
            end_strong(h);
        }
        h->strongs--;
    }
}

static void sup_tag(struct html *h, bool closing)
{
    if (!closing) {
        h->in_sup = true;
        h->sup_start = h->r->builder->text.len;
    } else if (h->in_sup) {
        h->in_sup = false;
        reader_end_sup(h->r, h->sup_start);
    }
}

static void count_tag(unsigned *depth, bool closing)
{
    *depth = closing ? *depth - (*depth > 0) : *depth + 1;
}

/* A block element, a break … outside of a row. */
static void block_tag(struct html *h, const struct html_tag *tag)
{
    end_block(h);
    switch (tag->role) {
    case HTML_HEADING:
        h->level = tag->closing ? 0 : tag->level;
        break;
    case HTML_LIST:
        count_tag(&h->lists, tag->closing);
        break;
    case HTML_ITEM:
        h->begins_item = !tag->closing;
        break;
    case HTML_QUOTE:
        count_tag(&h->quotes, tag->closing);
        break;
    case HTML_CAPTION:
        h->in_caption = !tag->closing;
        break;
    default:
        h->level = 0; /* whatever else begins, a heading has ended */
        break;
    }
}

static bool is_layout_cell(const struct html *h)
{
    return h->row.column <= 1 && h->r->builder->text.len > LAYOUT_CELL_BYTES;
}

static void apply_tag(struct html *h, const struct html_tag *tag, size_t at)
{
    switch (tag->role) {
    case HTML_UNKNOWN:
    case HTML_INLINE:
    case HTML_HIDDEN:
        return;
    case HTML_STRONG:
        strong_tag(h, tag->closing);
        return;
    case HTML_SUP:
        sup_tag(h, tag->closing);
        return;
    case HTML_TABLE:
        table_tag(h, tag, at);
        return;
    case HTML_TABLE_HEAD:
        h->in_thead = !tag->closing;
        return;
    case HTML_ROW:
        row_tag(h, tag, at);
        return;
    case HTML_CELL:
    case HTML_HEAD_CELL:
        cell_tag(h, tag, at);
        return;
    default:
        break;
    }
    if (h->row.inside && !is_layout_cell(h)) {
        h->gap = true;
    } else if (tag->role == HTML_BREAK && h->level) {
        builder_break(h->r);
    } else {
        block_tag(h, tag);
    }
}

/* Where what begins at `at` ('<') and is not read ends, as an offset in the HTML; 0 when it is none
 * of that. */
static size_t hidden_end(struct html *h, size_t at, const struct html_tag *tag)
{
    enum html_hidden what;
    size_t behind = at + 4;
    if (tag && tag->role == HTML_HIDDEN) {
        what = (tag->name.ptr[1] | 0x20) == 'c' ? HTML_SCRIPT : HTML_STYLE;
        behind = at + tag->text.len;
    } else if (wb_slice_starts(wb_slice_make(h->text.ptr + at, h->text.len - at), "<!--")) {
        what = HTML_COMMENT;
    } else {
        return 0;
    }
    size_t end = html_hidden_end(h->r, h->state, what, h->start + behind);
    if (end) {
        h->state->hidden_until = end;
        end = end - h->start < h->text.len ? end - h->start : h->text.len;
    }
    return end;
}

/* <!DOCTYPE html>, <?xml …?> */
static size_t declaration_end(const struct html *h, size_t at)
{
    char next = at + 1 < h->text.len ? h->text.ptr[at + 1] : 0;
    char after = at + 2 < h->text.len ? h->text.ptr[at + 2] : 0;
    if (!(next == '!' && ((after | 0x20) == 'd' || after == '[')) && next != '?') {
        return 0;
    }
    size_t limit = h->text.len - at < 512 ? h->text.len - at : 512;
    const char *end = memchr(h->text.ptr + at, '>', limit);
    return end ? (size_t)(end - h->text.ptr) + 1 : 0;
}

/* Takes the markup at `at` ('<'); returns its end, or `at` when it is text. */
static size_t take_markup(struct html *h, size_t at)
{
    struct html_tag tag;
    bool is_tag = html_tag_at(h->text, at, &h->effort, &tag);
    size_t end = is_tag && tag.closing ? 0 : hidden_end(h, at, is_tag ? &tag : NULL);
    if (end == 0 && !is_tag) {
        end = declaration_end(h, at);
    }
    if (end == 0 && !is_tag) {
        return at;
    }
    copy_run(h, at); /* belongs before what the tag may end */
    if (end == 0) {
        apply_tag(h, &tag, at);
        end = at + tag.text.len;
    }
    return end;
}

static size_t take_entity(struct html *h, size_t at)
{
    uint32_t c;
    size_t end = html_entity_at(h->text, at, &c);
    if (end) {
        char bytes[4];
        copy_run(h, at);
        builder_insert(h->r, wb_slice_make(bytes, wb_utf8_encode(c, bytes)), h->start + at);
    }
    return end ? end : at;
}

/* The end of the line that begins at `from`, when nothing stands in it; else 0. */
static size_t blank_line_end(wb_slice text, size_t from)
{
    while (from < text.len &&
           (text.ptr[from] == ' ' || text.ptr[from] == '\t' || text.ptr[from] == '\r')) {
        from++;
    }
    return from < text.len && text.ptr[from] == '\n' ? from : 0;
}

/* In Markdown a blank line ends the paragraph even where HTML would go on: in <pre>, behind a
 * comment that is never closed. */
static size_t take_line_end(struct html *h, size_t at)
{
    copy_run(h, at);
    h->gap = true;
    if (h->text.ptr[at] != '\n' || h->row.inside) {
        return at + 1;
    }
    size_t blank = blank_line_end(h->text, at + 1);
    if (blank) {
        end_block(h);
        return blank;
    }
    builder_break(h->r);
    return at + 1;
}

wb_status reader_html_text(struct reader *r, size_t start, size_t end, const struct block *like,
                           struct html_state *state)
{
    struct html h = {
        .r = r,
        .text = wb_slice_make(r->source.ptr + start, end - start),
        .start = start,
        .state = state,
        .base = *like,
    };
    size_t i = 0;
    while (i < h.text.len && h.status == WB_OK) {
        size_t next = i;
        switch (h.text.ptr[i]) {
        case '<':
            next = take_markup(&h, i);
            break;
        case '&':
            next = take_entity(&h, i);
            break;
        case '\n':
        case '\r':
            next = take_line_end(&h, i);
            break;
        default:
            break;
        }
        if (next > i) {
            h.run = next;
        }
        i = next > i ? next : i + 1;
    }
    if (h.status == WB_OK) {
        copy_run(&h, h.text.len);
        end_row(&h, h.text.len ? h.text.len - 1 : 0);
    }
    if (h.status == WB_OK) {
        end_block(&h);
    }
    return h.status;
}
