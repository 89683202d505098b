/**
 * @file reading.h
 * A document as somebody reads it in view of a query: its sections, the paragraphs that fulfil the
 * query, the parts in which it is shown.
 */
#ifndef WBSEARCH_QUERY_READING_H
#define WBSEARCH_QUERY_READING_H

#include "collect.h"
#include "outline.h"

WB_BEGIN_DECLS

/** A part holds at most so many paragraphs, … */
#define WB_READING_PARAS_MAX 500
/** … and is closed when their text reaches so many bytes. */
#define WB_READING_TEXT_MAX ((size_t)512 << 10)

/** The document. Zero-initialise it; free with wb_reading_clear. */
typedef struct wb_reading {
    wb_outline_entry *outline;
    size_t outline_count;
    uint32_t *hits; /**< numbers of the paragraphs that fulfil the query, ascending */
    size_t hit_count;
    uint32_t *parts; /**< numbers of the paragraphs that begin parts, ascending; the first is 0 */
    size_t part_count;
    wb_arena arena; /**< owns all of these */
} wb_reading;

/** Reads `doc`; `collector` (NULL for no query) is that of the query, on the same index. `reading`
 *  is cleared first. Errors: WB_NOMEM, WB_CORRUPT, and as wb_paragraphs_record. */
wb_status wb_reading_make(wb_paragraphs *paragraphs, const wb_catalog_doc *doc,
                          wb_collector *collector, wb_reading *reading,
                          wb_error *err) WB_MUST_CHECK;

/** The index of the part that holds paragraph `para`. */
size_t wb_reading_part_of(const wb_reading *reading, uint32_t para);

/** The index of the first hit whose number is `para` or larger; hit_count when there is none. */
size_t wb_reading_hit_from(const wb_reading *reading, uint32_t para);

/** Frees what it holds. */
void wb_reading_clear(wb_reading *reading);

WB_END_DECLS

#endif
