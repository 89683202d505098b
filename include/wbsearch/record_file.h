/**
 * @file record_file.h
 * The compressed records (record.h) of a generation, in two files beside its database:
 *
 *   records        those of group 0, 1, 2, … one behind the other
 *   records.ends   where the record of each group ends in there: 8 bytes a group, little-endian
 *
 * How many groups count is what the database says that was opened with them. What lies behind is
 * the rest of an update that was killed, or the work of one under way: readers do not look at it,
 * and the next update overwrites it. What lies in front never changes, and the files never become
 * shorter; so a reader may keep its state as long as it likes, and what it maps cannot go (SIGBUS)
 * by the work of wbindex. Files that are shorter than promised are found when they are opened.
 * (That a disk cannot be read, or that somebody cuts the files while they are open, does end the
 * process.)
 *
 * Thread rule: one object, one thread; any number of readers beside one writer, in any processes.
 */
#ifndef WBSEARCH_RECORD_FILE_H
#define WBSEARCH_RECORD_FILE_H

#include <wbsearch/base.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** The names of the files. */
#define WB_RECORD_FILE_NAME "records"
#define WB_RECORD_ENDS_NAME "records.ends"

/** Bytes a group in the second one. */
#define WB_RECORD_END_SIZE 8

/** The records as a reader has them, in mapped memory. */
typedef struct wb_record_file {
    wb_slice records; /**< those of all groups */
    wb_slice ends;    /**< WB_RECORD_END_SIZE bytes a group */
} wb_record_file;

/** Maps the records of the first `groups` groups of the generation in `directory`.
 *  Errors: WB_NOTFOUND, WB_CORRUPT (they are not all there), WB_IO, WB_NOMEM. */
wb_status wb_record_file_open(const char *directory, uint32_t groups, wb_record_file *ret,
                              wb_error *err) WB_MUST_CHECK;

/** Unmaps them. It may be called again, and for one that is all zero. */
void wb_record_file_close(wb_record_file *file);

/** The record of `group`, borrowed from the mapped memory. Any bytes may stand in the files.
 *  Errors: WB_NOTFOUND (no such group), WB_CORRUPT. */
wb_status wb_record_file_get(const wb_record_file *file, uint32_t group, wb_slice *ret,
                             wb_error *err) WB_MUST_CHECK;

/** Adds records behind those that are there. */
typedef struct wb_record_writer wb_record_writer;

/** Opens the files in `directory` behind the records of the first `groups` groups; with 0 they are
 *  made when they do not exist. Errors: WB_NOTFOUND, WB_CORRUPT, WB_IO, WB_NOMEM. */
wb_status wb_record_writer_open(const char *directory, uint32_t groups, wb_record_writer **ret,
                                wb_error *err) WB_MUST_CHECK;

/** Closes it. What was not flushed is forgotten. NULL is fine. */
void wb_record_writer_close(wb_record_writer *writer);

/** Adds the record of `group`, which must be the one behind the last.
 *  Errors: WB_IO (disk full …), WB_NOMEM, WB_INTERNAL (another group is next). */
wb_status wb_record_writer_add(wb_record_writer *writer, uint32_t group, wb_slice record,
                               wb_error *err) WB_MUST_CHECK;

/** Adds all records of `file`. Errors: WB_IO, WB_NOMEM, WB_CORRUPT. */
wb_status wb_record_writer_add_file(wb_record_writer *writer, const wb_record_file *file,
                                    wb_error *err) WB_MUST_CHECK;

/** Hands everything to the operating system: a reader can map it. Errors: WB_IO. */
wb_status wb_record_writer_flush(wb_record_writer *writer, wb_error *err) WB_MUST_CHECK;

/** The same, and it is on the disk when it returns. Errors: WB_IO. */
wb_status wb_record_writer_sync(wb_record_writer *writer, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
