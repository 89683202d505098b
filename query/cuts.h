/**
 * @file cuts.h
 * Where a text may be cut so that what is shown of it reads well. Private to snippets.
 */
#ifndef WBSEARCH_QUERY_CUTS_H
#define WBSEARCH_QUERY_CUTS_H

#include <wbsearch/error.h>
#include <wbsearch/mem.h>

WB_BEGIN_DECLS

/** How well a text is cut at a place, worst first. */
typedef enum wb_cut {
    WB_CUT_INSIDE, /**< in a number, a Latin word, a 《title》, a quotation, or before a mark that
                        combines with the character before it */
    WB_CUT_CHAR,   /**< between other characters */
    WB_CUT_CLAUSE, /**< behind ，、： (or , :) */
    WB_CUT_SENTENCE /**< behind 。！？； (or ! ? ;) and the closing marks there; at both ends of the
                         text */
} wb_cut;

/** The places of a text, one before each of its characters (code points) and one at its end. */
typedef struct wb_cuts {
    size_t count;     /**< characters */
    uint32_t *offset; /**< per place: bytes before it; count + 1 of them, as of the others */
    uint8_t *cut;     /**< per place: a wb_cut */
    uint8_t *plain;   /**< the same where titles and quotations do not count, for long ones */
} wb_cuts;

/** The places of `text` (well-formed UTF-8, less than 4 GiB) in `arena`. Quotations and titles are
 *  those between “” ‘’ 「」 『』 《》 〈〉; a mark without its other half is an ordinary
 *  character. Errors: WB_NOMEM. */
wb_status wb_cuts_find(wb_slice text, wb_arena *arena, wb_cuts *ret, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
