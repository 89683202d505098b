/*
 * Markdown: cmark finds the blocks, their text comes from the source.
 *
 * cmark's text nodes are pieces of the source, in order; each is located there (cmark's own column,
 * checked against the bytes, or else the next occurrence), and the source's bytes are taken. So the
 * map from text to source is exact wherever cmark's positions are not (0.30.2 has none for soft
 * breaks, and wrong ones in containers), and the copy that cmark parses may differ from the source
 * where CommonMark would swallow text (mask_source).
 */
#define CMARK_NO_SHORT_NAMES
#include <cmark.h>

#include <ctype.h>

#include <wbsearch/utf8.h>

#include "reader.h"
#include "reader_align.h"
#include "reader_html.h"
#include "reader_html_tags.h"
#include "reader_notes.h"
#include "reader_scan.h"

/* Stands for a ':' in the copy that cmark parses. */
#define MASKED_COLON '\x01'

/* How far ahead of the last piece the next one, or a closing bracket, is looked for, bytes: bounds
 * the cost of what is not there. */
#define SEARCH_WINDOW 4096

struct parse {
    struct reader *r;
    const char *masked;  /* what cmark was given; same length as the source */
    size_t cursor;       /* the source up to here is used up */
    size_t end;          /* end of the current block in the source */
    struct block like;   /* the fields of the current block */
    size_t marker_start; /* list markers before it (1. 2.), a range in the source */
    size_t marker_end;
    size_t strong_start; /* where the text inside ** began, in the builder */
    bool at_item_start;  /* no block of the current list item has begun yet */
    unsigned list_depth;
    unsigned quote_depth;
    bool in_code;        /* the text being added is code: no entities, no escapes */
    bool in_html_strong; /* between <b> and </b> */
    size_t html_strong_start;
    struct html_state html;
    size_t pipe_line; /* the line last looked at for a |, if `pipe_known` */
    bool pipe_known;
    bool has_pipe;
    bool in_sup;      /* between <sup> and </sup> */
    size_t sup_start; /* where in the builder */
};

/*
 * The copy for cmark. "[1]: 注释" is a link reference definition to CommonMark and would vanish
 * when its text has no space; a ':' behind a ']' is masked. Front matter becomes blank.
 */
static char *mask_source(wb_slice source, size_t blank_until)
{
    char *masked = wb_strndup(source);
    if (!masked) {
        return NULL;
    }
    for (size_t i = 0; i < blank_until; i++) {
        if (masked[i] != '\n' && masked[i] != '\r') {
            masked[i] = ' ';
        }
    }
    for (size_t i = 1; i < source.len; i++) {
        if (masked[i] == ':' && masked[i - 1] == ']') {
            masked[i] = MASKED_COLON;
        }
    }
    return masked;
}

/* The source offset of a node's start, clamped to the source. */
static size_t node_start(const struct reader *r, cmark_node *node)
{
    int line = cmark_node_get_start_line(node);
    int column = cmark_node_get_start_column(node);
    if (line < 1 || (size_t)line > r->line_count || column < 1) {
        return r->source.len;
    }
    size_t offset = r->lines[line - 1] + (size_t)column - 1;
    return offset < r->source.len ? offset : r->source.len;
}

static size_t node_end(const struct reader *r, cmark_node *node)
{
    int line = cmark_node_get_end_line(node);
    if (line < 1 || (size_t)line > r->line_count) {
        return r->source.len;
    }
    wb_slice text = reader_line(r, (size_t)line - 1);
    return (size_t)(text.ptr - r->source.ptr) + text.len;
}

/* `literal` in the source between the cursor and `limit`: where cmark says, else the first place;
 * SIZE_MAX when it is not there. */
static size_t find_within(const struct parse *p, cmark_node *node, wb_slice literal, size_t limit)
{
    if (literal.len > limit || p->cursor > limit - literal.len) {
        return SIZE_MAX;
    }
    size_t hint = node_start(p->r, node);
    if (hint >= p->cursor && hint <= limit - literal.len &&
        memcmp(p->masked + hint, literal.ptr, literal.len) == 0) {
        return hint;
    }
    size_t window = limit - p->cursor;
    if (window > SEARCH_WINDOW + literal.len) {
        window = SEARCH_WINDOW + literal.len;
    }
    const char *hit = memmem(p->masked + p->cursor, window, literal.ptr, literal.len);
    return hit ? (size_t)(hit - p->masked) : SIZE_MAX;
}

