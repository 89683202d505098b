#include "tally.h"

wb_status wb_tally_init(wb_tally *tally, size_t documents, wb_error *err)
{
    size_t size = 16;
    while (size < 2 * documents) {
        size *= 2;
    }
    tally->mask = size - 1;
    tally->ids = wb_alloc_zero(size, sizeof *tally->ids);
    tally->counts = wb_alloc_zero(size, sizeof *tally->counts);
    if (!tally->ids || !tally->counts) {
        wb_tally_free(tally);
        return wb_error_nomem(err);
    }
    return WB_OK;
}

void wb_tally_free(wb_tally *tally)
{
    wb_free(tally->ids);
    wb_free(tally->counts);
    *tally = (wb_tally){NULL, NULL, 0};
}

uint64_t *wb_tally_of(wb_tally *tally, wb_doc_id id)
{
    /* Ids are hashes already; 0, one in 2^64, shares the place of 1. */
    wb_doc_id key = id ? id : 1;
    size_t at = (size_t)key & tally->mask;
    while (tally->ids[at] && tally->ids[at] != key) {
        at = (at + 1) & tally->mask;
    }
    tally->ids[at] = key;
    return &tally->counts[at];
}
