/*
 * Snippets of random texts with random matches, against rules written anew: the budget is kept,
 * matches are shown whole or not at all, as many different ones as fit (by trying all subsets), and
 * no edge could lie at a better place with what is left of the budget.
 *
 * usage: prop_snippet [--seed N] [--count N] FOLDER...
 */
#include <stdio.h>

#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>

#include "prop.h"
#include "snippet.h"

#define CHARS_MAX 80
#define MATCHES_MAX 7

/* A text, its matches, and what is known of each place between its characters. */
struct sample {
    wb_buf text;
    uint32_t chars[CHARS_MAX + 2];
    size_t offset[CHARS_MAX + 2];
    size_t count;
    int quality[CHARS_MAX + 2]; /* -1 in a match, 0 in what belongs together, 1 character, 2 clause,
                                   3 sentence */
    bool quoted[CHARS_MAX + 2];
    wb_span spans[MATCHES_MAX]; /* bytes */
    size_t first[MATCHES_MAX];  /* characters */
    size_t last[MATCHES_MAX];
    size_t match_count;
};

static bool is_in(uint32_t c, const char *list)
{
    wb_slice marks = wb_slice_from(list);
    for (size_t at = 0; at < marks.len;) {
        if (wb_utf8_next(marks, &at) == c) {
            return true;
        }
    }
    return false;
}

static uint32_t char_at(const struct sample *s, size_t i)
{
    return i < s->count ? s->chars[i] : 0;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == 'A';
}

/* Whether the characters before and behind place `i` are of one number or word. */
static bool is_in_word(const struct sample *s, size_t i)
{
    uint32_t l = char_at(s, i - 1);
    uint32_t r = char_at(s, i);
    uint32_t ll = i > 1 ? char_at(s, i - 2) : 0;
    uint32_t rr = char_at(s, i + 1);
    bool point = (is_digit(l) && is_in(r, ".,:/") && is_digit(rr)) ||
                 (is_digit(ll) && is_in(l, ".,:/") && is_digit(r)) ||
                 (is_letter(l) && is_in(r, "./") && is_letter(rr)) ||
                 (is_letter(ll) && is_in(l, "./") && is_letter(r));
    return point || (is_letter(l) && is_letter(r)) || (is_digit(l) && r == '%') ||
           (is_in(l, "二百") && is_in(r, "二百"));
}

/* Whether a sentence ends before place `i`, with all that belongs to its end. */
static bool is_sentence_end(const struct sample *s, size_t i)
{
    size_t at = i;
    while (at > 0 && is_in(s->chars[at - 1], "”」》")) {
        at--;
    }
    return at > 0 && is_in(s->chars[at - 1], "。；！") && !is_in(char_at(s, i), "。；！”」》");
}

/* Each mark that closes belongs to the nearest one that opens, is free, and does not stand in a
 * pair already found. */
static void find_quotations(struct sample *s)
{
    static const char *const pairs[] = {"“”", "「」", "《》"};
    bool gone[CHARS_MAX + 2] = {false};
    memset(s->quoted, 0, sizeof s->quoted);
    for (size_t j = 0; j < s->count; j++) {
        for (size_t i = j; is_in(s->chars[j], "”」》") && i-- > 0;) {
            bool fits = false;
            for (size_t p = 0; p < 3; p++) {
                fits = fits || (is_in(s->chars[j], pairs[p]) && is_in(s->chars[i], pairs[p]));
            }
            if (!fits || gone[i] || is_in(s->chars[i], "”」》")) {
                continue;
            }
            for (size_t k = i; k <= j; k++) {
                gone[k] = true;
                s->quoted[k] = s->quoted[k] || k > i;
            }
            break;
        }
    }
}

static void judge_places(struct sample *s)
{
    find_quotations(s);
    for (size_t i = 0; i <= s->count; i++) {
        s->quality[i] = i == 0 || i == s->count              ? 3
                        : s->quoted[i] || is_in_word(s, i)   ? 0
                        : is_sentence_end(s, i)              ? 3
                        : is_in(s->chars[i - 1], "，、：,:") ? 2
                                                             : 1;
    }
    for (size_t m = 0; m < s->match_count; m++) {
        for (size_t i = s->first[m] + 1; i < s->last[m]; i++) {
            s->quality[i] = -1;
        }
    }
}