/* Where the cursor's line ends, looked for no further than `literal` may stand. */
static size_t cursor_line_end(const struct parse *p, wb_slice literal)
{
    size_t at = p->cursor;
    size_t far = p->cursor + SEARCH_WINDOW + literal.len;
    while (at < p->end && at < far && p->masked[at] != '\n' && p->masked[at] != '\r') {
        at++;
    }
    return at;
}

/* Where `literal` stands in the cursor's line, or SIZE_MAX. Line breaks are nodes of their own, so
 * it should be there, whatever line cmark gives. */
static size_t find_in_line(const struct parse *p, cmark_node *node, wb_slice literal)
{
    return find_within(p, node, literal, cursor_line_end(p, literal));
}

/* Where `literal` stands in the source at or after the cursor, or SIZE_MAX. */
static size_t find_piece(const struct parse *p, cmark_node *node, wb_slice literal)
{
    size_t at = find_in_line(p, node, literal);
    return at == SIZE_MAX ? find_within(p, node, literal, p->end) : at;
}

static wb_slice literal_of(cmark_node *node)
{
    return wb_slice_from(cmark_node_get_literal(node));
}

/* The current block as it is written. */
static struct markup written_block(const struct parse *p)
{
    return (struct markup){wb_slice_make(p->masked, p->end), p->in_code};
}

/* Appends text that is not in the source as it is, without what stands for other characters. */
static void insert_clean(struct parse *p, wb_slice text, size_t at)
{
    struct builder *b = p->r->builder;
    builder_insert(p->r, text, at);
    char *inserted = b->failed ? NULL : b->text.data + b->text.len - text.len;
    for (size_t i = 0; inserted && i < text.len; i++) {
        if (inserted[i] == MASKED_COLON) {
            inserted[i] = ':';
        } else if (inserted[i] == '\n' || inserted[i] == '\r') {
            inserted[i] = ' ';
        }
    }
}

/* Appends a literal that aligns with the source from `at` on. */
static void add_aligned(struct parse *p, size_t at, wb_slice literal)
{
    struct markup written = written_block(p);
    size_t run = 0; /* bytes before `i` and `at` that stand in the source as they are */
    for (size_t i = 0; i < literal.len;) {
        struct alignment a =
            align_piece(&written, at, wb_slice_make(literal.ptr + i, literal.len - i));
        if (a.verbatim) {
            run++;
        } else {
            builder_copy(p->r, at - run, run);
            run = 0;
            size_t place = at + (p->masked[at] == '\\');
            insert_clean(p, wb_slice_make(literal.ptr + i, a.literal_len), place);
        }
        i += a.literal_len;
        at += a.source_len;
    }
    builder_copy(p->r, at - run, run);
    p->cursor = at;
}

/* Appends a literal that stands in the source at `at` as it is. */
static void add_verbatim(struct parse *p, size_t at, wb_slice literal)
{
    builder_copy(p->r, at, literal.len);
    p->cursor = at + literal.len;
}

/* Text that is not in the cursor's line as it is: written there with entities, escapes, tabs, line
 * ends, or standing further on. */
static void add_differing(struct parse *p, cmark_node *node, wb_slice literal)
{
    struct markup written = written_block(p);
    size_t budget = 4 * literal.len + SEARCH_WINDOW;
    size_t hint = node_start(p->r, node);
    if (hint >= p->cursor && align_all(&written, hint, literal, &budget)) {
        add_aligned(p, hint, literal);
        return;
    }
    size_t far = find_within(p, node, literal, p->end);
    if (far != SIZE_MAX) {
        add_verbatim(p, far, literal);
        return;
    }
    for (size_t at = p->cursor; at < p->end && at < p->cursor + SEARCH_WINDOW; at++) {
        if (align_all(&written, at, literal, &budget)) {
            add_aligned(p, at, literal);
            return;
        }
    }
    insert_clean(p, literal, p->cursor < p->end ? p->cursor : p->end);
}

