/**
 * @file catalog.h
 * What is known of every document of an index, in one table: what filters, facets and sorting by
 * date need, without reading the documents' records. Stored as one metadata value of the database,
 * committed together with the manifest; a reader decodes it when it is first asked for.
 */
#ifndef WBSEARCH_CATALOG_H
#define WBSEARCH_CATALOG_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/doc.h>
#include <wbsearch/error.h>
#include <wbsearch/mem.h>
#include <wbsearch/record.h>
#include <wbsearch/store.h>

WB_BEGIN_DECLS

/** A date as a number: year * 10000 + month * 100 + day, the latter 0 where not known; 0 for no
 *  date. So dates compare as numbers. */
typedef uint32_t wb_day;

/** The date written "YYYY-MM-DD" or as a prefix of it; 0 for what is none. */
wb_day wb_day_of(wb_slice date);

/** The year of a date. */
static inline uint32_t wb_day_year(wb_day day)
{
    return day / 10000;
}

/** A document. */
typedef struct wb_catalog_doc {
    wb_doc_id id;
    uint32_t root;        /**< number of the root folder in the manifest */
    uint32_t group;       /**< its first group in the database (store.h) */
    uint32_t group_count; /**< at least 1 */
    uint32_t para_count;
    wb_slice path;  /**< relative to the root */
    wb_slice title; /**< these as in wb_doc.meta; empty where unknown */
    wb_slice organ;
    wb_slice number;
    wb_slice region;
    wb_slice kind;
    wb_slice validity;
    wb_day made;
    wb_day published;
    wb_day effective;
} wb_catalog_doc;

/** Its docids, ends of groups included. */
static inline wb_docid_range wb_catalog_docids(const wb_catalog_doc *doc)
{
    wb_group_range groups;
    groups.first = doc->group;
    groups.end = doc->group + doc->group_count;
    return wb_store_group_docids(groups);
}

/** A text of a document. */
typedef enum wb_catalog_field {
    WB_CATALOG_TITLE,
    WB_CATALOG_PATH,
    WB_CATALOG_ORGAN,
    WB_CATALOG_NUMBER,
    WB_CATALOG_KIND,
    WB_CATALOG_REGION,
    WB_CATALOG_VALIDITY,
    WB_CATALOG_FIELD_COUNT_
} wb_catalog_field;

/** That text, borrowed. */
wb_slice wb_catalog_text(const wb_catalog_doc *doc, wb_catalog_field field);

/** The catalog. Zero-initialise it; free with wb_catalog_clear. */
typedef struct wb_catalog {
    wb_catalog_doc *docs; /**< ascending by group; their groups are disjoint */
    size_t count;
    size_t cap;     /**< private */
    wb_arena arena; /**< owns the texts */
} wb_catalog;

/** Adds a document with what its first record says (record->ordinal is 0); copies. The groups are
 *  those of the index, not of the record. Errors: WB_NOMEM. */
wb_status wb_catalog_add(wb_catalog *catalog, const wb_record_doc *info, const wb_meta_value *meta,
                         uint32_t group, uint32_t group_count, uint32_t para_count,
                         wb_error *err) WB_MUST_CHECK;

/** Adds a copy of `doc`. Errors: WB_NOMEM. */
wb_status wb_catalog_copy(wb_catalog *catalog, const wb_catalog_doc *doc,
                          wb_error *err) WB_MUST_CHECK;

/** Puts the documents in the order of their groups: after the last was added. */
void wb_catalog_sort(wb_catalog *catalog);

/** The document whose groups hold `group`, or NULL. */
const wb_catalog_doc *wb_catalog_find(const wb_catalog *catalog, uint32_t group);

/** The day that a document is of: it was made then; where that is unknown, it was published then;
 *  where both are, it is in force from then on. 0 for none. */
wb_day wb_catalog_day(const wb_catalog_doc *doc);

/** The year of that day (query/LANGUAGE.md, year:). 0 for none. */
uint32_t wb_catalog_year(const wb_catalog_doc *doc);

/** Appends the stored form of a sorted catalog. Errors: WB_NOMEM, WB_LIMIT. */
wb_status wb_catalog_encode(const wb_catalog *catalog, wb_buf *out, wb_error *err) WB_MUST_CHECK;

/** Reads the stored form into `catalog` (cleared first); nothing of `bytes` is borrowed. Any bytes
 *  may be given; texts may be ill-formed UTF-8 when forged. Errors: WB_CORRUPT, WB_NOMEM. */
wb_status wb_catalog_decode(wb_slice bytes, wb_catalog *catalog, wb_error *err) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_catalog_clear(wb_catalog *catalog);

WB_END_DECLS

#endif
