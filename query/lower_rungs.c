#include "lower_rungs.h"

#include <stdlib.h>

#include <wbsearch/token.h>

#include "rank_params.h"

/* What a paragraph has to fulfil beside holding words. */
struct conditions {
    const wb_query_node *nodes[2 * WB_QUERY_ITEMS_MAX];
    size_t count;
    const uint32_t *known; /* docids in the list already, ascending */
    size_t known_count;
    wb_paragraphs *paragraphs;
    wb_collector *collector;
};

/* Whether a node asks only for words, so that part of it can be there. */
static bool asks_for_words(const wb_query_node *node)
{
    if (node->op == WB_QUERY_FILTER || node->op == WB_QUERY_NOT) {
        return false;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        if (!asks_for_words(node->children[i])) {
            return false;
        }
    }
    return true;
}

/* Takes filters and negations out of the query, a conjunction; false when there are others. */
static bool find_conditions(const wb_query *query, struct conditions *conditions)
{
    size_t count;
    wb_query_node *const *parts = wb_query_conjuncts(&query->root, &count);
    for (size_t i = 0; i < count; i++) {
        if (parts[i]->op == WB_QUERY_FILTER || parts[i]->op == WB_QUERY_NOT) {
            if (conditions->count == sizeof conditions->nodes / sizeof *conditions->nodes) {
                return false;
            }
            conditions->nodes[conditions->count++] = parts[i];
        } else if (!asks_for_words(parts[i])) {
            return false;
        }
    }
    return true;
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static wb_status is_wanted(void *context, uint32_t docid, bool *ret_wanted, wb_error *err)
{
    const struct conditions *c = context;
    *ret_wanted = !c->known_count ||
                  !bsearch(&docid, c->known, c->known_count, sizeof docid, compare_numbers);
    if (!*ret_wanted || c->count == 0) {
        return WB_OK;
    }
    const wb_record *record;
    const wb_para *para;
    wb_status status = wb_paragraphs_get(c->paragraphs, docid, &record, &para, err);
    wb_matcher *matcher =
        status == WB_OK ? wb_collector_set(c->collector, docid, record, para) : NULL;
    for (size_t i = 0; status == WB_OK && *ret_wanted && i < c->count; i++) {
        status = wb_matcher_holds(matcher, c->nodes[i], false, ret_wanted, err);
    }
    return status;
}

static wb_status note_known(const wb_verified_list *list, wb_arena *arena,
                            struct conditions *conditions, wb_error *err)
{
    uint32_t *known = wb_arena_alloc(arena, list->count, sizeof *known);
    if (!known) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < list->count; i++) {
        known[i] = list->items[i].docid;
    }
    if (list->count) {
        qsort(known, list->count, sizeof *known, compare_numbers);
    }
    conditions->known = known;
    conditions->known_count = list->count;
    return WB_OK;
}

