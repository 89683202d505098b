#include <wbsearch/utf8.h>

#include "measure.h"
#include "spelling_parts.h"

#define TEN_THOUSAND 10000u
#define HUNDRED_MILLION UINT64_C(100000000)

/* A number of things while its spellings are written. */
struct count {
    wb_numeral number;
    size_t number_end;         /* in the text */
    size_t end;                /* of the part */
    const wb_measure *measure; /* NULL: an amount without one (30亿) */
    unsigned flags;
    bool is_rough; /* 余 or 多 behind the number: 10余万人 */
};

/* The number in `style`, then what stood behind it in the text. */
static void put(wb_speller *s, const struct count *count, const wb_numeral *number,
                const char *multiplier, wb_numeral_style style, wb_spelling_form form)
{
    wb_speller_start(s);
    if (wb_speller_number(s, number, style)) {
        wb_speller_puts(s, multiplier);
        wb_speller_copy(s, count->number_end, count->end);
        wb_speller_end(s, form, WB_EQUIVALENT_NUMERAL);
    }
}

/* 二 or 两: 二期 and 两期 are not the same, but 2期 may be either. */
static void put_chinese(wb_speller *s, const struct count *count)
{
    const wb_numeral *number = &count->number;
    bool is_two = wb_numeral_is_between(number, 2, 2);
    bool liang =
        is_two ? (count->flags & WB_MEASURE_LIANG) && number->style != WB_NUMERAL_CHINESE : true;
    bool plain = !is_two || number->style != WB_NUMERAL_LIANG;
    if (liang && is_two) {
        put(s, count, number, "", WB_NUMERAL_LIANG, WB_FORM_CHINESE);
    }
    if (plain) {
        put(s, count, number, "", WB_NUMERAL_CHINESE, WB_FORM_CHINESE);
    }
    if (liang && !is_two) {
        put(s, count, number, "", WB_NUMERAL_LIANG, WB_FORM_CHINESE);
    }
}

/* The number as so many of a multiplier, if that is how one writes it. */
static void put_scaled(wb_speller *s, const struct count *count, int power, uint64_t least,
                       const char *multiplier)
{
    wb_numeral scaled;
    wb_numeral whole = count->number;
    if (whole.scale > 0 || whole.units < least || !wb_numeral_shift(&whole, -power, &scaled) ||
        scaled.scale > 4) {
        return;
    }
    put(s, count, &scaled, multiplier, WB_NUMERAL_ARABIC, WB_FORM_ARABIC);
    bool below_one = scaled.units < 10 && scaled.scale > 0;
    if ((scaled.scale == 1 || scaled.scale == 2) && !below_one) {
        put(s, count, &scaled, multiplier, WB_NUMERAL_CHINESE, WB_FORM_CHINESE);
    }
}

/* 1万5千, 2亿5000万: a large part and the rest. */
static void put_compound(wb_speller *s, const struct count *count, uint64_t large,
                         const char *large_sign, uint64_t small, const char *small_sign)
{
    uint64_t value = count->number.units;
    if (count->number.scale || value < large || value % large == 0 || value % small) {
        return;
    }
    wb_numeral first = wb_numeral_make(value / large);
    wb_numeral rest = wb_numeral_make(value % large / small);
    wb_speller_start(s);
    wb_speller_number(s, &first, WB_NUMERAL_ARABIC);
    wb_speller_puts(s, large_sign);
    wb_speller_number(s, &rest, WB_NUMERAL_ARABIC);
    wb_speller_puts(s, small_sign);
    wb_speller_copy(s, count->number_end, count->end);
    wb_speller_end(s, WB_FORM_OTHER, WB_EQUIVALENT_NUMERAL);
}

/* 2千, and no 0.2万. */
static void put_thousands(wb_speller *s, const struct count *count)
{
    wb_numeral thousands;
    if (wb_numeral_is_between(&count->number, 1000, TEN_THOUSAND - 1) &&
        wb_numeral_shift(&count->number, -3, &thousands) && thousands.scale == 0) {
        put(s, count, &thousands, "千", WB_NUMERAL_ARABIC, WB_FORM_OTHER);
    }
}

/* 30亿元 is 30亿 where nothing else follows. */
static void put_without_yuan(wb_speller *s, const struct count *count, wb_numeral_style style)
{
    static const struct {
        int power;
        uint64_t least;
        const char *sign;
    } scales[] = {{8, HUNDRED_MILLION, "亿"}, {4, TEN_THOUSAND, "万"}};
    for (size_t i = 0; i < 2; i++) {
        wb_numeral scaled;
        if (count->number.units >= scales[i].least && count->number.scale == 0 &&
            wb_numeral_shift(&count->number, -scales[i].power, &scaled) && scaled.scale <= 2) {
            wb_speller_start(s);
            wb_speller_number(s, &scaled, style);
            wb_speller_puts(s, scales[i].sign);
            wb_speller_end(s, WB_FORM_OTHER, WB_EQUIVALENT_UNIT);
            return;
        }
    }
}

