/* The reader. The first byte chooses the format; the rest is the source. With WB_FUZZ_NO_PLACES set
 * the columns of the text are not compared with the source: to look for crashes while a fault in
 * them is known. */
#include "fuzz.h"

#include <wbsearch/doc.h>
#include <wbsearch/utf8.h>

#include "invariants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    wb_slice source = input_slice(data + 1, size - 1);
    wb_doc_format format = data[0] == 'p' ? WB_DOC_PLAIN : WB_DOC_MARKDOWN;
    bool is_text = wb_utf8_valid_prefix(source) == source.len &&
                   !(source.len && memchr(source.ptr, '\0', source.len));
    wb_doc doc = {0};
    wb_error error;
    wb_buf fault;
    wb_buf_init(&fault, 0);
    if (!is_text) {
        /* doc.h wants UTF-8 without NUL; what is not UTF-8 is refused all the same. */
        if (wb_utf8_valid_prefix(source) < source.len) {
            PROMISE(wb_doc_read(source, format, "a.md", &doc, &error) == WB_INVALID);
        }
        wb_doc_clear(&doc);
        return 0;
    }
    PROMISE(wb_doc_read(source, format, "某文件.md", &doc, &error) == WB_OK);
    if (!check_doc(&doc, source, !getenv("WB_FUZZ_NO_PLACES"), &fault) ||
        !check_records(&doc, &fault)) {
        fprintf(stderr, "%.*s\n", (int)fault.len, fault.data);
        BROKEN("the document is as doc.h says");
    }
    wb_buf_free(&fault);
    wb_doc_clear(&doc);
    return 0;
}