/* Few kinds of characters, so that matches are often equal, marks common. */
static void make_sample(struct rng *rng, struct sample *s)
{
    static const char *const common[] = {"甲", "乙", "丙", "二", "百",
                                         "碳", "甲", "乙", "丙", "市"};
    static const char *const marks[] = {"，", "。", "、", "；", "：", "！", "“", "”", "「", "」",
                                        "《", "》", "5",  "0",  "a",  ".",  ",", "%", " ",  "/"};
    wb_buf_clear(&s->text);
    s->count = 1 + rng_below(rng, CHARS_MAX);
    size_t dense = 2 + rng_below(rng, 8);
    for (size_t i = 0; i < s->count; i++) {
        wb_buf_puts(&s->text,
                    rng_below(rng, dense) ? common[rng_below(rng, 10)] : marks[rng_below(rng, 20)]);
    }
    size_t at = 0;
    for (size_t i = 0; i < s->count; i++) {
        s->offset[i] = at;
        s->chars[i] = wb_utf8_next(wb_buf_slice(&s->text), &at);
    }
    s->offset[s->count] = at;
    s->match_count = 0;
    size_t from = rng_below(rng, 20);
    size_t wanted = rng_below(rng, MATCHES_MAX + 1);
    while (s->match_count < wanted) {
        size_t end = from + 1 + (rng_below(rng, 6) ? rng_below(rng, 3) : rng_below(rng, 25));
        if (end > s->count) {
            break;
        }
        s->first[s->match_count] = from;
        s->last[s->match_count] = end;
        s->spans[s->match_count++] = (wb_span){s->offset[from], s->offset[end]};
        from = end + 1 + rng_below(rng, 20);
    }
    judge_places(s);
}

static bool are_equal(const struct sample *s, size_t a, size_t b)
{
    wb_folded x;
    wb_folded y;
    wb_folded_init(&x);
    wb_folded_init(&y);
    const char *text = s->text.data;
    prop_require(
        wb_fold(wb_slice_make(text + s->spans[a].start, s->spans[a].end - s->spans[a].start), false,
                &x) == WB_OK &&
            wb_fold(wb_slice_make(text + s->spans[b].start, s->spans[b].end - s->spans[b].start),
                    false, &y) == WB_OK,
        "wb_fold");
    bool equal = wb_slice_equal(wb_buf_slice(&x.text), wb_buf_slice(&y.text));
    wb_folded_free(&x);
    wb_folded_free(&y);
    return equal;
}

/* How many different ones are among the matches whose bits are set. */
static size_t count_kinds(const struct sample *s, unsigned set)
{
    size_t kinds = 0;
    for (size_t m = 0; m < s->match_count; m++) {
        bool fresh = set >> m & 1;
        for (size_t k = 0; k < m && fresh; k++) {
            fresh = !((set >> k & 1) && are_equal(s, k, m));
        }
        kinds += fresh;
    }
    return kinds;
}

/* The most different matches that any choice of them shows within the budget. */
static size_t most_kinds(const struct sample *s, size_t budget)
{
    size_t most = 0;
    for (unsigned set = 0; set < 1u << s->match_count; set++) {
        size_t taken = 0;
        for (size_t m = 0; m < s->match_count; m++) {
            taken += set >> m & 1 ? s->last[m] - s->first[m] : 0;
        }
        size_t kinds = taken <= budget ? count_kinds(s, set) : 0;
        most = kinds > most ? kinds : most;
    }
    return most;
}

struct excerpt {
    size_t start; /* characters */
    size_t end;
};

static size_t place_of(const struct sample *s, size_t offset)
{
    size_t i = 0;
    while (i <= s->count && s->offset[i] != offset) {
        i++;
    }
    return i;
}

/* Whether the edge could be moved out by `left` characters at most to a place that is better, or to
 * the next excerpt. */
