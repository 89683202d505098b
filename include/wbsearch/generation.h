/**
 * @file generation.h
 * Writing a generation of an index: its database (store.h) and its records (record_file.h), so that
 * both always agree. Records are on the disk before the database counts their groups.
 *
 * Thread rule: one object, one thread.
 */
#ifndef WBSEARCH_GENERATION_H
#define WBSEARCH_GENERATION_H

#include <wbsearch/base.h>
#include <wbsearch/error.h>
#include <wbsearch/record_file.h>
#include <wbsearch/store.h>

WB_BEGIN_DECLS

/** A generation open for writing. Zero-initialise it. */
typedef struct wb_generation_writer {
    wb_store_writer *store;    /**< for paragraphs and metadata */
    wb_record_writer *records; /**< private */
    bool is_durable;           /**< private */
} wb_generation_writer;

/** Makes a new, empty one in the directory `path` (which must not exist), for bulk building: it is
 *  not safe against a crash until merged. Errors: WB_IO, WB_NOMEM. */
wb_status wb_generation_create(const char *path, wb_generation_writer *ret,
                               wb_error *err) WB_MUST_CHECK;

/** Opens the one in the directory `path` for an update: everything up to wb_generation_commit
 *  happens at once or not at all. Errors: WB_NOTFOUND, WB_LOCKED, WB_CORRUPT, WB_IO, WB_NOMEM. */
wb_status wb_generation_open(const char *path, wb_generation_writer *ret,
                             wb_error *err) WB_MUST_CHECK;

/** Closes it; what was not committed is forgotten. It may be called again. */
void wb_generation_close(wb_generation_writer *writer);

/** Ends `group`, the one behind the last, with its record, after its paragraphs.
 *  Errors: WB_IO (disk full …), WB_NOMEM, WB_INTERNAL (another group is next). */
wb_status wb_generation_end_group(wb_generation_writer *writer, uint32_t group, wb_slice record,
                                  wb_error *err) WB_MUST_CHECK;

/** Makes everything since the last commit visible and, after wb_generation_open, durable. Errors:
 *  WB_IO, WB_NOMEM. */
wb_status wb_generation_commit(wb_generation_writer *writer, wb_error *err) WB_MUST_CHECK;

/** Merges those in the directories `sources`, in this order, into a new one in the directory
 *  `path`, which must not exist; groups of source i are shifted by the number of groups before
 *  them. Errors: WB_NOTFOUND, WB_CORRUPT, WB_IO, WB_NOMEM. */
wb_status wb_generation_merge(const char *const *sources, size_t count, const char *path,
                              wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
