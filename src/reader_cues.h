/*
 * What the beginning and the end of a line say about it: the cues by which the passes
 * decide. Every function looks at a text alone, not at its neighbours.
 */
#ifndef WBSEARCH_SRC_CUES_H
#define WBSEARCH_SRC_CUES_H

#include <wbsearch/base.h>
#include <wbsearch/fold.h>

/* Where cues fold the beginning of a text. Zero-initialise it, free `folded` with wb_folded_free.
 */
struct cue_scratch {
    wb_folded folded;
    bool failed; /* memory was short once: what the cues have said since is worthless */
};

/* Numbering styles in the order of their rank: a smaller one encloses a larger one. */
enum numbering {
    NUMBERING_NONE,
    NUMBERING_PART,        /* 第一编, 第一部分 */
    NUMBERING_CHAPTER,     /* 第一章; 总则 and 附则 alone */
    NUMBERING_SECTION,     /* 第一节 */
    NUMBERING_ARTICLE,     /* 第一条, 第 1 條 */
    NUMBERING_COMMA,       /* 一、 */
    NUMBERING_PAREN,       /* （一） */
    NUMBERING_DIGIT,       /* 1. 1、 */
    NUMBERING_DIGIT_PAREN, /* (1) 1) */
    NUMBERING_CIRCLED      /* ① */
};

/* The numbering `text` begins with. `scratch` is overwritten. */
enum numbering cue_numbering(wb_slice text, struct cue_scratch *scratch);

/* Whether `text` begins like a paragraph: numbering, a dash of enumeration, an indent, a date line,
 * 附件, 各位代表： and so on. */
bool cue_begins(wb_slice text, struct cue_scratch *scratch);

/* Whether `text` ends like a paragraph: 。！？；：… and closing marks behind them. */
bool cue_ends(wb_slice text);

/* Whether `text` ends like a sentence, ；and ： left out. */
bool cue_ends_sentence(wb_slice text);

/* Whether `text` begins with what begins no sentence: ，、）”％元的 and their kin. */
bool cue_continues(wb_slice text);

/* Whether `text` ends with an opening mark: 《 “ （ and their kin. */
bool cue_opens(wb_slice text);

/* Whether `text` has a mark between clauses: ，；。！？ */
bool cue_has_clauses(wb_slice text);

/* Whether a sentence is under way in `text`: it has a comma, or is longer than a title. */
bool cue_runs_on(wb_slice text);

/* Whether `text` is a page number standing alone: — 31 —, - 31 -, 第31页; with `bare`, 31 too. */
bool cue_page_number(wb_slice text, bool bare, struct cue_scratch *scratch);

#endif
