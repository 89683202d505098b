#include "reader_cues.h"

#include <wbsearch/utf8.h>

#include "reader_scan.h"

/* The longest salutation, bytes: 各省、自治区、直辖市人民政府，国务院各部委、各直属机构： and more.
 */
#define SALUTATION_BYTES 240

/* Takes 2017年11月30日 or 二〇一七年十一月三十日 off. */
static bool skip_date(wb_slice *head)
{
    static const char *const digits[] = {"〇", "零", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九", "十"};
    static const char *const units[] = {"年", "月", "日"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t chars = scan_skip_digits(head);
        while (chars < 8 && scan_skip_any(head, digits, sizeof digits / sizeof *digits) <
                                sizeof digits / sizeof *digits) {
            chars++;
        }
        if (chars == 0 || (i == 0 && chars != 4) || !scan_skip(head, units[i])) {
            return false;
        }
    }
    return true;
}

/* Whether a text that begins with the Han character `c` may begin with one of the openings below.
 * Spares most texts the fold. */
static bool may_open(uint32_t c)
{
    return c < 0x4E00 || c > 0x9FFF ||
           scan_is_one_of(c, "附各同专專注註备備来來索主发發成标標文有施");
}

/* Whether what stands behind a date makes it a part of a sentence: 2017年11月30日起施行。 */
static bool within_sentence(wb_slice behind)
{
    static const char *const words[] = {"起", "前", "后", "至", "止", "以", "之", "，", "、", "的"};
    enum { COUNT = sizeof words / sizeof *words };
    return scan_skip_any(&behind, words, COUNT) < COUNT;
}

bool cue_begins(wb_slice text, struct cue_scratch *scratch)
{
    static const char *const openings[] = {
        "-", "·", "附件", "附:", "附录", "各位代表", "同志们", "专栏", "*", "注:", "备注",
        "来源:", "●", "■", "◆", "▲", "★", "□",
        /* the block above a document that says what it is */
        "索引号:", "主题分类:", "发文机关:", "成文日期:", "标题:", "发文字号:", "文号:",
        "发布日期:", "发布机构:", "主题词:", "有效性:", "施行日期:"};
    enum { COUNT = sizeof openings / sizeof *openings };
    size_t offset = 0;
    uint32_t first = text.len ? wb_utf8_next(text, &offset) : 0;
    if (first && wb_fold_class(first) == WB_CHAR_SPACE) {
        return true; /* an indent */
    }
    if (cue_numbering(text, scratch) != NUMBERING_NONE) {
        return true;
    }
    if (!may_open(first)) {
        return false;
    }
    wb_slice head = cue_fold_head(text, scratch);
    wb_slice rest = head;
    return scan_skip_any(&rest, openings, COUNT) < COUNT ||
           (scan_skip_digits(&rest) == 4 && skip_date(&head) && !within_sentence(head));
}

bool cue_is_date(wb_slice text, struct cue_scratch *scratch)
{
    if (text.len == 0 || text.len >= CUE_HEAD_BYTES) {
        return false;
    }
    wb_slice head = cue_fold_head(text, scratch);
    bool bracketed = scan_skip(&head, "(");
    return skip_date(&head) && (!bracketed || scan_skip(&head, ")")) && head.len == 0;
}

bool cue_attachment(wb_slice text, struct cue_scratch *scratch)
{
    static const char *const signs[] = {"附件", "附表", "附录", "附图"};
    enum { COUNT = sizeof signs / sizeof *signs };
    if (!wb_slice_starts(text, "附")) {
        return false;
    }
    wb_slice head = cue_fold_head(text, scratch);
    if (scan_skip_any(&head, signs, COUNT) == COUNT) {
        return false;
    }
    static const char *const numerals[] = {"一", "二", "三", "四", "五",
                                           "六", "七", "八", "九", "十"};
    size_t number = scan_skip_digits(&head);
    while (number < 4 && scan_skip_any(&head, numerals, sizeof numerals / sizeof *numerals) <
                             sizeof numerals / sizeof *numerals) {
        number++;
    }
    bool colon = scan_skip(&head, ":");
    return (head.len == 0 || number > 0) && !(colon && head.len) && !cue_has_clauses(text);
}

bool cue_salutation(wb_slice text)
{
    static const char *const signs[] = {"代表", "同志", "人民政府", "部门", "部門", "单位", "委员",
                                        "机构", "各",   "委、",     "局",   "厅",   "法院"};
    if (text.len > SALUTATION_BYTES ||
        !(wb_slice_ends(text, "：") || wb_slice_ends(text, ":") || wb_slice_ends(text, "！"))) {
        return false;
    }
    if (wb_slice_starts(text, "各位") || wb_slice_starts(text, "同志们")) {
        return true;
    }
    for (size_t i = 0; i < text.len;) {
        if (scan_is_one_of(wb_utf8_next(text, &i), "。；！？")) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (memmem(text.ptr, text.len, signs[i], strlen(signs[i]))) {
            return true;
        }
    }
    return false;
}

/* Behind the end of a sentence stand no more closing marks than this. */
#define CLOSING_MARKS 8

/* Where a bare note mark at the end begins, …。① or …。[1], or else the end. */
static size_t before_mark(wb_slice text)
{
    size_t at = text.len;
    if (at > 3 && text.ptr[at - 1] == ']') {
        at--;
        while (at > 0 && text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9') {
            at--;
        }
        return at > 1 && at < text.len - 1 && text.ptr[at - 1] == '[' ? at - 1 : text.len;
    }
    uint32_t c = at > 3 ? wb_utf8_prev(text, &at) : 0;
    return c >= 0x2460 && c <= 0x2473 ? at : text.len; /* ① to ⑳ */
}

static bool ends_with(wb_slice text, const char *set)
{
    size_t at = before_mark(text);
    uint32_t c = 0;
    for (int i = 0; i < CLOSING_MARKS && at > 0; i++) {
        c = wb_utf8_prev(text, &at);
        if (!scan_is_one_of(c, "”’』」）)】》〉\"'*　 ")) {
            break;
        }
    }
    return scan_is_one_of(c, set);
}

bool cue_ends(wb_slice text)
{
    return ends_with(text, "。！？!?…；;：:.｡");
}

bool cue_ends_sentence(wb_slice text)
{
    return ends_with(text, "。！？!?…｡");
}

/* No title or label is longer than this many characters without a comma. */
#define LABEL_CHARS 30

bool cue_continues(wb_slice text)
{
    size_t offset = 0;
    return text.len && scan_is_one_of(wb_utf8_next(text, &offset), "，。；、：）》”’％%元的");
}

bool cue_opens(wb_slice text)
{
    size_t at = text.len;
    return at && scan_is_one_of(wb_utf8_prev(text, &at), "《〈“‘「『（【〔");
}

bool cue_has_clauses(wb_slice text)
{
    for (size_t i = 0; i < text.len;) {
        if (scan_is_one_of(wb_utf8_next(text, &i), "，。；！？")) {
            return true;
        }
    }
    return false;
}

bool cue_runs_on(wb_slice text)
{
    return wb_utf8_offset_of(text, LABEL_CHARS) < text.len || cue_has_clauses(text);
}

/* Spares most texts the fold: a page number begins with a dash, a digit, white space or 第. */
static bool may_number_page(wb_slice text)
{
    size_t offset = 0;
    uint32_t first = text.len ? wb_utf8_next(text, &offset) : 0;
    return first && (first < 0x4E00 || first > 0x9FFF || first == 0x7B2C) &&
           !wb_slice_ends(text, "。");
}

bool cue_page_number(wb_slice text, bool bare, struct cue_scratch *scratch)
{
    if (text.len > 40 || !may_number_page(text)) {
        return false;
    }
    wb_slice head = cue_fold_head(text, scratch);
    bool dashed = scan_skip(&head, "-") || scan_skip(&head, "·");
    bool worded = scan_skip(&head, "第");
    size_t digits = scan_skip_digits(&head);
    if (digits == 0 || digits > 4) {
        return false;
    }
    bool closed = scan_skip(&head, "-") || scan_skip(&head, "·");
    worded = worded && scan_skip(&head, "页");
    scan_skip(&head, "，");
    bool of_all = worded ? scan_skip(&head, "共") : scan_skip(&head, "/");
    if (of_all && (scan_skip_digits(&head) == 0 || (worded && !scan_skip(&head, "页")))) {
        return false;
    }
    return head.len == 0 && ((dashed && closed) || worded || bare);
}
