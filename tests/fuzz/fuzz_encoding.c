/* From the bytes of a file to text. The input is the file. */
#include "fuzz.h"

#include <wbsearch/encoding.h>
#include <wbsearch/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    wb_buf storage;
    wb_slice text = {NULL, 0};
    wb_encoding encoding = WB_ENCODING_COUNT_;
    wb_error error;
    wb_slice bytes = input_slice(data, size);
    wb_buf_init(&storage, 0);
    wb_status status = wb_encoding_decode(bytes, &storage, &text, &encoding, &error);
    PROMISE(status == WB_OK || status == WB_INVALID);
    if (status == WB_OK) {
        PROMISE((unsigned)encoding < WB_ENCODING_COUNT_);
        PROMISE(wb_utf8_valid_prefix(text) == text.len);
        PROMISE(text.len == 0 || !memchr(text.ptr, '\0', text.len));
        if (encoding == WB_ENCODING_UTF8) {
            PROMISE(text.len <= size && (text.len == 0 || text.ptr + text.len == bytes.ptr + size));
        }
    } else {
        PROMISE(error.status == status && error.text[0]);
        PROMISE(error.offset == SIZE_MAX || error.offset <= size);
        PROMISE(wb_utf8_valid_prefix(wb_slice_from(error.text)) == strlen(error.text));
    }
    wb_buf_free(&storage);
    return 0;
}
