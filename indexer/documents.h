/*
 * Keeping what is known of every document that the manifest lists: the catalog, and the table of
 * sections.
 */
#ifndef WBSEARCH_INDEXER_DOCUMENTS_H
#define WBSEARCH_INDEXER_DOCUMENTS_H

#include <wbsearch/catalog.h>
#include <wbsearch/error.h>
#include <wbsearch/manifest.h>
#include <wbsearch/sections.h>

/* Documents of an index. Zero-initialise it; free with documents_clear. */
struct documents {
    wb_catalog catalog;
    wb_sections sections; /* of the same documents, in the order of their groups */
};

/* Frees what it holds. */
void documents_clear(struct documents *documents);

/*
 * Fills `ret` (cleared first) with the documents of `manifest`, in the order of their groups: from
 * `added`, which are those of an update under way, ascending; else from the tables of the database
 * directory `generation`, as last committed; else from their records there, for which `dictionary`
 * is. Errors: WB_NOTFOUND, WB_CORRUPT, WB_IO, WB_NOMEM.
 */
wb_status documents_collect(const char *generation, wb_slice dictionary,
                            const wb_manifest *manifest, const struct documents *added,
                            struct documents *ret, wb_error *err) WB_MUST_CHECK;

#endif
