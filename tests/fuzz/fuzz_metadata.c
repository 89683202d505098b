/* The metadata of a document. The input is a file's name, a line end, and a piece of text; the
 * first byte chooses where in a document the piece stands: front matter, comment, block of labels
 * (as lines, as a table), below a title, signature, clause. */
#include "fuzz.h"

#include <wbsearch/buf.h>
#include <wbsearch/doc.h>
#include <wbsearch/utf8.h>

#include "invariants.h"

struct place {
    const char *before;
    const char *behind;
};

static const struct place places[] = {
    {"---\n", "\n---\n\n# 关于某事的通知\n\n各区：\n\n正文。\n"},
    {"<!--\n", "\n-->\n\n# 关于某事的通知\n\n正文。\n"},
    {"", "\n\n# 关于某事的通知\n\n各区：\n\n正文。\n"},
    {"| 索引号 | 1 |", "|\n| --- | --- | --- |\n| 文号 | 无 |\n\n# 关于某事的通知\n\n正文。\n"},
    {"<table><tr><td>索引号</td><td>1</td></tr><tr><td>",
     "</td></tr></table>\n\n# 关于某事的通知\n\n正文。\n"},
    {"# 某省", "\n\n第一条　为了某事，制定本条例。\n\n第二条　本条例自公布之日起施行。\n"},
    {"# 某省某条例\n\n（", "）\n\n第一条　为了某事，制定本条例。\n"},
    {"# 关于某事的通知\n\n各区：\n\n正文。\n\n", "\n"},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    wb_slice input = input_slice(data + 1, size - 1);
    const char *end = input.len ? memchr(input.ptr, '\n', input.len) : NULL;
    size_t name_len = end ? (size_t)(end - input.ptr) : 0;
    wb_slice piece = end ? wb_slice_make(end + 1, input.len - name_len - 1) : input;
    if (wb_utf8_valid_prefix(input) < input.len ||
        (input.len && memchr(input.ptr, '\0', input.len)) || memchr(input.ptr, '/', name_len)) {
        return 0; /* doc.h wants UTF-8 without NUL; a name holds no slash */
    }
    const struct place *place = &places[data[0] % (sizeof places / sizeof *places)];
    wb_buf name;
    wb_buf source;
    wb_buf fault;
    wb_doc doc = {0};
    wb_error error;
    wb_buf_init(&name, 0);
    wb_buf_init(&source, 0);
    wb_buf_init(&fault, 0);
    wb_buf_put(&name, wb_slice_make(input.ptr, name_len));
    wb_buf_put(&name, wb_slice_make(".md", sizeof ".md")); /* with its NUL */
    wb_buf_put(&source, wb_slice_from(place->before));
    wb_buf_put(&source, piece);
    wb_buf_put(&source, wb_slice_from(place->behind));
    PROMISE(name.status == WB_OK && source.status == WB_OK);
    PROMISE(wb_doc_read(wb_buf_slice(&source), WB_DOC_MARKDOWN, name.data, &doc, &error) == WB_OK);
    if (!check_doc(&doc, wb_buf_slice(&source), !getenv("WB_FUZZ_NO_PLACES"), &fault) ||
        !check_records(&doc, &fault)) {
        fprintf(stderr, "%.*s\n", (int)fault.len, fault.data);
        BROKEN("the document is as doc.h says");
    }
    wb_buf_free(&name);
    wb_buf_free(&source);
    wb_buf_free(&fault);
    wb_doc_clear(&doc);
    return 0;
}
