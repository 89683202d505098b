#include "measure.h"
#include "spelling_parts.h"

#define KIND_PERCENT WB_EQUIVALENT_PERCENT
#define KIND_FRACTION WB_EQUIVALENT_FRACTION

static void put_number(wb_speller *s, const char *before, const wb_numeral *number,
                       wb_numeral_style style, const char *behind, wb_spelling_form form,
                       wb_equivalent_kind kind)
{
    wb_speller_start(s);
    wb_speller_puts(s, before);
    bool written = wb_speller_number(s, number, style);
    wb_speller_puts(s, written ? behind : "");
    if (written) {
        wb_speller_end(s, form, kind);
    } else {
        s->pool->len = s->pool->status == WB_OK ? s->begin : s->pool->len;
    }
}

/* 六成, 六成五; 两成 before 二成. */
static void put_tenths(wb_speller *s, const wb_numeral *percent)
{
    if (!wb_numeral_is_between(percent, 10, 99) || percent->units % 5 != 0) {
        return;
    }
    bool half = percent->units % 10 == 5;
    wb_numeral tenths = wb_numeral_make(percent->units / 10);
    if (!half) {
        put_number(s, "", &tenths, WB_NUMERAL_LIANG, "成", WB_FORM_CHINESE, KIND_PERCENT);
        put_number(s, "", &tenths, WB_NUMERAL_CHINESE, "成", WB_FORM_CHINESE, KIND_PERCENT);
        put_number(s, "", &tenths, WB_NUMERAL_ARABIC, "成", WB_FORM_ARABIC, KIND_PERCENT);
        return;
    }
    put_number(s, "", &tenths, WB_NUMERAL_CHINESE, "成五", WB_FORM_CHINESE, KIND_PERCENT);
    put_number(s, "", &tenths, WB_NUMERAL_LIANG, "成五", WB_FORM_CHINESE, KIND_PERCENT);
    put_number(s, "", &tenths, WB_NUMERAL_CHINESE, "成半", WB_FORM_CHINESE, KIND_PERCENT);
    wb_numeral decimal;
    if (wb_numeral_shift(percent, -1, &decimal)) {
        put_number(s, "", &decimal, WB_NUMERAL_ARABIC, "成", WB_FORM_OTHER, KIND_PERCENT);
    }
}

static void put_percent(wb_speller *s, const wb_numeral *percent)
{
    put_number(s, "", percent, WB_NUMERAL_ARABIC, "%", WB_FORM_ARABIC, KIND_PERCENT);
    if (wb_numeral_is_between(percent, 100, 100)) {
        wb_speller_start(s);
        wb_speller_puts(s, "百分之百");
        wb_speller_end(s, WB_FORM_CHINESE, KIND_PERCENT);
        wb_speller_start(s);
        wb_speller_puts(s, "百分百");
        wb_speller_end(s, WB_FORM_OTHER, KIND_PERCENT);
    }
    put_number(s, "百分之", percent, WB_NUMERAL_CHINESE, "", WB_FORM_CHINESE, KIND_PERCENT);
    put_tenths(s, percent);
    put_number(s, "百分之", percent, WB_NUMERAL_ARABIC, "", WB_FORM_OTHER, KIND_PERCENT);
}

