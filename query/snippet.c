#include "snippet.h"

#include <stdlib.h>

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>
#include <wbsearch/width.h>

#include "cuts.h"

/* Of more matches than this only the shortest of each kind is looked at. */
#define MATCHES_MAX 1024

/* A match, between places of the text (cuts.h). */
struct match {
    size_t start;
    size_t end;
    uint32_t kind; /* equal for those with the same fold */
};

/* Matches with the same fold. */
struct kind {
    wb_slice folded;
    size_t first;    /* the shortest of them, the first of these */
    size_t cost;     /* what that takes of the budget */
    size_t stamp;    /* the trial that has it */
    bool is_covered; /* shown by an excerpt that was chosen */
};

/* An excerpt, between places of the text. */
struct window {
    size_t start;
    size_t end;
};

struct work {
    wb_cuts cuts;
    uint32_t *used;  /* per place: what the text before it takes of the budget */
    uint8_t *inside; /* per place: 1 inside a match */
    struct match *matches;
    size_t match_count;
    struct kind *kinds;
    uint32_t *by_cost; /* the kinds, cheapest first */
    size_t kind_count;
    struct window *windows; /* ascending, not touching */
    size_t window_count;
    size_t budget;
    size_t left; /* of it */
    size_t trial;
};

static size_t cost(const struct work *w, size_t start, size_t end)
{
    return w->used[end] - w->used[start];
}

/* ---- matches and their kinds ---- */

static size_t place_of(const struct work *w, size_t offset, size_t from)
{
    while (w->cuts.offset[from] < offset) {
        from++;
    }
    return from;
}

/* A match while kinds are made. */
struct folded_match {
    wb_slice folded;
    size_t number;
};

static int compare_folded(const void *a, const void *b)
{
    const struct folded_match *x = a;
    const struct folded_match *y = b;
    int order = wb_slice_compare(x->folded, y->folded);
    return order ? order : x->number < y->number ? -1 : x->number > y->number;
}

static wb_status fold_matches(const struct work *w, wb_slice text, wb_arena *arena,
                              struct folded_match *ret)
{
    wb_folded folded;
    wb_folded_init(&folded);
    wb_status status = WB_OK;
    for (size_t i = 0; i < w->match_count && status == WB_OK; i++) {
        size_t start = w->cuts.offset[w->matches[i].start];
        size_t end = w->cuts.offset[w->matches[i].end];
        status = wb_fold(wb_slice_make(text.ptr + start, end - start), false, &folded);
        ret[i].number = i;
        if (status == WB_OK && !wb_arena_dup(arena, wb_buf_slice(&folded.text), &ret[i].folded)) {
            status = WB_NOMEM;
        }
    }
    wb_folded_free(&folded);
    return status;
}

static void add_to_kind(struct work *w, size_t number, wb_slice folded)
{
    struct match *match = &w->matches[number];
    size_t price = cost(w, match->start, match->end);
    if (w->kind_count == 0 || !wb_slice_equal(w->kinds[w->kind_count - 1].folded, folded)) {
        w->kinds[w->kind_count++] = (struct kind){.folded = folded, .first = number, .cost = price};
    }
    struct kind *kind = &w->kinds[w->kind_count - 1];
    match->kind = (uint32_t)(w->kind_count - 1);
    if (price < kind->cost) {
        kind->first = number;
        kind->cost = price;
    }
}

/* Sorting by cost needs the kinds, and qsort hands nothing on: the cost goes along. */
struct priced {
    size_t cost;
    size_t first;
    uint32_t kind;
};

static int compare_priced(const void *a, const void *b)
{
    const struct priced *x = a;
    const struct priced *y = b;
    if (x->cost != y->cost) {
        return x->cost < y->cost ? -1 : 1;
    }
    return x->first < y->first ? -1 : x->first > y->first;
}

static bool sort_by_cost(struct work *w, wb_arena *arena)
{
    struct priced *priced = wb_arena_alloc(arena, w->kind_count, sizeof *priced);
    w->by_cost = wb_arena_alloc(arena, w->kind_count, sizeof *w->by_cost);
    if (!priced || !w->by_cost) {
        return false;
    }
    for (size_t i = 0; i < w->kind_count; i++) {
        priced[i] = (struct priced){w->kinds[i].cost, w->kinds[i].first, (uint32_t)i};
    }
    qsort(priced, w->kind_count, sizeof *priced, compare_priced);
    for (size_t i = 0; i < w->kind_count; i++) {
        w->by_cost[i] = priced[i].kind;
    }
    return true;
}

static int compare_matches(const void *a, const void *b)
{
    const struct match *x = a;
    const struct match *y = b;
    return x->start < y->start ? -1 : x->start > y->start;
}

