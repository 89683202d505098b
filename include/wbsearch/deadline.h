/**
 * @file deadline.h
 * A limit of time for what may take long.
 */
#ifndef WBSEARCH_DEADLINE_H
#define WBSEARCH_DEADLINE_H

#include <wbsearch/base.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** A moment at which something is to end. Zero-initialised, it is never over. */
typedef struct wb_deadline {
    double seconds; /**< the time it gave; 0: for ever */
    double end;     /**< on the monotonic clock */
} wb_deadline;

/** Sets it to `seconds` from now; 0: never. */
void wb_deadline_set(wb_deadline *deadline, double seconds);

/** Errors: WB_INTERRUPTED when it is over. Takes some 25 ns. */
wb_status wb_deadline_check(const wb_deadline *deadline, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
