/* What the elements of HTML mean to the reader. Private to it. */
#ifndef WBSEARCH_SRC_READER_HTML_TAGS_H
#define WBSEARCH_SRC_READER_HTML_TAGS_H

#include <wbsearch/base.h>

enum html_role {
    HTML_UNKNOWN, /* no element: what looks like a tag is text */
    HTML_INLINE,  /* says nothing about the text */
    HTML_BLOCK,   /* ends a paragraph */
    HTML_BREAK,
    HTML_HEADING,
    HTML_LIST,
    HTML_ITEM,
    HTML_QUOTE,
    HTML_STRONG,
    HTML_SUP,
    HTML_HIDDEN, /* script, style: nothing to read up to the closing tag */
    HTML_TABLE,
    HTML_TABLE_HEAD,
    HTML_ROW,
    HTML_CELL,
    HTML_HEAD_CELL,
    HTML_CAPTION
};

/* A tag, `text` being all of it. */
struct html_tag {
    wb_slice text;
    wb_slice name; /* as written */
    enum html_role role;
    uint8_t level; /* of a heading */
    bool closing;
};

/* Where scanning stands that finds nothing: bounds the work on malformed markup. Zero-initialise it
 * for a text. */
struct html_effort {
    size_t wasted;
};

/* The role of the element `name`, letters of either case. */
enum html_role html_role_of(wb_slice name);

/* Whether a tag stands at `at` ('<') in `html`. <WTO>, <碳达峰> and a < without its > are none. */
bool html_tag_at(wb_slice html, size_t at, struct html_effort *effort, struct html_tag *ret);

/* The number that is the value of an attribute, like rowspan="2"; 1 when there is none. At most
 * 1000, as in HTML. */
unsigned html_span(const struct html_tag *tag, const char *attribute);

/* The character that an entity at `at` ('&') stands for: its end, or 0 when there is none. Knows
 * the names of HTML 4 and the marks that HTML 5 added. */
size_t html_entity_at(wb_slice html, size_t at, uint32_t *ret);

#endif
