#include "query_terms.h"

#include <math.h>

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

#include "query_words.h"
#include "rank_params.h"

static uint64_t hash_bytes(wb_slice bytes)
{
    uint64_t hash = 0xCBF29CE484222325u; /* FNV-1a */
    for (size_t i = 0; i < bytes.len; i++) {
        hash = (hash ^ (unsigned char)bytes.ptr[i]) * 0x100000001B3u;
    }
    return hash ^ hash >> 29;
}

static size_t hash_char(uint32_t c)
{
    return (size_t)(c * 2654435761u >> 7);
}

uint32_t wb_query_terms_find(const wb_query_terms *terms, wb_slice bytes)
{
    for (size_t at = hash_bytes(bytes) & terms->slot_mask;; at = (at + 1) & terms->slot_mask) {
        uint32_t index = terms->slots[at];
        if (index == WB_QUERY_NOWHERE || wb_slice_equal(terms->items[index].bytes, bytes)) {
            return index;
        }
    }
}

uint32_t wb_query_terms_find_char(const wb_query_terms *terms, uint32_t c)
{
    for (size_t at = hash_char(c) & terms->char_mask;; at = (at + 1) & terms->char_mask) {
        uint32_t index = terms->char_slots[at];
        if (index == WB_QUERY_NOWHERE || terms->chars[index].c == c) {
            return index;
        }
    }
}

/* A table of slots for `count` things, at most half full. */
static uint32_t *new_slots(wb_arena *arena, size_t count, size_t *ret_mask)
{
    size_t size = 16;
    while (size < 2 * count + 1) {
        size *= 2;
    }
    uint32_t *slots = wb_arena_alloc(arena, size, sizeof *slots);
    for (size_t i = 0; slots && i < size; i++) {
        slots[i] = WB_QUERY_NOWHERE;
    }
    *ret_mask = size - 1;
    return slots;
}

static bool allocate(wb_query_terms *ret, wb_arena *arena)
{
    size_t max = WB_QUERY_PLACES_MAX;
    *ret = (wb_query_terms){.average_length = 1.0};
    ret->items = wb_arena_alloc(arena, max, sizeof *ret->items);
    ret->places = wb_arena_alloc(arena, max, sizeof *ret->places);
    ret->words = wb_arena_alloc(arena, max, sizeof *ret->words);
    ret->others = wb_arena_alloc(arena, WB_QUERY_OTHERS_MAX, sizeof *ret->others);
    ret->chars = wb_arena_alloc(arena, max, sizeof *ret->chars);
    ret->slots = new_slots(arena, max, &ret->slot_mask);
    ret->char_slots = new_slots(arena, max, &ret->char_mask);
    return ret->items && ret->places && ret->words && ret->others && ret->chars && ret->slots &&
           ret->char_slots;
}

/* The term `bytes`, added when it is new. */
static wb_status intern_term(wb_query_terms *terms, wb_store *store, wb_slice bytes,
                             wb_arena *arena, uint32_t *ret, wb_error *err)
{
    *ret = wb_query_terms_find(terms, bytes);
    if (*ret != WB_QUERY_NOWHERE) {
        return WB_OK;
    }
    wb_query_term term = {.frequency = wb_store_document_frequency(store, bytes)};
    if (!wb_arena_dup(arena, bytes, &term.bytes)) {
        return wb_error_nomem(err);
    }
    size_t at = hash_bytes(bytes) & terms->slot_mask;
    while (terms->slots[at] != WB_QUERY_NOWHERE) {
        at = (at + 1) & terms->slot_mask;
    }
    *ret = (uint32_t)terms->count;
    terms->slots[at] = *ret;
    terms->items[terms->count++] = term;
    return WB_OK;
}

/* The inverse document frequency of BM25, never negative. */
static double log_odds(double all, double with)
{
    return log1p((all - with + 0.5) / (with + 0.5));
}

