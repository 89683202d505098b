/**
 * @file schema.h
 * What an index says of itself, and whether this program can use it.
 */
#ifndef WBSEARCH_SCHEMA_H
#define WBSEARCH_SCHEMA_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** Version of everything stored: layout of docids, records, manifest, terms' form. */
#define WB_SCHEMA_VERSION 5

/** Metadata keys of the database. */
#define WB_SCHEMA_KEY "wbsearch.schema"     /**< see wb_schema_describe */
#define WB_SCHEMA_MANIFEST "wbsearch.files" /**< the manifest (manifest.h) */
#define WB_SCHEMA_ROOTS                                                                            \
    "wbsearch.folders" /**< the roots of the manifest, apart from it so that a                     \
                            search need not read it */
#define WB_SCHEMA_DICTIONARY "wbsearch.dictionary" /**< for the records (compress.h) */
#define WB_SCHEMA_CATALOG "wbsearch.documents" /**< what is known of each document (catalog.h) */
#define WB_SCHEMA_SECTIONS "wbsearch.sections" /**< where sections stand (sections.h) */
#define WB_SCHEMA_DEAD "wbsearch.dead"         /**< the dead groups (wb_manifest_put_dead) */

/** Appends the description of what this program writes: lines `name=value` for the schema, the
 * fold, the tokenizer, ICU and the version of the program. */
wb_status wb_schema_describe(wb_buf *out) WB_MUST_CHECK;

/** Whether an index with this description can be used. Errors: WB_INCOMPATIBLE, saying what
 * differs; the hint names the command that mends it. */
wb_status wb_schema_check(wb_slice description, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
