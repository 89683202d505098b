/**
 * @file index_dir.h
 * The directory of an index: where it is, which generation of the database is in use, who writes.
 *
 *   .wbsearch/XAPIANDB        stub file of Xapian: names the generation in use
 *   .wbsearch/gen-000001/     a database (store.h) and its records (record_file.h)
 *   .wbsearch/build-…/        a bulk build under way
 *   .wbsearch/lock            held by the writer
 *
 * A bulk build makes a new generation and switches the stub by an atomic rename; an update commits
 * to the generation in use.
 */
#ifndef WBSEARCH_INDEX_DIR_H
#define WBSEARCH_INDEX_DIR_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** The directory's name inside the folder of the documents. */
#define WB_INDEX_DIR_NAME ".wbsearch"

/** What the names of directories begin with in which bulk builds are made. */
#define WB_INDEX_DIR_BUILD_PREFIX "build-"

/**
 * Finds the index of the folder `start`: the nearest folder from it upwards that holds
 * WB_INDEX_DIR_NAME. Its path is appended to `ret`. Errors: WB_NOTFOUND (the hint says what to do),
 * WB_IO, WB_NOMEM.
 */
wb_status wb_index_dir_find(const char *start, wb_buf *ret, wb_error *err) WB_MUST_CHECK;

/** The path of the generation in use, appended to `ret`; the index directory is `path`.
 *  Errors: WB_NOTFOUND (no index there), WB_CORRUPT, WB_IO, WB_NOMEM. */
wb_status wb_index_dir_generation(const char *path, wb_buf *ret, wb_error *err) WB_MUST_CHECK;

/** The path of a generation that does not exist yet, appended to `ret`. Errors: WB_NOMEM. */
wb_status wb_index_dir_next_generation(const char *path, wb_buf *ret, wb_error *err) WB_MUST_CHECK;

/** Puts the generation `generation` (a path as the functions above give it) into use.
 *  Errors: WB_IO, WB_NOMEM. */
wb_status wb_index_dir_switch(const char *path, const char *generation,
                              wb_error *err) WB_MUST_CHECK;

/** Removes generations not in use and what interrupted builds left. The writer's lock must be held.
 *  What cannot be removed is left for the next time. */
void wb_index_dir_clean(const char *path);

/** Makes the directory (its parent must exist) and takes the writer's lock; `*ret_fd` holds it
 * until closed, and no longer than the process lives. Errors: WB_LOCKED (another process writes),
 * WB_INVALID (the directory holds other things), WB_IO, WB_NOMEM. */
wb_status wb_index_dir_lock(const char *path, int *ret_fd, wb_error *err) WB_MUST_CHECK;

/** The path of root `root` as the manifest of the index in `path` means it, appended to `ret`.
 *  Errors: WB_NOMEM, WB_IO. */
wb_status wb_index_dir_root_path(const char *path, wb_slice root, wb_buf *ret,
                                 wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
