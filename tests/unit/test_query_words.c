#include "test.h"

#include "query_words.h"

/* The words of `text` with / between them, (…) around function words, […] around listed ones. */
static void gives(const char *list, const char *text, const char *wanted)
{
    wb_arena arena = {0};
    wb_words *words = NULL;
    wb_tokenizer *tokenizer = NULL;
    wb_query_words found;
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    wb_listfile file = wb_listfile_make(wb_slice_from(list), "list", NULL, NULL);
    assert_ok(wb_words_read(&file, 1, &words, &err));
    assert_ok(wb_tokenizer_new(&tokenizer, &err));
    assert_ok(wb_query_words_find(wb_slice_from(text), words, tokenizer, &arena, &found, &err));
    for (size_t i = 0; i < found.count; i++) {
        const wb_query_word_span *word = &found.items[i];
        assert_true(word->start < word->end && word->end <= strlen(text));
        assert_true(i == 0 || word->start >= word[-1].end);
        assert_false(word->is_function && word->is_listed);
        wb_buf_printf(&out, "%s%s%.*s%s", i ? "/" : "",
                      word->is_listed     ? "["
                      : word->is_function ? "("
                                          : "",
                      (int)(word->end - word->start), text + word->start,
                      word->is_listed     ? "]"
                      : word->is_function ? ")"
                                          : "");
    }
    assert_ok(wb_buf_puts(&out, ""));
    assert_text_of(wb_buf_slice(&out), wanted, text);
    wb_buf_free(&out);
    wb_tokenizer_free(tokenizer);
    wb_words_free(words);
    wb_arena_clear(&arena);
}

static void without_a_list_words_are_those_of_icu(void **state)
{
    gives("", "如何申请企业贷款", "(如何)/申请/企业/贷款");
    gives("", "企业的贷款", "企业/(的)/贷款");
    gives("", "", "");
    gives("", "，。", "");
}

static void listed_words_are_one(void **state)
{
    gives("云上贷\n", "申请云上贷产品", "申请/[云上贷]/产品");
    gives("云上贷\n", "云上贷", "[云上贷]");
    gives("云上贷\n", "云上贷云上贷", "[云上贷]/[云上贷]");
    gives("云上\n云上贷\n", "云上贷", "[云上贷]"); /* the longest */
    gives("請云\n", "申请云上", "申/[请云]/(上)"); /* folded; what is cut stays in pieces */
    gives("的\n如何\n", "如何的", "[如何]/[的]");  /* then they say something */
    gives("甲、乙\n", "甲、乙和丙", "[甲、乙]/(和)/丙");
}

static void a_listed_word_is_no_piece_of_a_number(void **state)
{
    gives("50\n", "500强", "500/强");
    gives("5g\n", "5g基站", "[5g]/基/站");
    gives("g5\n", "5g5", "5g5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_list_words_are_those_of_icu),
        cmocka_unit_test(listed_words_are_one),
        cmocka_unit_test(a_listed_word_is_no_piece_of_a_number),
    };
    return RUN(tests);
}
