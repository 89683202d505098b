/*
 * Line ends: those inside a paragraph are closed, at those between two paragraphs it is cut. The
 * document's layout says what a line end means.
 */
#include "reader.h"
#include "reader_sentence.h"

#include <wbsearch/utf8.h>

/* A line that says what it is by itself: a page number or a running head. */
static bool stands_alone(struct reader *r, wb_slice line)
{
    return cue_page_number(line, false, &r->scratch) || reader_is_head(r, line);
}

/* Whether a line that begins a paragraph by its look does so in the middle of a block. */
static bool cuts_block(struct reader *r, const struct seam *seam)
{
    if (!cue_begins(seam->after, &r->scratch) || cue_refers(seam->after)) {
        return false;
    }
    return cue_ends(seam->before) ||
           (!cue_runs_on(seam->before) && !cue_opens(seam->before) && !cue_hangs(seam->before));
}

/* Whether the line end between two lines of a block is the end of a paragraph. */
static bool is_paragraph_end(struct reader *r, const struct seam *seam)
{
    if (stands_alone(r, seam->after) || stands_alone(r, seam->line)) {
        return true;
    }
    return r->layout.kind == WB_LAYOUT_BLOCKS ? cuts_block(r, seam) : !reader_goes_on(r, seam);
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
        builder_join(r, block, *start, *start + len);
        *start += len;
        status = builder_finish(r, like);
    }
    return status;
}

static wb_status put_lines(struct reader *r, const struct block *block)
{
    struct builder *b = r->builder;
    size_t start = 0;
    for (size_t i = 0; i <= block->break_count; i++) {
        size_t end = i < block->break_count ? block->breaks[i] : block->text.len;
        wb_status status = WB_OK;
        if (i > 0 && block->kind != WB_PARA_HEADING) {
            struct seam seam = {wb_buf_slice(&b->text), block_line(block, i - 1),
                                block_line(block, i), false, r->block_count == 0};
            status = is_paragraph_end(r, &seam) ? builder_finish(r, block) : WB_OK;
        }
        if (status == WB_OK) {
            status = put_excess(r, block, block, &start, end);
        }
        if (status != WB_OK) {
            return status;
        }
        builder_join(r, block, start, end);
        start = end;
    }
    return builder_finish(r, block);
}

wb_status reader_lines(struct reader *r)
{
    size_t count;
    struct block *blocks = reader_take_blocks(r, &count);
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        const struct block *block = &blocks[i];
        if (block->break_count == 0 && block->text.len <= WB_PARA_TEXT_MAX) {
            status = reader_put_block(r, block);
        } else {
            status = put_lines(r, block);
        }
    }
    wb_free(blocks);
    return status;
}
