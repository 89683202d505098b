#include "test.h"

#include "synonyms.h"
#include "words.h"

/* Lines that were refused, as "LINE: message" each. */
static void note_refusal(void *context, const wb_error *err)
{
    wb_buf *out = context;
    assert_int_equal(err->status, WB_INVALID);
    assert_ok(wb_buf_printf(out, "%s\n", err->text));
}

static wb_synonyms *read_list(const char *text, wb_buf *refused)
{
    wb_synonyms *synonyms = NULL;
    wb_error err;
    wb_listfile list = wb_listfile_make(wb_slice_from(text), "s.txt", note_refusal, refused);
    assert_ok(wb_synonyms_read(&list, &synonyms, &err));
    return synonyms;
}

/* What a word finds, as "a|b". */
static void assert_finds(const wb_synonyms *synonyms, const char *text, const char *wanted)
{
    wb_buf out;
    wb_buf_init(&out, 0);
    const wb_synonyms_entry *entry = wb_synonyms_at(synonyms, wb_slice_from(text), 0);
    for (size_t i = 0; entry && i < entry->other_count; i++) {
        wb_buf_puts(&out, i ? "|" : "");
        wb_buf_put(&out, entry->others[i]);
    }
    assert_text_of(wb_buf_slice(&out), wanted, text);
    wb_buf_free(&out);
}

static void groups_go_both_ways(void **state)
{
    wb_buf refused = {0};
    wb_synonyms *s = read_list("双碳, 碳达峰碳中和\n甲、乙；丙 丁\n", &refused);
    assert_finds(s, "双碳", "碳达峰碳中和");
    assert_finds(s, "碳达峰碳中和目标", "双碳");
    assert_finds(s, "乙", "甲|丙|丁");
    assert_finds(s, "戊", "");
    assert_int_equal(wb_synonyms_count(s), 6);
    assert_int_equal(refused.len, 0);
    wb_synonyms_free(s);
}

static void an_arrow_goes_one_way(void **state)
{
    wb_buf refused = {0};
    wb_synonyms *s = read_list("甲 乙=>丙, 丁\n丙 => 戊", &refused);
    assert_finds(s, "甲", "丙|丁");
    assert_finds(s, "乙", "丙|丁");
    assert_finds(s, "丙", "戊");
    assert_finds(s, "丁", "");
    wb_synonyms_free(s);
}

static void the_longest_word_wins(void **state)
{
    wb_buf refused = {0};
    wb_synonyms *s = read_list("发改委 甲\n发改委员会 乙\n发 丙\n", &refused);
    assert_finds(s, "发改委员会主任", "乙");
    assert_finds(s, "发改委主任", "甲");
    assert_finds(s, "发展", "丙");
    wb_synonyms_free(s);
}

static void words_are_folded_and_whole(void **state)
{
    wb_buf refused = {0};
    wb_synonyms *s = read_list("ＡＩ 人工智慧\nPM2.5 細顆粒物", &refused);
    assert_finds(s, "ai", "人工智慧");
    assert_finds(s, "ai技术", "人工智慧");
    assert_finds(s, "aid", "");
    assert_finds(s, "pm2.5", "细颗粒物");
    wb_slice text = S("bai");
    assert_null(wb_synonyms_at(s, text, 1));
    wb_synonyms_free(s);
}

static void quotations_hold_separators(void **state)
{
    wb_buf refused = {0};
    wb_synonyms *s = read_list("放管服 => \"简政放权、放管结合\" 「甲 乙」\n", &refused);
    assert_finds(s, "放管服", "简政放权、放管结合|甲乙");
    wb_synonyms_free(s);
}

static void groups_of_one_word_are_joined(void **state)
{
    wb_buf refused = {0};
    wb_synonyms *s = read_list("甲 乙\r\n甲 丙\r\n甲 乙\n甲 甲 丁", &refused);
    assert_finds(s, "甲", "乙|丙|丁");
    wb_synonyms_free(s);
}

static void comments_and_empty_lines(void **state)
{
    wb_buf refused = {0};
    wb_synonyms *s =
        read_list("\xEF\xBB\xBF# 说明\n\n   \n甲 乙 # 常用\n　丙　丁　\nC# D#\n", &refused);
    assert_finds(s, "甲", "乙");
    assert_finds(s, "丙", "丁");
    assert_finds(s, "c#", "d#");
    assert_int_equal(refused.len, 0);
    wb_synonyms_free(s);
}

