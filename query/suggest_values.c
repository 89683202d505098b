#include "suggest_values.h"

#include <stdlib.h>

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

static wb_slice value_of(const wb_catalog_doc *doc, wb_query_field field)
{
    return field == WB_FIELD_ORGAN ? doc->organ : field == WB_FIELD_KIND ? doc->kind : doc->number;
}

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

/* Copies, so that the catalog may be read again. */
static bool copy_values(wb_suggested_value *items, size_t count, wb_arena *arena)
{
    wb_folded folded;
    wb_folded_init(&folded);
    bool complete = true;
    for (size_t i = 0; i < count && complete; i++) {
        complete = wb_fold(items[i].text, false, &folded) == WB_OK &&
                   wb_arena_dup(arena, wb_buf_slice(&folded.text), &items[i].folded) &&
                   wb_arena_dup(arena, items[i].text, &items[i].text);
    }
    wb_folded_free(&folded);
    return complete;
}

static wb_status read_values(wb_suggest_values *values, const wb_catalog *catalog,
                             wb_query_field field, wb_error *err)
{
    wb_suggested_value *items = wb_arena_alloc(&values->arena, catalog->count, sizeof *items);
    size_t count = 0;
    if (!items) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < catalog->count; i++) {
        wb_slice text = value_of(&catalog->docs[i], field);
        if (text.len && wb_utf8_valid_prefix(text) == text.len) {
            items[count++] = (wb_suggested_value){.text = text, .documents = 1};
        }
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

wb_status wb_suggest_values_find(wb_suggest_values *values, const wb_catalog *catalog,
                                 wb_query_field field, wb_slice folded, size_t limit,
                                 const wb_suggested_value **ret, size_t *ret_count, wb_error *err)
{
    bool is_asked = field == WB_FIELD_ORGAN || field == WB_FIELD_KIND || field == WB_FIELD_NUMBER;
    wb_status status = WB_OK;
    *ret_count = 0;
    if (is_asked && !values->fields[field].items) {
        status = read_values(values, catalog, field, err);
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