static bool could_be_better(const struct sample *s, const struct excerpt *excerpts, size_t count,
                            size_t which, bool is_end, size_t left)
{
    size_t edge = is_end ? excerpts[which].end : excerpts[which].start;
    size_t limit = is_end ? (which + 1 < count ? excerpts[which + 1].start : s->count)
                          : (which ? excerpts[which - 1].end : 0);
    int now = s->quality[edge];
    for (size_t n = 1; n <= left && edge != limit; n++) {
        edge = is_end ? edge + 1 : edge - 1;
        if (now < 3 && (edge == limit || s->quality[edge] > (now < 0 ? 0 : now))) {
            return true;
        }
    }
    return false;
}

static const char *find_fault(const struct sample *s, const wb_span *spans, size_t count,
                              size_t budget)
{
    struct excerpt excerpts[CHARS_MAX + 2];
    size_t used = 0;
    unsigned shown = 0;
    for (size_t i = 0; i < count; i++) {
        excerpts[i] = (struct excerpt){place_of(s, spans[i].start), place_of(s, spans[i].end)};
        if (excerpts[i].start >= excerpts[i].end || excerpts[i].end > s->count ||
            (i && excerpts[i].start <= excerpts[i - 1].end)) {
            return "excerpts are empty, touch, do not ascend or cut a character";
        }
        used += excerpts[i].end - excerpts[i].start;
        for (size_t m = 0; m < s->match_count; m++) {
            bool whole = excerpts[i].start <= s->first[m] && s->last[m] <= excerpts[i].end;
            shown |= whole ? 1u << m : 0;
        }
    }
    if (used > budget) {
        return "there is more than the budget allows";
    }
    size_t most = most_kinds(s, budget);
    if (count_kinds(s, shown) < most) {
        return "fewer different matches are shown than fit";
    }
    if (s->count <= budget && used < s->count) {
        return "a text that fits is not shown whole";
    }
    bool too_long = most == 0 && s->match_count > 0;
    if (too_long && (count != (budget > 0) || (count && excerpts[0].start != s->first[0]))) {
        return "the first of the matches that are too long is not begun";
    }
    for (size_t i = 0; i < 2 * count && !too_long; i++) {
        bool is_end = i % 2 == 1;
        if (s->quality[is_end ? excerpts[i / 2].end : excerpts[i / 2].start] < 0) {
            return "a match is cut";
        }
        if (could_be_better(s, excerpts, count, i / 2, is_end, budget - used)) {
            return "an edge could be at a better place";
        }
    }
    if (count == 0 && budget > 0 && s->count > 0) {
        return "nothing is shown";
    }
    return NULL;
}

static void show_failure(const struct sample *s, const wb_span *spans, size_t count, size_t budget,
                         const char *fault)
{
    prop_fail("%s, budget %zu", fault, budget);
    prop_show("text", wb_buf_slice(&s->text));
    for (size_t m = 0; m < s->match_count; m++) {
        prop_show("match", wb_slice_make(s->text.data + s->spans[m].start,
                                         s->spans[m].end - s->spans[m].start));
    }
    for (size_t i = 0; i < count; i++) {
        prop_show("excerpt",
                  wb_slice_make(s->text.data + spans[i].start, spans[i].end - spans[i].start));
    }
}

static void try_sample(struct rng *rng, struct sample *s)
{
    wb_arena arena = {0};
    wb_error error;
    wb_span *spans = NULL;
    size_t count = 0;
    size_t budget = rng_below(rng, s->count + 3);
    make_sample(rng, s);
    prop_require(wb_snippet(wb_buf_slice(&s->text), s->spans, s->match_count, budget,
                            WB_SNIPPET_CHARS, &arena, &spans, &count, &error) == WB_OK,
                 "wb_snippet");
    const char *fault = find_fault(s, spans, count, budget);
    if (fault) {
        show_failure(s, spans, count, budget, fault);
    }
    wb_arena_clear(&arena);
}

int main(int argc, char **argv)
{
    struct prop_options options = {.seed = 1, .count = 30000};
    prop_options(argc, argv, &options);
    struct rng rng = {options.seed};
    struct sample sample = {.count = CHARS_MAX};
    wb_buf_init(&sample.text, 0);
    for (size_t i = 0; i < options.count; i++) {
        try_sample(&rng, &sample);
    }
    wb_buf_free(&sample.text);
    return prop_finish("prop_snippet", options.count, &options);
}
