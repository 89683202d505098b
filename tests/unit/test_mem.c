#include "test.h"

#include <stdalign.h>

#include <wbsearch/mem.h>

static void a_product_that_overflows_gives_null(void **state)
{
    static const struct {
        size_t count;
        size_t size;
    } rows[] = {
        {SIZE_MAX, 2}, {SIZE_MAX / 2, 3},     {(size_t)1 << 33, (size_t)1 << 33},
        {2, SIZE_MAX}, {SIZE_MAX / 8 + 2, 8},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_null(wb_alloc(rows[i].count, rows[i].size));
        assert_null(wb_alloc_zero(rows[i].count, rows[i].size));
        wb_arena arena = {0};
        assert_null(wb_arena_alloc(&arena, rows[i].count, rows[i].size));
        assert_int_equal(arena.total, 0);
        wb_arena_clear(&arena);
    }
}

static void nothing_can_be_allocated_and_freed(void **state)
{
    void *none = wb_alloc(0, 8);
    assert_non_null(none);
    wb_free(none);
    none = wb_alloc_zero(8, 0);
    assert_non_null(none);
    wb_free(none);
    none = wb_realloc(NULL, 0, 1);
    assert_non_null(none);
    wb_free(none);
    wb_free(NULL);
}

static void alloc_zero_is_zero(void **state)
{
    unsigned char *bytes = wb_alloc_zero(100, 7);
    assert_non_null(bytes);
    for (size_t i = 0; i < 700; i++) {
        assert_int_equal(bytes[i], 0);
    }
    wb_free(bytes);
}

static void a_failed_realloc_leaves_the_old(void **state)
{
    char *old = wb_alloc(4, 1);
    assert_non_null(old);
    memcpy(old, "abc", 4);
    assert_null(wb_realloc(old, SIZE_MAX, 16));
    assert_string_equal(old, "abc");
    old = wb_realloc(old, 4000, 1);
    assert_non_null(old);
    assert_string_equal(old, "abc");
    wb_free(old);
}

static void strndup_copies_and_terminates(void **state)
{
    char source[] = {'a', 'b', 'c'};
    char *copy = wb_strndup(wb_slice_make(source, sizeof source));
    assert_string_equal(copy, "abc");
    wb_free(copy);
    copy = wb_strndup(wb_slice_make(NULL, 0));
    assert_string_equal(copy, "");
    wb_free(copy);
}

static void grow_makes_room_and_keeps_the_content(void **state)
{
    int *numbers = NULL;
    size_t cap = 0;
    unsigned moves = 0;
    for (size_t i = 0; i < 10000; i++) {
        size_t before = cap;
        int *grown = wb_grow(numbers, &cap, i + 1, sizeof *grown);
        assert_non_null(grown);
        assert_true(cap > i);
        assert_true(cap == before || cap >= before + before / 2);
        moves += cap != before;
        numbers = grown;
        numbers[i] = (int)i;
    }
    for (size_t i = 0; i < 10000; i++) {
        assert_int_equal(numbers[i], i);
    }
    assert_true(moves < 25);
    wb_free(numbers);
}

static void a_failed_grow_leaves_array_and_capacity(void **state)
{
    size_t cap = 0;
    int *numbers = wb_grow(NULL, &cap, 3, sizeof *numbers);
    assert_non_null(numbers);
    size_t before = cap;
    numbers[2] = 42;
    assert_null(wb_grow(numbers, &cap, SIZE_MAX / 2, sizeof *numbers));
    assert_int_equal(cap, before);
    assert_int_equal(numbers[2], 42);
    wb_free(numbers);
}

static void arena_gives_aligned_disjoint_memory(void **state)
{
    wb_arena arena = {0};
    char *last = NULL;
    for (size_t i = 0; i < 5000; i++) {
        size_t len = i % 37;
        char *bytes = wb_arena_alloc(&arena, len, 1);
        assert_non_null(bytes);
        assert_int_equal((uintptr_t)bytes % alignof(max_align_t), 0);
        assert_ptr_not_equal(bytes, last);
        memset(bytes, (int)(i & 0x7F), len);
        last = bytes;
    }
    assert_true(arena.total >= 5000 * 17);
    wb_arena_clear(&arena);
    assert_int_equal(arena.total, 0);
}

static void arena_gives_pieces_larger_than_its_chunks(void **state)
{
    wb_arena arena = {0};
    char *small = wb_arena_alloc(&arena, 10, 1);
    assert_non_null(small);
    memset(small, 's', 10);
    char *large = wb_arena_alloc(&arena, 1, (size_t)3 << 20);
    assert_non_null(large);
    memset(large, 'l', (size_t)3 << 20);
    assert_int_equal(small[9], 's');
    wb_arena_clear(&arena);
}

static void arena_dup_copies_and_terminates(void **state)
{
    wb_arena arena = {0};
    wb_slice copy;
    char source[] = "绿色";
    assert_true(wb_arena_dup(&arena, wb_slice_make(source, 3), &copy));
    memset(source, 'x', 3);
    assert_text(copy, "绿");
    assert_int_equal(copy.ptr[copy.len], '\0');
    assert_true(wb_arena_dup(&arena, wb_slice_make(NULL, 0), &copy));
    assert_int_equal(copy.len, 0);
    assert_int_equal(*copy.ptr, '\0');
    wb_arena_clear(&arena);
}

static void arena_can_be_used_again(void **state)
{
    wb_arena arena = {0};
    wb_arena_reset(&arena);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
            char *bytes = wb_arena_alloc(&arena, 5000, 1);
            assert_non_null(bytes);
            memset(bytes, i, 5000);
        }
        assert_true(arena.total >= 500000);
        wb_arena_reset(&arena);
        assert_int_equal(arena.total, 0);
    }
    wb_arena_clear(&arena);
    wb_arena_clear(&arena);
    assert_non_null(wb_arena_alloc(&arena, 1, 1));
    wb_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_product_that_overflows_gives_null),
        cmocka_unit_test(nothing_can_be_allocated_and_freed),
        cmocka_unit_test(alloc_zero_is_zero),
        cmocka_unit_test(a_failed_realloc_leaves_the_old),
        cmocka_unit_test(strndup_copies_and_terminates),
        cmocka_unit_test(grow_makes_room_and_keeps_the_content),
        cmocka_unit_test(a_failed_grow_leaves_array_and_capacity),
        cmocka_unit_test(arena_gives_aligned_disjoint_memory),
        cmocka_unit_test(arena_gives_pieces_larger_than_its_chunks),
        cmocka_unit_test(arena_dup_copies_and_terminates),
        cmocka_unit_test(arena_can_be_used_again),
    };
    return RUN(tests);
}
