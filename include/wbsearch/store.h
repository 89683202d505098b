/**
 * @file store.h
 * The C face of Xapian: one database of postings. All C++ is behind it; no exception comes out of
 * it.
 *
 * Document ids ("docids") are laid out in groups of WB_STORE_GROUP: the paragraphs of one record
 * (record_file.h) have the ids from the group's first on; the group's last id is an empty document
 * that ends the group. So an id tells which record its paragraph is in, and merging databases,
 * which shifts ids by the last one in use, keeps that true. Groups need not be full; ids between
 * are unused.
 *
 * Thread rule: one object, one thread.
 */
#ifndef WBSEARCH_STORE_H
#define WBSEARCH_STORE_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/docid_set.h>
#include <wbsearch/error.h>
#include <wbsearch/plan.h>
#include <wbsearch/token.h>

WB_BEGIN_DECLS

/** Docids a group: WB_RECORD_PARAS_MAX paragraphs and the group's end. */
#define WB_STORE_GROUP 8

/** The docid of paragraph `index` (0-based within its record) of group `group` (from 0). */
static inline uint32_t wb_store_para_docid(uint32_t group, uint32_t index)
{
    return group * WB_STORE_GROUP + 1 + index;
}

/** The docid of the end of group `group`. */
static inline uint32_t wb_store_end_docid(uint32_t group)
{
    return group * WB_STORE_GROUP + WB_STORE_GROUP;
}

/** The group of a docid. */
static inline uint32_t wb_store_group(uint32_t docid)
{
    return (docid - 1) / WB_STORE_GROUP;
}

/** The place of a docid in its group, from 0; WB_STORE_GROUP - 1 is its end. */
static inline uint32_t wb_store_index(uint32_t docid)
{
    return (docid - 1) % WB_STORE_GROUP;
}

/** Groups [first, end). */
typedef struct wb_group_range {
    uint32_t first;
    uint32_t end;
} wb_group_range;

/** The docids of groups, of which there is one at least. */
static inline wb_docid_range wb_store_group_docids(wb_group_range groups)
{
    wb_docid_range docids;
    docids.first = wb_store_para_docid(groups.first, 0);
    docids.last = wb_store_end_docid(groups.end - 1);
    return docids;
}

/** A snapshot of a database for reading. */
typedef struct wb_store wb_store;

/** Opens the database directory `path` as it is now. Errors: WB_NOTFOUND, WB_CORRUPT, WB_IO. */
wb_status wb_store_open(const char *path, wb_store **ret, wb_error *err) WB_MUST_CHECK;

/** Closes it. */
void wb_store_close(wb_store *store);

/**
 * From now on no search finds paragraphs of these groups: their documents changed or vanished.
 * `ranges` are ascending and disjoint; they are copied. Errors: WB_NOMEM.
 */
wb_status wb_store_set_dead(wb_store *store, const wb_group_range *ranges, size_t count,
                            wb_error *err) WB_MUST_CHECK;

/** The docids of these groups, ascending and disjoint; until they are set again. */
const wb_docid_range *wb_store_dead(const wb_store *store, size_t *ret_count);

/** Asked now and then by what takes long: WB_OK to go on, else the status with which it ends; `err`
 *  then says why. */
typedef wb_status wb_store_stop(void *context, wb_error *err);

/** It is asked whenever so many postings were looked at, and when a search begins. Postings that an
 *  AND passes over to where a rarer term is next do not count. */
#define WB_STORE_STOP_EVERY 1024

/** From now on whatever looks at postings asks `stop`, which may be NULL. What was stopped can be
 *  asked for again. */
void wb_store_set_stop(wb_store *store, wb_store_stop *stop, void *context);

/** Asks it at once; for whoever begins something with posting lists. */
wb_status wb_store_ask_stop(wb_store *store, wb_error *err) WB_MUST_CHECK;

/** Counts a posting that was looked at elsewhere, in a set of docids; asks when it is time to. */
wb_status wb_store_count_posting(wb_store *store, wb_error *err) WB_MUST_CHECK;

/** The metadata value of `key` (empty when there is none) in `ret` (cleared first).
 *  Errors: WB_CHANGED (reopen), WB_CORRUPT. */
wb_status wb_store_metadata(wb_store *store, const char *key, wb_buf *ret,
                            wb_error *err) WB_MUST_CHECK;

/** Whether there was a commit since the store was opened, or the database is gone: then what the
 *  store reads may make no sense, and it is to be opened again. */
bool wb_store_is_stale(wb_store *store);

/** The largest docid in use, 0 for none. */
uint32_t wb_store_last_docid(const wb_store *store);

/** The number of groups: those up to the one with the largest docid. */
uint32_t wb_store_group_count(const wb_store *store);

/** Sum of the lengths (terms) of all paragraphs, dead ones included. */
uint64_t wb_store_total_length(const wb_store *store);

/** How many paragraphs there are, dead ones included. */
uint32_t wb_store_paragraph_count(const wb_store *store);

/** In how many paragraphs `term` stands, dead ones included (0 for none, or on an error). */
uint32_t wb_store_document_frequency(wb_store *store, wb_slice term);

/** Appends to `ret` what tells this state of the database from all others, in letters, digits and
 *  dashes. Errors: WB_NOMEM, WB_CORRUPT. */
wb_status wb_store_identity(wb_store *store, wb_buf *ret, wb_error *err) WB_MUST_CHECK;

/** Called with a term and the number of paragraphs in which it stands, dead ones included. False
 *  ends the walk. It may look at postings. */
typedef bool wb_store_visit(void *context, wb_slice term, uint32_t frequency);

/** Visits the terms that begin with `prefix`, in the order of their bytes. Errors: WB_CHANGED
 *  (reopen), WB_CORRUPT. */
