/**
 * @file catalog_folds.h
 * The folds of a catalog's texts, which filters compare: a text is folded when it is first asked
 * for, and its fold is kept, so that later queries need not fold the texts of all documents again.
 * Most texts are their own fold, and of these nothing is copied: a field that was asked of all
 * documents takes 16 bytes a document and the folds of the others.
 */
#ifndef WBSEARCH_CATALOG_FOLDS_H
#define WBSEARCH_CATALOG_FOLDS_H

#include <wbsearch/base.h>
#include <wbsearch/catalog.h>
#include <wbsearch/error.h>
#include <wbsearch/fold.h>
#include <wbsearch/mem.h>

WB_BEGIN_DECLS

/** The folds. Set `catalog` and let all else be zero; free with wb_catalog_folds_clear. One thread
 *  at a time. */
typedef struct wb_catalog_folds {
    const wb_catalog *catalog;                  /**< borrowed; must not change meanwhile */
    wb_slice *columns[WB_CATALOG_FIELD_COUNT_]; /**< private: by document; NULL until asked for */
    wb_arena arena;                             /**< private */
    wb_folded scratch;                          /**< private */
} wb_catalog_folds;

/** The fold of a text of document number `document` of the catalog, valid until the folds are
 *  cleared. Errors: WB_NOMEM; what was folded before is kept. */
wb_status wb_catalog_folds_get(wb_catalog_folds *folds, size_t document, wb_catalog_field field,
                               wb_slice *ret, wb_error *err) WB_MUST_CHECK;

/** Frees what it holds and forgets the catalog. */
void wb_catalog_folds_clear(wb_catalog_folds *folds);

WB_END_DECLS

#endif
