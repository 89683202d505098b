#include "cells.h"

wb_docid_range wb_cells_range(const wb_cells *cells, size_t cell)
{
    if (cells->sections) {
        return (wb_docid_range){cells->sections->runs[cell].first,
                                wb_sections_run_last(cells->sections, (uint32_t)cell)};
    }
    return wb_catalog_docids(&cells->catalog->docs[cell]);
}

wb_docid_range *wb_cells_ranges(const wb_cells *cells, const bool *kept, size_t *ret_count)
{
    wb_docid_range *docids = wb_alloc(cells->count, sizeof *docids);
    size_t count = 0;
    for (size_t i = 0; docids && i < cells->count; i++) {
        if (!kept[i]) {
            continue;
        }
        wb_docid_range range = wb_cells_range(cells, i);
        if (count && docids[count - 1].last + 1 == range.first) {
            docids[count - 1].last = range.last;
        } else {
            docids[count++] = range;
        }
    }
    *ret_count = count;
    return docids;
}

void wb_cells_keep_all(const wb_cells *cells, bool *kept)
{
    for (size_t i = 0; i < cells->count; i++) {
        kept[i] = !cells->sections || cells->sections->runs[i].section != WB_NONE;
    }
}

size_t wb_cells_find(const wb_cells *cells, uint32_t docid)
{
    if (cells->sections) {
        uint32_t run = wb_sections_run(cells->sections, docid);
        return run == WB_NONE || cells->sections->runs[run].section == WB_NONE ? WB_NO_CELL : run;
    }
    const wb_catalog_doc *doc = wb_catalog_find(cells->catalog, wb_store_group(docid));
    return doc ? (size_t)(doc - cells->catalog->docs) : WB_NO_CELL;
}

size_t wb_cells_unit_first(const wb_cells *cells, size_t cell)
{
    const wb_sections *s = cells->sections;
    return s ? s->entries[s->runs[cell].section].first_run : cell;
}

size_t wb_cells_unit_next(const wb_cells *cells, size_t cell)
{
    const wb_sections *s = cells->sections;
    return s && s->runs[cell].next != WB_NONE ? s->runs[cell].next : WB_NO_CELL;
}
