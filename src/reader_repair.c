/*
 * Repair: what is one paragraph to a reader becomes one, whatever line and page ends did to it.
 *
 * Line ends first: in some documents every line is a paragraph, in others lines are wrapped; the
 * document's own lines decide which. Then page ends: a sentence that stops in the middle goes on in
 * the next block, and the page number between the two goes.
 */
#include "reader.h"

#include <wbsearch/utf8.h>

/* The longest title of a chapter that an article is glued to, numbering included, characters. */
#define GLUED_TITLE_CHARS 40

/* The text between break i-1 and break i of a block. */
static wb_slice line_of(const struct block *block, size_t i)
{
    size_t start = i ? block->breaks[i - 1] : 0;
    size_t end = i < block->break_count ? block->breaks[i] : block->text.len;
    return wb_slice_make(block->text.ptr + start, end - start);
}

/* Whether the lines of this document are paragraphs: most line ends inside blocks either stand
 * behind the end of a sentence or before the beginning of a paragraph. */
static bool lines_are_paragraphs(struct reader *r, const struct block *blocks, size_t count)
{
    size_t breaks = 0;
    size_t ends = 0;
    for (size_t i = 0; i < count; i++) {
        if (blocks[i].kind == WB_PARA_HEADING || blocks[i].kind == WB_PARA_TABLE_ROW) {
            continue;
        }
        for (size_t k = 0; k < blocks[i].break_count; k++) {
            breaks++;
            ends += cue_ends(line_of(&blocks[i], k)) ||
                    cue_begins(line_of(&blocks[i], k + 1), &r->scratch);
        }
    }
    return breaks >= 3 && ends * 2 >= breaks;
}

/* Whether the line end between two lines is the end of a paragraph. */
static bool is_paragraph_end(struct reader *r, wb_slice before, wb_slice after, bool by_line)
{
    bool begins = cue_begins(after, &r->scratch);
    if (by_line) {
        return begins || cue_ends(before) || !cue_runs_on(before);
    }
    return begins && cue_ends(before);
}

static bool is_word_at(wb_slice text, size_t at)
{
    return wb_fold_is_word(wb_fold_class(wb_utf8_next(text, &at)));
}

/* Between two lines joined, a space stands only where Latin words or numbers would run together. */
static void join_line(struct reader *r, const struct block *block, size_t start, size_t end)
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

/* Where to cut a text that is too long: behind the last sentence end within the limit. */
static size_t cut_point(wb_slice text)
{
    wb_slice head = wb_slice_make(text.ptr, wb_utf8_floor(text, WB_PARA_TEXT_MAX));
    for (size_t at = head.len; at > head.len / 2;) {
        wb_slice before = wb_slice_make(head.ptr, at);
        if (cue_ends_sentence(before)) {
            return at;
        }
        (void)wb_utf8_prev(head, &at);
    }
    return head.len;
}

/* Puts out what of text[*start, end) is too long for one paragraph; `*start` moves behind it. */
static wb_status put_excess(struct reader *r, const struct block *block, const struct block *like,
                            size_t *start, size_t end)
{
    wb_status status = WB_OK;
    if (r->builder->text.len + 1 + (end - *start) > WB_PARA_TEXT_MAX) {
        status = builder_finish(r, like);
    }
    while (status == WB_OK && end - *start > WB_PARA_TEXT_MAX) {
        size_t len = cut_point(wb_slice_make(block->text.ptr + *start, end - *start));
        join_line(r, block, *start, *start + len);
        *start += len;
        status = builder_finish(r, like);
    }
    return status;
}

static wb_status put_lines(struct reader *r, const struct block *block, bool by_line)
{
    struct builder *b = r->builder;
    size_t start = 0;
    for (size_t i = 0; i <= block->break_count; i++) {
        size_t end = i < block->break_count ? block->breaks[i] : block->text.len;
        wb_status status = WB_OK;
        if (i > 0 && is_paragraph_end(r, wb_buf_slice(&b->text), line_of(block, i), by_line)) {
            status = builder_finish(r, block);
        }
        if (status == WB_OK) {
            status = put_excess(r, block, block, &start, end);
        }
        if (status != WB_OK) {
            return status;
        }
        join_line(r, block, start, end);
        start = end;
    }
    return builder_finish(r, block);
}

