/*
 * Which blocks are notes: the entries of a glossary, footnotes at the end of a page or below a
 * table, [^1]: …
 *
 * A list of notes is opened by a title, by a rule, or by a table, and lasts as long as its labels
 * go on. It stands where it stands: the sections of the document are not known yet.
 */
#include "reader_notes.h"

/* A note goes on over the ends of so many pages at most. */
#define PIECES_MAX 8

/* The level of a heading that was not marked as one: below the title of the document. */
#define TITLE_LEVEL 2

/* What opened the list of notes that is being read. */
enum opener {
    OPENED_BY_NOTHING,
    OPENED_BY_HEADING, /* a marked one: the list lasts as long as its section */
    OPENED_BY_TITLE,   /* a line 名词解释 */
    OPENED_BY_SIGN     /* 注：, a rule, a table: only labels that go on belong to the list */
};

struct finder {
    struct reader *r;
    enum opener opener;
    uint8_t level;           /* of the heading */
    struct note_label label; /* of the last note, LABEL_NONE for none */
    bool behind_note;        /* the block before is a note */
    size_t pieces;           /* joined to it */
    size_t cut;              /* a paragraph that a footnote interrupts, in the blocks put out, or
                                SIZE_MAX */
};

static bool is_text(const struct block *block)
{
    return block->kind == WB_PARA_BODY || block->kind == WB_PARA_LIST_ITEM ||
           block->kind == WB_PARA_QUOTE;
}

static bool has_term(const struct block *block, const struct note_label *label)
{
    struct span term = note_term(block->text, label->len);
    return term.end > term.start;
}

/* Whether `label` goes on where the last one of the list was, or begins a list. */
static bool goes_on(const struct finder *f, const struct note_label *label)
{
    return label->style != LABEL_NONE &&
           (f->label.style == LABEL_NONE ||
            (label->style == f->label.style && label->number > f->label.number));
}

/* Whether the notes below a title begin with `block`. */
static bool begins_list(const struct block *block, enum note_title title)
{
    if (!block || !is_text(block)) {
        return false;
    }
    struct note_label label = note_label_of_note(block->text);
    bool labelled = label.style != LABEL_NONE && label.number <= 1;
    return labelled || (title == TITLE_STRONG && has_term(block, &label));
}

static void open_list(struct finder *f, enum opener opener, uint8_t level)
{
    f->opener = opener;
    f->level = level;
    f->label = (struct note_label){LABEL_NONE, 0, 0};
}

/* A heading opens a list, goes on with the one that is open (below it), or closes it. */
static void see_heading(struct finder *f, const struct block *block, const struct block *next)
{
    enum note_title title = note_title_of(block->text);
    if (title == TITLE_STRONG) {
        open_list(f, OPENED_BY_HEADING, block->level);
    } else if (title == TITLE_WEAK && begins_list(next, title)) {
        open_list(f, OPENED_BY_SIGN, block->level);
    } else if (f->opener != OPENED_BY_HEADING || block->level <= f->level) {
        open_list(f, OPENED_BY_NOTHING, 0);
    }
}

/* A line 名词解释 becomes a heading beside the parts of the document; 注： stays what it is. */
static bool see_title(struct finder *f, struct block *block, const struct block *next)
{
    enum note_title title = block->kind == WB_PARA_BODY ? note_title_of(block->text) : TITLE_NONE;
    if (title == TITLE_NONE || !begins_list(next, title)) {
        return false;
    }
    open_list(f, title == TITLE_STRONG ? OPENED_BY_TITLE : OPENED_BY_SIGN, TITLE_LEVEL);
    if (title == TITLE_STRONG) {
        block->kind = WB_PARA_HEADING;
        block->level = TITLE_LEVEL;
    }
    return true;
}

/* ※ … and 注：… below the rows of a table, or below another such note. */
static bool is_table_note(const struct block *block, const struct note_label *label,
                          const struct block *above)
{
    bool below = above && (above->kind == WB_PARA_TABLE_ROW || above->kind == WB_PARA_NOTE);
    bool sign = label->style == LABEL_STAR || wb_slice_starts(block->text, "注：") ||
                wb_slice_starts(block->text, "注:") ||
                (label->style == LABEL_PLAIN && wb_slice_starts(block->text, "注"));
    return below && sign;
}

/* ① … and [1] … below a rule. */
static bool is_page_note(const struct finder *f, const struct block *block,
                         const struct note_label *label)
{
    bool style = label->style == LABEL_CIRCLED || label->style == LABEL_BRACKET ||
                 label->style == LABEL_STAR;
    return style && note_rule_above(f->r, block->first_line);
}

/* Whether the block is a note of the list that is open. */
static bool is_of_list(const struct finder *f, const struct block *block,
                       const struct note_label *label)
{
    switch (f->opener) {
    case OPENED_BY_NOTHING:
        return false;
    case OPENED_BY_SIGN:
        return goes_on(f, label);
    default:
        return label->style != LABEL_NONE || block->kind == WB_PARA_LIST_ITEM ||
               has_term(block, label) || (f->behind_note && cue_ends_sentence(block->text));
    }
}

