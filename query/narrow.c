#include "narrow.h"

#include <stdlib.h>

#include "fields.h"
#include "planner.h"

/* Candidates a batch. */
#define BATCH 8192

/* What a term with unknown frequency counts. */
#define MANY 1e9

/* Everything that is needed for one narrowing by postings. */
struct narrower {
    wb_index *index;
    const wb_catalog *catalog;
    wb_narrowing *narrowing;
    wb_candidate *candidates; /* BATCH of them */
    wb_arena plans;
};

/* Something that must be found in a document. */
struct demand {
    const wb_plan *plan;
    double postings; /* about so many */
};

/* The operands of an AND, or the node itself: all must hold. */
static wb_query_node *const *conjuncts(wb_query_node *const *node, size_t *ret_count)
{
    *ret_count = (*node)->op == WB_QUERY_AND ? (*node)->child_count : 1;
    return (*node)->op == WB_QUERY_AND ? (*node)->children : node;
}

wb_status wb_narrow_by_filters(const wb_query *query, wb_index *index, wb_narrowing *narrowing,
                               wb_error *err)
{
    wb_filter filters[WB_QUERY_ITEMS_MAX];
    size_t count = 0;
    size_t node_count;
    wb_query_node *const *nodes = conjuncts(&query->root, &node_count);
    for (size_t i = 0; i < node_count; i++) {
        if (nodes[i]->op == WB_QUERY_FILTER && wb_fields_is_of_document(nodes[i]->filter)) {
            filters[count++] = wb_fields_filter(nodes[i]->filter);
        }
    }
    const wb_catalog *catalog = NULL;
    if (count == 0) {
        return WB_OK;
    }
    wb_status status = wb_index_catalog(index, &catalog, err);
    return status == WB_OK ? wb_filter_groups(catalog, filters, count, &narrowing->groups,
                                              &narrowing->count, err)
                           : status;
}

static bool is_unit(const wb_query_node *node)
{
    return node->op == WB_QUERY_SCOPE &&
           (node->scope == WB_SCOPE_SECTION || node->scope == WB_SCOPE_DOCUMENT);
}

bool wb_narrow_has_units(const wb_query_node *node, bool *ret_negated)
{
    bool found = is_unit(node);
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

static wb_status add_demands(struct narrower *n, wb_query_node *const *inside,
                             struct demand *demands, size_t *count, wb_error *err)
{
    size_t node_count;
    wb_query_node *const *nodes = conjuncts(inside, &node_count);
    wb_status status = WB_OK;
    for (size_t i = 0; i < node_count && status == WB_OK && *count < WB_QUERY_ITEMS_MAX; i++) {
        const wb_plan *plan = NULL;
        bool complete;
        if (!is_of_paragraph(nodes[i])) {
            continue;
        }
        status = wb_plan_query_node(nodes[i], (wb_planner_options){.alternatives = true}, &n->plans,
                                    &plan, &complete, err);
        if (status == WB_OK && plan->op != WB_PLAN_ALL) {
            demands[(*count)++] = (struct demand){plan, count_postings(n->index->store, plan)};
        }
    }
    return status;
}

/* The documents, among those left, that have a candidate of the plan, become those left. */
static wb_status keep_documents(struct narrower *n, const wb_plan *plan, wb_error *err)
{
    wb_store_range range = {.order = WB_STORE_BY_DOCID,
                            .first_docid = 1,
                            .groups = n->narrowing->groups,
                            .group_count = n->narrowing->count,
                            .limit = BATCH};
    wb_narrowing kept = {wb_alloc(n->catalog->count, sizeof *kept.groups), 0};
    wb_status status = kept.groups ? WB_OK : wb_error_nomem(err);
    bool more = true;
    while (kept.groups && more && status == WB_OK) {
        size_t count = 0;
        status = wb_store_search(n->index->store, plan, &range, n->candidates, &count, &more, err);
        for (size_t i = 0; i < count && status == WB_OK; i++) {
            uint32_t group = wb_store_group(n->candidates[i].docid);
            if (kept.count && group < kept.groups[kept.count - 1].end) {
                continue;
            }
            const wb_catalog_doc *doc = wb_catalog_find(n->catalog, group);
            if (doc) {
                kept.groups[kept.count++] =
                    (wb_group_range){doc->group, doc->group + doc->group_count};
            }
        }
        range.first_docid = count ? n->candidates[count - 1].docid + 1 : range.first_docid;
        more = more && count;
    }
    if (status != WB_OK) {
        wb_free(kept.groups);
        return status;
    }
    wb_free(n->narrowing->groups);
    *n->narrowing = kept;
    return WB_OK;
}

/* The rarest first: the others are then looked for in few documents. */
static wb_status keep_all(struct narrower *n, struct demand *demands, size_t count, wb_error *err)
{
    wb_status status = WB_OK;
    if (count) {
        qsort(demands, count, sizeof *demands, compare_demands);
    }
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        status = keep_documents(n, demands[i].plan, err);
    }
    return status;
}

wb_status wb_narrow_by_units(const wb_query *query, wb_index *index, wb_narrowing *narrowing,
                             wb_error *err)
{
    struct narrower n = {.index = index, .narrowing = narrowing};
    struct demand demands[WB_QUERY_ITEMS_MAX];
    size_t count = 0;
    size_t node_count;
    wb_query_node *const *nodes = conjuncts(&query->root, &node_count);
    wb_status status = wb_index_catalog(index, &n.catalog, err);
    for (size_t i = 0; i < node_count && status == WB_OK; i++) {
        if (is_unit(nodes[i])) {
            status = add_demands(&n, &nodes[i]->children[0], demands, &count, err);
        }
    }
    if (status == WB_OK && count) {
        n.candidates = wb_alloc(BATCH, sizeof *n.candidates);
        status = n.candidates ? keep_all(&n, demands, count, err) : wb_error_nomem(err);
    }
    wb_free(n.candidates);
    wb_arena_clear(&n.plans);
    return status;
}
