/**
 * @file buf.h
 * A growing byte buffer with a hard maximum and a sticky status: appends may be chained and checked
 * once at the end.
 */
#ifndef WBSEARCH_BUF_H
#define WBSEARCH_BUF_H

#include <wbsearch/base.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** The maximum of a buffer whose owner sets none: 1 GiB. */
#define WB_BUF_MAX ((size_t)1 << 30)

/**
 * The buffer. Initialise with wb_buf_init, or with zeros for the maximum WB_BUF_MAX. `data` is
 * never NULL after a successful append and is followed by a NUL byte that `len` does not count.
 */
typedef struct wb_buf {
    char *data;
    size_t len;       /**< bytes in use */
    size_t cap;       /**< bytes allocated */
    size_t max;       /**< an append beyond this many bytes fails */
    wb_status status; /**< WB_OK, or WB_NOMEM / WB_LIMIT once an append has failed; appends after
                           a failure do nothing */
} wb_buf;

/** Makes `buf` empty with the given maximum in bytes (0: WB_BUF_MAX). Allocates nothing. */
void wb_buf_init(wb_buf *buf, size_t max);

/** Frees the memory; the buffer is empty again and keeps its maximum. */
void wb_buf_free(wb_buf *buf);

/** Forgets content and status, keeps the memory. */
void wb_buf_clear(wb_buf *buf);

/** Makes room for `more` further bytes. */
wb_status wb_buf_reserve(wb_buf *buf, size_t more);

/** Appends bytes. The return value is `buf->status`. */
wb_status wb_buf_append(wb_buf *buf, const void *bytes, size_t len);

/** Appends a slice. */
wb_status wb_buf_put(wb_buf *buf, wb_slice text);

/** Appends a NUL-terminated string. */
wb_status wb_buf_puts(wb_buf *buf, const char *text);

/** Appends one byte. */
wb_status wb_buf_putc(wb_buf *buf, char byte);

/** Appends a number in decimal; what wb_buf_printf does with it takes ten times as long. */
wb_status wb_buf_put_decimal(wb_buf *buf, uint64_t value);

/** Appends formatted text. */
wb_status wb_buf_printf(wb_buf *buf, const char *format, ...) WB_PRINTF(2, 3);

/** Appends an unsigned number in LEB128: 7 bits a byte, least significant first. */
wb_status wb_buf_put_varint(wb_buf *buf, uint64_t value);

/** Appends a varint length and then the bytes. */
wb_status wb_buf_put_block(wb_buf *buf, wb_slice bytes);

/** The content as a slice, valid until the next append. */
static inline wb_slice wb_buf_slice(const wb_buf *buf)
{
    return wb_slice_make(buf->data, buf->len);
}

/**
 * A reader over bytes written by the functions above. Reading past the end or a malformed number
 * sets `failed` and gives 0 or an empty slice from then on, so that a decoder checks once.
 */
typedef struct wb_cursor {
    const char *ptr;
    const char *end;
    bool failed;
} wb_cursor;

/** A cursor over `bytes`, which must outlive it. */
wb_cursor wb_cursor_make(wb_slice bytes);

/** The next varint. */
uint64_t wb_cursor_varint(wb_cursor *cursor);

/** The next varint, which must be at most `max` (an element count, an offset); else failure. */
uint64_t wb_cursor_varint_max(wb_cursor *cursor, uint64_t max);

/** The next `len` bytes, borrowed from the underlying slice. */
wb_slice wb_cursor_bytes(wb_cursor *cursor, size_t len);

/** The next varint length and its bytes. */
wb_slice wb_cursor_block(wb_cursor *cursor);

/** Bytes left to read. */
static inline size_t wb_cursor_left(const wb_cursor *cursor)
{
    return (size_t)(cursor->end - cursor->ptr);
}

WB_END_DECLS

#endif