static bool is_note(struct finder *f, const struct block *block, const struct block *above)
{
    if (!is_text(block)) {
        return false;
    }
    struct note_label label = note_label_of_note(block->text);
    bool of_list = is_of_list(f, block, &label);
    if (!of_list && (is_table_note(block, &label, above) || is_page_note(f, block, &label))) {
        open_list(f, OPENED_BY_SIGN, 0);
        of_list = true;
    }
    of_list = of_list || label.style == LABEL_FOOTNOTE;
    if (of_list && label.style != LABEL_NONE) {
        f->label = label;
    }
    return of_list;
}

/* Whether `block` goes on with the sentence that the text before it leaves open. */
static bool continues(struct finder *f, const struct block *before, const struct block *block)
{
    return is_text(block) && !block->begins_item && !cue_ends(before->text) &&
           !cue_begins(block->text, &f->r->scratch) &&
           before->text.len + 1 + block->text.len <= WB_PARA_TEXT_MAX &&
           note_label_of_note(block->text).style == LABEL_NONE;
}

/* Joins `block` to block `index` of those put out. */
static wb_status join_to(struct finder *f, size_t index, const struct block *block)
{
    struct reader *r = f->r;
    struct block whole = r->blocks[index];
    builder_append_block(r, &whole, 0, whole.text.len, true);
    builder_join(r, block, 0, block->text.len);
    return builder_replace(r, index);
}

/* A rule below a paragraph has made it a heading in CommonMark. */
static void undo_rule(struct block *block)
{
    if (block->underlined && !cue_ends(block->text)) {
        block->kind = WB_PARA_BODY;
        block->level = 0;
        block->underlined = false;
    }
}

/* A footnote may stand in the middle of a sentence: remembers the paragraph before it, and drops
 * the rule between if it has become a block. */
static void see_interruption(struct finder *f)
{
    struct reader *r = f->r;
    static const char *const strokes[] = {"—", "―", "─", "＿", "_"};
    const struct block *last = r->block_count ? &r->blocks[r->block_count - 1] : NULL;
    bool rule = false;
    for (size_t i = 0; last && i < sizeof strokes / sizeof *strokes; i++) {
        rule = rule ||
               (wb_slice_starts(last->text, strokes[i]) && note_rule_above(r, last->last_line + 1));
    }
    r->block_count -= rule;
    if (r->blocks && r->block_count) {
        undo_rule(&r->blocks[r->block_count - 1]);
    }
    last = r->block_count ? &r->blocks[r->block_count - 1] : NULL;
    bool open = last && is_text(last) && !cue_ends(last->text) && cue_runs_on(last->text);
    f->cut = open ? r->block_count - 1 : SIZE_MAX;
}

static wb_status put_note(struct finder *f, struct block *block)
{
    if (!f->behind_note && f->opener == OPENED_BY_SIGN) {
        see_interruption(f);
    }
    block->kind = WB_PARA_NOTE;
    f->behind_note = true;
    f->pieces = 0;
    return reader_put_block(f->r, block);
}

/* What is no note itself: the rest of one, the rest of a paragraph that a footnote interrupts, or
 * text. */
static wb_status put_text(struct finder *f, const struct block *block)
{
    size_t last = f->r->block_count - 1;
    bool rest_of_note = f->behind_note && f->opener != OPENED_BY_NOTHING &&
                        f->pieces < PIECES_MAX && f->cut == SIZE_MAX &&
                        continues(f, &f->r->blocks[last], block);
    if (rest_of_note) {
        f->pieces++;
        return join_to(f, last, block);
    }
    bool rest_of_text = f->behind_note && f->cut != SIZE_MAX && block->kind == WB_PARA_BODY &&
                        continues(f, &f->r->blocks[f->cut], block);
    size_t cut = f->cut;
    f->behind_note = false;
    f->cut = SIZE_MAX;
    if (f->opener == OPENED_BY_TITLE || f->opener == OPENED_BY_SIGN) {
        open_list(f, f->label.style ? OPENED_BY_NOTHING : f->opener, 0);
    }
    return rest_of_text ? join_to(f, cut, block) : reader_put_block(f->r, block);
}

static wb_status put(struct finder *f, struct block *block, const struct block *above,
                     const struct block *next)
{
    if (block->level) {
        see_heading(f, block, next);
    } else if (!see_title(f, block, next)) {
        bool rest = f->behind_note && f->opener == OPENED_BY_HEADING &&
                    continues(f, &f->r->blocks[f->r->block_count - 1], block);
        return !rest && is_note(f, block, above) ? put_note(f, block) : put_text(f, block);
    }
    f->behind_note = false;
    f->cut = SIZE_MAX;
    return reader_put_block(f->r, block);
}

wb_status reader_notes(struct reader *r)
{
    struct finder f = {.r = r, .cut = SIZE_MAX};
    size_t count;
    struct block *blocks = reader_take_blocks(r, &count);
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        status =
            put(&f, &blocks[i], i ? &blocks[i - 1] : NULL, i + 1 < count ? &blocks[i + 1] : NULL);
    }
    wb_free(blocks);
    return status;
}