/* Keeps the shortest of each of the cheapest kinds: as many as could be shown. */
static void keep_few_matches(struct work *w, struct match *kept)
{
    size_t count = 0;
    for (size_t i = 0; i < w->kind_count && count < MATCHES_MAX; i++) {
        kept[count++] = w->matches[w->kinds[w->by_cost[i]].first];
    }
    qsort(kept, count, sizeof *kept, compare_matches);
    w->matches = kept;
    w->match_count = count;
}

static wb_status make_kinds(struct work *w, wb_slice text, wb_arena *arena)
{
    struct folded_match *folded = wb_arena_alloc(arena, w->match_count, sizeof *folded);
    struct match *kept = wb_arena_alloc(arena, MATCHES_MAX, sizeof *kept);
    w->kinds = wb_arena_alloc(arena, w->match_count, sizeof *w->kinds);
    if (!folded || !kept || !w->kinds) {
        return WB_NOMEM;
    }
    wb_status status = fold_matches(w, text, arena, folded);
    if (status != WB_OK) {
        return status;
    }
    qsort(folded, w->match_count, sizeof *folded, compare_folded);
    for (size_t i = 0; i < w->match_count; i++) {
        add_to_kind(w, folded[i].number, folded[i].folded);
    }
    if (!sort_by_cost(w, arena)) {
        return WB_NOMEM;
    }
    if (w->match_count > MATCHES_MAX) {
        keep_few_matches(w, kept);
    }
    return WB_OK;
}

/* ---- choosing matches ---- */

/* How many kinds fit into `budget` beside those that are covered or in the trial under way. */
static size_t count_fitting(const struct work *w, size_t budget)
{
    size_t count = 0;
    for (size_t i = 0; i < w->kind_count; i++) {
        const struct kind *kind = &w->kinds[w->by_cost[i]];
        if (kind->is_covered || kind->stamp == w->trial) {
            continue;
        }
        if (kind->cost > budget) {
            break;
        }
        budget -= kind->cost;
        count++;
    }
    return count;
}

/* A stretch from one match to another. */
struct stretch {
    size_t first; /* match */
    size_t last;
    size_t fresh; /* kinds in it that no window has */
    size_t cost;
};

/* The stretches that begin with match `first`: a better one than `best` after which the kinds that
 * are still `needed` fit becomes it. */
static void try_stretches(struct work *w, size_t first, size_t needed, struct stretch *best)
{
    size_t fresh = 0;
    w->trial++;
    if (w->kinds[w->matches[first].kind].is_covered) {
        return; /* it would be shorter without */
    }
    for (size_t i = first; i < w->match_count; i++) {
        size_t price = cost(w, w->matches[first].start, w->matches[i].end);
        struct kind *kind = &w->kinds[w->matches[i].kind];
        if (price > w->left) {
            break;
        }
        if (kind->is_covered || kind->stamp == w->trial) {
            continue;
        }
        kind->stamp = w->trial;
        fresh++;
        bool better = fresh > best->fresh || (fresh == best->fresh && price < best->cost);
        if (better && fresh + count_fitting(w, w->left - price) >= needed) {
            *best = (struct stretch){first, i, fresh, price};
        }
    }
}

/* Puts a window among the others, and makes one of those that overlap or touch. */
static void add_window(struct work *w, size_t start, size_t end)
{
    size_t kept = 0;
    size_t at = 0;
    struct window added = {start, end};
    struct window *windows = w->windows;
    for (size_t i = 0; i < w->window_count; i++) {
        if (windows[i].end < added.start) {
            windows[kept++] = windows[i];
            at = kept;
        } else if (windows[i].start <= added.end) {
            added.start = windows[i].start < added.start ? windows[i].start : added.start;
            added.end = windows[i].end > added.end ? windows[i].end : added.end;
        } else {
            windows[kept++] = windows[i];
        }
    }
    memmove(windows + at + 1, windows + at, (kept - at) * sizeof *windows);
    windows[at] = added;
    w->window_count = kept + 1;
    w->left = w->budget;
    for (size_t i = 0; i < w->window_count; i++) {
        w->left -= cost(w, windows[i].start, windows[i].end);
    }
}

/* Chooses windows with as many kinds as fit, most of them together where that can be. */
static void choose_windows(struct work *w)
{
    w->trial = 1;
    size_t needed = count_fitting(w, w->budget);
    while (needed > 0) {
        struct stretch best = {0, 0, 0, 0};
        for (size_t i = 0; i < w->match_count; i++) {
            try_stretches(w, i, needed, &best);
        }
        if (best.fresh == 0) {
            return; /* cannot be: the cheapest kind by itself would do */
        }
        for (size_t i = best.first; i <= best.last; i++) {
            w->kinds[w->matches[i].kind].is_covered = true;
        }
        add_window(w, w->matches[best.first].start, w->matches[best.last].end);
        needed -= best.fresh < needed ? best.fresh : needed;
    }
}

