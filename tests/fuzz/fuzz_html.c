/* HTML in a document: the input, free of blank lines or not, as a block of HTML behind a heading
 * and before a paragraph. The first byte chooses the element around it, so that its lines are read
 * as HTML from the start, as cells of a table, or as HTML among the text of a paragraph. */
#include "fuzz.h"

#include <wbsearch/buf.h>
#include <wbsearch/doc.h>
#include <wbsearch/utf8.h>

#include "invariants.h"

struct wrapping {
    const char *before;
    const char *behind;
};

static const struct wrapping wrappings[] = {
    {"# 某事\n\n<div>", "</div>\n\n后文。\n"},
    {"# 某事\n\n<table><tr><td>", "</td></tr></table>\n\n后文。\n"},
    {"# 某事\n\n<p>\n", "\n</p>\n\n后文。\n"},
    {"- 某项", "后文。\n"},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    wb_slice html = input_slice(data + 1, size - 1);
    if (wb_utf8_valid_prefix(html) < html.len || (html.len && memchr(html.ptr, '\0', html.len))) {
        return 0; /* doc.h wants UTF-8 without NUL */
    }
    const struct wrapping *around = &wrappings[data[0] % (sizeof wrappings / sizeof *wrappings)];
    wb_buf source;
    wb_buf_init(&source, 0);
    wb_buf_put(&source, wb_slice_from(around->before));
    wb_buf_put(&source, html);
    wb_buf_put(&source, wb_slice_from(around->behind));
    PROMISE(source.status == WB_OK);
    wb_doc doc = {0};
    wb_error error;
    wb_buf fault;
    wb_buf_init(&fault, 0);
    PROMISE(wb_doc_read(wb_buf_slice(&source), WB_DOC_MARKDOWN, "某文件.md", &doc, &error) ==
            WB_OK);
    if (!check_doc(&doc, wb_buf_slice(&source), !getenv("WB_FUZZ_NO_PLACES"), &fault) ||
        !check_records(&doc, &fault)) {
        fprintf(stderr, "%.*s\n", (int)fault.len, fault.data);
        BROKEN("the document is as doc.h says");
    }
    wb_buf_free(&fault);
    wb_doc_clear(&doc);
    wb_buf_free(&source);
    return 0;
}
