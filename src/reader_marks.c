/*
 * Note marks that stand bare in the text: 三联三送①, 一窗通签[1], 碳汇¹, a * in a table.
 *
 * They go out of the text and are remembered beside it. The same signs number enumerations (① …；
 * ② …) and belong to other things (国发〔2014〕5号), so only what a note answers to is a mark: its
 * term stands before the mark, or its number agrees and the place is that of a mark.
 */
#include "reader_notes.h"
#include "reader_scan.h"

/* Circled numbers go up to 50. */
#define CIRCLED_MAX 50

/* Where a possible mark stands. */
enum place {
    PLACE_ITEM,    /* at the start, or behind ：；，、（: an enumeration begins so */
    PLACE_WORD,    /* behind a word, or marks that close one */
    PLACE_SENTENCE /* behind the end of a sentence */
};

/* A part of the document between lists of notes: in it a mark of a number is expected once. */
struct zone {
    size_t end; /* block */
    uint32_t circled[CIRCLED_MAX + 1];
};

struct pass {
    struct reader *r;
    struct note_index index;
    struct zone zone;
    enum { UNKNOWN, NO, YES } enumeration; /* of the block at hand, by circled numbers */
};

/* Whether a label may begin with this byte: circled digits, superscripts, brackets, stars. */
static bool may_begin(unsigned char c)
{
    return c == 0xE2 || c == 0xE3 || c == 0xC2 || c == '[' || c == 0xEF || c == '*';
}

/* The next label at or behind `*at`, which moves to it; style LABEL_NONE when there is none. */
static struct note_label next_label(wb_slice text, size_t *at)
{
    for (; *at < text.len; ++*at) {
        if (may_begin((unsigned char)text.ptr[*at])) {
            struct note_label label =
                note_label_of_mark(wb_slice_make(text.ptr + *at, text.len - *at));
            if (label.style != LABEL_NONE) {
                return label;
            }
        }
    }
    return (struct note_label){LABEL_NONE, 0, 0};
}

static enum place place_of(wb_slice text, size_t at)
{
    static const char closing[] = "”’』」）)】》〉\" 　";
    uint32_t c = 0;
    while (at > 0) {
        c = wb_utf8_prev(text, &at);
        if (!scan_is_one_of(c, closing)) {
            break;
        }
    }
    if (c == 0 || scan_is_one_of(c, closing)) {
        return PLACE_ITEM;
    }
    if (scan_is_one_of(c, "。！？!?…")) {
        return PLACE_SENTENCE;
    }
    wb_char_class class = wb_fold_class(c);
    bool word = class == WB_CHAR_CJK || wb_fold_is_word(class) || note_circled_number(c) ||
                scan_is_one_of(c, "％%‰℃");
    return word ? PLACE_WORD : PLACE_ITEM;
}

/* Whether what follows goes on with the sentence, as behind a mark: an enumeration has words. */
static bool closes_behind(wb_slice text, size_t at)
{
    return at < text.len && scan_is_one_of(wb_utf8_next(text, &at), "”’』」）)】》，。；：、！？");
}

/* Whether the block enumerates with circled numbers: one of them stands where an item begins. */
static bool enumerates(wb_slice text)
{
    size_t at = 0;
    for (;;) {
        struct note_label label = next_label(text, &at);
        if (label.style == LABEL_NONE) {
            return false;
        }
        if (label.style == LABEL_CIRCLED && place_of(text, at) == PLACE_ITEM) {
            return true;
        }
        at += label.len;
    }
}

/* Counts the circled numbers from block `start` to the next list of notes. */
static void measure_zone(struct pass *p, size_t start)
{
    const struct reader *r = p->r;
    memset(&p->zone, 0, sizeof p->zone);
    size_t i = start;
    for (; i < r->block_count && r->blocks[i].kind != WB_PARA_NOTE; i++) {
        wb_slice text = r->blocks[i].text;
        size_t at = 0;
        for (;;) {
            struct note_label label = next_label(text, &at);
            if (label.style == LABEL_NONE) {
                break;
            }
            if (label.style == LABEL_CIRCLED && label.number <= CIRCLED_MAX) {
                p->zone.circled[label.number]++;
            }
            at += label.len;
        }
    }
    p->zone.end = i;
}

