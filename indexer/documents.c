#include "documents.h"

#include <wbsearch/schema.h>
#include <wbsearch/store.h>

/* Where documents are looked up. */
struct sources {
    wb_store *store;
    wb_compressor *compressor;
    wb_catalog before;
    const wb_catalog *added;
    wb_record record;
    wb_buf bytes;
};

static wb_status open_sources(struct sources *s, const char *generation, wb_slice dictionary,
                              wb_error *err)
{
    wb_status status = wb_store_open(generation, &s->store, err);
    if (status == WB_OK) {
        status = wb_compressor_new(dictionary, &s->compressor, err);
    }
    if (status == WB_OK) {
        status = wb_store_metadata(s->store, WB_SCHEMA_CATALOG, &s->bytes, err);
    }
    return status == WB_OK && s->bytes.len
               ? wb_catalog_decode(wb_buf_slice(&s->bytes), &s->before, err)
               : status;
}

static void close_sources(struct sources *s)
{
    wb_catalog_clear(&s->before);
    wb_record_free(&s->record);
    wb_buf_free(&s->bytes);
    wb_compressor_free(s->compressor);
    if (s->store) {
        wb_store_close(s->store);
    }
}

static const wb_catalog_doc *find_same(const wb_catalog *catalog, const wb_file_entry *file)
{
    const wb_catalog_doc *doc = wb_catalog_find(catalog, file->group);
    return doc && doc->group == file->group && doc->group_count == file->group_count ? doc : NULL;
}

static wb_status read_record(struct sources *s, const wb_file_entry *file, wb_catalog *ret,
                             wb_error *err)
{
    wb_status status = wb_store_record(s->store, file->group, &s->bytes, err);
    if (status == WB_OK) {
        status = wb_record_decode(s->compressor, wb_buf_slice(&s->bytes), &s->record, err);
    }
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
    const wb_catalog_doc *known = s->added ? find_same(s->added, file) : NULL;
    if (!known) {
        known = find_same(&s->before, file);
    }
    if (!known) {
        return read_record(s, file, ret, err);
    }
    wb_catalog_doc doc = *known;
    doc.root = file->root;
    doc.path = file->path;
    return wb_catalog_copy(ret, &doc, err);
}

wb_status documents_collect(const char *generation, wb_slice dictionary,
                            const wb_manifest *manifest, const wb_catalog *added, wb_catalog *ret,
                            wb_error *err)
{
    wb_catalog_clear(ret);
    struct sources sources = {.added = added};
    wb_record_init(&sources.record);
    wb_buf_init(&sources.bytes, 0);
    wb_status status = open_sources(&sources, generation, dictionary, err);
    for (size_t i = 0; i < manifest->file_count && status == WB_OK; i++) {
        if (manifest->files[i].group_count) {
            status = add_document(&sources, &manifest->files[i], ret, err);
        }
    }
    wb_catalog_sort(ret);
    close_sources(&sources);
    return status;
}
