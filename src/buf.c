#include <wbsearch/buf.h>

#include <stdarg.h>
#include <stdio.h>

#include <wbsearch/mem.h>

void wb_buf_init(wb_buf *buf, size_t max)
{
    memset(buf, 0, sizeof *buf);
    buf->max = max ? max : WB_BUF_MAX;
}

void wb_buf_free(wb_buf *buf)
{
    wb_free(buf->data);
    wb_buf_init(buf, buf->max);
}

void wb_buf_clear(wb_buf *buf)
{
    buf->len = 0;
    buf->status = WB_OK;
}

wb_status wb_buf_reserve(wb_buf *buf, size_t more)
{
    if (buf->status != WB_OK) {
        return buf->status;
    }
    size_t max = buf->max ? buf->max : WB_BUF_MAX; /* zero-initialised */
    if (more >= SIZE_MAX - buf->len || buf->len + more > max) {
        return buf->status = WB_LIMIT;
    }
    char *data = wb_grow(buf->data, &buf->cap, buf->len + more + 1, 1);
    if (!data) {
        return buf->status = WB_NOMEM;
    }
    buf->data = data;
    return WB_OK;
}

wb_status wb_buf_append(wb_buf *buf, const void *bytes, size_t len)
{
    if (wb_buf_reserve(buf, len) == WB_OK) {
        if (len) {
            memcpy(buf->data + buf->len, bytes, len);
        }
        buf->len += len;
        buf->data[buf->len] = '\0';
    }
    return buf->status;
}

wb_status wb_buf_put(wb_buf *buf, wb_slice text)
{
    return wb_buf_append(buf, text.ptr, text.len);
}

wb_status wb_buf_puts(wb_buf *buf, const char *text)
{
    return wb_buf_append(buf, text, strlen(text));
}

wb_status wb_buf_putc(wb_buf *buf, char byte)
{
    return wb_buf_append(buf, &byte, 1);
}

wb_status wb_buf_put_decimal(wb_buf *buf, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    return wb_buf_append(buf, digits + at, sizeof digits - at);
}

wb_status wb_buf_printf(wb_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0) {
        buf->status = WB_INTERNAL;
    } else if (wb_buf_reserve(buf, (size_t)n) == WB_OK) {
        (void)vsnprintf(buf->data + buf->len, (size_t)n + 1, format, again);
        buf->len += (size_t)n;
    }
    va_end(again);
    return buf->status;
}

wb_status wb_buf_put_varint(wb_buf *buf, uint64_t value)
{
    char bytes[10];
    size_t n = 0;
    do {
        unsigned low = value & 0x7F;
        value >>= 7;
        bytes[n++] = (char)(value ? low | 0x80 : low);
    } while (value);
    return wb_buf_append(buf, bytes, n);
}

wb_status wb_buf_put_block(wb_buf *buf, wb_slice bytes)
{
    wb_buf_put_varint(buf, bytes.len);
    return wb_buf_put(buf, bytes);
}

wb_cursor wb_cursor_make(wb_slice bytes)
{
    wb_cursor cursor;
    cursor.ptr = bytes.len ? bytes.ptr : "";
    cursor.end = cursor.ptr + bytes.len;
    cursor.failed = false;
    return cursor;
}

static uint64_t fail(wb_cursor *cursor)
{
    cursor->failed = true;
    cursor->ptr = cursor->end;
    return 0;
}

uint64_t wb_cursor_varint(wb_cursor *cursor)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (cursor->ptr == cursor->end) {
            break;
        }
        unsigned char byte = (unsigned char)*cursor->ptr++;
        if (shift == 63 && byte > 1) {
            break;
        }
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80)) {
            return value;
        }
    }
    return fail(cursor);
}

uint64_t wb_cursor_varint_max(wb_cursor *cursor, uint64_t max)
{
    uint64_t value = wb_cursor_varint(cursor);
    return value <= max ? value : fail(cursor);
}

wb_slice wb_cursor_bytes(wb_cursor *cursor, size_t len)
{
    if (len > wb_cursor_left(cursor)) {
        fail(cursor);
        return wb_slice_make(cursor->end, 0);
    }
    wb_slice bytes = wb_slice_make(cursor->ptr, len);
    cursor->ptr += len;
    return bytes;
}

wb_slice wb_cursor_block(wb_cursor *cursor)
{
    uint64_t len = wb_cursor_varint_max(cursor, SIZE_MAX);
    return wb_cursor_bytes(cursor, (size_t)len);
}
