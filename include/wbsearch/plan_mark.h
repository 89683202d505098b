/**
 * @file plan_mark.h
 * All paragraphs that fulfil a plan, as a set: term at a time, and without weights.
 */
#ifndef WBSEARCH_PLAN_MARK_H
#define WBSEARCH_PLAN_MARK_H

#include <wbsearch/docid_set.h>
#include <wbsearch/plan.h>
#include <wbsearch/store.h>

WB_BEGIN_DECLS

/** Makes `ret`, whatever it was before, the set of all paragraphs that fulfil `plan`, without the
 *  dead; budgets do not count. Quicker than to search for them where there are many: 20 ns a
 *  posting. Errors: WB_CHANGED (reopen), WB_CORRUPT, WB_NOMEM, and what the store's stop says. */
wb_status wb_plan_mark(wb_store *store, const wb_plan *plan, wb_docid_set *ret,
                       wb_error *err) WB_MUST_CHECK;

/** The same, for whoever looks at each of them afterwards: for each AND that has no NOT around it
 * up to `few` more may be among them that do not fulfil the plan, where to rule them out costs more
 *  than to look at them. Errors: the same. */
wb_status wb_plan_mark_nearly(wb_store *store, const wb_plan *plan, size_t few, wb_docid_set *ret,
                              wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
