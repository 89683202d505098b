#include <wbsearch/width.h>

#include <unicode/uchar.h>

#include <wbsearch/utf8.h>

unsigned wb_width_char(uint32_t c)
{
    if (c < 0x7F) {
        return c >= 0x20;
    }
    if (c >= 0x3400 && c < 0xA000) {
        return 2;
    }
    switch (u_charType((UChar32)c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
        return 0;
    default:
        break;
    }
    switch (u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
    case U_EA_FULLWIDTH:
    case U_EA_AMBIGUOUS:
        return 2;
    default:
        return 1;
    }
}

size_t wb_width_text(wb_slice text)
{
    size_t columns = 0;
    for (size_t i = 0; i < text.len;) {
        columns += wb_width_char(wb_utf8_next(text, &i));
    }
    return columns;
}

wb_status wb_width_put_safe(wb_buf *buf, wb_slice text)
{
    size_t clean = 0; /* start of the run that needs no change */
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        uint32_t c = wb_utf8_next(text, &i);
        if (c >= 0x20 && c < 0x7F) {
            continue;
        }
        bool ill_formed = c == WB_UTF8_REPLACEMENT && i - start == 1;
        if (!ill_formed && !wb_utf8_is_control(c)) {
            continue;
        }
        wb_buf_append(buf, text.ptr + clean, start - clean);
        wb_buf_puts(buf, c == '\t' || c == '\n' || c == '\r' ? " " : "\xEF\xBF\xBD");
        clean = i;
    }
    return wb_buf_append(buf, text.len ? text.ptr + clean : "", text.len - clean);
}
