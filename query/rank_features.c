#include "rank_features.h"

#include <math.h>

#include <wbsearch/token.h>
#include <wbsearch/utf8.h>

#include "rank_params.h"

/* Places of the query with the same term that are looked at. */
#define EQUAL_PLACES_MAX 8
/* Two neighbours of the query are near when so many terms of the paragraph lie between at most. */
#define NEAR_MAX 12
/* Characters at the beginning of a paragraph that count as such. */
#define FIRST_CHARS 40

struct wb_feature_scanner {
    const wb_query_terms *query;
    wb_terms terms;
    wb_folded folded; /* of titles */
    /* Per term of the query: */
    uint32_t *counts;      /* in this paragraph */
    uint32_t *in_title;    /* mark: in a title of the sections around it */
    uint32_t *in_sentence; /* number of the last sentence that it stood in */
    uint32_t *last_seen;   /* number of the paragraph's term where it stood last, from 1 */
    uint8_t *in_order;     /* per place */
    /* Per character: */
    uint32_t *char_counts;
    uint32_t *char_in_sentence; /* number of the last sentence that it stood in */
    uint32_t mark;
};

const char *wb_feature_name(wb_feature feature)
{
    static const char *const names[WB_FEATURE_COUNT_] = {
        "bm25", "coverage", "sentence", "first", "order", "words", "chars", "chars-sentence"};
    return names[feature];
}

static void *zeroed(wb_arena *arena, size_t count, size_t size)
{
    void *memory = wb_arena_alloc(arena, count + 1, size);
    if (memory) {
        memset(memory, 0, (count + 1) * size);
    }
    return memory;
}

wb_status wb_feature_scanner_new(const wb_query_terms *terms, wb_arena *arena,
                                 wb_feature_scanner **ret, wb_error *err)
{
    wb_feature_scanner *s = zeroed(arena, 1, sizeof *s);
    if (!s) {
        return wb_error_nomem(err);
    }
    s->query = terms;
    wb_terms_init(&s->terms);
    wb_folded_init(&s->folded);
    s->counts = zeroed(arena, terms->count, sizeof *s->counts);
    s->in_title = zeroed(arena, terms->count, sizeof *s->in_title);
    s->in_sentence = zeroed(arena, terms->count, sizeof *s->in_sentence);
    s->last_seen = zeroed(arena, terms->count, sizeof *s->last_seen);
    s->in_order = zeroed(arena, terms->place_count, sizeof *s->in_order);
    s->char_counts = zeroed(arena, terms->char_count, sizeof *s->char_counts);
    s->char_in_sentence = zeroed(arena, terms->char_count, sizeof *s->char_in_sentence);
    *ret = s;
    return s->counts && s->in_title && s->in_sentence && s->last_seen && s->in_order &&
                   s->char_counts && s->char_in_sentence
               ? WB_OK
               : wb_error_nomem(err);
}

void wb_feature_scanner_free(wb_feature_scanner *scanner)
{
    if (scanner) {
        wb_terms_free(&scanner->terms);
        wb_folded_free(&scanner->folded);
    }
}

/* The walk over the paragraph's characters, beside that over its terms. */
struct walk {
    wb_slice folded;
    size_t at;
    uint32_t chars;    /* before `at` */
    uint32_t sentence; /* number of the sentence, from 1 */
    uint32_t begin;    /* characters before it */
    double weight;     /* of the query's characters in it */
    double best;       /* the most that a sentence before had, seen against its length */
};

/* A sentence of 100 characters says half as much as a short one with the same characters. */
static void end_sentence(struct walk *walk)
{
    double length = (double)(walk->chars - walk->begin);
    walk->best = fmax(walk->best, walk->weight / (1.0 + length / 100.0));
    walk->weight = 0.0;
    walk->begin = walk->chars;
}

static void count_char(wb_feature_scanner *s, struct walk *walk, uint32_t c)
{
    uint32_t index = wb_query_terms_find_char(s->query, c);
    if (index == WB_QUERY_NOWHERE) {
        return;
    }
    s->char_counts[index]++;
    if (s->char_in_sentence[index] != walk->sentence) {
        s->char_in_sentence[index] = walk->sentence;
        walk->weight += s->query->chars[index].weight;
    }
}

