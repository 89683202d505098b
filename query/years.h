/**
 * @file years.h
 * The years of a filter. Private to the parser and the printer.
 */
#ifndef WBSEARCH_QUERY_YEARS_H
#define WBSEARCH_QUERY_YEARS_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>

WB_BEGIN_DECLS

/**
 * Reads a year (2019, 2019年) or a range (2019..2023, ..2020, 2019.., 2019-2023), folded. A year
 * has one to four digits. An end left open is 0 or WB_QUERY_YEAR_MAX. `*ret_swapped`: the later
 * year stood first. False when it is none.
 */
bool wb_years_read(wb_slice folded, uint32_t *ret_min, uint32_t *ret_max, bool *ret_swapped);

/** Appends the range as it is written in a query. */
wb_status wb_years_write(uint32_t min, uint32_t max, wb_buf *out);

WB_END_DECLS

#endif
