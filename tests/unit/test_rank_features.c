#include "test.h"

#include <wbsearch/index.h>

#include "equivalents.h"
#include "parse.h"
#include "rank.h"

/* Frequencies come from these: what stands in one paragraph only is rare. */
static const struct test_file files[] = {
    {"a.md", "绿色信贷支持企业。\n\n普惠金融支持企业。\n\n企业申请贷款。\n\n居民申请补贴。\n\n"
             "道路养护。\n\n供水管网改造。\n\n社区食堂。\n\n第九条规定。\n"},
};

struct fixture {
    void *folder;
    wb_index *index;
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
                   wb_tokenizer_new(&f.tokenizer, &err) == WB_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    wb_tokenizer_free(f->tokenizer);
    wb_index_close(f->index);
    return test_remove_folder(&f->folder);
}

static wb_section sections[] = {
    {{"绿色信贷", sizeof "绿色信贷" - 1}, WB_NONE, WB_NONE},
};
static const wb_record record = {.sections = sections, .section_count = COUNT_OF(sections)};

/* The features of a paragraph in view of a query, looked at twice. */
static wb_features features_in(struct fixture *f, const char *source, const char *text,
                               uint32_t section)
{
    wb_arena arena = {0};
    wb_query query = {0};
    wb_query_terms terms;
    wb_feature_scanner *scanner = NULL;
    wb_folded folded;
    wb_buf respelled;
    wb_error err;
    wb_features features[2];
    wb_equivalents wanted = {.numbers = true};
    wb_para para = {.text = wb_slice_from(text), .section = section};
    wb_folded_init(&folded);
    wb_buf_init(&respelled, 0);
    assert_ok(wb_query_parse(wb_slice_from(source), &query, &err));
    assert_ok(wb_equivalents_attach(&wanted, &query, &err));
    assert_ok(wb_query_terms_make(&query, f->index->store, f->tokenizer, &arena, &terms, &err));
    assert_ok(wb_feature_scanner_new(&terms, &arena, &scanner, &err));
    assert_ok(wb_fold(para.text, false, &folded));
    for (int i = 0; i < 2; i++) {
        assert_ok(wb_rank_features(scanner, &terms, &record, &para, wb_buf_slice(&folded.text),
                                   &respelled, &features[i]));
    }
    for (int i = 0; i < WB_FEATURE_COUNT_; i++) {
        double value = features[0].values[i];
        assert_that(value >= 0.0 && value <= 1.0 + 1e-9, "%s is %g", wb_feature_name((wb_feature)i),
                    value);
        assert_true(value == features[1].values[i]); /* nothing is left of the last paragraph */
    }
    wb_feature_scanner_free(scanner);
    wb_query_clear(&query);
    wb_arena_clear(&arena);
    wb_folded_free(&folded);
    wb_buf_free(&respelled);
    return features[0];
}

static double feature(void **state, wb_feature which, const char *source, const char *text)
{
    return features_in(*state, source, text, WB_NONE).values[which];
}

static void is_one(double value)
{
    assert_that(value > 1.0 - 1e-9 && value < 1.0 + 1e-9, "%g", value);
}

static void the_query_itself_has_all_of_it(void **state)
{
    wb_features f = features_in(*state, "绿色信贷支持企业", "绿色信贷支持企业", WB_NONE);
    is_one(f.values[WB_FEATURE_COVERAGE]);
    is_one(f.values[WB_FEATURE_WORDS]);
    is_one(f.context);
    is_one(f.values[WB_FEATURE_CHARS_SENTENCE] * (1.0 + 8 / 100.0)); /* 8 characters */
    assert_true(f.values[WB_FEATURE_BM25] > 0.2 && f.values[WB_FEATURE_CHARS] > 0.2);
}

static void another_text_has_nothing(void **state)
{
    wb_features f = features_in(*state, "绿色信贷", "道路养护。", WB_NONE);
    for (int i = 0; i < WB_FEATURE_COUNT_; i++) {
        assert_true(f.values[i] == 0.0);
    }
    assert_true(f.context == 0.0);
}

static void words_in_one_sentence_are_better(void **state)
{
    static const char query[] = "绿色信贷 补贴";
    static const char together[] = "道路养护。绿色信贷与补贴。";
    static const char apart[] = "绿色信贷养护。道路与补贴。";
    assert_true(feature(state, WB_FEATURE_COVERAGE, query, together) ==
                feature(state, WB_FEATURE_COVERAGE, query, apart));
    assert_true(feature(state, WB_FEATURE_CHARS_SENTENCE, query, together) >
                feature(state, WB_FEATURE_CHARS_SENTENCE, query, apart));
}

static void half_a_word_is_no_word(void **state)
{
    /* 申请 is a word, 请贷 the end of one and the beginning of the next. */
    assert_true(feature(state, WB_FEATURE_WORDS, "申请贷款", "请贷。") == 0.0);
    assert_true(feature(state, WB_FEATURE_COVERAGE, "申请贷款", "请贷。") > 0.0);
    double one = feature(state, WB_FEATURE_WORDS, "申请贷款", "申请。");
    assert_true(one > 0.0 && one < 1.0);
    is_one(feature(state, WB_FEATURE_WORDS, "申请贷款", "贷款的申请。"));
}

static void single_characters_count(void **state)
{
    assert_true(feature(state, WB_FEATURE_COVERAGE, "贷款", "借贷的款项。") == 0.0);
    assert_true(feature(state, WB_FEATURE_CHARS, "贷款", "借贷的款项。") > 0.0);
}

static void more_and_shorter_is_more(void **state)
{
    double once = feature(state, WB_FEATURE_BM25, "信贷", "信贷和别的事情。");
    assert_true(feature(state, WB_FEATURE_BM25, "信贷", "信贷和别的信贷。") > once);
    assert_true(feature(state, WB_FEATURE_BM25, "信贷", "信贷和别的许多许多许多许多事情。") < once);
}

/* They decide on rungs; the order is that of the paragraphs. */
static void titles_are_context(void **state)
{
    struct fixture *f = *state;
    wb_features without = features_in(f, "绿色信贷 补贴", "发放补贴。", WB_NONE);
    wb_features with = features_in(f, "绿色信贷 补贴", "发放补贴。", 0);
    assert_true(without.context < 1.0);
    is_one(with.context);
    assert_true(wb_rank_combine(&with) == wb_rank_combine(&without));
}

static void other_spellings_count_as_the_query_s(void **state)
{
    static const wb_feature all[] = {WB_FEATURE_COVERAGE, WB_FEATURE_WORDS, WB_FEATURE_CHARS};
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        double same = feature(state, all[i], "第九条规定", "第九条另有规定。");
        assert_true(same > 0.0);
        assert_true(feature(state, all[i], "第九条规定", "第9条另有规定。") == same);
        assert_true(feature(state, all[i], "第九条规定", "第19条另有规定。") < same);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_query_itself_has_all_of_it),
        cmocka_unit_test(another_text_has_nothing),
        cmocka_unit_test(words_in_one_sentence_are_better),
        cmocka_unit_test(half_a_word_is_no_word),
        cmocka_unit_test(single_characters_count),
        cmocka_unit_test(more_and_shorter_is_more),
        cmocka_unit_test(titles_are_context),
        cmocka_unit_test(other_spellings_count_as_the_query_s),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down) != 0;
}
