/* What stands above notes: 名词解释, 注：, a rule at the end of a page. */
#include "reader_notes.h"
#include "reader_scan.h"

/* The longest title of a list of notes, characters. */
#define TITLE_CHARS 30
/* Blank lines between a rule and the note below it. */
#define BLANK_LINES 3
/* A rule has so many strokes at least. */
#define RULE_STROKES 3

/* Takes spaces, brackets and colons off the end. */
static wb_slice without_end(wb_slice text)
{
    while (text.len) {
        size_t at = text.len;
        if (!scan_is_one_of(wb_utf8_prev(text, &at), " 　：:）)】》〉*")) {
            break;
        }
        text.len = at;
    }
    return text;
}

static wb_slice without_start(wb_slice text)
{
    while (text.len) {
        size_t at = 0;
        if (!scan_is_one_of(wb_utf8_next(text, &at), " 　（(【*")) {
            break;
        }
        text.ptr += at;
        text.len -= at;
    }
    return text;
}

static bool ends_with_any(wb_slice text, const char *const *ends, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (wb_slice_ends(text, ends[i])) {
            return true;
        }
    }
    return false;
}

static bool contains(wb_slice text, const char *needle)
{
    return memmem(text.ptr, text.len, needle, strlen(needle)) != NULL;
}

static bool is_sentence(wb_slice text)
{
    return contains(text, "，") || contains(text, "。") || contains(text, "；");
}

enum note_title note_title_of(wb_slice text)
{
    static const char *const strong[] = {
        "名词",     "名詞",     "注释",     "註釋",     "注釋",     "附注",     "附註",
        "脚注",     "尾注",     "名词解释", "名词说明", "名词释义", "名词术语", "术语解释",
        "术语说明", "术语释义", "用语解释", "用语说明", "名詞解釋", "名詞說明", "注 释",
    };
    static const char *const weak[] = {"注", "註", "说明", "說明", "备注", "備註", "注解"};
    if (text.len > 4 * (size_t)TITLE_CHARS || wb_utf8_count_chars(text) > TITLE_CHARS) {
        return TITLE_NONE;
    }
    wb_slice title = without_start(without_end(text));
    if (title.len == 0 || is_sentence(title)) {
        return TITLE_NONE;
    }
    size_t at = title.len;
    bool terms = contains(title, "名词") || contains(title, "术语");
    if (!terms && !scan_is_one_of(wb_utf8_prev(title, &at), "词詞释釋注註明义语語解")) {
        return TITLE_NONE;
    }
    bool explained = contains(title, "解释") || contains(title, "注释");
    if ((terms && explained) || ends_with_any(title, strong, sizeof strong / sizeof *strong)) {
        return TITLE_STRONG;
    }
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
        if (wb_slice_equal(title, wb_slice_from(weak[i]))) {
            return TITLE_WEAK;
        }
    }
    return TITLE_NONE;
}

/* 0: blank, 1: a rule, 2: anything else. */
static int kind_of_line(wb_slice line)
{
    size_t strokes = 0;
    for (size_t at = 0; at < line.len;) {
        uint32_t c = wb_utf8_next(line, &at);
        if (scan_is_one_of(c, " \t　")) {
            continue;
        }
        if (!scan_is_one_of(c, "-—―─_＿*－")) {
            return 2;
        }
        strokes++;
    }
    return strokes == 0 ? 0 : strokes >= RULE_STROKES ? 1 : 2;
}

bool note_rule_above(const struct reader *r, uint32_t line)
{
    size_t above = line - 1; /* the line itself, counted from 0 */
    for (int i = 0; i <= BLANK_LINES && above > 0; i++) {
        int kind = kind_of_line(reader_line(r, --above));
        if (kind) {
            return kind == 1;
        }
    }
    return false;
}