static double inverse_frequency(wb_store *store, uint32_t frequency)
{
    double all = wb_store_paragraph_count(store);
    return pow(log_odds(all, fmin(frequency, all)), RANK_IDF_POWER);
}

/* What the term [start, end) of an item's fold counts, by the words it touches. */
static double factor_of(const wb_query_words *words, const wb_term *term)
{
    bool content = false;
    bool function = false;
    size_t touched = 0;
    for (size_t i = 0; i < words->count; i++) {
        const wb_query_word_span *word = &words->items[i];
        if (word->start < term->end && term->start < word->end) {
            touched++;
            content = content || !word->is_function;
            function = function || word->is_function;
        }
    }
    bool apart = term->kind == WB_TERM_GRAM && (size_t)(term->end - term->start) != term->len;
    if (apart) {
        return RANK_FACTOR_APART;
    }
    if (!content) {
        return RANK_FACTOR_FUNCTION;
    }
    if (function) {
        return RANK_FACTOR_BESIDE_FUNCTION;
    }
    return touched > 1 ? RANK_FACTOR_ACROSS : 1.0;
}

static bool is_covered(const wb_terms *terms, size_t i)
{
    const wb_term *t = &terms->items[i];
    for (size_t k = i > 1 ? i - 2 : 0; k < terms->count && terms->items[k].start <= t->start; k++) {
        const wb_term *gram = &terms->items[k];
        if (gram->kind == WB_TERM_GRAM && t->end <= gram->end) {
            return true;
        }
    }
    return false;
}

/* Whether a term lies within a word of the user's list. */
static bool is_piece(const wb_query_words *words, const wb_term *term)
{
    for (size_t i = 0; i < words->count; i++) {
        const wb_query_word_span *word = &words->items[i];
        if (word->is_listed && word->start <= term->start && term->end <= word->end) {
            return true;
        }
    }
    return false;
}

/* Adds a place where a term stands: term `at` of an item's fold, number `term` of the query's. */
static void add_place(wb_query_terms *terms, wb_store *store, uint32_t term, uint32_t item,
                      const wb_term *at, double factor)
{
    wb_query_term *t = &terms->items[term];
    double weight = inverse_frequency(store, t->frequency) * factor;
    terms->places[terms->place_count++] =
        (wb_query_place){.term = term, .item = item, .start = at->start, .end = at->end};
    t->factor = factor > t->factor ? factor : t->factor;
    t->weight += weight;
    terms->weight += weight;
}

static wb_status add_terms(wb_query_terms *ret, wb_store *store, wb_slice folded, uint32_t item,
                           const wb_query_words *words, wb_terms *grams, wb_arena *arena,
                           wb_error *err)
{
    if (wb_token_grams(folded, grams) != WB_OK) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < grams->count && ret->place_count < WB_QUERY_PLACES_MAX; i++) {
        bool wanted = grams->items[i].kind == WB_TERM_GRAM ||
                      (grams->items[i].kind == WB_TERM_ALPHANUM && !is_covered(grams, i));
        size_t known = ret->count;
        uint32_t term;
        if (!wanted) {
            continue;
        }
        wb_status status = intern_term(ret, store, wb_terms_text(grams, i), arena, &term, err);
        if (status != WB_OK) {
            return status;
        }
        bool is_new = term == known;
        ret->items[term].is_piece =
            is_piece(words, &grams->items[i]) && (is_new || ret->items[term].is_piece);
        add_place(ret, store, term, item, &grams->items[i], factor_of(words, &grams->items[i]));
    }
    return WB_OK;
}

static bool is_single(wb_slice folded, const wb_query_word_span *word)
{
    size_t at = word->start;
    return !word->is_listed && wb_fold_class(wb_utf8_next(folded, &at)) == WB_CHAR_CJK &&
           at == word->end;
}

/* Whether `next` goes on with a word of which `word` is a character. */
static bool goes_on(wb_slice folded, const wb_query_word_span *word, const wb_query_word_span *next)
{
    return is_single(folded, word) && !next->is_function && is_single(folded, next) &&
           next->start == word->end;
}

