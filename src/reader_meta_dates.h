/*
 * Dates and numbers in folded text, as documents write them. Every function looks at a text alone.
 */
#ifndef WBSEARCH_SRC_META_DATES_H
#define WBSEARCH_SRC_META_DATES_H

#include <wbsearch/base.h>

/* "YYYY-MM-DD" or a prefix of it, and a NUL. */
#define META_DATE_SIZE 11

/* A date at `at` of a folded text; returns the bytes it takes, or 0. `loose`
 * takes 20190127, 2019-01 and 2019 too, which only mean a date where one is expected. */
size_t meta_date_at(wb_slice folded, size_t at, bool loose, char ret[META_DATE_SIZE]);

/* The first date at or behind *at; moves *at to it and returns the bytes it takes, or 0. */
size_t meta_find_date(wb_slice folded, size_t *at, char ret[META_DATE_SIZE]);

/* A number at `at` of a folded text, in Arabic digits (six at most) or Chinese; bytes, or 0. */
size_t meta_number_at(wb_slice folded, size_t at, int *ret);

#endif