/* Whether a note of the label's number stands behind the block: bare marks come before their notes.
 */
static bool has_number(const struct pass *p, uint32_t block, const struct note_label *label)
{
    bool ambiguous;
    uint32_t note = note_index_by_number(&p->index, block, label, &ambiguous);
    return note != WB_NONE && p->index.notes[note].block > block;
}

static bool is_circled_mark(struct pass *p, wb_slice text, size_t at,
                            const struct note_label *label)
{
    bool once = label->number <= CIRCLED_MAX && p->zone.circled[label->number] == 1;
    if (p->enumeration == UNKNOWN) {
        p->enumeration = enumerates(text) ? YES : NO;
    }
    return p->enumeration == NO && (once || closes_behind(text, at + label->len));
}

/* Of stars only those in tables are marks: at the end of what a cell says. */
static bool is_star_mark(const struct block *block, size_t at, const struct note_label *label)
{
    size_t behind = at + label->len;
    return block->kind == WB_PARA_TABLE_ROW &&
           (behind == block->text.len || strchr(" |", block->text.ptr[behind]));
}

/* Behind a Latin letter or a digit a superscript is a power. */
static bool is_superscript_mark(wb_slice text, size_t at)
{
    size_t before = at;
    uint32_t c = wb_utf8_prev(text, &before);
    return !wb_fold_is_word(wb_fold_class(c)) && !scan_is_one_of(c, "米里尺寸秒度丈分");
}

static bool is_mark(struct pass *p, uint32_t number, size_t at, const struct note_label *label)
{
    const struct block *block = &p->r->blocks[number];
    wb_slice text = block->text;
    enum place place = place_of(text, at);
    if (place == PLACE_ITEM) {
        return false;
    }
    if (label->style == LABEL_STAR) {
        return is_star_mark(block, at, label) && has_number(p, number, label);
    }
    wb_slice before = wb_slice_make(text.ptr, at);
    if (note_index_by_term(p->r, &p->index, number, before, label) != WB_NONE) {
        return true;
    }
    if (!has_number(p, number, label)) {
        return false;
    }
    return label->style == LABEL_CIRCLED ? is_circled_mark(p, text, at, label)
           : label->style == LABEL_PLAIN ? is_superscript_mark(text, at)
                                         : true;
}

/* Takes the marks out of block `number`. */
static wb_status take_marks(struct pass *p, uint32_t number)
{
    struct reader *r = p->r;
    const struct block block = r->blocks[number];
    size_t run = 0;
    size_t at = 0;
    p->enumeration = UNKNOWN;
    for (;;) {
        struct note_label label = next_label(block.text, &at);
        if (label.style == LABEL_NONE) {
            break;
        }
        if (at > 0 && is_mark(p, number, at, &label)) {
            builder_append_block(r, &block, run, at, true);
            builder_mark(r, wb_slice_make(block.text.ptr + at, label.len));
            run = at + label.len;
        }
        at += label.len;
    }
    if (run == 0) {
        return WB_OK;
    }
    builder_append_block(r, &block, run, block.text.len, true);
    return builder_replace(r, number);
}

static wb_status take_all_marks(struct pass *p)
{
    struct reader *r = p->r;
    wb_status status = WB_OK;
    for (uint32_t i = 0; i < r->block_count && status == WB_OK; i++) {
        if (r->blocks[i].kind == WB_PARA_NOTE) {
            continue;
        }
        if (i >= p->zone.end) {
            measure_zone(p, i);
        }
        status = take_marks(p, i);
    }
    return status;
}

wb_status reader_marks(struct reader *r)
{
    struct pass p = {.r = r};
    wb_status status = note_index_build(r, &p.index);
    if (status == WB_OK && p.index.count) {
        status = take_all_marks(&p);
    }
    note_index_free(&p.index);
    return status;
}
