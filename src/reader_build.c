/* Collecting the text of a block together with where it stands in the source. */
#include "reader.h"

#include <wbsearch/utf8.h>

void builder_clear(struct builder *b)
{
    wb_buf_clear(&b->text);
    b->segment_count = 0;
    b->break_count = 0;
    b->strong_count = 0;
    b->mark_count = 0;
}

void builder_truncate(struct builder *b, size_t len)
{
    if (len >= b->text.len) {
        return;
    }
    b->text.len = len;
    while (b->segment_count && b->segments[b->segment_count - 1].at >= len) {
        b->segment_count--;
    }
    while (b->break_count && b->breaks[b->break_count - 1] > len) {
        b->break_count--;
    }
    while (b->mark_count && b->marks[b->mark_count - 1].at > len) {
        b->mark_count--;
    }
    for (size_t i = 0; i < b->strong_count; i++) {
        b->strong[i].end = b->strong[i].end < len ? b->strong[i].end : (uint32_t)len;
    }
}

void builder_free(struct builder *b)
{
    wb_buf_free(&b->text);
    wb_free(b->segments);
    wb_free(b->breaks);
    wb_free(b->strong);
    wb_free(b->marks);
}

/* wb_grow by one, but on failure the array stays and the builder is marked. */
static void *grown(struct builder *b, void *array, size_t *cap, size_t count, size_t size)
{
    void *larger = wb_grow(array, cap, count + 1, size);
    b->failed = b->failed || !larger;
    return larger ? larger : array;
}

static void add_segment(struct builder *b, uint32_t line, uint32_t column)
{
    b->segments = grown(b, b->segments, &b->segment_cap, b->segment_count, sizeof *b->segments);
    if (!b->failed) {
        b->segments[b->segment_count++] = (wb_segment){(uint32_t)b->text.len, line, column};
    }
}

static void add_break(struct builder *b, size_t at)
{
    b->breaks = grown(b, b->breaks, &b->break_cap, b->break_count, sizeof *b->breaks);
    if (!b->failed) {
        b->breaks[b->break_count++] = (uint32_t)at;
    }
}

static void add_strong(struct builder *b, size_t start, size_t end)
{
    b->strong = grown(b, b->strong, &b->strong_cap, b->strong_count, sizeof *b->strong);
    if (!b->failed && start < end) {
        b->strong[b->strong_count++] = (struct span){(uint32_t)start, (uint32_t)end};
    }
}

static void add_mark(struct builder *b, wb_note_mark mark)
{
    b->marks = grown(b, b->marks, &b->mark_cap, b->mark_count, sizeof *b->marks);
    if (!b->failed) {
        b->marks[b->mark_count++] = mark;
    }
}

static void append(struct builder *b, wb_slice text)
{
    if (wb_buf_put(&b->text, text) != WB_OK) {
        b->failed = true;
    }
}

/* A segment that begins here and points at source offset `at`. */
static void begin_segment(struct reader *r, size_t at)
{
    size_t line = reader_line_of(r, at);
    add_segment(r->builder, (uint32_t)line + 1, (uint32_t)(at - r->lines[line]) + 1);
}

void builder_copy(struct reader *r, size_t offset, size_t len)
{
    if (len) {
        begin_segment(r, offset);
        append(r->builder, wb_slice_make(r->source.ptr + offset, len));
    }
}

void builder_insert(struct reader *r, wb_slice text, size_t at)
{
    begin_segment(r, at);
    append(r->builder, text);
}

void builder_break(struct reader *r)
{
    add_break(r->builder, r->builder->text.len);
}

void builder_strong(struct reader *r, size_t start)
{
    add_strong(r->builder, start, r->builder->text.len);
}

void builder_mark(struct reader *r, wb_slice label)
{
    wb_note_mark mark = {(uint32_t)r->builder->text.len, WB_NONE, {NULL, 0}};
    if (wb_arena_dup(&r->doc->arena, label, &mark.label)) {
        add_mark(r->builder, mark);
    } else {
        r->builder->failed = true;
    }
}

/* The number of elements in front that begin before `at`. `array` has `count` elements of `size`
 * bytes, ascending by the offset that is their first member. */
