#include "suggest.h"

#include <stdlib.h>

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

#include "completion.h"
#include "suggest_terms.h"
#include "suggest_values.h"

/* Laws are known by what follows this. */
static const char STATE[] = "中华人民共和国";

struct wb_suggester {
    wb_index *index;
    wb_catalog_folds *folds; /* of the index */
    wb_tokenizer *tokenizer;
    wb_suggest_values values;
};

void wb_suggester_free(wb_suggester *suggester)
{
    if (suggester) {
        wb_tokenizer_free(suggester->tokenizer);
        wb_suggest_values_clear(&suggester->values);
        wb_free(suggester);
    }
}

wb_status wb_suggester_new(wb_index *index, wb_suggester **ret, wb_error *err)
{
    wb_suggester *suggester = wb_alloc_zero(1, sizeof *suggester);
    if (!suggester) {
        return wb_error_nomem(err);
    }
    suggester->index = index;
    wb_status status = wb_tokenizer_new(&suggester->tokenizer, err);
    if (status != WB_OK) {
        wb_suggester_free(suggester);
        return status;
    }
    *ret = suggester;
    return WB_OK;
}

static void add(wb_suggestions *suggestions, wb_suggestion suggestion)
{
    suggestions->items[suggestions->count++] = suggestion;
}

/* The query with `text` at its end. */
static wb_status complete_query(const wb_completion *completion, wb_slice text, wb_arena *arena,
                                wb_slice *ret, wb_error *err)
{
    wb_buf whole;
    wb_buf_init(&whole, 0);
    wb_completion_write(completion, text, &whole);
    bool is_whole = whole.status == WB_OK && wb_arena_dup(arena, wb_buf_slice(&whole), ret);
    wb_buf_free(&whole);
    return is_whole ? WB_OK : wb_error_nomem(err);
}

static wb_status suggest_terms(wb_suggester *suggester, const wb_completion *completion,
                               size_t limit, wb_suggestions *suggestions, wb_error *err)
{
    wb_suggested_term *terms = NULL;
    size_t count = 0;
    wb_status status =
        wb_suggest_terms(completion->folded, limit, suggester->index, suggester->tokenizer,
                         &suggestions->arena, &terms, &count, err);
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        wb_suggestion one = {
            .kind = WB_SUGGEST_TERM, .text = terms[i].text, .paragraphs = terms[i].paragraphs};
        status = complete_query(completion, one.text, &suggestions->arena, &one.completed, err);
        if (status == WB_OK) {
            add(suggestions, one);
        }
    }
    return status;
}

static wb_status suggest_values(wb_suggester *suggester, const wb_completion *completion,
                                size_t limit, wb_suggestions *suggestions, wb_error *err)
{
    const wb_suggested_value *found[WB_SUGGEST_MAX];
    size_t count = 0;
    wb_status status =
        wb_suggest_values_find(&suggester->values, suggester->folds, completion->field,
                               completion->folded, limit, found, &count, err);
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        wb_suggestion one = {.kind = WB_SUGGEST_VALUE, .documents = found[i]->documents};
        if (!wb_arena_dup(&suggestions->arena, found[i]->text, &one.text)) {
            return wb_error_nomem(err);
        }
        status = complete_query(completion, one.text, &suggestions->arena, &one.completed, err);
        if (status == WB_OK) {
            add(suggestions, one);
        }
    }
    return status;
}

/* How well a title answers. */
enum fit { NONE, HOLDS_ALL, HOLDS, BEGINS };

/* A title that holds what was typed. */
struct candidate {
    const wb_catalog_doc *doc;
    enum fit fit;
};

static int compare_titles(const void *a, const void *b)
{
    const struct candidate *x = a;
    const struct candidate *y = b;
    if (x->fit != y->fit) {
        return x->fit > y->fit ? -1 : 1;
    }
    if (x->doc->title.len != y->doc->title.len) {
        return x->doc->title.len < y->doc->title.len ? -1 : 1;
    }
    int order = wb_slice_compare(x->doc->title, y->doc->title);
    return order ? order : x->doc < y->doc ? -1 : x->doc > y->doc;
}

