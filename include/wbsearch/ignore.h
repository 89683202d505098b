/**
 * @file ignore.h
 * What a .wbignore file leaves out: the syntax of gitignore (gitignore(5)), its common subset.
 *
 * A line is a pattern; empty lines and lines that begin with # are none; ! takes back; a / at the
 * end matches folders only; a / elsewhere ties the pattern to the folder of the file, without one
 * it matches at any depth; * and ? stay within a name, ** crosses folders, [a-z] is a set,
 * \ quotes. The last pattern that matches decides. What lies in a folder that is left out cannot be
 * taken back.
 */
#ifndef WBSEARCH_IGNORE_H
#define WBSEARCH_IGNORE_H

#include <wbsearch/base.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** The name of the file. */
#define WB_IGNORE_NAME ".wbignore"

/** Larger ones are an error, bytes. */
#define WB_IGNORE_MAX ((size_t)256 << 10)

/** The patterns of one file. */
typedef struct wb_ignore wb_ignore;

/** Reads patterns; `text` is copied. Errors: WB_NOMEM. Lines that are no valid pattern match
 *  nothing. */
wb_status wb_ignore_new(wb_slice text, wb_ignore **ret, wb_error *err) WB_MUST_CHECK;

/** Frees them. */
void wb_ignore_free(wb_ignore *ignore);

/** What a file says of a path. */
typedef enum wb_ignore_verdict {
    WB_IGNORE_SILENT, /**< nothing */
    WB_IGNORE_OUT,    /**< it is left out */
    WB_IGNORE_IN      /**< it is taken back */
} wb_ignore_verdict;

/** The verdict on `path`, relative to the folder of the ignore file, NUL-terminated, without a / at
 *  either end. */
wb_ignore_verdict wb_ignore_check(const wb_ignore *ignore, const char *path, bool is_folder);

WB_END_DECLS

#endif
