#include "wbsearch_select.h"

#include <errno.h>
#include <stdlib.h>

#include "tally.h"

/* So many hits are looked at first, and so many times more until there are enough. */
#define LOOK_MIN 100
#define LOOK_MORE 8

/* Whether the path `whole` is `place` or stands below it. */
static bool is_within(const char *place, wb_slice whole)
{
    size_t len = strlen(place);
    if (len == 1) { /* "/" */
        return true;
    }
    return whole.len >= len && memcmp(whole.ptr, place, len) == 0 &&
           (whole.len == len || whole.ptr[len] == '/');
}

static bool holds_every_root(const char *place, wb_index *const *indexes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < indexes[i]->root_count; k++) {
            if (!is_within(place, indexes[i]->roots[k])) {
                return false;
            }
        }
    }
    return true;
}

wb_status selection_set(struct selection *selection, char *const *words, size_t count,
                        wb_index *const *indexes, size_t index_count, wb_error *err)
{
    bool everywhere = false;
    selection->places = wb_alloc_zero(count, sizeof *selection->places);
    if (count && !selection->places) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        char *place = realpath(words[i], NULL);
        if (!place) {
            return wb_error_errno(err, errno == ENOENT ? WB_NOTFOUND : WB_IO, errno, "%s",
                                  words[i]);
        }
        selection->places[selection->place_count++] = place;
        everywhere = everywhere || holds_every_root(place, indexes, index_count);
    }
    if (everywhere) {
        selection_clear(selection);
    }
    return WB_OK;
}

void selection_clear(struct selection *selection)
{
    for (size_t i = 0; i < selection->place_count; i++) {
        free(selection->places[i]);
    }
    wb_free(selection->places);
    selection->places = NULL;
    selection->place_count = 0;
}

bool selection_has(const struct selection *selection, const wb_hit *hit)
{
    if (selection->place_count == 0) {
        return true;
    }
    bool has = false;
    wb_buf path;
    wb_buf_init(&path, 0);
    if (!wb_slice_equal(hit->root, wb_slice_from("/"))) {
        wb_buf_put(&path, hit->root);
    }
    wb_buf_putc(&path, '/');
    wb_buf_put(&path, hit->path);
    for (size_t i = 0; i < selection->place_count && !has; i++) {
        has = is_within(selection->places[i], wb_buf_slice(&path));
    }
    has = has || path.status != WB_OK;
    wb_buf_free(&path);
    return has;
}

/* Leaves the first `limit` hits that are let through. Certified hits in the places are counted in
 * `*ret_certified`, beyond the limit too. */
static wb_status filter(const struct selection *selection, size_t limit, wb_result *result,
                        uint64_t *ret_certified, wb_error *err)
{
    wb_tally tally = {NULL, NULL, 0};
    size_t kept = 0;
    wb_status status = wb_tally_init(&tally, result->hit_count, err);
    *ret_certified = 0;
    for (size_t i = 0; i < result->hit_count && status == WB_OK; i++) {
        const wb_hit *hit = &result->hits[i];
        if (!selection_has(selection, hit)) {
            continue;
        }
        uint64_t *of_document = wb_tally_of(&tally, hit->doc_id);
        *ret_certified += hit->rung <= WB_RUNG_LOOSE ? 1 + hit->place_count : 0;
        if (kept < limit && (!selection->max_count || *of_document < selection->max_count)) {
            ++*of_document;
            result->hits[kept++] = *hit;
        }
    }
    result->hit_count = kept;
    wb_tally_free(&tally);
    return status;
}

wb_status selection_search(const struct selection *selection, wb_searcher *searcher,
                           const wb_query *query, const wb_search_options *options,
                           wb_result *result, wb_error *err)
{
    if (selection->place_count == 0 && (selection->max_count == 0 || options->limit == 0)) {
        return wb_search(searcher, query, options, result, err);
    }
    wb_search_options more = *options;
    more.limit = options->count_all ? WB_SEARCH_LIMIT_MAX : options->limit;
    more.limit = more.limit < LOOK_MIN ? LOOK_MIN : more.limit;
    for (;;) {
        uint64_t certified = 0;
        wb_status status = wb_search(searcher, query, &more, result, err);
        bool all = result->total_exact && result->total <= more.limit;
        if (status == WB_OK) {
            status = filter(selection, options->limit, result, &certified, err);
        }
        if (status != WB_OK) {
            return status;
        }
        if (all || result->hit_count == options->limit || more.limit == WB_SEARCH_LIMIT_MAX) {
            if (selection->place_count) {
                result->total = certified;
                result->total_exact = all;
            }
            return WB_OK;
        }
        more.limit = more.limit > WB_SEARCH_LIMIT_MAX / LOOK_MORE ? WB_SEARCH_LIMIT_MAX
                                                                  : more.limit * LOOK_MORE;
    }
}
