/*
 * Structure: which blocks are headings, which section each block belongs to, which begin with a
 * run-in title.
 *
 * Not only headings open sections: an article of a statute does (第十五条 …), and a paragraph that
 * begins with a number and a title (（一）稳定增长。…). These stay paragraphs.
 */
#include <wbsearch/utf8.h>

#include "reader_outline.h"
#include "reader_scan.h"

/* A longer line is no heading even if it is marked as one, characters. */
#define MARKED_HEADING_CHARS 200
/* The same for lines that only look like headings. */
#define UNMARKED_HEADING_CHARS 45
/* The same where they are numbered like lists, 1. (1) ①, or only bold. */
#define LABEL_CHARS 30
/* The longest run-in title, characters. */
#define RUN_IN_CHARS 40
/* The longest title of a section that a numbered paragraph opens, characters. */
#define NUMBERED_TITLE_CHARS 60

/* The walk down the document. */
struct walk {
    struct reader *r;
    struct outline outline;
    struct numbered here; /* of the block at hand */
    struct numbered next; /* of the one behind it */
    uint32_t article;     /* number of the last article */
};

static bool all_strong(const struct block *block)
{
    return block->strong_count == 1 && block->strong[0].start == 0 &&
           block->strong[0].end == block->text.len;
}

static bool is_longer(wb_slice text, size_t chars)
{
    return wb_utf8_offset_of(text, chars) < text.len;
}

static bool is_list_style(enum numbering style)
{
    return style >= NUMBERING_DIGIT;
}

static bool is_label(wb_slice text)
{
    return !is_longer(text, LABEL_CHARS) && !cue_ends(text) && !cue_has_clauses(text);
}

static bool is_prose(const struct block *block)
{
    return block && block->kind == WB_PARA_BODY && cue_runs_on(block->text);
}

/* A short line numbered like a list, 1. 总体目标, is a heading when prose follows, and when those
 * before it were. */
static bool is_list_heading(const struct walk *w, const struct block *block,
                            const struct block *next)
{
    bool note = w->here.style == NUMBERING_CIRCLED || wb_slice_starts(block->text, "[");
    if (note || !is_label(block->text) || w->next.style == w->here.style) {
        return false;
    }
    if (all_strong(block)) {
        return true;
    }
    const struct open_section *before = outline_find(&w->outline, w->here.style);
    return is_prose(next) &&
           (w->here.number == 1 || (before && before->number + 1 == w->here.number));
}

/* A bold line of its own above prose: **供给侧结构性改革** */
static bool is_bold_heading(const struct block *block, const struct block *next)
{
    return all_strong(block) && is_label(block->text) && is_prose(next) && !all_strong(next);
}

/* Whether an unmarked line is a heading: numbered like one, short, and not a sentence. */
static bool looks_like_heading(const struct walk *w, const struct block *block,
                               const struct block *next)
{
    enum numbering style = w->here.style;
    if (is_list_style(style) && (block->kind == WB_PARA_BODY || block->begins_item)) {
        return is_list_heading(w, block, next);
    }
    if (block->kind != WB_PARA_BODY || style == NUMBERING_ARTICLE || cue_ends(block->text) ||
        is_longer(block->text, UNMARKED_HEADING_CHARS)) {
        return false;
    }
    if (style == NUMBERING_NONE) {
        return is_bold_heading(block, next);
    }
    /* 一、… straight after 一、… is a list without full stops. */
    return all_strong(block) || style <= NUMBERING_SECTION || (next && w->next.style != style);
}

static bool is_heading(const struct walk *w, const struct block *block, const struct block *next)
{
    if (block->level == 0) {
        return looks_like_heading(w, block, next);
    }
    if (w->here.style == NUMBERING_ARTICLE && cue_ends_sentence(block->text)) {
        return false; /* a whole article marked as a heading */
    }
    if (block->underlined) { /* a rule below a paragraph makes it one in CommonMark */
        return !is_longer(block->text, UNMARKED_HEADING_CHARS) && !cue_ends(block->text);
    }
    return !is_longer(block->text, MARKED_HEADING_CHARS);
}

