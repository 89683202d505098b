#include "narrowing.h"

#include <string.h>

wb_status wb_narrowing_intersect(wb_narrowing *narrowing, wb_docid_range *with, size_t count,
                                 wb_error *err)
{
    if (!narrowing->docids) {
        *narrowing = (wb_narrowing){with, count};
        return WB_OK;
    }
    wb_docid_range *both = wb_alloc(narrowing->count + count, sizeof *both);
    if (!both) {
        wb_free(with);
        return wb_error_nomem(err);
    }
    size_t found = 0;
    for (size_t i = 0, k = 0; i < narrowing->count && k < count;) {
        const wb_docid_range *a = &narrowing->docids[i];
        const wb_docid_range *b = &with[k];
        uint32_t first = a->first > b->first ? a->first : b->first;
        uint32_t last = a->last < b->last ? a->last : b->last;
        if (first <= last) {
            both[found++] = (wb_docid_range){first, last};
        }
        if (a->last < b->last) {
            i++;
        } else {
            k++;
        }
    }
    wb_free(with);
    wb_free(narrowing->docids);
    *narrowing = (wb_narrowing){both, found};
    return WB_OK;
}

wb_status wb_narrowing_copy(const wb_narrowing *from, wb_narrowing *ret, wb_error *err)
{
    if (!from->docids) {
        return WB_OK;
    }
    ret->docids = wb_alloc(from->count, sizeof *ret->docids);
    if (!ret->docids) {
        return wb_error_nomem(err);
    }
    memcpy(ret->docids, from->docids, from->count * sizeof *ret->docids);
    ret->count = from->count;
    return WB_OK;
}
