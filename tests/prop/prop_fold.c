/*
 * What fold.h promises, on random text and on pieces of documents.
 *
 * usage: prop_fold [--seed N] [--count N] [FOLDER...]
 */
#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

#include "prop.h"

struct state {
    struct rng rng;
    wb_folded folded;
    wb_folded again;
};

static wb_slice fold(wb_slice text, bool with_map, wb_folded *folded)
{
    prop_require(wb_fold(text, with_map, folded) == WB_OK, "wb_fold");
    return wb_buf_slice(&folded->text);
}

static void check_idempotent(struct state *s, wb_slice source, wb_slice first)
{
    wb_slice second = fold(first, false, &s->again);
    if (!wb_slice_equal(first, second)) {
        prop_fail("the fold of a fold differs");
        prop_show("source", source);
        prop_show("fold", first);
        prop_show("its fold", second);
    }
}

static void check_part(struct state *s, wb_slice source, wb_slice first)
{
    wb_slice part = prop_slice(&s->rng, first, 1 + rng_below(&s->rng, 20));
    size_t at = (size_t)(part.ptr - first.ptr);
    if (!prop_may_cut(first, at) || !prop_may_cut(first, at + part.len)) {
        return;
    }
    wb_slice expected = prop_trim(part);
    wb_slice got = fold(part, false, &s->again);
    if (!wb_slice_equal(expected, got)) {
        prop_fail("the fold of a part of folded text is not that part");
        prop_show("source", source);
        prop_show("part", part);
        prop_show("its fold", got);
    }
}

/* A plain part of the source, as of every text that has it, is in the fold. */
static void check_plain(struct state *s, wb_slice source, wb_slice first)
{
    wb_slice part = prop_slice(&s->rng, source, 1 + rng_below(&s->rng, 6));
    if (part.len && wb_fold_is_plain(part) &&
        (part.len > first.len || !memmem(first.ptr, first.len, part.ptr, part.len))) {
        prop_fail("a plain part of the source is not in the fold");
        prop_show("source", source);
        prop_show("part", part);
        prop_show("fold", first);
    }
}

/* No character that the tokenizer is promised never to see, and nothing ill-formed. */
static void check_classes(wb_slice source, wb_slice folded)
{
    if (wb_utf8_valid_prefix(folded) < folded.len) {
        prop_fail("the fold is not UTF-8");
        prop_show("source", source);
        return;
    }
    for (size_t i = 0; i < folded.len;) {
        size_t at = i;
        uint32_t c = wb_utf8_next(folded, &i);
        wb_char_class class = wb_fold_class(c);
        if (class == WB_CHAR_DROP || (class == WB_CHAR_SPACE && c != ' ') ||
            (class == WB_CHAR_DIGIT && (c < '0' || c > '9'))) {
            prop_fail("U+%04X in a fold, at byte %zu", (unsigned)c, at);
            prop_show("source", source);
            prop_show("fold", folded);
            return;
        }
    }
}

static bool is_boundary(wb_slice text, size_t at)
{
    return at <= text.len && wb_utf8_floor(text, at) == at;
}

static void check_map(const struct state *s, wb_slice source, wb_slice folded)
{
    const uint32_t *start = s->folded.source_start;
    const uint32_t *end = s->folded.source_end;
    const char *fault = NULL;
    size_t i = 0;
    for (; i < folded.len && !fault; i++) {
        bool inside = i > 0 && !is_boundary(folded, i);
        if (start[i] >= end[i] || end[i] > source.len) {
            fault = "a source range is empty or out of bounds";
        } else if (!is_boundary(source, start[i]) || !is_boundary(source, end[i])) {
            fault = "a source range cuts a character";
        } else if (i > 0 && (start[i] < start[i - 1] || end[i] < end[i - 1])) {
            fault = "source ranges do not ascend";
        } else if (inside && (start[i] != start[i - 1] || end[i] != end[i - 1])) {
            fault = "bytes of one character have different source ranges";
        } else if (i > 0 && start[i] != start[i - 1] && start[i] < end[i - 1]) {
            fault = "source ranges overlap in part";
        }
    }
    if (fault) {
        prop_fail("%s, at byte %zu", fault, i - 1);
        prop_show("source", source);
        prop_show("fold", folded);
    }
}

