#include "test.h"

#include "parse.h"
#include "partial.h"

static const struct test_file files[] = {
    {"a.md",
     "# 补贴\n\n绿色信贷支持企业。\n\n企业的信贷，绿色的信用。\n\n道路养护。\n\n社区食堂。\n"},
};

struct fixture {
    void *folder;
    wb_index *index;
    wb_paragraphs *paragraphs;
    wb_tokenizer *tokenizer;
};

static int set_up(void **state)
{
    static struct fixture f;
    wb_error err;
    *state = &f;
    if (test_make_folder(&f.folder) != 0) {
        return -1;
    }
    test_make_index(f.folder, files, COUNT_OF(files), NULL);
    return wb_index_open(test_index_path(f.folder), &f.index, &err) == WB_OK &&
                   wb_paragraphs_new(f.index, &f.paragraphs, &err) == WB_OK &&
                   wb_tokenizer_new(&f.tokenizer, &err) == WB_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    wb_tokenizer_free(f->tokenizer);
    wb_paragraphs_free(f->paragraphs);
    wb_index_close(f->index);
    return test_remove_folder(&f->folder);
}

/* Lets all paragraphs through but one. */
static wb_status is_wanted(void *context, uint32_t docid, bool *ret_wanted, wb_error *err)
{
    const uint32_t *unwanted = context;
    *ret_wanted = docid != *unwanted;
    return *unwanted == UINT32_MAX ? wb_error_set(err, WB_IO, "as asked") : WB_OK;
}

struct answer {
    wb_arena arena;
    wb_partial_hits hits;
};

static wb_status ask(void **state, const char *source, uint32_t unwanted, struct answer *ret)
{
    struct fixture *f = *state;
    wb_query query = {0};
    wb_query_terms terms;
    wb_error err;
    const wb_narrowing all = {NULL, 0};
    memset(ret, 0, sizeof *ret);
    assert_ok(wb_query_parse(wb_slice_from(source), &query, &err));
    assert_ok(
        wb_query_terms_make(&query, f->index->store, f->tokenizer, &ret->arena, &terms, &err));
    wb_status status = wb_partial_search(&terms, f->index, f->paragraphs, &all, is_wanted,
                                         &unwanted, 20, &ret->arena, &ret->hits, &err);
    wb_query_clear(&query);
    return status;
}

static const wb_partial_hit *hit_of(const struct answer *answer, uint32_t docid)
{
    for (size_t i = 0; i < answer->hits.count; i++) {
        if (answer->hits.items[i].docid == docid) {
            return &answer->hits.items[i];
        }
    }
    return NULL;
}

static const uint32_t FIRST = 2; /* behind the heading */
static const uint32_t SECOND = 3;

static void paragraphs_with_a_word_are_hits(void **state)
{
    struct answer a;
    assert_ok(ask(state, "绿色信贷的农户", 0, &a));
    assert_int_equal(a.hits.count, 2);
    assert_non_null(hit_of(&a, FIRST));
    assert_non_null(hit_of(&a, SECOND));
    assert_int_equal(hit_of(&a, FIRST)->rung, WB_RUNG_SOME);
    assert_true(hit_of(&a, FIRST)->score > hit_of(&a, SECOND)->score); /* side by side */
    wb_arena_clear(&a.arena);
}

static void all_words_make_the_better_rung(void **state)
{
    struct answer a;
    assert_ok(ask(state, "绿色信贷企业", 0, &a));
    assert_int_equal(hit_of(&a, FIRST)->rung, WB_RUNG_WORDS);
    assert_int_equal(hit_of(&a, SECOND)->rung, WB_RUNG_WORDS);
    wb_arena_clear(&a.arena);
    assert_ok(ask(state, "绿色信贷支持补贴", 0, &a)); /* 补贴 is the title */
    assert_int_equal(hit_of(&a, FIRST)->rung, WB_RUNG_WORDS);
    assert_int_equal(hit_of(&a, SECOND)->rung, WB_RUNG_SOME);
    wb_arena_clear(&a.arena);
}

static void the_filter_decides(void **state)
{
    struct answer a;
    assert_ok(ask(state, "绿色信贷企业", FIRST, &a));
    assert_null(hit_of(&a, FIRST));
    assert_non_null(hit_of(&a, SECOND));
    wb_arena_clear(&a.arena);
    assert_status(ask(state, "绿色信贷企业", UINT32_MAX, &a), WB_IO);
    wb_arena_clear(&a.arena);
}

static void where_no_term_is_known_there_are_none(void **state)
{
    struct answer a;
    assert_ok(ask(state, "太空站", 0, &a));
    assert_int_equal(a.hits.count, 0);
    wb_arena_clear(&a.arena);
    assert_ok(ask(state, "如何", 0, &a));
    assert_int_equal(a.hits.count, 0);
    wb_arena_clear(&a.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_with_a_word_are_hits),
        cmocka_unit_test(all_words_make_the_better_rung),
        cmocka_unit_test(the_filter_decides),
        cmocka_unit_test(where_no_term_is_known_there_are_none),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down) != 0;
}
