/* The furniture of web pages, by its shape: buttons, labels, breadcrumbs, footers. */
#include "reader_boilerplate.h"

#include <wbsearch/utf8.h>

/* A longer line is no furniture, bytes: a label and a URL. */
#define FURNITURE_BYTES 400
/* The same without a URL, characters. */
#define FURNITURE_CHARS 80
/* A prompt or the title of a list of links, characters. */
#define PROMPT_CHARS 30

/* All lists are folded text. */
static const char *const sure_words[] = {
    "扫一扫在手机打开当前页",
    "扫一扫在手机上打开当前页",
    "在手机打开当前页",
    "关闭窗口",
    "关闭本页",
    "关闭页面",
    "打印本页",
    "打印文章",
    "打印页面",
    "加入收藏",
    "收藏本页",
    "设为首页",
    "返回顶部",
    "返回首页",
    "网站首页",
    "我要纠错",
    "网页纠错",
    "分享到",
    "下载",
    "打印",
    "全屏",
    "收藏",
    "分享",
    "字号",
    "字体",
    "关闭",
    "转发",
};
static const char *const weak_words[] = {
    "新浪微博", "qq空间", "加大", "还原", "减小", "放大", "缩小", "默认", "首页", "正文", "微信",
    "微博",     "推荐",   "朗读", "播放", "暂停", "简体", "繁体", "大",   "中",   "小",   "qq",
};
static const char *const sure_labels[] = {
    "信息来源:", "文章来源:", "稿件来源:", "来源:",     "发布时间:", "发稿时间:",
    "更新时间:", "浏览次数:", "浏览量:",   "点击数:",   "点击量:",   "点击率:",
    "阅读次数:", "阅读量:",   "访问次数:", "访问量:",   "责任编辑:", "责编:",
    "网站编辑:", "原文链接:", "文章链接:", "原文地址:", "字号:",     "字体:",
};
static const char *const weak_labels[] = {
    "发布日期:", "时间:", "日期:", "作者:", "编辑:", "审核:",
    "校对:",     "年份:", "稿源:", "记者:", "阅读:",
};
static const char *const place_labels[] = {
    "当前位置", "您的位置", "您现在的位置", "您当前的位置", "你的位置", "所在位置", "位置:首页",
};
static const char *const neighbour_labels[] = {"上一篇", "下一篇", "上一条", "下一条"};
static const char *const prompts[] = {"扫一扫", "微信扫一扫", "扫描二维码", "长按识别二维码",
                                      "用微信扫"};
static const char *const footers[] = {
    "版权所有", "icp备", "公网安备", "copyright", "网站标识码", "allrightsreserved", "法宝引证码"};
static const char *const weak_footers[] = {
    "主办单位:", "主办:",     "承办单位:", "承办:",     "协办:",    "技术支持:", "地址:",
    "邮编:",     "邮政编码:", "电话:",     "联系电话:", "传真:",    "网站地图",  "联系我们",
    "关于我们",  "法律声明",  "隐私声明",  "使用帮助",  "建议使用",
};
static const char *const list_titles[] = {
    "相关报道", "相关链接", "相关附件", "相关阅读", "相关文档", "相关解读",
    "相关新闻", "相关稿件", "相关信息", "推荐阅读", "延伸阅读", "热点推荐",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Skips what is no letter, digit or Chinese character. */
static wb_slice skip_marks(wb_slice text)
{
    for (size_t at = 0; at < text.len;) {
        size_t next = at;
        wb_char_class class = wb_fold_class(wb_utf8_next(text, &next));
        if (wb_fold_is_word(class) || class == WB_CHAR_CJK) {
            return wb_slice_make(text.ptr + at, text.len - at);
        }
        at = next;
    }
    return wb_slice_make(text.ptr + text.len, 0);
}

/* Length of the first of `words` that `text` begins with, or 0. */
static size_t prefix_of(wb_slice text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (wb_slice_starts(text, words[i])) {
            return strlen(words[i]);
        }
    }
    return 0;
}

static bool has_any(wb_slice text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (memmem(text.ptr, text.len, words[i], strlen(words[i]))) {
            return true;
        }
    }
    return false;
}

/* Whether the line is made of buttons and marks alone, and how sure they are. */
static enum furniture_strength buttons(wb_slice text)
{
    enum furniture_strength strength = FURNITURE_WEAK;
    for (wb_slice rest = skip_marks(text); rest.len; rest = skip_marks(rest)) {
        size_t len = prefix_of(rest, sure_words, COUNT(sure_words));
        if (len) {
            strength = FURNITURE_SURE;
        } else {
            len = prefix_of(rest, weak_words, COUNT(weak_words));
        }
        if (!len) {
            return FURNITURE_NONE;
        }
        rest.ptr += len;
        rest.len -= len;
    }
    return strength;
}