static size_t count_before(const void *array, size_t count, size_t size, size_t at)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint32_t offset;
        memcpy(&offset, (const char *)array + middle * size, sizeof offset);
        if (offset < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void append_segments(struct builder *b, const struct block *from, size_t start, size_t end)
{
    size_t base = b->text.len;
    size_t first =
        count_before(from->segments, from->segment_count, sizeof *from->segments, start + 1);
    for (size_t i = first ? first - 1 : 0; i < from->segment_count; i++) {
        const wb_segment *s = &from->segments[i];
        if (s->at >= end) {
            break;
        }
        uint32_t skipped = s->at < start ? (uint32_t)start - s->at : 0;
        b->text.len = base + s->at + skipped - start; /* where the segment is to begin */
        add_segment(b, s->line, s->column + skipped);
    }
    b->text.len = base;
}

static void append_strong(struct builder *b, const struct block *from, size_t start, size_t end)
{
    size_t base = b->text.len;
    size_t next = count_before(from->strong, from->strong_count, sizeof *from->strong, start + 1);
    for (size_t i = next ? next - 1 : 0; i < from->strong_count; i++) {
        size_t first = from->strong[i].start > start ? from->strong[i].start : start;
        size_t last = from->strong[i].end < end ? from->strong[i].end : end;
        if (from->strong[i].start >= end) {
            break;
        }
        if (first < last) {
            add_strong(b, base + first - start, base + last - start);
        }
    }
}

void builder_append_block(struct reader *r, const struct block *from, size_t start, size_t end,
                          bool with_start_marks)
{
    struct builder *b = r->builder;
    size_t base = b->text.len;
    append_segments(b, from, start, end);
    append_strong(b, from, start, end);
    append(b, wb_slice_make(from->text.ptr + start, end - start));
    size_t next = count_before(from->breaks, from->break_count, sizeof *from->breaks, start + 1);
    for (; next < from->break_count && from->breaks[next] < end; next++) {
        add_break(b, base + from->breaks[next] - start);
    }
    next = count_before(from->marks, from->mark_count, sizeof *from->marks,
                        with_start_marks ? start : start + 1);
    for (; next < from->mark_count && from->marks[next].at <= end; next++) {
        wb_note_mark mark = from->marks[next];
        mark.at = (uint32_t)(base + mark.at - start);
        add_mark(b, mark);
    }
}

static bool is_word_at(wb_slice text, size_t at)
{
    return wb_fold_is_word(wb_fold_class(wb_utf8_next(text, &at)));
}

void builder_join(struct reader *r, const struct block *block, size_t start, size_t end)
{
    struct builder *b = r->builder;
    wb_slice so_far = wb_buf_slice(&b->text);
    if (so_far.len && start < end && !b->failed) {
        size_t last = so_far.len;
        bool word_before = wb_fold_is_word(wb_fold_class(wb_utf8_prev(so_far, &last)));
        if (word_before && is_word_at(block->text, start) && b->segment_count) {
            const wb_segment *s = &b->segments[b->segment_count - 1];
            size_t place = r->lines[s->line - 1] + s->column - 1 + (so_far.len - s->at);
            builder_insert(r, wb_slice_make(" ", 1),
                           place < r->source.len ? place : r->source.len - 1);
        }
    }
    builder_append_block(r, block, start, end, start == 0);
}

/* White space, or what nobody sees (a zero-width space). */
static bool is_blank_at(wb_slice text, size_t at)
{
    wb_char_class class = wb_fold_class(wb_utf8_next(text, &at));
    return class == WB_CHAR_SPACE || class == WB_CHAR_DROP;
}

/* The text without what is blank at its ends. */
static struct span trimmed(wb_slice text)
{
    size_t start = 0;
    while (start < text.len && is_blank_at(text, start)) {
        (void)wb_utf8_next(text, &start);
    }
    size_t end = text.len;
    while (end > start) {
        size_t before = end;
        (void)wb_utf8_prev(text, &before);
        if (!is_blank_at(text, before)) {
            break;
        }
        end = before;
    }
    return (struct span){(uint32_t)start, (uint32_t)end};
}

static void *keep(struct reader *r, const void *array, size_t count, size_t size)
{
    void *copy = wb_arena_alloc(&r->doc->arena, count, size);
    if (copy && count) {
        memcpy(copy, array, count * size);
    }
    return copy;
}

/* Whether the text of a segment stands in the source just so, and was not inserted. */
static bool is_verbatim(const struct reader *r, const wb_segment *segment, wb_slice text)
{
    wb_slice line = reader_line(r, segment->line - 1);
    size_t start = segment->column - 1;
    return start <= line.len && text.len <= line.len - start &&
           memcmp(line.ptr + start, text.ptr, text.len) == 0;
}

/* Cuts the segments down to the text [cut.start, cut.end), and joins those that go on where the one
 * before ended. */
static void cut_segments(const struct reader *r, struct builder *b, struct span cut)
{
    size_t n = 0;
    bool last_verbatim = false;
    for (size_t i = 0; i < b->segment_count; i++) {
        wb_segment s = b->segments[i];
        size_t end = i + 1 < b->segment_count ? b->segments[i + 1].at : b->text.len;
        if (end <= cut.start || s.at >= cut.end || s.at == end) {
            continue;
        }
        uint32_t skipped = s.at < cut.start ? cut.start - s.at : 0;
        s.at += skipped;
        s.column += skipped;
        wb_slice text = wb_slice_make(b->text.data + s.at, end - s.at);
        s.at -= cut.start;
        const wb_segment *last = n ? &b->segments[n - 1] : NULL;
        bool verbatim = is_verbatim(r, &s, text);
        bool goes_on = last && last_verbatim && verbatim && last->line == s.line &&
                       last->column + (s.at - last->at) == s.column;
        if (!goes_on) {
            b->segments[n++] = s;
        }
        last_verbatim = verbatim;
    }
    b->segment_count = n;
}

/* Cuts everything that was collected down to the text [cut.start, cut.end). */
static void cut_to(const struct reader *r, struct builder *b, struct span cut)
{
    cut_segments(r, b, cut);
    size_t n = 0;
    for (size_t i = 0; i < b->break_count; i++) {
        if (b->breaks[i] > cut.start && b->breaks[i] < cut.end) {
            b->breaks[n++] = b->breaks[i] - cut.start;
        }
    }
    b->break_count = n;
    n = 0;
    for (size_t i = 0; i < b->strong_count; i++) {
        struct span s = b->strong[i];
        s.start = s.start > cut.start ? s.start : cut.start;
        s.end = s.end < cut.end ? s.end : cut.end;
        if (s.start < s.end) {
            b->strong[n++] = (struct span){s.start - cut.start, s.end - cut.start};
        }
    }
    b->strong_count = n;
    for (size_t i = 0; i < b->mark_count; i++) {
        uint32_t at = b->marks[i].at;
        at = at < cut.start ? cut.start : at > cut.end ? cut.end : at;
        b->marks[i].at = at - cut.start;
    }
}

struct block *reader_take_blocks(struct reader *r, size_t *ret_count)
{
    struct block *blocks = r->blocks;
    *ret_count = r->block_count;
    r->blocks = NULL;
    r->block_count = r->block_cap = 0;
    return blocks;
}

wb_status reader_put_block(struct reader *r, const struct block *block)
{
    if (r->block_count >= WB_DOC_PARAS_MAX) {
        return wb_error_set(r->err, WB_LIMIT, "more than %d paragraphs", WB_DOC_PARAS_MAX);
    }
    struct block *blocks = wb_grow(r->blocks, &r->block_cap, r->block_count + 1, sizeof *blocks);
    if (!blocks) {
        return wb_error_nomem(r->err);
    }
    r->blocks = blocks;
    blocks[r->block_count++] = *block;
    return WB_OK;
}

wb_status reader_omit(struct reader *r, wb_slice text, uint32_t first_line, uint32_t last_line,
                      wb_omission_reason reason)
{
    wb_doc *doc = r->doc;
    if (doc->omission_count ==
        r->omission_cap) { /* as in add_section, the old array stays behind */
        size_t larger = r->omission_cap ? r->omission_cap * 2 : 32;
        wb_omission *omissions = wb_arena_alloc(&doc->arena, larger, sizeof *omissions);
        if (!omissions) {
            return wb_error_nomem(r->err);
        }
        if (doc->omission_count) {
            memcpy(omissions, doc->omissions, doc->omission_count * sizeof *omissions);
        }
        doc->omissions = omissions;
        r->omission_cap = larger;
    }
    wb_omission omission = {{NULL, 0}, first_line, last_line, reason};
    if (!wb_arena_dup(&doc->arena, text, &omission.text)) {
        return wb_error_nomem(r->err);
    }
    doc->omissions[doc->omission_count++] = omission;
    return WB_OK;
}

/* The first and last line; cells of a table may go back. */
static void line_range(const wb_segment *segments, size_t count, uint32_t *ret_first,
                       uint32_t *ret_last)
{
    *ret_first = *ret_last = segments[0].line;
    for (size_t i = 1; i < count; i++) {
        *ret_first = segments[i].line < *ret_first ? segments[i].line : *ret_first;
        *ret_last = segments[i].line > *ret_last ? segments[i].line : *ret_last;
    }
}

wb_status builder_finish(struct reader *r, const struct block *like)
{
    struct builder *b = r->builder;
    if (b->failed || b->text.status != WB_OK) {
        return wb_error_nomem(r->err);
    }
    struct span cut = trimmed(wb_buf_slice(&b->text));
    if (cut.start == cut.end) {
        builder_clear(b);
        return WB_OK;
    }
    cut_to(r, b, cut);
    struct block block = *like;
    block.segments = keep(r, b->segments, b->segment_count, sizeof *b->segments);
    block.segment_count = b->segment_count;
    block.breaks = keep(r, b->breaks, b->break_count, sizeof *b->breaks);
    block.break_count = b->break_count;
    block.strong = keep(r, b->strong, b->strong_count, sizeof *b->strong);
    block.strong_count = b->strong_count;
    block.marks = keep(r, b->marks, b->mark_count, sizeof *b->marks);
    block.mark_count = b->mark_count;
    wb_slice text = wb_slice_make(b->text.data + cut.start, cut.end - cut.start);
    if (!block.segments || !block.breaks || !block.strong || !block.marks ||
        !wb_arena_dup(&r->doc->arena, text, &block.text)) {
        return wb_error_nomem(r->err);
    }
    line_range(block.segments, block.segment_count, &block.first_line, &block.last_line);
    builder_clear(b);
    return reader_put_block(r, &block);
}

wb_status builder_replace(struct reader *r, size_t index)
{
    size_t last = r->block_count - 1;
    struct block like = r->blocks[index];
    struct block moved = r->blocks[last]; /* makes room for the new one */
    r->block_count = last;
    wb_status status = builder_finish(r, &like);
    if (status == WB_OK && r->block_count > last) {
        like = r->blocks[last];
    }
    r->block_count = last + 1;
    r->blocks[last] = moved;
    r->blocks[index] = like;
    return status;
}