static void pass_to(wb_feature_scanner *s, struct walk *walk, size_t end)
{
    while (walk->at < end) {
        uint32_t c = wb_utf8_next(walk->folded, &walk->at);
        walk->chars++;
        if (c == 0x3002 || c == '!' || c == '?' || c == ';') { /* 。 */
            end_sentence(walk);
            walk->sentence++;
        } else if (c > 0x2E80) {
            count_char(s, walk, c);
        }
    }
}

/* Notes the places whose neighbour before stood shortly before this term. */
static void note_order(wb_feature_scanner *s, uint32_t term, uint32_t number)
{
    const wb_query_terms *q = s->query;
    size_t looked = 0;
    for (uint32_t place = q->first_places[term];
         place != WB_QUERY_NOWHERE && looked < EQUAL_PLACES_MAX;
         place = q->places[place].next_equal, looked++) {
        for (uint32_t before = 1; before <= 3 && before <= place; before++) {
            uint32_t seen = s->last_seen[q->places[place - before].term];
            if (seen && number - seen <= NEAR_MAX) {
                s->in_order[place] = 1;
            }
        }
    }
}

struct sums {
    double sentence;
    double best_sentence;
    double first;
    uint32_t current_sentence;
};

static void add_to_sums(wb_feature_scanner *s, struct sums *sums, const struct walk *walk,
                        uint32_t term)
{
    double weight = s->query->items[term].weight;
    if (sums->current_sentence != walk->sentence) {
        sums->current_sentence = walk->sentence;
        sums->sentence = 0.0;
    }
    if (s->in_sentence[term] != walk->sentence) {
        s->in_sentence[term] = walk->sentence;
        sums->sentence += weight;
        sums->best_sentence = fmax(sums->best_sentence, sums->sentence);
    }
    if (s->counts[term] == 0 && walk->chars < FIRST_CHARS) {
        sums->first += weight;
    }
}

static void forget_paragraph(wb_feature_scanner *s)
{
    const wb_query_terms *q = s->query;
    memset(s->counts, 0, q->count * sizeof *s->counts);
    memset(s->in_sentence, 0, q->count * sizeof *s->in_sentence);
    memset(s->last_seen, 0, q->count * sizeof *s->last_seen);
    memset(s->in_order, 0, q->place_count * sizeof *s->in_order);
    memset(s->char_counts, 0, q->char_count * sizeof *s->char_counts);
    memset(s->char_in_sentence, 0, q->char_count * sizeof *s->char_in_sentence);
}

/* BM25 of a count, as a share of its limit. */
static double saturated(uint32_t count, double norm)
{
    return (double)count / ((double)count + norm);
}

/* Whether all terms of a word are there: but for repetitions, the word is. */
static bool has_word(const wb_feature_scanner *s, const wb_query_word *word)
{
    for (uint32_t i = word->first_place; i < word->end_place; i++) {
        if (s->counts[s->query->places[i].term] == 0) {
            return false;
        }
    }
    return word->first_place < word->end_place;
}

static void sum_up(const wb_feature_scanner *s, double length, wb_features *ret)
{
    const wb_query_terms *q = s->query;
    double *f = ret->values;
    double relative = length / q->average_length;
    double norm = RANK_TERMS_K1 * (1.0 - RANK_TERMS_B + RANK_TERMS_B * relative);
    double chars_norm = RANK_CHARS_K1 * (1.0 - RANK_CHARS_B + RANK_CHARS_B * relative);
    for (size_t i = 0; i < q->count; i++) {
        if (s->counts[i]) {
            f[WB_FEATURE_BM25] += q->items[i].weight * saturated(s->counts[i], norm);
            f[WB_FEATURE_COVERAGE] += q->items[i].weight;
        }
    }
    for (size_t i = 0; i < q->place_count; i++) {
        f[WB_FEATURE_ORDER] += s->in_order[i] ? q->places[i].weight : 0.0;
    }
    for (size_t i = 0; i < q->char_count; i++) {
        if (s->char_counts[i]) {
            f[WB_FEATURE_CHARS] += q->chars[i].weight * saturated(s->char_counts[i], chars_norm);
        }
    }
    for (size_t i = 0; i < q->word_count; i++) {
        f[WB_FEATURE_WORDS] += has_word(s, &q->words[i]) ? q->words[i].weight : 0.0;
    }
}