/* ---- making room around them ---- */

/* An edge of a window and a place further out. */
struct move {
    size_t window;
    bool is_end;
    size_t place;
    size_t cost;
};

static wb_cut cut_at(const struct work *w, size_t place)
{
    return (wb_cut)w->cuts.cut[place];
}

static size_t edge_of(const struct work *w, size_t window, bool is_end)
{
    return is_end ? w->windows[window].end : w->windows[window].start;
}

/* The nearest place outside an edge where the text is cut no worse than `wanted` or where the next
 * window begins, for `most` at most. */
static bool find_move(const struct work *w, size_t window, bool is_end, wb_cut wanted, size_t most,
                      struct move *ret)
{
    size_t edge = edge_of(w, window, is_end);
    size_t limit = 0;
    if (is_end) {
        bool is_last = window + 1 == w->window_count;
        limit = is_last ? w->cuts.count : w->windows[window + 1].start;
    } else if (window > 0) {
        limit = w->windows[window - 1].end;
    }
    for (size_t place = edge; place != limit;) {
        place = is_end ? place + 1 : place - 1;
        size_t price = is_end ? cost(w, edge, place) : cost(w, place, edge);
        if (price > most) {
            return false;
        }
        if (place == limit || (cut_at(w, place) >= wanted && !w->inside[place])) {
            *ret = (struct move){window, is_end, place, price};
            return true;
        }
    }
    return false;
}

static void make_move(struct work *w, const struct move *move)
{
    struct window window = w->windows[move->window];
    if (move->is_end) {
        window.end = move->place;
    } else {
        window.start = move->place;
    }
    add_window(w, window.start, window.end);
}

/* Moves the edges where the text is cut worse than `below` out to where it is not, the nearest
 * first, as far as the budget goes. */
static void widen(struct work *w, wb_cut below, wb_cut wanted)
{
    for (bool moved = true; moved;) {
        struct move best = {0, false, 0, SIZE_MAX};
        for (size_t i = 0; i < 2 * w->window_count; i++) {
            struct move move;
            size_t most = best.cost <= w->left ? best.cost : w->left;
            bool is_end = i % 2 == 1;
            if ((below > WB_CUT_SENTENCE || cut_at(w, edge_of(w, i / 2, is_end)) < below) &&
                find_move(w, i / 2, is_end, wanted, most, &move) && move.cost < best.cost) {
                best = move;
            }
        }
        moved = best.cost != SIZE_MAX;
        if (moved) {
            make_move(w, &best);
        }
    }
}

/* How good a place is when no better one can be reached: one in a title or quotation that has no
 * room is as good as its own marks make it. */
static wb_cut last_resort(const struct work *w, size_t place, bool in_quotation)
{
    return w->inside[place] ? WB_CUT_INSIDE
                            : (wb_cut)(in_quotation ? w->cuts.plain[place] : w->cuts.cut[place]);
}

/* The place up to `most` outside an edge to show, with the clause that ends in the farther half, or
 * else as much as may be cut off. */
static size_t reach(const struct work *w, size_t window, bool is_end, size_t most)
{
    size_t edge = edge_of(w, window, is_end);
    bool in_quotation = cut_at(w, edge) == WB_CUT_INSIDE;
    size_t limit = is_end ? w->cuts.count : 0;
    size_t clause = edge;
    size_t any = edge;
    for (size_t place = edge; place != limit;) {
        place = is_end ? place + 1 : place - 1;
        size_t price = is_end ? cost(w, edge, place) : cost(w, place, edge);
        if (price > most) {
            break;
        }
        wb_cut cut = last_resort(w, place, in_quotation);
        clause = cut >= WB_CUT_CLAUSE && 2 * price >= most ? place : clause;
        any = cut >= WB_CUT_CHAR ? place : any;
    }
    return clause != edge ? clause : any;
}

/* Shares what is left among the edges from which no clause can be reached. */
static void share(struct work *w)
{
    size_t needy = 0;
    for (size_t i = 0; i < 2 * w->window_count; i++) {
        needy += cut_at(w, edge_of(w, i / 2, i % 2 == 1)) < WB_CUT_CLAUSE;
    }
    /* From the last one on: a window that merges with the next leaves those before as they are. */
    for (size_t i = 2 * w->window_count; i-- > 0 && needy > 0;) {
        bool is_end = i % 2 == 1;
        if (cut_at(w, edge_of(w, i / 2, is_end)) < WB_CUT_CLAUSE) {
            struct move move = {i / 2, is_end, reach(w, i / 2, is_end, w->left / needy), 0};
            make_move(w, &move);
            needy--;
        }
    }
}