static void add_text(struct parse *p, cmark_node *node, wb_slice literal)
{
    size_t before = p->r->builder->text.len;
    size_t at = literal.len ? find_in_line(p, node, literal) : SIZE_MAX;
    if (at != SIZE_MAX) {
        add_verbatim(p, at, literal);
    } else if (literal.len) {
        add_differing(p, node, literal);
    }
    if (p->cursor < p->html.hidden_until) { /* the text of a script */
        builder_truncate(p->r->builder, before);
    }
}

static void end_line(struct parse *p)
{
    while (p->cursor < p->end && p->masked[p->cursor] != '\n' && p->masked[p->cursor] != '\r') {
        p->cursor++;
    }
    if (p->cursor + 1 < p->end && p->masked[p->cursor] == '\r' &&
        p->masked[p->cursor + 1] == '\n') {
        p->cursor++;
    }
    p->cursor += p->cursor < p->end;
    builder_break(p->r);
}

/* In a cell of a pipe table, which is one source line, <br> ends no line. */
static bool in_table_row(struct parse *p)
{
    size_t line = reader_line_of(p->r, p->cursor);
    if (line != p->pipe_line || !p->pipe_known) {
        wb_slice text = reader_line(p->r, line);
        p->pipe_line = line;
        p->pipe_known = true;
        p->has_pipe = memchr(text.ptr, '|', text.len) != NULL;
    }
    return p->has_pipe;
}

static void add_break(struct parse *p)
{
    const struct builder *b = p->r->builder;
    if (!in_table_row(p)) {
        builder_break(p->r);
    } else if (!b->failed && b->text.len && isalnum((unsigned char)b->text.data[b->text.len - 1]) &&
               p->cursor < p->end && isalnum((unsigned char)p->masked[p->cursor])) {
        builder_insert(p->r, wb_slice_make(" ", 1), p->cursor);
    }
}

static void add_strong_tag(struct parse *p, bool closing)
{
    if (!closing) {
        p->in_html_strong = true;
        p->html_strong_start = p->r->builder->text.len;
    } else if (p->in_html_strong) {
        p->in_html_strong = false;
        builder_strong(p->r, p->html_strong_start);
    }
}

static void add_sup_tag(struct parse *p, bool closing)
{
    if (!closing) {
        p->in_sup = true;
        p->sup_start = p->r->builder->text.len;
    } else if (p->in_sup) {
        p->in_sup = false;
        reader_end_sup(p->r, p->sup_start);
    }
}

/* What looks like a tag to CommonMark but names no element is text: <WTO>. */
static bool is_false_tag(wb_slice text)
{
    return text.len > 1 && text.ptr[1] != '!' && text.ptr[1] != '?';
}

/* A false tag may go on over line ends, which no text holds. */
static void add_false_tag(struct parse *p, size_t at, size_t end)
{
    size_t run = at;
    for (size_t i = at; i < end; i++) {
        if (p->masked[i] == '\n' || p->masked[i] == '\r') {
            builder_copy(p->r, run, i - run);
            builder_break(p->r);
            run = i + 1;
        }
    }
    builder_copy(p->r, run, end - run);
}

static void add_inline_html(struct parse *p, cmark_node *node)
{
    wb_slice text = literal_of(node);
    size_t at = text.len ? find_piece(p, node, text) : SIZE_MAX;
    if (at == SIZE_MAX) {
        return;
    }
    p->cursor = at + text.len;
    struct html_tag tag;
    struct html_effort effort = {0};
    if (!html_tag_at(text, 0, &effort, &tag)) {
        if (is_false_tag(text) && at >= p->html.hidden_until) {
            add_false_tag(p, at, at + text.len);
        }
        return;
    }
    if (tag.role == HTML_SUP) {
        add_sup_tag(p, tag.closing);
    } else if (tag.role == HTML_STRONG) {
        add_strong_tag(p, tag.closing);
    } else if (tag.role == HTML_BREAK) {
        add_break(p);
    } else if (tag.role == HTML_HIDDEN && !tag.closing) {
        enum html_hidden what = (tag.name.ptr[1] | 0x20) == 'c' ? HTML_SCRIPT : HTML_STYLE;
        size_t end = html_hidden_end(p->r, &p->html, what, p->cursor);
        p->html.hidden_until = end ? end : p->html.hidden_until;
    }
}

