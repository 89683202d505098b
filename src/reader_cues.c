#include "reader_cues.h"

#include <wbsearch/utf8.h>

/* A rule looks at this much of a text at most. */
#define HEAD_BYTES 96

/* What was folded last; empty when memory was short. */
static wb_slice folded_head(const struct cue_scratch *scratch)
{
    wb_slice head = wb_buf_slice(&scratch->folded.text);
    return head.ptr ? head : wb_slice_make("", 0);
}

static wb_slice fold_head(wb_slice text, struct cue_scratch *scratch)
{
    wb_slice head = text;
    if (head.len > HEAD_BYTES) {
        head.len = wb_utf8_floor(head, HEAD_BYTES);
    }
    if (wb_fold(head, false, &scratch->folded) != WB_OK) {
        scratch->failed = true;
    }
    return folded_head(scratch);
}

static bool skip(wb_slice *text, const char *prefix)
{
    if (!wb_slice_starts(*text, prefix)) {
        return false;
    }
    text->ptr += strlen(prefix);
    text->len -= strlen(prefix);
    return true;
}

static size_t skip_digits(wb_slice *text)
{
    size_t n = 0;
    while (n < text->len && text->ptr[n] >= '0' && text->ptr[n] <= '9') {
        n++;
    }
    text->ptr += n;
    text->len -= n;
    return n;
}

/* Skips the first of `alternatives` that `text` begins with. */
static bool skip_any(wb_slice *text, const char *const *alternatives, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (skip(text, alternatives[i])) {
            return true;
        }
    }
    return false;
}

/* Chinese numerals as they number headings; returns how many characters. */
static size_t skip_numerals(wb_slice *text)
{
    static const char *const numerals[] = {"〇", "零", "一", "二", "三", "四", "五", "六",
                                           "七", "八", "九", "十", "百", "千", "两"};
    size_t n = 0;
    while (skip_any(text, numerals, sizeof numerals / sizeof *numerals)) {
        n++;
    }
    return n;
}

/* 第…编 and its kin, `rest` standing behind 第. */
static enum numbering ordinal(wb_slice rest)
{
    static const struct {
        const char *sign;
        enum numbering numbering;
    } signs[] = {
        {"编", NUMBERING_PART},    {"篇", NUMBERING_PART},    {"部分", NUMBERING_PART},
        {"章", NUMBERING_CHAPTER}, {"节", NUMBERING_SECTION}, {"条", NUMBERING_ARTICLE},
    };
    size_t count = skip_numerals(&rest) + skip_digits(&rest);
    if (count == 0 || count > 8) {
        return NUMBERING_NONE;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (skip(&rest, signs[i].sign)) {
            return signs[i].numbering;
        }
    }
    return NUMBERING_NONE;
}

/* 总则 and 附则 are chapters even where the number is missing. */
static bool is_bare_chapter(wb_slice head)
{
    return wb_slice_equal(head, wb_slice_from("总则")) ||
           wb_slice_equal(head, wb_slice_from("附则"));
}

static enum numbering bracketed(wb_slice rest)
{
    size_t numerals = skip_numerals(&rest);
    size_t digits = numerals ? 0 : skip_digits(&rest);
    if ((!numerals && !digits) || numerals > 4 || digits > 3 || !skip(&rest, ")")) {
        return NUMBERING_NONE;
    }
    return numerals ? NUMBERING_PAREN : NUMBERING_DIGIT_PAREN;
}

