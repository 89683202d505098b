/*
 * Literal matches as fold.h and token.h describe them, written anew and as plainly as can be: what
 * the engine is measured against. Nothing here calls token.h.
 */
#ifndef WBSEARCH_TESTS_NAIVE_H
#define WBSEARCH_TESTS_NAIVE_H

#include <wbsearch/base.h>

/* One folded text, taken apart. Zero-initialise it; use it again and again. */
struct naive {
    wb_slice text;
    bool *inside; /* per byte offset, 0 to text.len: no match begins or ends there */
    size_t cap;
};

/* Takes `folded` apart, which must live on. */
void naive_set(struct naive *naive, wb_slice folded);

void naive_free(struct naive *naive);

/* The first literal match at or after `from`, SIZE_MAX when there is none. */
size_t naive_find(const struct naive *naive, wb_slice needle, size_t from);

/* Whether the needle that occurs at `at` (the bytes are there) is a match. */
bool naive_is_match(const struct naive *naive, size_t at, size_t len);

#endif
