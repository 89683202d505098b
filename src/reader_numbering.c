#include "reader_numbering.h"

#include <wbsearch/utf8.h>

#include "reader_scan.h"

/* Larger numbers are not parsed: nothing is numbered so far. */
#define NUMBER_MAX 99999

/* A numbering takes no more of a text, bytes, what tells a reference from an article included. */
#define NUMBERING_BYTES 48

static wb_slice fold_head(wb_slice text, size_t bytes, struct cue_scratch *scratch)
{
    wb_slice head = text;
    if (head.len > bytes) {
        head.len = wb_utf8_floor(head, bytes);
    }
    if (wb_fold(head, false, &scratch->folded) != WB_OK) {
        scratch->failed = true;
    }
    wb_slice folded = wb_buf_slice(&scratch->folded.text);
    return folded.ptr ? folded : wb_slice_make("", 0);
}

wb_slice cue_fold_head(wb_slice text, struct cue_scratch *scratch)
{
    return fold_head(text, CUE_HEAD_BYTES, scratch);
}

/* A numeral as it is being read: 一百二十三 by places, 二〇二三 by digits. */
struct numeral {
    size_t chars;
    uint32_t total; /* the places that are complete */
    uint32_t digits;
};

/* Takes a Chinese numeral of at most four places off. */
static struct numeral skip_numeral(wb_slice *text)
{
    static const char *const signs[] = {"〇", "零", "一", "二", "三", "四", "五", "六",
                                        "七", "八", "九", "两", "十", "百", "千"};
    static const uint32_t values[] = {0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 10, 100, 1000};
    enum { COUNT = sizeof signs / sizeof *signs };
    struct numeral n = {0, 0, 0};
    for (;;) {
        size_t i = scan_skip_any(text, signs, COUNT);
        if (i == COUNT) {
            break;
        }
        if (values[i] >= 10) {
            n.total += (n.digits ? n.digits : 1) * values[i];
            n.digits = 0;
        } else if (n.digits < NUMBER_MAX / 10 && n.total < NUMBER_MAX) {
            n.digits = n.digits * 10 + values[i];
        }
        n.chars++;
    }
    n.total += n.digits;
    return n;
}

/* Takes ASCII digits off, no more than fit in a number. */
static struct numeral skip_number(wb_slice *text)
{
    struct numeral n = {0, 0, 0};
    wb_slice from = *text;
    n.chars = scan_skip_digits(text);
    for (size_t i = 0; i < n.chars && n.total < NUMBER_MAX; i++) {
        n.total = n.total * 10 + (uint32_t)(from.ptr[i] - '0');
    }
    return n;
}

static struct numeral skip_either(wb_slice *text)
{
    struct numeral n = skip_numeral(text);
    return n.chars ? n : skip_number(text);
}

/* Whether what stands behind 第…条 speaks of an article: 第十条第二款, 第十条、第十二条, 第十条的.
 */
static bool is_reference(wb_slice behind)
{
    static const char *const words[] = {"第",   "、第", "和第", "及第", "至第", "或第",
                                        "的",   "规定", "所",   "之规", "以及", "或者",
                                        "修改", "中的", "款",   "项",   "，"};
    return scan_skip_any(&behind, words, sizeof words / sizeof *words) <
           sizeof words / sizeof *words;
}

/* 第…编 and its kin, `rest` standing behind 第. */
static struct numbered ordinal(wb_slice rest)
{
    static const char *const signs[] = {"编", "篇", "部分", "章", "节", "条"};
    static const enum numbering styles[] = {NUMBERING_PART,    NUMBERING_PART,
                                            NUMBERING_PART,    NUMBERING_CHAPTER,
                                            NUMBERING_SECTION, NUMBERING_ARTICLE};
    enum { COUNT = sizeof signs / sizeof *signs };
    static const struct numbered none = {NUMBERING_NONE, 0, false};
    struct numeral n = skip_either(&rest);
    if (n.chars == 0 || n.chars > 8) {
        return none;
    }
    size_t i = scan_skip_any(&rest, signs, COUNT);
    if (i == COUNT) {
        return none;
    }
    bool reference = styles[i] == NUMBERING_ARTICLE && is_reference(rest);
    return (struct numbered){styles[i], n.total, reference};
}

/* 总则 and 附则 are chapters even where the number is missing. */
static bool is_bare_chapter(wb_slice head)
{
    return wb_slice_equal(head, wb_slice_from("总则")) ||
           wb_slice_equal(head, wb_slice_from("附则"));
}

static struct numbered bracketed(wb_slice rest)
{
    static const struct numbered none = {NUMBERING_NONE, 0, false};
    struct numeral word = skip_numeral(&rest);
    struct numeral digits = word.chars ? (struct numeral){0, 0, 0} : skip_number(&rest);
    if (word.chars + digits.chars == 0 || word.chars > 4 || digits.chars > 3 ||
        !scan_skip(&rest, ")")) {
        return none;
    }
    return word.chars ? (struct numbered){NUMBERING_PAREN, word.total, false}
                      : (struct numbered){NUMBERING_DIGIT_PAREN, digits.total, false};
}

