/* What the title itself says: organ, region, kind, and the year of a report. */
#include "reader_meta.h"
#include "reader_meta_names.h"

/* The line and the source of what the title says are those of the title line. */
static wb_status set_part(struct meta *m, wb_meta_field field, size_t start, size_t end)
{
    const wb_meta_value *title = &m->r->doc->meta[WB_META_TITLE];
    bool named = title->source == WB_META_FROM_FILE_NAME;
    return meta_set(m, field, meta_unfold(m, title->value, start, end),
                    named ? WB_META_FROM_FILE_NAME : WB_META_FROM_TITLE, title->line);
}

/* Where the first of the words stands that may follow an organ, or the end. */
static size_t find_first(wb_slice folded, const char *const *words, size_t count)
{
    size_t best = folded.len;
    for (size_t i = 0; i < count; i++) {
        const char *found = memmem(folded.ptr, folded.len, words[i], strlen(words[i]));
        size_t at = found ? (size_t)(found - folded.ptr) : best;
        best = at < best ? at : best;
    }
    return best;
}

/* Sets the organ named by [start, end) of the folded title, its session left out. */
static wb_status set_organ(struct meta *m, wb_slice folded, size_t start, size_t end)
{
    struct organ_name name = meta_organ_in(folded, start, end);
    return meta_set_organ(m, m->r->doc->meta[WB_META_TITLE].value, folded, &name,
                          m->r->doc->meta[WB_META_TITLE].source == WB_META_FROM_FILE_NAME
                              ? WB_META_FROM_FILE_NAME
                              : WB_META_FROM_TITLE,
                          m->r->doc->meta[WB_META_TITLE].line);
}

/* 国务院关于…, 国务院办公厅转发…; 对 only when there is nothing better: 对外 is no such word. */
static wb_status read_organ(struct meta *m, wb_slice folded)
{
    static const char *const words[] = {"关于", "印发", "转发", "批转", "发布", "公布"};
    static const char *const weak[] = {"对"};
    size_t end = find_first(folded, words, sizeof words / sizeof *words);
    if (end == folded.len) {
        end = find_first(folded, weak, 1);
    }
    return end < folded.len ? set_organ(m, folded, 0, end) : WB_OK;
}

/* 2024年青禾区政府工作报告: whose report it is stands between year and kind. */
static wb_status read_report(struct meta *m, wb_slice folded, size_t start, size_t end)
{
    wb_slice whose = wb_slice_make(folded.ptr + start, end - start);
    if (wb_slice_ends(whose, "国务院")) {
        return set_organ(m, folded, start, end);
    }
    size_t region = meta_region_at(whose, true);
    wb_status status = WB_OK;
    if (region == whose.len) {
        status = set_part(m, WB_META_REGION, start, start + region);
    }
    return status;
}

wb_status meta_from_cite(struct meta *m)
{
    wb_slice title = m->r->doc->meta[WB_META_TITLE].value;
    wb_slice folded = meta_fold(m, title);
    size_t kind_len;
    size_t kind = meta_kind_at_end(folded, &kind_len);
    wb_slice kind_name = wb_slice_make(folded.ptr + kind, kind_len);
    bool report = wb_slice_equal(kind_name, wb_slice_from("政府工作报告"));
    wb_status status = kind_len ? set_part(m, WB_META_KIND, kind, kind + kind_len) : WB_OK;
    if (status == WB_OK && report) {
        size_t year = meta_year_at_start(folded);
        status = read_report(m, folded, year < kind ? year : 0, kind);
    } else if (status == WB_OK) {
        status = read_organ(m, folded);
    }
    size_t region = status == WB_OK && !report ? meta_region_at(folded, false) : 0;
    return region ? set_part(m, WB_META_REGION, 0, region) : status;
}