enum numbering cue_numbering(wb_slice text, struct cue_scratch *scratch)
{
    wb_slice head = fold_head(text, scratch);
    wb_slice rest = head;
    if (is_bare_chapter(head)) {
        return NUMBERING_CHAPTER;
    }
    if (skip(&rest, "第")) {
        return ordinal(rest);
    }
    if (skip(&rest, "(")) {
        return bracketed(rest);
    }
    size_t offset = 0;
    if (head.len) {
        uint32_t first = wb_utf8_next(head, &offset);
        if ((first >= 0x2460 && first <= 0x2473) || (first >= 0x2776 && first <= 0x277F)) {
            return NUMBERING_CIRCLED;
        }
    }
    size_t numerals = skip_numerals(&rest);
    if (numerals) {
        return numerals <= 4 && skip(&rest, "、") ? NUMBERING_COMMA : NUMBERING_NONE;
    }
    size_t digits = skip_digits(&rest);
    if (digits == 0 || digits > 3) {
        return NUMBERING_NONE;
    }
    if (skip(&rest, ")")) {
        return NUMBERING_DIGIT_PAREN;
    }
    if (skip(&rest, "、")) {
        return NUMBERING_DIGIT;
    }
    if (!skip(&rest, ".")) {
        return NUMBERING_NONE;
    }
    /* 1.5亿元 is a number, 1. 2023年 and 1.2023年 are not. */
    skip(&rest, " ");
    wb_slice behind = rest;
    size_t more = skip_digits(&behind);
    return more == 0 || wb_slice_starts(behind, "年") ? NUMBERING_DIGIT : NUMBERING_NONE;
}

/* 2017年11月30日 … at the start of a line. */
static bool is_date_line(wb_slice head)
{
    return skip_digits(&head) == 4 && skip(&head, "年") && skip_digits(&head) > 0 &&
           skip(&head, "月") && skip_digits(&head) > 0 && skip(&head, "日");
}

bool cue_begins(wb_slice text, struct cue_scratch *scratch)
{
    static const char *const openings[] = {
        "-",   "·",    "附件",  "附:", "附录", "各位代表", "同志们", "专栏", "*",
        "注:", "备注", "来源:", "●",   "■",    "◆",        "▲",      "★",    "□"};
    size_t offset = 0;
    if (text.len && wb_fold_class(wb_utf8_next(text, &offset)) == WB_CHAR_SPACE) {
        return true; /* an indent */
    }
    if (cue_numbering(text, scratch) != NUMBERING_NONE) {
        return true;
    }
    wb_slice head = folded_head(scratch);
    return skip_any(&head, openings, sizeof openings / sizeof *openings) || is_date_line(head);
}

static bool is_one_of(uint32_t c, const char *set)
{
    wb_slice s = wb_slice_from(set);
    for (size_t i = 0; i < s.len;) {
        if (wb_utf8_next(s, &i) == c) {
            return true;
        }
    }
    return false;
}

/* Behind the end of a sentence stand no more closing marks than this. */
#define CLOSING_MARKS 8

static bool ends_with(wb_slice text, const char *set)
{
    size_t at = text.len;
    uint32_t c = 0;
    for (int i = 0; i < CLOSING_MARKS && at > 0; i++) {
        c = wb_utf8_prev(text, &at);
        if (!is_one_of(c, "”’』」）)】》〉\"'*　 ")) {
            break;
        }
    }
    return is_one_of(c, set);
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
    return text.len && is_one_of(wb_utf8_next(text, &offset), "，。；、：）》”’％%元的");
}

bool cue_opens(wb_slice text)
{
    size_t at = text.len;
    return at && is_one_of(wb_utf8_prev(text, &at), "《〈“‘「『（【〔");
}

bool cue_has_clauses(wb_slice text)
{
    for (size_t i = 0; i < text.len;) {
        if (is_one_of(wb_utf8_next(text, &i), "，。；！？")) {
            return true;
        }
    }
    return false;
}

bool cue_runs_on(wb_slice text)
{
    return wb_utf8_offset_of(text, LABEL_CHARS) < text.len || cue_has_clauses(text);
}

bool cue_page_number(wb_slice text, bool bare, struct cue_scratch *scratch)
{
    if (text.len > 40) {
        return false;
    }
    wb_slice head = fold_head(text, scratch);
    bool dashed = skip(&head, "-") || skip(&head, "·");
    bool worded = skip(&head, "第");
    size_t digits = skip_digits(&head);
    if (digits == 0 || digits > 4) {
        return false;
    }
    bool closed = skip(&head, "-") || skip(&head, "·");
    worded = worded && skip(&head, "页");
    return head.len == 0 && ((dashed && closed) || worded || bare);
}
