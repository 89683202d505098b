#include "filter.h"

static bool text_holds(const wb_filter *filter, wb_slice folded)
{
    wb_slice wanted = filter->folded;
    if (folded.len < wanted.len) {
        return false;
    }
    switch (filter->op) {
    case WB_FILTER_EQUALS:
        return wb_slice_equal(folded, wanted);
    case WB_FILTER_BEGINS:
        return wb_slice_equal(wb_slice_make(folded.ptr, wanted.len), wanted);
    default:
        return wanted.len == 0 || memmem(folded.ptr, folded.len, wanted.ptr, wanted.len) != NULL;
    }
}

static bool year_holds(const wb_filter *filter, const wb_catalog_doc *doc)
{
    uint32_t year = wb_catalog_year(doc);
    return year != 0 && year >= filter->year_min && year <= filter->year_max;
}

wb_status wb_filter_holds(const wb_filter *filter, wb_catalog_folds *folds, size_t document,
                          bool *ret, wb_error *err)
{
    if (filter->op == WB_FILTER_YEARS) {
        *ret = year_holds(filter, &folds->catalog->docs[document]);
        return WB_OK;
    }
    wb_slice fold;
    wb_status status = wb_catalog_folds_get(folds, document, filter->field, &fold, err);
    if (status == WB_OK) {
        *ret = text_holds(filter, fold);
    }
    return status;
}

wb_status wb_filter_all_hold(const wb_filter *filters, size_t count, wb_catalog_folds *folds,
                             size_t document, bool *ret, wb_error *err)
{
    *ret = true;
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && *ret && status == WB_OK; i++) {
        status = wb_filter_holds(&filters[i], folds, document, ret, err);
    }
    return status;
}

static size_t add_range(wb_group_range *ranges, size_t count, const wb_catalog_doc *doc)
{
    uint32_t end = doc->group + doc->group_count;
    if (count && ranges[count - 1].end == doc->group) {
        ranges[count - 1].end = end;
        return count;
    }
    ranges[count] = (wb_group_range){doc->group, end};
    return count + 1;
}

wb_status wb_filter_groups(wb_catalog_folds *folds, const wb_filter *filters, size_t count,
                           wb_group_range **ret_ranges, size_t *ret_count, wb_error *err)
{
    const wb_catalog *catalog = folds->catalog;
    wb_group_range *ranges = wb_alloc(catalog->count, sizeof *ranges);
    if (!ranges) {
        return wb_error_nomem(err);
    }
    wb_status status = WB_OK;
    size_t found = 0;
    for (size_t i = 0; i < catalog->count && status == WB_OK; i++) {
        bool holds;
        status = wb_filter_all_hold(filters, count, folds, i, &holds, err);
        if (status == WB_OK && holds) {
            found = add_range(ranges, found, &catalog->docs[i]);
        }
    }
    if (status != WB_OK) {
        wb_free(ranges);
        return status;
    }
    *ret_ranges = ranges;
    *ret_count = found;
    return WB_OK;
}
