#include "paragraphs.h"

#include <wbsearch/store.h>

/* Records that stay decoded: neighbours in a result often share one, and a hit is looked at again
 * when it is described. Some 8 KB each, once they are used. */
#define CACHE_SIZE 512

struct cached_record {
    wb_record record;
    bool valid;
    uint32_t group;
};

struct wb_paragraphs {
    wb_index *index;
    struct cached_record *cache[CACHE_SIZE]; /* NULL: never used */
};

wb_status wb_paragraphs_new(wb_index *index, wb_paragraphs **ret, wb_error *err)
{
    wb_paragraphs *paragraphs = wb_alloc_zero(1, sizeof *paragraphs);
    if (!paragraphs) {
        return wb_error_nomem(err);
    }
    paragraphs->index = index;
    *ret = paragraphs;
    return WB_OK;
}

void wb_paragraphs_free(wb_paragraphs *paragraphs)
{
    if (paragraphs) {
        for (size_t i = 0; i < CACHE_SIZE; i++) {
            if (paragraphs->cache[i]) {
                wb_record_free(&paragraphs->cache[i]->record);
                wb_free(paragraphs->cache[i]);
            }
        }
        wb_free(paragraphs);
    }
}

void wb_paragraphs_forget(wb_paragraphs *paragraphs)
{
    for (size_t i = 0; i < CACHE_SIZE; i++) {
        if (paragraphs->cache[i]) {
            paragraphs->cache[i]->valid = false;
        }
    }
}

/* Where the record of the group is, or is to be; NULL when memory is short. */
static struct cached_record *place_of(wb_paragraphs *paragraphs, uint32_t group)
{
    struct cached_record **place = &paragraphs->cache[group % CACHE_SIZE];
    if (!*place) {
        *place = wb_alloc_zero(1, sizeof **place);
        if (*place) {
            wb_record_init(&(*place)->record);
        }
    }
    return *place;
}

wb_status wb_paragraphs_record(wb_paragraphs *paragraphs, uint32_t group, const wb_record **ret,
                               wb_error *err)
{
    struct cached_record *cached = place_of(paragraphs, group);
    if (!cached) {
        return wb_error_nomem(err);
    }
    wb_status status;
    if (cached->valid && cached->group == group) {
        status = wb_index_check_patience(paragraphs->index, err);
    } else {
        status = wb_index_record(paragraphs->index, group, &cached->record, err);
        cached->valid = status == WB_OK;
        cached->group = group;
    }
    if (status == WB_OK) {
        *ret = &cached->record;
    }
    return status;
}

wb_status wb_paragraphs_get(wb_paragraphs *paragraphs, uint32_t docid, const wb_record **ret_record,
                            const wb_para **ret_para, wb_error *err)
{
    wb_status status = wb_paragraphs_record(paragraphs, wb_store_group(docid), ret_record, err);
    if (status != WB_OK) {
        return status;
    }
    uint32_t index = wb_store_index(docid);
    if (index >= (*ret_record)->para_count) {
        return wb_error_set(err, WB_CORRUPT, "a posting leads to no paragraph");
    }
    *ret_para = &(*ret_record)->paras[index];
    return WB_OK;
}