static bool has_space_at(wb_slice text, size_t at)
{
    return at < text.len && wb_fold_class(wb_utf8_next(text, &at)) == WB_CHAR_SPACE;
}

/* Whether a block begins an article. 第十条第二款 at the beginning of a line is one only where
 * article 10 is next. */
static bool is_article(const struct walk *w, const struct block *block)
{
    if (w->here.style != NUMBERING_ARTICLE ||
        !(block->kind == WB_PARA_BODY || block->kind == WB_PARA_HEADING ||
          block->kind == WB_PARA_QUOTE)) {
        return false;
    }
    return !w->here.reference || w->here.number == w->article + 1 ||
           has_space_at(block->text, numbering_len(block->text, NUMBERING_ARTICLE));
}

/* Whether a block begins with 一、 or （一） outside of any article. */
static bool is_numbered_paragraph(const struct walk *w, const struct block *block)
{
    bool style = w->here.style == NUMBERING_COMMA || w->here.style == NUMBERING_PAREN;
    return style && block->kind != WB_PARA_TABLE_ROW &&
           !outline_find(&w->outline, NUMBERING_ARTICLE);
}

/* Whether a numbered paragraph is an item of an enumeration: ends like one, or follows one, or is
 * as short as the next. */
static bool is_item(const struct walk *w, const struct block *block)
{
    if (wb_slice_ends(block->text, "；") || wb_slice_ends(block->text, ";")) {
        return true;
    }
    const struct open_section *before = outline_find(&w->outline, w->here.style);
    if (before && before->opener == OPENER_ITEM && before->number + 1 == w->here.number) {
        return true;
    }
    return w->next.style == w->here.style && is_label(block->text);
}

/* The end of the first of `marks` within `chars` characters from `from` on, or 0; where it begins
 * in *ret_before. */
static size_t behind_first(wb_slice text, size_t from, const char *marks, size_t chars,
                           size_t *ret_before)
{
    size_t i = from;
    for (size_t n = 0; i < text.len && n <= chars; n++) {
        size_t before = i;
        if (scan_is_one_of(wb_utf8_next(text, &i), marks)) {
            *ret_before = before;
            return i;
        }
    }
    return 0;
}

/* The title of the section that a numbered paragraph opens: its first sentence, or clause, or the
 * number alone. With *ret_run_in, how much of the text is a run-in title. */
static wb_slice numbered_title(const struct walk *w, wb_slice text, uint32_t *ret_run_in)
{
    size_t label = numbering_len(text, w->here.style);
    size_t before = 0;
    size_t behind = behind_first(text, label, "。！？", NUMBERED_TITLE_CHARS, &before);
    if (behind == 0 && !is_longer(text, NUMBERED_TITLE_CHARS)) {
        before = behind = text.len;
        static const char *const ends[] = {"；", ";", "：", ":"};
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
            before -= wb_slice_ends(text, ends[i]) ? strlen(ends[i]) : 0;
        }
    }
    if (behind == 0) {
        (void)behind_first(text, label, "，；：,;:", NUMBERED_TITLE_CHARS, &before);
    }
    *ret_run_in =
        behind && behind < text.len && !is_longer(wb_slice_make(text.ptr, behind), RUN_IN_CHARS)
            ? (uint32_t)behind
            : 0;
    size_t len = before ? before : label;
    return wb_slice_make(text.ptr, len ? len : wb_utf8_offset_of(text, NUMBERED_TITLE_CHARS));
}

/* A bold beginning that ends like a title: **优化供给稳消费。**以… */
static uint32_t bold_run_in(const struct block *block)
{
    if (block->strong_count == 0 || block->strong[0].start != 0) {
        return 0;
    }
    uint32_t end = block->strong[0].end;
    wb_slice title = wb_slice_make(block->text.ptr, end);
    return end < block->text.len && !is_longer(title, RUN_IN_CHARS) && cue_ends(title) ? end : 0;
}

