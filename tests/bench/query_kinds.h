/*
 * Queries of every kind, drawn from paragraphs of a corpus and from the catalog of its index.
 */
#ifndef WBSEARCH_BENCH_QUERY_KINDS_H
#define WBSEARCH_BENCH_QUERY_KINDS_H

#include <wbsearch/buf.h>
#include <wbsearch/catalog.h>

/* Where queries come from. `paragraphs` is text, one paragraph a line. */
typedef struct query_source {
    wb_slice paragraphs;
    const wb_catalog *catalog;
    uint64_t random_state;
} query_source;

/*
 * A kind of query. Its form is the query with, in the place of
 *   %w  a word of 2 to 4 Chinese characters, cut at random from the paragraph
 *   %v  the same from another paragraph
 *   %1 … %9  a piece of so many characters of the paragraph
 *   %r  a percentage of the paragraph, as 60%
 *   %s  a piece of a chapter's title
 *   %t %p %o %k %n %y  from a document of the index: a piece of its title, a piece of its path; its
 *       issuing organ, kind, number, year
 */
typedef struct query_kind {
    const char *group; /* what -o takes */
    const char *name;
    const char *form;
} query_kind;

extern const query_kind query_kinds[];
extern const size_t query_kind_count;

/* Makes a query of the kind in `out` (cleared first); false when the place that chance chose has
 * nothing of what it takes: ask again. */
bool make_query(query_source *source, const query_kind *kind, wb_buf *out);

/* Queries made to be slow; there are adversary_count of them. */
extern const size_t adversary_count;

/* Adversary number `i` in `out` (cleared first); returns what it is. */
const char *make_adversary(query_source *source, size_t i, wb_buf *out);

#endif
