/**
 * @file numeral.h
 * Numbers as they stand in folded text: read to their exact value, written in other ways.
 *
 * Read are, each as long as it goes:
 *  - Arabic numbers, with a decimal point, with multipliers: 15000, 1.5万, 2亿5000万, 3百, 5千万;
 *  - Chinese numbers by position: 十五, 一百零五, 一万五千, 一点五万, 廿五, with 两 for 二;
 *  - the same in capital characters: 壹佰贰拾万;
 *  - Chinese digits one by one, two and more: 二〇二二, 二零二二 (what converters
 *    make of it, 二O二二, the fold has mended).
 * A run of Chinese numerals that is no number as a whole (十四五, 二三十) is read as none, and
 * neither is a multiplier by itself (万, 千). 千 that belongs to a unit (千米, 千克, 千瓦) is left
 * to the unit.
 */
#ifndef WBSEARCH_QUERY_NUMERAL_H
#define WBSEARCH_QUERY_NUMERAL_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>

WB_BEGIN_DECLS

/** How a number is written. */
typedef enum wb_numeral_style {
    WB_NUMERAL_ARABIC,     /**< 15000, 1.5 */
    WB_NUMERAL_CHINESE,    /**< 一万五千, 一点五 */
    WB_NUMERAL_LIANG,      /**< the same with 两 for the 二 that leads: 两万五千, 两 */
    WB_NUMERAL_CAPITAL,    /**< 壹万伍仟 */
    WB_NUMERAL_DIGITS,     /**< 二〇二二 */
    WB_NUMERAL_DIGITS_LING /**< 二零二二 */
} wb_numeral_style;

/** A number: units / 10^scale, with the smallest scale that does. */
typedef struct wb_numeral {
    uint64_t units; /**< below 10^18 */
    unsigned scale; /**< digits behind the decimal point */
    wb_numeral_style style;
    bool has_multiplier; /**< written with 万, 亿 … behind Arabic digits, or behind 点 */
    bool is_padded;      /**< Arabic with a 0 in front: 05 */
    unsigned digits;     /**< Arabic and Chinese digits one by one: how many; else 0 */
} wb_numeral;

/** Reads the number that begins at byte `at` of `text`; returns its bytes, 0 when there is none.
 *  What stands before `at` is not looked at. */
size_t wb_numeral_read(wb_slice text, size_t at, wb_numeral *ret);

/** The whole number `value`. */
wb_numeral wb_numeral_make(uint64_t value);

/** Whether two are the same value. */
bool wb_numeral_equal(const wb_numeral *a, const wb_numeral *b);

/** `number` * 10^`power`, exactly, in `*ret`; false when it does not fit. */
bool wb_numeral_shift(const wb_numeral *number, int power, wb_numeral *ret);

/** Whether `number` is a whole number between `min` and `max`. */
bool wb_numeral_is_between(const wb_numeral *number, uint64_t min, uint64_t max);

/** Appends `number` in `style`; false, with nothing appended, when it is not written so: decimals
 *  in capitals or digit by digit, 两 where no 2 leads. (`out->status` as ever.) */
bool wb_numeral_write(const wb_numeral *number, wb_numeral_style style, wb_buf *out);

/** Whether the character `c` can be part of a Chinese number (点 apart). */
bool wb_numeral_is_chinese(uint32_t c);

/** Whether `c` is one of 十 百 千 万 亿. */
bool wb_numeral_is_multiplier(uint32_t c);

WB_END_DECLS

#endif
