#include "test.h"

#include <stdlib.h>

#include "equivalents.h"
#include "search.h"

static const struct test_file files[] = {
    {"a.md", "# 普惠金融\n\n绿色信贷支持企业。\n\n企业的信贷。绿色的企业。\n\n支持农户。\n\n"
             "道路养护。\n\n信件。\n"},
    {"b.md", "---\n成文日期: 2020-01-01\n---\n\n# 办法\n\n依照第9条处罚。\n\n依照第十九条处罚。\n\n"
             "双碳目标。\n\n碳达峰碳中和的目标。\n"},
};

struct fixture {
    void *folder;
    wb_searcher *searcher;
    wb_synonyms *builtin;
};

static int set_up(void **state)
{
    static struct fixture f;
    wb_error err;
    wb_buf text;
    *state = &f;
    if (test_make_folder(&f.folder) != 0) {
        return -1;
    }
    wb_buf_init(&text, 0);
    test_make_index(f.folder, files, COUNT_OF(files), NULL);
    wb_listfile list;
    bool good = wb_synonyms_builtin(&text) == WB_OK;
    list = wb_listfile_make(wb_buf_slice(&text), "built-in", NULL, NULL);
    good = good && wb_synonyms_read(&list, &f.builtin, &err) == WB_OK &&
           wb_searcher_new(test_index_path(f.folder), &f.searcher, &err) == WB_OK;
    wb_buf_free(&text);
    return good ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    wb_searcher_free(f->searcher);
    wb_synonyms_free(f->builtin);
    return test_remove_folder(&f->folder);
}

/* Searches down to `depth`; "RUNG: text with <matches> -missing words/" for each hit. */
static void gives(void **state, wb_search_depth depth, const char *source, const char *wanted)
{
    struct fixture *f = *state;
    const wb_synonyms *lists[] = {f->builtin};
    wb_equivalents equivalents = {.numbers = true, .synonyms = lists, .synonyms_count = 1};
    wb_search_options options = {.limit = 20, .depth = depth};
    wb_result result = {0};
    wb_query query = {0};
    wb_error err;
    wb_buf out;
    wb_buf_init(&out, 0);
    assert_ok(wb_query_parse(wb_slice_from(source), &query, &err));
    assert_ok(wb_equivalents_attach(&equivalents, &query, &err));
    assert_ok(wb_search(f->searcher, &query, &options, &result, &err));
    for (size_t i = 0; i < result.hit_count; i++) {
        const wb_hit *hit = &result.hits[i];
        size_t at = 0;
        wb_buf_printf(&out, "%s: ", wb_rung_name(hit->rung));
        for (size_t k = 0; k < hit->match_count; k++) {
            wb_buf_append(&out, hit->para.text.ptr + at, hit->matches[k].start - at);
            wb_buf_printf(&out, "<%.*s>", (int)(hit->matches[k].end - hit->matches[k].start),
                          hit->para.text.ptr + hit->matches[k].start);
            at = hit->matches[k].end;
        }
        wb_buf_append(&out, hit->para.text.ptr + at, hit->para.text.len - at);
        for (size_t k = 0; k < hit->missing_count; k++) {
            wb_buf_puts(&out, " -");
            wb_buf_put(&out, hit->missing[k]);
        }
        wb_buf_puts(&out, "/");
    }
    assert_ok(wb_buf_puts(&out, ""));
    assert_text_of(wb_buf_slice(&out), wanted, source);
    wb_buf_free(&out);
    wb_query_clear(&query);
    wb_result_clear(&result);
}

static void all_words_come_before_some(void **state)
{
    gives(state, WB_SEARCH_SOME, "绿色信贷企业",
          "words: <绿色信贷>支持<企业>。/words: <企业>的<信贷>。<绿色>的<企业>。/");
    gives(state, WB_SEARCH_SOME, "信贷支持农户",
          "some: <支持农户>。 -信贷/some: 绿色<信贷支持>企业。 -农户/"
          "some: 企业的<信贷>。绿色的企业。 -支持 -农户/");
    gives(state, WB_SEARCH_WORDS, "信贷支持农户", "");
    gives(state, WB_SEARCH_LOOSE, "绿色信贷企业", "");
}

static void certified_hits_are_not_repeated(void **state)
{
    gives(state, WB_SEARCH_SOME, "支持农户",
          "exact: <支持农户>。/some: 绿色信贷<支持>企业。 -农户/");
}

static void titles_around_a_paragraph_hold_words(void **state)
{
    gives(state, WB_SEARCH_WORDS, "普惠金融农户", "words: 支持<农户>。/");
}

static void conditions_hold_on_all_rungs(void **state)
{
    gives(state, WB_SEARCH_SOME, "信贷农户 -企业", "some: 支持<农户>。 -信贷/");
    gives(state, WB_SEARCH_SOME, "信贷农户 路径:b", "");
    gives(state, WB_SEARCH_SOME, "信贷农户 OR (处罚 -企业)",
          "exact: 依照第9条<处罚>。/exact: 依照第十九条<处罚>。/");
}

static void equivalents_count(void **state)
{
    gives(state, WB_SEARCH_SOME, "第九条的处罚",
          "words: 依照<第9条处罚>。/words: 依照第十<九条处罚>。/");
    gives(state, WB_SEARCH_WORDS, "双碳与目标",
          "words: <双碳目标>。/words: <碳达峰碳中和>的<目标>。/");
}

static void what_says_nothing_finds_nothing(void **state)
{
    gives(state, WB_SEARCH_SOME, "如何是否", "");
    gives(state, WB_SEARCH_SOME, "太空", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_words_come_before_some),
        cmocka_unit_test(certified_hits_are_not_repeated),
        cmocka_unit_test(titles_around_a_paragraph_hold_words),
        cmocka_unit_test(conditions_hold_on_all_rungs),
        cmocka_unit_test(equivalents_count),
        cmocka_unit_test(what_says_nothing_finds_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down) != 0;
}
