#include "match.h"

#include <wbsearch/token.h>
#include <wbsearch/utf8.h>

#include "equivalents.h"
#include "loose.h"
#include "sentence.h"

/* What is known of an item in the whole paragraph, by way of matching. */
enum known { UNKNOWN, ABSENT, PRESENT };

struct needle {
    wb_slice loose; /* the item's loose form; empty when it never matches so */
    bool plain;     /* a text that has the item's fold has a match of it, see wb_fold_is_plain */
    enum known known[2];
};

struct wb_matcher {
    const wb_query *query;
    wb_surroundings surroundings;
    struct needle *needles; /* by item */
    wb_slice text;
    wb_folded folded; /* of the text, when it is needed */
    bool folded_set;
    wb_loose loose; /* of the paragraph */
    bool loose_set;
    wb_status status; /* the first failure since the paragraph was set */
    wb_error *err;
    wb_arena arena;
};

/* Bytes of the fold in which something is looked for. */
struct range {
    size_t start;
    size_t end;
};

static bool holds(wb_matcher *m, const wb_query_node *node, bool loose, struct range range);

static wb_slice fold_of(const wb_matcher *m)
{
    return wb_buf_slice(&m->folded.text);
}

/* All of the fold, which need not be made yet. */
static const struct range whole = {0, SIZE_MAX};

static bool is_whole(const wb_matcher *m, struct range range)
{
    return range.start == 0 &&
           (range.end == SIZE_MAX || (m->folded_set && range.end == m->folded.text.len));
}

static bool set_fold(wb_matcher *m)
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
static wb_slice fold_until(const wb_matcher *m, struct range range)
{
    size_t len = m->folded.text.len;
    return wb_slice_make(m->folded.text.data, range.end < len ? range.end : len);
}

