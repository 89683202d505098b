/**
 * @file collect_walk.h
 * Walking over the candidates of a plan and verifying them. Private to collect.
 */
#ifndef WBSEARCH_QUERY_COLLECT_WALK_H
#define WBSEARCH_QUERY_COLLECT_WALK_H

#include "narrow.h"
#include "paragraphs.h"
#include "planner.h"
#include "units.h"
#include "verified.h"

WB_BEGIN_DECLS

/** What one query needs, see collect.h. */
struct wb_collector {
    const wb_query *query;
    wb_index *index;
    wb_paragraphs *paragraphs;
    wb_units *units;
    wb_matcher *matcher;
    wb_folded scratch;
    wb_arena plans;
    wb_narrowing filtered; /**< by filters */
    wb_narrowing narrowed; /**< and by scopes, when there are some */
    wb_candidate *candidates;
    size_t candidates_cap;
    size_t candidates_max; /**< looked at for one plan; 0: as many as it takes */
    uint8_t *tried;        /**< a bit for each docid that was verified for the list */
};

/** One walk over the candidates of a plan. */
typedef struct wb_walk {
    struct wb_collector *collector;
    const wb_plan *plan;    /**< set by wb_walk_plan */
    wb_verified_list *list; /**< NULL: they are only counted */
    size_t wanted_exact;    /**< enough when there are so many exact ones … */
    size_t wanted;          /**< … or so many of any rung */
    unsigned rounds;        /**< of candidates at most; 0: as many as it takes */
    size_t characters_max;  /**< that plans ask for, see planner.h; 0: all */
    bool only_exact;        /**< loose ones are left out */
    bool is_unscored;       /**< in the list they have no scores */
    uint64_t count;         /**< of those that fulfil the query */
    bool all;               /**< the plan has no more candidates */
    bool gave_up;           /**< it has, but they are more than may be looked at */
} wb_walk;

/** Narrows the collector to where the filters allow hits, or to nowhere where the query contradicts
 *  itself: `*ret_is_nowhere`. Errors: as wb_collect. */
wb_status wb_walk_narrow(struct wb_collector *collector, bool *ret_is_nowhere,
                         wb_error *err) WB_MUST_CHECK;

/** Narrows it further to what fulfils `plan`. Errors: the same. */
wb_status wb_walk_narrow_to(struct wb_collector *collector, const wb_plan *plan,
                            wb_error *err) WB_MUST_CHECK;

/** Where candidates are looked for. */
const wb_narrowing *wb_walk_narrowing(const struct wb_collector *collector);

/** Whether the list has what is wanted. */
bool wb_walk_is_enough(const wb_walk *walk);

/** Counts a paragraph and adds it to the list, if there is one. Errors: WB_NOMEM. */
wb_status wb_walk_add(wb_walk *walk, wb_verified verified, wb_error *err) WB_MUST_CHECK;

/** Verifies a paragraph; one that fulfils the query is added. Errors: as wb_collect. */
wb_status wb_walk_verify(wb_walk *walk, uint32_t docid, wb_error *err) WB_MUST_CHECK;

/** Makes a plan and walks over its candidates; `*ret_all` says that nothing is missing. Errors: as
 *  wb_collect. */
wb_status wb_walk_plan(wb_walk *walk, wb_planner_options options, bool *ret_all,
                       wb_error *err) WB_MUST_CHECK;

/** The same for a plan of other weights or other hits: what it leads to is verified, be it tried.
 */
wb_status wb_walk_anew(wb_walk *walk, wb_planner_options options, bool *ret_all,
                       wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
