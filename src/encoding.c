#include <wbsearch/encoding.h>

#include <unicode/ucnv.h>

#include <wbsearch/utf8.h>

/* Of the characters beyond ASCII that GB18030 text decodes to, so many in a hundred must be ones
 * that Chinese documents use; in other encodings taken for GB18030 they are far fewer. */
#define PLAUSIBLE_PERCENT 90
/* And so many must be among the most frequent ones. */
#define FREQUENT_PERCENT 2

const char *wb_encoding_name(wb_encoding encoding)
{
    static const char *const names[WB_ENCODING_COUNT_] = {
        [WB_ENCODING_UTF8] = "UTF-8",
        [WB_ENCODING_UTF16LE] = "UTF-16LE",
        [WB_ENCODING_UTF16BE] = "UTF-16BE",
        [WB_ENCODING_GB18030] = "GB18030",
    };
    return (unsigned)encoding < WB_ENCODING_COUNT_ ? names[encoding] : "unknown";
}

/* The line that the byte `offset` is in; a line ends with `newline`, which stands at a multiple of
 * its length. */
static uint32_t line_at(wb_slice bytes, size_t offset, wb_slice newline)
{
    uint32_t line = 1;
    for (size_t i = 0; i + newline.len <= offset && i + newline.len <= bytes.len;
         i += newline.len) {
        line += memcmp(bytes.ptr + i, newline.ptr, newline.len) == 0;
    }
    return line;
}

/* Converts all of `bytes`; any ill-formed sequence is an error. */
static wb_status convert(wb_slice bytes, wb_encoding encoding, wb_buf *storage, wb_error *err)
{
    const char *converter_name = wb_encoding_name(encoding);
    wb_slice newline = encoding == WB_ENCODING_UTF16LE   ? wb_slice_make("\n\0", 2)
                       : encoding == WB_ENCODING_UTF16BE ? wb_slice_make("\0\n", 2)
                                                         : wb_slice_make("\n", 1);
    UErrorCode icu = U_ZERO_ERROR;
    UConverter *from = ucnv_open(converter_name, &icu);
    UConverter *to = ucnv_open("UTF-8", &icu);
    if (U_SUCCESS(icu)) {
        ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &icu);
        ucnv_setFromUCallBack(to, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &icu);
    }
    wb_status status = WB_OK;
    wb_buf_clear(storage);
    /* Two bytes of either encoding become three of UTF-8 at most. */
    if (U_FAILURE(icu)) {
        status = wb_error_set(err, WB_INTERNAL, "ICU has no converter for %s", converter_name);
    } else if (wb_buf_reserve(storage, bytes.len + bytes.len / 2 + 4) != WB_OK) {
        status = wb_error_nomem(err);
    } else {
        char *target = storage->data;
        const char *source = bytes.ptr;
        ucnv_convertEx(to, from, &target, storage->data + storage->cap - 1, &source,
                       bytes.ptr + bytes.len, NULL, NULL, NULL, NULL, 1, 1, &icu);
        storage->len = (size_t)(target - storage->data);
        storage->data[storage->len] = '\0';
        if (U_FAILURE(icu)) {
            size_t offset = (size_t)(source - bytes.ptr);
            status = wb_error_set(err, WB_INVALID, "not well-formed %s", converter_name);
            wb_error_at(err, line_at(bytes, offset, newline), offset);
        }
    }
    ucnv_close(from);
    ucnv_close(to);
    return status;
}

static bool is_common(uint32_t c)
{
    return (c >= 0x4E00 && c < 0xA000) || (c >= 0x3000 && c < 0x3020) ||
           (c >= 0xFF01 && c < 0xFF5F) || (c >= 0x2010 && c < 0x2030) ||
           (c >= 0x2460 && c < 0x2474) || c == 0xB7 || c == 0xD7 || c == 0xA0;
}

/* Characters that are frequent in Chinese of any kind: together a seventh of it or more. */
static bool is_frequent(uint32_t c)
{
    static const char frequent[] = "的和一在是为有国大中人不。，、";
    char bytes[5] = {0};
    (void)wb_utf8_encode(c, bytes);
    return strstr(frequent, bytes) != NULL;
}