wb_status wb_store_terms(wb_store *store, wb_slice prefix, wb_store_visit *visit, void *context,
                         wb_error *err) WB_MUST_CHECK;

/** The order of candidates. */
typedef enum wb_store_order {
    WB_STORE_BY_WEIGHT, /**< BM25, highest first; equal weights by docid */
    WB_STORE_BY_DOCID   /**< ascending; weights are 0 */
} wb_store_order;

/** A paragraph that fulfils the plan. */
typedef struct wb_candidate {
    uint32_t docid;
    double weight;
} wb_candidate;

/** Which candidates are wanted. */
typedef struct wb_store_range {
    wb_store_order order;
    uint32_t first_docid;         /**< none before this one; 0 for all */
    const wb_docid_range *docids; /**< only paragraphs of these, ascending and disjoint; NULL for
                                       all */
    size_t docid_count; /**< ranges in `docids`; 0 with `docids` set: no paragraph will do */
    size_t offset;      /**< leave out the first so many */
    size_t limit;       /**< at most so many */
} wb_store_range;

/**
 * Fills `candidates` (room for range->limit) with the paragraphs that fulfil `plan`, their number
 * in
 * `*ret_count`; `*ret_more` says that the limit cut the list, which a larger offset continues.
 * Ends of groups are never among them (they count towards offset and limit all the same).
 * BM25 with k1 = 1.0, b = 0.7 (DESIGN: first experiments on judged sets).
 * Errors: WB_CHANGED (reopen), WB_CORRUPT, WB_NOMEM.
 */
wb_status wb_store_search(wb_store *store, const wb_plan *plan, const wb_store_range *range,
                          wb_candidate *candidates, size_t *ret_count, bool *ret_more,
                          wb_error *err) WB_MUST_CHECK;

/** No docid. */
#define WB_STORE_NOWHERE UINT32_MAX

/** The posting list of a term: the docids of the paragraphs that have it, ascending, dead ones
 *  included. */
typedef struct wb_posting_list wb_posting_list;

/** Opens the posting list of `term`, which is empty for a term that no paragraph has; of the empty
 *  term it has every docid in use, ends of groups included. `store` must outlive it. Errors:
 *  WB_CHANGED (reopen), WB_CORRUPT, WB_NOMEM. */
wb_status wb_posting_list_open(wb_store *store, wb_slice term, wb_posting_list **ret,
                               wb_error *err) WB_MUST_CHECK;

/** The first docid at or after `docid`, or WB_STORE_NOWHERE. Going forward is quick, going back
 *  begins anew. Counts as a posting that is looked at. Errors: as above, and what the stop says. */
wb_status wb_posting_list_seek(wb_posting_list *list, uint32_t docid, uint32_t *ret,
                               wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_posting_list_free(wb_posting_list *list);

/** Adds the posting list of `term` to `set`, as far as there is room in it: what is damaged may
 *  have docids beyond the last one. 20 ns a posting, each of which counts. Errors: as above. */
wb_status wb_store_add_postings(wb_store *store, wb_slice term, wb_docid_set *set,
                                wb_error *err) WB_MUST_CHECK;

/** A database open for writing. */
typedef struct wb_store_writer wb_store_writer;

/** Makes a new, empty database in the directory `path` (which must not exist), for bulk building:
 *  it is not safe against a crash until merged. Errors: WB_IO. */
wb_status wb_store_writer_create(const char *path, wb_store_writer **ret,
                                 wb_error *err) WB_MUST_CHECK;

/** Opens an existing database for an update: everything up to wb_store_writer_commit happens at
 * once or not at all. Errors: WB_NOTFOUND, WB_LOCKED, WB_CORRUPT, WB_IO. */
wb_status wb_store_writer_open(const char *path, wb_store_writer **ret,
                               wb_error *err) WB_MUST_CHECK;

/** Closes it; what was not committed is forgotten. */
void wb_store_writer_close(wb_store_writer *writer);

/** The first group without any docid in use. */
uint32_t wb_store_writer_next_group(const wb_store_writer *writer);

/** Adds a paragraph with its terms; those of punctuation count nothing in its length. Docids must
 * ascend. Errors: WB_IO (disk full …), WB_NOMEM. */
wb_status wb_store_writer_add_para(wb_store_writer *writer, uint32_t docid, const wb_terms *terms,
                                   wb_error *err) WB_MUST_CHECK;

/** Ends a group, after its paragraphs. Errors: as above. */
wb_status wb_store_writer_end_group(wb_store_writer *writer, uint32_t group,
                                    wb_error *err) WB_MUST_CHECK;

/** Sets a metadata value. Errors: as above. */
wb_status wb_store_writer_set_metadata(wb_store_writer *writer, const char *key, wb_slice value,
                                       wb_error *err) WB_MUST_CHECK;

/** Makes everything since the last commit visible and durable. Errors: as above. */
wb_status wb_store_writer_commit(wb_store_writer *writer, wb_error *err) WB_MUST_CHECK;

/**
 * Merges the databases `sources`, in this order, into a new one in the directory `path`, which must
 * not exist. Ids of source i are shifted by the sum of the last docids before it.
 * Errors: WB_IO, WB_CORRUPT.
 */
wb_status wb_store_merge(const char *const *sources, size_t count, const char *path,
                         wb_error *err) WB_MUST_CHECK;

/** Checks the structure of the database in the directory `path`; what is wrong is appended to
 *  `report`, a line each, and counted in `*ret_faults`. Errors: WB_IO, WB_NOTFOUND. */
wb_status wb_store_check(const char *path, wb_buf *report, size_t *ret_faults,
                         wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
