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

static void want(struct state *s, wb_slice text, wb_slice needle, wb_slice term, bool as_prefix)
{
    if (!has_term(&s->text_terms, term, as_prefix)) {
        show("a matching text lacks a term of the needle", text, needle);
        prop_show("term", term);
    }
}

/* A token as token.h describes the stream, found anew: start == end when there is none. */
struct piece {
    size_t start;
    size_t end;
    bool is_cjk;
};

static struct piece next_piece(wb_slice text, size_t at)
{
    struct piece piece = {text.len, text.len, false};
    while (at < text.len) {
        size_t start = at;
        wb_char_class class = wb_fold_class(wb_utf8_next(text, &at));
        bool inside = piece.start < piece.end;
        if (wb_fold_is_word(class)) {
            piece = (struct piece){inside ? piece.start : start, at, false};
        } else if (inside) {
            break;
        } else if (class == WB_CHAR_CJK) {
            return (struct piece){start, at, true};
        }
    }
    return piece;
}

static void put_cut(wb_buf *out, wb_slice text, struct piece piece)
{
    wb_slice bytes = wb_slice_make(text.ptr + piece.start, piece.end - piece.start);
    bytes.len = bytes.len > WB_TOKEN_MAX ? wb_utf8_floor(bytes, WB_TOKEN_MAX) : bytes.len;
    prop_require(wb_buf_put(out, bytes) == WB_OK, "memory");
}

static bool joined_by_dot(wb_slice text, struct piece a, struct piece b)
{
    return a.end + 1 == b.start && text.ptr[a.end] == '.' && text.ptr[a.end - 1] >= '0' &&
           text.ptr[a.end - 1] <= '9' && text.ptr[b.start] >= '0' && text.ptr[b.start] <= '9';
}

/* The text has the terms that the needle should have by the words of token.h. */
static void check_terms_by_rule(struct state *s, wb_slice text, wb_slice needle)
{
    wb_buf term;
    wb_buf_init(&term, 0);
    struct piece last = {0, 0, false};
    struct piece piece = next_piece(needle, 0);
    for (; piece.start < piece.end; last = piece, piece = next_piece(needle, piece.end)) {
        bool is_first = last.start == last.end;
        bool dot = !is_first && joined_by_dot(needle, last, piece);
        if (!piece.is_cjk) {
            wb_buf_clear(&term);
            put_cut(&term, needle, piece);
            want(s, text, needle, wb_buf_slice(&term), false);
        }
        if (!is_first && (last.is_cjk || piece.is_cjk || dot)) {
            wb_buf_clear(&term);
            put_cut(&term, needle, last);
            wb_buf_puts(&term, dot ? "." : "");
            put_cut(&term, needle, piece);
            want(s, text, needle, wb_buf_slice(&term), false);
        } else if (is_first && piece.is_cjk) {
            want(s, text, needle, wb_slice_make(needle.ptr + piece.start, piece.end - piece.start),
                 true);
        }
    }
    wb_buf_free(&term);
}

/* The text has the terms that wb_token_grams makes of the needle, as a query asks for them. */
static void check_guarantee(struct state *s, wb_slice text, wb_slice needle)
{
    wb_error error;
    prop_require(wb_tokenizer_terms(s->tokenizer, text, &s->text_terms, &error) == WB_OK &&
                     wb_token_grams(needle, &s->needle_terms) == WB_OK,
                 "the tokenizer");
    check_terms_by_rule(s, text, needle);
    for (size_t i = 0; i < s->needle_terms.count; i++) {
        uint8_t kind = s->needle_terms.items[i].kind;
        want(s, text, needle, wb_terms_text(&s->needle_terms, i), kind == WB_TERM_UNIGRAM);
    }
    s->needle_terms.count = 0;
    prop_require(wb_token_punctuation(needle, &s->needle_terms) == WB_OK, "punctuation terms");
    for (size_t i = 0; i < s->needle_terms.count; i++) {
        want(s, text, needle, wb_terms_text(&s->needle_terms, i), false);
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
        bool is_behind = term->kind == WB_TERM_WORD || term->kind == WB_TERM_PUNCTUATION;
        if (term->start >= term->end || term->end > text.len || bytes.len == 0 ||
            bytes.len > (size_t)2 * WB_TOKEN_MAX + 1 || wb_utf8_valid_prefix(bytes) < bytes.len ||
            wb_utf8_floor(text, term->start) != term->start ||
            wb_utf8_floor(text, term->end) != term->end || (!is_behind && term->start < last)) {
            prop_fail("term %zu is not what it should be", i);
            prop_show("text", text);
            prop_show("term", bytes);
            return;
        }
        last = is_behind ? last : term->start;
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