/* 千分之三, 3‰, 万分之五. */
static size_t read_small_part(wb_speller *s)
{
    static const struct {
        const char *words;
        const char *sign;
    } parts[] = {{"千分之", "‰"}, {"万分之", "‱"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        wb_numeral number;
        size_t words = wb_speller_sign(s, s->at, parts[i].words);
        size_t len = wb_numeral_read(s->text, s->at + words, &number);
        size_t sign = words ? 0 : wb_speller_sign(s, s->at + len, parts[i].sign);
        if (!len || !(words || sign)) {
            continue;
        }
        put_number(s, "", &number, WB_NUMERAL_ARABIC, parts[i].sign, WB_FORM_ARABIC, KIND_PERCENT);
        put_number(s, parts[i].words, &number, WB_NUMERAL_CHINESE, "", WB_FORM_CHINESE,
                   KIND_PERCENT);
        put_number(s, parts[i].words, &number, WB_NUMERAL_ARABIC, "", WB_FORM_OTHER, KIND_PERCENT);
        return words + len + sign;
    }
    return 0;
}

/* 60%, 百分之六十, 百分之百. */
static size_t read_percent(wb_speller *s, wb_numeral *ret)
{
    static const char *const whole[] = {"百分之百", "百分百"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        size_t len = wb_speller_sign(s, s->at, whole[i]);
        if (len) {
            *ret = wb_numeral_make(100);
            return len;
        }
    }
    size_t words = wb_speller_sign(s, s->at, "百分之");
    size_t len = wb_numeral_read(s->text, s->at + words, ret);
    size_t sign = words ? 0 : wb_speller_sign(s, s->at + len, "%");
    return len && (words || sign) ? words + len + sign : 0;
}

/* 六成, 6成, 六成五, 6.5成: as percent. */
static size_t read_tenths(wb_speller *s, wb_numeral *ret)
{
    size_t len = wb_numeral_read(s->text, s->at, ret);
    const wb_measure *measure = len ? wb_measure_at(s->text, s->at + len) : NULL;
    bool is_tenths = measure && (measure->flags & WB_MEASURE_TENTHS);
    if (!is_tenths || ret->has_multiplier || ret->is_padded || !wb_numeral_shift(ret, 1, ret) ||
        !wb_numeral_is_between(ret, 10, 95)) {
        return 0;
    }
    len += strlen(measure->text);
    size_t half = wb_speller_sign(s, s->at + len, "五") + wb_speller_sign(s, s->at + len, "半");
    if (half && ret->units % 10 == 0) {
        ret->units += 5;
        len += half;
    }
    return len;
}

size_t wb_spelling_percent(wb_speller *s)
{
    wb_numeral percent;
    if (wb_speller_is_behind(s, s->at, ".")) {
        return 0;
    }
    size_t len = read_percent(s, &percent);
    if (len == 0) {
        len = read_tenths(s, &percent);
    }
    if (len) {
        put_percent(s, &percent);
        return len;
    }
    return read_small_part(s);
}

/* 三分之二, 3分之2: both below 100. */
static size_t read_in_words(const wb_speller *s, wb_numeral *below, wb_numeral *above)
{
    size_t len = wb_numeral_read(s->text, s->at, below);
    size_t sign = len ? wb_speller_sign(s, s->at + len, "分之") : 0;
    size_t second = sign ? wb_numeral_read(s->text, s->at + len + sign, above) : 0;
    return second ? len + sign + second : 0;
}

/* 2/3, no part of a date. */
static size_t read_in_digits(const wb_speller *s, wb_numeral *below, wb_numeral *above)
{
    if (wb_speller_is_behind(s, s->at, "/.-")) {
        return 0;
    }
    size_t len = wb_numeral_read(s->text, s->at, above);
    size_t sign =
        len && above->style == WB_NUMERAL_ARABIC ? wb_speller_sign(s, s->at + len, "/") : 0;
    size_t second = sign ? wb_numeral_read(s->text, s->at + len + sign, below) : 0;
    size_t end = s->at + len + sign + second;
    bool goes_on = second && (below->style != WB_NUMERAL_ARABIC || wb_speller_sign(s, end, "/"));
    return second && !goes_on ? end - s->at : 0;
}

size_t wb_spelling_fraction(wb_speller *s)
{
    wb_numeral below;
    wb_numeral above;
    size_t len = read_in_words(s, &below, &above);
    if (len == 0) {
        len = read_in_digits(s, &below, &above);
    }
    if (len == 0 || !wb_numeral_is_between(&below, 2, 99) ||
        !wb_numeral_is_between(&above, 1, below.units - 1) || below.is_padded || above.is_padded) {
        return 0;
    }
    wb_speller_start(s);
    wb_speller_number(s, &above, WB_NUMERAL_ARABIC);
    wb_speller_puts(s, "/");
    wb_speller_number(s, &below, WB_NUMERAL_ARABIC);
    wb_speller_end(s, WB_FORM_ARABIC, KIND_FRACTION);
    static const wb_numeral_style styles[] = {WB_NUMERAL_CHINESE, WB_NUMERAL_ARABIC};
    for (size_t i = 0; i < 2; i++) {
        wb_speller_start(s);
        wb_speller_number(s, &below, styles[i]);
        wb_speller_puts(s, "分之");
        wb_speller_number(s, &above, styles[i]);
        wb_speller_end(s, i ? WB_FORM_ARABIC : WB_FORM_CHINESE, KIND_FRACTION);
    }
    return len;
}