static void put_money(wb_speller *s, const struct count *count)
{
    static const char YUAN[] = "元";
    if (wb_numeral_is_between(&count->number, 10, UINT64_MAX)) {
        put(s, count, &count->number, "", WB_NUMERAL_CAPITAL, WB_FORM_OTHER);
    }
    if (strcmp(count->measure->text, YUAN) == 0) {
        put_without_yuan(s, count, WB_NUMERAL_ARABIC);
        put_without_yuan(s, count, WB_NUMERAL_CHINESE);
    }
}

/* The same number of a unit that is the same. */
static void put_units(wb_speller *s, const struct count *count)
{
    const wb_measure *other;
    for (size_t i = 0; (other = wb_measure_same_unit(count->measure, &i)) != NULL;) {
        bool latin = (unsigned char)other->text[strlen(other->text) - 1] < 0x80;
        wb_speller_start(s);
        if (count->number.style == WB_NUMERAL_ARABIC) {
            wb_speller_copy(s, s->at, count->number_end);
        } else {
            wb_speller_number(s, &count->number, WB_NUMERAL_ARABIC);
        }
        wb_speller_puts(s, other->text);
        wb_speller_end(s, WB_FORM_OTHER, WB_EQUIVALENT_UNIT);
        wb_speller_start(s);
        if (!latin && wb_speller_number(s, &count->number, WB_NUMERAL_CHINESE)) {
            wb_speller_puts(s, other->text);
            wb_speller_end(s, WB_FORM_OTHER, WB_EQUIVALENT_UNIT);
        }
    }
}

static void put_count(wb_speller *s, const struct count *count)
{
    const wb_numeral *number = &count->number;
    put(s, count, number, "", WB_NUMERAL_ARABIC, WB_FORM_ARABIC);
    put_chinese(s, count);
    bool scaled = (count->flags & WB_MEASURE_AMOUNT) || number->has_multiplier || !count->measure;
    if (scaled && !count->is_rough) {
        put_scaled(s, count, 4, TEN_THOUSAND / 10, "万");
        put_scaled(s, count, 8, HUNDRED_MILLION / 100, "亿");
        put_scaled(s, count, 12, 1000 * HUNDRED_MILLION, "万亿");
        put_compound(s, count, HUNDRED_MILLION, "亿", TEN_THOUSAND, "万");
        put_compound(s, count, TEN_THOUSAND, "万", 1000, "千");
        put_thousands(s, count);
    }
    if (count->measure && !count->is_rough) {
        put_units(s, count);
    }
    if ((count->flags & WB_MEASURE_MONEY) && !count->is_rough) {
        put_money(s, count);
    }
}

static bool is_wanted(const struct count *count)
{
    unsigned flags = count->flags;
    bool many = !(flags & WB_MEASURE_MANY) || !wb_numeral_is_between(&count->number, 0, 1);
    bool ten = !(flags & WB_MEASURE_TEN) || !wb_numeral_is_between(&count->number, 0, 9);
    return many && ten && !(flags & (WB_MEASURE_ONLY | WB_MEASURE_TENTHS));
}

/* 余 or 多 and what multiplies them: 余万, 多. Returns the bytes. */
static size_t read_rough(const wb_speller *s, size_t at)
{
    size_t len = wb_speller_sign(s, at, "余") + wb_speller_sign(s, at, "多");
    size_t end = at + len;
    while (len && end < s->text.len) {
        size_t next = end;
        if (!wb_numeral_is_multiplier(wb_utf8_next(s->text, &next))) {
            break;
        }
        end = next;
    }
    return end - at;
}

size_t wb_spelling_quantity(wb_speller *s)
{
    struct count count = {0};
    size_t len =
        wb_speller_is_behind(s, s->at, ".") ? 0 : wb_numeral_read(s->text, s->at, &count.number);
    bool digits = count.number.style >= WB_NUMERAL_DIGITS;
    if (len == 0 || digits || count.number.is_padded) {
        return 0;
    }
    count.number_end = s->at + len;
    size_t rough = read_rough(s, count.number_end);
    count.is_rough = rough > 0;
    size_t at = count.number_end + rough;
    count.measure = wb_measure_at(s->text, at);
    count.end = at + (count.measure ? strlen(count.measure->text) : 0);
    count.flags = count.measure ? count.measure->flags : 0;
    bool large = count.number.has_multiplier ||
                 (count.number.style != WB_NUMERAL_ARABIC && count.number.units >= TEN_THOUSAND &&
                  count.number.scale == 0);
    bool rough_large = rough > strlen("余");
    if ((!count.measure && !large && !rough_large) || !is_wanted(&count)) {
        return 0;
    }
    put_count(s, &count);
    return count.end - s->at;
}

