#include "suggest_terms.h"

#include <stdlib.h>

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

#include "heading_phrases.h"

/* Terms of the index that are looked at; those of one character are a few thousand. */
#define TERMS_MAX 20000

/* The most frequent of them of which it is asked whether they are words. */
#define ASKED_MAX 60

/* The most frequent phrases whose grams are looked up. */
#define PHRASES_MAX 40

/* A term is left out for a longer one that has so many per cent of its places. */
#define FOLLOWED_PERCENT 80

/* Rarer ones are mostly chance. */
#define FREQUENCY_MIN 2

/* A word in no heading counts less: it may be cut out of others (乡居 out of 城乡居民). */
#define TEXT_ONLY_DIVISOR 4

/* What is being put together, and from what. */
struct list {
    wb_slice prefix;
    wb_index *index;
    wb_tokenizer *tokenizer;
    wb_arena arena; /* owns terms of the index */
    wb_suggested_term *items;
    size_t count;
    size_t cap;
    uint64_t places; /* paragraphs of the terms of the index, added up */
    bool failed;
};

static bool add(struct list *list, wb_suggested_term term)
{
    wb_suggested_term *items = wb_grow(list->items, &list->cap, list->count + 1, sizeof *items);
    if (!items) {
        list->failed = true;
        return false;
    }
    list->items = items;
    items[list->count++] = term;
    return true;
}

/* Equal texts: the one with headings first. */
static int compare_text(const void *a, const void *b)
{
    const wb_suggested_term *x = a;
    const wb_suggested_term *y = b;
    int order = wb_slice_compare(x->text, y->text);
    return order ? order : x->headings > y->headings ? -1 : x->headings < y->headings;
}

static int compare_weight(const void *a, const void *b)
{
    const wb_suggested_term *x = a;
    const wb_suggested_term *y = b;
    if (x->weight != y->weight) {
        return x->weight > y->weight ? -1 : 1;
    }
    return wb_slice_compare(x->text, y->text);
}

static void sort(struct list *list, int (*compare)(const void *, const void *))
{
    if (list->count) {
        qsort(list->items, list->count, sizeof *list->items, compare);
    }
}

static bool begins_with(wb_slice text, wb_slice start)
{
    return text.len >= start.len && memcmp(text.ptr, start.ptr, start.len) == 0;
}

static bool is_share(uint32_t part, uint32_t whole)
{
    return (uint64_t)part * 100 >= (uint64_t)whole * FOLLOWED_PERCENT;
}

/* Whether a longer one takes the place of number `i`; those that begin like it stand behind it. */
static bool is_followed(const struct list *list, size_t i)
{
    const wb_suggested_term *term = &list->items[i];
    for (size_t k = i + 1; k < list->count && begins_with(list->items[k].text, term->text); k++) {
        if (!wb_token_is_inside(list->items[k].text, term->text.len) && /* gdp in gdps */
            is_share(list->items[k].paragraphs, term->paragraphs) &&
            is_share(list->items[k].headings, term->headings)) {
            return true;
        }
    }
    return false;
}

/* Puts the list in the order of texts, each once, without what is followed. */
static void tidy(struct list *list)
{
    size_t kept = 0;
    sort(list, compare_text);
    for (size_t i = 0; i < list->count; i++) {
        if (kept == 0 || !wb_slice_equal(list->items[kept - 1].text, list->items[i].text)) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
    kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (!is_followed(list, i)) {
            list->items[kept++] = list->items[i]; /* only what lies behind is looked at later */
        }
    }
    list->count = kept;
}

/* Terms of the index. */

static bool keep_term(void *context, wb_slice text, uint32_t frequency)
{
    struct list *list = context;
    wb_suggested_term term = {.paragraphs = frequency, .weight = frequency / TEXT_ONLY_DIVISOR};
    if (text.len <= list->prefix.len || frequency < FREQUENCY_MIN) {
        return true;
    }
    list->places += frequency;
    if (!wb_arena_dup(&list->arena, text, &term.text)) {
        list->failed = true;
        return false;
    }
    return add(list, term) && list->count < TERMS_MAX;
}

/* Whether ICU takes all of `text` for one word. */
static wb_status check_word(wb_slice text, wb_tokenizer *tokenizer, bool *ret, wb_error *err)
{
    static const char OF[] = "的"; /* ICU knows 新的 and the like */
    const wb_word *words;
    size_t count = 0;
    wb_status status = wb_tokenizer_words(tokenizer, text, &words, &count, err);
    size_t of = sizeof OF - 1;
    *ret = status == WB_OK && count == 1 && words[0].start == 0 && words[0].end == text.len &&
           memcmp(text.ptr + text.len - (text.len < of ? text.len : of), OF, of) != 0;
    return status;
}

