/**
 * @file match_find.h
 * Finding the items of a query in one paragraph. Private to match.
 */
#ifndef WBSEARCH_QUERY_MATCH_FIND_H
#define WBSEARCH_QUERY_MATCH_FIND_H

#include <wbsearch/fold.h>

#include "loose.h"
#include "span.h"
#include "surroundings.h"

WB_BEGIN_DECLS

/** What is known of an item in the whole paragraph, by way of matching. */
enum wb_match_known { WB_MATCH_UNKNOWN, WB_MATCH_ABSENT, WB_MATCH_PRESENT };

/** An item as it is looked for. */
struct wb_match_needle {
    wb_slice loose; /**< the item's loose form; empty when it never matches so */
    bool plain;     /**< a text that has the item's fold has a match of it, see wb_fold_is_plain */
    enum wb_match_known known[2]; /**< exactly, loosely */
};

/** A query, and the paragraph in which its items are looked for; see match.h. */
struct wb_matcher {
    const wb_query *query;
    wb_surroundings surroundings;
    struct wb_match_needle *needles; /**< by item */
    wb_slice text;
    wb_folded folded; /**< of the text, when it is needed */
    bool folded_set;
    wb_loose loose; /**< of the paragraph */
    bool loose_set;
    wb_status status; /**< the first failure since the paragraph was set */
    wb_error *err;
    wb_arena arena;
};

/** Bytes [start, end) of the fold in which something is looked for. */
typedef struct wb_match_range {
    size_t start;
    size_t end;
} wb_match_range;

/** All of the fold, which need not be made yet. */
#define WB_MATCH_WHOLE ((wb_match_range){0, SIZE_MAX})

/** Whether `range` is all of the fold. */
bool wb_match_is_whole(const struct wb_matcher *m, wb_match_range range);

/** Makes m->needles. Errors: WB_NOMEM, without words. */
wb_status wb_match_make_needles(struct wb_matcher *m) WB_MUST_CHECK;

/** Makes the fold of the text unless it is made. False: a failure, which shows in the status. */
bool wb_match_set_fold(struct wb_matcher *m);

/** The fold, which is made. */
static inline wb_slice wb_match_fold(const struct wb_matcher *m)
{
    return wb_buf_slice(&m->folded.text);
}

/** The next literal match of `needle`, or of words that begin with it, within `range` at or after
 *  byte `from` of the fold, which is made. */
bool wb_match_next_literal(const struct wb_matcher *m, wb_slice needle, bool prefix,
                           wb_match_range range, size_t from, wb_span *ret);

/** The next match of an alternative, likewise. */
bool wb_match_next_alternative(const struct wb_matcher *m, const wb_query_alternative *alternative,
                               wb_match_range range, size_t from, wb_span *ret);

/** The next match of a loose form within `range`, at or after byte `*from` of the paragraph's form,
 *  which moves on; the match is bytes of the fold. False may be a failure. */
bool wb_match_next_loose(struct wb_matcher *m, wb_slice needle, bool prefix, wb_match_range range,
                         size_t *from, wb_span *ret);

WB_END_DECLS

#endif
