/*
 * One file: bytes -> text -> document -> terms and records -> store.
 */
#ifndef WBSEARCH_INDEXER_INGEST_H
#define WBSEARCH_INDEXER_INGEST_H

#include <wbsearch/catalog.h>
#include <wbsearch/doc.h>
#include <wbsearch/error.h>
#include <wbsearch/file.h>
#include <wbsearch/generation.h>
#include <wbsearch/manifest.h>
#include <wbsearch/record.h>

#include "documents.h"

/* The largest file that is read, bytes: as UTF-16 or GB18030 it may be larger than its text. */
#define INGEST_FILE_MAX (WB_DOC_SOURCE_MAX)

/* Buffers and engines that are used again for every file. */
struct ingest;

/* Records are compressed with `dictionary` (empty: none). Errors: WB_NOMEM, WB_INTERNAL (ICU),
 * WB_CORRUPT (the dictionary). */
wb_status ingest_new(wb_slice dictionary, struct ingest **ret, wb_error *err) WB_MUST_CHECK;
void ingest_free(struct ingest *ingest);

/* What came of a file. */
struct ingest_result {
    wb_file_stamp stamp;
    uint64_t hash;
    uint32_t group;       /* first group written */
    uint32_t group_count; /* 0: the file has no text */
    uint32_t para_count;
    uint64_t text_bytes;
};

/*
 * Reads the file `path` (opened from AT_FDCWD) as far as its hash. Errors are the file's:
 * WB_NOTFOUND, WB_IO, WB_CHANGED, WB_LIMIT, WB_INVALID; WB_NOMEM.
 */
wb_status ingest_read(struct ingest *ingest, const char *path, struct ingest_result *result,
                      wb_error *err) WB_MUST_CHECK;

/*
 * Makes the document of what was read last and checks that it can be stored. `root_path` is the
 * root as the manifest names it. Errors are the file's: WB_INVALID, WB_LIMIT; WB_NOMEM.
 */
wb_status ingest_parse(struct ingest *ingest, wb_slice root_path, uint32_t root, wb_slice path,
                       wb_error *err) WB_MUST_CHECK;

/*
 * Writes the document that was parsed last, from group `group` on. Errors are the index's: WB_IO,
 * WB_NOMEM, …
 */
wb_status ingest_write(struct ingest *ingest, wb_generation_writer *writer, uint32_t group,
                       struct ingest_result *result, wb_error *err) WB_MUST_CHECK;

/*
 * Appends the records of the document that was parsed last to `samples`, uncompressed, and their
 * lengths to the array; for training a dictionary. Errors: WB_NOMEM.
 */
wb_status ingest_sample(struct ingest *ingest, wb_buf *samples, size_t **lengths, size_t *count,
                        size_t *cap, wb_error *err) WB_MUST_CHECK;

/* Adds the document that was written last, as `result` has it, to `documents`. Errors: WB_NOMEM. */
wb_status ingest_describe(const struct ingest *ingest, const struct ingest_result *result,
                          struct documents *documents, wb_error *err) WB_MUST_CHECK;

#endif