/* The offset behind the bracket that closes the one at `at`, or `at` when there is none near. */
static size_t behind_bracket(const struct parse *p, size_t at, char open, char close)
{
    unsigned depth = 0;
    for (size_t i = at; i < p->end && i < at + SEARCH_WINDOW; i++) {
        char c = p->masked[i];
        if (c == '\\') {
            i++;
        } else if (c == open) {
            depth++;
        } else if (c == close && --depth == 0) {
            return i + 1;
        }
    }
    return at;
}

/* Behind a link or image its destination is used up too, so that no piece is found there: (url
 * "title") or [label]. cmark's end positions are wrong behind code that spans lines. */
static void skip_destination(struct parse *p)
{
    size_t at = p->cursor;
    while (at < p->end && p->masked[at] && strchr("*_`![ ", p->masked[at])) {
        at++;
    }
    if (at + 1 >= p->end || p->masked[at] != ']') {
        return;
    }
    at++;
    p->cursor = p->masked[at] == '('   ? behind_bracket(p, at, '(', ')')
                : p->masked[at] == '[' ? behind_bracket(p, at, '[', ']')
                                       : at;
}

static void begin_block(struct parse *p, cmark_node *node)
{
    struct reader *r = p->r;
    p->cursor = node_start(r, node);
    p->end = node_end(r, node);
    if (p->end < p->cursor) {
        p->end = p->cursor;
    }
    p->in_sup = false;
    p->in_html_strong = false;
    memset(&p->like, 0, sizeof p->like);
    p->like.kind = p->list_depth    ? WB_PARA_LIST_ITEM
                   : p->quote_depth ? WB_PARA_QUOTE
                                    : WB_PARA_BODY;
    p->like.in_list = p->list_depth > 0;
    p->like.begins_item = p->at_item_start;
    p->at_item_start = false;
    if (p->marker_end > p->marker_start) {
        builder_copy(r, p->marker_start, p->marker_end - p->marker_start);
        p->marker_start = p->marker_end = 0;
    }
}

/* cmark 0.30.2 ends an HTML block that is closed on its first line before that line; its text says
 * how many lines it has. */
static void end_html(struct parse *p, cmark_node *node)
{
    wb_slice literal = literal_of(node);
    size_t line = reader_line_of(p->r, p->cursor);
    for (size_t i = 0; i + 1 < literal.len; i++) {
        line += literal.ptr[i] == '\n';
    }
    if (line < p->r->line_count) {
        wb_slice last = reader_line(p->r, line);
        p->end = (size_t)(last.ptr - p->r->source.ptr) + last.len;
    }
}

static void begin_heading(struct parse *p, cmark_node *node)
{
    begin_block(p, node);
    p->like.kind = WB_PARA_HEADING;
    p->like.level = (uint8_t)cmark_node_get_heading_level(node);
    p->like.underlined = p->cursor < p->end && p->masked[p->cursor] != '#';
}

/* An ordered item's number is text (readers cite it), a bullet is not. */
static void begin_item(struct parse *p, cmark_node *node)
{
    if (cmark_node_get_list_type(cmark_node_parent(node)) != CMARK_ORDERED_LIST) {
        return;
    }
    size_t start = node_start(p->r, node);
    size_t i = start;
    while (i < p->r->source.len && p->masked[i] >= '0' && p->masked[i] <= '9') {
        i++;
    }
    if (i == start || i >= p->r->source.len) {
        return;
    }
    i++; /* the . or ) */
    while (i < p->r->source.len && p->masked[i] == ' ') {
        i++;
    }
    if (p->marker_end == p->marker_start || p->marker_end != start) {
        p->marker_start = start;
    }
    p->marker_end = i;
}

