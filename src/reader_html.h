/* HTML among the Markdown. Private to the reader. */
#ifndef WBSEARCH_SRC_READER_HTML_H
#define WBSEARCH_SRC_READER_HTML_H

#include "reader.h"

/* What is never read, up to its closing tag. */
enum html_hidden { HTML_SCRIPT, HTML_STYLE, HTML_COMMENT, HTML_HIDDEN_COUNT };

/* What one piece of HTML leaves to the next: a blank line ends a piece, but no script.
 * Zero-initialise it for a document. */
struct html_state {
    size_t hidden_until;               /* source offset: what stands before it is hidden */
    size_t closing[HTML_HIDDEN_COUNT]; /* where the closing tag stands that was found last */
    bool unclosed[HTML_HIDDEN_COUNT];  /* no closing tag follows any more */
};

/* Where what is hidden ends, `offset` standing behind its opening tag: the source offset behind the
 * closing one. 0 when it is not closed, or opened again before: then it hides nothing. */
size_t html_hidden_end(const struct reader *r, struct html_state *state, enum html_hidden what,
                       size_t offset);

/* Makes blocks of the text in the HTML at source[start, end); `like` gives their other fields. */
wb_status reader_html_text(struct reader *r, size_t start, size_t end, const struct block *like,
                           struct html_state *state);

/* The text collected since `start` stood in <sup>: takes it out if it is a note mark. */
void reader_end_sup(struct reader *r, size_t start);

#endif
