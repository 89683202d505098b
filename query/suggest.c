#include "suggest.h"

#include <stdlib.h>

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

/* Terms that are looked at; those of one character are a few thousand. */
#define TERMS_MAX 20000

/* A term is left out for a longer one that stands in so many per cent of its paragraphs. */
#define FOLLOWED_PERCENT 80

/* Rarer terms are mostly cut out of others. */
#define FREQUENCY_MIN 2

struct wb_titles {
    const wb_catalog *catalog;
    wb_slice *folded; /* one a document */
    wb_arena arena;
};

void wb_titles_free(wb_titles *titles)
{
    if (titles) {
        wb_arena_clear(&titles->arena);
        wb_free(titles);
    }
}

wb_status wb_titles_new(const wb_catalog *catalog, wb_titles **ret, wb_error *err)
{
    wb_titles *titles = wb_alloc_zero(1, sizeof *titles);
    wb_folded folded;
    wb_folded_init(&folded);
    if (!titles) {
        return wb_error_nomem(err);
    }
    titles->catalog = catalog;
    titles->folded = wb_arena_alloc(&titles->arena, catalog->count, sizeof *titles->folded);
    bool complete = titles->folded != NULL;
    for (size_t i = 0; i < catalog->count && complete; i++) {
        wb_slice title = catalog->docs[i].title;
        title.len = wb_utf8_valid_prefix(title);
        complete = wb_fold(title, false, &folded) == WB_OK &&
                   wb_arena_dup(&titles->arena, wb_buf_slice(&folded.text), &titles->folded[i]);
    }
    wb_folded_free(&folded);
    if (!complete) {
        wb_titles_free(titles);
        return wb_error_nomem(err);
    }
    *ret = titles;
    return WB_OK;
}

/* A term of the index. */
struct term {
    wb_slice text;
    uint32_t frequency;
};

/* Terms as they are visited. */
struct terms {
    wb_slice prefix;
    struct term *items;
    size_t count;
    size_t cap;
    wb_arena *arena;
    bool failed;
};

static bool keep_term(void *context, wb_slice text, uint32_t frequency)
{
    struct terms *terms = context;
    if (text.len <= terms->prefix.len || frequency < FREQUENCY_MIN) {
        return true;
    }
    struct term *items = wb_grow(terms->items, &terms->cap, terms->count + 1, sizeof *items);
    if (!items) {
        terms->failed = true;
        return false;
    }
    terms->items = items;
    items[terms->count].frequency = frequency;
    terms->failed = !wb_arena_dup(terms->arena, text, &items[terms->count].text);
    terms->count += !terms->failed;
    return !terms->failed && terms->count < TERMS_MAX;
}

static bool begins_with(wb_slice text, wb_slice start)
{
    return text.len >= start.len && memcmp(text.ptr, start.ptr, start.len) == 0;
}

/* Whether a longer term takes the place of term `i`; those that begin like it follow it. */
static bool is_followed(const struct terms *terms, size_t i)
{
    const struct term *term = &terms->items[i];
    for (size_t k = i + 1; k < terms->count && begins_with(terms->items[k].text, term->text); k++) {
        if ((uint64_t)terms->items[k].frequency * 100 >=
            (uint64_t)term->frequency * FOLLOWED_PERCENT) {
            return true;
        }
    }
    return false;
}

static int compare_terms(const void *a, const void *b)
{
    const struct term *x = a;
    const struct term *y = b;
    if (x->frequency != y->frequency) {
        return x->frequency > y->frequency ? -1 : 1;
    }
    return wb_slice_compare(x->text, y->text);
}

static void add(wb_suggestions *suggestions, wb_suggestion suggestion)
{
    suggestions->items[suggestions->count++] = suggestion;
}

static wb_status suggest_terms(wb_slice prefix, size_t limit, wb_index *index,
                               wb_suggestions *suggestions, wb_error *err)
{
    struct terms terms = {.prefix = prefix, .arena = &suggestions->arena};
    wb_status status = wb_store_terms(index->store, prefix, keep_term, &terms, err);
    if (status == WB_OK && terms.failed) {
        status = wb_error_nomem(err);
    }
    size_t kept = 0;
    for (size_t i = 0; i < terms.count && status == WB_OK; i++) {
        if (!is_followed(&terms, i)) {
            terms.items[kept++] = terms.items[i]; /* only what lies behind is looked at later */
        }
    }
    if (kept && status == WB_OK) {
        qsort(terms.items, kept, sizeof *terms.items, compare_terms);
    }
    for (size_t i = 0; i < kept && i < limit && status == WB_OK; i++) {
        add(suggestions, (wb_suggestion){.kind = WB_SUGGEST_TERM,
                                         .text = terms.items[i].text,
                                         .paragraphs = terms.items[i].frequency});
    }
    wb_free(terms.items);
    return status;
}

