/**
 * @file index.h
 * An index open for reading: a database and its records in the state of one moment, with what
 * searches ask of it beside postings. A reader keeps the state it opened until it reopens.
 * index_dir.h is about its directory.
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

/** Rewrites an error about data that make no sense (WB_CORRUPT), so that it names the index in the
 *  directory `path` and says what to do. `err` may be NULL. Returns WB_CORRUPT. */
wb_status wb_index_damaged(const char *path, wb_error *err);

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
