#include "gzip.h"

#include <limits.h>

#include <wbsearch/mem.h>

#include <zlib.h>

/* 1 costs a third of the time of 6 and gives answers a tenth larger. */
#define LEVEL 1
#define GZIP_WINDOW (15 + 16) /* the largest window; 16: with the frame of gzip (zlib.h) */
#define MEMORY_LEVEL 8

static voidpf allocate(voidpf opaque, uInt count, uInt size)
{
    (void)opaque;
    return wb_alloc_zero(count, size);
}

static void release(voidpf opaque, voidpf block)
{
    (void)opaque;
    wb_free(block);
}

bool wb_gzip(wb_buf *body)
{
    z_stream stream = {.zalloc = allocate, .zfree = release};
    if (body->len < WB_GZIP_MIN || body->len > UINT_MAX ||
        deflateInit2(&stream, LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) !=
            Z_OK) {
        return false;
    }
    wb_buf out;
    wb_buf_init(&out, body->max);
    bool done = false;
    if (wb_buf_reserve(&out, body->len) == WB_OK) {
        stream.next_in = (Bytef *)body->data;
        stream.avail_in = (uInt)body->len;
        stream.next_out = (Bytef *)out.data;
        stream.avail_out = (uInt)body->len;
        done = deflate(&stream, Z_FINISH) == Z_STREAM_END; /* else it does not get smaller */
        out.len = (size_t)stream.total_out;
    }
    (void)deflateEnd(&stream);
    if (!done) {
        wb_buf_free(&out);
        return false;
    }
    wb_buf_free(body);
    *body = out;
    return true;
}
