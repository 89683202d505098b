/**
 * @file narrowing.h
 * Which docids a search goes through.
 */
#ifndef WBSEARCH_QUERY_NARROWING_H
#define WBSEARCH_QUERY_NARROWING_H

#include <wbsearch/docid_set.h>
#include <wbsearch/mem.h>

WB_BEGIN_DECLS

/** Where hits can be. Zero-initialise it; free `docids` with wb_free. */
typedef struct wb_narrowing {
    wb_docid_range *docids; /**< ascending and disjoint; NULL: anywhere */
    size_t count;
} wb_narrowing;

/** Leaves the docids that are also in the `count` ranges `with`, ascending and disjoint, which it
 *  takes over. Errors: WB_NOMEM. */
wb_status wb_narrowing_intersect(wb_narrowing *narrowing, wb_docid_range *with, size_t count,
                                 wb_error *err) WB_MUST_CHECK;

/** Copies `from` to `ret`, which is empty. Errors: WB_NOMEM. */
wb_status wb_narrowing_copy(const wb_narrowing *from, wb_narrowing *ret,
                            wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
