/**
 * @file snapshot.h
 * An index as one thread of the server has it open: the searcher, the lists of synonyms, documents
 * by their id; and which state of the index it is.
 */
#ifndef WBSEARCH_QUERY_SNAPSHOT_H
#define WBSEARCH_QUERY_SNAPSHOT_H

#include "listing.h"
#include "lists.h"
#include "paragraphs.h"
#include "search.h"
#include "suggest.h"

WB_BEGIN_DECLS

/** An open index. One thread at a time. */
typedef struct wb_snapshot wb_snapshot;

/** Opens the index in the directory `path` as it is now. `report` is told of lines of lists that
 *  are left out; may be NULL. Errors: as wb_index_open and wb_lists_load. */
wb_status wb_snapshot_open(const char *path, wb_listfile_report *report, void *context,
                           wb_snapshot **ret, wb_error *err) WB_MUST_CHECK;

/** Closes it. */
void wb_snapshot_close(wb_snapshot *snapshot);

/** A call failed with WB_CHANGED: the next refresh opens the index anew. */
void wb_snapshot_fell_behind(wb_snapshot *snapshot);

/** Moves to the state of now when the index has changed. Where the new state cannot be opened (it
 *  is just being moved about) the old one stays. */
void wb_snapshot_refresh(wb_snapshot *snapshot);

/** Reads the lists again. Errors: WB_NOMEM; the old ones then stay. */
wb_status wb_snapshot_reload(wb_snapshot *snapshot, wb_error *err) WB_MUST_CHECK;

/** What tells this state from all others, in letters, digits and dashes; borrowed until the
 *  snapshot moves. */
const char *wb_snapshot_identity(const wb_snapshot *snapshot);

/** The index, borrowed. */
wb_index *wb_snapshot_index(wb_snapshot *snapshot);

/** A reader of its paragraphs, borrowed. Errors of reading: as wb_index_record. */
wb_paragraphs *wb_snapshot_paragraphs(wb_snapshot *snapshot);

/** Attaches the equivalents and words of its lists to a parsed query. Errors: WB_NOMEM. */
wb_status wb_snapshot_attach(wb_snapshot *snapshot, wb_query *query, wb_error *err) WB_MUST_CHECK;

/** Attaches equivalents to the query and searches (wb_search); the snapshot may move. */
wb_status wb_snapshot_search(wb_snapshot *snapshot, wb_query *query,
                             const wb_search_options *options, wb_result *result,
                             wb_error *err) WB_MUST_CHECK;

/** The document `id`, borrowed until the snapshot moves. Errors: WB_NOTFOUND, and as
 *  wb_index_catalog. */
wb_status wb_snapshot_document(wb_snapshot *snapshot, wb_doc_id id, const wb_catalog_doc **ret,
                               wb_error *err) WB_MUST_CHECK;

/** What suggestions are made from, borrowed until the snapshot moves. Errors: as wb_suggester_new.
 */
wb_status wb_snapshot_suggester(wb_snapshot *snapshot, wb_suggester **ret,
                                wb_error *err) WB_MUST_CHECK;

/** Its documents in an order, those that pass the filters (wb_listing_make); borrowed until the
 *  snapshot moves. Errors: as wb_index_catalog, wb_listing_order and wb_listing_make. */
wb_status wb_snapshot_listing(wb_snapshot *snapshot, wb_listing_sort sort,
                              const wb_refinement *filters, size_t filter_count,
                              wb_listing *listing, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
