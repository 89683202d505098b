#include "highlight.h"

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>
#include <wbsearch/width.h>

/* Columns kept on either side of a match at least. */
#define CONTEXT_MIN 12

static bool is_clause_end(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF1B ||
           c == 0xFF0C || /* 。！？；， */
           c == '!' || c == '?' || c == ';';
}

static bool is_word_inside(wb_slice text, size_t at)
{
    if (at == 0 || at >= text.len) {
        return false;
    }
    size_t left = at;
    size_t right = at;
    uint32_t before = wb_utf8_prev(text, &left);
    uint32_t behind = wb_utf8_next(text, &right);
    bool joined = wb_fold_is_word(wb_fold_class(before)) || before == '.';
    return joined && (wb_fold_is_word(wb_fold_class(behind)) || behind == '.');
}

/* Goes back from `at` by up to `columns`; stops behind a clause end in the farther half. */
static size_t go_back(wb_slice text, size_t at, size_t columns, size_t limit)
{
    size_t used = 0;
    size_t clause = SIZE_MAX;
    while (at > limit) {
        size_t before = at;
        uint32_t c = wb_utf8_prev(text, &before);
        unsigned width = wb_width_char(c);
        if (used + width > columns) {
            break;
        }
        if (is_clause_end(c) && used * 2 >= columns) {
            clause = at;
        }
        used += width;
        at = before;
    }
    if (at > limit && clause != SIZE_MAX) {
        return clause;
    }
    while (at > limit && is_word_inside(text, at)) {
        (void)wb_utf8_prev(text, &at);
    }
    return at;
}

/* The same forward; the clause end is shown. */
static size_t go_on(wb_slice text, size_t at, size_t columns, size_t limit)
{
    size_t used = 0;
    size_t clause = SIZE_MAX;
    while (at < limit) {
        size_t next = at;
        uint32_t c = wb_utf8_next(text, &next);
        unsigned width = wb_width_char(c);
        if (used + width > columns) {
            break;
        }
        used += width;
        at = next;
        if (is_clause_end(c) && used * 2 >= columns) {
            clause = at;
        }
    }
    if (at < limit && clause != SIZE_MAX) {
        return clause;
    }
    while (at < limit && is_word_inside(text, at)) {
        (void)wb_utf8_next(text, &at);
    }
    return at;
}

static size_t width_between(wb_slice text, size_t start, size_t end)
{
    return wb_width_text(wb_slice_make(text.ptr + start, end - start));
}

static wb_status finish(wb_span_list *list, bool complete, wb_arena *arena, wb_span **ret_pieces,
                        size_t *ret_count, wb_error *err)
{
    if (!complete) {
        wb_free(list->items);
        return wb_error_nomem(err);
    }
    return wb_span_keep(list, arena, ret_pieces, ret_count, err);
}

wb_status wb_snippet(wb_slice text, const wb_span *spans, size_t span_count, size_t width,
                     wb_arena *arena, wb_span **ret_pieces, size_t *ret_count, wb_error *err)
{
    wb_span_list list = {NULL, 0, 0};
    bool complete = true;
    if (wb_width_text(text) <= width) {
        complete = text.len == 0 || wb_span_add(&list, 0, text.len);
        return finish(&list, complete, arena, ret_pieces, ret_count, err);
    }
    if (span_count == 0) {
        complete = wb_span_add(&list, 0, go_on(text, 0, width, text.len));
        return finish(&list, complete, arena, ret_pieces, ret_count, err);
    }
    /* As many matches as fit with the least context; what is left is shared among them. */
    size_t used = 0;
    size_t shown = 0;
    while (shown < span_count) {
        size_t need =
            width_between(text, spans[shown].start, spans[shown].end) + (size_t)2 * CONTEXT_MIN;
        if (shown > 0 && used + need > width) {
            break;
        }
        used += need;
        shown++;
    }
    size_t spare = width > used ? (width - used) / (2 * shown) : 0;
    size_t context = CONTEXT_MIN + spare;
    for (size_t i = 0; i < shown && complete; i++) {
        size_t start = go_back(text, spans[i].start, context, 0);
        size_t end = go_on(text, spans[i].end, context, text.len);
        complete = wb_span_add(&list, start, end);
    }
    wb_span_merge(&list);
    return finish(&list, complete, arena, ret_pieces, ret_count, err);
}
