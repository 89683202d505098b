/**
 * @file walk.h
 * The files below a root folder that belong into an index, and how they differ from a manifest.
 *
 * Taken are regular files named .md, .markdown or .txt. Left out are names that begin with a dot,
 * what .wbignore files say (ignore.h), and folders deeper than WB_WALK_DEPTH_MAX. Symbolic links
 * are followed, to files always, to folders only where they lead out of the root (what lies in it
 * has its own place), and to each folder once; so loops end.
 */
#ifndef WBSEARCH_WALK_H
#define WBSEARCH_WALK_H

#include <wbsearch/base.h>
#include <wbsearch/error.h>
#include <wbsearch/file.h>
#include <wbsearch/manifest.h>
#include <wbsearch/mem.h>

WB_BEGIN_DECLS

/** Folders in folders are followed so deep. */
#define WB_WALK_DEPTH_MAX 64

/** A file found. */
typedef struct wb_walk_file {
    uint32_t root;
    wb_slice path; /**< relative to the root; NUL-terminated */
    wb_file_stamp stamp;
} wb_walk_file;

/** Something that could not be looked at. */
typedef struct wb_walk_problem {
    uint32_t root;
    wb_slice path;   /**< relative to the root; a folder ends in '/', the root itself is "/" */
    bool is_failure; /**< false: a remark (a loop of links) */
    wb_status status;
    wb_slice reason;
} wb_walk_problem;

/** The result of a walk. Zero-initialise it. */
typedef struct wb_walk {
    wb_walk_file *files; /**< sorted by root, then by path bytes */
    size_t file_count, file_cap;
    wb_walk_problem *problems; /**< sorted the same way */
    size_t problem_count, problem_cap;
    wb_watch *watches; /**< the folders read and the .wbignore files, for the manifest */
    size_t watch_count, watch_cap;
    wb_arena arena;
} wb_walk;

/** Asked now and then during a walk; true makes it stop. */
typedef bool wb_walk_stop(void *context);

/**
 * Adds what is below the folder `path`, which is root number `root`, to `walk`. A folder that
 * cannot be read is a problem, not an error. `stop` may be NULL. Errors: WB_INTERRUPTED, WB_NOMEM.
 */
wb_status wb_walk_root(wb_walk *walk, uint32_t root, const char *path, wb_walk_stop *stop,
                       void *stop_context, wb_error *err) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_walk_clear(wb_walk *walk);

/** How a tree differs from a manifest, by size and time of the files. */
typedef struct wb_walk_changes {
    size_t added;
    size_t changed;
    size_t gone;
} wb_walk_changes;

/** Called for every difference; `before` is NULL for a new file, `now` for one that is gone. */
typedef void wb_walk_difference(void *context, const wb_file_entry *before,
                                const wb_walk_file *now);

/**
 * Compares. Files below a folder that could not be read count as unchanged. `report` may be NULL.
 */
wb_walk_changes wb_walk_compare(const wb_walk *walk, const wb_manifest *manifest,
                                wb_walk_difference *report, void *context);

/** Whether `path` of `root` lies below a folder that the walk could not read. */
bool wb_walk_is_hidden(const wb_walk *walk, uint32_t root, wb_slice path);

WB_END_DECLS

#endif
