/*
 * Keeping the catalog: what is known of every document that the manifest lists.
 */
#ifndef WBSEARCH_INDEXER_DOCUMENTS_H
#define WBSEARCH_INDEXER_DOCUMENTS_H

#include <wbsearch/catalog.h>
#include <wbsearch/error.h>
#include <wbsearch/manifest.h>

/*
 * Fills `ret` (cleared first) with the documents of `manifest`, in order: from `added`, which are
 * those of an update under way; else from the catalog of the database directory `generation`, as
 * last committed; else from their first records there, for which `dictionary` is.
 * Errors: WB_NOTFOUND, WB_CORRUPT, WB_IO, WB_NOMEM.
 */
wb_status documents_collect(const char *generation, wb_slice dictionary,
                            const wb_manifest *manifest, const wb_catalog *added, wb_catalog *ret,
                            wb_error *err) WB_MUST_CHECK;

#endif
