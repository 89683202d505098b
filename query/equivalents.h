/**
 * @file equivalents.h
 * Other ways to write what a query asks for: numerals, years and dates, percentages, article and
 * document numbers, ranges, units, synonyms. The index knows nothing of them; they are alternatives
 * that the query brings along, so no change of a rule or a list asks for a new index.
 *
 * A Chinese numeral is a number only where a measure, a unit or 第 says so (measure.h): 九条 is
 * 9条, 三农 is no 3农, and neither is 十分 in 十分重要.
 */
#ifndef WBSEARCH_QUERY_EQUIVALENTS_H
#define WBSEARCH_QUERY_EQUIVALENTS_H

#include <wbsearch/error.h>

#include "equivalent_kind.h"
#include "query.h"
#include "synonyms.h"

WB_BEGIN_DECLS

/** The most alternatives of an item, and of all items of a query. */
#define WB_EQUIVALENTS_ITEM_MAX 16
#define WB_EQUIVALENTS_QUERY_MAX 64

/** What is to be used. All zeros: nothing. */
typedef struct wb_equivalents {
    bool numbers;                       /**< everything but synonyms */
    const wb_synonyms *const *synonyms; /**< lists, all of which apply */
    size_t synonyms_count;
} wb_equivalents;

/**
 * The alternatives of one item, whose fold is `folded`: at most `max` (and at most
 * WB_EQUIVALENTS_ITEM_MAX), the likeliest first, each another string than `folded` and than the
 * others, in `arena`; `kind` is a wb_equivalent_kind, that of the first part that changed. None is
 * no error. Errors: WB_NOMEM.
 */
wb_status wb_equivalents_of(const wb_equivalents *wanted, wb_slice folded, size_t max,
                            wb_arena *arena, const wb_query_alternative **ret, size_t *ret_count,
                            wb_error *err) WB_MUST_CHECK;

/** Gives the items of `query` their alternatives; quoted items and those with `*` get none.
 *  Errors: WB_NOMEM. */
wb_status wb_equivalents_attach(const wb_equivalents *wanted, wb_query *query,
                                wb_error *err) WB_MUST_CHECK;

/**
 * The first match of `alternative` in `folded` at or after `from`: a literal match
 * (wb_token_find) that, but for synonyms, is no piece of something else, as 五个 is of 十五个,
 * 百分之六十 of 百分之六十五, 六成 of 六成员. Returns its offset, or SIZE_MAX; it is
 * `alternative->folded.len` bytes long.
 */
size_t wb_equivalents_find(const wb_query_alternative *alternative, wb_slice folded, size_t from);

WB_END_DECLS

#endif