/* The number of ①-⑳ and ❶-❿, else 0. */
static uint32_t circled_number(uint32_t c)
{
    return c >= 0x2460 && c <= 0x2473   ? c - 0x2460 + 1
           : c >= 0x2776 && c <= 0x277F ? c - 0x2776 + 1
                                        : 0;
}

/* 1. 1、 1) as `rest` begins. */
static struct numbered arabic(wb_slice rest)
{
    static const struct numbered none = {NUMBERING_NONE, 0, false};
    struct numeral n = skip_number(&rest);
    if (n.chars == 0 || n.chars > 3) {
        return none;
    }
    if (scan_skip(&rest, ")")) {
        return (struct numbered){NUMBERING_DIGIT_PAREN, n.total, false};
    }
    if (scan_skip(&rest, "、")) {
        return (struct numbered){NUMBERING_DIGIT, n.total, false};
    }
    if (!scan_skip(&rest, ".")) {
        return none;
    }
    /* 1.5亿元 is a number, 1. 2023年 and 1.2023年 are not. */
    scan_skip(&rest, " ");
    bool plain = scan_skip_digits(&rest) == 0 || wb_slice_starts(rest, "年");
    return plain ? (struct numbered){NUMBERING_DIGIT, n.total, false} : none;
}

/* Whether a text that begins with `c` may be numbered: of the Han characters, few begin a
 * numbering. Spares most texts the fold. */
static bool may_be_numbered(uint32_t c)
{
    static const char signs[] = "第總总附一二三四五六七八九十百千两兩零";
    if (c < 0x4E00 || c > 0x9FFF) {
        return true;
    }
    char bytes[5] = {0};
    (void)wb_utf8_encode(c, bytes);
    return strstr(signs, bytes) != NULL;
}

struct numbered numbering_read(wb_slice text, struct cue_scratch *scratch)
{
    static const struct numbered none = {NUMBERING_NONE, 0, false};
    size_t offset = 0;
    if (text.len == 0 || !may_be_numbered(wb_utf8_next(text, &offset))) {
        return none;
    }
    wb_slice head = fold_head(text, NUMBERING_BYTES, scratch);
    wb_slice rest = head;
    if (is_bare_chapter(head)) {
        return (struct numbered){NUMBERING_CHAPTER, 0, false};
    }
    if (scan_skip(&rest, "第")) {
        return ordinal(rest);
    }
    if (scan_skip(&rest, "(")) {
        return bracketed(rest);
    }
    offset = 0;
    uint32_t circled = head.len ? circled_number(wb_utf8_next(head, &offset)) : 0;
    if (circled) {
        return (struct numbered){NUMBERING_CIRCLED, circled, false};
    }
    struct numeral n = skip_numeral(&rest);
    if (n.chars) {
        return n.chars <= 4 && scan_skip(&rest, "、")
                   ? (struct numbered){NUMBERING_COMMA, n.total, false}
                   : none;
    }
    return arabic(rest);
}

enum numbering cue_numbering(wb_slice text, struct cue_scratch *scratch)
{
    return numbering_read(text, scratch).style;
}

/* Behind 第十二条 the rest of 第十二条之一, else nothing. */
static size_t branch_len(wb_slice rest)
{
    static const char *const digits[] = {"一", "二", "三", "四", "五",
                                         "六", "七", "八", "九", "十"};
    wb_slice behind = rest;
    if (!scan_skip(&behind, "之")) {
        return 0;
    }
    size_t before = behind.len;
    while (scan_skip_any(&behind, digits, sizeof digits / sizeof *digits) <
           sizeof digits / sizeof *digits) {
    }
    return behind.len < before ? rest.len - behind.len : 0;
}

size_t numbering_len(wb_slice text, enum numbering style)
{
    static const char *const last[] = {
        [NUMBERING_NONE] = "",         [NUMBERING_ATTACHMENT] = "",
        [NUMBERING_PART] = "编編篇分", [NUMBERING_CHAPTER] = "章",
        [NUMBERING_SECTION] = "节節",  [NUMBERING_ARTICLE] = "条條",
        [NUMBERING_COMMA] = "、",      [NUMBERING_PAREN] = ")）〕］】",
        [NUMBERING_DIGIT] = ".．、",   [NUMBERING_DIGIT_PAREN] = ")）〕］】",
        [NUMBERING_CIRCLED] = "",
    };
    size_t i = 0;
    if (style == NUMBERING_CIRCLED && text.len) {
        (void)wb_utf8_next(text, &i);
        return i;
    }
    while (i < text.len && i < CUE_HEAD_BYTES) {
        if (scan_is_one_of(wb_utf8_next(text, &i), last[style])) {
            return style == NUMBERING_ARTICLE
                       ? i + branch_len(wb_slice_make(text.ptr + i, text.len - i))
                       : i;
        }
    }
    return 0; /* one character that folds to all of it: ㈠ ⒈ */
}
