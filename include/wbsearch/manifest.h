/**
 * @file manifest.h
 * The list of files in an index: what state of each file the index holds, where its paragraphs are,
 * and which files failed. Stored as one metadata value of the database, so that it is committed
 * together with what it describes.
 */
#ifndef WBSEARCH_MANIFEST_H
#define WBSEARCH_MANIFEST_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/error.h>
#include <wbsearch/file.h>
#include <wbsearch/mem.h>
#include <wbsearch/store.h>

WB_BEGIN_DECLS

/** What became of a file. Stored: append only. */
typedef enum wb_file_state {
    WB_FILE_INDEXED, /**< its paragraphs are in the index */
    WB_FILE_EMPTY,   /**< it was read and has no text */
    WB_FILE_FAILED   /**< it could not be read; if it has groups, they are of an earlier state */
} wb_file_state;

/** A file. */
typedef struct wb_file_entry {
    uint32_t root;       /**< number of its root folder */
    wb_slice path;       /**< relative to the root, '/' between names; bytes as the system gives
                              them; a directory that could not be read ends in '/' */
    wb_file_stamp stamp; /**< the state that was read */
    uint64_t hash;       /**< XXH3 of the bytes that were read */
    wb_file_state state;
    wb_status failure;    /**< WB_FILE_FAILED: why */
    wb_slice reason;      /**< WB_FILE_FAILED: the message, UTF-8 */
    uint32_t line;        /**< WB_FILE_FAILED: the line it is about, 1-based, or 0 */
    uint32_t group;       /**< its first group in the database */
    uint32_t group_count; /**< 0 when it has no paragraphs */
    uint32_t para_count;
    uint64_t text_bytes; /**< bytes of its paragraphs' text */
} wb_file_entry;

/**
 * Something whose change means that the set of files may have changed: a folder (its modification
 * time is that of its list of names) or a .wbignore file.
 */
typedef struct wb_watch {
    uint32_t root;
    wb_slice path;       /**< relative to the root, NUL-terminated; "." for the root itself */
    wb_file_stamp stamp; /**< as the walk found it; the size of a folder is taken as 0 */
} wb_watch;

/** The manifest. Zero-initialise it; what it holds lives in its arena or is borrowed. */
typedef struct wb_manifest {
    wb_slice *roots; /**< absolute paths; or relative to the index directory when the index lies
                          below the root, so that both can be moved together */
    size_t root_count;
    wb_file_entry *files; /**< sorted by root, then by path bytes */
    size_t file_count;
    wb_watch
        *watches; /**< every folder that was read and every .wbignore, in the order of the walk */
    size_t watch_count;
    int64_t scanned_ns; /**< when the scan of the tree began, nanoseconds since 1970 */
    uint32_t group_end; /**< groups in the database, dead ones included */
    wb_arena arena;
} wb_manifest;

/** Totals of a manifest. */
typedef struct wb_manifest_totals {
    uint64_t files; /**< entries that are files */
    uint64_t indexed;
    uint64_t empty;
    uint64_t failed; /**< files and directories */
    uint64_t paragraphs;
    uint64_t text_bytes;
    uint32_t groups; /**< live ones */
} wb_manifest_totals;

/** Adds everything up. */
wb_manifest_totals wb_manifest_count(const wb_manifest *manifest);

/** The order of entries: by root, then by the bytes of the path. */
int wb_manifest_compare(const wb_file_entry *a, const wb_file_entry *b);

/** The entry of a path, or NULL. */
const wb_file_entry *wb_manifest_find(const wb_manifest *manifest, uint32_t root, wb_slice path);

/** Appends the stored form to `out`. Errors: WB_NOMEM. */
wb_status wb_manifest_encode(const wb_manifest *manifest, wb_buf *out, wb_error *err) WB_MUST_CHECK;

/** Reads the stored form into `manifest` (cleared first); nothing of `bytes` is borrowed.
 *  Errors: WB_CORRUPT, WB_NOMEM. */
wb_status wb_manifest_decode(wb_slice bytes, wb_manifest *manifest, wb_error *err) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_manifest_clear(wb_manifest *manifest);

/** Appends the stored form of the roots alone. Errors: WB_NOMEM. */
wb_status wb_manifest_put_roots(const wb_manifest *manifest, wb_buf *out) WB_MUST_CHECK;

/** Appends the stored form of the dead groups: those below `group_end` that belong to no file.
 *  Errors: WB_NOMEM. */
wb_status wb_manifest_put_dead(const wb_manifest *manifest, wb_buf *out) WB_MUST_CHECK;

/** Reads that form: ascending, disjoint ranges in `*ret_ranges` (free with wb_free) and their
 * number. Errors: WB_CORRUPT, WB_NOMEM. */
wb_status wb_manifest_read_dead(wb_slice bytes, wb_group_range **ret_ranges, size_t *ret_count,
                                wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