/* Marks the terms that stand in a title. */
static wb_status mark_title(wb_feature_scanner *s, wb_slice title)
{
    wb_status status = wb_fold(title, false, &s->folded);
    if (status == WB_OK) {
        status = wb_token_grams(wb_buf_slice(&s->folded.text), &s->terms);
    }
    for (size_t i = 0; status == WB_OK && i < s->terms.count; i++) {
        uint32_t term = wb_query_terms_find(s->query, wb_terms_text(&s->terms, i));
        if (term != WB_QUERY_NOWHERE) {
            s->in_title[term] = s->mark;
        }
    }
    return status;
}

/* The weight of the terms in the titles or in the paragraph. */
static double weight_in_context(const wb_feature_scanner *s)
{
    double weight = 0.0;
    for (size_t i = 0; i < s->query->count; i++) {
        if (s->in_title[i] == s->mark || s->counts[i]) {
            weight += s->query->items[i].weight;
        }
    }
    return weight;
}

static bool has_all_terms(const wb_feature_scanner *s)
{
    for (size_t i = 0; i < s->query->word_count; i++) {
        const wb_query_word *word = &s->query->words[i];
        for (uint32_t k = word->first_place; k < word->end_place; k++) {
            uint32_t term = s->query->places[k].term;
            if (s->counts[term] == 0 && s->in_title[term] != s->mark) {
                return false;
            }
        }
    }
    return true;
}

/* What the titles of the sections around the paragraph add. */
static wb_status look_around(wb_feature_scanner *s, const wb_record *record, const wb_para *para,
                             wb_features *ret)
{
    wb_status status = WB_OK;
    s->mark++;
    uint32_t section = para->section;
    if (para->kind == WB_PARA_HEADING && section != WB_NONE) {
        section = record->sections[section].parent;
    }
    for (; status == WB_OK && section != WB_NONE; section = record->sections[section].parent) {
        status = mark_title(s, record->sections[section].title);
    }
    ret->context = weight_in_context(s);
    ret->has_all_terms = has_all_terms(s);
    return status;
}

/* Makes shares of sums. */
static void divide(const wb_query_terms *q, wb_features *ret)
{
    const double wholes[WB_FEATURE_COUNT_] = {
        [WB_FEATURE_BM25] = q->weight,       [WB_FEATURE_COVERAGE] = q->weight,
        [WB_FEATURE_SENTENCE] = q->weight,   [WB_FEATURE_FIRST] = q->weight,
        [WB_FEATURE_ORDER] = q->weight,      [WB_FEATURE_WORDS] = q->word_weight,
        [WB_FEATURE_CHARS] = q->char_weight, [WB_FEATURE_CHARS_SENTENCE] = q->char_weight,
    };
    for (int i = 0; i < WB_FEATURE_COUNT_; i++) {
        ret->values[i] /= wholes[i] > 0.0 ? wholes[i] : 1.0;
    }
    ret->context /= q->weight > 0.0 ? q->weight : 1.0;
}

wb_status wb_features_of(wb_feature_scanner *s, const wb_record *record, const wb_para *para,
                         wb_slice folded, wb_features *ret)
{
    const wb_query_terms *q = s->query;
    struct walk walk = {.folded = folded, .sentence = 1};
    struct sums sums = {.current_sentence = 0};
    uint32_t number = 0;
    memset(ret, 0, sizeof *ret);
    forget_paragraph(s);
    if (wb_token_grams(folded, &s->terms) != WB_OK) {
        return WB_NOMEM;
    }
    for (size_t i = 0; i < s->terms.count; i++) {
        const wb_term *t = &s->terms.items[i];
        if (t->kind == WB_TERM_UNIGRAM) {
            continue;
        }
        number++;
        pass_to(s, &walk, t->start);
        uint32_t term = wb_query_terms_find(q, wb_terms_text(&s->terms, i));
        if (term != WB_QUERY_NOWHERE) {
            add_to_sums(s, &sums, &walk, term);
            s->counts[term]++;
            note_order(s, term, number);
            s->last_seen[term] = number;
        }
    }
    pass_to(s, &walk, folded.len);
    end_sentence(&walk);
    sum_up(s, number, ret);
    ret->values[WB_FEATURE_SENTENCE] = sums.best_sentence;
    ret->values[WB_FEATURE_FIRST] = sums.first;
    ret->values[WB_FEATURE_CHARS_SENTENCE] = walk.best;
    wb_status status = look_around(s, record, para, ret);
    divide(q, ret);
    return status;
}
