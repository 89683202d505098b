/* What values that are known say of those that are not. */
#include "reader_meta.h"
#include "reader_meta_names.h"

size_t meta_year_at_start(wb_slice folded_title)
{
    int year;
    size_t len = meta_number_at(folded_title, 0, &year);
    wb_slice rest = wb_slice_make(folded_title.ptr + len, folded_title.len - len);
    return len && year >= 1800 && year < 2200 && wb_slice_starts(rest, "年") ? len + strlen("年")
                                                                             : 0;
}

/* 松川市人民政府 governs 松川市. */
static wb_status region_of_organ(struct meta *m)
{
    wb_meta_value organ = m->r->doc->meta[WB_META_ORGAN];
    wb_slice folded = meta_fold(m, organ.value);
    size_t len = meta_region_at(folded, true);
    return meta_set(m, WB_META_REGION, meta_unfold(m, organ.value, 0, len), organ.source,
                    organ.line);
}

/* A government's work report is the government's. */
static wb_status organ_of_report(struct meta *m)
{
    wb_meta_value region = m->r->doc->meta[WB_META_REGION];
    wb_slice kind = m->r->doc->meta[WB_META_KIND].value;
    if (region.value.len == 0 || !wb_slice_equal(kind, wb_slice_from("政府工作报告"))) {
        return WB_OK;
    }
    wb_buf_clear(&m->text);
    wb_buf_put(&m->text, region.value);
    wb_buf_puts(&m->text, "人民政府");
    return meta_set(m, WB_META_ORGAN, wb_buf_slice(&m->text), region.source, region.line);
}

/* A report is made in the year it is called after, if nothing says the day. */
static wb_status year_of_report(struct meta *m)
{
    wb_meta_value title = m->r->doc->meta[WB_META_TITLE];
    wb_slice kind = m->r->doc->meta[WB_META_KIND].value;
    if (!wb_slice_ends(kind, "工作报告")) {
        return WB_OK;
    }
    size_t len = meta_year_at_start(meta_fold(m, title.value));
    return meta_set(m, WB_META_MADE, meta_unfold(m, title.value, 0, len),
                    title.source == WB_META_FROM_FILE_NAME ? title.source : WB_META_FROM_TITLE,
                    title.line);
}

wb_status meta_from_values(struct meta *m)
{
    wb_status status = region_of_organ(m);
    if (status == WB_OK) {
        status = organ_of_report(m);
    }
    return status == WB_OK ? year_of_report(m) : status;
}
