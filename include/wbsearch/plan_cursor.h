/**
 * @file plan_cursor.h
 * Goes through the paragraphs that fulfil a plan, in the order of their docids: document at a time,
 * and without weights. Of the posting list of a term it reads no more than it is asked for; those
 * of a prefix it reads at once.
 */
#ifndef WBSEARCH_PLAN_CURSOR_H
#define WBSEARCH_PLAN_CURSOR_H

#include <wbsearch/plan.h>
#include <wbsearch/store.h>

WB_BEGIN_DECLS

/** A place among them. One thread, that of its store. */
typedef struct wb_plan_cursor wb_plan_cursor;

/** A cursor for `plan`, which is not needed afterwards; budgets do not count. `store` must outlive
 *  it. Errors: WB_CHANGED (reopen), WB_CORRUPT, WB_NOMEM, and what the
 *  store's stop says. */
wb_status wb_plan_cursor_new(wb_store *store, const wb_plan *plan, wb_plan_cursor **ret,
                             wb_error *err) WB_MUST_CHECK;

/** The first docid at or after `docid`, from 1, that fulfils the plan, or WB_STORE_NOWHERE; dead
 *  ones may be among them. Going forward is quick, going back begins anew. Errors: as above. */
wb_status wb_plan_cursor_seek(wb_plan_cursor *cursor, uint32_t docid, uint32_t *ret,
                              wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_plan_cursor_free(wb_plan_cursor *cursor);

WB_END_DECLS

#endif
