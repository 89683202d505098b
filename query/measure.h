/**
 * @file measure.h
 * Which Chinese numerals are numbers: those in front of a measure or a unit, and not part of a
 * word.
 *
 * 九条 is a number of things, 三农 is a word; 十分钟 is a time, 十分重要 is none. A measure that
 * begins another word (家 in 三家庭院, 批 in 统一批准) is no measure.
 */
#ifndef WBSEARCH_QUERY_MEASURE_H
#define WBSEARCH_QUERY_MEASURE_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** What is special about a measure. */
enum {
    WB_MEASURE_ORDINAL = 1, /**< 第 may stand before its number: 第九条 */
    WB_MEASURE_LIANG = 2,   /**< two of it are 两: 两个 */
    WB_MEASURE_AMOUNT = 4,  /**< counted in 万 and 亿: 1.5万户 */
    WB_MEASURE_MONEY = 8,   /**< money: capital numerals */
    WB_MEASURE_ROMAN = 16,  /**< Roman numerals are used as well: Ⅲ级 */
    WB_MEASURE_MANY = 32,   /**< only of two and more: 六大行动, but 一大 is no number */
    WB_MEASURE_TEN = 64,    /**< only of ten and more: 500强 */
    WB_MEASURE_ONLY = 128,  /**< only behind 第: 第三产业 */
    WB_MEASURE_TENTHS = 256 /**< 成: tenths, not things */
};

/** A measure or unit. */
typedef struct wb_measure {
    const char *text;    /**< its fold, NUL-terminated */
    const char *blocked; /**< characters that make another word of it when they follow */
    unsigned flags;      /**< WB_MEASURE_… */
    unsigned unit; /**< units of the same number here are the same (公里, 千米, km); 0: none */
} wb_measure;

/** The longest measure that begins at byte `at` of the folded `text`; NULL when there is none. */
const wb_measure *wb_measure_at(wb_slice text, size_t at);

/** Whether the bytes [start, end) of `text` end in a measure behind a numeral that, by what follows
 *  at `end`, is none (6成 in 6成员, 三个 in 三个性格). */
bool wb_measure_is_broken(wb_slice text, size_t start, size_t end);

/** The other measures with the unit of `measure`, one by one: `*index` is 0 at first; NULL at the
 *  end. */
const wb_measure *wb_measure_same_unit(const wb_measure *measure, size_t *index);

/** The bytes of the word that begins with the numeral at byte `at` and is no number (三个代表,
 *  一次性, 五台山); 0 when there is none. */
size_t wb_measure_word(wb_slice text, size_t at);

/** Whether the word before byte `at` makes another word of a 一 there: 统一, 唯一, 同一. */
bool wb_measure_binds_one(wb_slice text, size_t at);

WB_END_DECLS

#endif