static wb_status find_words(struct list *list, wb_error *err)
{
    size_t kept = 0;
    wb_status status = wb_store_terms(list->index->store, list->prefix, keep_term, list, err);
    if (status == WB_OK && list->failed) {
        status = wb_error_nomem(err);
    }
    sort(list, compare_weight);
    for (size_t i = 0; i < list->count && i < ASKED_MAX && status == WB_OK; i++) {
        bool is_word;
        status = check_word(list->items[i].text, list->tokenizer, &is_word, err);
        if (status == WB_OK && is_word) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
    return status;
}

/* Phrases of headings. */

/* In how many paragraphs a text can stand, and how many grams say so. */
static wb_status count_paragraphs(wb_slice text, wb_store *store, wb_terms *grams, uint32_t *ret,
                                  size_t *ret_grams, wb_error *err)
{
    uint32_t least = UINT32_MAX;
    *ret_grams = 0;
    if (wb_token_grams(text, grams) != WB_OK) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < grams->count; i++) {
        if (grams->items[i].kind != WB_TERM_UNIGRAM) {
            uint32_t frequency = wb_store_document_frequency(store, wb_terms_text(grams, i));
            least = frequency < least ? frequency : least;
            ++*ret_grams;
        }
    }
    *ret = *ret_grams ? least : 0;
    return WB_OK;
}

/* A phrase has of the prefix's paragraphs the same share as of its headings; one gram alone is
 * counted. */
static wb_status add_phrase(struct list *list, const wb_heading_phrase *phrase, uint32_t headings,
                            uint64_t of_prefix, wb_terms *grams, wb_error *err)
{
    size_t gram_count = 0;
    wb_suggested_term term = {.text = phrase->text, .headings = phrase->headings};
    wb_status status = count_paragraphs(phrase->text, list->index->store, grams, &term.paragraphs,
                                        &gram_count, err);
    if (status != WB_OK || term.paragraphs < FREQUENCY_MIN) {
        return status;
    }
    uint64_t share = of_prefix * phrase->headings / headings;
    term.weight = gram_count == 1 || share > term.paragraphs ? term.paragraphs : (uint32_t)share;
    return add(list, term) ? WB_OK : wb_error_nomem(err);
}

static wb_status find_phrases(struct list *list, wb_error *err)
{
    const wb_sections *sections;
    wb_heading_phrases phrases = {0};
    wb_terms grams;
    uint32_t of_prefix = 0;
    size_t gram_count = 0;
    wb_terms_init(&grams);
    wb_status status = wb_index_sections(list->index, &sections, err);
    if (status == WB_OK) {
        status = wb_heading_phrases_find(list->prefix, sections, list->tokenizer, &phrases, err);
    }
    if (status == WB_OK) {
        status = count_paragraphs(list->prefix, list->index->store, &grams, &of_prefix, &gram_count,
                                  err);
    }
    for (size_t i = 0; i < phrases.count && i < PHRASES_MAX && status == WB_OK; i++) {
        status = add_phrase(list, &phrases.items[i], phrases.headings,
                            gram_count ? of_prefix : list->places, &grams, err);
    }
    wb_heading_phrases_clear(&phrases);
    wb_terms_free(&grams);
    return status;
}

/* Both. */

/* What letters and characters may go on to is known, what digits may is anything. */
static bool is_known_to_go_on(wb_slice prefix)
{
    size_t at = 0;
    wb_char_class class = wb_fold_class(wb_utf8_next(prefix, &at));
    bool is_number = class == WB_CHAR_DIGIT;
    while (is_number && at < prefix.len) {
        is_number = wb_fold_class(wb_utf8_next(prefix, &at)) == WB_CHAR_DIGIT;
    }
    return !is_number && (class == WB_CHAR_CJK || wb_fold_is_word(class));
}

static wb_status take_best(struct list *list, size_t limit, wb_arena *arena,
                           wb_suggested_term **ret, size_t *ret_count, wb_error *err)
{
    tidy(list);
    sort(list, compare_weight);
    size_t count = list->count < limit ? list->count : limit;
    wb_suggested_term *items = wb_arena_alloc(arena, count, sizeof *items);
    if (!items) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        items[i] = list->items[i];
        if (!wb_arena_dup(arena, items[i].text, &items[i].text)) {
            return wb_error_nomem(err);
        }
    }
    *ret = items;
    *ret_count = count;
    return WB_OK;
}

wb_status wb_suggest_terms(wb_slice prefix, size_t limit, wb_index *index, wb_tokenizer *tokenizer,
                           wb_arena *arena, wb_suggested_term **ret, size_t *ret_count,
                           wb_error *err)
{
    struct list list = {.prefix = prefix, .index = index, .tokenizer = tokenizer};
    *ret_count = 0;
    if (!is_known_to_go_on(prefix)) {
        return WB_OK;
    }
    wb_status status = find_words(&list, err);
    if (status == WB_OK) {
        status = find_phrases(&list, err);
    }
    if (status == WB_OK) {
        status = take_best(&list, limit, arena, ret, ret_count, err);
    }
    wb_free(list.items);
    wb_arena_clear(&list.arena);
    return status;
}
