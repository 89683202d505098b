#include <wbsearch/mem.h>

#include <stdlib.h>

/* Sizes of chunks, bytes: the first is small, because hundreds of arenas are kept that hold one
 * record each; each further one is twice as large, up to the largest. */
#define CHUNK_MIN ((size_t)4 * 1024)
#define CHUNK_MAX ((size_t)64 * 1024)

struct wb_arena_chunk {
    struct wb_arena_chunk *older;
    size_t used;
    size_t size;
    max_align_t bytes[];
};

#ifdef WB_FAULTS
static unsigned long fail_countdown;
static bool fail_happened;

void wb_mem_fail_at(unsigned long n)
{
    fail_countdown = n;
    fail_happened = false;
}

bool wb_mem_failed(void)
{
    return fail_happened;
}

static bool planned_failure(void)
{
    if (fail_countdown == 0 || --fail_countdown != 0) {
        return false;
    }
    fail_happened = true;
    return true;
}
#else
static inline bool planned_failure(void)
{
    return false;
}
#endif

static bool total_size(size_t count, size_t size, size_t *ret)
{
    if (size && count > SIZE_MAX / 2 / size) {
        return false;
    }
    *ret = count && size ? count * size : 1;
    return true;
}

void *wb_alloc(size_t count, size_t size)
{
    size_t bytes;
    if (!total_size(count, size, &bytes) || planned_failure()) {
        return NULL;
    }
    return malloc(bytes);
}

void *wb_alloc_zero(size_t count, size_t size)
{
    size_t bytes;
    if (!total_size(count, size, &bytes) || planned_failure()) {
        return NULL;
    }
    return calloc(1, bytes);
}

void *wb_realloc(void *old, size_t count, size_t size)
{
    size_t bytes;
    if (!total_size(count, size, &bytes) || planned_failure()) {
        return NULL;
    }
    return realloc(old, bytes);
}

void wb_free(void *ptr)
{
    free(ptr);
}

char *wb_strndup(wb_slice text)
{
    char *copy = wb_alloc(text.len + 1, 1);
    if (copy) {
        if (text.len) {
            memcpy(copy, text.ptr, text.len);
        }
        copy[text.len] = '\0';
    }
    return copy;
}

void *wb_grow(void *array, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity && array) {
        return array;
    }
    size_t larger = *capacity + *capacity / 2;
    if (larger < need) {
        larger = need;
    }
    if (larger < 8) {
        larger = 8;
    }
    void *grown = wb_realloc(array, larger, size);
    if (grown) {
        *capacity = larger;
    }
    return grown;
}

/* How large the chunk after `newest` is to be. */
static size_t next_size(const struct wb_arena_chunk *newest)
{
    if (!newest) {
        return CHUNK_MIN;
    }
    return newest->size > CHUNK_MAX / 2 ? CHUNK_MAX : 2 * newest->size;
}

void *wb_arena_alloc(wb_arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (!total_size(count, size, &bytes)) {
        return NULL;
    }
    bytes = (bytes + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    struct wb_arena_chunk *chunk = arena->chunk;
    if (!chunk || chunk->size - chunk->used < bytes) {
        size_t room = next_size(chunk);
        room = bytes > room ? bytes : room;
        chunk = wb_alloc(sizeof *chunk + room, 1);
        if (!chunk) {
            return NULL;
        }
        chunk->used = 0;
        chunk->size = room;
        chunk->older = arena->chunk;
        arena->chunk = chunk;
    }
    void *result = (char *)chunk->bytes + chunk->used;
    chunk->used += bytes;
    arena->total += bytes;
    return result;
}

bool wb_arena_dup(wb_arena *arena, wb_slice text, wb_slice *ret)
{
    char *copy = wb_arena_alloc(arena, text.len + 1, 1);
    if (!copy) {
        return false;
    }
    if (text.len) {
        memcpy(copy, text.ptr, text.len);
    }
    copy[text.len] = '\0';
    *ret = wb_slice_make(copy, text.len);
    return true;
}

/* Frees the chunks from `chunk` on. */
static void free_chunks(struct wb_arena_chunk *chunk)
{
    while (chunk) {
        struct wb_arena_chunk *older = chunk->older;
        wb_free(chunk);
        chunk = older;
    }
}

void wb_arena_reset(wb_arena *arena)
{
    if (arena->chunk) {
        free_chunks(arena->chunk->older);
        arena->chunk->older = NULL;
        arena->chunk->used = 0;
    }
    arena->total = 0;
}

void wb_arena_clear(wb_arena *arena)
{
    free_chunks(arena->chunk);
    arena->chunk = NULL;
    arena->total = 0;
}
