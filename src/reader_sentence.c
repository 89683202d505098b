#include "reader_sentence.h"

#include <wbsearch/utf8.h>

#include "reader_scan.h"

/* 编制目的 ends with 的 and is a title. */
bool cue_hangs(wb_slice text)
{
    if (wb_slice_ends(text, "目的")) {
        return false;
    }
    static const char *const tails[] = {"，",   "、",   "的",   "和",   "与",   "與",   "或",
                                        "及",   "在",   "对",   "對",   "将",   "將",   "被",
                                        "向",   "从",   "從",   "由",   "应当", "應當", "可以",
                                        "不得", "有关", "有關", "按照", "根据", "依照"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        if (wb_slice_ends(text, tails[i])) {
            return true;
        }
    }
    return false;
}

/* Titles end with these: 今后应当注意的几个问题. */
static bool ends_like_title(wb_slice text)
{
    static const char *const nouns[] = {"问题", "問題", "情况", "情況", "任务", "任務", "意见",
                                        "意見", "措施", "成就", "形势", "形勢", "方针", "方針",
                                        "关系", "關係", "报告", "報告", "说明", "說明", "目标",
                                        "目標", "要求", "总结", "總結", "工作", "原则", "原則"};
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) {
        if (wb_slice_ends(text, nouns[i])) {
            return true;
        }
    }
    return false;
}

bool cue_states(wb_slice text)
{
    static const char *const words[] = {"应当", "應當", "可以", "不得", "必须", "必須",
                                        "我们", "我們", "按照", "是",   "了",   "将",
                                        "將",   "已",   "由",   "这",   "這",   "该",
                                        "該",   "不能", "或者", "以及", "发现", "的时候"};
    for (size_t i = 0; i < sizeof words / sizeof *words && !ends_like_title(text); i++) {
        if (memmem(text.ptr, text.len, words[i], strlen(words[i]))) {
            return true;
        }
    }
    return false;
}

/* Takes a number off, Chinese or not; false when there is none. */
static bool skip_number(wb_slice *text)
{
    static const char *const numerals[] = {"〇", "零", "一", "二", "三", "四", "五", "六",
                                           "七", "八", "九", "十", "百", "千", "两"};
    enum { COUNT = sizeof numerals / sizeof *numerals };
    size_t chars = scan_skip_digits(text);
    while (chars < 8 && scan_skip_any(text, numerals, COUNT) < COUNT) {
        chars++;
    }
    return chars > 0;
}

bool cue_refers(wb_slice text)
{
    static const char *const signs[] = {"编", "章", "节", "条", "條", "款", "项", "項"};
    static const char *const behind[] = {"规定", "規定", "的", "至", "和", "或", "及", "与", "與",
                                         "、",   "，",   "。", "；", "第", "所", "款", "项", "項"};
    static const char *const of_item[] = {"项规", "項規", "项所", "项、", "项，", "项的",
                                          "项至", "、（", "款",   "至（", "目"};
    enum { SIGNS = sizeof signs / sizeof *signs, BEHIND = sizeof behind / sizeof *behind };
    enum { OF_ITEM = sizeof of_item / sizeof *of_item };
    if (scan_skip(&text, "（") || scan_skip(&text, "(")) {
        return skip_number(&text) && (scan_skip(&text, "）") || scan_skip(&text, ")")) &&
               scan_skip_any(&text, of_item, OF_ITEM) < OF_ITEM;
    }
    if (!scan_skip(&text, "第")) {
        return false;
    }
    scan_skip(&text, " ");
    bool numbered = skip_number(&text);
    scan_skip(&text, " ");
    /* 第三条 规定… begins an article: a space stands behind its number. */
    return numbered && scan_skip_any(&text, signs, SIGNS) < SIGNS &&
           scan_skip_any(&text, behind, BEHIND) < BEHIND;
}

bool cue_is_adoption(wb_slice text)
{
    static const char *const ends[] = {"通过", "通過", "公布", "批准", "施行",  "发布",
                                       "發布", "修正", "修订", "修訂", "会议上"};
    size_t offset = 0;
    uint32_t first = text.len ? wb_utf8_next(text, &offset) : 0;
    if (!(first >= '0' && first <= '9') && !scan_is_one_of(first, "（(—一二两１２")) {
        return false;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (wb_slice_ends(text, ends[i])) {
            return true;
        }
    }
    return false;
}
