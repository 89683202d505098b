#include "document_info.h"

/* Documents that are kept: half a kilobyte each, once they are used. */
#define CACHE_SIZE 4096

/* A document; its texts stand in `texts`, one behind the other. */
struct entry {
    bool valid;
    uint32_t first_group;
    wb_document_info info;
    wb_buf texts;
};

struct wb_document_cache {
    const wb_index *index;
    wb_paragraphs *paragraphs;
    struct entry *entries[CACHE_SIZE]; /* NULL: never used */
};

wb_status wb_document_cache_new(const wb_index *index, wb_paragraphs *paragraphs,
                                wb_document_cache **ret, wb_error *err)
{
    wb_document_cache *cache = wb_alloc_zero(1, sizeof *cache);
    if (!cache) {
        return wb_error_nomem(err);
    }
    cache->index = index;
    cache->paragraphs = paragraphs;
    *ret = cache;
    return WB_OK;
}

void wb_document_cache_free(wb_document_cache *cache)
{
    if (cache) {
        for (size_t i = 0; i < CACHE_SIZE; i++) {
            if (cache->entries[i]) {
                wb_buf_free(&cache->entries[i]->texts);
                wb_free(cache->entries[i]);
            }
        }
        wb_free(cache);
    }
}

void wb_document_cache_forget(wb_document_cache *cache)
{
    for (size_t i = 0; i < CACHE_SIZE; i++) {
        if (cache->entries[i]) {
            cache->entries[i]->valid = false;
        }
    }
}

/* Where the document is, or is to be; NULL when memory is short. */
static struct entry *entry_of(wb_document_cache *cache, uint32_t first_group)
{
    struct entry **place = &cache->entries[first_group % CACHE_SIZE];
    if (!*place) {
        *place = wb_alloc_zero(1, sizeof **place);
        if (*place) {
            wb_buf_init(&(*place)->texts, 0);
        }
    }
    return *place;
}

/* Cuts the next text off what stands in the buffer. */
static wb_slice cut(wb_slice *rest, size_t len)
{
    wb_slice text = wb_slice_make(rest->ptr, len);
    *rest = wb_slice_make(rest->ptr + len, rest->len - len);
    return text;
}

static wb_status fill(struct entry *entry, const wb_record *record, wb_slice root, wb_error *err)
{
    wb_buf *texts = &entry->texts;
    wb_buf_clear(texts);
    wb_buf_put(texts, root);
    wb_buf_put(texts, record->doc.path);
    for (size_t i = 0; i < WB_META_FIELD_COUNT_; i++) {
        wb_buf_put(texts, record->meta[i].value);
    }
    if (texts->status != WB_OK) {
        return wb_error_nomem(err);
    }
    wb_slice rest = wb_buf_slice(texts);
    entry->info.id = record->doc_id;
    entry->info.root = cut(&rest, root.len);
    entry->info.path = cut(&rest, record->doc.path.len);
    for (size_t i = 0; i < WB_META_FIELD_COUNT_; i++) {
        entry->info.meta[i] = cut(&rest, record->meta[i].value.len);
    }
    return WB_OK;
}

static wb_status read_document(wb_document_cache *cache, wb_doc_id id, uint32_t first_group,
                               struct entry *entry, wb_error *err)
{
    const wb_index *index = cache->index;
    const wb_record *record = NULL;
    wb_status status = wb_paragraphs_record(cache->paragraphs, first_group, &record, err);
    if (status != WB_OK) {
        return status;
    }
    if (record->ordinal != 0 || record->doc_id != id || record->doc.root >= index->root_count) {
        return wb_error_set(err, WB_CORRUPT, "the records of a document do not follow each other");
    }
    return fill(entry, record, index->roots[record->doc.root], err);
}

wb_status wb_document_cache_get(wb_document_cache *cache, wb_doc_id id, uint32_t first_group,
                                const wb_document_info **ret, wb_error *err)
{
    struct entry *entry = entry_of(cache, first_group);
    if (!entry) {
        return wb_error_nomem(err);
    }
    wb_status status = WB_OK;
    if (!entry->valid || entry->first_group != first_group || entry->info.id != id) {
        status = read_document(cache, id, first_group, entry, err);
        entry->valid = status == WB_OK;
        entry->first_group = first_group;
    }
    if (status == WB_OK) {
        *ret = &entry->info;
    }
    return status;
}
