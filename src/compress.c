#include <wbsearch/compress.h>

#include <zdict.h>
#include <zstd.h>

#include <wbsearch/mem.h>

/* zstd's default: of the higher levels none is worth its time here (tests/bench). */
#define LEVEL 3

/* Fewer bytes of samples than this many dictionaries are not worth one. */
#define TRAIN_RATIO 8

struct wb_compressor {
    ZSTD_CCtx *compress;
    ZSTD_DCtx *decompress;
};

/* Whether a call of zstd succeeded. */
static bool is_fine(size_t result)
{
    return !ZSTD_isError(result);
}

static bool configure(wb_compressor *c)
{
    /* The checksum (XXH64) tells damage on the disk from what was written. */
    return is_fine(ZSTD_CCtx_setParameter(c->compress, ZSTD_c_compressionLevel, LEVEL)) &&
           is_fine(ZSTD_CCtx_setParameter(c->compress, ZSTD_c_checksumFlag, 1)) &&
           is_fine(ZSTD_CCtx_setParameter(c->compress, ZSTD_c_contentSizeFlag, 0)) &&
           is_fine(ZSTD_CCtx_setParameter(c->compress, ZSTD_c_dictIDFlag, 0));
}

wb_status wb_compressor_new(wb_slice dictionary, wb_compressor **ret, wb_error *err)
{
    wb_compressor *c = wb_alloc_zero(1, sizeof *c);
    if (c) {
        c->compress = ZSTD_createCCtx();
        c->decompress = ZSTD_createDCtx();
    }
    if (!c || !c->compress || !c->decompress || !configure(c)) {
        wb_compressor_free(c);
        return wb_error_nomem(err);
    }
    if (dictionary.len &&
        !(is_fine(ZSTD_CCtx_loadDictionary(c->compress, dictionary.ptr, dictionary.len)) &&
          is_fine(ZSTD_DCtx_loadDictionary(c->decompress, dictionary.ptr, dictionary.len)))) {
        wb_compressor_free(c);
        return wb_error_set(err, WB_CORRUPT, "the dictionary of the index is damaged");
    }
    *ret = c;
    return WB_OK;
}

void wb_compressor_free(wb_compressor *c)
{
    if (c) {
        ZSTD_freeCCtx(c->compress);
        ZSTD_freeDCtx(c->decompress);
        wb_free(c);
    }
}

wb_status wb_compress(wb_compressor *c, wb_slice plain, wb_buf *out)
{
    size_t bound = ZSTD_compressBound(plain.len);
    wb_buf_put_varint(out, plain.len);
    if (wb_buf_reserve(out, bound) != WB_OK) {
        return out->status;
    }
    size_t n = ZSTD_compress2(c->compress, out->data + out->len, bound, plain.ptr, plain.len);
    if (!is_fine(n)) {
        return WB_NOMEM;
    }
    out->len += n;
    return WB_OK;
}

wb_status wb_decompress(wb_compressor *c, wb_slice bytes, size_t max, wb_buf *out, wb_error *err)
{
    wb_cursor cursor = wb_cursor_make(bytes);
    size_t plain = (size_t)wb_cursor_varint_max(&cursor, max);
    if (cursor.failed) {
        return wb_error_set(err, WB_CORRUPT, "compressed data have no valid size");
    }
    wb_buf_clear(out);
    if (wb_buf_reserve(out, plain) != WB_OK) {
        return wb_error_nomem(err);
    }
    size_t n =
        ZSTD_decompressDCtx(c->decompress, out->data, plain, cursor.ptr, wb_cursor_left(&cursor));
    if (!is_fine(n) || n != plain) {
        return wb_error_set(err, WB_CORRUPT, "compressed data are damaged");
    }
    out->len = n;
    out->data[n] = '\0';
    return WB_OK;
}

wb_status wb_compress_train(wb_slice samples, const size_t *lengths, size_t count, wb_buf *out,
                            wb_error *err)
{
    if (samples.len < TRAIN_RATIO * WB_COMPRESS_DICTIONARY_SIZE || count > UINT32_MAX) {
        return WB_OK;
    }
    if (wb_buf_reserve(out, WB_COMPRESS_DICTIONARY_SIZE) != WB_OK) {
        return wb_error_nomem(err);
    }
    size_t n = ZDICT_trainFromBuffer(out->data + out->len, WB_COMPRESS_DICTIONARY_SIZE, samples.ptr,
                                     lengths, (unsigned)count);
    if (!ZDICT_isError(n)) { /* else the samples have too little in common */
        out->len += n;
    }
    return WB_OK;
}

wb_status wb_compress_alone(wb_slice plain, wb_buf *out)
{
    wb_compressor *compressor = NULL;
    wb_status status = wb_compressor_new(wb_slice_make("", 0), &compressor, NULL);
    if (compressor) { /* there is one when the status is WB_OK */
        status = wb_compress(compressor, plain, out);
    }
    wb_compressor_free(compressor);
    return status;
}

wb_status wb_decompress_alone(wb_slice bytes, size_t max, wb_buf *out, wb_error *err)
{
    wb_compressor *compressor = NULL;
    wb_status status = wb_compressor_new(wb_slice_make("", 0), &compressor, err);
    if (compressor) {
        status = wb_decompress(compressor, bytes, max, out, err);
    }
    wb_compressor_free(compressor);
    return status;
}
