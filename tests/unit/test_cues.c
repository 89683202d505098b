/* The rules by which the reader recognises headings, paragraph ends and page numbers. */
#include "test.h"

#include "reader_cues.h"

static void numberings(void **state)
{
    static const struct {
        const char *text;
        enum numbering wanted;
    } rows[] = {
        {"第一编 总则", NUMBERING_PART},
        {"第二部分 任务", NUMBERING_PART},
        {"第三篇", NUMBERING_PART},
        {"第十一章 附则", NUMBERING_CHAPTER},
        {"第 3 章", NUMBERING_CHAPTER},
        {"第二节　监督", NUMBERING_SECTION},
        {"第一百二十条 本法", NUMBERING_ARTICLE},
        {"第 12 條", NUMBERING_ARTICLE},
        {"一、总体要求", NUMBERING_COMMA},
        {"十二、保障措施", NUMBERING_COMMA},
        {"（一）加强领导", NUMBERING_PAREN},
        {"(十一)加强领导", NUMBERING_PAREN},
        {"〔三〕加强领导", NUMBERING_PAREN},
        {"1.扩大投资", NUMBERING_DIGIT},
        {"1. 2023年工作", NUMBERING_DIGIT},
        {"1.2023年工作", NUMBERING_DIGIT},
        {"１．扩大投资", NUMBERING_DIGIT},
        {"12、扩大投资", NUMBERING_DIGIT},
        {"（1）扩大投资", NUMBERING_DIGIT_PAREN},
        {"1）扩大投资", NUMBERING_DIGIT_PAREN},
        {"①扩大投资", NUMBERING_CIRCLED},
        {"❷扩大投资", NUMBERING_CIRCLED},
        /* None of these numbers anything. */
        {"", NUMBERING_NONE},
        {"总体要求", NUMBERING_NONE},
        {"第一产业增长", NUMBERING_NONE},
        {"第章", NUMBERING_NONE},
        {"第一二三四五六七八九条", NUMBERING_NONE},
        {"一是加强", NUMBERING_NONE},
        {"一二三四五、多", NUMBERING_NONE},
        {"1.5亿元投资", NUMBERING_NONE},
        {"2023年工作", NUMBERING_NONE},
        {"2023. 工作", NUMBERING_NONE},
        {"（略）", NUMBERING_NONE},
        {"（）", NUMBERING_NONE},
        {"（2023）1号", NUMBERING_NONE},
        {"（一", NUMBERING_NONE},
        {"第", NUMBERING_NONE},
    };
    struct cue_scratch scratch = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        enum numbering n = cue_numbering(wb_slice_from(rows[i].text), &scratch);
        assert_that(n == rows[i].wanted, "%s: %d", rows[i].text, (int)n);
    }
    wb_folded_free(&scratch.folded);
}

static void beginnings(void **state)
{
    static const char *const yes[] = {
        "第一条 为了", "一、总体",     "（二）分工",   "　　绿色",   "  缩进",
        "——专栏",      "附件：名单",   "附件1",        "各位代表：", "● 目标",
        "注：数据",    "来源：统计局", "2024年1月9日", "专栏3 工程",
    };
    static const char *const no[] = {"",           "推动高质量发展", "2024年增长",
                                     "和国家标准", "附近居民",       "2024年1月"};
    struct cue_scratch scratch = {0};
    for (size_t i = 0; i < COUNT_OF(yes); i++) {
        assert_that(cue_begins(wb_slice_from(yes[i]), &scratch), "%s", yes[i]);
    }
    for (size_t i = 0; i < COUNT_OF(no); i++) {
        assert_that(!cue_begins(wb_slice_from(no[i]), &scratch), "%s", no[i]);
    }
    wb_folded_free(&scratch.folded);
}

static void ends(void **state)
{
    static const struct {
        const char *text;
        bool paragraph;
        bool sentence;
    } rows[] = {
        {"完成。", true, true},     {"完成！”", true, true},  {"完成？）", true, true},
        {"完成……", true, true},     {"如下：", true, false},  {"完成；", true, false},
        {"done.", true, false},     {"完成。　", true, true}, {"完成。**", true, true},
        {"完成", false, false},     {"完成，", false, false}, {"完成、", false, false},
        {"（完成）", false, false}, {"", false, false},       {"”", false, false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_slice text = wb_slice_from(rows[i].text);
        assert_that(cue_ends(text) == rows[i].paragraph, "%s", rows[i].text);
        assert_that(cue_ends_sentence(text) == rows[i].sentence, "%s", rows[i].text);
    }
}

static void running_on(void **state)
{
    assert_true(cue_runs_on(S("建立健全制度，")));
    assert_true(cue_runs_on(S("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一")));
    assert_false(cue_runs_on(S("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十")));
    assert_false(cue_runs_on(S("云岭市人民政府办公室")));
    assert_false(cue_runs_on(S("")));
}

static void page_numbers(void **state)
{
    static const struct {
        const char *text;
        bool marked;
        bool bare;
    } rows[] = {
        {"— 31 —", true, true},   {"- 31 -", true, true}, {"·31·", true, true},
        {"－３１－", true, true}, {"第31页", true, true}, {"第 31 页", true, true},
        {"31", false, true},      {"2024", false, true},  {"31345", false, false},
        {"31亩", false, false},   {"— 31", false, true},  {"第三页", false, false},
        {"", false, false},       {"——", false, false},   {"31 32", false, false},
    };
    struct cue_scratch scratch = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_slice text = wb_slice_from(rows[i].text);
        assert_that(cue_page_number(text, false, &scratch) == rows[i].marked, "%s", rows[i].text);
        assert_that(cue_page_number(text, true, &scratch) == rows[i].bare, "%s", rows[i].text);
    }
    wb_folded_free(&scratch.folded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numberings), cmocka_unit_test(beginnings),   cmocka_unit_test(ends),
        cmocka_unit_test(running_on), cmocka_unit_test(page_numbers),
    };
    return RUN(tests);
}
