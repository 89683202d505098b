#include "indexes.h"

struct wb_indexes {
    const wb_named_index *named;
    size_t count;
    wb_listfile_report *report;
    void *context;
    wb_snapshot *snapshots[WB_INDEXES_MAX]; /* NULL: not open */
};

wb_status wb_indexes_new(const wb_named_index *named, size_t count, wb_listfile_report *report,
                         void *context, wb_indexes **ret, wb_error *err)
{
    if (count > WB_INDEXES_MAX) {
        return wb_error_set(err, WB_LIMIT, "more than %d indexes", WB_INDEXES_MAX);
    }
    wb_indexes *indexes = wb_alloc_zero(1, sizeof *indexes);
    if (!indexes) {
        return wb_error_nomem(err);
    }
    indexes->named = named;
    indexes->count = count;
    indexes->report = report;
    indexes->context = context;
    *ret = indexes;
    return WB_OK;
}

void wb_indexes_free(wb_indexes *indexes)
{
    if (indexes) {
        for (size_t i = 0; i < indexes->count; i++) {
            wb_snapshot_close(indexes->snapshots[i]);
        }
        wb_free(indexes);
    }
}

size_t wb_indexes_count(const wb_indexes *indexes)
{
    return indexes->count;
}

const char *wb_indexes_name(const wb_indexes *indexes, size_t number)
{
    return indexes->named[number].name;
}

wb_status wb_indexes_find(const wb_indexes *indexes, wb_slice name, size_t *ret, wb_error *err)
{
    for (size_t i = 0; i < indexes->count; i++) {
        if (name.len == 0 || wb_slice_equal(name, wb_slice_from(indexes->named[i].name))) {
            *ret = i;
            return WB_OK;
        }
    }
    wb_error_set(err, WB_NOTFOUND, "no index of that name");
    wb_error_hint(err, "/api/v1/status lists the indexes");
    return WB_NOTFOUND;
}

wb_status wb_indexes_get(wb_indexes *indexes, size_t number, wb_snapshot **ret, wb_error *err)
{
    wb_snapshot **snapshot = &indexes->snapshots[number];
    wb_status status = WB_OK;
    if (*snapshot) {
        wb_snapshot_refresh(*snapshot);
    } else {
        status = wb_snapshot_open(indexes->named[number].path, indexes->report, indexes->context,
                                  snapshot, err);
    }
    if (status == WB_OK) {
        *ret = *snapshot;
    }
    return status;
}

wb_status wb_indexes_reload(wb_indexes *indexes, wb_error *err)
{
    wb_status status = WB_OK;
    for (size_t i = 0; i < indexes->count && status == WB_OK; i++) {
        if (indexes->snapshots[i]) {
            status = wb_snapshot_reload(indexes->snapshots[i], err);
        }
    }
    return status;
}
