/* What is suggested: words, phrases of headings, titles. */
#include "test.h"

#include "suggest.h"

static const struct test_file files[] = {
    {"a.md", "# 中华人民共和国节水法\n\n## 推进碳达峰实施\n\n碳达峰行动，工业化。\n\n"
             "## 降碳减污\n\n降碳减污，新的说法。\n"},
    {"b.md", "# 节水条例\n\n## 碳达峰碳中和工作的新局面\n\n碳达峰碳中和工作，碳减污。\n\n"
             "## 发展新动能\n\n发展新动能，发展新动能。\n"},
    {"c.md", "# 市政府关于节水的通知\n\n## 碳达峰碳中和考核\n\n碳达峰碳中和考核，新的节水设施。\n\n"
             "## 发展新动能\n\n发展新技术，说新动能；gdp 与 gdps。\n\ngdp 与 gdps，发展新动能。\n"},
};

static wb_index *index_of(void **state)
{
    wb_index *index;
    wb_error err;
    test_make_index(*state, files, COUNT_OF(files), NULL);
    assert_ok(wb_index_open(test_index_path(*state), &index, &err));
    return index;
}

/* The suggestions of a kind, a space behind each. */
static void assert_suggested(wb_suggester *suggester, const char *typed, wb_suggestion_kind kind,
                             const char *wanted)
{
    wb_suggestions suggestions = {0};
    wb_error err;
    wb_buf found;
    wb_buf_init(&found, 0);
    assert_ok(wb_suggest(suggester, wb_slice_from(typed), 10, &suggestions, &err));
    for (size_t i = 0; i < suggestions.count; i++) {
        if (suggestions.items[i].kind == kind) {
            wb_buf_put(&found, suggestions.items[i].text);
            wb_buf_putc(&found, ' ');
        }
    }
    assert_text_of(wb_buf_slice(&found), wanted, typed);
    wb_buf_free(&found);
    wb_suggestions_clear(&suggestions);
}

static void words_and_phrases_go_on(void **state)
{
    wb_index *index = index_of(state);
    wb_suggester *suggester;
    wb_error err;
    assert_ok(wb_suggester_new(index, &suggester, &err));
    /* Neither 碳达, always followed, nor 碳减污, the rest of 降碳减污, nor what stands once. */
    assert_suggested(suggester, "碳", WB_SUGGEST_TERM, "碳达峰 碳达峰碳中和 ");
    assert_suggested(suggester, "碳达峰", WB_SUGGEST_TERM,
                     "碳达峰碳中和 碳达峰碳中和工作 碳达峰碳中和考核 ");
    /* A piece of the next word is no end. */
    assert_suggested(suggester, "发展", WB_SUGGEST_TERM, "发展新动能 ");
    assert_suggested(suggester, "GD", WB_SUGGEST_TERM, "gdp gdps ");
    assert_suggested(suggester, "达峰碳", WB_SUGGEST_TERM, "");
    assert_suggested(suggester, "碳达峰碳中和考核", WB_SUGGEST_TERM, "");
    assert_suggested(suggester, "、", WB_SUGGEST_TERM, "");
    wb_suggester_free(suggester);
    wb_index_close(index);
}

static void titles_are_in_order(void **state)
{
    wb_index *index = index_of(state);
    wb_suggester *suggester;
    wb_error err;
    assert_ok(wb_suggester_new(index, &suggester, &err));
    /* What a law is called begins behind the name of the state. */
    assert_suggested(suggester, "节水", WB_SUGGEST_TITLE,
                     "节水条例 中华人民共和国节水法 市政府关于节水的通知 ");
    assert_suggested(suggester, "节", WB_SUGGEST_TITLE, "节水条例 中华人民共和国节水法 ");
    assert_suggested(suggester, "通知 節水", WB_SUGGEST_TITLE, "市政府关于节水的通知 ");
    assert_suggested(suggester, "中华", WB_SUGGEST_TITLE, "中华人民共和国节水法 ");
    assert_suggested(suggester, "标题:市政", WB_SUGGEST_TITLE, "市政府关于节水的通知 ");
    assert_suggested(suggester, "标题:", WB_SUGGEST_TITLE, "");
    wb_suggester_free(suggester);
    wb_index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(words_and_phrases_go_on),
        in_folder(titles_are_in_order),
    };
    return RUN(tests);
}
