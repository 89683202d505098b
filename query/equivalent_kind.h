/**
 * @file equivalent_kind.h
 * What makes two ways of writing equal.
 */
#ifndef WBSEARCH_QUERY_EQUIVALENT_KIND_H
#define WBSEARCH_QUERY_EQUIVALENT_KIND_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** The kinds. */
typedef enum wb_equivalent_kind {
    WB_EQUIVALENT_NUMERAL,  /**< 二十个 = 20个, 1.5万户 = 15000户 */
    WB_EQUIVALENT_ORDINAL,  /**< 第九条 = 第9条, 二季度 = 第二季度 */
    WB_EQUIVALENT_YEAR,     /**< 二〇二二年 = 2022年 */
    WB_EQUIVALENT_DATE,     /**< 2022年3月5日 = 二〇二二年三月五日 = 2022-03-05 */
    WB_EQUIVALENT_PERCENT,  /**< 60% = 百分之六十 = 六成 */
    WB_EQUIVALENT_FRACTION, /**< 三分之二 = 2/3 */
    WB_EQUIVALENT_DOCUMENT, /**< 国发(2019)5号 = 国发(2019)第5号 */
    WB_EQUIVALENT_RANGE,    /**< 2019-2023年 = 2019至2023年 */
    WB_EQUIVALENT_UNIT,     /**< 5公里 = 5千米, 30亿元 = 30亿 */
    WB_EQUIVALENT_SYNONYM,  /**< 双碳 = 碳达峰碳中和 */
    WB_EQUIVALENT_COUNT_
} wb_equivalent_kind;

/** numeral, ordinal, year … */
const char *wb_equivalent_kind_name(wb_equivalent_kind kind);

WB_END_DECLS

#endif
