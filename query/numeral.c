#include "numeral.h"

#include <wbsearch/utf8.h>

#define UNITS_MAX 1000000000000000000u /* 10^18 */
#define SCALE_MAX 8

/* What a character is in a number. */
enum role { ROLE_NONE, ROLE_ZERO, ROLE_DIGIT, ROLE_SMALL, ROLE_LARGE, ROLE_SCORE };

struct sign {
    const char *text; /* UTF-8, three bytes */
    enum role role;
    uint32_t value;
    bool is_capital;
};

static const struct sign signs[] = {
    {"〇", ROLE_ZERO, 0, false},          {"零", ROLE_ZERO, 0, false},
    {"一", ROLE_DIGIT, 1, false},         {"二", ROLE_DIGIT, 2, false},
    {"三", ROLE_DIGIT, 3, false},         {"四", ROLE_DIGIT, 4, false},
    {"五", ROLE_DIGIT, 5, false},         {"六", ROLE_DIGIT, 6, false},
    {"七", ROLE_DIGIT, 7, false},         {"八", ROLE_DIGIT, 8, false},
    {"九", ROLE_DIGIT, 9, false},         {"两", ROLE_DIGIT, 2, false},
    {"十", ROLE_SMALL, 10, false},        {"百", ROLE_SMALL, 100, false},
    {"千", ROLE_SMALL, 1000, false},      {"万", ROLE_LARGE, 10000, false},
    {"亿", ROLE_LARGE, 100000000, false}, {"廿", ROLE_SCORE, 20, false},
    {"卅", ROLE_SCORE, 30, false},        {"壹", ROLE_DIGIT, 1, true},
    {"贰", ROLE_DIGIT, 2, true},          {"叁", ROLE_DIGIT, 3, true},
    {"肆", ROLE_DIGIT, 4, true},          {"伍", ROLE_DIGIT, 5, true},
    {"陆", ROLE_DIGIT, 6, true},          {"柒", ROLE_DIGIT, 7, true},
    {"捌", ROLE_DIGIT, 8, true},          {"玖", ROLE_DIGIT, 9, true},
    {"拾", ROLE_SMALL, 10, true},         {"佰", ROLE_SMALL, 100, true},
    {"仟", ROLE_SMALL, 1000, true},
};

#define SIGN_LEN 3
static const char LIANG[] = "两";
static const char POINT[] = "点";

static const struct sign *sign_at(wb_slice text, size_t at)
{
    if (at + SIGN_LEN > text.len || (unsigned char)text.ptr[at] < 0xE3) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (memcmp(signs[i].text, text.ptr + at, SIGN_LEN) == 0) {
            return &signs[i];
        }
    }
    return NULL;
}

static bool stands_at(wb_slice text, size_t at, const char *sign)
{
    return at < text.len && wb_slice_starts(wb_slice_make(text.ptr + at, text.len - at), sign);
}

