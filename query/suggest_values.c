#include "suggest_values.h"

#include <stdlib.h>

#include <wbsearch/utf8.h>

#include "fields.h"

static int compare_text(const void *a, const void *b)
{
    const wb_suggested_value *x = a;
    const wb_suggested_value *y = b;
    return wb_slice_compare(x->text, y->text);
}

static int compare_frequent(const void *a, const void *b)
{
    const wb_suggested_value *x = a;
    const wb_suggested_value *y = b;
    if (x->documents != y->documents) {
        return x->documents > y->documents ? -1 : 1;
    }
    return wb_slice_compare(x->text, y->text);
}

/* Equal ones become one. */
static size_t join_equal(wb_suggested_value *items, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept && wb_slice_equal(items[kept - 1].text, items[i].text)) {
            items[kept - 1].documents++;
        } else {
            items[kept++] = items[i];
        }
    }
    return kept;
}

/* What documents have in the field, one by one; the folds are borrowed, as the texts are. */
static wb_status collect_values(wb_catalog_folds *folds, wb_query_field field,
                                wb_suggested_value *items, size_t *ret_count, wb_error *err)
{
    wb_catalog_field text_field = wb_fields_text(field);
    wb_status status = WB_OK;
    size_t count = 0;
    for (size_t i = 0; i < folds->catalog->count && status == WB_OK; i++) {
        wb_slice text = wb_catalog_text(&folds->catalog->docs[i], text_field);
        if (text.len && wb_utf8_valid_prefix(text) == text.len) {
            items[count] = (wb_suggested_value){.text = text, .documents = 1};
            status = wb_catalog_folds_get(folds, i, text_field, &items[count++].folded, err);
        }
    }
    *ret_count = count;
    return status;
}

/* Copies, so that the catalog may be read again. */
static bool copy_values(wb_suggested_value *items, size_t count, wb_arena *arena)
{
    bool complete = true;
    for (size_t i = 0; i < count && complete; i++) {
        complete = wb_arena_dup(arena, items[i].folded, &items[i].folded) &&
                   wb_arena_dup(arena, items[i].text, &items[i].text);
    }
    return complete;
}

static wb_status read_values(wb_suggest_values *values, wb_catalog_folds *folds,
                             wb_query_field field, wb_error *err)
{
    size_t count = 0;
    wb_suggested_value *items =
        wb_arena_alloc(&values->arena, folds->catalog->count, sizeof *items);
    if (!items) {
        return wb_error_nomem(err);
    }
    wb_status status = collect_values(folds, field, items, &count, err);
    if (status != WB_OK) {
        return status;
    }
    if (count) {
        qsort(items, count, sizeof *items, compare_text);
        count = join_equal(items, count);
        qsort(items, count, sizeof *items, compare_frequent);
    }
    if (!copy_values(items, count, &values->arena)) {
        return wb_error_nomem(err);
    }
    values->fields[field].items = items;
    values->fields[field].count = count;
    return WB_OK;
}

wb_status wb_suggest_values_find(wb_suggest_values *values, wb_catalog_folds *folds,
                                 wb_query_field field, wb_slice folded, size_t limit,
                                 const wb_suggested_value **ret, size_t *ret_count, wb_error *err)
{
    bool is_asked = field == WB_FIELD_ORGAN || field == WB_FIELD_KIND || field == WB_FIELD_NUMBER;
    wb_status status = WB_OK;
    *ret_count = 0;
    if (is_asked && !values->fields[field].items) {
        status = read_values(values, folds, field, err);
    }
    if (!is_asked || status != WB_OK) {
        return status;
    }
    for (int begins = 1; begins >= 0; begins--) {
        for (size_t i = 0; i < values->fields[field].count && *ret_count < limit; i++) {
            const wb_suggested_value *value = &values->fields[field].items[i];
            const char *at =
                folded.len ? memmem(value->folded.ptr, value->folded.len, folded.ptr, folded.len)
                           : value->folded.ptr;
            if (at && (at == value->folded.ptr) == begins) {
                ret[(*ret_count)++] = value;
            }
        }
    }
    return WB_OK;
}

void wb_suggest_values_clear(wb_suggest_values *values)
{
    wb_arena_clear(&values->arena);
    memset(values, 0, sizeof *values);
}
