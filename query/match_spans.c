#include "match.h"

#include <wbsearch/utf8.h>

#include "match_holds.h"
#include "sentence.h"

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

static void add_literals(wb_matcher *m, wb_slice needle, bool prefix, wb_match_range range,
                         wb_span_list *list)
{
    wb_span found = {0, 0};
    size_t from = 0;
    while (m->status == WB_OK && wb_match_next_literal(m, needle, prefix, range, from, &found)) {
        from = found.start + 1;
        add_found(m, prefix ? extend_word(wb_match_fold(m), found) : found, list);
    }
}

static void add_alternatives(wb_matcher *m, const wb_query_alternative *alternative,
                             wb_match_range range, wb_span_list *list)
{
    wb_span found = {0, 0};
    size_t from = 0;
    while (m->status == WB_OK && wb_match_next_alternative(m, alternative, range, from, &found)) {
        from = found.start + 1;
        add_found(m, found, list);
    }
}

static void add_item_spans(wb_matcher *m, const wb_query_item *item, bool loose,
                           wb_match_range range, wb_span_list *list)
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
    while (m->status == WB_OK &&
           wb_match_next_loose(m, needle, item->prefix, range, &from, &found)) {
        add_found(m, item->prefix ? extend_word(wb_match_fold(m), found) : found, list);
    }
}

static void add_spans(wb_matcher *m, const wb_query_node *node, bool loose, wb_match_range range,
                      wb_span_list *list);

static void add_sentence_spans(wb_matcher *m, const wb_query_node *inside, bool loose,
                               wb_match_range range, wb_span_list *list)
{
    if (!wb_match_is_whole(m, range)) {
        add_spans(m, inside, loose, range, list);
        return;
    }
    wb_sentence sentence = {0, 0, 0};
    while (m->status == WB_OK && wb_sentence_next(wb_match_fold(m), &sentence)) {
        add_spans(m, inside, loose, (wb_match_range){sentence.start, sentence.end}, list);
    }
}

static void add_scope_spans(wb_matcher *m, const wb_query_node *node, bool loose,
                            wb_match_range range, wb_span_list *list)
{
    if (node->scope == WB_SCOPE_SENTENCE) {
        add_sentence_spans(m, node->children[0], loose, range, list);
    } else if (node->scope == WB_SCOPE_PARAGRAPH) {
        add_spans(m, node->children[0], loose, WB_MATCH_WHOLE, list);
    } else {
        const wb_query_item *items[WB_QUERY_ITEMS_MAX];
        size_t count = wb_query_positive_items(node, items);
        for (size_t i = 0; i < count; i++) {
            add_item_spans(m, items[i], loose, WB_MATCH_WHOLE, list);
        }
    }
}

static void add_spans(wb_matcher *m, const wb_query_node *node, bool loose, wb_match_range range,
                      wb_span_list *list)
{
    if (m->status != WB_OK || !wb_match_holds(m, node, loose, range)) {
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
        add_spans(matcher, matcher->query->root, rung != WB_RUNG_EXACT, WB_MATCH_WHOLE, &list);
    }
    if (matcher->status != WB_OK) {
        wb_free(list.items);
        return matcher->status;
    }
    wb_span_merge(&list);
    return wb_span_keep(&list, arena, ret_spans, ret_count, err);
}
