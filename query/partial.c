#include "partial.h"

#include <stdlib.h>

#include <wbsearch/token.h>

#include "rank.h"
#include "rank_params.h"

/* A term of the query as the candidates' plan might use it. */
struct choice {
    const wb_query_term *term;
};

static int compare_choices(const void *a, const void *b)
{
    const wb_query_term *x = ((const struct choice *)a)->term;
    const wb_query_term *y = ((const struct choice *)b)->term;
    if (x->weight != y->weight) {
        return x->weight > y->weight ? -1 : 1;
    }
    return wb_slice_compare(x->bytes, y->bytes);
}

/* The terms to look for: the weightiest, without those that stand nearly everywhere. */
static size_t choose_terms(const wb_query_terms *terms, double paragraphs, struct choice *choices)
{
    size_t count = 0;
    for (size_t i = 0; i < terms->count; i++) {
        if (terms->items[i].frequency && terms->items[i].factor > 0.0) {
            choices[count++].term = &terms->items[i];
        }
    }
    for (size_t i = 0; i < terms->other_count; i++) {
        if (terms->others[i].frequency) {
            choices[count++].term = &terms->others[i];
        }
    }
    if (count) {
        qsort(choices, count, sizeof *choices, compare_choices);
    }
    size_t kept = 0;
    for (size_t i = 0; i < count && kept < PARTIAL_TERMS_MAX; i++) {
        bool common = choices[i].term->frequency > PARTIAL_COMMON_SHARE * paragraphs &&
                      choices[i].term->frequency > PARTIAL_COMMON_MIN;
        if (!common || kept < PARTIAL_TERMS_MIN) {
            choices[kept++] = choices[i];
        }
    }
    return kept;
}

/* The plan for the candidates; NULL without an error when there is nothing to look for. */
static wb_status make_plan(const wb_query_terms *terms, double paragraphs, wb_arena *arena,
                           const wb_plan **ret, wb_error *err)
{
    *ret = NULL;
    struct choice *choices =
        wb_arena_alloc(arena, terms->count + terms->other_count, sizeof *choices);
    if (!choices) {
        return wb_error_nomem(err);
    }
    size_t count = choose_terms(terms, paragraphs, choices);
    if (count == 0) {
        return WB_OK;
    }
    wb_plan *nodes = wb_arena_alloc(arena, count + 1, sizeof *nodes);
    const wb_plan **children = wb_arena_alloc(arena, count, sizeof *children);
    if (!nodes || !children) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        nodes[i] = (wb_plan){
            .op = WB_PLAN_TERM, .term = choices[i].term->bytes, .weight = choices[i].term->factor};
        children[i] = &nodes[i];
    }
    nodes[count] =
        (wb_plan){.op = WB_PLAN_OR, .weight = 1.0, .children = children, .child_count = count};
    *ret = &nodes[count];
    return WB_OK;
}

/* What scoring the candidates takes. */
struct scoring {
    const wb_query_terms *terms;
    wb_paragraphs *paragraphs;
    wb_feature_scanner *scanner;
    wb_folded folded;
    wb_buf respelled; /* empty where there is nothing to respell */
    wb_folded title;
    wb_buf respelled_title;
};

/* Whether word `i` of the query stands in the paragraph, as it is or respelled. */
static bool has_word(const struct scoring *scoring, size_t i)
{
    wb_slice word = scoring->terms->words[i].folded;
    return wb_token_find(wb_buf_slice(&scoring->folded.text), word, 0) != SIZE_MAX ||
           (scoring->respelled.len &&
            wb_token_find(wb_buf_slice(&scoring->respelled), word, 0) != SIZE_MAX);
}

static bool is_everywhere(const struct scoring *scoring, const bool *in_titles)
{
    for (size_t i = 0; i < scoring->terms->word_count; i++) {
        if (!in_titles[i] && !has_word(scoring, i)) {
            return false;
        }
    }
    return true;
}

/* Marks the words that stand in the title. */
static wb_status look_in_title(struct scoring *scoring, wb_slice title, bool *in_titles)
{
    const wb_query_terms *terms = scoring->terms;
    bool changed = false;
    wb_status status = wb_fold(title, false, &scoring->title);
    wb_slice fold = wb_buf_slice(&scoring->title.text);
    if (status == WB_OK && terms->respellings.count) {
        status = wb_respell(&terms->respellings, fold, &scoring->respelled_title, &changed);
    }
    for (size_t i = 0; status == WB_OK && i < terms->word_count; i++) {
        wb_slice word = terms->words[i].folded;
        wb_slice other = wb_buf_slice(&scoring->respelled_title);
        in_titles[i] = in_titles[i] || wb_token_find(fold, word, 0) != SIZE_MAX ||
                       (changed && wb_token_find(other, word, 0) != SIZE_MAX);
    }
    return status;
}

/* The rung of a paragraph with the given features: words when nothing of weight is missing. */
static wb_status find_rung(struct scoring *scoring, const wb_record *record, const wb_para *para,
                           const wb_features *features, wb_rung *ret)
{
    bool in_titles[WB_QUERY_PLACES_MAX] = {false};
    *ret = WB_RUNG_SOME;
    if (!features->has_all_terms && scoring->respelled.len == 0) {
        return WB_OK; /* spares looking for the words */
    }
    for (uint32_t section = para->section; section != WB_NONE;
         section = record->sections[section].parent) {
        if (look_in_title(scoring, record->sections[section].title, in_titles) != WB_OK) {
            return WB_NOMEM;
        }
    }
    if (is_everywhere(scoring, in_titles)) {
        *ret = WB_RUNG_WORDS;
    }
    return WB_OK;
}