static int compare_hits(const void *a, const void *b)
{
    const wb_partial_hit *x = a;
    const wb_partial_hit *y = b;
    if (x->rung != y->rung) {
        return x->rung < y->rung ? -1 : 1;
    }
    if (x->score != y->score) {
        return x->score > y->score ? -1 : 1;
    }
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

/* Sorts the hits and appends the best. */
static wb_status append(wb_partial_hits *hits, wb_rung lowest, size_t wanted,
                        wb_verified_list *list, wb_error *err)
{
    if (hits->count) {
        qsort(hits->items, hits->count, sizeof *hits->items, compare_hits);
    }
    for (size_t i = 0; i < hits->count && list->count < wanted; i++) {
        const wb_partial_hit *hit = &hits->items[i];
        if (hit->rung > lowest) {
            break;
        }
        wb_verified *items = wb_grow(list->items, &list->cap, list->count + 1, sizeof *items);
        if (!items) {
            return wb_error_nomem(err);
        }
        list->items = items;
        items[list->count++] = (wb_verified){hit->rung, hit->score, hit->docid};
    }
    return WB_OK;
}

wb_status wb_lower_rungs_fill(wb_lower_rungs *rungs, const wb_query *query, wb_index *index,
                              wb_paragraphs *paragraphs, wb_collector *collector,
                              wb_tokenizer *tokenizer, wb_rung lowest, size_t wanted,
                              wb_arena *arena, wb_verified_list *list, wb_error *err)
{
    struct conditions conditions = {.paragraphs = paragraphs, .collector = collector};
    wb_partial_hits hits;
    rungs->first = list->count;
    if (!find_conditions(query, &conditions)) {
        return WB_OK;
    }
    wb_status status = note_known(list, arena, &conditions, err);
    if (status == WB_OK) {
        status = wb_query_terms_make(query, index->store, tokenizer, arena, &rungs->terms, err);
    }
    if (status == WB_OK) {
        status =
            wb_partial_search(&rungs->terms, index, paragraphs, wb_collector_filtered(collector),
                              is_wanted, &conditions, wanted - list->count, arena, &hits, err);
    }
    return status == WB_OK ? append(&hits, lowest, wanted, list, err) : status;
}

/* A stretch of folded text whose neighbouring terms are all the query's. */
struct stretch {
    uint32_t start;
    uint32_t end;
    bool has_word; /* a term of it is a word or part of one */
};

static bool add_stretch(wb_span_list *list, const wb_folded *folded, struct stretch stretch)
{
    return stretch.end == stretch.start || wb_span_add(list, folded->source_start[stretch.start],
                                                       folded->source_end[stretch.end - 1]);
}

/* Adds the stretches of the text; only those with a word, if asked. */
static bool add_stretches(const wb_query_terms *query, const wb_terms *terms,
                          const wb_folded *folded, bool only_words, wb_span_list *list)
{
    struct stretch last = {0, 0, false};
    bool has_memory = true;
    for (size_t i = 0; i < terms->count && has_memory; i++) {
        uint32_t found = wb_query_terms_find(query, wb_terms_text(terms, i));
        if (found == WB_QUERY_NOWHERE || query->items[found].factor < RANK_FACTOR_ACROSS ||
            query->items[found].is_piece) {
            continue;
        }
        const wb_term *term = &terms->items[i];
        if (term->start > last.end) {
            has_memory = (only_words && !last.has_word) || add_stretch(list, folded, last);
            last = (struct stretch){term->start, term->end, false};
        }
        last.end = term->end > last.end ? term->end : last.end;
        last.has_word = last.has_word || query->items[found].factor >= 1.0;
    }
    return has_memory && ((only_words && !last.has_word) || add_stretch(list, folded, last));
}

/* Adds the words of the user's list, each as a whole. */
static bool add_listed(const wb_query_terms *query, const wb_folded *folded, wb_span_list *list)
{
    wb_slice text = wb_buf_slice(&folded->text);
    bool has_memory = true;
    for (size_t i = 0; i < query->word_count && has_memory; i++) {
        wb_slice word = query->words[i].folded;
        size_t at = query->words[i].is_listed ? wb_token_find(text, word, 0) : SIZE_MAX;
        for (; at != SIZE_MAX && has_memory; at = wb_token_find(text, word, at + 1)) {
            has_memory =
                wb_span_add(list, folded->source_start[at], folded->source_end[at + word.len - 1]);
        }
    }
    return has_memory;
}

/* Adds what is spelled in another way than in the query. */
static bool add_respelled(const wb_respellings *respellings, const wb_folded *folded,
                          wb_span_list *list)
{
    wb_slice text = wb_buf_slice(&folded->text);
    size_t at = 0;
    const wb_respelling *found = wb_respellings_find(respellings, text, 0, &at);
    bool has_memory = true;
    while (found && has_memory) {
        size_t end = at + found->other.folded.len;
        has_memory = wb_span_add(list, folded->source_start[at], folded->source_end[end - 1]);
        found = wb_respellings_find(respellings, text, end, &at);
    }
    return has_memory;
}

wb_status wb_lower_rungs_spans(const wb_lower_rungs *rungs, wb_slice text, wb_arena *arena,
                               wb_span **ret_spans, size_t *ret_count, wb_error *err)
{
    wb_span_list list = {NULL, 0, 0};
    wb_folded folded;
    wb_terms terms;
    wb_folded_init(&folded);
    wb_terms_init(&terms);
    bool has_memory = wb_fold(text, true, &folded) == WB_OK &&
                      wb_token_grams(wb_buf_slice(&folded.text), &terms) == WB_OK &&
                      add_listed(&rungs->terms, &folded, &list) &&
                      add_respelled(&rungs->terms.respellings, &folded, &list) &&
                      add_stretches(&rungs->terms, &terms, &folded, true, &list);
    if (has_memory && list.count == 0) {
        has_memory = add_stretches(&rungs->terms, &terms, &folded, false, &list);
    }
    wb_terms_free(&terms);
    wb_folded_free(&folded);
    if (!has_memory) {
        wb_free(list.items);
        return wb_error_nomem(err);
    }
    wb_span_merge(&list);
    return wb_span_keep(&list, arena, ret_spans, ret_count, err);
}

/* Words that have not been found yet, and what looking for them takes. */
struct search_for_words {
    const wb_respellings *respellings;
    wb_folded folded;
    wb_buf respelled;
    wb_slice *missing;
    size_t count;
};

static void strike_out_of_fold(struct search_for_words *search, wb_slice fold)
{
    size_t kept = 0;
    for (size_t i = 0; i < search->count; i++) {
        if (wb_token_find(fold, search->missing[i], 0) == SIZE_MAX) {
            search->missing[kept++] = search->missing[i];
        }
    }
    search->count = kept;
}

/* Takes the words out of `missing` that stand in `text`, as it is or respelled. */
static wb_status strike_out(struct search_for_words *search, wb_slice text)
{
    bool changed = false;
    wb_status status = wb_fold(text, false, &search->folded);
    wb_slice fold = wb_buf_slice(&search->folded.text);
    if (status == WB_OK) {
        strike_out_of_fold(search, fold);
        status = wb_respell(search->respellings, fold, &search->respelled, &changed);
    }
    if (status == WB_OK && changed) {
        strike_out_of_fold(search, wb_buf_slice(&search->respelled));
    }
    return status;
}

wb_status wb_lower_rungs_missing(const wb_lower_rungs *rungs, const wb_record *record,
                                 const wb_para *para, wb_arena *arena, const wb_slice **ret,
                                 size_t *ret_count, wb_error *err)
{
    const wb_query_terms *terms = &rungs->terms;
    struct search_for_words search = {.respellings = &terms->respellings};
    search.missing = wb_arena_alloc(arena, terms->word_count, sizeof *search.missing);
    if (!search.missing) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < terms->word_count; i++) {
        if (!wb_arena_dup(arena, terms->words[i].folded, &search.missing[search.count++])) {
            return wb_error_nomem(err);
        }
    }
    wb_folded_init(&search.folded);
    wb_buf_init(&search.respelled, 0);
    wb_status status = strike_out(&search, para->text);
    for (uint32_t section = para->section; status == WB_OK && section != WB_NONE;
         section = record->sections[section].parent) {
        status = strike_out(&search, record->sections[section].title);
    }
    wb_folded_free(&search.folded);
    wb_buf_free(&search.respelled);
    *ret = search.missing;
    *ret_count = search.count;
    return status == WB_OK ? WB_OK : wb_error_nomem(err);
}
