#include "parse.h"

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

/* The mark that closes a quotation opened by `c`, 0 if it opens none. */
static uint32_t closing_mark(uint32_t c)
{
    switch (c) {
    case '"':
        return '"';
    case 0x201C: /* “ */
        return 0x201D;
    case 0x300C: /* 「 */
        return 0x300D;
    case 0x300E: /* 『 */
        return 0x300F;
    case 0xFF02: /* ＂ */
        return 0xFF02;
    default:
        return 0;
    }
}

static bool is_space(uint32_t c)
{
    return wb_fold_class(c) == WB_CHAR_SPACE;
}

/* Whether what stands before `end` can end a quotation: behind it comes a space or nothing. A mark
 * in the middle of a word, as in "六税两费”减免", is part of the text. */
static bool at_item_end(wb_slice source, size_t end)
{
    return end >= source.len || is_space(wb_utf8_next(source, &end));
}

static wb_status add_item(wb_query *query, size_t start, size_t end, bool quoted, wb_error *err)
{
    wb_folded folded;
    wb_folded_init(&folded);
    wb_slice text = wb_slice_make(query->source.ptr + start, end - start);
    wb_status status = wb_fold(text, false, &folded);
    if (status != WB_OK) {
        wb_error_nomem(err);
    } else if (folded.text.len > 0) {
        if (query->item_count == WB_QUERY_ITEMS_MAX) {
            status = wb_error_set(err, WB_LIMIT, "more than %d words", WB_QUERY_ITEMS_MAX);
            wb_error_at(err, 0, start);
        } else {
            wb_query_item *item = &query->items[query->item_count];
            *item = (wb_query_item){
                .text = text, .quoted = quoted, .offset = start, .length = text.len};
            if (wb_arena_dup(&query->arena, wb_buf_slice(&folded.text), &item->folded)) {
                query->item_count++;
            } else {
                status = wb_error_nomem(err);
            }
        }
    }
    wb_folded_free(&folded);
    return status;
}

/* Where a quotation ends: its text, and what is behind the mark. */
struct closing {
    size_t end;
    size_t behind;
};

/*
 * The closing mark of a quotation whose text begins at `start`: the first `mark` at the end of an
 * item that does not belong to a quotation within. Typed marks are mixed up, so "abc” is closed
 * too. False when there is none.
 */
static bool find_closing(wb_slice source, size_t start, uint32_t mark, struct closing *ret)
{
    const uint32_t open = 0x201C;
    const uint32_t close = 0x201D;
    bool double_marks = mark == '"' || mark == close;
    unsigned depth = 0; /* of “ ” within */
    for (size_t at = start; at < source.len;) {
        size_t end = at;
        uint32_t c = wb_utf8_next(source, &at);
        if (c == close && depth > 0) {
            depth--;
        } else if ((c == mark || (double_marks && (c == '"' || c == close))) &&
                   at_item_end(source, at)) {
            *ret = (struct closing){end, at};
            return true;
        } else if (c == open) {
            depth++;
        }
    }
    return false;
}

/* A mark in the middle of a word, "甲 乙"丙, closes a quotation that holds a space; without one,
 * as in "六税两费"减免, the marks are part of the word. */
static bool find_inner_closing(wb_slice source, size_t start, uint32_t mark, struct closing *ret,
                               bool *ret_is_word)
{
    bool has_space = false;
    for (size_t at = start; at < source.len;) {
        size_t end = at;
        uint32_t c = wb_utf8_next(source, &at);
        if (c == mark) {
            *ret = (struct closing){end, at};
            *ret_is_word = !has_space;
            return has_space;
        }
        has_space = has_space || is_space(c);
    }
    return false;
}