static wb_status score_candidate(struct scoring *scoring, uint32_t docid, wb_partial_hit *ret,
                                 wb_error *err)
{
    const wb_record *record = NULL;
    const wb_para *para = NULL;
    wb_status status = wb_paragraphs_get(scoring->paragraphs, docid, &record, &para, err);
    if (status != WB_OK) {
        return status;
    }
    *ret = (wb_partial_hit){.docid = docid, .rung = WB_RUNG_SOME};
    if (wb_fold(para->text, false, &scoring->folded) != WB_OK ||
        wb_rank_features(scoring->scanner, scoring->terms, record, para,
                         wb_buf_slice(&scoring->folded.text), &scoring->respelled,
                         &ret->features) != WB_OK ||
        find_rung(scoring, record, para, &ret->features, &ret->rung) != WB_OK) {
        return wb_error_nomem(err);
    }
    ret->score = wb_rank_combine(&ret->features);
    return WB_OK;
}

/* Whether a paragraph says enough of what is asked: a word, or as much weight as part of one. */
static bool is_telling(const struct scoring *scoring, const wb_partial_hit *hit)
{
    const wb_query_terms *terms = scoring->terms;
    double words = terms->word_count ? (double)terms->word_count : 1.0;
    if (hit->features.context >= PARTIAL_WORD_SHARE_MIN / words) {
        return true;
    }
    for (size_t i = 0; i < terms->word_count; i++) {
        if (has_word(scoring, i)) {
            return true;
        }
    }
    return false;
}

static int compare_docids(const void *a, const void *b)
{
    const wb_candidate *x = a;
    const wb_candidate *y = b;
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

/* Scores the candidates in the order in which their records are stored. */
static wb_status score_candidates(struct scoring *scoring, wb_candidate *candidates, size_t count,
                                  wb_partial_filter filter, void *context, wb_partial_hits *ret,
                                  wb_error *err)
{
    wb_status status = WB_OK;
    if (count) {
        qsort(candidates, count, sizeof *candidates, compare_docids);
    }
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        bool wanted;
        status = filter(context, candidates[i].docid, &wanted, err);
        if (status == WB_OK && wanted) {
            status = score_candidate(scoring, candidates[i].docid, &ret->items[ret->count], err);
            ret->count += status == WB_OK && is_telling(scoring, &ret->items[ret->count]);
        }
    }
    return status;
}

/* How many candidates are worth a look. What the user has told apart into words, and what is short,
 * needs fewer than a question, whose weightiest terms are often not what it asks. */
static size_t count_candidates(const wb_query_terms *terms, size_t wanted)
{
    bool has_items = terms->place_count && terms->places[terms->place_count - 1].item > 0;
    bool is_simple = has_items || terms->place_count <= PARTIAL_SHORT_TERMS;
    if (!is_simple || wanted > PARTIAL_CANDIDATES / PARTIAL_CANDIDATES_A_HIT) {
        return PARTIAL_CANDIDATES;
    }
    size_t count = wanted * PARTIAL_CANDIDATES_A_HIT;
    return count > PARTIAL_CANDIDATES_MIN ? count : PARTIAL_CANDIDATES_MIN;
}

wb_status wb_partial_search(const wb_query_terms *terms, wb_index *index, wb_paragraphs *paragraphs,
                            const wb_narrowing *within, wb_partial_filter filter, void *context,
                            size_t wanted, wb_arena *arena, wb_partial_hits *ret, wb_error *err)
{
    const wb_plan *plan;
    wb_store_range range = {.order = WB_STORE_BY_WEIGHT,
                            .docids = within->docids,
                            .docid_count = within->count,
                            .limit = count_candidates(terms, wanted)};
    wb_candidate *candidates = wb_arena_alloc(arena, PARTIAL_CANDIDATES, sizeof *candidates);
    size_t count = 0;
    bool more;
    ret->count = 0;
    ret->items = wb_arena_alloc(arena, PARTIAL_CANDIDATES, sizeof *ret->items);
    if (!candidates || !ret->items) {
        return wb_error_nomem(err);
    }
    wb_status status = make_plan(terms, wb_store_paragraph_count(index->store), arena, &plan, err);
    if (status == WB_OK && plan) {
        status = wb_store_search(index->store, plan, &range, candidates, &count, &more, err);
    }
    struct scoring scoring = {.terms = terms, .paragraphs = paragraphs};
    wb_folded_init(&scoring.folded);
    wb_folded_init(&scoring.title);
    wb_buf_init(&scoring.respelled, 0);
    wb_buf_init(&scoring.respelled_title, 0);
    if (status == WB_OK) {
        status = wb_feature_scanner_new(terms, arena, &scoring.scanner, err);
    }
    if (status == WB_OK) {
        status = score_candidates(&scoring, candidates, count, filter, context, ret, err);
    }
    wb_feature_scanner_free(scoring.scanner);
    wb_folded_free(&scoring.folded);
    wb_folded_free(&scoring.title);
    wb_buf_free(&scoring.respelled);
    wb_buf_free(&scoring.respelled_title);
    return status;
}
