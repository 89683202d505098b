/*
 * Inline marks that CommonMark leaves standing in Chinese text.
 *
 * "**稳消费。**以优质" is no emphasis to CommonMark: a closing ** between punctuation and a letter
 * is not right-flanking. "[^1]" is a footnote only to other dialects. Both go out of the text here
 * and are remembered.
 */
#include "reader.h"

#include <wbsearch/utf8.h>

/* The longest label of a footnote mark, bytes. */
#define LABEL_MAX 24

/* Length of the run of * at `at`, when it is two or three; else 0. */
static size_t emphasis_at(wb_slice text, size_t at)
{
    size_t n = 0;
    while (at + n < text.len && text.ptr[at + n] == '*') {
        n++;
    }
    return n == 2 || n == 3 ? n : 0;
}

/* Length of "[^label]" at `at`, else 0; at the start of a block and before a ':' it is the note. */
static size_t footnote_at(wb_slice text, size_t at)
{
    wb_slice rest = wb_slice_make(text.ptr + at, text.len - at);
    if (!wb_slice_starts(rest, "[^")) {
        return 0;
    }
    for (size_t i = 2; i < rest.len && i < LABEL_MAX; i++) {
        if (rest.ptr[i] == ']') {
            bool is_note = at == 0 && i + 1 < rest.len && rest.ptr[i + 1] == ':';
            return i > 2 && !is_note ? i + 1 : 0;
        }
        if (rest.ptr[i] == ' ' || rest.ptr[i] == '[') {
            return 0;
        }
    }
    return 0;
}

static size_t count_emphasis(wb_slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        size_t n = text.ptr[i] == '*' ? emphasis_at(text, i) : 0;
        count += n > 0;
        i += n ? n - 1 : 0;
        while (!n && i + 1 < text.len && text.ptr[i] == '*' && text.ptr[i + 1] == '*') {
            i++; /* a longer run is a rule, not emphasis */
        }
    }
    return count;
}

/* Whether a source line ends at `at` of the block. */
static bool is_break(const struct block *block, size_t at)
{
    size_t low = 0;
    size_t high = block->break_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (block->breaks[middle] < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < block->break_count && block->breaks[low] == at;
}

static wb_status clean_block(struct reader *r, const struct block *block)
{
    struct builder *b = r->builder;
    wb_slice text = block->text;
    size_t pairs = count_emphasis(text) / 2 * 2; /* an odd one stays as it is */
    size_t open = SIZE_MAX;
    size_t run = 0;
    size_t i = 0;
    while (i < text.len) {
        size_t stars = text.ptr[i] == '*' ? emphasis_at(text, i) : 0;
        stars = pairs ? stars : 0;
        size_t footnote = text.ptr[i] == '[' ? footnote_at(text, i) : 0;
        if (!stars && !footnote) {
            do {
                i++;
            } while (i < text.len && text.ptr[i] == '*' && text.ptr[i - 1] == '*');
            continue;
        }
        builder_append_block(r, block, run, i, true);
        if (i > run && is_break(block, i)) { /* a line end beside a mark is in neither piece */
            builder_break(r);
        }
        if (footnote) {
            builder_mark(r, wb_slice_make(text.ptr + i, footnote));
        } else if (open == SIZE_MAX) {
            open = b->text.len;
            pairs--;
        } else {
            builder_strong(r, open);
            open = SIZE_MAX;
            pairs--;
        }
        i += stars + footnote;
        run = i;
        if (is_break(block, run)) {
            builder_break(r);
        }
    }
    builder_append_block(r, block, run, text.len, true);
    return builder_finish(r, block);
}

static bool needs_cleaning(wb_slice text)
{
    for (size_t i = 0; i + 1 < text.len; i++) {
        if ((text.ptr[i] == '*' && text.ptr[i + 1] == '*') ||
            (text.ptr[i] == '[' && text.ptr[i + 1] == '^')) {
            return true;
        }
    }
    return false;
}

wb_status reader_inline(struct reader *r)
{
    size_t count;
    struct block *blocks = reader_take_blocks(r, &count);
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        status = needs_cleaning(blocks[i].text) ? clean_block(r, &blocks[i])
                                                : reader_put_block(r, &blocks[i]);
    }
    wb_free(blocks);
    return status;
}
