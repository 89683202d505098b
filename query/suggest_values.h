/**
 * @file suggest_values.h
 * What may be asked of organ:, kind: and number:, the values that documents have.
 */
#ifndef WBSEARCH_QUERY_SUGGEST_VALUES_H
#define WBSEARCH_QUERY_SUGGEST_VALUES_H

#include <wbsearch/catalog_folds.h>
#include <wbsearch/error.h>

#include "query.h"

WB_BEGIN_DECLS

/** A value. */
typedef struct wb_suggested_value {
    wb_slice text;
    wb_slice folded;
    uint32_t documents; /**< that have it */
} wb_suggested_value;

/** The values of the fields, each field's read when it is first asked for. Zero-initialise it; free
 *  with wb_suggest_values_clear. One thread at a time. */
typedef struct wb_suggest_values {
    struct {
        wb_suggested_value *items; /**< NULL: not yet read */
        size_t count;
    } fields[WB_FIELD_COUNT_];
    wb_arena arena;
} wb_suggest_values;

/**
 * The values of `field` in the catalog of `folds` (each time the same) whose fold holds `folded`:
 * those that begin with it first, then the most frequent; at most `limit`, into `ret`, their number
 * into
 * `*ret_count`; borrowed. None of other fields. Errors: WB_NOMEM.
 */
wb_status wb_suggest_values_find(wb_suggest_values *values, wb_catalog_folds *folds,
                                 wb_query_field field, wb_slice folded, size_t limit,
                                 const wb_suggested_value **ret, size_t *ret_count,
                                 wb_error *err) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_suggest_values_clear(wb_suggest_values *values);

WB_END_DECLS

#endif