/* A line of marks alone is what is left of a button: 】 | > */
static bool is_button_mark(wb_slice text)
{
    static const char *const marks[] = {"】", "【", ">", "》", "|", ")",
                                        "(",  "]",  "[", "»",  "›", "/"};
    size_t len = prefix_of(text, marks, COUNT(marks));
    return len && skip_marks(text).len == 0;
}

/* 首页 > 政务公开 > 文件 */
static bool is_breadcrumbs(wb_slice text)
{
    static const char *const arrows[] = {">", "》", "»", "›"};
    if (prefix_of(text, place_labels, COUNT(place_labels))) {
        return true;
    }
    return (wb_slice_starts(text, "首页") || wb_slice_starts(text, "网站首页")) &&
           has_any(text, arrows, COUNT(arrows));
}

/* Whether nothing stands behind the label. */
static bool is_bare_label(wb_slice text)
{
    const char *colon = memchr(text.ptr, ':', text.len);
    return colon &&
           skip_marks(wb_slice_make(colon, text.len - (size_t)(colon - text.ptr))).len == 0;
}

static struct furniture label_line(wb_slice text, enum furniture_place place)
{
    struct furniture f = {FURNITURE_NONE, WB_OMITTED_PAGE_INFO, is_bare_label(text), false};
    bool sure = prefix_of(text, sure_labels, COUNT(sure_labels)) > 0;
    bool weak = prefix_of(text, weak_labels, COUNT(weak_labels)) > 0;
    bool dated = text.len && text.ptr[0] >= '0' && text.ptr[0] <= '9';
    if (sure || ((weak || dated) && has_any(text, sure_labels, COUNT(sure_labels)))) {
        f.strength = FURNITURE_SURE;
    } else if (weak) {
        f.strength = FURNITURE_WEAK;
    }
    /* 来源 below a table is the table's. */
    if (place == FURNITURE_BOTTOM && wb_slice_starts(text, "来源:") && f.strength) {
        f.strength = FURNITURE_WEAK;
    }
    return f;
}

static struct furniture footer_line(wb_slice text)
{
    struct furniture f = {FURNITURE_NONE, WB_OMITTED_FOOTER, false, false};
    if (has_any(text, footers, COUNT(footers))) {
        f.strength = FURNITURE_SURE;
    } else if (prefix_of(text, weak_footers, COUNT(weak_footers))) {
        f.strength = FURNITURE_WEAK;
    }
    return f;
}

static bool is_list_title(wb_slice text)
{
    size_t len = prefix_of(text, list_titles, COUNT(list_titles));
    return len && skip_marks(wb_slice_make(text.ptr + len, text.len - len)).len == 0;
}

/* The shapes in the order in which they are tried; `text` is folded. */
static struct furniture shape_of(wb_slice text, enum furniture_place place)
{
    wb_slice words = skip_marks(text);
    bool is_short = wb_utf8_offset_of(text, PROMPT_CHARS) == text.len;
    if (words.len == 0) {
        return (struct furniture){is_button_mark(text) ? FURNITURE_WEAK : FURNITURE_NONE,
                                  WB_OMITTED_WEB_PAGE, false, false};
    }
    enum furniture_strength strength = buttons(words);
    if (strength) {
        return (struct furniture){strength, WB_OMITTED_WEB_PAGE, false, false};
    }
    if (is_short && prefix_of(words, prompts, COUNT(prompts))) {
        return (struct furniture){FURNITURE_SURE, WB_OMITTED_WEB_PAGE, false, false};
    }
    if (is_breadcrumbs(words)) {
        return (struct furniture){FURNITURE_SURE, WB_OMITTED_NAVIGATION, false, false};
    }
    if (place == FURNITURE_BOTTOM && prefix_of(words, neighbour_labels, COUNT(neighbour_labels))) {
        return (struct furniture){FURNITURE_SURE, WB_OMITTED_NAVIGATION, false, false};
    }
    if (place == FURNITURE_BOTTOM && is_list_title(words)) {
        return (struct furniture){FURNITURE_SURE, WB_OMITTED_NAVIGATION, false, true};
    }
    struct furniture label = label_line(words, place);
    return label.strength ? label : footer_line(words);
}

struct furniture furniture_of(wb_slice text, enum furniture_place place,
                              struct cue_scratch *scratch)
{
    static const struct furniture none = {FURNITURE_NONE, WB_OMITTED_WEB_PAGE, false, false};
    if (text.len > FURNITURE_BYTES || cue_ends_sentence(text)) {
        return none;
    }
    if (wb_utf8_offset_of(text, FURNITURE_CHARS) < text.len &&
        !memmem(text.ptr, text.len, "http", 4) && !memmem(text.ptr, text.len, "备", strlen("备"))) {
        return none;
    }
    if (wb_fold(text, false, &scratch->folded) != WB_OK) {
        scratch->failed = true;
        return none;
    }
    wb_slice folded = wb_buf_slice(&scratch->folded.text);
    return folded.len ? shape_of(folded, place) : none;
}
