#include "ingest.h"

#include <fcntl.h>
#include <string.h>

#include <xxhash.h>

#include <wbsearch/encoding.h>
#include <wbsearch/fold.h>
#include <wbsearch/token.h>

struct ingest {
    wb_buf bytes;   /* the file */
    wb_buf decoded; /* its text, when it had to be converted */
    wb_doc doc;
    wb_record_doc info;
    wb_folded folded;
    wb_terms terms;
    wb_buf plain;  /* a record, before … */
    wb_buf record; /* … and after compression */
    wb_tokenizer *tokenizer;
    wb_compressor *compressor;
};

wb_status ingest_new(wb_slice dictionary, struct ingest **ret, wb_error *err)
{
    struct ingest *ingest = wb_alloc_zero(1, sizeof *ingest);
    if (!ingest) {
        return wb_error_nomem(err);
    }
    wb_buf_init(&ingest->bytes, 0);
    wb_buf_init(&ingest->decoded, 0);
    wb_buf_init(&ingest->plain, WB_RECORD_PLAIN_MAX);
    wb_buf_init(&ingest->record, 0);
    wb_folded_init(&ingest->folded);
    wb_terms_init(&ingest->terms);
    wb_status status = wb_tokenizer_new(&ingest->tokenizer, err);
    if (status == WB_OK) {
        status = wb_compressor_new(dictionary, &ingest->compressor, err);
    }
    if (status != WB_OK) {
        ingest_free(ingest);
        return status;
    }
    *ret = ingest;
    return WB_OK;
}

void ingest_free(struct ingest *ingest)
{
    if (ingest) {
        wb_buf_free(&ingest->bytes);
        wb_buf_free(&ingest->decoded);
        wb_buf_free(&ingest->plain);
        wb_buf_free(&ingest->record);
        wb_doc_clear(&ingest->doc);
        wb_folded_free(&ingest->folded);
        wb_terms_free(&ingest->terms);
        wb_tokenizer_free(ingest->tokenizer);
        wb_compressor_free(ingest->compressor);
        wb_free(ingest);
    }
}

wb_status ingest_read(struct ingest *ingest, const char *path, struct ingest_result *result,
                      wb_error *err)
{
    memset(result, 0, sizeof *result);
    wb_status status =
        wb_file_read(AT_FDCWD, path, INGEST_FILE_MAX, &ingest->bytes, &result->stamp, err);
    if (status == WB_OK) {
        result->hash = XXH3_64bits(ingest->bytes.data, ingest->bytes.len);
    }
    return status;
}

wb_status ingest_parse(struct ingest *ingest, wb_slice root_path, uint32_t root, wb_slice path,
                       wb_error *err)
{
    const char *slash = strrchr(path.ptr, '/');
    const char *name = slash ? slash + 1 : path.ptr;
    wb_doc_format format = WB_DOC_PLAIN;
    (void)wb_doc_format_of(name, &format);
    wb_slice text;
    wb_encoding encoding;
    wb_status status =
        wb_encoding_decode(wb_buf_slice(&ingest->bytes), &ingest->decoded, &text, &encoding, err);
    if (status == WB_OK) {
        status = wb_doc_read(text, format, name, &ingest->doc, err);
    }
    ingest->info.id = wb_doc_id_of(root_path, path);
    ingest->info.root = root;
    ingest->info.path = path;
    return status;
}

static wb_status write_para(struct ingest *ingest, wb_store_writer *writer, const wb_para *para,
                            uint32_t docid, wb_error *err)
{
    wb_status status = wb_fold(para->text, false, &ingest->folded);
    if (status != WB_OK) {
        return wb_error_nomem(err);
    }
    status = wb_tokenizer_terms(ingest->tokenizer, wb_buf_slice(&ingest->folded.text),
                                &ingest->terms, err);
    return status == WB_OK ? wb_store_writer_add_para(writer, docid, &ingest->terms, err) : status;
}

wb_status ingest_write(struct ingest *ingest, wb_generation_writer *writer, uint32_t group,
                       struct ingest_result *result, wb_error *err)
{
    const wb_doc *doc = &ingest->doc;
    uint32_t ordinal = 0;
    result->group = group;
    for (size_t first = 0; first < doc->para_count; ordinal++) {
        size_t count = wb_record_fill(doc, first);
        for (size_t i = 0; i < count; i++) {
            const wb_para *para = &doc->paras[first + i];
            uint32_t docid = wb_store_para_docid(group + ordinal, (uint32_t)i);
            wb_status status = write_para(ingest, writer->store, para, docid, err);
            if (status != WB_OK) {
                return status;
            }
            result->text_bytes += para->text.len;
        }
        wb_status status = wb_record_encode(ingest->compressor, doc, &ingest->info, ordinal, first,
                                            count, &ingest->plain, &ingest->record, err);
        if (status == WB_OK) {
            status = wb_generation_end_group(writer, group + ordinal, wb_buf_slice(&ingest->record),
                                             err);
        }
        if (status != WB_OK) {
            return status;
        }
        first += count;
    }
    result->group_count = ordinal;
    result->para_count = (uint32_t)doc->para_count;
    return WB_OK;
}

/* The docids are those that ingest_write gave. */
static wb_status describe_sections(const wb_doc *doc, const struct ingest_result *result,
                                   wb_sections *sections, wb_error *err)
{
    uint32_t group = result->group;
    wb_status status = wb_sections_begin(sections, wb_store_para_docid(group, 0),
                                         wb_store_para_docid(group + result->group_count, 0), err);
    for (size_t first = 0; status == WB_OK && first < doc->para_count; group++) {
        size_t count = wb_record_fill(doc, first);
        for (size_t i = 0; i < count && status == WB_OK; i++) {
            status = wb_sections_add(sections, wb_store_para_docid(group, (uint32_t)i),
                                     doc->sections, doc->paras[first + i].section, err);
        }
        first += count;
    }
    return status;
}

wb_status ingest_describe(const struct ingest *ingest, const struct ingest_result *result,
                          struct documents *documents, wb_error *err)
{
    if (result->group_count == 0) {
        return WB_OK;
    }
    wb_status status = wb_catalog_add(&documents->catalog, &ingest->info, ingest->doc.meta,
                                      result->group, result->group_count, result->para_count, err);
    return status == WB_OK ? describe_sections(&ingest->doc, result, &documents->sections, err)
                           : status;
}

wb_status ingest_sample(struct ingest *ingest, wb_buf *samples, size_t **lengths, size_t *count,
                        size_t *cap, wb_error *err)
{
    const wb_doc *doc = &ingest->doc;
    uint32_t ordinal = 0;
    for (size_t first = 0; first < doc->para_count; ordinal++) {
        size_t start = samples->len;
        size_t paras = wb_record_fill(doc, first);
        wb_status status =
            wb_record_encode_plain(doc, &ingest->info, ordinal, first, paras, samples, err);
        size_t *grown = wb_grow(*lengths, cap, *count + 1, sizeof **lengths);
        if (status != WB_OK || !grown) {
            return wb_error_nomem(err);
        }
        *lengths = grown;
        grown[(*count)++] = samples->len - start;
        first += paras;
    }
    return WB_OK;
}