/* ---- special cases ---- */

/* Shows the beginning of what stands from `start` on, ended as well as can be. */
static void show_beginning(struct work *w, size_t start)
{
    size_t ends[WB_CUT_SENTENCE + 1] = {0};
    size_t last = start;
    for (size_t place = start + 1; place <= w->cuts.count; place++) {
        if (cost(w, start, place) > w->budget) {
            break;
        }
        ends[w->cuts.cut[place]] = place;
        last = place;
    }
    for (int cut = WB_CUT_SENTENCE; cut > WB_CUT_INSIDE; cut--) {
        if (ends[cut]) {
            last = ends[cut];
            break;
        }
    }
    if (last > start) {
        add_window(w, start, last);
    }
}

static bool prepare(struct work *w, const wb_span *matches, size_t match_count, wb_slice text,
                    wb_snippet_unit unit, wb_arena *arena)
{
    size_t count = w->cuts.count;
    w->used = wb_arena_alloc(arena, count + 1, sizeof *w->used);
    w->inside = wb_arena_alloc(arena, count + 1, sizeof *w->inside);
    w->matches = wb_arena_alloc(arena, match_count, sizeof *w->matches);
    w->windows = wb_arena_alloc(arena, match_count + 2, sizeof *w->windows);
    if (!w->used || !w->inside || !w->matches || !w->windows) {
        return false;
    }
    size_t at = 0;
    w->used[0] = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t c = wb_utf8_next(text, &at);
        w->used[i + 1] = w->used[i] + (unit == WB_SNIPPET_CHARS ? 1 : wb_width_char(c));
    }
    memset(w->inside, 0, count + 1);
    size_t place = 0;
    for (size_t i = 0; i < match_count; i++) {
        size_t start = place_of(w, matches[i].start, place);
        place = place_of(w, matches[i].end, start);
        w->matches[i] = (struct match){.start = start, .end = place};
        if (place > start) {
            memset(w->inside + start + 1, 1, place - start - 1);
        }
    }
    w->match_count = match_count;
    return true;
}

static wb_status choose(struct work *w, wb_slice text, wb_arena *arena)
{
    wb_status status = w->match_count ? make_kinds(w, text, arena) : WB_OK;
    if (status != WB_OK) {
        return status;
    }
    w->left = w->budget;
    choose_windows(w);
    if (w->window_count == 0) {
        show_beginning(w, w->match_count ? w->matches[0].start : 0);
        return WB_OK;
    }
    widen(w, WB_CUT_CHAR, WB_CUT_CHAR);
    widen(w, WB_CUT_CLAUSE, WB_CUT_CLAUSE);
    widen(w, WB_CUT_SENTENCE, WB_CUT_SENTENCE);
    share(w);
    widen(w, (wb_cut)(WB_CUT_SENTENCE + 1), WB_CUT_SENTENCE);
    return WB_OK;
}

wb_status wb_snippet(wb_slice text, const wb_span *matches, size_t match_count, size_t budget,
                     wb_snippet_unit unit, wb_arena *arena, wb_span **ret_excerpts,
                     size_t *ret_count, wb_error *err)
{
    struct work w = {.budget = budget};
    wb_arena scratch = {0};
    wb_span *excerpts = NULL;
    wb_status status = wb_cuts_find(text, &scratch, &w.cuts, err);
    if (status == WB_OK && !prepare(&w, matches, match_count, text, unit, &scratch)) {
        status = wb_error_nomem(err);
    }
    if (status == WB_OK && w.used[w.cuts.count] <= budget) {
        w.windows[0] = (struct window){0, w.cuts.count};
        w.window_count = text.len > 0;
    } else if (status == WB_OK && choose(&w, text, &scratch) != WB_OK) {
        status = wb_error_nomem(err);
    }
    if (status == WB_OK) {
        excerpts = wb_arena_alloc(arena, w.window_count, sizeof *excerpts);
        status = excerpts ? WB_OK : wb_error_nomem(err);
    }
    for (size_t i = 0; excerpts && i < w.window_count; i++) {
        excerpts[i] = (wb_span){w.cuts.offset[w.windows[i].start], w.cuts.offset[w.windows[i].end]};
    }
    *ret_excerpts = excerpts;
    *ret_count = w.window_count;
    wb_arena_clear(&scratch);
    return status;
}
