/**
 * @file index.h
 * An index as a directory: where it is, which generation of the database is in use, who writes.
 *
 *   .wbsearch/XAPIANDB        stub file of Xapian: names the generation in use
 *   .wbsearch/gen-000001/     a database (store.h) and its records (record_file.h)
 *   .wbsearch/build-…/        a bulk build under way
 *   .wbsearch/lock            held by the writer
 *
 * A bulk build makes a new generation and switches the stub by an atomic rename; an update commits
 * to the generation in use. A reader keeps the state it opened until it reopens.
 */
#ifndef WBSEARCH_INDEX_H
#define WBSEARCH_INDEX_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/catalog.h>
#include <wbsearch/catalog_folds.h>
#include <wbsearch/deadline.h>
#include <wbsearch/error.h>
#include <wbsearch/manifest.h>
#include <wbsearch/record.h>
#include <wbsearch/record_file.h>
#include <wbsearch/sections.h>
#include <wbsearch/store.h>

WB_BEGIN_DECLS

/** The directory's name inside the folder of the documents. */
#define WB_INDEX_NAME ".wbsearch"

/** What the names of directories begin with in which bulk builds are made. */
#define WB_INDEX_BUILD_PREFIX "build-"

/**
 * Finds the index of the folder `start`: the nearest folder from it upwards that holds
 * WB_INDEX_NAME. Its path is appended to `ret`. Errors: WB_NOTFOUND (the hint says what to do),
 * WB_IO, WB_NOMEM.
 */
wb_status wb_index_find(const char *start, wb_buf *ret, wb_error *err) WB_MUST_CHECK;

/** The path of the generation in use, appended to `ret`; the index directory is `path`.
 *  Errors: WB_NOTFOUND (no index there), WB_CORRUPT, WB_IO, WB_NOMEM. */
wb_status wb_index_generation(const char *path, wb_buf *ret, wb_error *err) WB_MUST_CHECK;

/** The path of a generation that does not exist yet, appended to `ret`. Errors: WB_NOMEM. */
wb_status wb_index_next_generation(const char *path, wb_buf *ret, wb_error *err) WB_MUST_CHECK;

/** Puts the generation `generation` (a path as the functions above give it) into use.
 *  Errors: WB_IO, WB_NOMEM. */
wb_status wb_index_switch(const char *path, const char *generation, wb_error *err) WB_MUST_CHECK;

/** Removes generations not in use and what interrupted builds left. The writer's lock must be held.
 *  What cannot be removed is left for the next time. */
void wb_index_clean(const char *path);

/** Makes the directory (its parent must exist) and takes the writer's lock; `*ret_fd` holds it
 * until closed, and no longer than the process lives. Errors: WB_LOCKED (another process writes),
 * WB_INVALID (the directory holds other things), WB_IO, WB_NOMEM. */
wb_status wb_index_lock(const char *path, int *ret_fd, wb_error *err) WB_MUST_CHECK;

/** Rewrites an error about data that make no sense (WB_CORRUPT), so that it names the index in the
 *  directory `path` and says what to do. `err` may be NULL. Returns WB_CORRUPT. */
wb_status wb_index_damaged(const char *path, wb_error *err);

/** The path of root `root` as the manifest of the index in `path` means it, appended to `ret`.
 *  Errors: WB_NOMEM, WB_IO. */
wb_status wb_index_root_path(const char *path, wb_slice root, wb_buf *ret,
                             wb_error *err) WB_MUST_CHECK;

/** An index open for reading. One thread at a time. */
typedef struct wb_index {
    char *path;       /**< the index directory */
    char *generation; /**< path of the database */
    wb_store *store;
    wb_record_file records;    /**< of its groups */
    wb_compressor *compressor; /**< for them */
    wb_slice *roots;           /**< absolute paths of the root folders, by their number */
    size_t root_count;
    wb_arena arena;         /**< owns the roots */
    wb_buf scratch;         /**< private */
    wb_catalog catalog;     /**< private */
    bool has_catalog;       /**< private */
    wb_catalog_folds folds; /**< private */
    wb_sections sections;   /**< private */
    bool has_sections;      /**< private */
    wb_deadline deadline;   /**< private */
} wb_index;

/** Opens the index in the directory `path` as it is now.
 *  Errors: WB_NOTFOUND, WB_INCOMPATIBLE, WB_CORRUPT, WB_IO, WB_NOMEM. */
wb_status wb_index_open(const char *path, wb_index **ret, wb_error *err) WB_MUST_CHECK;

/** Moves to the state of now, after WB_CHANGED or when the index may have changed. On failure the
 *  index keeps its state. Errors: as wb_index_open. */
wb_status wb_index_reopen(wb_index *index, wb_error *err) WB_MUST_CHECK;

/** Closes it. */
void wb_index_close(wb_index *index);

/** From now on searches, cursors and the reading of records end with WB_INTERRUPTED when `seconds`
 *  from now are over (0: never), also when the index is reopened meanwhile. */
void wb_index_set_patience(wb_index *index, double seconds);

/** For what takes long without reading: WB_INTERRUPTED when that time is over. */
wb_status wb_index_check_patience(const wb_index *index, wb_error *err) WB_MUST_CHECK;

/** Reads the manifest into `manifest` (cleared first). Errors: WB_CHANGED, WB_CORRUPT, WB_NOMEM. */
wb_status wb_index_manifest(wb_index *index, wb_manifest *manifest, wb_error *err) WB_MUST_CHECK;

/** The catalog of the state that is open, read when it is first asked for and kept until the index
 *  is reopened or closed; borrowed. Errors: WB_CHANGED, WB_CORRUPT, WB_NOMEM. */
wb_status wb_index_catalog(wb_index *index, const wb_catalog **ret, wb_error *err) WB_MUST_CHECK;

/** The folds of that catalog's texts, with what was folded since the index was opened or reopened;
 *  borrowed, as long as the catalog. Errors: as wb_index_catalog. */
wb_status wb_index_folds(wb_index *index, wb_catalog_folds **ret, wb_error *err) WB_MUST_CHECK;

/** The table of sections, likewise. Errors: WB_CHANGED, WB_CORRUPT, WB_NOMEM. */
wb_status wb_index_sections(wb_index *index, const wb_sections **ret, wb_error *err) WB_MUST_CHECK;

/** Reads the record of `group` into `record`. Errors: WB_CHANGED, WB_CORRUPT, WB_NOTFOUND,
 *  WB_INTERRUPTED (the patience is over), WB_NOMEM. */
wb_status wb_index_record(wb_index *index, uint32_t group, wb_record *record,
                          wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
