#include "contradiction.h"

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

static bool contains(wb_slice text, wb_slice part)
{
    return part.len <= text.len && memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

/* Whether `denied` has an exact match wherever `wanted` matches. Chinese characters have one
 * wherever they stand; between those of a loose match there may be punctuation, so that only a
 * single one of them is certain. */
static bool implies(const wb_query_item *wanted, const wb_query_item *denied)
{
    bool certain = wb_fold_is_plain(denied->folded) && contains(wanted->folded, denied->folded) &&
                   (wanted->quoted || wb_utf8_count_chars(denied->folded) == 1);
    size_t others = wanted->quoted ? 0 : wanted->alternative_count;
    for (size_t i = 0; i < others && certain; i++) {
        certain = contains(wanted->alternatives[i].folded, denied->folded);
    }
    return certain;
}

/* Whether one of the items among the operands of `all` implies `denied`. */
static bool is_item_implied(const wb_query_node *all, const wb_query_item *denied)
{
    bool found = false;
    for (size_t i = 0; i < all->child_count && !found; i++) {
        const wb_query_node *child = all->children[i];
        found = child->op == WB_QUERY_ITEM && implies(child->item, denied);
    }
    return found;
}

/* Whether `denied` holds exactly wherever these items match. */
static bool is_implied(const wb_query_node *all, const wb_query_node *denied)
{
    if (denied->op == WB_QUERY_ITEM) {
        return is_item_implied(all, denied->item);
    }
    if (denied->op != WB_QUERY_AND && denied->op != WB_QUERY_OR) {
        return false;
    }
    bool decisive = denied->op == WB_QUERY_OR; /* one such child decides */
    for (size_t i = 0; i < denied->child_count; i++) {
        if (is_implied(all, denied->children[i]) == decisive) {
            return decisive;
        }
    }
    return !decisive;
}

/* What contradicts itself in a paragraph does so in a sentence, section or document: where an item
 * matches, what it implies matches in the same place. The tree is as deep as WB_QUERY_DEPTH_MAX
 * allows. */
static bool is_contradictory(const wb_query_node *node)
{
    if (node->op == WB_QUERY_SCOPE) {
        return is_contradictory(node->children[0]);
    }
    if (node->op != WB_QUERY_AND && node->op != WB_QUERY_OR) {
        return false;
    }
    bool decisive = node->op == WB_QUERY_AND; /* one such child decides */
    for (size_t i = 0; i < node->child_count; i++) {
        const wb_query_node *child = node->children[i];
        bool found = child->op == WB_QUERY_NOT && node->op == WB_QUERY_AND
                         ? is_implied(node, child->children[0])
                         : is_contradictory(child);
        if (found == decisive) {
            return decisive;
        }
    }
    return !decisive;
}

bool wb_query_is_contradictory(const wb_query *query)
{
    return is_contradictory(query->root);
}
