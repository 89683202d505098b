#include "narrow.h"

#include <stdlib.h>

#include "fields.h"
#include "planner.h"

/* What a term with unknown frequency counts. */
#define MANY 1e9

/* Something that must be found in a section or document. */
struct demand {
    const wb_plan *plan;
    double postings; /* about so many */
    wb_store_cursor *cursor;
};

struct demands {
    struct demand items[WB_QUERY_ITEMS_MAX];
    size_t count;
};

/* The docids, cut in cells: documents, or runs of sections. */
struct cells {
    const wb_catalog *catalog;   /* of documents … */
    const wb_sections *sections; /* … or, when not NULL, of sections */
    size_t count;
};

/* The operands of an AND, or the node itself: all must hold. */
static wb_query_node *const *conjuncts(wb_query_node *const *node, size_t *ret_count)
{
    *ret_count = (*node)->op == WB_QUERY_AND ? (*node)->child_count : 1;
    return (*node)->op == WB_QUERY_AND ? (*node)->children : node;
}

/* The docids in both. */
static wb_status intersect(wb_narrowing *narrowing, wb_docid_range *with, size_t count,
                           wb_error *err)
{
    if (!narrowing->docids) {
        *narrowing = (wb_narrowing){with, count};
        return WB_OK;
    }
    wb_docid_range *both = wb_alloc(narrowing->count + count, sizeof *both);
    if (!both) {
        wb_free(with);
        return wb_error_nomem(err);
    }
    size_t found = 0;
    for (size_t i = 0, k = 0; i < narrowing->count && k < count;) {
        const wb_docid_range *a = &narrowing->docids[i];
        const wb_docid_range *b = &with[k];
        uint32_t first = a->first > b->first ? a->first : b->first;
        uint32_t last = a->last < b->last ? a->last : b->last;
        if (first <= last) {
            both[found++] = (wb_docid_range){first, last};
        }
        if (a->last < b->last) {
            i++;
        } else {
            k++;
        }
    }
    wb_free(with);
    wb_free(narrowing->docids);
    *narrowing = (wb_narrowing){both, found};
    return WB_OK;
}

static wb_status narrow_by_documents(wb_index *index, const wb_filter *filters, size_t count,
                                     wb_narrowing *narrowing, wb_error *err)
{
    wb_catalog_folds *folds = NULL;
    wb_group_range *groups = NULL;
    size_t group_count = 0;
    wb_status status = wb_index_folds(index, &folds, err);
    if (status == WB_OK) {
        status = wb_filter_groups(folds, filters, count, &groups, &group_count, err);
    }
    if (status != WB_OK) {
        return status;
    }
    wb_docid_range *docids = wb_alloc(group_count, sizeof *docids);
    for (size_t i = 0; docids && i < group_count; i++) {
        docids[i] = (wb_docid_range){wb_store_para_docid(groups[i].first, 0),
                                     wb_store_end_docid(groups[i].end - 1)};
    }
    wb_free(groups);
    return docids ? intersect(narrowing, docids, group_count, err) : wb_error_nomem(err);
}

static wb_docid_range cell_range(const struct cells *cells, size_t cell)
{
    if (cells->sections) {
        return (wb_docid_range){cells->sections->runs[cell].first,
                                wb_sections_run_last(cells->sections, (uint32_t)cell)};
    }
    const wb_catalog_doc *doc = &cells->catalog->docs[cell];
    return (wb_docid_range){wb_store_para_docid(doc->group, 0),
                            wb_store_end_docid(doc->group + doc->group_count - 1)};
}

/* The docids of the cells that are kept. */
static wb_docid_range *ranges_of(const struct cells *cells, const bool *kept, size_t *ret_count)
{
    wb_docid_range *docids = wb_alloc(cells->count, sizeof *docids);
    size_t count = 0;
    for (size_t i = 0; docids && i < cells->count; i++) {
        if (!kept[i]) {
            continue;
        }
        wb_docid_range range = cell_range(cells, i);
        if (count && docids[count - 1].last + 1 == range.first) {
            docids[count - 1].last = range.last;
        } else {
            docids[count++] = range;
        }
    }
    *ret_count = count;
    return docids;
}