static wb_status make_needles(wb_matcher *m)
{
    const wb_query *query = m->query;
    m->needles = wb_arena_alloc(&m->arena, query->item_count, sizeof *m->needles);
    if (!m->needles) {
        return WB_NOMEM;
    }
    for (size_t i = 0; i < query->item_count; i++) {
        m->needles[i] = (struct needle){.plain = wb_fold_is_plain(query->items[i].folded)};
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

wb_status wb_matcher_new(const wb_query *query, const wb_surroundings *surroundings,
                         wb_matcher **ret, wb_error *err)
{
    wb_matcher *m = wb_alloc_zero(1, sizeof *m);
    if (!m) {
        return wb_error_nomem(err);
    }
    m->query = query;
    m->surroundings = surroundings ? *surroundings : (wb_surroundings){NULL, NULL, NULL};
    wb_folded_init(&m->folded);
    if (make_needles(m) != WB_OK) {
        wb_matcher_free(m);
        return wb_error_nomem(err);
    }
    *ret = m;
    return WB_OK;
}

void wb_matcher_free(wb_matcher *matcher)
{
    if (matcher) {
        wb_folded_free(&matcher->folded);
        wb_loose_free(&matcher->loose);
        wb_arena_clear(&matcher->arena);
        wb_free(matcher);
    }
}

void wb_matcher_set(wb_matcher *matcher, wb_slice text)
{
    matcher->text = text;
    matcher->folded_set = false;
    matcher->loose_set = false;
    for (size_t i = 0; i < matcher->query->item_count; i++) {
        matcher->needles[i].known[0] = matcher->needles[i].known[1] = UNKNOWN;
    }
}

wb_status wb_matcher_fold(wb_matcher *matcher, wb_slice *ret, wb_error *err)
{
    matcher->err = err;
    matcher->status = WB_OK;
    if (set_fold(matcher)) {
        *ret = fold_of(matcher);
    }
    return matcher->status;
}

/* The next literal match within `range` at or after `from`. */
static bool next_literal(const wb_matcher *m, wb_slice needle, bool prefix, struct range range,
                         size_t from, wb_span *ret)
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

/* The next match of an alternative within `range` at or after `from`. */
static bool next_alternative(const wb_matcher *m, const wb_query_alternative *alternative,
                             struct range range, size_t from, wb_span *ret)
{
    wb_slice fold = fold_until(m, range);
    size_t at = wb_equivalents_find(alternative, fold, from > range.start ? from : range.start);
    if (at == SIZE_MAX) {
        return false;
    }
    *ret = (wb_span){at, at + alternative->folded.len};
    return true;
}

static bool set_loose(wb_matcher *m)
{
    if (!m->loose_set) {
        if (wb_loose_set(&m->loose, fold_of(m)) != WB_OK) {
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

/* The next match of a loose form within `range`, at or after byte `*from` of the paragraph's form,
 * which moves on. */
static bool next_loose(wb_matcher *m, wb_slice needle, bool prefix, struct range range,
                       size_t *from, wb_span *ret)
{
    if (needle.len == 0 || !set_loose(m)) {
        return false;
    }
    wb_loose part = m->loose;
    part.text.len = loose_offset(&m->loose, range.end);
    size_t first = loose_offset(&m->loose, range.start);
    size_t at = wb_loose_find(&part, fold_of(m), needle, prefix, *from > first ? *from : first,
                              &ret->start, &ret->end);
    *from = at + 1;
    return at != SIZE_MAX;
}

static bool find_item(wb_matcher *m, const wb_query_item *item, bool loose, struct range range)
{
    wb_span found;
    if (!set_fold(m)) {
        return false;
    }
    if (next_literal(m, item->folded, item->prefix, range, 0, &found)) {
        return true;
    }
    if (!loose || item->quoted) {
        return false;
    }
    for (size_t i = 0; i < item->alternative_count; i++) {
        if (next_alternative(m, &item->alternatives[i], range, 0, &found)) {
            return true;
        }
    }
    size_t from = 0;
    wb_slice needle = m->needles[item - m->query->items].loose;
    return next_loose(m, needle, item->prefix, range, &from, &found);
}

/* Whether the text itself shows that the item matches: most are found so, without a fold. */
static bool is_plain_to_see(const wb_matcher *m, const wb_query_item *item)
{
    return m->needles[item - m->query->items].plain && item->folded.len <= m->text.len &&
           memmem(m->text.ptr, m->text.len, item->folded.ptr, item->folded.len) != NULL;
}

static bool item_holds(wb_matcher *m, const wb_query_item *item, bool loose, struct range range)
{
    if (!is_whole(m, range)) {
        return find_item(m, item, loose, range);
    }
    enum known *known = m->needles[item - m->query->items].known;
    if (known[loose] == UNKNOWN) {
        bool found = (loose && known[false] == PRESENT) || is_plain_to_see(m, item) ||
                     find_item(m, item, loose, range);
        if (m->status != WB_OK) {
            return false;
        }
        known[loose] = found ? PRESENT : ABSENT;
    }
    return known[loose] == PRESENT;
}

static bool sentence_holds(wb_matcher *m, const wb_query_node *inside, bool loose,
                           struct range range)
{
    if (!is_whole(m, range)) {
        return holds(m, inside, loose, range);
    }
    wb_sentence sentence = {0, 0, 0};
    while (set_fold(m) && wb_sentence_next(fold_of(m), &sentence)) {
        if (holds(m, inside, loose, (struct range){sentence.start, sentence.end})) {
            return true;
        }
    }
    return false;
}

/* Whether the paragraph has one of the items below `node`, as it must to be a hit of a scope that
 * is larger than it; true when there are none. */
static bool has_positive(wb_matcher *m, const wb_query_node *node, bool loose)
{
    const wb_query_item *items[WB_QUERY_ITEMS_MAX];
    size_t count = wb_query_positive_items(node, items);
    for (size_t i = 0; i < count; i++) {
        if (item_holds(m, items[i], loose, whole)) {
            return true;
        }
    }
    return count == 0;
}

static bool has_negation(const wb_query_node *node)
{
    bool found = node->op == WB_QUERY_NOT;
    for (size_t i = 0; i < node->child_count && !found; i++) {
        found = has_negation(node->children[i]);
    }
    return found;
}

/* Without negations, what the paragraph fulfils by itself its section and document fulfil too. */
static bool unit_holds(wb_matcher *m, const wb_query_node *node, bool loose)
{
    const wb_query_node *inside = node->children[0];
    if (!has_positive(m, inside, loose)) {
        return false;
    }
    if (!has_negation(inside) && holds(m, inside, loose, whole)) {
        return true;
    }
    bool found = false;
    if (m->status == WB_OK && m->surroundings.unit) {
        m->status = m->surroundings.unit(m->surroundings.context, node, loose, &found, m->err);
    }
    return found;
}

static bool scope_holds(wb_matcher *m, const wb_query_node *node, bool loose, struct range range)
{
    switch (node->scope) {
    case WB_SCOPE_SENTENCE:
        return sentence_holds(m, node->children[0], loose, range);
    case WB_SCOPE_PARAGRAPH:
        return holds(m, node->children[0], loose, whole);
    default:
        return unit_holds(m, node, loose);
    }
}

static bool filter_holds(wb_matcher *m, const wb_query_filter *filter)
{
    bool found = false;
    if (m->status == WB_OK && m->surroundings.filter) {
        m->status = m->surroundings.filter(m->surroundings.context, filter, &found, m->err);
    }
    return found;
}

/* The tree is as deep as WB_QUERY_DEPTH_MAX allows. A failure shows in the status. */
static bool holds(wb_matcher *m, const wb_query_node *node, bool loose, struct range range)
{
    switch (node->op) {
    case WB_QUERY_ITEM:
        return item_holds(m, node->item, loose, range);
    case WB_QUERY_FILTER:
        return filter_holds(m, node->filter);
    case WB_QUERY_NOT: /* what is only written alike is not excluded */
        return !holds(m, node->children[0], false, range);
    case WB_QUERY_SCOPE:
        return scope_holds(m, node, loose, range);
    case WB_QUERY_AND:
    case WB_QUERY_OR:
        break;
    }
    bool decisive = node->op == WB_QUERY_OR; /* one such child decides */
    for (size_t i = 0; i < node->child_count; i++) {
        if (holds(m, node->children[i], loose, range) == decisive) {
            return decisive;
        }
    }
    return !decisive;
}

wb_status wb_matcher_holds(wb_matcher *matcher, const wb_query_node *node, bool loose, bool *ret,
                           wb_error *err)
{
    matcher->err = err;
    matcher->status = WB_OK;
    bool found = holds(matcher, node, loose, whole);
    if (matcher->status == WB_OK) {
        *ret = found;
    }
    return matcher->status;
}

wb_status wb_matcher_rung(wb_matcher *matcher, bool *ret_holds, wb_rung *ret_rung, wb_error *err)
{
    bool found = false;
    wb_rung rung = WB_RUNG_EXACT;
    wb_status status = wb_matcher_holds(matcher, matcher->query->root, false, &found, err);
    if (status == WB_OK && !found) {
        rung = WB_RUNG_LOOSE;
        status = wb_matcher_holds(matcher, matcher->query->root, true, &found, err);
    }
    if (status == WB_OK) {
        *ret_holds = found;
        *ret_rung = rung;
    }
    return status;
}

/* Adds bytes of the fold as what they stand for in the text. */
static void add_found(wb_matcher *m, wb_span found, wb_span_list *list)
{
    if (!wb_span_add(list, m->folded.source_start[found.start],
                     m->folded.source_end[found.end - 1])) {
        m->status = wb_error_nomem(m->err);
    }
}

/* With the rest of the word or number that a prefix began. */
static wb_span extend_word(wb_slice fold, wb_span found)
{
    while (found.end < fold.len) {
        size_t next = found.end;
        if (!wb_fold_is_word(wb_fold_class(wb_utf8_next(fold, &next)))) {
            break;
        }
        found.end = next;
    }
    return found;
}

static void add_literals(wb_matcher *m, wb_slice needle, bool prefix, struct range range,
                         wb_span_list *list)
{
    wb_span found = {0, 0};
    size_t from = 0;
    while (m->status == WB_OK && next_literal(m, needle, prefix, range, from, &found)) {
        from = found.start + 1;
        add_found(m, prefix ? extend_word(fold_of(m), found) : found, list);
    }
}

static void add_alternatives(wb_matcher *m, const wb_query_alternative *alternative,
                             struct range range, wb_span_list *list)
{
    wb_span found = {0, 0};
    size_t from = 0;
    while (m->status == WB_OK && next_alternative(m, alternative, range, from, &found)) {
        from = found.start + 1;
        add_found(m, found, list);
    }
}

static void add_item_spans(wb_matcher *m, const wb_query_item *item, bool loose, struct range range,
                           wb_span_list *list)
{
    add_literals(m, item->folded, item->prefix, range, list);
    if (!loose || item->quoted) {
        return;
    }
    for (size_t i = 0; i < item->alternative_count; i++) {
        add_alternatives(m, &item->alternatives[i], range, list);
    }
    size_t from = 0;
    wb_span found;
    wb_slice needle = m->needles[item - m->query->items].loose;
    while (m->status == WB_OK && next_loose(m, needle, item->prefix, range, &from, &found)) {
        add_found(m, item->prefix ? extend_word(fold_of(m), found) : found, list);
    }
}

static void add_spans(wb_matcher *m, const wb_query_node *node, bool loose, struct range range,
                      wb_span_list *list);

static void add_sentence_spans(wb_matcher *m, const wb_query_node *inside, bool loose,
                               struct range range, wb_span_list *list)
{
    if (!is_whole(m, range)) {
        add_spans(m, inside, loose, range, list);
        return;
    }
    wb_sentence sentence = {0, 0, 0};
    while (m->status == WB_OK && wb_sentence_next(fold_of(m), &sentence)) {
        add_spans(m, inside, loose, (struct range){sentence.start, sentence.end}, list);
    }
}

static void add_scope_spans(wb_matcher *m, const wb_query_node *node, bool loose,
                            struct range range, wb_span_list *list)
{
    if (node->scope == WB_SCOPE_SENTENCE) {
        add_sentence_spans(m, node->children[0], loose, range, list);
    } else if (node->scope == WB_SCOPE_PARAGRAPH) {
        add_spans(m, node->children[0], loose, whole, list);
    } else {
        const wb_query_item *items[WB_QUERY_ITEMS_MAX];
        size_t count = wb_query_positive_items(node, items);
        for (size_t i = 0; i < count; i++) {
            add_item_spans(m, items[i], loose, whole, list);
        }
    }
}

static void add_spans(wb_matcher *m, const wb_query_node *node, bool loose, struct range range,
                      wb_span_list *list)
{
    if (m->status != WB_OK || !holds(m, node, loose, range)) {
        return;
    }
    switch (node->op) {
    case WB_QUERY_ITEM:
        add_item_spans(m, node->item, loose, range, list);
        break;
    case WB_QUERY_AND:
    case WB_QUERY_OR:
        for (size_t i = 0; i < node->child_count; i++) {
            add_spans(m, node->children[i], loose, range, list);
        }
        break;
    case WB_QUERY_SCOPE:
        add_scope_spans(m, node, loose, range, list);
        break;
    case WB_QUERY_NOT:
    case WB_QUERY_FILTER:
        break;
    }
}

wb_status wb_matcher_spans(wb_matcher *matcher, wb_rung rung, wb_arena *arena, wb_span **ret_spans,
                           size_t *ret_count, wb_error *err)
{
    wb_span_list list = {NULL, 0, 0};
    matcher->err = err;
    matcher->status =
        wb_fold(matcher->text, true, &matcher->folded) == WB_OK ? WB_OK : wb_error_nomem(err);
    matcher->folded_set = matcher->status == WB_OK;
    if (matcher->status == WB_OK) {
        add_spans(matcher, matcher->query->root, rung != WB_RUNG_EXACT, whole, &list);
    }
    if (matcher->status != WB_OK) {
        wb_free(list.items);
        return matcher->status;
    }
    wb_span_merge(&list);
    return wb_span_keep(&list, arena, ret_spans, ret_count, err);
}