static bool is_digit(wb_slice text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

bool wb_numeral_is_chinese(uint32_t c)
{
    char bytes[4];
    size_t len = wb_utf8_encode(c, bytes);
    return len == SIGN_LEN && sign_at(wb_slice_make(bytes, len), 0) != NULL;
}

bool wb_numeral_is_multiplier(uint32_t c)
{
    char bytes[4];
    size_t len = wb_utf8_encode(c, bytes);
    const struct sign *sign = len == SIGN_LEN ? sign_at(wb_slice_make(bytes, len), 0) : NULL;
    return sign && (sign->role == ROLE_SMALL || sign->role == ROLE_LARGE);
}

/* Takes zeros away behind the point. */
static void normalise(wb_numeral *number)
{
    while (number->scale > 0 && number->units % 10 == 0) {
        number->units /= 10;
        number->scale--;
    }
}

wb_numeral wb_numeral_make(uint64_t value)
{
    return (wb_numeral){.units = value};
}

bool wb_numeral_equal(const wb_numeral *a, const wb_numeral *b)
{
    return a->units == b->units && a->scale == b->scale;
}

bool wb_numeral_shift(const wb_numeral *number, int power, wb_numeral *ret)
{
    wb_numeral shifted = *number;
    for (; power > 0; power--) {
        if (shifted.scale > 0) {
            shifted.scale--;
        } else if (shifted.units < UNITS_MAX / 10) {
            shifted.units *= 10;
        } else {
            return false;
        }
    }
    shifted.scale += (unsigned)-power;
    normalise(&shifted);
    if (shifted.scale > SCALE_MAX) {
        return false;
    }
    *ret = shifted;
    return true;
}

bool wb_numeral_is_between(const wb_numeral *number, uint64_t min, uint64_t max)
{
    return number->scale == 0 && number->units >= min && number->units <= max;
}

/* *sum + number, both exact; false when it does not fit. */
static bool add(wb_numeral *sum, wb_numeral number)
{
    while (sum->scale < number.scale) {
        if (sum->units >= UNITS_MAX / 10) {
            return false;
        }
        sum->units *= 10;
        sum->scale++;
    }
    while (number.scale < sum->scale) {
        if (number.units >= UNITS_MAX / 10) {
            return false;
        }
        number.units *= 10;
        number.scale++;
    }
    sum->units += number.units;
    normalise(sum);
    return sum->units < UNITS_MAX;
}

static int power_of(uint32_t value)
{
    int power = 0;
    for (; value >= 10; value /= 10) {
        power++;
    }
    return power;
}

/* 千米, 千克, 千瓦 … are units of their own. */
static bool is_kilo(wb_slice text, size_t at)
{
    static const char *const bases[] = {"米", "克", "瓦", "帕", "卡", "焦", "伏", "赫"};
    if (!stands_at(text, at, "千")) {
        return false;
    }
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        if (stands_at(text, at + SIGN_LEN, bases[i])) {
            return true;
        }
    }
    return false;
}

/* The multiplier sign at `at` of a number that does not end there. */
static const struct sign *multiplier_at(wb_slice text, size_t at)
{
    const struct sign *sign = sign_at(text, at);
    bool multiplies = sign && (sign->role == ROLE_SMALL || sign->role == ROLE_LARGE);
    return multiplies && !is_kilo(text, at) ? sign : NULL;
}

/* Digits with a decimal point, no multiplier. Returns the bytes. */
static size_t read_plain(wb_slice text, size_t at, wb_numeral *ret)
{
    wb_numeral number = {.style = WB_NUMERAL_ARABIC};
    size_t i = at;
    for (; is_digit(text, i); i++) {
        if (number.units >= UNITS_MAX / 10) {
            return 0;
        }
        number.units = number.units * 10 + (uint64_t)(text.ptr[i] - '0');
        number.digits++;
    }
    number.is_padded = number.digits > 1 && text.ptr[at] == '0';
    if (number.digits && i < text.len && text.ptr[i] == '.' && is_digit(text, i + 1)) {
        for (i++; is_digit(text, i); i++) {
            if (number.units >= UNITS_MAX / 10 || number.scale >= SCALE_MAX) {
                return 0;
            }
            number.units = number.units * 10 + (uint64_t)(text.ptr[i] - '0');
            number.scale++;
        }
        normalise(&number);
    }
    *ret = number;
    return i - at;
}

/* The multipliers at `at` (万, 亿, 百万, 千万, 万亿): their power of ten in *ret_power. Returns the
 * bytes. */
static size_t read_multipliers(wb_slice text, size_t at, int *ret_power)
{
    size_t i = at;
    uint32_t last = 0;
    *ret_power = 0;
    for (const struct sign *sign = multiplier_at(text, i); sign && sign->value > last;
         sign = multiplier_at(text, i)) {
        *ret_power += power_of(sign->value);
        last = sign->value;
        i += SIGN_LEN;
    }
    return i - at;
}