/* A title that holds what was typed. */
struct candidate {
    const wb_catalog_doc *doc;
    bool begins; /* with it */
};

static int compare_titles(const void *a, const void *b)
{
    const struct candidate *x = a;
    const struct candidate *y = b;
    if (x->begins != y->begins) {
        return x->begins ? -1 : 1;
    }
    if (x->doc->title.len != y->doc->title.len) {
        return x->doc->title.len < y->doc->title.len ? -1 : 1;
    }
    int order = wb_slice_compare(x->doc->title, y->doc->title);
    return order ? order : x->doc < y->doc ? -1 : x->doc > y->doc;
}

static bool is_named_again(const wb_suggestions *suggestions, wb_slice title)
{
    for (size_t i = 0; i < suggestions->count; i++) {
        if (wb_slice_equal(suggestions->items[i].text, title)) {
            return true;
        }
    }
    return false;
}

static wb_status suggest_titles(wb_slice typed, size_t limit, const wb_titles *titles,
                                wb_suggestions *suggestions, wb_error *err)
{
    const wb_catalog *catalog = titles->catalog;
    size_t count = 0;
    size_t end = suggestions->count + limit;
    struct candidate *found = wb_alloc(catalog->count, sizeof *found);
    if (!found) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < catalog->count; i++) {
        wb_slice folded = titles->folded[i];
        const char *at = folded.len ? memmem(folded.ptr, folded.len, typed.ptr, typed.len) : NULL;
        if (at) {
            found[count++] = (struct candidate){&catalog->docs[i], at == folded.ptr};
        }
    }
    if (count) {
        qsort(found, count, sizeof *found, compare_titles);
    }
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && suggestions->count < end && status == WB_OK; i++) {
        wb_suggestion one = {.kind = WB_SUGGEST_TITLE, .doc_id = found[i].doc->id};
        if (!wb_arena_dup(&suggestions->arena, found[i].doc->title, &one.text)) {
            status = wb_error_nomem(err);
        } else if (!is_named_again(suggestions, one.text)) {
            add(suggestions, one);
        }
    }
    wb_free(found);
    return status;
}

/* What stands behind the last white space. */
static wb_slice last_word(wb_slice typed)
{
    size_t start = typed.len;
    while (start) {
        size_t before = start;
        uint32_t c = wb_utf8_prev(typed, &before);
        if (c == ' ' || c == '\t' || c == 0x3000) { /* the wide one too */
            break;
        }
        start = before;
    }
    return wb_slice_make(typed.ptr + start, typed.len - start);
}

static wb_status fold_into(wb_slice text, wb_arena *arena, wb_slice *ret, wb_error *err)
{
    wb_folded folded;
    wb_folded_init(&folded);
    bool complete = wb_fold(text, false, &folded) == WB_OK &&
                    wb_arena_dup(arena, wb_buf_slice(&folded.text), ret);
    wb_folded_free(&folded);
    return complete ? WB_OK : wb_error_nomem(err);
}

wb_status wb_suggest(wb_slice typed, size_t limit, wb_index *index, const wb_titles *titles,
                     wb_suggestions *suggestions, wb_error *err)
{
    wb_slice word = {NULL, 0};
    wb_slice all = {NULL, 0};
    wb_suggestions_clear(suggestions);
    if (wb_utf8_valid_prefix(typed) < typed.len) {
        return wb_error_set(err, WB_INVALID, "what was typed is not UTF-8");
    }
    if (wb_utf8_offset_of(typed, WB_SUGGEST_CHARS_MAX) < typed.len) {
        return wb_error_set(err, WB_LIMIT, "more than %d characters are not completed",
                            WB_SUGGEST_CHARS_MAX);
    }
    limit = limit < WB_SUGGEST_MAX ? limit : WB_SUGGEST_MAX;
    suggestions->items = wb_arena_alloc(&suggestions->arena, 2 * limit, sizeof(wb_suggestion));
    if (!suggestions->items) {
        return wb_error_nomem(err);
    }
    wb_status status = fold_into(last_word(typed), &suggestions->arena, &word, err);
    if (status == WB_OK) {
        status = fold_into(typed, &suggestions->arena, &all, err);
    }
    if (status == WB_OK && word.len) {
        status = suggest_terms(word, limit, index, suggestions, err);
    }
    if (status == WB_OK && all.len) {
        status = suggest_titles(all, limit, titles, suggestions, err);
    }
    return status;
}

void wb_suggestions_clear(wb_suggestions *suggestions)
{
    wb_arena_clear(&suggestions->arena);
    memset(suggestions, 0, sizeof *suggestions);
}