/* "Code" is text that a converter indented: its lines are breaks of one block. */
static wb_status add_code(struct parse *p, cmark_node *node)
{
    begin_block(p, node);
    p->in_code = true;
    wb_status status = WB_OK;
    wb_slice rest = literal_of(node);
    for (bool first = true; rest.len && status == WB_OK;) {
        const char *newline = memchr(rest.ptr, '\n', rest.len);
        wb_slice line = wb_slice_make(rest.ptr, newline ? (size_t)(newline - rest.ptr) : rest.len);
        if (line.len == 0) {
            status = builder_finish(p->r, &p->like);
            first = true;
        } else {
            if (!first) {
                builder_break(p->r);
            }
            add_text(p, node, line);
            first = false;
        }
        rest.ptr += line.len + (newline != NULL);
        rest.len -= line.len + (newline != NULL);
    }
    return status == WB_OK ? builder_finish(p->r, &p->like) : status;
}

static wb_status add_html(struct parse *p)
{
    size_t start = p->cursor > p->html.hidden_until ? p->cursor : p->html.hidden_until;
    return start < p->end ? reader_html_text(p->r, start, p->end, &p->like, &p->html) : WB_OK;
}

static wb_status enter(struct parse *p, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        p->quote_depth++;
        break;
    case CMARK_NODE_LIST:
        p->list_depth++;
        break;
    case CMARK_NODE_ITEM:
        p->at_item_start = true;
        begin_item(p, node);
        break;
    case CMARK_NODE_PARAGRAPH:
        begin_block(p, node);
        break;
    case CMARK_NODE_HEADING:
        begin_heading(p, node);
        break;
    case CMARK_NODE_CODE_BLOCK:
        return add_code(p, node);
    case CMARK_NODE_HTML_BLOCK:
        begin_block(p, node);
        end_html(p, node);
        return add_html(p);
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        p->in_code = cmark_node_get_type(node) == CMARK_NODE_CODE;
        add_text(p, node, literal_of(node));
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        end_line(p);
        break;
    case CMARK_NODE_HTML_INLINE:
        add_inline_html(p, node);
        break;
    case CMARK_NODE_STRONG:
        p->strong_start = p->r->builder->text.len;
        break;
    default:
        break;
    }
    return WB_OK;
}

static wb_status leave(struct parse *p, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        p->quote_depth--;
        break;
    case CMARK_NODE_LIST:
        p->at_item_start = false;
        p->list_depth--;
        p->marker_start = p->marker_end = 0;
        break;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        return builder_finish(p->r, &p->like);
    case CMARK_NODE_STRONG:
        builder_strong(p->r, p->strong_start);
        break;
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
        skip_destination(p);
        break;
    default:
        break;
    }
    return WB_OK;
}

static wb_status walk(struct parse *p, cmark_node *root)
{
    cmark_iter *iter = cmark_iter_new(root);
    wb_status status = WB_OK;
    for (cmark_event_type event = cmark_iter_next(iter);
         event != CMARK_EVENT_DONE && status == WB_OK; event = cmark_iter_next(iter)) {
        cmark_node *node = cmark_iter_get_node(iter);
        status = event == CMARK_EVENT_ENTER ? enter(p, node) : leave(p, node);
    }
    cmark_iter_free(iter);
    return status;
}

wb_status reader_parse_markdown(struct reader *r)
{
    size_t front_matter = reader_front_matter_lines(r);
    char *masked = mask_source(r->source, front_matter < r->line_count ? r->lines[front_matter]
                                                                       : r->source.len);
    if (!masked) {
        return wb_error_nomem(r->err);
    }
    struct parse p = {.r = r, .masked = masked};
    cmark_node *root = cmark_parse_document(masked, r->source.len, CMARK_OPT_DEFAULT);
    wb_status status = root ? walk(&p, root) : wb_error_nomem(r->err);
    if (root) {
        cmark_node_free(root);
    }
    wb_free(masked);
    return status;
}
