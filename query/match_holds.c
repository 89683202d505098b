#include "match_holds.h"

#include "sentence.h"

static bool find_item(struct wb_matcher *m, const wb_query_item *item, bool loose,
                      wb_match_range range)
{
    wb_span found;
    if (!wb_match_set_fold(m)) {
        return false;
    }
    if (wb_match_next_literal(m, item->folded, item->prefix, range, 0, &found)) {
        return true;
    }
    if (!loose || item->quoted) {
        return false;
    }
    for (size_t i = 0; i < item->alternative_count; i++) {
        if (wb_match_next_alternative(m, &item->alternatives[i], range, 0, &found)) {
            return true;
        }
    }
    size_t from = 0;
    wb_slice needle = m->needles[item - m->query->items].loose;
    return wb_match_next_loose(m, needle, item->prefix, range, &from, &found);
}

/* Whether the text itself shows that the item matches: most are found so, without a fold. */
static bool is_plain_to_see(const struct wb_matcher *m, const wb_query_item *item)
{
    return m->needles[item - m->query->items].plain && item->folded.len <= m->text.len &&
           memmem(m->text.ptr, m->text.len, item->folded.ptr, item->folded.len) != NULL;
}

static bool item_holds(struct wb_matcher *m, const wb_query_item *item, bool loose,
                       wb_match_range range)
{
    if (!wb_match_is_whole(m, range)) {
        return find_item(m, item, loose, range);
    }
    enum wb_match_known *known = m->needles[item - m->query->items].known;
    if (known[loose] == WB_MATCH_UNKNOWN) {
        bool found = (loose && known[false] == WB_MATCH_PRESENT) || is_plain_to_see(m, item) ||
                     find_item(m, item, loose, range);
        if (m->status != WB_OK) {
            return false;
        }
        known[loose] = found ? WB_MATCH_PRESENT : WB_MATCH_ABSENT;
    }
    return known[loose] == WB_MATCH_PRESENT;
}

static bool sentence_holds(struct wb_matcher *m, const wb_query_node *inside, bool loose,
                           wb_match_range range)
{
    if (!wb_match_is_whole(m, range)) {
        return wb_match_holds(m, inside, loose, range);
    }
    wb_sentence sentence = {0, 0, 0};
    while (wb_match_set_fold(m) && wb_sentence_next(wb_match_fold(m), &sentence)) {
        if (wb_match_holds(m, inside, loose, (wb_match_range){sentence.start, sentence.end})) {
            return true;
        }
    }
    return false;
}

/* Whether the paragraph has one of the items below `node`, as it must to be a hit of a scope that
 * is larger than it; true when there are none. */
static bool has_positive(struct wb_matcher *m, const wb_query_node *node, bool loose)
{
    const wb_query_item *items[WB_QUERY_ITEMS_MAX];
    size_t count = wb_query_positive_items(node, items);
    for (size_t i = 0; i < count; i++) {
        if (item_holds(m, items[i], loose, WB_MATCH_WHOLE)) {
            return true;
        }
    }
    return count == 0;
}

/* Without negations, what the paragraph fulfils by itself its section and document fulfil too. */
static bool unit_holds(struct wb_matcher *m, const wb_query_node *node, bool loose)
{
    const wb_query_node *inside = node->children[0];
    if (!has_positive(m, inside, loose)) {
        return false;
    }
    if (!wb_query_has_negation(inside) && wb_match_holds(m, inside, loose, WB_MATCH_WHOLE)) {
        return true;
    }
    bool found = false;
    if (m->status == WB_OK && m->surroundings.unit) {
        m->status = m->surroundings.unit(m->surroundings.context, node, loose, &found, m->err);
    }
    return found;
}

static bool scope_holds(struct wb_matcher *m, const wb_query_node *node, bool loose,
                        wb_match_range range)
{
    switch (node->scope) {
    case WB_SCOPE_SENTENCE:
        return sentence_holds(m, node->children[0], loose, range);
    case WB_SCOPE_PARAGRAPH:
        return wb_match_holds(m, node->children[0], loose, WB_MATCH_WHOLE);
    default:
        return unit_holds(m, node, loose);
    }
}

static bool filter_holds(struct wb_matcher *m, const wb_query_filter *filter)
{
    bool found = false;
    if (m->status == WB_OK && m->surroundings.filter) {
        m->status = m->surroundings.filter(m->surroundings.context, filter, &found, m->err);
    }
    return found;
}

/* The tree is as deep as WB_QUERY_DEPTH_MAX allows. */
bool wb_match_holds(struct wb_matcher *m, const wb_query_node *node, bool loose,
                    wb_match_range range)
{
    switch (node->op) {
    case WB_QUERY_ITEM:
        return item_holds(m, node->item, loose, range);
    case WB_QUERY_FILTER:
        return filter_holds(m, node->filter);
    case WB_QUERY_NOT: /* what is only written alike is not excluded */
        return !wb_match_holds(m, node->children[0], false, range);
    case WB_QUERY_SCOPE:
        return scope_holds(m, node, loose, range);
    case WB_QUERY_AND:
    case WB_QUERY_OR:
        break;
    }
    bool decisive = node->op == WB_QUERY_OR; /* one such child decides */
    for (size_t i = 0; i < node->child_count; i++) {
        if (wb_match_holds(m, node->children[i], loose, range) == decisive) {
            return decisive;
        }
    }
    return !decisive;
}