static wb_status repair_line_ends(struct reader *r)
{
    size_t count;
    struct block *blocks = reader_take_blocks(r, &count);
    bool by_line = lines_are_paragraphs(r, blocks, count);
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        const struct block *block = &blocks[i];
        if (block->break_count == 0 && block->text.len <= WB_PARA_TEXT_MAX) {
            status = reader_put_block(r, block);
        } else {
            status = put_lines(r, block, by_line && block->kind != WB_PARA_HEADING);
        }
    }
    wb_free(blocks);
    return status;
}

static bool is_prose(const struct block *block)
{
    return block->kind == WB_PARA_BODY || block->kind == WB_PARA_LIST_ITEM ||
           block->kind == WB_PARA_QUOTE;
}

/* Whether `next` goes on with the sentence that `block` leaves open. */
static bool goes_on(struct reader *r, const struct block *block, const struct block *next)
{
    if (!is_prose(block) || !is_prose(next) || next->begins_item ||
        !(next->kind == WB_PARA_BODY || next->in_list)) {
        return false;
    }
    if (cue_begins(next->text, &r->scratch)) {
        return false;
    }
    if (cue_opens(block->text)) { /* a title or quotation is under way */
        return true;
    }
    bool next_is_bold = next->strong_count && next->strong[0].start == 0;
    bool is_open = cue_runs_on(block->text) || cue_continues(next->text);
    return !next_is_bold && !cue_ends(block->text) && is_open &&
           (cue_runs_on(next->text) || cue_ends(next->text));
}

/* `bare`: digits alone will do. "- 31 -" has become a list item by its first dash. */
static bool is_page_number(struct reader *r, const struct block *block, bool bare)
{
    wb_slice text = block->text;
    bool dashed_item = block->begins_item && wb_slice_ends(text, "-");
    text.len -= dashed_item;
    return cue_page_number(text, bare || dashed_item, &r->scratch);
}

static wb_status repair_page_ends(struct reader *r)
{
    size_t count;
    struct block *blocks = reader_take_blocks(r, &count);
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK;) {
        if (is_page_number(r, &blocks[i], false)) {
            i++;
            continue;
        }
        size_t last = i;
        size_t len = blocks[i].text.len; /* of what is joined, spaces between included */
        for (;;) {
            size_t next = last + 1;
            while (next < count && is_page_number(r, &blocks[next], true)) {
                next++;
            }
            if (next >= count || len + 1 + blocks[next].text.len > WB_PARA_TEXT_MAX ||
                !goes_on(r, &blocks[last], &blocks[next])) {
                break;
            }
            len += 1 + blocks[next].text.len;
            if (last == i) {
                builder_append_block(r, &blocks[i], 0, blocks[i].text.len, true);
            }
            join_line(r, &blocks[next], 0, blocks[next].text.len);
            last = next;
        }
        status = last == i ? reader_put_block(r, &blocks[i]) : builder_finish(r, &blocks[i]);
        i = last + 1;
    }
    wb_free(blocks);
    return status;
}

/* Where an article begins in a line that begins with a chapter, or 0: the two have been glued to
 * one line, 第一章　总则　　第一条　为… */
static size_t glued_article(struct reader *r, wb_slice text)
{
    if (!wb_slice_starts(text, "第") || cue_numbering(text, &r->scratch) != NUMBERING_CHAPTER) {
        return 0;
    }
    bool after_space = false;
    size_t chars = 0;
    for (size_t i = 0; i < text.len && chars < GLUED_TITLE_CHARS; chars++) {
        wb_slice rest = wb_slice_make(text.ptr + i, text.len - i);
        if (after_space && wb_slice_starts(rest, "第") &&
            cue_numbering(rest, &r->scratch) == NUMBERING_ARTICLE) {
            return i;
        }
        after_space = wb_fold_class(wb_utf8_next(text, &i)) == WB_CHAR_SPACE;
    }
    return 0;
}

static wb_status split_glued(struct reader *r)
{
    size_t count;
    struct block *blocks = reader_take_blocks(r, &count);
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        const struct block *block = &blocks[i];
        size_t at = block->kind == WB_PARA_BODY ? glued_article(r, block->text) : 0;
        if (at == 0) {
            status = reader_put_block(r, block);
            continue;
        }
        builder_append_block(r, block, 0, at, true);
        status = builder_finish(r, block);
        if (status == WB_OK) {
            builder_append_block(r, block, at, block->text.len, false);
            status = builder_finish(r, block);
        }
    }
    wb_free(blocks);
    return status;
}

wb_status reader_repair(struct reader *r)
{
    wb_status status = repair_line_ends(r);
    if (status == WB_OK) {
        status = repair_page_ends(r);
    }
    return status == WB_OK ? split_glued(r) : status;
}
