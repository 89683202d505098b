#include "match_find.h"

#include <wbsearch/token.h>

#include "equivalents.h"

bool wb_match_is_whole(const struct wb_matcher *m, wb_match_range range)
{
    return range.start == 0 &&
           (range.end == SIZE_MAX || (m->folded_set && range.end == m->folded.text.len));
}

bool wb_match_set_fold(struct wb_matcher *m)
{
    if (!m->folded_set) {
        if (wb_fold(m->text, false, &m->folded) != WB_OK) {
            m->status = wb_error_nomem(m->err);
            return false;
        }
        m->folded_set = true;
    }
    return true;
}

/* The fold up to the end of `range`: what ends a sentence is in no word or number, so the text may
 * be cut there. */
static wb_slice fold_until(const struct wb_matcher *m, wb_match_range range)
{
    size_t len = m->folded.text.len;
    return wb_slice_make(m->folded.text.data, range.end < len ? range.end : len);
}

wb_status wb_match_make_needles(struct wb_matcher *m)
{
    const wb_query *query = m->query;
    m->needles = wb_arena_alloc(&m->arena, query->item_count, sizeof *m->needles);
    if (!m->needles) {
        return WB_NOMEM;
    }
    for (size_t i = 0; i < query->item_count; i++) {
        m->needles[i] = (struct wb_match_needle){.plain = wb_fold_is_plain(query->items[i].folded)};
        if (query->items[i].quoted || wb_loose_has_sign(query->items[i].folded)) {
            continue;
        }
        if (wb_loose_set(&m->loose, query->items[i].folded) != WB_OK ||
            !wb_arena_dup(&m->arena, wb_buf_slice(&m->loose.text), &m->needles[i].loose)) {
            return WB_NOMEM;
        }
    }
    return WB_OK;
}

bool wb_match_next_literal(const struct wb_matcher *m, wb_slice needle, bool prefix,
                           wb_match_range range, size_t from, wb_span *ret)
{
    wb_slice fold = fold_until(m, range);
    size_t at = from > range.start ? from : range.start;
    if (!prefix) {
        at = wb_token_find(fold, needle, at);
    } else {
        while (at + needle.len <= fold.len) {
            const char *hit = memmem(fold.ptr + at, fold.len - at, needle.ptr, needle.len);
            at = hit ? (size_t)(hit - fold.ptr) : SIZE_MAX;
            if (!hit || !wb_token_is_inside(fold, at)) {
                break;
            }
            at++;
        }
    }
    if (at == SIZE_MAX || at + needle.len > fold.len) {
        return false;
    }
    *ret = (wb_span){at, at + needle.len};
    return true;
}

bool wb_match_next_alternative(const struct wb_matcher *m, const wb_query_alternative *alternative,
                               wb_match_range range, size_t from, wb_span *ret)
{
    wb_slice fold = fold_until(m, range);
    size_t at = wb_equivalents_find(alternative, fold, from > range.start ? from : range.start);
    if (at == SIZE_MAX) {
        return false;
    }
    *ret = (wb_span){at, at + alternative->folded.len};
    return true;
}

static bool set_loose(struct wb_matcher *m)
{
    if (!m->loose_set) {
        if (wb_loose_set(&m->loose, wb_match_fold(m)) != WB_OK) {
            m->status = wb_error_nomem(m->err);
            return false;
        }
        m->loose_set = true;
    }
    return true;
}

/* The first byte of the loose form that stands at or after `place` in the fold. */
static size_t loose_offset(const wb_loose *loose, size_t place)
{
    size_t low = 0;
    size_t high = loose->text.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (loose->place[middle] < place) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool wb_match_next_loose(struct wb_matcher *m, wb_slice needle, bool prefix, wb_match_range range,
                         size_t *from, wb_span *ret)
{
    if (needle.len == 0 || !set_loose(m)) {
        return false;
    }
    wb_loose part = m->loose;
    part.text.len = loose_offset(&m->loose, range.end);
    size_t first = loose_offset(&m->loose, range.start);
    size_t at = wb_loose_find(&part, wb_match_fold(m), needle, prefix,
                              *from > first ? *from : first, &ret->start, &ret->end);
    *from = at + 1;
    return at != SIZE_MAX;
}
