/**
 * @file record.h
 * How paragraphs are stored: records of a few consecutive paragraphs of one document, compressed
 * together.
 *
 * A record knows all that a hit shows but the document's path and metadata, which stand in the
 * document's first record only.
 */
#ifndef WBSEARCH_RECORD_H
#define WBSEARCH_RECORD_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/compress.h>
#include <wbsearch/doc.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** A record holds at most this many paragraphs … */
#define WB_RECORD_PARAS_MAX 7

/** … and is closed when its text reaches this many bytes. A search reads nearly a hundred records,
 *  mostly for one paragraph each, so short ones are faster; longer ones are smaller. Measured on 58
 *  MB of laws: ARCHITECTURE.md, "Measured decisions". */
#define WB_RECORD_TEXT_TARGET 1024

/** The largest record, uncompressed, that is decoded: a paragraph of the largest size and more. */
#define WB_RECORD_PLAIN_MAX ((size_t)4 << 20)

/** Identifies a document: a hash of its root and path, the same whenever it is indexed. */
typedef uint64_t wb_doc_id;

/** The id of the file `path` (relative, '/' between names) in the root folder `root`. */
wb_doc_id wb_doc_id_of(wb_slice root, wb_slice path);

/** What is stored of a document beside its paragraphs. */
typedef struct wb_record_doc {
    wb_doc_id id;
    uint32_t root; /**< number of the root folder in the manifest */
    wb_slice path; /**< relative to the root */
} wb_record_doc;

/** A decoded record. Initialise with wb_record_init; reuse it for the next one. */
typedef struct wb_record {
    wb_doc_id doc_id;
    uint32_t ordinal;    /**< number of this record within its document, from 0 */
    uint32_t first_para; /**< number of its first paragraph within the document */
    wb_para *paras;      /**< `section` counts in `sections` below */
    size_t para_count;
    wb_section *sections; /**< the sections of these paragraphs and those around them; `para`
                               counts in the document */
    size_t section_count;
    /* In the first record of a document only, else empty: */
    wb_record_doc doc;
    uint32_t doc_para_count; /**< paragraphs of the whole document */
    wb_meta_value meta[WB_META_FIELD_COUNT_];
    /* Private: */
    wb_buf plain;
    wb_arena arena;
} wb_record;

/** Makes `record` empty. */
void wb_record_init(wb_record *record);

/** Frees what it holds. */
void wb_record_free(wb_record *record);

/** How many paragraphs of `doc`, from number `first` on, go into one record. */
size_t wb_record_fill(const wb_doc *doc, size_t first);

/**
 * Encodes the paragraphs [first, first + count) of `doc` as record number `ordinal` into `out`
 * (cleared first). `scratch` is overwritten. Errors: WB_NOMEM, WB_LIMIT.
 */
wb_status wb_record_encode(wb_compressor *compressor, const wb_doc *doc, const wb_record_doc *info,
                           uint32_t ordinal, size_t first, size_t count, wb_buf *scratch,
                           wb_buf *out, wb_error *err) WB_MUST_CHECK;

/** The same without compression: what a dictionary is trained on. Appended to `out`. */
wb_status wb_record_encode_plain(const wb_doc *doc, const wb_record_doc *info, uint32_t ordinal,
                                 size_t first, size_t count, wb_buf *out,
                                 wb_error *err) WB_MUST_CHECK;

/** Decodes `bytes` into `record`, whose former content goes; nothing of `bytes` is borrowed.
 *  Any bytes may be given; their checksum is verified, but who forges it may store ill-formed
 * UTF-8, so output goes through the escaping writers. Errors: WB_CORRUPT, WB_NOMEM. */
wb_status wb_record_decode(wb_compressor *compressor, wb_slice bytes, wb_record *record,
                           wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
