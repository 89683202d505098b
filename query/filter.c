#include "filter.h"

/* The text that a filter looks at. */
static wb_slice text_of(const wb_catalog_doc *doc, wb_filter_field field)
{
    switch (field) {
    case WB_FILTER_TITLE:
        return doc->title;
    case WB_FILTER_PATH:
        return doc->path;
    case WB_FILTER_ORGAN:
        return doc->organ;
    case WB_FILTER_NUMBER:
        return doc->number;
    case WB_FILTER_KIND:
        return doc->kind;
    case WB_FILTER_REGION:
        return doc->region;
    case WB_FILTER_VALIDITY:
        return doc->validity;
    default:
        return wb_slice_make("", 0);
    }
}

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

wb_status wb_filter_holds(const wb_filter *filter, const wb_catalog_doc *doc, wb_folded *scratch,
                          bool *ret, wb_error *err)
{
    if (filter->field == WB_FILTER_YEAR) {
        *ret = year_holds(filter, doc);
        return WB_OK;
    }
    wb_slice text = text_of(doc, filter->field);
    if (wb_fold(text, false, scratch) != WB_OK) {
        return wb_error_nomem(err);
    }
    *ret = text_holds(filter, wb_buf_slice(&scratch->text));
    return WB_OK;
}

/* Documents that stand together often have the same organ or kind: what was found for a value is
 * kept for the next document. */
struct last {
    wb_slice text;
    bool known;
    bool holds;
};

static wb_status holds_cached(const wb_filter *filter, const wb_catalog_doc *doc, struct last *last,
                              wb_folded *scratch, bool *ret, wb_error *err)
{
    wb_slice text = text_of(doc, filter->field);
    bool is_text = filter->field != WB_FILTER_YEAR;
    if (is_text && last->known && wb_slice_equal(text, last->text)) {
        *ret = last->holds;
        return WB_OK;
    }
    wb_status status = wb_filter_holds(filter, doc, scratch, ret, err);
    *last = (struct last){text, status == WB_OK && is_text, *ret};
    return status;
}

static wb_status holds_all(const wb_filter *filters, size_t count, const wb_catalog_doc *doc,
                           struct last *lasts, wb_folded *scratch, bool *ret, wb_error *err)
{
    *ret = true;
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && *ret && status == WB_OK; i++) {
        status = holds_cached(&filters[i], doc, &lasts[i], scratch, ret, err);
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

wb_status wb_filter_groups(const wb_catalog *catalog, const wb_filter *filters, size_t count,
                           wb_group_range **ret_ranges, size_t *ret_count, wb_error *err)
{
    wb_folded scratch;
    wb_folded_init(&scratch);
    wb_group_range *ranges = wb_alloc(catalog->count, sizeof *ranges);
    struct last *lasts = wb_alloc_zero(count, sizeof *lasts);
    wb_status status = ranges && lasts ? WB_OK : wb_error_nomem(err);
    size_t found = 0;
    for (size_t i = 0; ranges && lasts && i < catalog->count && status == WB_OK; i++) {
        bool holds;
        status = holds_all(filters, count, &catalog->docs[i], lasts, &scratch, &holds, err);
        if (status == WB_OK && holds) {
            found = add_range(ranges, found, &catalog->docs[i]);
        }
    }
    wb_folded_free(&scratch);
    wb_free(lasts);
    if (status != WB_OK) {
        wb_free(ranges);
        return status;
    }
    *ret_ranges = ranges;
    *ret_count = found;
    return WB_OK;
}
