#include "numeral.h"

#include <inttypes.h>
#include <stdio.h>

static const char TWO[] = "二";

static const char *const digit_signs[] = {"〇", "一", "二", "三", "四",
                                          "五", "六", "七", "八", "九"};
static const char *const capital_signs[] = {"零", "壹", "贰", "叁", "肆",
                                            "伍", "陆", "柒", "捌", "玖"};

/* One section of four digits; `inner`: something stands before it, with a 零 between if `gap`. */
static void write_section(unsigned section, bool inner, bool gap, bool capital, wb_buf *out)
{
    static const char *const small[] = {"", "十", "百", "千"};
    static const char *const capital_small[] = {"", "拾", "佰", "仟"};
    const char *const *digits = capital ? capital_signs : digit_signs;
    static const unsigned powers[] = {1, 10, 100, 1000};
    bool written = inner;
    bool zero = gap;
    for (int i = 3; i >= 0; i--) {
        unsigned digit = section / powers[i] % 10;
        if (digit == 0) {
            zero = zero || (written && section % powers[i] != 0);
            continue;
        }
        if (zero) {
            wb_buf_puts(out, "零");
        }
        if (!(i == 1 && digit == 1 && !written && !capital)) { /* 十五, not 一十五 */
            wb_buf_puts(out, digits[digit]);
        }
        wb_buf_puts(out, (capital ? capital_small : small)[i]);
        written = true;
        zero = false;
    }
}

static void write_whole(uint64_t value, bool capital, wb_buf *out)
{
    if (value == 0) {
        wb_buf_puts(out, "零");
        return;
    }
    uint64_t high = value / 100000000;
    unsigned low = (unsigned)(value % 100000000);
    if (high) {
        write_whole(high, capital, out);
        wb_buf_puts(out, "亿");
    }
    unsigned middle = low / 10000;
    unsigned last = low % 10000;
    if (middle) {
        write_section(middle, high > 0, high > 0 && middle < 1000, capital, out);
        wb_buf_puts(out, "万");
    }
    if (last) {
        bool inner = high > 0 || middle > 0;
        write_section(last, inner, inner && (middle == 0 || last < 1000), capital, out);
    }
}

static uint64_t power_of_ten(unsigned scale)
{
    uint64_t power = 1;
    for (; scale > 0; scale--) {
        power *= 10;
    }
    return power;
}

static void write_chinese(const wb_numeral *number, wb_buf *out)
{
    uint64_t one = power_of_ten(number->scale);
    write_whole(number->units / one, false, out);
    if (number->scale) {
        wb_buf_puts(out, "点");
        for (uint64_t power = one / 10; power > 0; power /= 10) {
            uint64_t digit = number->units / power % 10;
            wb_buf_puts(out, digit ? digit_signs[digit] : "零");
        }
    }
}

/* Whether 两 may stand for the 二 that leads: alone, or in front of one of these. */
static bool takes_liang(wb_slice written)
{
    static const char *const followers[] = {"百", "千", "万", "亿"};
    wb_slice rest = wb_slice_make(written.ptr + sizeof TWO - 1, written.len - (sizeof TWO - 1));
    bool takes = rest.len == 0;
    for (size_t i = 0; i < sizeof followers / sizeof *followers && !takes; i++) {
        takes = wb_slice_starts(rest, followers[i]);
    }
    return takes;
}

static bool write_liang(const wb_numeral *number, wb_buf *out)
{
    size_t start = out->len;
    write_chinese(number, out);
    wb_slice written = wb_slice_make(out->data + start, out->len - start);
    if (out->status != WB_OK) {
        return false;
    }
    bool is_led = wb_slice_starts(written, TWO) && takes_liang(written);
    if (is_led) {
        memcpy(out->data + start, "两", sizeof TWO - 1);
    } else {
        out->len = start;
    }
    return is_led;
}

static void write_arabic(const wb_numeral *number, wb_buf *out)
{
    uint64_t one = power_of_ten(number->scale);
    wb_buf_printf(out, "%" PRIu64, number->units / one);
    if (number->scale) {
        wb_buf_printf(out, ".%0*" PRIu64, (int)number->scale, number->units % one);
    }
}

static void write_digits(const wb_numeral *number, const char *zero, wb_buf *out)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, number->units);
    for (int i = 0; i < len; i++) {
        wb_buf_puts(out, digits[i] == '0' ? zero : digit_signs[digits[i] - '0']);
    }
}

bool wb_numeral_write(const wb_numeral *number, wb_numeral_style style, wb_buf *out)
{
    if (number->scale > 0 && style != WB_NUMERAL_ARABIC && style != WB_NUMERAL_CHINESE) {
        return false;
    }
    switch (style) {
    case WB_NUMERAL_ARABIC:
        write_arabic(number, out);
        return true;
    case WB_NUMERAL_CHINESE:
        write_chinese(number, out);
        return true;
    case WB_NUMERAL_LIANG:
        return write_liang(number, out);
    case WB_NUMERAL_CAPITAL:
        write_whole(number->units, true, out);
        return true;
    case WB_NUMERAL_DIGITS:
        write_digits(number, "〇", out);
        return true;
    case WB_NUMERAL_DIGITS_LING:
        write_digits(number, "零", out);
        return true;
    }
    return false;
}