/* Whether the source of the fold may be cut where the fold is cut at `at`: besides what fold.h
 * says, not beside dots or dashes (a run of them is one), a comma behind a number (it may be one of
 * thousands), a zero behind a numeral, nor inside what one source character became. */
static bool may_cut_source(const struct state *s, wb_slice folded, size_t at)
{
    if (at == 0 || at == folded.len) {
        return true;
    }
    size_t before = at;
    uint32_t left = wb_utf8_prev(folded, &before);
    size_t behind = at;
    uint32_t right = wb_utf8_next(folded, &behind);
    bool dots = left == '.' || right == '.' || left == 0x2026 || right == 0x2026 || left == '-' ||
                right == '-' || left == ' ' || right == ' ';
    return prop_may_cut(folded, at) && !dots && left != 0xFF0C && right != 0xFF0C &&
           left != 0x3001 && right != 0x3001 && left != 0x3007 && right != 0x3007 &&
           s->folded.source_start[at] != s->folded.source_start[at - 1];
}

/* What a piece of the fold comes from folds to that piece. */
static void check_source_range(struct state *s, wb_slice source, wb_slice folded)
{
    wb_slice part = prop_slice(&s->rng, folded, 12);
    size_t a = (size_t)(part.ptr - folded.ptr);
    size_t b = a + part.len;
    if (part.len == 0 || !may_cut_source(s, folded, a) || !may_cut_source(s, folded, b)) {
        return;
    }
    uint32_t first = s->folded.source_start[a];
    wb_slice from = wb_slice_make(source.ptr + first, s->folded.source_end[b - 1] - first);
    wb_slice got = fold(from, false, &s->again);
    if (!wb_slice_equal(part, got)) {
        prop_fail("the source of a piece does not fold to it");
        prop_show("source", source);
        prop_show("piece", part);
        prop_show("its source", from);
        prop_show("folds to", got);
    }
}

static void check(struct state *s, wb_slice source)
{
    wb_slice folded = fold(source, false, &s->again);
    wb_slice first = fold(source, true, &s->folded);
    if (!wb_slice_equal(first, folded)) {
        prop_fail("the fold depends on the map");
        prop_show("source", source);
    }
    check_classes(source, first);
    check_idempotent(s, source, first);
    check_map(s, source, first);
    for (int i = 0; i < 3; i++) {
        check_plain(s, source, first);
        check_part(s, source, first);
        check_source_range(s, source, first);
    }
}

/* Every code point by itself, and between Latin letters. */
static size_t check_all_characters(struct state *s)
{
    size_t cases = 0;
    for (uint32_t c = 1; c < 0x110000; c++) {
        char text[8] = {'a'};
        if (c < 0xD800 || c >= 0xE000) {
            size_t len = wb_utf8_encode(c, text + 1);
            text[1 + len] = 'b';
            wb_slice source = wb_slice_make(text, len + 2);
            wb_slice first = fold(source, true, &s->folded);
            check_classes(source, first);
            check_idempotent(s, source, first);
            check_map(s, source, first);
            cases++;
        }
    }
    return cases;
}

int main(int argc, char **argv)
{
    struct prop_options options = {.seed = 1, .count = 50000};
    prop_options(argc, argv, &options);
    struct state s = {.rng = {options.seed}};
    wb_folded_init(&s.folded);
    wb_folded_init(&s.again);
    wb_buf text;
    wb_buf_init(&text, 0);
    size_t cases = check_all_characters(&s);
    for (size_t i = 0; i < options.count; i++, cases++) {
        wb_buf_clear(&text);
        prop_random_text(&s.rng, 1 + rng_below(&s.rng, i % 2 ? 6 : 40), &text);
        check(&s, wb_buf_slice(&text));
    }
    if (options.folder_count) {
        struct prop_sources sources = prop_read_sources(options.folders, options.folder_count);
        for (size_t i = 0; i < options.count; i++, cases++) {
            const struct prop_source *source = &sources.items[rng_below(&s.rng, sources.count)];
            check(&s, prop_slice(&s.rng, wb_buf_slice(&source->text), 200));
        }
        prop_free_sources(&sources);
    }
    wb_buf_free(&text);
    wb_folded_free(&s.folded);
    wb_folded_free(&s.again);
    return prop_finish("fold", cases, &options);
}
