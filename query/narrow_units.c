#include <stdlib.h>

#include <wbsearch/plan_cursor.h>

#include "cells.h"
#include "narrow.h"
#include "planner.h"

/* What a term with unknown frequency counts. */
#define MANY 1e9

/* Something that must be found in a section or document. */
struct demand {
    const wb_plan *plan;
    double postings; /* about so many */
    wb_plan_cursor *cursor;
};

struct demands {
    struct demand items[WB_QUERY_ITEMS_MAX];
    size_t count;
};

bool wb_narrow_has_units(const wb_query_node *node, bool *ret_negated)
{
    bool found = wb_query_is_unit(node);
    *ret_negated = *ret_negated || (found && wb_query_has_negation(node));
    for (size_t i = 0; i < node->child_count; i++) {
        bool below = wb_narrow_has_units(node->children[i], ret_negated);
        *ret_negated = *ret_negated || (below && node->op == WB_QUERY_NOT);
        found = found || below;
    }
    return found;
}

/* Whether one paragraph fulfils the node wherever a section or document does. */
static bool is_of_paragraph(const wb_query_node *node)
{
    if (node->op == WB_QUERY_OR) {
        bool all = true;
        for (size_t i = 0; i < node->child_count && all; i++) {
            all = is_of_paragraph(node->children[i]);
        }
        return all;
    }
    return node->op == WB_QUERY_ITEM || node->op == WB_QUERY_SCOPE;
}

static double count_postings(wb_store *store, const wb_plan *plan)
{
    double sum = 0;
    double least = MANY;
    switch (plan->op) {
    case WB_PLAN_TERM:
        return wb_store_document_frequency(store, plan->term);
    case WB_PLAN_AND:
    case WB_PLAN_OR:
        for (size_t i = 0; i < plan->child_count; i++) {
            double n = count_postings(store, plan->children[i]);
            sum += n;
            least = n < least ? n : least;
        }
        return plan->op == WB_PLAN_AND ? least : sum;
    default:
        return MANY;
    }
}

static int compare_demands(const void *a, const void *b)
{
    const struct demand *x = a;
    const struct demand *y = b;
    return x->postings < y->postings ? -1 : x->postings > y->postings;
}

/* What must be found where the scope holds, the rarest first: the others are then looked for in few
 * places. */
static wb_status make_demands(wb_index *index, const wb_query_node *scope, wb_arena *arena,
                              struct demands *demands, wb_error *err)
{
    size_t node_count;
    wb_query_node *const *nodes = wb_query_conjuncts(&scope->children[0], &node_count);
    wb_status status = WB_OK;
    demands->count = 0;
    for (size_t i = 0; i < node_count && status == WB_OK && demands->count < WB_QUERY_ITEMS_MAX;
         i++) {
        const wb_plan *plan = NULL;
        bool complete;
        if (!is_of_paragraph(nodes[i])) {
            continue;
        }
        status = wb_plan_query_node(nodes[i], (wb_planner_options){.alternatives = true}, arena,
                                    &plan, &complete, err);
        if (status == WB_OK && plan->op != WB_PLAN_ALL) {
            struct demand *demand = &demands->items[demands->count++];
            *demand = (struct demand){plan, count_postings(index->store, plan), NULL};
            status = wb_plan_cursor_new(index->store, plan, &demand->cursor, err);
        }
    }
    if (demands->count) {
        qsort(demands->items, demands->count, sizeof *demands->items, compare_demands);
    }
    return status;
}

static void clear_demands(struct demands *demands)
{
    for (size_t i = 0; i < demands->count; i++) {
        wb_plan_cursor_free(demands->items[i].cursor);
    }
}

/* Whether the unit of `cell` has a candidate of the demand. Where it has none, the documents before
 * `*ret_docid` have none either. */
static wb_status has_candidate(const wb_cells *cells, size_t cell, struct demand *demand, bool *ret,
                               uint32_t *ret_docid, wb_error *err)
{
    wb_status status = WB_OK;
    *ret = false;
    for (size_t part = wb_cells_unit_first(cells, cell);
         part != WB_NO_CELL && !*ret && status == WB_OK; part = wb_cells_unit_next(cells, part)) {
        wb_docid_range range = wb_cells_range(cells, part);
        status = wb_plan_cursor_seek(demand->cursor, range.first, ret_docid, err);
        *ret = status == WB_OK && *ret_docid <= range.last;
    }
    return status;
}

/* The first docid of the document that has `docid`. */
static uint32_t document_start(const wb_cells *cells, uint32_t docid)
{
    const wb_catalog_doc *doc =
        docid == WB_STORE_NOWHERE ? NULL : wb_catalog_find(cells->catalog, wb_store_group(docid));
    return doc ? wb_catalog_docids(doc).first : docid;
}

/* The first docid behind it. */
static uint32_t document_end(const wb_cells *cells, uint32_t docid)
{
    const wb_catalog_doc *doc = wb_catalog_find(cells->catalog, wb_store_group(docid));
    return (doc ? wb_catalog_docids(doc).last : docid) + 1;
}

