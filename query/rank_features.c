#include "rank_features.h"

#include <math.h>

#include <wbsearch/token.h>
#include <wbsearch/utf8.h>

#include "rank_params.h"

struct wb_feature_scanner {
    const wb_query_terms *query;
    wb_terms terms;
    wb_folded folded; /* of titles */
    /* Per term of the query: */
    uint32_t *counts;   /* in this paragraph */
    uint32_t *in_title; /* mark: in a title of the sections around it */
    /* Per character: */
    uint32_t *char_counts;
    uint32_t *char_in_sentence; /* number of the last sentence that it stood in */
    uint32_t mark;
};

const char *wb_feature_name(wb_feature feature)
{
    static const char *const names[WB_FEATURE_COUNT_] = {"bm25", "coverage", "words", "chars",
                                                         "chars-sentence"};
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
    s->char_counts = zeroed(arena, terms->char_count, sizeof *s->char_counts);
    s->char_in_sentence = zeroed(arena, terms->char_count, sizeof *s->char_in_sentence);
    *ret = s;
    return s->counts && s->in_title && s->char_counts && s->char_in_sentence ? WB_OK
                                                                             : wb_error_nomem(err);
}

void wb_feature_scanner_free(wb_feature_scanner *scanner)
{
    if (scanner) {
        wb_terms_free(&scanner->terms);
        wb_folded_free(&scanner->folded);
    }
}

/* The sentence that is being read. */
struct sentence {
    uint32_t number; /* from 1 */
    uint32_t length; /* in characters, so far */
    double weight;   /* of the query's characters in it */
};

/* A sentence of 100 characters says half as much as a short one with the same characters. */
static double said_in(const struct sentence *sentence)
{
    return sentence->weight / (1.0 + sentence->length / 100.0);
}

static void count_char(wb_feature_scanner *s, struct sentence *sentence, uint32_t c)
{
    uint32_t index = wb_query_terms_find_char(s->query, c);
    if (index == WB_QUERY_NOWHERE) {
        return;
    }
    s->char_counts[index]++;
    if (s->char_in_sentence[index] != sentence->number) {
        s->char_in_sentence[index] = sentence->number;
        sentence->weight += s->query->chars[index].weight;
    }
}

/* Counts the query's characters; the most that one sentence says of them. */
static double count_chars(wb_feature_scanner *s, wb_slice folded)
{
    struct sentence sentence = {.number = 1};
    double best = 0.0;
    for (size_t at = 0; at < folded.len;) {
        uint32_t c = wb_utf8_next(folded, &at);
        sentence.length++;
        if (c == 0x3002 || c == '!' || c == '?' || c == ';') { /* 。 */
            best = fmax(best, said_in(&sentence));
            sentence = (struct sentence){.number = sentence.number + 1};
        } else if (c > 0x2E80) {
            count_char(s, &sentence, c);
        }
    }
    return fmax(best, said_in(&sentence));
}

static void forget_paragraph(wb_feature_scanner *s)
{
    const wb_query_terms *q = s->query;
    memset(s->counts, 0, q->count * sizeof *s->counts);
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
        [WB_FEATURE_BM25] = q->weight,
        [WB_FEATURE_COVERAGE] = q->weight,
        [WB_FEATURE_WORDS] = q->word_weight,
        [WB_FEATURE_CHARS] = q->char_weight,
        [WB_FEATURE_CHARS_SENTENCE] = q->char_weight,
    };
    for (int i = 0; i < WB_FEATURE_COUNT_; i++) {
        ret->values[i] /= wholes[i] > 0.0 ? wholes[i] : 1.0;
    }
    ret->context /= q->weight > 0.0 ? q->weight : 1.0;
}

wb_status wb_features_of(wb_feature_scanner *s, const wb_record *record, const wb_para *para,
                         wb_slice folded, wb_features *ret)
{
    uint32_t length = 0;
    memset(ret, 0, sizeof *ret);
    forget_paragraph(s);
    if (wb_token_grams(folded, &s->terms) != WB_OK) {
        return WB_NOMEM;
    }
    for (size_t i = 0; i < s->terms.count; i++) {
        if (s->terms.items[i].kind == WB_TERM_UNIGRAM) {
            continue;
        }
        length++;
        uint32_t term = wb_query_terms_find(s->query, wb_terms_text(&s->terms, i));
        if (term != WB_QUERY_NOWHERE) {
            s->counts[term]++;
        }
    }
    ret->values[WB_FEATURE_CHARS_SENTENCE] = count_chars(s, folded);
    sum_up(s, length, ret);
    wb_status status = look_around(s, record, para, ret);
    divide(s->query, ret);
    return status;
}
