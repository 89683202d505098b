/**
 * @file error.h
 * How a function says that it failed: a status as its return value, the detail in a struct of the
 * caller's.
 */
#ifndef WBSEARCH_ERROR_H
#define WBSEARCH_ERROR_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** What went wrong, coarse enough to decide on. */
typedef enum wb_status {
    WB_OK = 0,
    WB_NOMEM,        /**< memory is exhausted */
    WB_INVALID,      /**< the caller's data is not what it should be (encoding, option, pattern) */
    WB_SYNTAX,       /**< a query or pattern that cannot be parsed; `offset` points at the place */
    WB_NOTFOUND,     /**< no such file, index, document */
    WB_LOCKED,       /**< another process writes to the index */
    WB_CHANGED,      /**< it changed underneath us: reopen and try again */
    WB_CORRUPT,      /**< stored data does not decode or contradicts itself */
    WB_INCOMPATIBLE, /**< the index was made by another format, fold or ICU version */
    WB_LIMIT,        /**< larger, deeper or slower than the stated limit */
    WB_IO,           /**< the operating system refused; the text holds its message */
    WB_INTERRUPTED,  /**< the caller asked to stop */
    WB_INTERNAL,     /**< a fault of this program */
    WB_STATUS_COUNT_
} wb_status;

/** Room for a message and for a hint, in bytes including the NUL. */
#define WB_ERROR_TEXT_SIZE 512
#define WB_ERROR_HINT_SIZE 256

/**
 * The detail of a failure. Plain data, no allocation; valid until it is set again. Filled only when
 * a function fails. One line of valid UTF-8 each, no final full stop, control characters replaced.
 */
typedef struct wb_error {
    wb_status status;
    uint32_t line;                 /**< 1-based line in the input, 0 when there is none */
    size_t offset;                 /**< byte offset in the input, SIZE_MAX when there is none */
    char text[WB_ERROR_TEXT_SIZE]; /**< what happened, NUL-terminated */
    char hint[WB_ERROR_HINT_SIZE]; /**< what to do next, NUL-terminated, may be empty */
} wb_error;

/** The name of a status in lower case, e.g. "not found". A string constant, never NULL. */
const char *wb_status_name(wb_status status);

/**
 * Fills `err` (which may be NULL) and returns `status`, so that a function can end in
 * `return wb_error_set(err, WB_IO, "...")`. The text is cut at a character boundary when too long;
 * bytes that are not UTF-8 and control characters become '?'. Clears hint, line and offset.
 * `format` is English; what is said is in the user's language (message.h).
 */
wb_status wb_error_set(wb_error *err, wb_status status, const char *format, ...) WB_PRINTF(3, 4);

/** Adds what the user should do next to an error already set. `err` may be NULL. */
void wb_error_hint(wb_error *err, const char *format, ...) WB_PRINTF(2, 3);

/** Adds a position to an error already set: 1-based line (0: none), byte offset (SIZE_MAX: none).
 */
void wb_error_at(wb_error *err, uint32_t line, size_t offset);

/** wb_error_set with ": " and the operating system's message for `errnum` at the end. */
wb_status wb_error_errno(wb_error *err, wb_status status, int errnum, const char *format, ...)
    WB_PRINTF(4, 5);

/** The same for exhausted memory: one place for the wording. */
wb_status wb_error_nomem(wb_error *err);

WB_END_DECLS

#endif