static wb_status open_heading(struct walk *w, uint32_t index)
{
    struct block *block = &w->r->blocks[index];
    struct open_section like = {.opener = OPENER_HEADING,
                                .style = w->here.style,
                                .number = w->here.number,
                                .level = block->level ? block->level : OUTLINE_UNMARKED};
    if (like.style == NUMBERING_ATTACHMENT && block->level == 0) {
        like.level = 2; /* beside the parts of the document, below its title */
    }
    if (like.style <= NUMBERING_SECTION) {
        w->article = like.style == NUMBERING_ATTACHMENT ? 0 : w->article;
    }
    block->kind = WB_PARA_HEADING;
    return outline_open(w->r, &w->outline, like, block->text, index);
}

static wb_status open_article(struct walk *w, uint32_t index)
{
    struct block *block = &w->r->blocks[index];
    struct open_section like = {.opener = OPENER_TITLE,
                                .style = NUMBERING_ARTICLE,
                                .number = w->here.number,
                                .level = OUTLINE_UNMARKED};
    size_t len = numbering_len(block->text, NUMBERING_ARTICLE);
    w->article = w->here.number;
    block->title_len = bold_run_in(block);
    return outline_open(w->r, &w->outline, like, wb_slice_make(block->text.ptr, len), index);
}

static wb_status open_numbered(struct walk *w, uint32_t index)
{
    struct block *block = &w->r->blocks[index];
    struct open_section like = {.opener = is_item(w, block) ? OPENER_ITEM : OPENER_TITLE,
                                .style = w->here.style,
                                .number = w->here.number,
                                .level = OUTLINE_UNMARKED};
    uint32_t run_in;
    wb_slice title = numbered_title(w, block->text, &run_in);
    uint32_t bold = bold_run_in(block);
    block->title_len = bold ? bold : run_in;
    return outline_open(w->r, &w->outline, like, title, index);
}

static wb_status place(struct walk *w, uint32_t index)
{
    struct block *block = &w->r->blocks[index];
    const struct block *next = index + 1 < w->r->block_count ? block + 1 : NULL;
    wb_status status = WB_OK;
    if (block->kind == WB_PARA_NOTE) {
        block->title_len = bold_run_in(block);
    } else if (is_heading(w, block, next) || w->here.style == NUMBERING_ATTACHMENT) {
        status = open_heading(w, index);
    } else {
        if (block->kind == WB_PARA_HEADING) {
            block->kind = WB_PARA_BODY;
        }
        if (is_article(w, block)) {
            status = open_article(w, index);
        } else if (is_numbered_paragraph(w, block)) {
            status = open_numbered(w, index);
        } else {
            block->title_len = bold_run_in(block);
            if (w->here.style == NUMBERING_NONE) {
                outline_end_items(&w->outline);
            }
        }
    }
    const struct open_section *top = outline_top(&w->outline);
    block->section = top ? top->section : WB_NONE;
    return status;
}

static struct numbered read_numbering(struct reader *r, const struct block *block)
{
    bool attachment = (block->kind == WB_PARA_BODY || block->kind == WB_PARA_HEADING) &&
                      cue_attachment(block->text, &r->scratch);
    return attachment ? (struct numbered){NUMBERING_ATTACHMENT, 0, false}
                      : numbering_read(block->text, &r->scratch);
}

wb_status reader_structure(struct reader *r)
{
    static const struct numbered none = {NUMBERING_NONE, 0, false};
    struct walk w = {.r = r};
    w.next = r->block_count ? read_numbering(r, &r->blocks[0]) : none;
    wb_status status = WB_OK;
    for (size_t i = 0; i < r->block_count && status == WB_OK; i++) {
        w.here = w.next;
        w.next = i + 1 < r->block_count ? read_numbering(r, &r->blocks[i + 1]) : none;
        status = place(&w, (uint32_t)i);
    }
    return status;
}