/* Adds the bytes [start, end) of an item as a word, with the terms in it. */
static void add_word(wb_query_terms *ret, wb_store *store, wb_slice folded, uint32_t item,
                     wb_word at, bool is_listed)
{
    double all = wb_store_paragraph_count(store);
    wb_query_word word = {.folded = wb_slice_make(folded.ptr + at.start, at.end - at.start),
                          .item = item,
                          .is_listed = is_listed};
    for (uint32_t i = 0; i < ret->place_count; i++) {
        const wb_query_place *place = &ret->places[i];
        if (place->item == item && place->start >= at.start && place->end <= at.end) {
            double weight = log_odds(all, fmin(ret->items[place->term].frequency, all));
            word.first_place = word.end_place ? word.first_place : i;
            word.end_place = i + 1;
            word.weight = fmax(word.weight, weight);
        }
    }
    ret->word_weight += word.weight;
    ret->words[ret->word_count++] = word;
}

/*
 * Adds the words that are no function words. Words that ICU does not know come as single
 * characters: those side by side are one word, and one by itself says too little to be asked for.
 */
static void add_words(wb_query_terms *ret, wb_store *store, wb_slice folded, uint32_t item,
                      const wb_query_words *words)
{
    for (size_t i = 0; i < words->count && ret->word_count < WB_QUERY_PLACES_MAX; i++) {
        const wb_query_word_span *first = &words->items[i];
        if (first->is_function) {
            continue;
        }
        while (i + 1 < words->count && goes_on(folded, &words->items[i], &words->items[i + 1])) {
            i++;
        }
        if (first != &words->items[i] || !is_single(folded, first)) {
            wb_word word = {first->start, words->items[i].end};
            add_word(ret, store, folded, item, word, first->is_listed);
        }
    }
}

/* Adds a character of a term; it stands in at least as many paragraphs as the term. */
static void add_char(wb_query_terms *terms, uint32_t c, const wb_query_term *term)
{
    uint32_t index = wb_query_terms_find_char(terms, c);
    if (index != WB_QUERY_NOWHERE) {
        wb_query_char *known = &terms->chars[index];
        known->factor = term->factor > known->factor ? term->factor : known->factor;
        known->frequency = term->frequency > known->frequency ? term->frequency : known->frequency;
        return;
    }
    if (terms->char_count == WB_QUERY_PLACES_MAX) {
        return;
    }
    size_t at = hash_char(c) & terms->char_mask;
    while (terms->char_slots[at] != WB_QUERY_NOWHERE) {
        at = (at + 1) & terms->char_mask;
    }
    terms->char_slots[at] = (uint32_t)terms->char_count;
    terms->chars[terms->char_count++] =
        (wb_query_char){.c = c, .frequency = term->frequency, .factor = term->factor};
}

/* The characters of all terms, and what they weigh. */
static void add_chars(wb_query_terms *terms, wb_store *store)
{
    for (size_t i = 0; i < terms->count; i++) {
        wb_slice bytes = terms->items[i].bytes;
        for (size_t at = 0; at < bytes.len;) {
            uint32_t c = wb_utf8_next(bytes, &at);
            if (wb_fold_class(c) == WB_CHAR_CJK) {
                add_char(terms, c, &terms->items[i]);
            }
        }
    }
    double all = wb_store_paragraph_count(store);
    for (size_t i = 0; i < terms->char_count; i++) {
        wb_query_char *c = &terms->chars[i];
        double frequency = fmin(RANK_CHAR_FREQUENCY * c->frequency, all);
        c->weight = c->factor * pow(log_odds(all, frequency), RANK_CHAR_IDF_POWER);
        terms->char_weight += c->weight;
    }
}

