#include "documents.h"

#include <wbsearch/record_file.h>
#include <wbsearch/schema.h>
#include <wbsearch/store.h>

/* Where documents are looked up. */
struct sources {
    wb_store *store;
    wb_record_file records;
    wb_compressor *compressor;
    struct documents before;
    const struct documents *added;
    wb_record record;
    wb_buf bytes;
};

void documents_clear(struct documents *documents)
{
    wb_catalog_clear(&documents->catalog);
    wb_sections_clear(&documents->sections);
}

static wb_status read_before(struct sources *s, wb_error *err)
{
    wb_status status = wb_store_metadata(s->store, WB_SCHEMA_CATALOG, &s->bytes, err);
    if (status != WB_OK || s->bytes.len == 0) {
        return status;
    }
    status = wb_catalog_decode(wb_buf_slice(&s->bytes), &s->before.catalog, err);
    if (status == WB_OK) {
        status = wb_store_metadata(s->store, WB_SCHEMA_SECTIONS, &s->bytes, err);
    }
    return status == WB_OK ? wb_sections_decode(wb_buf_slice(&s->bytes), &s->before.sections, err)
                           : status;
}

static wb_status open_sources(struct sources *s, const char *generation, wb_slice dictionary,
                              wb_error *err)
{
    wb_status status = wb_store_open(generation, &s->store, err);
    if (status == WB_OK) {
        status = wb_record_file_open(generation, wb_store_group_count(s->store), &s->records, err);
    }
    if (status == WB_OK) {
        status = wb_compressor_new(dictionary, &s->compressor, err);
    }
    return status == WB_OK ? read_before(s, err) : status;
}

static void close_sources(struct sources *s)
{
    documents_clear(&s->before);
    wb_record_free(&s->record);
    wb_buf_free(&s->bytes);
    wb_compressor_free(s->compressor);
    wb_record_file_close(&s->records);
    if (s->store) {
        wb_store_close(s->store);
    }
}

static const wb_catalog_doc *find_same(const wb_catalog *catalog, uint32_t group,
                                       uint32_t group_count)
{
    const wb_catalog_doc *doc = wb_catalog_find(catalog, group);
    return doc && doc->group == group && doc->group_count == group_count ? doc : NULL;
}

/* Reads the record of `group`. */
static wb_status read_record(struct sources *s, uint32_t group, wb_error *err)
{
    wb_slice bytes;
    wb_status status = wb_record_file_get(&s->records, group, &bytes, err);
    return status == WB_OK ? wb_record_decode(s->compressor, bytes, &s->record, err) : status;
}

static wb_status describe(struct sources *s, const wb_file_entry *file, wb_catalog *ret,
                          wb_error *err)
{
    wb_status status = read_record(s, file->group, err);
    if (status != WB_OK) {
        return status;
    }
    wb_record_doc info = {s->record.doc_id, file->root, file->path};
    return wb_catalog_add(ret, &info, s->record.meta, file->group, file->group_count,
                          file->para_count, err);
}

static wb_status add_document(struct sources *s, const wb_file_entry *file, wb_catalog *ret,
                              wb_error *err)
{
    const wb_catalog_doc *known =
        s->added ? find_same(&s->added->catalog, file->group, file->group_count) : NULL;
    if (!known) {
        known = find_same(&s->before.catalog, file->group, file->group_count);
    }
    if (!known) {
        return describe(s, file, ret, err);
    }
    wb_catalog_doc doc = *known;
    doc.root = file->root;
    doc.path = file->path;
    return wb_catalog_copy(ret, &doc, err);
}

/* Reads all records of a document for their sections. */
static wb_status read_sections(struct sources *s, const wb_catalog_doc *doc, wb_sections *ret,
                               wb_error *err)
{
    uint32_t end = doc->group + doc->group_count;
    wb_status status = wb_sections_begin(ret, wb_store_para_docid(doc->group, 0),
                                         wb_store_para_docid(end, 0), err);
    for (uint32_t group = doc->group; group < end && status == WB_OK; group++) {
        const wb_record *record = &s->record;
        status = read_record(s, group, err);
        for (size_t i = 0; status == WB_OK && i < record->para_count; i++) {
            status = wb_sections_add(ret, wb_store_para_docid(group, (uint32_t)i), record->sections,
                                     record->paras[i].section, err);
        }
    }
    return status;
}

static wb_status add_sections(struct sources *s, const wb_catalog_doc *doc, wb_sections *ret,
                              wb_error *err)
{
    uint32_t first = wb_store_para_docid(doc->group, 0);
    uint32_t end = wb_store_para_docid(doc->group + doc->group_count, 0);
    if (s->added && find_same(&s->added->catalog, doc->group, doc->group_count)) {
        return wb_sections_copy(ret, &s->added->sections, first, end, err);
    }
    if (find_same(&s->before.catalog, doc->group, doc->group_count)) {
        return wb_sections_copy(ret, &s->before.sections, first, end, err);
    }
    return read_sections(s, doc, ret, err);
}

wb_status documents_collect(const char *generation, wb_slice dictionary,
                            const wb_manifest *manifest, const struct documents *added,
                            struct documents *ret, wb_error *err)
{
    documents_clear(ret);
    struct sources sources = {.added = added};
    wb_record_init(&sources.record);
    wb_buf_init(&sources.bytes, 0);
    wb_status status = open_sources(&sources, generation, dictionary, err);
    for (size_t i = 0; i < manifest->file_count && status == WB_OK; i++) {
        if (manifest->files[i].group_count) {
            status = add_document(&sources, &manifest->files[i], &ret->catalog, err);
        }
    }
    wb_catalog_sort(&ret->catalog);
    for (size_t i = 0; i < ret->catalog.count && status == WB_OK; i++) {
        status = add_sections(&sources, &ret->catalog.docs[i], &ret->sections, err);
    }
    close_sources(&sources);
    return status;
}
