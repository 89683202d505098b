#include "fields.h"

wb_catalog_field wb_fields_text(wb_query_field field)
{
    static const wb_catalog_field fields[WB_FIELD_COUNT_] = {
        [WB_FIELD_TITLE] = WB_CATALOG_TITLE, [WB_FIELD_PATH] = WB_CATALOG_PATH,
        [WB_FIELD_ORGAN] = WB_CATALOG_ORGAN, [WB_FIELD_NUMBER] = WB_CATALOG_NUMBER,
        [WB_FIELD_KIND] = WB_CATALOG_KIND,
    };
    return fields[field];
}

wb_filter wb_fields_filter(const wb_query_filter *filter)
{
    return (wb_filter){.op = filter->field == WB_FIELD_YEAR ? WB_FILTER_YEARS : WB_FILTER_CONTAINS,
                       .field = wb_fields_text(filter->field),
                       .folded = filter->folded,
                       .year_min = filter->year_min,
                       .year_max = filter->year_max};
}

static bool contains(wb_slice text, wb_slice needle)
{
    return needle.len <= text.len && memmem(text.ptr, text.len, needle.ptr, needle.len) != NULL;
}

wb_status wb_fields_section_holds(const wb_query_filter *filter, const wb_record *record,
                                  const wb_para *para, wb_folded *scratch, bool *ret, wb_error *err)
{
    bool found = false;
    for (uint32_t s = para->section; s != WB_NONE && !found; s = record->sections[s].parent) {
        if (wb_fold(record->sections[s].title, false, scratch) != WB_OK) {
            return wb_error_nomem(err);
        }
        found = contains(wb_buf_slice(&scratch->text), filter->folded);
    }
    *ret = found;
    return WB_OK;
}
