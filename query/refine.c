#include "refine.h"

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

#include "years.h"

static wb_query_node *new_node(wb_query *query, wb_query_op op, size_t children)
{
    wb_query_node *node = wb_arena_alloc(&query->arena, 1, sizeof *node);
    wb_query_node **room = wb_arena_alloc(&query->arena, children, sizeof *room);
    if (!node || !room) {
        return NULL;
    }
    *node = (wb_query_node){.op = op, .children = room, .length = query->source.len};
    return node;
}

wb_status wb_refinement_read(const wb_refinement *refinement, wb_arena *arena, wb_query_filter *ret,
                             wb_error *err)
{
    const char *name = wb_query_field_name(refinement->field);
    wb_folded folded;
    if (wb_utf8_valid_prefix(refinement->value) < refinement->value.len) {
        return wb_error_set(err, WB_INVALID, "%s is not UTF-8", name);
    }
    *ret = (wb_query_filter){.field = refinement->field};
    wb_folded_init(&folded);
    bool complete = wb_fold(refinement->value, false, &folded) == WB_OK &&
                    wb_arena_dup(arena, refinement->value, &ret->text) &&
                    wb_arena_dup(arena, wb_buf_slice(&folded.text), &ret->folded);
    wb_folded_free(&folded);
    if (!complete) {
        return wb_error_nomem(err);
    }
    bool swapped = false;
    if (ret->field == WB_FIELD_YEAR &&
        !wb_years_read(ret->folded, &ret->year_min, &ret->year_max, &swapped)) {
        return wb_error_set(err, WB_INVALID, "%s takes a year or a range, as in 2019..2023", name);
    }
    return ret->folded.len ? WB_OK : wb_error_set(err, WB_INVALID, "%s is empty", name);
}

static wb_status make_filter(wb_query *query, const wb_refinement *from, wb_query_node **ret,
                             wb_error *err)
{
    wb_query_filter *filter = wb_arena_alloc(&query->arena, 1, sizeof *filter);
    wb_query_node *node = new_node(query, WB_QUERY_FILTER, 0);
    wb_status status =
        filter && node ? wb_refinement_read(from, &query->arena, filter, err) : wb_error_nomem(err);
    if (status == WB_OK) {
        node->filter = filter;
        *ret = node;
    }
    return status;
}

/* Parents before children. */
static void number_nodes(wb_query *query, wb_query_node *node)
{
    node->number = query->node_count++;
    for (size_t i = 0; i < node->child_count; i++) {
        number_nodes(query, node->children[i]);
    }
}

wb_status wb_query_refine(wb_query *query, const wb_refinement *refinements, size_t count,
                          wb_error *err)
{
    if (count == 0) {
        return WB_OK;
    }
    if (count > WB_QUERY_ITEMS_MAX) {
        return wb_error_set(err, WB_LIMIT, "more than %d filters", WB_QUERY_ITEMS_MAX);
    }
    size_t kept;
    wb_query_node *const *old = wb_query_conjuncts(&query->root, &kept);
    wb_query_node *root = new_node(query, WB_QUERY_AND, kept + count);
    if (!root) {
        return wb_error_nomem(err);
    }
    memcpy(root->children, old, kept * sizeof(wb_query_node *));
    root->child_count = kept;
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        status = make_filter(query, &refinements[i], &root->children[root->child_count++], err);
    }
    if (status == WB_OK) {
        query->root = root;
        query->node_count = 0;
        number_nodes(query, root);
    }
    return status;
}
