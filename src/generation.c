#include <wbsearch/generation.h>

wb_status wb_generation_create(const char *path, wb_generation_writer *ret, wb_error *err)
{
    *ret = (wb_generation_writer){.is_durable = false};
    wb_status status = wb_store_writer_create(path, &ret->store, err);
    if (status == WB_OK) {
        status = wb_record_writer_open(path, 0, &ret->records, err);
    }
    if (status != WB_OK) {
        wb_generation_close(ret);
    }
    return status;
}

wb_status wb_generation_open(const char *path, wb_generation_writer *ret, wb_error *err)
{
    *ret = (wb_generation_writer){.is_durable = true};
    wb_status status = wb_store_writer_open(path, &ret->store, err);
    if (status == WB_OK) {
        uint32_t groups = wb_store_writer_next_group(ret->store);
        status = wb_record_writer_open(path, groups, &ret->records, err);
    }
    if (status != WB_OK) {
        wb_generation_close(ret);
    }
    return status;
}

void wb_generation_close(wb_generation_writer *writer)
{
    wb_record_writer_close(writer->records);
    wb_store_writer_close(writer->store);
    *writer = (wb_generation_writer){.is_durable = false};
}

wb_status wb_generation_end_group(wb_generation_writer *writer, uint32_t group, wb_slice record,
                                  wb_error *err)
{
    wb_status status = wb_record_writer_add(writer->records, group, record, err);
    return status == WB_OK ? wb_store_writer_end_group(writer->store, group, err) : status;
}

wb_status wb_generation_commit(wb_generation_writer *writer, wb_error *err)
{
    wb_status status = writer->is_durable ? wb_record_writer_sync(writer->records, err)
                                          : wb_record_writer_flush(writer->records, err);
    return status == WB_OK ? wb_store_writer_commit(writer->store, err) : status;
}

/* Adds the records of the generation in `source`. */
static wb_status add_records(wb_record_writer *writer, const char *source, wb_error *err)
{
    wb_store *store = NULL;
    wb_record_file file = {wb_slice_make(NULL, 0), wb_slice_make(NULL, 0)};
    wb_status status = wb_store_open(source, &store, err);
    if (status != WB_OK) {
        return status;
    }
    status = wb_record_file_open(source, wb_store_group_count(store), &file, err);
    if (status == WB_OK) {
        status = wb_record_writer_add_file(writer, &file, err);
    }
    wb_record_file_close(&file);
    wb_store_close(store);
    return status;
}

wb_status wb_generation_merge(const char *const *sources, size_t count, const char *path,
                              wb_error *err)
{
    if (count == 0) {
        wb_generation_writer empty;
        wb_status made = wb_generation_create(path, &empty, err);
        wb_generation_close(&empty);
        return made;
    }
    wb_record_writer *records = NULL;
    wb_status status = wb_store_merge(sources, count, path, err); /* makes the directory */
    if (status == WB_OK) {
        status = wb_record_writer_open(path, 0, &records, err);
    }
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        status = add_records(records, sources[i], err);
    }
    if (status == WB_OK) {
        status = wb_record_writer_sync(records, err);
    }
    wb_record_writer_close(records);
    return status;
}