/* ⅲ: Roman numerals as the fold leaves them. */
static size_t read_roman(const wb_speller *s, wb_numeral *ret)
{
    static const char *const romans[] = {"i",   "ii",   "iii", "iv", "v",  "vi",
                                         "vii", "viii", "ix",  "x",  "xi", "xii"};
    size_t longest = 0;
    for (size_t i = 0; i < sizeof romans / sizeof *romans; i++) {
        size_t len = wb_speller_sign(s, s->at, romans[i]);
        if (len > longest) {
            longest = len;
            *ret = wb_numeral_make(i + 1);
        }
    }
    return wb_speller_is_behind(s, s->at, "") ? 0 : longest;
}

static void put_roman(wb_speller *s, const wb_numeral *number, const wb_measure *measure)
{
    static const char *const romans[] = {"i",   "ii",   "iii", "iv", "v",  "vi",
                                         "vii", "viii", "ix",  "x",  "xi", "xii"};
    if (wb_numeral_is_between(number, 1, sizeof romans / sizeof *romans)) {
        wb_speller_start(s);
        wb_speller_puts(s, romans[number->units - 1]);
        wb_speller_puts(s, measure->text);
        wb_speller_end(s, WB_FORM_ARABIC, WB_EQUIVALENT_ORDINAL);
    }
}

static void put_ordinal(wb_speller *s, const char *before, const wb_numeral *number,
                        wb_numeral_style style, const wb_measure *measure)
{
    wb_speller_start(s);
    wb_speller_puts(s, before);
    wb_speller_number(s, number, style);
    wb_speller_puts(s, measure->text);
    wb_speller_end(s, style == WB_NUMERAL_ARABIC ? WB_FORM_ARABIC : WB_FORM_CHINESE,
                   WB_EQUIVALENT_ORDINAL);
}

/* 二季度 is 第二季度; 前三季度 is not. */
static size_t read_quarter(wb_speller *s)
{
    static const char QUARTER[] = "季度";
    wb_numeral number;
    size_t ordinal = wb_speller_sign(s, s->at, "第");
    size_t len = wb_numeral_read(s->text, s->at + ordinal, &number);
    size_t sign = len ? wb_speller_sign(s, s->at + ordinal + len, QUARTER) : 0;
    size_t front = strlen("前");
    bool is_sum = !ordinal && s->at >= front && wb_speller_sign(s, s->at - front, "前");
    if (!sign || is_sum || number.style == WB_NUMERAL_LIANG ||
        !wb_numeral_is_between(&number, 1, 4)) {
        return 0;
    }
    const wb_measure *measure = wb_measure_at(s->text, s->at + ordinal + len);
    for (int i = 0; measure && i < 4; i++) {
        put_ordinal(s, i / 2 ? "" : "第", &number, i % 2 ? WB_NUMERAL_CHINESE : WB_NUMERAL_ARABIC,
                    measure);
    }
    return ordinal + len + sign;
}

/* Ⅲ级, 三级, 3级. */
static size_t read_grade(wb_speller *s)
{
    wb_numeral number;
    size_t roman = read_roman(s, &number);
    size_t len = roman ? roman : wb_numeral_read(s->text, s->at, &number);
    if (len == 0) {
        return 0;
    }
    const wb_measure *measure = wb_measure_at(s->text, s->at + len);
    bool plain = number.style <= WB_NUMERAL_CHINESE && !number.is_padded;
    if (!measure || !(measure->flags & WB_MEASURE_ROMAN) || !plain || number.scale ||
        wb_speller_is_behind(s, s->at, ".")) {
        return 0;
    }
    put_ordinal(s, "", &number, WB_NUMERAL_ARABIC, measure);
    put_ordinal(s, "", &number, WB_NUMERAL_CHINESE, measure);
    put_roman(s, &number, measure);
    return len + strlen(measure->text);
}

/* 第九条. */
static size_t read_with_sign(wb_speller *s)
{
    wb_numeral number;
    size_t ordinal = wb_speller_sign(s, s->at, "第");
    size_t len = ordinal ? wb_numeral_read(s->text, s->at + ordinal, &number) : 0;
    const wb_measure *measure = len ? wb_measure_at(s->text, s->at + ordinal + len) : NULL;
    if (!ordinal) {
        return 0;
    }
    bool usable = measure && (measure->flags & WB_MEASURE_ORDINAL) && number.scale == 0 &&
                  !number.is_padded && !number.has_multiplier &&
                  !(number.style >= WB_NUMERAL_DIGITS && number.digits < 3);
    if (!usable) {
        return ordinal + len; /* 第一时间: no number */
    }
    put_ordinal(s, "第", &number, WB_NUMERAL_ARABIC, measure);
    put_ordinal(s, "第", &number, WB_NUMERAL_CHINESE, measure);
    if (number.units >= 100) {
        put_ordinal(s, "第", &number, WB_NUMERAL_DIGITS, measure);
    }
    return ordinal + len + strlen(measure->text);
}

size_t wb_spelling_ordinal(wb_speller *s)
{
    size_t len = read_quarter(s);
    len = len ? len : read_grade(s);
    return len ? len : read_with_sign(s);
}
