#include "span.h"

#include <stdlib.h>

bool wb_span_add(wb_span_list *list, size_t start, size_t end)
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

void wb_span_merge(wb_span_list *list)
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

wb_status wb_span_keep(wb_span_list *list, wb_arena *arena, wb_span **ret_spans, size_t *ret_count,
                       wb_error *err)
{
    wb_span *kept = wb_arena_alloc(arena, list->count, sizeof *kept);
    if (kept) {
        if (list->count) {
            memcpy(kept, list->items, list->count * sizeof *kept);
        }
        *ret_spans = kept;
        *ret_count = list->count;
    }
    wb_free(list->items);
    *list = (wb_span_list){NULL, 0, 0};
    return kept ? WB_OK : wb_error_nomem(err);
}
