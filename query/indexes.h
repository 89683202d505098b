/**
 * @file indexes.h
 * The named indexes of a server, as one of its threads has them open.
 */
#ifndef WBSEARCH_QUERY_INDEXES_H
#define WBSEARCH_QUERY_INDEXES_H

#include "snapshot.h"

WB_BEGIN_DECLS

/** The most indexes of a server. */
#define WB_INDEXES_MAX 32

/** An index by its name. */
typedef struct wb_named_index {
    const char *name; /**< letters, digits, dashes, underscores */
    const char *path; /**< of the index directory */
} wb_named_index;

/** The indexes. One thread at a time. */
typedef struct wb_indexes wb_indexes;

/** Of `count` (at least 1) `named`, borrowed, none is opened yet; `report` is as in
 *  wb_snapshot_open. Errors: WB_NOMEM. */
wb_status wb_indexes_new(const wb_named_index *named, size_t count, wb_listfile_report *report,
                         void *context, wb_indexes **ret, wb_error *err) WB_MUST_CHECK;

/** Closes them. */
void wb_indexes_free(wb_indexes *indexes);

/** How many there are. */
size_t wb_indexes_count(const wb_indexes *indexes);

/** The name of index `number`. */
const char *wb_indexes_name(const wb_indexes *indexes, size_t number);

/** The number of the index `name`, the first one where `name` is empty. Errors: WB_NOTFOUND. */
wb_status wb_indexes_find(const wb_indexes *indexes, wb_slice name, size_t *ret,
                          wb_error *err) WB_MUST_CHECK;

/** Index `number` in its state of now, opened when it is first asked for; borrowed. Errors: as
 *  wb_snapshot_open. */
wb_status wb_indexes_get(wb_indexes *indexes, size_t number, wb_snapshot **ret,
                         wb_error *err) WB_MUST_CHECK;

/** Reads the lists of those that are open again. Errors: WB_NOMEM. */
wb_status wb_indexes_reload(wb_indexes *indexes, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
