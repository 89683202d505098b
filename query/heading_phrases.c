#include "heading_phrases.h"

#include <stdlib.h>

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

#include "query_words.h"

/* Headings that are looked at. */
#define HEADINGS_MAX 200

/* A phrase goes on by so many words, so many bytes at most. */
#define WORDS_MAX 5
#define BYTES_MAX 36

static bool add(wb_heading_phrases *phrases, wb_slice text)
{
    wb_heading_phrase *items =
        wb_grow(phrases->items, &phrases->cap, phrases->count + 1, sizeof *items);
    if (!items) {
        return false;
    }
    phrases->items = items;
    items[phrases->count++] = (wb_heading_phrase){text, 1};
    return true;
}

/* A heading and where its words are. */
struct heading {
    wb_slice text;
    wb_query_words words;
};

static bool is_single(const struct heading *heading, size_t i)
{
    const wb_query_word_span *word = &heading->words.items[i];
    size_t at = word->start;
    return wb_fold_class(wb_utf8_next(heading->text, &at)) == WB_CHAR_CJK && at == word->end;
}

/* Whether a single character stands right before word `i`: ICU cuts words that it does not know in
 * characters. */
static bool follows_single(const struct heading *heading, size_t i)
{
    const wb_query_word_span *words = heading->words.items;
    return i > 0 && words[i - 1].end == words[i].start && is_single(heading, i - 1);
}

/* Whether word `i` only joins others. In 碳 中 和, neither 中 nor 和 does. ICU takes 新的 for a
 * word.
 */
static bool joins(const struct heading *heading, size_t i)
{
    static const char OF[] = "的";
    const wb_query_word_span *words = heading->words.items;
    size_t of = sizeof OF - 1;
    size_t start = i;
    if (!words[i].is_function) {
        return words[i].end - words[i].start >= of &&
               memcmp(heading->text.ptr + words[i].end - of, OF, of) == 0;
    }
    while (is_single(heading, i) && follows_single(heading, start)) {
        start--;
    }
    return start == i || words[start].is_function;
}

/* Whether word `i` stands right behind `end` and goes on with what is said there. */
static bool goes_on(const struct heading *heading, size_t i, uint32_t end)
{
    return i < heading->words.count && heading->words.items[i].start == end && !joins(heading, i);
}

/* Whether word `i` may be the rest of one that ICU does not know. */
static bool may_be_rest(const struct heading *heading, size_t i)
{
    return i < heading->words.count && follows_single(heading, i) && !joins(heading, i - 1);
}

/* Whether a phrase of the words from `first` on may end with word `i`. A single character with a
 * word behind it belongs to that (安全 法 but 发展 新 动能), unless a single one stands before it
 * (碳 达 峰 实施). */
static bool may_end(const struct heading *heading, size_t first, size_t i)
{
    if (!is_single(heading, i) || !goes_on(heading, i + 1, heading->words.items[i].end)) {
        return true;
    }
    return i > first && is_single(heading, i - 1) && !is_single(heading, i + 1);
}

/* Adds the phrases that begin at `at` of the heading and are longer than the prefix. */
static bool add_phrases(const struct heading *heading, size_t at, size_t prefix_len,
                        wb_heading_phrases *phrases)
{
    size_t first = 0;
    size_t longer = 0;
    size_t added = 0;
    uint32_t end = (uint32_t)at;
    while (first < heading->words.count && heading->words.items[first].start < at) {
        first++;
    }
    if (may_be_rest(heading, first)) {
        return true;
    }
    for (size_t i = first; longer < WORDS_MAX && goes_on(heading, i, end); i++) {
        end = heading->words.items[i].end;
        size_t len = end - at;
        if (len > prefix_len + BYTES_MAX) {
            break;
        }
        longer += len > prefix_len;
        if (len > prefix_len && may_end(heading, first, i)) {
            added++;
            if (!add(phrases, wb_slice_make(heading->text.ptr + at, len))) {
                return false;
            }
        }
    }
    phrases->headings += added > 0;
    return true;
}

/* The heading that holds byte `at` of all of them. */
static uint32_t heading_at(const wb_sections *sections, size_t at)
{
    size_t low = 0;
    size_t high = sections->title_count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (sections->title_start[middle] <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (uint32_t)low;
}

/* Of each heading the first place is looked at. */
static wb_status walk_headings(wb_slice prefix, const wb_sections *sections,
                               wb_tokenizer *tokenizer, wb_heading_phrases *phrases, wb_error *err)
{
    wb_arena arena = {0};
    struct heading heading;
    wb_slice all = wb_buf_slice(&sections->titles);
    wb_status status = WB_OK;
    size_t from = 0;
    for (size_t count = 0; count < HEADINGS_MAX && from < all.len && status == WB_OK; count++) {
        const char *found = memmem(all.ptr + from, all.len - from, prefix.ptr, prefix.len);
        if (!found) {
            break;
        }
        uint32_t number = heading_at(sections, (size_t)(found - all.ptr));
        heading.text = wb_sections_title(sections, number);
        size_t at = (size_t)(found - heading.text.ptr);
        from = (size_t)(heading.text.ptr + heading.text.len - all.ptr);
        if (at + prefix.len >= heading.text.len) {
            continue; /* it ends with the heading, or in the next one */
        }
        wb_arena_reset(&arena);
        status = wb_query_words_find(heading.text, NULL, tokenizer, &arena, &heading.words, err);
        if (status == WB_OK && !add_phrases(&heading, at, prefix.len, phrases)) {
            status = wb_error_nomem(err);
        }
    }
    wb_arena_clear(&arena);
    return status;
}

static int compare_text(const void *a, const void *b)
{
    const wb_heading_phrase *x = a;
    const wb_heading_phrase *y = b;
    return wb_slice_compare(x->text, y->text);
}

static int compare_frequent(const void *a, const void *b)
{
    const wb_heading_phrase *x = a;
    const wb_heading_phrase *y = b;
    if (x->headings != y->headings) {
        return x->headings > y->headings ? -1 : 1;
    }
    return wb_slice_compare(x->text, y->text);
}

static size_t join_equal(wb_heading_phrase *items, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept && wb_slice_equal(items[kept - 1].text, items[i].text)) {
            items[kept - 1].headings++;
        } else {
            items[kept++] = items[i];
        }
    }
    return kept;
}

wb_status wb_heading_phrases_find(wb_slice prefix, const wb_sections *sections,
                                  wb_tokenizer *tokenizer, wb_heading_phrases *phrases,
                                  wb_error *err)
{
    wb_heading_phrases_clear(phrases);
    wb_status status = walk_headings(prefix, sections, tokenizer, phrases, err);
    if (phrases->count) {
        qsort(phrases->items, phrases->count, sizeof *phrases->items, compare_text);
        phrases->count = join_equal(phrases->items, phrases->count);
        qsort(phrases->items, phrases->count, sizeof *phrases->items, compare_frequent);
    }
    return status;
}

void wb_heading_phrases_clear(wb_heading_phrases *phrases)
{
    wb_free(phrases->items);
    memset(phrases, 0, sizeof *phrases);
}
