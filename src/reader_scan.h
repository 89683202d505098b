/*
 * Walking along the beginning of a folded text: each function takes what it knows off its front.
 */
#ifndef WBSEARCH_SRC_READER_SCAN_H
#define WBSEARCH_SRC_READER_SCAN_H

#include <wbsearch/base.h>
#include <wbsearch/utf8.h>

/* Takes `prefix` off; false, and nothing is taken, when `text` does not begin with it. */
static inline bool scan_skip(wb_slice *text, const char *prefix)
{
    if (!wb_slice_starts(*text, prefix)) {
        return false;
    }
    text->ptr += strlen(prefix);
    text->len -= strlen(prefix);
    return true;
}

/* Takes off the first of `alternatives` that `text` begins with; its index, or `count`. */
static inline size_t scan_skip_any(wb_slice *text, const char *const *alternatives, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (scan_skip(text, alternatives[i])) {
            return i;
        }
    }
    return count;
}

/* Takes ASCII digits off; returns how many. */
static inline size_t scan_skip_digits(wb_slice *text)
{
    size_t n = 0;
    while (n < text->len && text->ptr[n] >= '0' && text->ptr[n] <= '9') {
        n++;
    }
    text->ptr += n;
    text->len -= n;
    return n;
}

/* Whether the character `c` is in the UTF-8 string `set`. */
static inline bool scan_is_one_of(uint32_t c, const char *set)
{
    wb_slice s = wb_slice_from(set);
    for (size_t i = 0; i < s.len;) {
        if (wb_utf8_next(s, &i) == c) {
            return true;
        }
    }
    return false;
}

#endif
