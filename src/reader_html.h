/* HTML among the Markdown. Private to the reader. */
#ifndef WBSEARCH_SRC_READER_HTML_H
#define WBSEARCH_SRC_READER_HTML_H

#include "reader.h"

/* Makes blocks of the text in the HTML at source[start, end); `like` gives their other fields. */
wb_status reader_html_text(struct reader *r, size_t start, size_t end, const struct block *like);

#endif
