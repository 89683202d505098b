#include "measure.h"
#include "spelling_parts.h"

static const char *const joints[] = {"-", "至", "到"};

#define JOINT_COUNT (sizeof joints / sizeof *joints)

/* A range: FROM [unit] joint TO unit; of percentages the words stand before the numbers. */
struct range {
    size_t from_start; /* as the text has it */
    size_t from_end;
    size_t to_start;
    size_t to_end;
    wb_numeral from;
    wb_numeral to;
    wb_slice before; /* 第, or nothing */
    wb_slice unit;
    bool is_percent;
    bool is_year;
};

static size_t joint_at(const wb_speller *s, size_t at)
{
    for (size_t i = 0; i < JOINT_COUNT; i++) {
        size_t len = wb_speller_sign(s, at, joints[i]);
        if (len) {
            return len;
        }
    }
    return 0;
}

/* Numbers that may be written in either script, and not only copied. */
static bool is_plain(const wb_numeral *number)
{
    bool arabic = number->style == WB_NUMERAL_ARABIC;
    return !number->is_padded && !number->has_multiplier &&
           (arabic || number->style == WB_NUMERAL_CHINESE);
}

static void put_slice(wb_speller *s, wb_slice text)
{
    wb_buf_put(s->pool, text);
}

/* One end of the range. */
static void put_end(wb_speller *s, const struct range *range, const wb_numeral *number,
                    bool chinese, bool with_unit)
{
    bool words = range->is_percent && chinese;
    wb_speller_puts(s, words ? "百分之" : "");
    wb_numeral_style style = !chinese         ? WB_NUMERAL_ARABIC
                             : range->is_year ? WB_NUMERAL_DIGITS
                                              : WB_NUMERAL_CHINESE;
    wb_speller_number(s, number, style);
    if (with_unit && !words) {
        put_slice(s, range->unit);
    }
}

static void put_range(wb_speller *s, const struct range *range, const char *joint, bool chinese,
                      bool unit_twice)
{
    wb_speller_start(s);
    put_slice(s, range->before);
    put_end(s, range, &range->from, chinese, unit_twice);
    wb_speller_puts(s, joint);
    if (unit_twice) { /* 第3至5条, 第3条至第5条 */
        put_slice(s, range->before);
    }
    put_end(s, range, &range->to, chinese, true);
    wb_speller_end(s, chinese ? WB_FORM_CHINESE : WB_FORM_ARABIC, WB_EQUIVALENT_RANGE);
}

static void put_forms(wb_speller *s, const struct range *range)
{
    for (int chinese = 0; chinese < 2; chinese++) {
        for (size_t i = 0; i < JOINT_COUNT; i++) {
            put_range(s, range, joints[i], chinese, false);
        }
        for (size_t i = 0; i < JOINT_COUNT; i++) {
            put_range(s, range, joints[i], chinese, true);
        }
    }
}

/* The numbers as they are, the joints in turn. */
static void put_copies(wb_speller *s, const struct range *range)
{
    for (size_t i = 0; i < JOINT_COUNT; i++) {
        wb_speller_start(s);
        wb_speller_copy(s, range->from_start, range->from_end);
        wb_speller_puts(s, joints[i]);
        wb_speller_copy(s, range->to_start, range->to_end);
        wb_speller_end(s, WB_FORM_OTHER, WB_EQUIVALENT_RANGE);
    }
}

/* The unit behind a number: its bytes. */
static size_t unit_at(const wb_speller *s, size_t at)
{
    size_t percent = wb_speller_sign(s, at, "%");
    const wb_measure *measure = percent ? NULL : wb_measure_at(s->text, at);
    return measure ? strlen(measure->text) : percent;
}

static size_t read_number(const wb_speller *s, size_t at, wb_numeral *ret, bool *ret_is_year)
{
    size_t year = wb_speller_year(s, at, ret);
    *ret_is_year = year > 0;
    return year ? year : wb_numeral_read(s->text, at, ret);
}

/* 百分之十至百分之二十. */
static size_t read_percents(const wb_speller *s, struct range *range)
{
    size_t at = s->at;
    size_t words = wb_speller_sign(s, at, "百分之");
    size_t len = words ? wb_numeral_read(s->text, at + words, &range->from) : 0;
    size_t joint = len ? joint_at(s, at + words + len) : 0;
    if (!joint) {
        return 0;
    }
    at += words + len + joint;
    words = wb_speller_sign(s, at, "百分之");
    len = words ? wb_numeral_read(s->text, at + words, &range->to) : 0;
    range->unit = wb_slice_from("%");
    return len ? at + words + len - s->at : 0;
}

/* [第]3[年]至[第]5年. */
static size_t read_numbers(const wb_speller *s, struct range *range)
{
    size_t at = s->at;
    bool from_year;
    bool to_year;
    size_t ordinal = wb_speller_sign(s, at, "第");
    range->before = wb_slice_make(s->text.ptr + at, ordinal);
    range->from_start = at;
    at += ordinal;
    size_t len = read_number(s, at, &range->from, &from_year);
    size_t unit = len ? unit_at(s, at + len) : 0;
    range->from_end = at + len + unit;
    size_t joint = len ? joint_at(s, range->from_end) : 0;
    if (!joint) {
        return 0;
    }
    at = range->from_end + joint;
    range->to_start = at;
    at += ordinal ? wb_speller_sign(s, at, "第") : 0;
    len = read_number(s, at, &range->to, &to_year);
    size_t last = len ? unit_at(s, at + len) : 0;
    range->unit = wb_slice_make(s->text.ptr + at + len, last);
    wb_slice first = wb_slice_make(s->text.ptr + range->from_end - unit, unit);
    range->to_end = at + len + last;
    range->is_year = from_year && to_year;
    if (!last || (unit && !wb_slice_equal(first, range->unit)) || (from_year && !to_year)) {
        return 0;
    }
    return range->to_end - s->at;
}

size_t wb_spelling_range(wb_speller *s)
{
    struct range range = {0};
    if (wb_speller_is_behind(s, s->at, ".-")) {
        return 0;
    }
    size_t len = read_percents(s, &range);
    bool in_words = len > 0;
    if (!in_words) {
        len = read_numbers(s, &range);
    }
    if (len == 0) {
        return 0;
    }
    range.is_percent = wb_slice_equal(range.unit, wb_slice_from("%"));
    if (range.is_year || (is_plain(&range.from) && is_plain(&range.to))) {
        put_forms(s, &range);
    } else if (!in_words) {
        put_copies(s, &range);
    }
    return s->part->count ? len : 0;
}