/* 2亿5000万: parts of falling size, the last perhaps without a multiplier. */
static size_t read_arabic(wb_slice text, size_t at, wb_numeral *ret)
{
    wb_numeral sum;
    size_t i = at + read_plain(text, at, &sum);
    if (i == at) {
        return 0;
    }
    int power;
    size_t multipliers = read_multipliers(text, i, &power);
    if (power == 1 || !wb_numeral_shift(&sum, power, &sum)) {
        return 0; /* 5十 */
    }
    i += multipliers;
    sum.has_multiplier = multipliers > 0;
    while (multipliers && is_digit(text, i)) {
        wb_numeral part;
        int smaller;
        size_t len = read_plain(text, i, &part);
        multipliers = len ? read_multipliers(text, i + len, &smaller) : 0;
        bool falls = len && part.scale == 0 && (int)part.digits + smaller <= power;
        if (!falls || smaller == 1 || !wb_numeral_shift(&part, smaller, &part) ||
            !add(&sum, part)) {
            return 0;
        }
        i += len + multipliers;
        power = smaller;
    }
    *ret = sum;
    return sign_at(text, i) && !is_kilo(text, i) ? 0 : i - at;
}

/* A number by position while it is read. */
struct position {
    uint64_t total;   /* what stands before 亿 */
    uint64_t section; /* since the last 万 or 亿 */
    uint32_t digit;   /* read and not yet placed; 0: none */
    uint32_t small;   /* the last of 千 百 十 in this section; 0: none */
    uint32_t large;   /* the last of 亿 万; 0: none */
    bool zero;        /* a 零 stands just before */
    bool started;
};

/* Whether a digit may stand here: behind 百 only with 十 or 零 (三百二 is left alone). */
static bool take_digit(struct position *p, uint32_t digit)
{
    if (p->digit) {
        return false;
    }
    p->digit = digit;
    p->started = true;
    return true;
}

static bool take_small(struct position *p, uint32_t value)
{
    bool bare_ten = value == 10 && p->digit == 0 && p->small == 0;
    if ((!p->digit && !bare_ten) || (p->small && value >= p->small)) {
        return false;
    }
    p->section += (uint64_t)(p->digit ? p->digit : 1) * value;
    p->digit = 0;
    p->small = value;
    p->zero = false;
    p->started = true;
    return true;
}

/* Closes a section: the digit left over is its ones. */
static bool close_section(struct position *p)
{
    bool abbreviated = p->digit && p->small > 10 && !p->zero;
    bool behind_large = p->digit && p->small == 0 && p->large && !p->zero;
    if (abbreviated || behind_large) {
        return false; /* 三千五, 两万五: 500 or 5? */
    }
    p->section += p->digit;
    p->digit = 0;
    p->small = 0;
    p->zero = false;
    return true;
}

static bool take_large(struct position *p, uint32_t value)
{
    if (!close_section(p)) {
        return false;
    }
    bool ten_thousand_millions = value == 100000000 && p->large == 10000;
    if (p->large && value >= p->large && !ten_thousand_millions) {
        return false;
    }
    uint64_t scaled = ten_thousand_millions ? p->total + p->section : p->section;
    if (scaled == 0 || scaled > UNITS_MAX / value) {
        return false;
    }
    p->total = (ten_thousand_millions ? 0 : p->total) + scaled * value;
    p->section = 0;
    p->large = value;
    return p->total < UNITS_MAX;
}

static bool take_sign(struct position *p, const struct sign *sign)
{
    switch (sign->role) {
    case ROLE_ZERO:
        if (p->digit || p->zero) {
            return false;
        }
        p->zero = true;
        return true;
    case ROLE_DIGIT:
        return take_digit(p, sign->value);
    case ROLE_SMALL:
        return take_small(p, sign->value);
    case ROLE_SCORE:
        return take_digit(p, sign->value / 10) && take_small(p, 10);
    case ROLE_LARGE:
        return take_large(p, sign->value);
    default:
        return false;
    }
}

