#include "rank_features.h"

#include <math.h>

#include <wbsearch/token.h>
#include <wbsearch/utf8.h>

#include "rank_params.h"

/* Places of the query with the same term that a run may go through. */
#define EQUAL_PLACES_MAX 8
/* Two neighbours of the query are near when so many terms of the paragraph lie between at most. */
#define NEAR_MAX 12

/* A run that the term seen last belongs to: it ends at a place of the query. */
struct run {
    uint32_t place;
    uint32_t length;
};

struct run_list {
    struct run items[EQUAL_PLACES_MAX];
    size_t count;
};

struct wb_feature_scanner {
    const wb_query_terms *query;
    wb_terms terms;
    wb_folded folded; /* of titles */
    /* Per term of the query: */
    uint32_t *counts;      /* in this paragraph */
    uint32_t *in_title;    /* mark: in a title of the sections around it */
    uint32_t *in_sentence; /* number of the last sentence that it stood in */
    uint32_t *in_clause;
    uint32_t *last_seen; /* number of the paragraph's term where it stood last, from 1 */
    /* Per place: */
    uint32_t *run_length; /* the longest run that covers it */
    uint8_t *in_order;
    uint32_t *char_counts; /* per character */
    uint32_t mark;
};

const char *wb_feature_name(wb_feature feature)
{
    static const char *const names[WB_FEATURE_COUNT_] = {
        "bm25",   "coverage", "sentence", "clause",  "runs",    "chars", "first",  "order",
        "length", "run-in",   "section",  "context", "heading", "note",  "density"};
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
    s->in_clause = zeroed(arena, terms->count, sizeof *s->in_clause);
    s->last_seen = zeroed(arena, terms->count, sizeof *s->last_seen);
    s->run_length = zeroed(arena, terms->place_count, sizeof *s->run_length);
    s->in_order = zeroed(arena, terms->place_count, sizeof *s->in_order);
    s->char_counts = zeroed(arena, terms->char_count, sizeof *s->char_counts);
    *ret = s;
    return s->counts && s->in_title && s->in_sentence && s->in_clause && s->last_seen &&
                   s->run_length && s->in_order && s->char_counts
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

bool wb_feature_scanner_has_term(const wb_feature_scanner *scanner, uint32_t term)
{
    return scanner->counts[term] > 0;
}

/* The walk over the paragraph's characters, beside that over its terms. */
struct walk {
    wb_slice folded;
    size_t at;
    uint32_t sentence; /* from 1 */
    uint32_t clause;
};

static void pass_to(wb_feature_scanner *s, struct walk *walk, size_t end)
{
    while (walk->at < end) {
        uint32_t c = wb_utf8_next(walk->folded, &walk->at);
        if (c == 0x3002 || c == '!' || c == '?' || c == ';') { /* 。 */
            walk->sentence++;
            walk->clause++;
        } else if (c == 0xFF0C || c == 0xFF1A) { /* ，： */
            walk->clause++;
        } else if (c > 0x2E80) {
            uint32_t index = wb_query_terms_find_char(s->query, c);
            if (index != WB_QUERY_NOWHERE) {
                s->char_counts[index]++;
            }
        }
    }
}

static void credit_run(wb_feature_scanner *s, struct run run)
{
    for (uint32_t k = 0; k < run.length; k++) {
        uint32_t *length = &s->run_length[run.place - k];
        *length = run.length > *length ? run.length : *length;
    }
}

/* The runs that go on or begin with the term, and credit for those that end before it. */
static void extend_runs(wb_feature_scanner *s, uint32_t term, struct run_list *runs)
{
    const wb_query_terms *q = s->query;
    struct run_list next = {.count = 0};
    bool extended[EQUAL_PLACES_MAX] = {false};
    uint32_t place = term == WB_QUERY_NOWHERE ? WB_QUERY_NOWHERE : q->first_places[term];
    for (; place != WB_QUERY_NOWHERE && next.count < EQUAL_PLACES_MAX;
         place = q->places[place].next_equal) {
        uint32_t length = 1;
        for (size_t i = 0; i < runs->count; i++) {
            if (runs->items[i].place + 1 == place &&
                q->places[place].item == q->places[runs->items[i].place].item) {
                length = runs->items[i].length + 1;
                extended[i] = true;
            }
        }
        next.items[next.count++] = (struct run){place, length};
    }
    for (size_t i = 0; i < runs->count; i++) {
        if (!extended[i]) {
            credit_run(s, runs->items[i]);
        }
    }
    *runs = next;
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
    double first_sentence;
    double clause;
    double best_clause;
    uint32_t current_sentence;
    uint32_t current_clause;
};

static void add_to_sums(wb_feature_scanner *s, struct sums *sums, const struct walk *walk,
                        uint32_t term)
{
    double weight = s->query->items[term].weight;
    if (sums->current_sentence != walk->sentence) {
        sums->current_sentence = walk->sentence;
        sums->sentence = 0.0;
    }
    if (sums->current_clause != walk->clause) {
        sums->current_clause = walk->clause;
        sums->clause = 0.0;
    }
    if (s->in_sentence[term] != walk->sentence) {
        s->in_sentence[term] = walk->sentence;
        sums->sentence += weight;
        sums->best_sentence = fmax(sums->best_sentence, sums->sentence);
        if (walk->sentence == 1) {
            sums->first_sentence = sums->sentence;
        }
    }
    if (s->in_clause[term] != walk->clause) {
        s->in_clause[term] = walk->clause;
        sums->clause += weight;
        sums->best_clause = fmax(sums->best_clause, sums->clause);
    }
}

static void forget_paragraph(wb_feature_scanner *s)
{
    const wb_query_terms *q = s->query;
    memset(s->counts, 0, q->count * sizeof *s->counts);
    memset(s->in_sentence, 0, q->count * sizeof *s->in_sentence);
    memset(s->in_clause, 0, q->count * sizeof *s->in_clause);
    memset(s->last_seen, 0, q->count * sizeof *s->last_seen);
    memset(s->run_length, 0, q->place_count * sizeof *s->run_length);
    memset(s->in_order, 0, q->place_count * sizeof *s->in_order);
    memset(s->char_counts, 0, q->char_count * sizeof *s->char_counts);
}

/* BM25 of a count, as a share of its limit. */
static double saturated(uint32_t count, double norm)
{
    return (double)count / ((double)count + norm);
}

static void sum_up(const wb_feature_scanner *s, double length, wb_features *ret)
{
    const wb_query_terms *q = s->query;
    double *f = ret->values;
    double relative = length / q->average_length;
    double norm = RANK_TERMS_K1 * (1.0 - RANK_TERMS_B + RANK_TERMS_B * relative);
    double chars_norm = RANK_CHARS_K1 * (1.0 - RANK_CHARS_B + RANK_CHARS_B * relative);
    double occurrences = 0.0;
    for (size_t i = 0; i < q->count; i++) {
        if (s->counts[i]) {
            f[WB_FEATURE_BM25] += q->items[i].weight * saturated(s->counts[i], norm);
            f[WB_FEATURE_COVERAGE] += q->items[i].weight;
            occurrences += s->counts[i] * q->items[i].factor;
        }
    }
    for (size_t i = 0; i < q->place_count; i++) {
        if (s->run_length[i] > 1) {
            f[WB_FEATURE_RUNS] += q->places[i].weight * (1.0 - 1.0 / s->run_length[i]);
        }
        f[WB_FEATURE_ORDER] += s->in_order[i] ? q->places[i].weight : 0.0;
    }
    for (size_t i = 0; i < q->char_count; i++) {
        if (s->char_counts[i]) {
            f[WB_FEATURE_CHARS] += q->chars[i].weight * saturated(s->char_counts[i], chars_norm);
        }
    }
    f[WB_FEATURE_CHARS] /= q->char_weight > 0.0 ? q->char_weight : 1.0;
    f[WB_FEATURE_LENGTH] = relative / (1.0 + relative);
    f[WB_FEATURE_DENSITY] = length > 0.0 ? fmin(1.0, occurrences / length) : 0.0;
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

/* The weight of the marked terms; with `also_here`, of those in the paragraph too. */
static double marked_weight(const wb_feature_scanner *s, bool also_here)
{
    double weight = 0.0;
    for (size_t i = 0; i < s->query->count; i++) {
        if (s->in_title[i] == s->mark || (also_here && s->counts[i])) {
            weight += s->query->items[i].weight;
        }
    }
    return weight;
}

static wb_status look_around(wb_feature_scanner *s, const wb_record *record, const wb_para *para,
                             wb_features *ret)
{
    wb_status status = WB_OK;
    if (para->title_len) {
        s->mark++;
        status = mark_title(s, wb_slice_make(para->text.ptr, para->title_len));
        ret->values[WB_FEATURE_RUN_IN] = marked_weight(s, false);
    }
    s->mark++;
    uint32_t section = para->section;
    if (para->kind == WB_PARA_HEADING && section != WB_NONE) {
        section = record->sections[section].parent;
    }
    for (; status == WB_OK && section != WB_NONE; section = record->sections[section].parent) {
        status = mark_title(s, record->sections[section].title);
    }
    ret->values[WB_FEATURE_SECTION] = marked_weight(s, false);
    ret->values[WB_FEATURE_CONTEXT] = marked_weight(s, true);
    return status;
}

wb_status wb_features_of(wb_feature_scanner *s, const wb_record *record, const wb_para *para,
                         wb_slice folded, wb_features *ret)
{
    const wb_query_terms *q = s->query;
    struct walk walk = {folded, 0, 1, 1};
    struct sums sums = {.current_sentence = 0};
    struct run_list runs = {.count = 0};
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
            s->counts[term]++;
            add_to_sums(s, &sums, &walk, term);
            note_order(s, term, number);
            s->last_seen[term] = number;
        }
        if (t->kind == WB_TERM_GRAM) {
            extend_runs(s, term, &runs);
        }
    }
    pass_to(s, &walk, folded.len);
    extend_runs(s, WB_QUERY_NOWHERE, &runs);
    sum_up(s, number, ret);
    double *f = ret->values;
    f[WB_FEATURE_SENTENCE] = sums.best_sentence;
    f[WB_FEATURE_CLAUSE] = sums.best_clause;
    f[WB_FEATURE_FIRST] = sums.first_sentence;
    f[WB_FEATURE_HEADING] = para->kind == WB_PARA_HEADING;
    f[WB_FEATURE_NOTE] = para->kind == WB_PARA_NOTE;
    wb_status status = look_around(s, record, para, ret);
    static const wb_feature shares[] = {WB_FEATURE_BM25,   WB_FEATURE_COVERAGE, WB_FEATURE_SENTENCE,
                                        WB_FEATURE_CLAUSE, WB_FEATURE_RUNS,     WB_FEATURE_FIRST,
                                        WB_FEATURE_ORDER,  WB_FEATURE_RUN_IN,   WB_FEATURE_SECTION,
                                        WB_FEATURE_CONTEXT};
    double all = q->weight > 0.0 ? q->weight : 1.0;
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        f[shares[i]] /= all;
    }
    return status;
}
