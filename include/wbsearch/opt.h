/**
 * @file opt.h
 * Command-line options from one table: parsing (getopt_long) and --help come from the same lines.
 */
#ifndef WBSEARCH_OPT_H
#define WBSEARCH_OPT_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** An option. A table ends with an entry whose `name` is NULL. */
typedef struct wb_opt {
    int key;              /**< what wb_opt_next returns for it; 256 or more */
    char letter;          /**< short form, 0 for none */
    const char *name;     /**< long form, without the dashes */
    const char *argument; /**< name of its argument in --help, NULL for none */
    const char *help; /**< one line, or several with '\n' between; NULL keeps it out of --help */
} wb_opt;

/** Most options of a table. */
#define WB_OPT_MAX 64

/** Returned by wb_opt_next. */
#define WB_OPT_END (-1)
#define WB_OPT_ERROR (-2)

/**
 * Starts parsing `argv`. Options and operands may stand in any order; `--` ends the options.
 * getopt keeps its place in process-wide variables: one parse at a time.
 */
void wb_opt_start(void);

/** The next option: its key, with its argument (borrowed from argv) in `*ret_argument`; WB_OPT_END
 *  when only operands are left, in argv[optind] and behind; WB_OPT_ERROR with `err` filled. */
int wb_opt_next(const wb_opt *table, int argc, char **argv, const char **ret_argument,
                wb_error *err) WB_MUST_CHECK;

/** Appends the table as --help shows it, 80 columns wide. */
wb_status wb_opt_help(const wb_opt *table, wb_buf *out);

/** A whole number from `text` between `min` and `max`, for option `name`. Errors: WB_INVALID. */
wb_status wb_opt_number(const char *name, const char *text, uint64_t min, uint64_t max,
                        uint64_t *ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
