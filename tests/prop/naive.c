#include "naive.h"

#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>

#include "prop.h"

static bool digit_at(wb_slice text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static size_t end_of_digits(wb_slice text, size_t at)
{
    while (digit_at(text, at)) {
        at++;
    }
    return at;
}

/* 1900 to 2099. */
static bool is_year(wb_slice text, size_t start, size_t end)
{
    return end - start == 4 &&
           (memcmp(text.ptr + start, "19", 2) == 0 || memcmp(text.ptr + start, "20", 2) == 0);
}

/* The number with dots that begins at `start`: digits (. digits)*. Marks the two sides of its dot
 * when it is a decimal number; returns its end. */
static size_t mark_number(struct naive *naive, size_t start)
{
    wb_slice text = naive->text;
    size_t first_end = end_of_digits(text, start);
    size_t end = first_end;
    size_t dots = 0;
    while (end < text.len && text.ptr[end] == '.' && digit_at(text, end + 1)) {
        end = end_of_digits(text, end + 1);
        dots++;
    }
    size_t second = first_end + 1;
    bool list_number = start == 0 && first_end <= 2;
    bool before_year = dots == 1 && is_year(text, second, end) &&
                       wb_slice_starts(wb_slice_make(text.ptr + end, text.len - end), "年");
    bool year_and_month = dots == 1 && is_year(text, start, first_end) && end - second <= 2;
    if (dots == 1 && !list_number && !before_year && !year_and_month) {
        naive->inside[first_end] = true;
        naive->inside[first_end + 1] = true;
    }
    return end;
}

void naive_set(struct naive *naive, wb_slice folded)
{
    bool *inside = wb_grow(naive->inside, &naive->cap, folded.len + 2, sizeof *inside);
    prop_require(inside != NULL, "memory");
    naive->inside = inside;
    naive->text = folded;
    memset(inside, 0, (folded.len + 2) * sizeof *inside);
    bool word_before = false;
    for (size_t i = 0; i < folded.len;) {
        size_t start = i;
        bool word = wb_fold_is_word(wb_fold_class(wb_utf8_next(folded, &i)));
        inside[start] = word && word_before;
        word_before = word;
    }
    for (size_t i = 0; i < folded.len;) {
        i = digit_at(folded, i) ? mark_number(naive, i) : i + 1;
    }
}

void naive_free(struct naive *naive)
{
    wb_free(naive->inside);
    *naive = (struct naive){0};
}

bool naive_is_match(const struct naive *naive, size_t at, size_t len)
{
    return !naive->inside[at] && !naive->inside[at + len];
}

size_t naive_find(const struct naive *naive, wb_slice needle, size_t from)
{
    for (size_t at = from; at + needle.len <= naive->text.len; at++) {
        if (memcmp(naive->text.ptr + at, needle.ptr, needle.len) == 0 &&
            naive_is_match(naive, at, needle.len)) {
            return at;
        }
    }
    return SIZE_MAX;
}
