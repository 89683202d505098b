/*
 * The outline: which sections are open while walking down a document, and which of them a new one
 * ends.
 *
 * Where a heading's numbering and its number of # disagree, the numbering is right: converters give
 * （二） two marks on one page and four on the next.
 */
#ifndef WBSEARCH_SRC_READER_OUTLINE_H
#define WBSEARCH_SRC_READER_OUTLINE_H

#include "reader.h"

/* Deeper sections stay at this depth. */
#define OUTLINE_DEPTH 16

/* What a section begins with. */
enum opener {
    OPENER_HEADING, /* a line of its own */
    OPENER_TITLE, /* a paragraph's numbered beginning: 第三条 …, （一）稳定增长。… */
    OPENER_ITEM   /* the same in an enumeration, which ends where an unnumbered paragraph begins */
};

struct open_section {
    enum opener opener;
    enum numbering style;
    uint32_t number;  /* 0 for none */
    unsigned level;   /* the number of #, OUTLINE_UNMARKED for none */
    uint32_t section; /* index in the document */
};

/* The level of what is not marked with #: deeper than what is. */
#define OUTLINE_UNMARKED 7

/* Zero-initialise it. */
struct outline {
    struct open_section open[OUTLINE_DEPTH];
    size_t depth;
    size_t section_cap; /* room in doc->sections */
};

/* Opens a section with this title, begun by block number `para`, and closes those that it ends.
 * `opener`, `style`, `number` and `level` of `like` say what it is. */
wb_status outline_open(struct reader *r, struct outline *outline, struct open_section like,
                       wb_slice title, uint32_t para);

/* Closes enumerations: an unnumbered paragraph follows. */
void outline_end_items(struct outline *outline);

/* The innermost open section, or NULL. */
const struct open_section *outline_top(const struct outline *outline);

/* The innermost open section of this style, or NULL. */
const struct open_section *outline_find(const struct outline *outline, enum numbering style);

#endif
