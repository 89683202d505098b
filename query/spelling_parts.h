/**
 * @file spelling_parts.h
 * Parts of a text that can be written in other ways, and the readers of spelling.h. Each reads one
 * sort of part that begins at `at`, adds the ways to write it, and returns its bytes; 0 when it is
 * not of its sort.
 */
#ifndef WBSEARCH_QUERY_SPELLING_PARTS_H
#define WBSEARCH_QUERY_SPELLING_PARTS_H

#include <wbsearch/buf.h>

#include "equivalent_kind.h"
#include "numeral.h"

WB_BEGIN_DECLS

/** The most ways to write a part. */
#define WB_SPELLINGS_MAX 16

/** In which numerals a way to write is; parts of one text are mostly written alike. */
typedef enum wb_spelling_form {
    WB_FORM_ARABIC,
    WB_FORM_CHINESE,
    WB_FORM_OTHER /**< seldom used: no combination with other parts */
} wb_spelling_form;

/** A way to write a part: bytes [offset, offset + len) of the pool. */
typedef struct wb_spelling {
    size_t offset;
    size_t len;
    wb_spelling_form form;
    wb_equivalent_kind kind;
} wb_spelling;

/** A part of a text: bytes [start, end), and the other ways to write it, the likeliest first. */
typedef struct wb_part {
    size_t start;
    size_t end;
    wb_spelling spellings[WB_SPELLINGS_MAX];
    size_t count;
} wb_part;

/** A part being read. */
typedef struct wb_speller {
    wb_slice text;
    size_t at;
    wb_buf *pool;
    wb_part *part;
    size_t begin; /**< where the spelling under way begins in the pool */
} wb_speller;

/** Whether `sign` stands at byte `at`; its bytes, or 0. */
size_t wb_speller_sign(const wb_speller *s, size_t at, const char *sign);

/** Begins a spelling. */
void wb_speller_start(wb_speller *s);

/** Appends to it. */
void wb_speller_puts(wb_speller *s, const char *text);
void wb_speller_copy(wb_speller *s, size_t start, size_t end);
bool wb_speller_number(wb_speller *s, const wb_numeral *number, wb_numeral_style style);

/** Ends it: it counts unless it stands already in the list, or there is no room. */
void wb_speller_end(wb_speller *s, wb_spelling_form form, wb_equivalent_kind kind);

/** Whether a decimal digit, a letter or one of `marks` (may be "") stands before `at`. */
bool wb_speller_is_behind(const wb_speller *s, size_t at, const char *marks);

/** The four-digit year at `at`, Arabic or digit by digit; its bytes, or 0. */
size_t wb_speller_year(const wb_speller *s, size_t at, wb_numeral *ret);

size_t wb_spelling_date(wb_speller *s);  /**< 2022年3月5日, 2022-03-05, 3月5日, 2022年3月 */
size_t wb_spelling_clock(wb_speller *s); /**< 8时30分, 8:30 */
size_t wb_spelling_year(wb_speller *s);  /**< 2022年 */
size_t wb_spelling_document(wb_speller *s); /**< (2019)5号 */
size_t wb_spelling_range(wb_speller *s);    /**< 2019-2023年, 3至5年, 10%-20% */
size_t wb_spelling_percent(wb_speller *s);  /**< 60%, 百分之六十, 六成, 千分之三 */
size_t wb_spelling_fraction(wb_speller *s); /**< 三分之二, 2/3 */
size_t wb_spelling_ordinal(wb_speller *s);  /**< 第九条, 二季度, Ⅱ级 */
size_t wb_spelling_quantity(wb_speller *s); /**< 二十个, 1.5万户, 10余万人, 5公里 */

WB_END_DECLS

#endif
