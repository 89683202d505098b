/**
 * @file listfile.h
 * Lists that users write, one entry a line: UTF-8, with or without a byte order mark, any line
 * ends. `#` at the start of a line or behind white space begins a comment. A line that is not as
 * it should be is reported and left out; the rest is used.
 */
#ifndef WBSEARCH_QUERY_LISTFILE_H
#define WBSEARCH_QUERY_LISTFILE_H

#include <wbsearch/error.h>
#include <wbsearch/fold.h>
#include <wbsearch/mem.h>

WB_BEGIN_DECLS

/** The largest list, bytes; the longest word, bytes of its fold. */
#define WB_LISTFILE_MAX (4u << 20)
#define WB_LISTFILE_WORD_MAX 255

/** Called for a line that is left out: `err` says why, and which ("NAME:LINE: …"). */
typedef void wb_listfile_report(void *context, const wb_error *err);

/** A list being read. */
typedef struct wb_listfile {
    wb_slice text;
    const char *name; /**< for messages */
    wb_listfile_report *report;
    void *context;
    size_t at;     /**< behind the line read last, bytes */
    uint32_t line; /**< its number, 1-based */
} wb_listfile;

/** A list over `text`; both must outlive it. `report` may be NULL. */
wb_listfile wb_listfile_make(wb_slice text, const char *name, wb_listfile_report *report,
                             void *context);

/** The next line that holds something, without comment and surrounding white space; false at the
 *  end. A line that is not UTF-8 is reported and passed over. */
bool wb_listfile_next(wb_listfile *list, wb_slice *ret);

/** Reports the line read last. */
void wb_listfile_refuse(const wb_listfile *list, const char *why);

/** The fold of `word` in `arena`, in `*ret`; false, with the line reported, when it folds to
 * nothing or is too long. `folded` is scratch. Errors: *ret_status is WB_NOMEM. */
bool wb_listfile_fold(const wb_listfile *list, wb_slice word, wb_folded *folded, wb_arena *arena,
                      wb_slice *ret, wb_status *ret_status);

WB_END_DECLS

#endif