/* Marks the runs of sections that have a title with `folded` in it, or are in one that has. */
static bool mark_titled(const wb_sections *sections, wb_slice folded, bool *kept)
{
    bool *titles = wb_alloc(sections->title_count, sizeof *titles);
    bool *titled = wb_alloc(sections->count, sizeof *titled);
    bool has_memory = titles && titled;
    for (size_t i = 0; has_memory && i < sections->title_count; i++) {
        wb_slice title = wb_sections_title(sections, (uint32_t)i);
        titles[i] = memmem(title.ptr, title.len, folded.ptr, folded.len) != NULL;
    }
    for (size_t i = 0; has_memory && i < sections->count; i++) {
        const wb_section_entry *entry = &sections->entries[i];
        titled[i] = titles[entry->title] || (entry->parent != WB_NONE && titled[entry->parent]);
    }
    for (size_t i = 0; has_memory && i < sections->run_count; i++) {
        uint32_t section = sections->runs[i].section;
        kept[i] = section != WB_NONE && titled[section];
    }
    wb_free(titles);
    wb_free(titled);
    return has_memory;
}

static wb_status narrow_by_title(wb_index *index, wb_slice folded, wb_narrowing *narrowing,
                                 wb_error *err)
{
    struct cells cells = {NULL, NULL, 0};
    wb_status status = wb_index_sections(index, &cells.sections, err);
    if (status != WB_OK) {
        return status;
    }
    cells.count = cells.sections->run_count;
    size_t count = 0;
    wb_docid_range *docids = NULL;
    bool *kept = wb_alloc(cells.count, sizeof *kept);
    if (kept && mark_titled(cells.sections, folded, kept)) {
        docids = ranges_of(&cells, kept, &count);
    }
    wb_free(kept);
    return docids ? intersect(narrowing, docids, count, err) : wb_error_nomem(err);
}

wb_status wb_narrow_by_filters(const wb_query *query, wb_index *index, wb_narrowing *narrowing,
                               wb_error *err)
{
    wb_filter filters[WB_QUERY_ITEMS_MAX];
    size_t count = 0;
    size_t node_count;
    wb_query_node *const *nodes = conjuncts(&query->root, &node_count);
    wb_status status = WB_OK;
    for (size_t i = 0; i < node_count && status == WB_OK; i++) {
        if (nodes[i]->op != WB_QUERY_FILTER) {
            continue;
        }
        if (wb_fields_is_of_document(nodes[i]->filter)) {
            filters[count++] = wb_fields_filter(nodes[i]->filter);
        } else {
            status = narrow_by_title(index, nodes[i]->filter->folded, narrowing, err);
        }
    }
    return status == WB_OK && count ? narrow_by_documents(index, filters, count, narrowing, err)
                                    : status;
}

static bool is_unit(const wb_query_node *node)
{
    return node->op == WB_QUERY_SCOPE &&
           (node->scope == WB_SCOPE_SECTION || node->scope == WB_SCOPE_DOCUMENT);
}

static bool has_negation(const wb_query_node *node)
{
    bool found = node->op == WB_QUERY_NOT;
    for (size_t i = 0; i < node->child_count && !found; i++) {
        found = has_negation(node->children[i]);
    }
    return found;
}

bool wb_narrow_has_units(const wb_query_node *node, bool *ret_negated)
{
    bool found = is_unit(node);
    *ret_negated = *ret_negated || (found && has_negation(node));
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
    wb_query_node *const *nodes = conjuncts(&scope->children[0], &node_count);
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
            status = wb_store_cursor_new(index->store, plan, &demand->cursor, err);
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
        wb_store_cursor_free(demands->items[i].cursor);
    }
}

/* The cell of a docid; SIZE_MAX when it belongs to no document. */
static size_t cell_of(const struct cells *cells, uint32_t docid)
{
    if (cells->sections) {
        uint32_t run = wb_sections_run(cells->sections, docid);
        return run == WB_NONE || cells->sections->runs[run].section == WB_NONE ? SIZE_MAX : run;
    }
    const wb_catalog_doc *doc = wb_catalog_find(cells->catalog, wb_store_group(docid));
    return doc ? (size_t)(doc - cells->catalog->docs) : SIZE_MAX;
}

/* The first cell of the unit that `cell` belongs to, and the one after `cell`; SIZE_MAX for none.
 */
static size_t first_cell(const struct cells *cells, size_t cell)
{
    const wb_sections *s = cells->sections;
    return s ? s->entries[s->runs[cell].section].first_run : cell;
}

static size_t next_cell(const struct cells *cells, size_t cell)
{
    const wb_sections *s = cells->sections;
    return s && s->runs[cell].next != WB_NONE ? s->runs[cell].next : SIZE_MAX;
}

/* Whether the unit of `cell` has a candidate of the demand. Where it has none, the documents before
 * `*ret_docid` have none either. */
