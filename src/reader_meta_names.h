/*
 * Names in folded text, as metadata has them: organs, regions, kinds of documents, numbers of
 * documents. Every function looks at a text alone.
 */
#ifndef WBSEARCH_SRC_META_NAMES_H
#define WBSEARCH_SRC_META_NAMES_H

#include <wbsearch/base.h>

/* Whether `folded` is the name of an organ, or of several with 、 between, and nothing else. */
bool meta_is_organ(wb_slice folded);

/* The name of a region that `folded` begins with: 松川市, 山东省青岛市; bytes, or 0. Below the
 * first level, districts and counties (区, 县) are believed only if `any`: where a region is
 * expected. */
size_t meta_region_at(wb_slice folded, bool any);

/* The kind of document a title ends with (通知, 条例, …), brackets at its end passed over: returns
 * where it begins and gives its length, 0 when there is none. */
size_t meta_kind_at_end(wb_slice folded_title, size_t *ret_len);

/* Bytes [start, end) without [gap_start, gap_end). */
struct organ_name {
    size_t start, gap_start, gap_end, end;
};

/* The organ that [start, end) names with its session: 第八届全国人民代表大会常务委员会第八次会议 is
 * 全国人民代表大会常务委员会, 国务院令第142号 is 国务院. Not checked for being one. */
struct organ_name meta_organ_in(wb_slice folded, size_t start, size_t end);

/* A document number at `at`: 国发(2019)5号, 国务院令第707号; bytes, or 0. */
size_t meta_number_in(wb_slice folded, size_t at);

#endif