static wb_status add_item(wb_query_terms *ret, const wb_words *list, wb_store *store,
                          wb_tokenizer *tokenizer, wb_slice folded, uint32_t item, wb_terms *grams,
                          wb_arena *arena, wb_error *err)
{
    wb_query_words words;
    wb_status status = wb_query_words_find(folded, list, tokenizer, arena, &words, err);
    if (status == WB_OK) {
        status = add_terms(ret, store, folded, item, &words, grams, arena, err);
    }
    if (status == WB_OK) {
        add_words(ret, store, folded, item, &words);
    }
    return status;
}

static bool is_other(const wb_query_terms *terms, wb_slice bytes)
{
    for (size_t i = 0; i < terms->other_count; i++) {
        if (wb_slice_equal(terms->others[i].bytes, bytes)) {
            return true;
        }
    }
    return false;
}

/* Adds the terms of what an alternative has instead of the item's bytes. */
static wb_status add_others(wb_query_terms *ret, wb_store *store, const wb_query_item *item,
                            const wb_query_alternative *alternative, wb_terms *grams,
                            wb_arena *arena)
{
    wb_slice folded = alternative->folded;
    size_t end = folded.len - (item->folded.len - alternative->end);
    wb_status status = wb_token_grams(folded, grams);
    for (size_t i = 0; status == WB_OK && i < grams->count; i++) {
        const wb_term *term = &grams->items[i];
        wb_slice bytes = wb_terms_text(grams, i);
        bool wanted =
            term->kind == WB_TERM_GRAM || (term->kind == WB_TERM_ALPHANUM && !is_covered(grams, i));
        if (!wanted || term->start >= end || term->end <= alternative->start ||
            ret->other_count == WB_QUERY_OTHERS_MAX || is_other(ret, bytes) ||
            wb_query_terms_find(ret, bytes) != WB_QUERY_NOWHERE) {
            continue;
        }
        wb_query_term *other = &ret->others[ret->other_count];
        *other =
            (wb_query_term){.frequency = wb_store_document_frequency(store, bytes), .factor = 1.0};
        other->weight = inverse_frequency(store, other->frequency);
        status = wb_arena_dup(arena, bytes, &other->bytes) ? WB_OK : WB_NOMEM;
        ret->other_count++;
    }
    return status;
}

/* The alternatives of the items: after all their own terms. */
static wb_status add_alternatives(wb_query_terms *ret, wb_store *store, const wb_query *query,
                                  wb_terms *grams, wb_arena *arena, wb_error *err)
{
    const wb_query_item *items[WB_QUERY_ITEMS_MAX];
    size_t count = wb_query_positive_items(query->root, items);
    wb_status status = WB_OK;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < items[i]->alternative_count && status == WB_OK; k++) {
            status = add_others(ret, store, items[i], &items[i]->alternatives[k], grams, arena);
        }
    }
    return status == WB_OK ? wb_respellings_make(query, arena, &ret->respellings, err)
                           : wb_error_nomem(err);
}

wb_status wb_query_terms_make(const wb_query *query, wb_store *store, wb_tokenizer *tokenizer,
                              wb_arena *arena, wb_query_terms *ret, wb_error *err)
{
    const wb_query_item *items[WB_QUERY_ITEMS_MAX];
    size_t count = wb_query_positive_items(query->root, items);
    wb_terms grams;
    wb_terms_init(&grams);
    wb_status status = allocate(ret, arena) ? WB_OK : wb_error_nomem(err);
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        status = add_item(ret, query->words, store, tokenizer, items[i]->folded, (uint32_t)i,
                          &grams, arena, err);
    }
    if (status == WB_OK) {
        status = add_alternatives(ret, store, query, &grams, arena, err);
    }
    wb_terms_free(&grams);
    if (status == WB_OK) {
        add_chars(ret, store);
        double paragraphs = wb_store_paragraph_count(store);
        double length = (double)wb_store_total_length(store);
        ret->average_length = length > paragraphs && paragraphs > 0 ? length / paragraphs : 1.0;
    }
    return status;
}