/* Whether the text reads like Chinese: garbage decodes to characters scattered all over Unicode, or
 * to rare Han characters. */
static bool is_plausible(wb_slice text)
{
    size_t beyond_ascii = 0;
    size_t common = 0;
    size_t frequent = 0;
    for (size_t i = 0; i < text.len;) {
        uint32_t c = wb_utf8_next(text, &i);
        if (c >= 0x80) {
            beyond_ascii++;
            common += is_common(c);
            frequent += is_frequent(c);
        }
    }
    return common * 100 >= beyond_ascii * PLAUSIBLE_PERCENT &&
           frequent * 100 >= beyond_ascii * FREQUENT_PERCENT;
}

static wb_status decode_utf16(wb_slice bytes, wb_encoding encoding, wb_buf *storage,
                              wb_slice *ret_text, wb_error *err)
{
    wb_slice body = wb_slice_make(bytes.ptr + 2, bytes.len - 2);
    wb_status status = convert(body, encoding, storage, err);
    if (status == WB_OK) {
        *ret_text = wb_buf_slice(storage);
    }
    return status;
}

static wb_status decode_gb18030(wb_slice bytes, size_t ill_formed, wb_buf *storage,
                                wb_slice *ret_text, wb_error *err)
{
    wb_status status = convert(bytes, WB_ENCODING_GB18030, storage, NULL);
    if (status == WB_NOMEM) {
        return wb_error_nomem(err);
    }
    if (status != WB_OK || !is_plausible(wb_buf_slice(storage))) {
        wb_error_set(err, WB_INVALID, "not UTF-8 (byte 0x%02X) and not GB18030 either",
                     (unsigned)(unsigned char)bytes.ptr[ill_formed]);
        wb_error_hint(err, "convert it to UTF-8, e.g. with iconv");
        wb_error_at(err, line_at(bytes, ill_formed, wb_slice_make("\n", 1)), ill_formed);
        return WB_INVALID;
    }
    *ret_text = wb_buf_slice(storage);
    return WB_OK;
}

wb_status wb_encoding_decode(wb_slice bytes, wb_buf *storage, wb_slice *ret_text,
                             wb_encoding *ret_encoding, wb_error *err)
{
    wb_slice text = bytes;
    wb_encoding encoding = WB_ENCODING_UTF8;
    wb_status status = WB_OK;
    if (bytes.len >= 2 && memcmp(bytes.ptr, "\xFF\xFE", 2) == 0) {
        encoding = WB_ENCODING_UTF16LE;
        status = decode_utf16(bytes, encoding, storage, &text, err);
    } else if (bytes.len >= 2 && memcmp(bytes.ptr, "\xFE\xFF", 2) == 0) {
        encoding = WB_ENCODING_UTF16BE;
        status = decode_utf16(bytes, encoding, storage, &text, err);
    } else if (wb_slice_starts(bytes, "\xEF\xBB\xBF")) {
        text = wb_slice_make(bytes.ptr + 3, bytes.len - 3);
    }
    const char *nul = status == WB_OK && text.len ? memchr(text.ptr, '\0', text.len) : NULL;
    if (nul) {
        size_t offset = (size_t)(nul - text.ptr);
        uint32_t line = line_at(text, offset, wb_slice_make("\n", 1));
        bool converted = encoding != WB_ENCODING_UTF8;
        status = wb_error_set(err, WB_INVALID, "holds NUL bytes: not a text file");
        wb_error_at(err, line, converted ? SIZE_MAX : (size_t)(nul - bytes.ptr));
    }
    if (status == WB_OK && encoding == WB_ENCODING_UTF8) {
        size_t valid = wb_utf8_valid_prefix(text);
        if (valid < text.len) {
            encoding = WB_ENCODING_GB18030;
            status = decode_gb18030(text, valid, storage, &text, err);
        }
    }
    if (status == WB_OK) {
        *ret_text = text;
        *ret_encoding = encoding;
    }
    return status;
}
