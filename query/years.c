#include "years.h"

#include <inttypes.h>

#include "query.h"

/* What reads the text from its start. */
struct reader {
    wb_slice text;
    size_t at;
};

/* A year and the character 年 behind it; false when none stands here. */
static bool read_year(struct reader *r, uint32_t *ret)
{
    uint32_t year = 0;
    size_t digits = 0;
    while (r->at < r->text.len && r->text.ptr[r->at] >= '0' && r->text.ptr[r->at] <= '9') {
        if (++digits > 4) {
            return false;
        }
        year = year * 10 + (uint32_t)(r->text.ptr[r->at++] - '0');
    }
    wb_slice rest = wb_slice_make(r->text.ptr + r->at, r->text.len - r->at);
    if (digits && wb_slice_starts(rest, "年")) {
        r->at += strlen("年");
    }
    *ret = year;
    return digits > 0;
}

/* Dots or a dash between two years; the fold makes one dash of all. */
static bool read_joint(struct reader *r)
{
    static const char *const joints[] = {"..", "…", "-", "至"};
    wb_slice rest = wb_slice_make(r->text.ptr + r->at, r->text.len - r->at);
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        if (wb_slice_starts(rest, joints[i])) {
            r->at += strlen(joints[i]);
            return true;
        }
    }
    return false;
}

bool wb_years_read(wb_slice folded, uint32_t *ret_min, uint32_t *ret_max, bool *ret_swapped)
{
    struct reader r = {folded, 0};
    uint32_t first = 0;
    uint32_t last = 0;
    bool has_first = read_year(&r, &first);
    size_t behind_first = r.at;
    bool is_range = read_joint(&r) && (has_first || behind_first == 0);
    bool has_last = is_range && read_year(&r, &last);
    if (r.at != folded.len || !(has_first || has_last)) {
        return false;
    }
    last = has_last ? last : is_range ? WB_QUERY_YEAR_MAX : first;
    *ret_swapped = first > last;
    *ret_min = *ret_swapped ? last : first;
    *ret_max = *ret_swapped ? first : last;
    return true;
}

wb_status wb_years_write(uint32_t min, uint32_t max, wb_buf *out)
{
    if (min == max) {
        return wb_buf_printf(out, "%" PRIu32, min);
    }
    if (min > 0) {
        wb_buf_printf(out, "%" PRIu32, min);
    }
    wb_buf_puts(out, "..");
    return max < WB_QUERY_YEAR_MAX ? wb_buf_printf(out, "%" PRIu32, max) : out->status;
}
