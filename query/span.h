/**
 * @file span.h
 * Pieces of a paragraph's text.
 */
#ifndef WBSEARCH_QUERY_SPAN_H
#define WBSEARCH_QUERY_SPAN_H

#include <wbsearch/error.h>
#include <wbsearch/mem.h>

WB_BEGIN_DECLS

/** Bytes [start, end) of a paragraph's text, both at character boundaries, start < end. */
typedef struct wb_span {
    size_t start;
    size_t end;
} wb_span;

/** A growing list. Zero-initialise it; free `items` with wb_free, or move them into an arena. */
typedef struct wb_span_list {
    wb_span *items;
    size_t count;
    size_t cap;
} wb_span_list;

/** Adds a span; false when memory is short. */
bool wb_span_add(wb_span_list *list, size_t start, size_t end) WB_MUST_CHECK;

/** Sorts the list, and makes one of those that overlap or touch. */
void wb_span_merge(wb_span_list *list);

/** Moves the list into `arena`, which leaves it empty, whatever the outcome. Errors: WB_NOMEM. */
wb_status wb_span_keep(wb_span_list *list, wb_arena *arena, wb_span **ret_spans, size_t *ret_count,
                       wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
