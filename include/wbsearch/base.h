/**
 * @file base.h
 * What every other header stands on: compiler attributes, the byte slice, the version.
 *
 * Conventions of the whole library:
 *  - Text is UTF-8 and is never NUL-terminated unless a comment says so; lengths and offsets are in
 *    bytes unless the name says `chars` (Unicode code points) or `utf16` (UTF-16 code units).
 *  - Lines are 1-based, columns 1-based and in bytes, everything else counts from 0.
 *  - `T **ret`: the caller frees with the matching `_free`. A returned `const T *` is borrowed.
 *    A `ret_` parameter is left untouched when a function fails.
 *  - `_free(NULL)` does nothing. `_clear` empties an object for reuse.
 *  - No function prints, exits, or reads the environment. No global state.
 *  - Thread rule, unless stated otherwise: distinct objects may be used by distinct threads at the
 *    same time, one object by one thread at a time.
 */
#ifndef WBSEARCH_BASE_H
#define WBSEARCH_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
#define WB_BEGIN_DECLS extern "C" {
#define WB_END_DECLS }
#else
#define WB_BEGIN_DECLS
#define WB_END_DECLS
#endif

#if defined(__GNUC__) || defined(__clang__)
#define WB_MUST_CHECK __attribute__((warn_unused_result))
#define WB_PRINTF(format_at, args_at) __attribute__((format(printf, format_at, args_at)))
#define WB_FORMAT_ARG(format_at) __attribute__((format_arg(format_at)))
#define WB_LIKELY(x) __builtin_expect(!!(x), 1)
#define WB_UNLIKELY(x) __builtin_expect(!!(x), 0)
#else
#define WB_MUST_CHECK
#define WB_PRINTF(format_at, args_at)
#define WB_FORMAT_ARG(format_at)
#define WB_LIKELY(x) (x)
#define WB_UNLIKELY(x) (x)
#endif

/** The version of the library and of the programs, semantic versioning. */
#define WB_VERSION "0.1.0"

WB_BEGIN_DECLS

/** Borrowed bytes. `ptr` may be NULL when `len` is 0. */
typedef struct wb_slice {
    const char *ptr;
    size_t len; /**< bytes */
} wb_slice;

/** A slice of `len` bytes at `ptr`. */
static inline wb_slice wb_slice_make(const char *ptr, size_t len)
{
    wb_slice s;
    s.ptr = ptr;
    s.len = len;
    return s;
}

/** A slice over a NUL-terminated string (NULL gives the empty slice). */
static inline wb_slice wb_slice_from(const char *text)
{
    return wb_slice_make(text, text ? strlen(text) : 0);
}

/** Whether two slices hold the same bytes. */
static inline bool wb_slice_equal(wb_slice a, wb_slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/** Byte order comparison as memcmp, the shorter first when one begins the other: <0, 0, >0. */
static inline int wb_slice_compare(wb_slice a, wb_slice b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.ptr, b.ptr, n) : 0;
    if (order != 0) {
        return order;
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

/** Whether `s` begins with the NUL-terminated `prefix`. */
static inline bool wb_slice_starts(wb_slice s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.len >= n && memcmp(s.ptr, prefix, n) == 0;
}

/** Whether `s` ends with the NUL-terminated `suffix`. */
static inline bool wb_slice_ends(wb_slice s, const char *suffix)
{
    size_t n = strlen(suffix);
    return s.len >= n && (n == 0 || memcmp(s.ptr + s.len - n, suffix, n) == 0);
}

WB_END_DECLS

#endif
