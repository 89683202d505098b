#include <wbsearch/utf8.h>

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Bytes of the well-formed sequence at `p`, 0 when there is none; the character in *ret.
 * Unicode Standard 15.0, table 3-7. */
static size_t decode(const unsigned char *p, size_t left, uint32_t *ret)
{
    if (p[0] < 0x80) {
        *ret = p[0];
        return 1;
    }
    if (p[0] >= 0xE0 && p[0] < 0xF0) {
        if (left < 3 || !is_continuation(p[1]) || !is_continuation(p[2])) {
            return 0;
        }
        uint32_t c = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        if (c < 0x800 || (c >= 0xD800 && c < 0xE000)) {
            return 0;
        }
        *ret = c;
        return 3;
    }
    if (p[0] >= 0xC2 && p[0] < 0xE0) {
        if (left < 2 || !is_continuation(p[1])) {
            return 0;
        }
        *ret = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return 2;
    }
    if (p[0] >= 0xF0 && p[0] < 0xF5) {
        if (left < 4 || !is_continuation(p[1]) || !is_continuation(p[2]) ||
            !is_continuation(p[3])) {
            return 0;
        }
        uint32_t c =
            (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
        if (c < 0x10000 || c > 0x10FFFF) {
            return 0;
        }
        *ret = c;
        return 4;
    }
    return 0;
}

size_t wb_utf8_valid_prefix(wb_slice text)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    size_t i = 0;
    while (i < text.len) {
        uint32_t c;
        size_t n = decode(p + i, text.len - i, &c);
        if (n == 0) {
            return i;
        }
        i += n;
    }
    return text.len;
}

uint32_t wb_utf8_next(wb_slice text, size_t *offset)
{
    uint32_t c = WB_UTF8_REPLACEMENT;
    size_t n = decode((const unsigned char *)text.ptr + *offset, text.len - *offset, &c);
    *offset += n ? n : 1;
    return n ? c : WB_UTF8_REPLACEMENT;
}

uint32_t wb_utf8_prev(wb_slice text, size_t *offset)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    size_t end = *offset;
    size_t start = end - 1;
    while (start > 0 && end - start < 4 && is_continuation(p[start])) {
        start--;
    }
    uint32_t c = WB_UTF8_REPLACEMENT;
    if (decode(p + start, end - start, &c) == end - start) {
        *offset = start;
        return c;
    }
    *offset = end - 1;
    return WB_UTF8_REPLACEMENT;
}

size_t wb_utf8_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t wb_utf8_count_chars(wb_slice text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        n += !is_continuation((unsigned char)text.ptr[i]);
    }
    return n;
}

size_t wb_utf8_count_utf16(wb_slice text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        n += !is_continuation(byte) + (byte >= 0xF0);
    }
    return n;
}

size_t wb_utf8_floor(wb_slice text, size_t offset)
{
    if (offset >= text.len) {
        return text.len;
    }
    while (offset > 0 && is_continuation((unsigned char)text.ptr[offset])) {
        offset--;
    }
    return offset;
}

size_t wb_utf8_offset_of(wb_slice text, size_t chars)
{
    size_t i = 0;
    while (i < text.len) {
        if (!is_continuation((unsigned char)text.ptr[i])) {
            if (chars == 0) {
                return i;
            }
            chars--;
        }
        i++;
    }
    return text.len;
}

bool wb_utf8_is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x061C || c == 0x200E || c == 0x200F;
}