/* The digits behind 点. Returns the bytes, 点 included; 0 when there are none. */
static size_t read_decimals(wb_slice text, size_t at, wb_numeral *number)
{
    size_t i = at + strlen(POINT);
    const struct sign *sign = stands_at(text, at, POINT) ? sign_at(text, i) : NULL;
    for (; sign && (sign->role == ROLE_ZERO || sign->role == ROLE_DIGIT); sign = sign_at(text, i)) {
        if (number->units >= UNITS_MAX / 10 || number->scale >= SCALE_MAX) {
            return 0;
        }
        number->units = number->units * 10 + sign->value;
        number->scale++;
        i += SIGN_LEN;
    }
    bool found = number->scale > 0;
    normalise(number);
    return found ? i - at : 0;
}

/* 一点五万. Returns the bytes of what follows the whole part; 0 when it is no number. */
static size_t read_tail(wb_slice text, size_t at, wb_numeral *number)
{
    size_t decimals = read_decimals(text, at, number);
    if (decimals == 0) {
        return 0;
    }
    int power;
    size_t multipliers = read_multipliers(text, at + decimals, &power);
    number->has_multiplier = multipliers > 0;
    return wb_numeral_shift(number, power, number) ? decimals + multipliers : 0;
}

static size_t read_positional(wb_slice text, size_t at, wb_numeral *ret)
{
    struct position p = {0};
    size_t i = at;
    bool capital = false;
    bool liang = stands_at(text, at, LIANG);
    const struct sign *sign = sign_at(text, i);
    for (; sign && !is_kilo(text, i); sign = sign_at(text, i)) {
        bool neutral = sign->role == ROLE_ZERO || sign->role == ROLE_LARGE;
        if (i == at) {
            capital = sign->is_capital;
        }
        if ((!neutral && sign->is_capital != capital) || !take_sign(&p, sign)) {
            return 0;
        }
        i += SIGN_LEN;
    }
    bool nought = i - at == SIGN_LEN && p.zero && !p.started; /* 零点五 */
    if ((p.zero && !p.digit && !nought) || !close_section(&p)) {
        return 0;
    }
    wb_numeral number = {.units = p.total + p.section,
                         .style = capital ? WB_NUMERAL_CAPITAL
                                  : liang ? WB_NUMERAL_LIANG
                                          : WB_NUMERAL_CHINESE};
    size_t tail = capital ? 0 : read_tail(text, i, &number);
    bool lone = capital && i - at < 2 * strlen("壹"); /* 陆 of 大陆, 伍 of 队伍 */
    if ((!p.started && tail == 0) || number.units >= UNITS_MAX || lone) {
        return 0;
    }
    if (tail == 0) {
        number.units = p.total + p.section;
        number.scale = 0;
    }
    *ret = number;
    return sign_at(text, i + tail) && !is_kilo(text, i + tail) ? 0 : i + tail - at;
}

/* Two digits and more, one by one. */
static size_t read_digits(wb_slice text, size_t at, wb_numeral *ret)
{
    wb_numeral number = {.style = WB_NUMERAL_DIGITS};
    size_t i = at;
    const struct sign *sign = sign_at(text, i);
    for (; sign && (sign->role == ROLE_ZERO || sign->role == ROLE_DIGIT); sign = sign_at(text, i)) {
        if (sign->is_capital || stands_at(text, i, LIANG)) {
            break;
        }
        if (number.units >= UNITS_MAX / 10) {
            return 0;
        }
        if (stands_at(text, i, "零")) {
            number.style = WB_NUMERAL_DIGITS_LING;
        }
        number.units = number.units * 10 + sign->value;
        number.digits++;
        i += SIGN_LEN;
    }
    if (number.digits < 2 || sign_at(text, i)) {
        return 0;
    }
    *ret = number;
    return i - at;
}

size_t wb_numeral_read(wb_slice text, size_t at, wb_numeral *ret)
{
    if (is_digit(text, at)) {
        return read_arabic(text, at, ret);
    }
    if (!sign_at(text, at)) {
        return 0;
    }
    wb_numeral digits;
    size_t by_position = read_positional(text, at, ret);
    size_t one_by_one = read_digits(text, at, &digits);
    if (one_by_one > by_position) {
        *ret = digits;
        return one_by_one;
    }
    return by_position;
}