static void bad_lines_are_named_and_left_out(void **state)
{
    wb_buf refused;
    wb_buf_init(&refused, 0);
    wb_synonyms *s = read_list("甲 乙\n只有一个\n=> 丙\n丙 =>\n丙 => 丁 => 戊\n\"丙 丁\n"
                               "\xFF\xFE\n己 庚\n",
                               &refused);
    assert_finds(s, "甲", "乙");
    assert_finds(s, "己", "庚");
    assert_finds(s, "丙", "");
    assert_text(wb_buf_slice(&refused),
                "s.txt:2: has only one word; the line is left out\n"
                "s.txt:3: has nothing before '=>'; the line is left out\n"
                "s.txt:4: has nothing behind '=>'; the line is left out\n"
                "s.txt:5: has two '=>'; the line is left out\n"
                "s.txt:6: has a quotation mark that is not closed; the line is left out\n"
                "s.txt:7: is not UTF-8; the line is left out\n");
    wb_synonyms_free(s);
    wb_buf_free(&refused);
}

static void too_much_is_refused(void **state)
{
    wb_buf refused;
    wb_buf text;
    wb_buf_init(&refused, 0);
    wb_buf_init(&text, 0);
    for (int i = 0; i < WB_SYNONYMS_GROUP_MAX + 1; i++) {
        wb_buf_printf(&text, "w%d ", i);
    }
    wb_buf_puts(&text, "\n甲 ");
    for (int i = 0; i < WB_LISTFILE_WORD_MAX + 1; i++) {
        wb_buf_puts(&text, "a");
    }
    assert_ok(wb_buf_puts(&text, "\n甲 \xE2\x80\x8B\n"));
    wb_synonyms *s = read_list(text.data, &refused);
    assert_int_equal(wb_synonyms_count(s), 0);
    assert_text(wb_buf_slice(&refused), "s.txt:1: has too many words; the line is left out\n"
                                        "s.txt:2: a word is too long; the line is left out\n"
                                        "s.txt:3: a word is empty; the line is left out\n");
    wb_synonyms_free(s);
    wb_buf_free(&text);
    wb_buf_free(&refused);
}

static void the_built_in_list_is_sound(void **state)
{
    wb_buf text;
    wb_buf refused;
    wb_buf_init(&text, 0);
    wb_buf_init(&refused, 0);
    assert_ok(wb_synonyms_builtin(&text));
    wb_synonyms *s = read_list(text.data, &refused);
    assert_text(wb_buf_slice(&refused), "");
    assert_true(wb_synonyms_count(s) > 250);
    assert_finds(s, "一带一路", "丝绸之路经济带和21世纪海上丝绸之路");
    assert_finds(s, "国家发改委", "国家发展改革委|国家发展和改革委员会");
    wb_synonyms_free(s);
    wb_buf_free(&text);
    wb_buf_free(&refused);
}

static void words_of_a_list(void **state)
{
    wb_words *words = NULL;
    wb_error err;
    wb_buf refused = {0};
    wb_listfile lists[] = {
        wb_listfile_make(S("碳金融\n碳金融市場 # 两个字以上\nＣＣＵＳ\n碳金融\n"), "a", NULL, NULL),
        wb_listfile_make(S("绿电\n"), "b", note_refusal, &refused),
    };
    assert_ok(wb_words_read(lists, COUNT_OF(lists), &words, &err));
    assert_int_equal(wb_words_count(words), 4);
    assert_int_equal(wb_words_at(words, S("碳金融市场建设"), 0), strlen("碳金融市场"));
    assert_int_equal(wb_words_at(words, S("碳金融业"), 0), strlen("碳金融"));
    assert_int_equal(wb_words_at(words, S("用绿电"), 3), strlen("绿电"));
    assert_int_equal(wb_words_at(words, S("用绿电"), 0), 0);
    assert_int_equal(wb_words_at(words, S("碳"), 0), 0);
    assert_int_equal(wb_words_at(words, S("碳"), 3), 0);
    assert_int_equal(wb_words_at(NULL, S("碳金融"), 0), 0);
    wb_words_free(words);
    wb_words_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_go_both_ways),
        cmocka_unit_test(an_arrow_goes_one_way),
        cmocka_unit_test(the_longest_word_wins),
        cmocka_unit_test(words_are_folded_and_whole),
        cmocka_unit_test(quotations_hold_separators),
        cmocka_unit_test(groups_of_one_word_are_joined),
        cmocka_unit_test(comments_and_empty_lines),
        cmocka_unit_test(bad_lines_are_named_and_left_out),
        cmocka_unit_test(too_much_is_refused),
        cmocka_unit_test(the_built_in_list_is_sound),
        cmocka_unit_test(words_of_a_list),
    };
    return RUN(tests);
}
