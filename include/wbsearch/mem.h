/**
 * @file mem.h
 * Checked allocation, growing arrays, and the arena that owns everything of one document or one
 * request.
 */
#ifndef WBSEARCH_MEM_H
#define WBSEARCH_MEM_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** `count * size` bytes, uninitialised; NULL when memory is short or the product overflows.
 *  Free with wb_free. A size of 0 gives a pointer that may be freed. */
void *wb_alloc(size_t count, size_t size) WB_MUST_CHECK;

/** wb_alloc with every byte 0. */
void *wb_alloc_zero(size_t count, size_t size) WB_MUST_CHECK;

/** Resizes `old` (may be NULL) to `count * size` bytes; NULL leaves `old` as it was. */
void *wb_realloc(void *old, size_t count, size_t size) WB_MUST_CHECK;

/** Frees what the functions above returned. NULL is fine. */
void wb_free(void *ptr);

/** A NUL-terminated copy of `text`; NULL when memory is short. Free with wb_free. */
char *wb_strndup(wb_slice text) WB_MUST_CHECK;

/**
 * Makes room for `need` elements of `size` bytes in `array` (may be NULL), whose capacity in
 * elements is `*capacity`; grows by half at least. Returns the array, perhaps moved; NULL when
 * memory is short: then array and capacity are as they were.
 */
void *wb_grow(void *array, size_t *capacity, size_t need, size_t size) WB_MUST_CHECK;

/**
 * An arena: allocations that live and die together. Zero-initialise it (`{0}`), clear or free it
 * with wb_arena_clear.
 */
typedef struct wb_arena {
    struct wb_arena_chunk *chunk; /**< the newest chunk; private */
    size_t total;                 /**< bytes handed out since the last clear */
} wb_arena;

/** `count * size` bytes from the arena, aligned for any type, uninitialised; NULL when memory is
 *  short. Valid until wb_arena_clear. */
void *wb_arena_alloc(wb_arena *arena, size_t count, size_t size) WB_MUST_CHECK;

/** Copies `text` into the arena, adding a NUL after it. False when memory is short. */
bool wb_arena_dup(wb_arena *arena, wb_slice text, wb_slice *ret) WB_MUST_CHECK;

/** Takes back everything the arena handed out, but keeps one piece of memory for what comes next.
 */
void wb_arena_reset(wb_arena *arena);

/** Frees everything the arena handed out. It may be used again. */
void wb_arena_clear(wb_arena *arena);

#ifdef WB_FAULTS
/**
 * For tests only (built with -Dfaults=true): lets the n-th allocation from now on fail (1: the next
 * one), once; 0 switches it off. Not thread safe.
 */
void wb_mem_fail_at(unsigned long n);
/** For tests only: whether the planned failure has happened. */
bool wb_mem_failed(void);
#endif

WB_END_DECLS

#endif