static wb_status add_unclosed(wb_query *query, size_t start, size_t text, wb_error *err)
{
    query->diagnostics = wb_arena_alloc(&query->arena, 1, sizeof *query->diagnostics);
    if (!query->diagnostics) {
        return wb_error_nomem(err);
    }
    query->diagnostics[query->diagnostic_count++] = (wb_query_diagnostic){
        start, text - start, "a closing quotation mark", "the quotation reaches to the end"};
    return WB_OK;
}

/* Reads a quotation that begins at `start`, its text at `text`; returns the offset behind it, or
 * `start` when it is an ordinary word. */
static size_t read_quotation(wb_query *query, size_t start, size_t text, uint32_t mark,
                             wb_error *err, wb_status *status)
{
    wb_slice source = query->source;
    struct closing closing = {source.len, source.len};
    bool is_word = false;
    bool closed = find_closing(source, text, mark, &closing) ||
                  find_inner_closing(source, text, mark, &closing, &is_word);
    if (is_word) {
        return start;
    }
    *status = add_item(query, text, closing.end, true, err);
    if (!closed && *status == WB_OK) {
        *status = add_unclosed(query, start, text, err);
    }
    return closing.behind;
}

/* The tree: all items must match. */
static wb_status make_tree(wb_query *query, wb_error *err)
{
    size_t count = query->item_count;
    wb_query_node *nodes = wb_arena_alloc(&query->arena, count + 1, sizeof *nodes);
    wb_query_node **children = wb_arena_alloc(&query->arena, count, sizeof(wb_query_node *));
    if (!nodes || !children) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        wb_query_item *item = &query->items[i];
        nodes[i] = (wb_query_node){
            .op = WB_QUERY_ITEM, .item = item, .offset = item->offset, .length = item->length};
        children[i] = &nodes[i];
    }
    nodes[count] = (wb_query_node){.op = WB_QUERY_AND,
                                   .children = children,
                                   .child_count = count,
                                   .length = query->source.len};
    query->root = count == 1 ? &nodes[0] : &nodes[count];
    return WB_OK;
}

wb_status wb_query_parse(wb_slice source, wb_query *query, wb_error *err)
{
    wb_query_clear(query);
    size_t valid = wb_utf8_valid_prefix(source);
    if (valid < source.len) {
        wb_error_set(err, WB_SYNTAX, "the query is not UTF-8");
        wb_error_at(err, 0, valid);
        return WB_SYNTAX;
    }
    size_t longest = wb_utf8_offset_of(source, WB_QUERY_CHARS_MAX);
    if (longest < source.len) {
        wb_error_set(err, WB_LIMIT, "the query is longer than %d characters", WB_QUERY_CHARS_MAX);
        wb_error_at(err, 0, longest);
        return WB_LIMIT;
    }
    query->items = wb_arena_alloc(&query->arena, WB_QUERY_ITEMS_MAX, sizeof *query->items);
    if (!query->items || !wb_arena_dup(&query->arena, source, &query->source)) {
        wb_query_clear(query);
        return wb_error_nomem(err);
    }
    wb_status status = WB_OK;
    for (size_t at = 0; status == WB_OK && at < source.len;) {
        size_t start = at;
        uint32_t c = wb_utf8_next(query->source, &at);
        if (is_space(c)) {
            continue;
        }
        uint32_t mark = closing_mark(c);
        if (mark) {
            size_t behind = read_quotation(query, start, at, mark, err, &status);
            if (behind != start) {
                at = behind;
                continue;
            }
        }
        size_t end = at;
        while (at < source.len && !is_space(wb_utf8_next(query->source, &at))) {
            end = at;
        }
        status = add_item(query, start, end, false, err);
    }
    if (status == WB_OK && query->item_count == 0) {
        wb_error_set(err, WB_SYNTAX, "nothing to search for");
        wb_error_hint(err, "give a word, e.g. wbsearch 碳金融");
        status = WB_SYNTAX;
    }
    if (status == WB_OK) {
        status = make_tree(query, err);
    }
    if (status != WB_OK) {
        wb_query_clear(query);
    }
    return status;
}
