/*
 * The numbering that a heading, an article or an item of an enumeration begins with.
 */
#ifndef WBSEARCH_SRC_READER_NUMBERING_H
#define WBSEARCH_SRC_READER_NUMBERING_H

#include <wbsearch/base.h>
#include <wbsearch/fold.h>

/* Where cues fold the beginning of a text. Zero-initialise it, free `folded` with wb_folded_free.
 */
struct cue_scratch {
    wb_folded folded;
    bool failed; /* memory was short once: what the cues have said since is worthless */
};

/* A rule looks at this much of a text at most, bytes. */
#define CUE_HEAD_BYTES 96

/* The fold of the beginning of `text`, in `scratch`; empty when memory was short. */
wb_slice cue_fold_head(wb_slice text, struct cue_scratch *scratch);

/* Numbering styles in the order of their rank: a smaller one encloses a larger one. */
enum numbering {
    NUMBERING_NONE,
    NUMBERING_ATTACHMENT,  /* 附件1, 附表 */
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

/* What stands at the beginning of a text. */
struct numbered {
    enum numbering style;
    uint32_t number; /* 0 when there is none: 总则, 附件 */
    bool reference;  /* an article that is spoken of, not begun: 第十条第二款规定的… */
};

/* The numbering `text` begins with. `scratch` is overwritten. Attachments are left to
 * cue_attachment (reader_cues.h). */
struct numbered numbering_read(wb_slice text, struct cue_scratch *scratch);

/* The style alone. */
enum numbering cue_numbering(wb_slice text, struct cue_scratch *scratch);

/* How many bytes of `text` the numbering takes that numbering_read found: 第十二条之一, （三）, 1.
 */
size_t numbering_len(wb_slice text, enum numbering style);

#endif
