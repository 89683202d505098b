#include "query.h"

const char *wb_query_field_name(wb_query_field field)
{
    static const char *const names[WB_FIELD_COUNT_] = {"title",  "section", "path", "organ",
                                                       "number", "kind",    "year"};
    return names[field];
}

const char *wb_query_field_chinese_name(wb_query_field field)
{
    static const char *const names[WB_FIELD_COUNT_] = {"标题", "章节", "路径", "机关",
                                                       "文号", "文种", "年份"};
    return names[field];
}

const char *wb_query_scope_name(wb_query_scope scope)
{
    static const char *const names[WB_SCOPE_COUNT_] = {"sentence", "paragraph", "section",
                                                       "document"};
    return names[scope];
}

const char *wb_query_scope_chinese_name(wb_query_scope scope)
{
    static const char *const names[WB_SCOPE_COUNT_] = {"同句", "同段", "同节", "同篇"};
    return names[scope];
}

void wb_query_clear(wb_query *query)
{
    wb_arena_clear(&query->arena);
    memset(query, 0, sizeof *query);
}

wb_query_node *const *wb_query_conjuncts(wb_query_node *const *node, size_t *ret_count)
{
    bool is_and = (*node)->op == WB_QUERY_AND;
    *ret_count = is_and ? (*node)->child_count : 1;
    return is_and ? (*node)->children : node;
}

/* The depth is bounded by WB_QUERY_DEPTH_MAX. */
bool wb_query_has_negation(const wb_query_node *node)
{
    bool found = node->op == WB_QUERY_NOT;
    for (size_t i = 0; i < node->child_count && !found; i++) {
        found = wb_query_has_negation(node->children[i]);
    }
    return found;
}

bool wb_query_is_unit(const wb_query_node *node)
{
    return node->op == WB_QUERY_SCOPE &&
           (node->scope == WB_SCOPE_SECTION || node->scope == WB_SCOPE_DOCUMENT);
}

/* The same. */
static size_t add_positive(const wb_query_node *node, const wb_query_item **ret, size_t count)
{
    if (node->op == WB_QUERY_ITEM && count < WB_QUERY_ITEMS_MAX) {
        ret[count++] = node->item;
    }
    for (size_t i = 0; i < node->child_count && node->op != WB_QUERY_NOT; i++) {
        count = add_positive(node->children[i], ret, count);
    }
    return count;
}

size_t wb_query_positive_items(const wb_query_node *node, const wb_query_item **ret)
{
    return node ? add_positive(node, ret, 0) : 0;
}
