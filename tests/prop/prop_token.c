/*
 * What token.h promises, on random pairs of text and needle and on pieces of documents:
 * wb_token_find is the literal match (naive.h says it too), and a text with a literal match has the
 * terms of the needle.
 *
 * usage: prop_token [--seed N] [--count N] [FOLDER...]
 */
#include <stdio.h>

#include <wbsearch/fold.h>
#include <wbsearch/token.h>
#include <wbsearch/utf8.h>

#include "naive.h"
#include "prop.h"

struct state {
    struct rng rng;
    wb_folded text;
    wb_folded needle;
    wb_terms text_terms;
    wb_terms needle_terms;
    wb_tokenizer *tokenizer;
    struct naive naive;
    size_t matches;
};

static wb_slice fold(wb_slice text, wb_folded *folded)
{
    prop_require(wb_fold(text, false, folded) == WB_OK, "wb_fold");
    return wb_buf_slice(&folded->text);
}

static void show(const char *what, wb_slice text, wb_slice needle)
{
    prop_fail("%s", what);
    prop_show("text", text);
    prop_show("needle", needle);
}

/* All matches by the one and by the other. Returns whether there is one. */
static bool check_find(struct state *s, wb_slice text, wb_slice needle)
{
    bool found = false;
    naive_set(&s->naive, text);
    for (size_t from = 0; from <= text.len; from++) {
        size_t expected = naive_find(&s->naive, needle, from);
        size_t got = wb_token_find(text, needle, from);
        if (expected != got) {
            show("wb_token_find differs from the rule", text, needle);
            return false;
        }
        if (got == SIZE_MAX) {
            break;
        }
        found = true;
        from = got;
    }
    return found;
}

static void check_inside(struct state *s, wb_slice text)
{
    naive_set(&s->naive, text);
    for (size_t at = 0; at <= text.len; at++) {
        if (wb_utf8_floor(text, at) == at && wb_token_is_inside(text, at) != s->naive.inside[at]) {
            prop_fail("wb_token_is_inside differs from the rule at byte %zu", at);
            prop_show("text", text);
            return;
        }
    }
}

static bool has_term(const wb_terms *terms, wb_slice term, bool as_prefix)
{
    for (size_t i = 0; i < terms->count; i++) {
        wb_slice have = wb_terms_text(terms, i);
        if (as_prefix && have.len > term.len) {
            have.len = term.len;
        }
        if (wb_slice_equal(have, term)) {
            return true;
        }
    }
    return false;
}

/* Whether a gram of the needle covers its term `i`. */
static bool is_covered(const wb_terms *terms, size_t i)
{
    for (size_t k = 0; k < terms->count; k++) {
        if (terms->items[k].kind == WB_TERM_GRAM &&
            terms->items[k].start <= terms->items[i].start &&
            terms->items[i].end <= terms->items[k].end) {
            return true;
        }
    }
    return false;
}

static void check_guarantee(struct state *s, wb_slice text, wb_slice needle)
{
    wb_error error;
    prop_require(wb_tokenizer_terms(s->tokenizer, text, &s->text_terms, &error) == WB_OK &&
                     wb_token_grams(needle, &s->needle_terms) == WB_OK,
                 "the tokenizer");
    for (size_t i = 0; i < s->needle_terms.count; i++) {
        const wb_term *term = &s->needle_terms.items[i];
        bool exact = term->kind == WB_TERM_GRAM || term->kind == WB_TERM_ALPHANUM;
        bool prefix = term->kind == WB_TERM_UNIGRAM && !is_covered(&s->needle_terms, i);
        wb_slice bytes = wb_terms_text(&s->needle_terms, i);
        if ((exact || prefix) && !has_term(&s->text_terms, bytes, prefix)) {
            show("a matching text lacks a term of the needle", text, needle);
            prop_show("term", bytes);
            return;
        }
    }
}