static wb_status has_candidate(const struct cells *cells, size_t cell, struct demand *demand,
                               bool *ret, uint32_t *ret_docid, wb_error *err)
{
    wb_status status = WB_OK;
    *ret = false;
    for (size_t part = first_cell(cells, cell); part != SIZE_MAX && !*ret && status == WB_OK;
         part = next_cell(cells, part)) {
        wb_docid_range range = cell_range(cells, part);
        status = wb_store_cursor_seek(demand->cursor, range.first, ret_docid, err);
        *ret = status == WB_OK && *ret_docid <= range.last;
    }
    return status;
}

/* The first docid of the document that has `docid`. */
static uint32_t document_start(const struct cells *cells, uint32_t docid)
{
    const wb_catalog_doc *doc =
        docid == WB_STORE_NOWHERE ? NULL : wb_catalog_find(cells->catalog, wb_store_group(docid));
    return doc ? wb_store_para_docid(doc->group, 0) : docid;
}

/* The first docid behind it. */
static uint32_t document_end(const struct cells *cells, uint32_t docid)
{
    const wb_catalog_doc *doc = wb_catalog_find(cells->catalog, wb_store_group(docid));
    return doc ? wb_store_para_docid(doc->group + doc->group_count, 0) : docid + 1;
}

/* Marks the cells of the units that have a candidate of each demand. */
static wb_status mark_units(const struct cells *cells, struct demands *demands, bool *kept,
                            wb_error *err)
{
    uint32_t docid = 1;
    /* Documents without a candidate of some demand. What is left of the document before them is
     * looked at: a section that goes on there may have the candidate in an earlier part. */
    wb_docid_range without = {WB_STORE_NOWHERE, WB_STORE_NOWHERE};
    for (;;) {
        wb_status status = wb_store_cursor_seek(demands->items[0].cursor, docid, &docid, err);
        if (status != WB_OK || docid == WB_STORE_NOWHERE) {
            return status;
        }
        if (docid >= without.first && docid < without.last) {
            docid = without.last;
            continue;
        }
        size_t cell = cell_of(cells, docid);
        if (cell == SIZE_MAX) {
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
        for (size_t part = first_cell(cells, cell); has_all && part != SIZE_MAX;
             part = next_cell(cells, part)) {
            kept[part] = true;
        }
        docid = cell_range(cells, cell).last + 1;
    }
}

static wb_status narrow_by_unit(wb_index *index, const wb_query_node *scope,
                                wb_narrowing *narrowing, wb_error *err)
{
    struct cells cells = {NULL, NULL, 0};
    struct demands demands;
    wb_arena plans = {0};
    wb_status status = wb_index_catalog(index, &cells.catalog, err);
    cells.count = status == WB_OK ? cells.catalog->count : 0;
    if (status == WB_OK && scope->scope == WB_SCOPE_SECTION) {
        status = wb_index_sections(index, &cells.sections, err);
        cells.count = status == WB_OK ? cells.sections->run_count : 0;
    }
    demands.count = 0;
    if (status == WB_OK) {
        status = make_demands(index, scope, &plans, &demands, err);
    }
    if (status == WB_OK && demands.count) {
        size_t count = 0;
        bool *kept = wb_alloc_zero(cells.count, sizeof *kept);
        status = kept ? mark_units(&cells, &demands, kept, err) : wb_error_nomem(err);
        wb_docid_range *docids = kept && status == WB_OK ? ranges_of(&cells, kept, &count) : NULL;
        if (status == WB_OK) {
            status = docids ? intersect(narrowing, docids, count, err) : wb_error_nomem(err);
        }
        wb_free(kept);
    }
    clear_demands(&demands);
    wb_arena_clear(&plans);
    return status;
}

/* The docids of `from`, copied. */
static wb_status copy(const wb_narrowing *from, wb_narrowing *ret, wb_error *err)
{
    if (!from->docids) {
        return WB_OK;
    }
    ret->docids = wb_alloc(from->count, sizeof *ret->docids);
    if (!ret->docids) {
        return wb_error_nomem(err);
    }
    memcpy(ret->docids, from->docids, from->count * sizeof *ret->docids);
    ret->count = from->count;
    return WB_OK;
}

wb_status wb_narrow_by_units(const wb_query *query, wb_index *index, const wb_narrowing *within,
                             wb_narrowing *ret, wb_error *err)
{
    size_t node_count;
    wb_query_node *const *nodes = conjuncts(&query->root, &node_count);
    wb_status status = copy(within, ret, err);
    for (size_t i = 0; i < node_count && status == WB_OK; i++) {
        if (is_unit(nodes[i])) {
            status = narrow_by_unit(index, nodes[i], ret, err);
        }
    }
    return status;
}
