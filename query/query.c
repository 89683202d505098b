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

/* The depth is bounded by WB_QUERY_DEPTH_MAX. */
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
