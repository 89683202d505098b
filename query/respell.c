#include "respell.h"

#include "equivalents.h"

/* The part of an alternative that is not as the item has it. */
static wb_slice changed_part(const wb_query_item *item, const wb_query_alternative *alternative)
{
    size_t behind = item->folded.len - alternative->end;
    return wb_slice_make(alternative->folded.ptr + alternative->start,
                         alternative->folded.len - behind - alternative->start);
}

static bool is_known(const wb_respellings *known, const wb_respelling *respelling)
{
    for (size_t i = 0; i < known->count; i++) {
        if (wb_slice_equal(known->items[i].other.folded, respelling->other.folded)) {
            return true;
        }
    }
    return false;
}

wb_status wb_respellings_make(const wb_query *query, wb_arena *arena, wb_respellings *ret,
                              wb_error *err)
{
    const wb_query_item *items[WB_QUERY_ITEMS_MAX];
    size_t item_count = wb_query_positive_items(query->root, items);
    size_t most = 0;
    for (size_t i = 0; i < item_count; i++) {
        most += items[i]->alternative_count;
    }
    *ret = (wb_respellings){wb_arena_alloc(arena, most, sizeof *ret->items), 0};
    if (!ret->items) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < item_count; i++) {
        for (size_t k = 0; k < items[i]->alternative_count; k++) {
            const wb_query_alternative *alternative = &items[i]->alternatives[k];
            wb_respelling respelling = {.other = *alternative,
                                        .part =
                                            wb_slice_make(items[i]->folded.ptr + alternative->start,
                                                          alternative->end - alternative->start)};
            respelling.other.folded = changed_part(items[i], alternative);
            if (respelling.other.folded.len && !is_known(ret, &respelling)) {
                ret->items[ret->count++] = respelling;
            }
        }
    }
    return WB_OK;
}

const wb_respelling *wb_respellings_find(const wb_respellings *respellings, wb_slice folded,
                                         size_t from, size_t *ret_at)
{
    const wb_respelling *best = NULL;
    for (size_t i = 0; i < respellings->count; i++) {
        const wb_respelling *respelling = &respellings->items[i];
        size_t at = wb_equivalents_find(&respelling->other, folded, from);
        bool better = at != SIZE_MAX &&
                      (!best || at < *ret_at ||
                       (at == *ret_at && respelling->other.folded.len > best->other.folded.len));
        if (better) {
            best = respelling;
            *ret_at = at;
        }
    }
    return best;
}

wb_status wb_respell(const wb_respellings *respellings, wb_slice folded, wb_buf *out,
                     bool *ret_changed)
{
    size_t done = 0;
    size_t at = 0;
    const wb_respelling *next = wb_respellings_find(respellings, folded, 0, &at);
    wb_buf_clear(out);
    *ret_changed = next != NULL;
    while (next) {
        wb_buf_append(out, folded.ptr + done, at - done);
        wb_buf_put(out, next->part);
        done = at + next->other.folded.len;
        next = wb_respellings_find(respellings, folded, done, &at);
    }
    return wb_buf_append(out, folded.ptr + done, folded.len - done);
}
