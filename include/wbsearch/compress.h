/**
 * @file compress.h
 * Compression of stored things with zstd, alone or with a dictionary trained on their kind (records
 * are so short that without one they hardly shrink).
 */
#ifndef WBSEARCH_COMPRESS_H
#define WBSEARCH_COMPRESS_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** The size of a dictionary, bytes: 112,640, zstd's own default. */
#define WB_COMPRESS_DICTIONARY_SIZE ((size_t)110 << 10)

/** Keeps what makes compressing and decompressing fast. One thread at a time. */
typedef struct wb_compressor wb_compressor;

/** With the given dictionary, which is copied; empty for none. Errors: WB_NOMEM, WB_CORRUPT (it is
 * no dictionary). */
wb_status wb_compressor_new(wb_slice dictionary, wb_compressor **ret, wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_compressor_free(wb_compressor *compressor);

/** Appends the compressed form of `plain` to `out`, with a checksum. Errors: WB_NOMEM, WB_LIMIT. */
wb_status wb_compress(wb_compressor *compressor, wb_slice plain, wb_buf *out) WB_MUST_CHECK;

/** The reverse, into `out` (cleared first), `max` bytes at most. Any bytes may be given.
 *  Errors: WB_CORRUPT, WB_NOMEM. */
wb_status wb_decompress(wb_compressor *compressor, wb_slice bytes, size_t max, wb_buf *out,
                        wb_error *err) WB_MUST_CHECK;

/** wb_compress without a dictionary, for what is stored once. Errors: WB_NOMEM, WB_LIMIT. */
wb_status wb_compress_alone(wb_slice plain, wb_buf *out) WB_MUST_CHECK;

/** The reverse of wb_compress_alone; as wb_decompress. */
wb_status wb_decompress_alone(wb_slice bytes, size_t max, wb_buf *out, wb_error *err) WB_MUST_CHECK;

/**
 * Trains a dictionary on `count` samples, which stand one after the other in `samples` with the
 * lengths `lengths`; appended to `out`. Nothing is appended when they are too few to be worth it.
 * Errors: WB_NOMEM.
 */
wb_status wb_compress_train(wb_slice samples, const size_t *lengths, size_t count, wb_buf *out,
                            wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
