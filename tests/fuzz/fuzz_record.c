/* The decoders of records and of the catalog, and where records are in their file. The first byte
 * chooses: the rest as stored bytes, or (so that more than the checksum is tried) as what they
 * decompress to; or as the ends of a few records and what these are in. */
#include "fuzz.h"

#include <wbsearch/catalog.h>
#include <wbsearch/record.h>
#include <wbsearch/record_file.h>

static void check_record(const wb_record *record)
{
    PROMISE(record->para_count <= WB_RECORD_PARAS_MAX);
    for (size_t i = 0; i < record->section_count; i++) {
        PROMISE(record->sections[i].parent == WB_NONE || record->sections[i].parent < i);
    }
    for (size_t i = 0; i < record->para_count; i++) {
        const wb_para *para = &record->paras[i];
        PROMISE((unsigned)para->kind < WB_PARA_KIND_COUNT_);
        PROMISE(para->section == WB_NONE || para->section < record->section_count);
        PROMISE(para->title_len <= para->text.len);
        PROMISE(para->segment_count > 0 && para->segments[0].at == 0);
        for (size_t k = 0; k < para->segment_count; k++) {
            PROMISE(para->segments[k].at < para->text.len && para->segments[k].line > 0);
            PROMISE(k == 0 || para->segments[k].at >= para->segments[k - 1].at);
        }
        for (size_t k = 0; k < para->mark_count; k++) {
            PROMISE(para->marks[k].at <= para->text.len);
        }
        for (size_t at = 0; at < para->text.len; at += 1 + para->text.len / 16) {
            uint32_t line = 0;
            uint32_t column = 0;
            wb_para_locate(para, at, &line, &column);
            PROMISE(line >= 1);
        }
    }
}

static void check_catalog(wb_slice bytes)
{
    wb_catalog catalog = {0};
    wb_error error;
    wb_status status = wb_catalog_decode(bytes, &catalog, &error);
    PROMISE(status == WB_OK || status == WB_CORRUPT);
    PROMISE(status == WB_OK || catalog.count == 0);
    for (size_t i = 0; i < catalog.count; i++) {
        const wb_catalog_doc *doc = &catalog.docs[i];
        PROMISE(doc->group_count > 0);
        PROMISE(i == 0 || doc->group >= doc[-1].group + doc[-1].group_count);
        PROMISE(wb_catalog_find(&catalog, doc->group) == doc);
    }
    wb_catalog_clear(&catalog);
}

/* Most groups of a file of records. */
#define GROUPS_MAX 4

static void check_file(wb_slice bytes)
{
    size_t groups = bytes.len / WB_RECORD_END_SIZE;
    groups = groups < GROUPS_MAX ? groups : GROUPS_MAX;
    size_t size = groups * WB_RECORD_END_SIZE;
    wb_record_file file = {wb_slice_make(bytes.ptr + size, bytes.len - size),
                           wb_slice_make(bytes.ptr, size)};
    for (uint32_t group = 0; group <= groups; group++) {
        wb_slice record;
        wb_error error;
        wb_status status = wb_record_file_get(&file, group, &record, &error);
        PROMISE((status == WB_NOTFOUND) == (group == groups));
        PROMISE(status == WB_OK || status == WB_CORRUPT || status == WB_NOTFOUND);
        PROMISE(status != WB_OK || record.len == 0 ||
                (record.ptr >= file.records.ptr &&
                 record.len <= (size_t)(bytes.ptr + bytes.len - record.ptr)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static wb_compressor *compressor;
    static wb_record record;
    static wb_buf packed;
    wb_error error;
    if (!compressor) {
        PROMISE(wb_compressor_new(wb_slice_make(NULL, 0), &compressor, &error) == WB_OK);
        wb_record_init(&record);
        wb_buf_init(&packed, 0);
    }
    if (size == 0) {
        return 0;
    }
    wb_slice bytes = input_slice(data + 1, size - 1);
    if (data[0] == 'f') {
        check_file(bytes);
        return 0;
    }
    if (data[0] != 'z') {
        wb_buf_clear(&packed);
        PROMISE(wb_compress(compressor, bytes, &packed) == WB_OK);
        bytes = wb_buf_slice(&packed);
    }
    wb_status status = wb_record_decode(compressor, bytes, &record, &error);
    PROMISE(status == WB_OK || status == WB_CORRUPT);
    PROMISE(status == WB_OK || (record.para_count == 0 && record.section_count == 0));
    check_record(&record);
    check_catalog(bytes);
    return 0;
}