static bool holds(wb_slice text, wb_slice part)
{
    return part.len && part.len <= text.len &&
           memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

static bool begins(wb_slice title, wb_slice start)
{
    if (wb_slice_starts(title, STATE) && !wb_slice_starts(start, STATE)) {
        title = wb_slice_make(title.ptr + sizeof STATE - 1, title.len - (sizeof STATE - 1));
    }
    return start.len && start.len <= title.len && memcmp(title.ptr, start.ptr, start.len) == 0;
}

/* `words`, and `whole`, which is all of them together. */
static enum fit fit_of(wb_slice title, const wb_slice *words, size_t count, wb_slice whole)
{
    if (begins(title, whole)) {
        return BEGINS;
    }
    if (wb_utf8_count_chars(whole) < 2) {
        return NONE;
    }
    if (holds(title, whole)) {
        return HOLDS;
    }
    for (size_t i = 0; i < count; i++) {
        if (!holds(title, words[i])) {
            return NONE;
        }
    }
    return HOLDS_ALL;
}

static bool is_named_again(const wb_suggestions *suggestions, wb_slice title)
{
    for (size_t i = 0; i < suggestions->count; i++) {
        if (suggestions->items[i].kind == WB_SUGGEST_TITLE &&
            wb_slice_equal(suggestions->items[i].text, title)) {
            return true;
        }
    }
    return false;
}

static bool join_words(const wb_slice *words, size_t count, wb_arena *arena, wb_slice *ret)
{
    wb_buf whole;
    wb_buf_init(&whole, 0);
    for (size_t i = 0; i < count; i++) {
        wb_buf_put(&whole, words[i]);
    }
    bool is_whole = whole.status == WB_OK && wb_arena_dup(arena, wb_buf_slice(&whole), ret);
    wb_buf_free(&whole);
    return is_whole;
}

/* Those that hold what was typed, the best first. */
static wb_status find_titles(wb_catalog_folds *folds, const wb_slice *words, size_t word_count,
                             wb_slice whole, struct candidate *found, size_t *ret_count,
                             wb_error *err)
{
    wb_status status = WB_OK;
    size_t count = 0;
    for (size_t i = 0; i < folds->catalog->count && status == WB_OK; i++) {
        wb_slice title;
        status = wb_catalog_folds_get(folds, i, WB_CATALOG_TITLE, &title, err);
        enum fit fit = status == WB_OK ? fit_of(title, words, word_count, whole) : NONE;
        if (fit != NONE) {
            found[count++] = (struct candidate){&folds->catalog->docs[i], fit};
        }
    }
    if (count) {
        qsort(found, count, sizeof *found, compare_titles);
    }
    *ret_count = count;
    return status;
}

static wb_status suggest_titles(const wb_suggester *suggester, const wb_slice *words,
                                size_t word_count, size_t limit, wb_suggestions *suggestions,
                                wb_error *err)
{
    size_t count = 0;
    size_t end = suggestions->count + limit;
    wb_slice whole;
    if (word_count == 0) {
        return WB_OK;
    }
    struct candidate *found = wb_alloc(suggester->folds->catalog->count, sizeof *found);
    if (!found || !join_words(words, word_count, &suggestions->arena, &whole)) {
        wb_free(found);
        return wb_error_nomem(err);
    }
    wb_status status = find_titles(suggester->folds, words, word_count, whole, found, &count, err);
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

static wb_status suggest(wb_suggester *suggester, const wb_completion *completion, size_t limit,
                         wb_suggestions *suggestions, wb_error *err)
{
    const wb_slice *words = completion->words;
    size_t word_count = completion->word_count;
    wb_status status = WB_OK;
    if (wb_utf8_count_chars(completion->folded) > WB_SUGGEST_CHARS_MAX) {
        return WB_OK;
    }
    if (completion->kind == WB_COMPLETION_FILTER) {
        words = &completion->folded;
        word_count = completion->field == WB_FIELD_TITLE && completion->folded.len;
        status = suggest_values(suggester, completion, limit, suggestions, err);
    } else if (completion->kind == WB_COMPLETION_ITEM && completion->folded.len) {
        status = suggest_terms(suggester, completion, limit, suggestions, err);
    }
    return status == WB_OK ? suggest_titles(suggester, words, word_count, limit, suggestions, err)
                           : status;
}

wb_status wb_suggest(wb_suggester *suggester, wb_slice typed, size_t limit,
                     wb_suggestions *suggestions, wb_error *err)
{
    wb_completion completion = {0};
    wb_suggestions_clear(suggestions);
    limit = limit < WB_SUGGEST_MAX ? limit : WB_SUGGEST_MAX;
    suggestions->items = wb_arena_alloc(&suggestions->arena, 2 * limit, sizeof(wb_suggestion));
    /* A reopened index has to read its catalog again. */
    wb_status status = suggestions->items ? wb_index_folds(suggester->index, &suggester->folds, err)
                                          : wb_error_nomem(err);
    if (status == WB_OK) {
        status = wb_completion_read(typed, &completion, err);
    }
    if (status == WB_OK) {
        status = suggest(suggester, &completion, limit, suggestions, err);
    }
    wb_completion_clear(&completion);
    return status;
}

void wb_suggestions_clear(wb_suggestions *suggestions)
{
    wb_arena_clear(&suggestions->arena);
    memset(suggestions, 0, sizeof *suggestions);
}
