/**
 * @file cells.h
 * The docids of an index, cut in cells: documents, or runs of paragraphs of one section. A unit, a
 * document or a section, is a cell or several of them. Private to narrow.
 */
#ifndef WBSEARCH_QUERY_CELLS_H
#define WBSEARCH_QUERY_CELLS_H

#include <wbsearch/index.h>

WB_BEGIN_DECLS

/** Cells are numbered from 0 in the order of their docids. */
typedef struct wb_cells {
    const wb_catalog *catalog;   /**< of documents … */
    const wb_sections *sections; /**< … or, when not NULL, of sections */
    size_t count;
} wb_cells;

/** No cell. */
#define WB_NO_CELL SIZE_MAX

/** The docids of a cell. */
wb_docid_range wb_cells_range(const wb_cells *cells, size_t cell);

/** Sets `kept` for all cells that belong to a unit: those of a document. */
void wb_cells_keep_all(const wb_cells *cells, bool *kept);

/** The docids of the cells that are kept, their number in `*ret_count`; the caller frees them with
 *  wb_free. NULL where memory is short. */
wb_docid_range *wb_cells_ranges(const wb_cells *cells, const bool *kept, size_t *ret_count);

/** The cell of a docid; WB_NO_CELL when it belongs to no document. */
size_t wb_cells_find(const wb_cells *cells, uint32_t docid);

/** The first cell of the unit that `cell` belongs to. */
size_t wb_cells_unit_first(const wb_cells *cells, size_t cell);

/** The next cell of its unit; WB_NO_CELL behind the last. */
size_t wb_cells_unit_next(const wb_cells *cells, size_t cell);

WB_END_DECLS

#endif
