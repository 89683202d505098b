/*
 * Running heads: lines that stand at the top of page after page.
 *
 * A running head is short, comes again (but for the page number in it), and stands where it
 * interrupts a sentence or next to a page number. What comes once only is one if it interrupts a
 * sentence and is the document's name, or the first line below a page number. A line above the
 * page number is text as likely as not.
 */
#include "reader.h"

#include <stdlib.h>

#include <wbsearch/utf8.h>

/* The longest running head, bytes. */
#define HEAD_BYTES_MAX 120
/* The shortest, bytes: shorter lines that come again are cells of tables. */
#define HEAD_BYTES_MIN 12

/* In wrapped text a head is this much narrower than a full line, columns. */
#define WRAPPED_MARGIN 8

/* A line that may be a running head. */
struct candidate {
    uint64_t key;
    bool interrupts; /* a sentence goes on behind it, or a page number stands beside it */
};

struct candidates {
    struct candidate *items;
    size_t count, cap;
};

/* Whether the line is the beginning of the document's name, its first line or its file's. */
static bool is_name(const struct reader *r, wb_slice line)
{
    wb_slice first = r->block_count ? block_line(&r->blocks[0], 0) : wb_slice_make("", 0);
    bool is_first = first.len >= line.len && memcmp(first.ptr, line.ptr, line.len) == 0;
    return is_first || (r->name && strncmp(r->name, line.ptr, line.len) == 0);
}

/* A comma may stand in the document's name, but in no other head. */
static bool is_possible(const struct reader *r, wb_slice line)
{
    return line.len >= HEAD_BYTES_MIN && line.len <= HEAD_BYTES_MAX && !cue_ends(line) &&
           (!cue_has_clauses(line) || is_name(r, line));
}

/* Whether line `k` of the block may be a running head. In wrapped text every line in the middle of
 * a paragraph stands in the middle of a sentence; a head stands alone and is not full. */
static bool may_be_head(const struct reader *r, const struct block *block, size_t k,
                        bool beside_number)
{
    wb_slice line = block_line(block, k);
    if (!is_possible(r, line) || block->kind == WB_PARA_TABLE_ROW) {
        return false;
    }
    return r->layout.kind != WB_LAYOUT_WRAPPED ||
           ((block->break_count == 0 || beside_number) &&
            reader_columns(line) + WRAPPED_MARGIN < r->layout.width);
}

/* Identifies a line whatever number stands in it: FNV-1a, 64 bits, without digits and spaces. */
static uint64_t key_of(wb_slice line)
{
    uint64_t key = 0xCBF29CE484222325U;
    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.ptr[i];
        if ((c < '0' || c > '9') && c != ' ') {
            key = (key ^ c) * 0x100000001B3U;
        }
    }
    return key;
}

static int by_key(const void *left, const void *right)
{
    uint64_t a = ((const struct candidate *)left)->key;
    uint64_t b = ((const struct candidate *)right)->key;
    return a < b ? -1 : a > b;
}

/* A line and its neighbours; empty at the ends of the document. */
struct window {
    wb_slice before; /* page numbers left out */
    wb_slice line;
    bool beside_number; /* a page number stands before or behind the line */
    bool below_number;  /* before it: the line is the first of its page */
};

/* Whether the line in the window stands in the middle of a sentence of which `after` is the rest.
 */
static bool interrupts(struct reader *r, const struct window *window, wb_slice after)
{
    return !cue_ends(window->before) && (cue_runs_on(after) || cue_ends(after)) &&
           !cue_begins(after, &r->scratch) &&
           (cue_runs_on(window->before) || reader_stands_together(r, window->before, after));
}

static wb_status add_candidate(struct reader *r, struct candidates *all,
                               const struct window *window, wb_slice after)
{
    struct candidate *items = wb_grow(all->items, &all->cap, all->count + 2, sizeof *items);
    if (!items) {
        return wb_error_nomem(r->err);
    }
    all->items = items;
    bool inside = interrupts(r, window, after);
    struct candidate c = {key_of(window->line), inside || window->beside_number};
    items[all->count++] = c;
    if (inside && (window->below_number || is_name(r, window->line))) {
        items[all->count++] = c; /* once is enough */
    }
    return WB_OK;
}

static wb_status collect(struct reader *r, struct candidates *all)
{
    struct window window = {0};
    wb_slice last = wb_slice_make("", 0); /* the last line that is no page number */
    bool after_number = false;
    bool pending = false; /* window.line waits for what comes behind it */
    for (size_t i = 0; i < r->block_count; i++) {
        const struct block *block = &r->blocks[i];
        for (size_t k = 0; k <= block->break_count; k++) {
            wb_slice line = block_line(block, k);
            if (cue_page_number(line, false, &r->scratch)) {
                after_number = true;
                window.beside_number = true;
                continue;
            }
            wb_status status = pending ? add_candidate(r, all, &window, line) : WB_OK;
            if (status != WB_OK) {
                return status;
            }
            pending = may_be_head(r, block, k, after_number);
            if (pending) {
                window = (struct window){last, line, after_number, after_number};
            }
            after_number = false;
            last = line;
        }
    }
    return WB_OK;
}

/* Keeps the keys that come again and interrupt more often than not. */
static wb_status keep_heads(struct reader *r, struct candidates *all)
{
    r->heads = wb_alloc(all->count, sizeof *r->heads);
    if (!r->heads) {
        return wb_error_nomem(r->err);
    }
    qsort(all->items, all->count, sizeof *all->items, by_key);
    for (size_t i = 0; i < all->count;) {
        size_t interrupting = 0;
        size_t end = i;
        for (; end < all->count && all->items[end].key == all->items[i].key; end++) {
            interrupting += all->items[end].interrupts;
        }
        if (interrupting >= 2 && interrupting * 2 >= end - i) {
            r->heads[r->head_count++] = all->items[i].key;
        }
        i = end;
    }
    return WB_OK;
}

bool reader_is_head(const struct reader *r, wb_slice line)
{
    if (r->head_count == 0 || !is_possible(r, line)) {
        return false;
    }
    struct candidate wanted = {key_of(line), false};
    size_t low = 0;
    size_t high = r->head_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->heads[middle] < wanted.key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < r->head_count && r->heads[low] == wanted.key;
}

wb_status reader_heads(struct reader *r)
{
    struct candidates all = {0};
    wb_status status = collect(r, &all);
    if (status == WB_OK && all.count) {
        status = keep_heads(r, &all);
    }
    wb_free(all.items);
    return status;
}
