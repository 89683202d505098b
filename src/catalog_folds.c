#include <wbsearch/catalog_folds.h>

/* Folds one text; what it folds to is copied only where that is something else. */
static wb_status fold_text(wb_catalog_folds *folds, wb_slice text, wb_slice *ret, wb_error *err)
{
    if (wb_fold(text, false, &folds->scratch) != WB_OK) {
        return wb_error_nomem(err);
    }
    wb_slice fold = wb_buf_slice(&folds->scratch.text);
    if (wb_slice_equal(fold, text)) {
        *ret = text;
        return WB_OK;
    }
    return wb_arena_dup(&folds->arena, fold, ret) ? WB_OK : wb_error_nomem(err);
}

wb_status wb_catalog_folds_get(wb_catalog_folds *folds, size_t document, wb_catalog_field field,
                               wb_slice *ret, wb_error *err)
{
    wb_slice **column = &folds->columns[field];
    if (!*column) {
        *column = wb_alloc_zero(folds->catalog->count, sizeof **column);
        if (!*column) {
            return wb_error_nomem(err);
        }
    }
    wb_slice *place = &(*column)[document];
    if (!place->ptr) {
        const wb_catalog_doc *doc = &folds->catalog->docs[document];
        wb_slice text = wb_catalog_text(doc, field);
        /* Documents that stand together often have the same organ or kind. */
        if (document > 0 && place[-1].ptr &&
            wb_slice_equal(text, wb_catalog_text(doc - 1, field))) {
            *place = place[-1];
        } else {
            wb_slice fold = {NULL, 0};
            wb_status status = fold_text(folds, text, &fold, err);
            if (status != WB_OK) {
                return status;
            }
            *place = fold.ptr ? fold : wb_slice_make("", 0);
        }
    }
    *ret = *place;
    return WB_OK;
}

void wb_catalog_folds_clear(wb_catalog_folds *folds)
{
    for (size_t i = 0; i < WB_CATALOG_FIELD_COUNT_; i++) {
        wb_free(folds->columns[i]);
    }
    wb_arena_clear(&folds->arena);
    wb_folded_free(&folds->scratch);
    memset(folds, 0, sizeof *folds);
}
