#include "narrow.h"

#include <string.h>

#include "cells.h"
#include "fields.h"

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
        docids[i] = wb_store_group_docids(groups[i]);
    }
    wb_free(groups);
    return docids ? wb_narrowing_intersect(narrowing, docids, group_count, err)
                  : wb_error_nomem(err);
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
    wb_cells cells = {NULL, NULL, 0};
    wb_status status = wb_index_sections(index, &cells.sections, err);
    if (status != WB_OK) {
        return status;
    }
    cells.count = cells.sections->run_count;
    size_t count = 0;
    wb_docid_range *docids = NULL;
    bool *kept = wb_alloc(cells.count, sizeof *kept);
    if (kept && mark_titled(cells.sections, folded, kept)) {
        docids = wb_cells_ranges(&cells, kept, &count);
    }
    wb_free(kept);
    return docids ? wb_narrowing_intersect(narrowing, docids, count, err) : wb_error_nomem(err);
}

wb_status wb_narrow_by_filters(const wb_query *query, wb_index *index, wb_narrowing *narrowing,
                               wb_error *err)
{
    wb_filter filters[WB_QUERY_ITEMS_MAX];
    size_t count = 0;
    size_t node_count;
    wb_query_node *const *nodes = wb_query_conjuncts(&query->root, &node_count);
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