/* Keeps the cells of the units that have a candidate of each demand. */
static wb_status keep_units(const wb_cells *cells, struct demands *demands, bool *kept,
                            wb_error *err)
{
    uint32_t docid = 1;
    /* Documents without a candidate of some demand. What is left of the document before them is
     * looked at: a section that goes on there may have the candidate in an earlier part. */
    wb_docid_range without = {WB_STORE_NOWHERE, WB_STORE_NOWHERE};
    for (;;) {
        wb_status status = wb_plan_cursor_seek(demands->items[0].cursor, docid, &docid, err);
        if (status != WB_OK || docid == WB_STORE_NOWHERE) {
            return status;
        }
        if (docid >= without.first && docid < without.last) {
            docid = without.last;
            continue;
        }
        size_t cell = wb_cells_find(cells, docid);
        if (cell == WB_NO_CELL) {
            docid++;
            continue;
        }
        bool has_all = true;
        for (size_t i = 1; i < demands->count && has_all && status == WB_OK; i++) {
            uint32_t found = 0;
            status = has_candidate(cells, cell, &demands->items[i], &has_all, &found, err);
            if (!has_all) {
                without =
                    (wb_docid_range){document_end(cells, docid), document_start(cells, found)};
            }
        }
        if (status != WB_OK) {
            return status;
        }
        for (size_t part = wb_cells_unit_first(cells, cell); has_all && part != WB_NO_CELL;
             part = wb_cells_unit_next(cells, part)) {
            kept[part] = true;
        }
        docid = wb_cells_range(cells, cell).last + 1;
    }
}

/* Drops the units that have a paragraph which fulfils `plan`. */
static wb_status drop_units(const wb_cells *cells, wb_store *store, const wb_plan *plan, bool *kept,
                            wb_error *err)
{
    wb_plan_cursor *cursor = NULL;
    uint32_t docid = 0; /* the first at or after the cell that fulfils it */
    wb_status status = wb_plan_cursor_new(store, plan, &cursor, err);
    for (size_t cell = 0; cell < cells->count && status == WB_OK; cell++) {
        wb_docid_range range = wb_cells_range(cells, cell);
        if (kept[cell] && docid < range.first) {
            status = wb_plan_cursor_seek(cursor, range.first, &docid, err);
        }
        if (status != WB_OK || !kept[cell] || docid > range.last) {
            continue;
        }
        for (size_t part = wb_cells_unit_first(cells, cell); part != WB_NO_CELL;
             part = wb_cells_unit_next(cells, part)) {
            kept[part] = false;
        }
    }
    wb_plan_cursor_free(cursor);
    return status;
}

/* Drops the units that have `denied` in a paragraph for certain. */
static wb_status drop_denied(const wb_cells *cells, wb_index *index, const wb_query_node *denied,
                             wb_arena *arena, bool *kept, wb_error *err)
{
    wb_plan *plan = NULL;
    if (wb_query_has_negation(denied)) { /* to be denied of the whole unit, not of a paragraph */
        return WB_OK;
    }
    wb_status status =
        wb_plan_certain_node(denied, (wb_certain_options){.exact = true}, arena, &plan, err);
    return status == WB_OK && plan ? drop_units(cells, index->store, plan, kept, err) : status;
}

static wb_status get_cells(wb_index *index, wb_query_scope scope, wb_cells *ret, wb_error *err)
{
    *ret = (wb_cells){NULL, NULL, 0};
    wb_status status = wb_index_catalog(index, &ret->catalog, err);
    if (status == WB_OK && scope == WB_SCOPE_SECTION) {
        status = wb_index_sections(index, &ret->sections, err);
    }
    if (status == WB_OK) {
        ret->count = ret->sections ? ret->sections->run_count : ret->catalog->count;
    }
    return status;
}

/* Keeps the cells of the units where what stands in the scope may hold. */
static wb_status keep_fulfilling(const wb_cells *cells, wb_index *index, const wb_query_node *scope,
                                 wb_arena *arena, bool *kept, wb_error *err)
{
    struct demands demands = {.count = 0};
    size_t count;
    wb_query_node *const *nodes = wb_query_conjuncts(&scope->children[0], &count);
    wb_status status = make_demands(index, scope, arena, &demands, err);
    if (status == WB_OK && demands.count) {
        status = keep_units(cells, &demands, kept, err);
    } else {
        wb_cells_keep_all(cells, kept);
    }
    clear_demands(&demands);
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        if (nodes[i]->op == WB_QUERY_NOT) {
            status = drop_denied(cells, index, nodes[i]->children[0], arena, kept, err);
        }
    }
    return status;
}

/* Narrows to the units that fulfil the scope, as far as can be told. */
static wb_status narrow_by_unit(wb_index *index, const wb_query_node *scope,
                                wb_narrowing *narrowing, wb_error *err)
{
    wb_cells cells;
    wb_arena plans = {0};
    wb_status status = get_cells(index, scope->scope, &cells, err);
    bool *kept = status == WB_OK ? wb_alloc_zero(cells.count, sizeof *kept) : NULL;
    if (status == WB_OK) {
        status =
            kept ? keep_fulfilling(&cells, index, scope, &plans, kept, err) : wb_error_nomem(err);
    }
    if (status == WB_OK) {
        size_t count = 0;
        wb_docid_range *docids = wb_cells_ranges(&cells, kept, &count);
        status =
            docids ? wb_narrowing_intersect(narrowing, docids, count, err) : wb_error_nomem(err);
    }
    wb_free(kept);
    wb_arena_clear(&plans);
    return status;
}

wb_status wb_narrow_by_units(const wb_query *query, wb_index *index, const wb_narrowing *within,
                             wb_narrowing *ret, wb_error *err)
{
    size_t node_count;
    wb_query_node *const *nodes = wb_query_conjuncts(&query->root, &node_count);
    wb_status status = wb_narrowing_copy(within, ret, err);
    for (size_t i = 0; i < node_count && status == WB_OK; i++) {
        if (wb_query_is_unit(nodes[i])) {
            status = narrow_by_unit(index, nodes[i], ret, err);
        }
    }
    return status;
}