/* Terms lie in the text, are not too long, and are UTF-8. */
static void check_terms(struct state *s, wb_slice text)
{
    wb_error error;
    prop_require(wb_tokenizer_terms(s->tokenizer, text, &s->text_terms, &error) == WB_OK,
                 "the tokenizer");
    uint32_t last = 0;
    for (size_t i = 0; i < s->text_terms.count; i++) {
        const wb_term *term = &s->text_terms.items[i];
        wb_slice bytes = wb_terms_text(&s->text_terms, i);
        bool is_word = term->kind == WB_TERM_WORD;
        if (term->start >= term->end || term->end > text.len || bytes.len == 0 ||
            bytes.len > (size_t)2 * WB_TOKEN_MAX + 1 || wb_utf8_valid_prefix(bytes) < bytes.len ||
            wb_utf8_floor(text, term->start) != term->start ||
            wb_utf8_floor(text, term->end) != term->end || (!is_word && term->start < last)) {
            prop_fail("term %zu is not what it should be", i);
            prop_show("text", text);
            prop_show("term", bytes);
            return;
        }
        last = is_word ? last : term->start;
    }
}

static void check_pair(struct state *s, wb_slice text, wb_slice needle)
{
    if (needle.len && check_find(s, text, needle)) {
        s->matches++;
        check_guarantee(s, text, needle);
    }
}

static void check_text(struct state *s, wb_slice source, size_t needle_chars)
{
    wb_slice text = fold(source, &s->text);
    check_inside(s, text);
    check_terms(s, text);
    for (int i = 0; i < 4; i++) {
        check_pair(s, text, fold(prop_slice(&s->rng, text, needle_chars), &s->needle));
    }
}

int main(int argc, char **argv)
{
    struct prop_options options = {.seed = 1, .count = 50000};
    prop_options(argc, argv, &options);
    struct state s = {.rng = {options.seed}};
    wb_error error;
    wb_buf text;
    wb_buf needle;
    wb_folded_init(&s.text);
    wb_folded_init(&s.needle);
    wb_terms_init(&s.text_terms);
    wb_terms_init(&s.needle_terms);
    wb_buf_init(&text, 0);
    wb_buf_init(&needle, 0);
    prop_require(wb_tokenizer_new(&s.tokenizer, &error) == WB_OK, "the tokenizer");
    for (size_t i = 0; i < options.count; i++) {
        wb_buf_clear(&text);
        wb_buf_clear(&needle);
        if (i % 3 == 0) {
            prop_random_text(&s.rng, 1 + rng_below(&s.rng, 30), &text);
            check_text(&s, wb_buf_slice(&text), 8);
        } else { /* few characters: needles that were not cut out of the text match, too */
            prop_narrow_text(&s.rng, 1 + rng_below(&s.rng, 25), &text);
            check_text(&s, wb_buf_slice(&text), 6);
            prop_narrow_text(&s.rng, 1 + rng_below(&s.rng, 4), &needle);
            check_pair(&s, wb_buf_slice(&s.text.text), fold(wb_buf_slice(&needle), &s.needle));
        }
    }
    size_t cases = options.count;
    if (options.folder_count) {
        struct prop_sources sources = prop_read_sources(options.folders, options.folder_count);
        for (size_t i = 0; i < options.count / 5; i++, cases++) {
            const struct prop_source *source = &sources.items[rng_below(&s.rng, sources.count)];
            check_text(&s, prop_slice(&s.rng, wb_buf_slice(&source->text), 200), 12);
        }
        prop_free_sources(&sources);
    }
    printf("token: %zu needles matched\n", s.matches);
    wb_buf_free(&text);
    wb_buf_free(&needle);
    wb_folded_free(&s.text);
    wb_folded_free(&s.needle);
    wb_terms_free(&s.text_terms);
    wb_terms_free(&s.needle_terms);
    wb_tokenizer_free(s.tokenizer);
    naive_free(&s.naive);
    return prop_finish("token", cases, &options);
}
