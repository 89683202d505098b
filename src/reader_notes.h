/*
 * Notes and what leads to them: labels, terms, and the index of all notes of a document.
 *
 * A label is what numbers a note (① [1] [^a] 1. *); the mark in the text is the same label behind a
 * word. A term is what a note explains: 六税两费 in "① 六税两费：指…".
 *
 * Private to the reader's passes about notes.
 */
#ifndef WBSEARCH_SRC_READER_NOTES_H
#define WBSEARCH_SRC_READER_NOTES_H

#include "reader.h"

/* Styles of labels, in the order in which they are stored in the index of numbers. */
enum label_style {
    LABEL_NONE,
    LABEL_CIRCLED,  /* ① ❶ */
    LABEL_BRACKET,  /* [1] ［1］ 〔1〕 【1】 */
    LABEL_FOOTNOTE, /* [^1] [^name] */
    LABEL_PLAIN,    /* of a note: 1. 1、 （1） 注1：; of a mark: <sup>1</sup> ¹ */
    LABEL_STAR,     /* * ** ＊ ※ */
    LABEL_STYLE_COUNT_
};

struct note_label {
    enum label_style style;
    uint32_t
        number; /* of stars their count, 10 more for ※; of a named footnote a hash of the name */
    size_t len; /* bytes that the label takes; of a note, blanks behind it included */
};

/* The label that `text` begins with, as it may stand in a sentence; without LABEL_PLAIN but for
 * superscript digits. Style LABEL_NONE when there is none. */
struct note_label note_label_of_mark(wb_slice text);

/* The label that the note `text` begins with. */
struct note_label note_label_of_note(wb_slice text);

/* The label that was marked as superscript: digits too. Style LABEL_NONE when it is none as a
 * whole. */
struct note_label note_label_of_raised(wb_slice text);

/* The number of a circled digit, 0 for any other character. */
uint32_t note_circled_number(uint32_t c);

/* The term that the note explains whose label takes `label_len` bytes; empty when it names none. */
struct span note_term(wb_slice text, size_t label_len);

/* How sure a title is that notes follow. */
enum note_title {
    TITLE_NONE,
    TITLE_WEAK,  /* 注：, 说明, 备注: where labelled notes follow at once */
    TITLE_STRONG /* 名词解释, 《政府工作报告》名词注释, 注释 */
};

/* What kind of title of a list of notes `text` is. */
enum note_title note_title_of(wb_slice text);

/* Whether a rule (---, ———) stands in the source above line `line` (1-based), blank lines between
 * left out. */
bool note_rule_above(const struct reader *r, uint32_t line);

/* A note: a block of kind note. */
struct note {
    uint32_t block;
    uint32_t list; /* notes that follow each other are a list */
    struct note_label label;
};

/* All notes of a document, by term and by number. Zero-initialise it. */
struct note_index {
    struct note *notes; /* ascending by block */
    size_t count, cap;
    struct note_key *keys; /* terms as they are compared, ascending by hash and note */
    size_t key_count, key_cap;
    size_t key_chars;    /* of the longest one */
    uint32_t *by_number; /* notes, ascending by style, number, block */
    wb_buf key_text;
    wb_buf scratch;
};

/* Fills the index from the blocks, and the terms of the notes among these. */
wb_status note_index_build(struct reader *r, struct note_index *index);

void note_index_free(struct note_index *index);

/* The note whose term stands at the end of `before`, the text before a mark in block `block`; the
 * longest such term, and among equal ones that with the mark's number, or else the nearest behind
 * the mark. WB_NONE when there is none. */
uint32_t note_index_by_term(struct reader *r, struct note_index *index, uint32_t block,
                            wb_slice before, const struct note_label *label);

/* The note with the mark's number: of the nearest list behind the mark that has the number, or else
 * of the nearest before it; those whose labels are of the mark's style first. WB_NONE when there is
 * none; `*ret_ambiguous` says that there are several in that list. */
uint32_t note_index_by_number(const struct note_index *index, uint32_t block,
                              const struct note_label *label, bool *ret_ambiguous);

#endif
