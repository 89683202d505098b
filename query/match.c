#include "match.h"

#include "match_holds.h"

wb_status wb_matcher_new(const wb_query *query, const wb_surroundings *surroundings,
                         wb_matcher **ret, wb_error *err)
{
    wb_matcher *m = wb_alloc_zero(1, sizeof *m);
    if (!m) {
        return wb_error_nomem(err);
    }
    m->query = query;
    m->surroundings = surroundings ? *surroundings : (wb_surroundings){NULL, NULL, NULL};
    wb_folded_init(&m->folded);
    if (wb_match_make_needles(m) != WB_OK) {
        wb_matcher_free(m);
        return wb_error_nomem(err);
    }
    *ret = m;
    return WB_OK;
}

void wb_matcher_free(wb_matcher *matcher)
{
    if (matcher) {
        wb_folded_free(&matcher->folded);
        wb_loose_free(&matcher->loose);
        wb_arena_clear(&matcher->arena);
        wb_free(matcher);
    }
}

void wb_matcher_set(wb_matcher *matcher, wb_slice text)
{
    matcher->text = text;
    matcher->folded_set = false;
    matcher->loose_set = false;
    for (size_t i = 0; i < matcher->query->item_count; i++) {
        matcher->needles[i].known[0] = matcher->needles[i].known[1] = WB_MATCH_UNKNOWN;
    }
}

wb_status wb_matcher_fold(wb_matcher *matcher, wb_slice *ret, wb_error *err)
{
    matcher->err = err;
    matcher->status = WB_OK;
    if (wb_match_set_fold(matcher)) {
        *ret = wb_match_fold(matcher);
    }
    return matcher->status;
}

wb_status wb_matcher_holds(wb_matcher *matcher, const wb_query_node *node, bool loose, bool *ret,
                           wb_error *err)
{
    matcher->err = err;
    matcher->status = WB_OK;
    bool found = wb_match_holds(matcher, node, loose, WB_MATCH_WHOLE);
    if (matcher->status == WB_OK) {
        *ret = found;
    }
    return matcher->status;
}

wb_status wb_matcher_rung(wb_matcher *matcher, bool *ret_holds, wb_rung *ret_rung, wb_error *err)
{
    bool found = false;
    wb_rung rung = WB_RUNG_EXACT;
    wb_status status = wb_matcher_holds(matcher, matcher->query->root, false, &found, err);
    if (status == WB_OK && !found) {
        rung = WB_RUNG_LOOSE;
        status = wb_matcher_holds(matcher, matcher->query->root, true, &found, err);
    }
    if (status == WB_OK) {
        *ret_holds = found;
        *ret_rung = rung;
    }
    return status;
}
