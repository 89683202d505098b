/**
 * @file file.h
 * Reading whole files with a limit, and writing small files atomically.
 */
#ifndef WBSEARCH_FILE_H
#define WBSEARCH_FILE_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** What identifies a state of a file: when size and time are unchanged, so is the content. */
typedef struct wb_file_stamp {
    uint64_t size;    /**< bytes */
    int64_t mtime_ns; /**< modification time, nanoseconds since 1970 */
} wb_file_stamp;

/**
 * Reads the regular file `path` (relative to `dir_fd`, or AT_FDCWD) into `buf`, which is cleared
 * first. The stamp is the one the content belongs to.
 *
 * Errors: WB_NOTFOUND (vanished), WB_LIMIT (more than `max` bytes), WB_CHANGED (it grew, shrank or
 * was written while read, twice in a row), WB_INVALID (not a regular file), WB_IO, WB_NOMEM.
 */
wb_status wb_file_read(int dir_fd, const char *path, size_t max, wb_buf *buf,
                       wb_file_stamp *ret_stamp, wb_error *err) WB_MUST_CHECK;

/**
 * Replaces `path` by `content`: writes a temporary file beside it, syncs, renames, syncs the
 * directory. Readers see the old content or the new, whole. Errors: WB_IO.
 */
wb_status wb_file_replace(const char *path, wb_slice content, wb_error *err) WB_MUST_CHECK;

/** Removes the directory `path` and everything below it, following no symbolic link. A missing
 *  directory is no error. Errors: WB_IO, WB_NOMEM. */
wb_status wb_file_remove_tree(const char *path, wb_error *err);

/** Bytes of all files below the directory `path` (0 when it cannot be read). */
uint64_t wb_file_tree_size(const char *path);

WB_END_DECLS

#endif
