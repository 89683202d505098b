#include "highlight.h"

#include <stdlib.h>

#include <wbsearch/token.h>
#include <wbsearch/utf8.h>
#include <wbsearch/width.h>

struct span_list {
    wb_span *items;
    size_t count;
    size_t cap;
};

static bool add_span(struct span_list *list, size_t start, size_t end)
{
    wb_span *items = wb_grow(list->items, &list->cap, list->count + 1, sizeof *items);
    if (items) {
        list->items = items;
        items[list->count++] = (wb_span){start, end};
    }
    return items != NULL;
}

static int compare_spans(const void *a, const void *b)
{
    const wb_span *x = a;
    const wb_span *y = b;
    return x->start != y->start ? (x->start < y->start ? -1 : 1)
                                : (x->end < y->end ? -1 : x->end > y->end);
}

/* Sorts, and makes one of those that overlap or touch. */
static void merge_spans(struct span_list *list)
{
    if (list->count == 0) {
        return;
    }
    qsort(list->items, list->count, sizeof *list->items, compare_spans);
    size_t last = 0;
    for (size_t i = 1; i < list->count; i++) {
        if (list->items[i].start <= list->items[last].end) {
            if (list->items[i].end > list->items[last].end) {
                list->items[last].end = list->items[i].end;
            }
        } else {
            list->items[++last] = list->items[i];
        }
    }
    list->count = last + 1;
}

/* Moves the list into the arena. */
static wb_status keep_spans(struct span_list *list, bool complete, wb_arena *arena,
                            wb_span **ret_spans, size_t *ret_count, wb_error *err)
{
    wb_span *kept = complete ? wb_arena_alloc(arena, list->count, sizeof *kept) : NULL;
    if (kept) {
        if (list->count) {
            memcpy(kept, list->items, list->count * sizeof *kept);
        }
        *ret_spans = kept;
        *ret_count = list->count;
    }
    wb_free(list->items);
    return kept ? WB_OK : wb_error_nomem(err);
}

wb_status wb_highlight(const wb_query *query, wb_slice text, wb_folded *folded, wb_arena *arena,
                       wb_span **ret_spans, size_t *ret_count, wb_error *err)
{
    struct span_list list = {NULL, 0, 0};
    bool complete = wb_fold(text, true, folded) == WB_OK;
    wb_slice fold = wb_buf_slice(&folded->text);
    for (size_t i = 0; i < query->item_count && complete; i++) {
        wb_slice needle = query->items[i].folded;
        size_t at = wb_token_find(fold, needle, 0);
        while (at != SIZE_MAX && complete) {
            complete =
                add_span(&list, folded->source_start[at], folded->source_end[at + needle.len - 1]);
            at = wb_token_find(fold, needle, at + 1);
        }
    }
    merge_spans(&list);
    return keep_spans(&list, complete, arena, ret_spans, ret_count, err);
}

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

wb_status wb_snippet(wb_slice text, const wb_span *spans, size_t span_count, size_t width,
                     wb_arena *arena, wb_span **ret_pieces, size_t *ret_count, wb_error *err)
{
    struct span_list list = {NULL, 0, 0};
    bool complete = true;
    if (wb_width_text(text) <= width) {
        complete = text.len == 0 || add_span(&list, 0, text.len);
        return keep_spans(&list, complete, arena, ret_pieces, ret_count, err);
    }
    if (span_count == 0) {
        complete = add_span(&list, 0, go_on(text, 0, width, text.len));
        return keep_spans(&list, complete, arena, ret_pieces, ret_count, err);
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
        complete = add_span(&list, start, end);
    }
    merge_spans(&list);
    return keep_spans(&list, complete, arena, ret_pieces, ret_count, err);
}
