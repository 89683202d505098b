/**
 * @file docid_set.h
 * Sets of docids, a bit each. Two sets that are put together must be of the same size.
 */
#ifndef WBSEARCH_DOCID_SET_H
#define WBSEARCH_DOCID_SET_H

#include <wbsearch/base.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** Docids [first, last]. */
typedef struct wb_docid_range {
    uint32_t first;
    uint32_t last;
} wb_docid_range;

/** Some of the docids from 1 to `last`. Zero-initialise it; free it with wb_docid_set_free. */
typedef struct wb_docid_set {
    uint64_t *words; /**< docid d is bit (d - 1) % 64 of word (d - 1) / 64 */
    size_t word_count;
    uint32_t last;
} wb_docid_set;

/** Makes it an empty set for docids up to `last`, whatever it was before. Errors: WB_NOMEM. */
wb_status wb_docid_set_init(wb_docid_set *set, uint32_t last) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_docid_set_free(wb_docid_set *set);

/** Adds `docid`, from 1 to set->last. */
static inline void wb_docid_set_add(wb_docid_set *set, uint32_t docid)
{
    set->words[(docid - 1) / 64] |= UINT64_C(1) << (docid - 1) % 64;
}

/** What is in both. */
void wb_docid_set_intersect(wb_docid_set *set, const wb_docid_set *with);

/** What is in one of them at least. */
void wb_docid_set_unite(wb_docid_set *set, const wb_docid_set *with);

/** What is in `set` and not in `without`. */
void wb_docid_set_subtract(wb_docid_set *set, const wb_docid_set *without);

/** Takes the docids of `range` out. */
void wb_docid_set_remove(wb_docid_set *set, wb_docid_range range);

/** Takes out what is in none of the ranges, ascending and disjoint. */
void wb_docid_set_keep(wb_docid_set *set, const wb_docid_range *ranges, size_t count);

/** How many there are in `range`. */
size_t wb_docid_set_count(const wb_docid_set *set, wb_docid_range range);

/** The first at or after `docid`; 0 for none. */
uint32_t wb_docid_set_next(const wb_docid_set *set, uint32_t docid);

WB_END_DECLS

#endif
