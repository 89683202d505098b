/*
 * Page ends: a sentence that stops in the middle goes on in the next block, and the page numbers
 * and running heads between the two go.
 */
#include "reader.h"

#include <wbsearch/utf8.h>

/* A longer piece of text does not fit on a printed page, so no page end has cut it, characters. A
 * page of an official document has 22 lines of 28, a page of a small-print book some 1,500. */
#define PAGE_CHARS 2500

static bool is_prose(const struct block *block)
{
    return block->kind == WB_PARA_BODY || block->kind == WB_PARA_LIST_ITEM ||
           block->kind == WB_PARA_QUOTE;
}

static bool fits_on_page(wb_slice text)
{
    return wb_utf8_offset_of(text, PAGE_CHARS) >= text.len;
}

/* Whether the block's first line is indented in the source. */
static bool is_indented(const struct reader *r, const struct block *block)
{
    wb_slice line = reader_line(r, block->first_line - 1);
    return wb_slice_starts(line, "　") || wb_slice_starts(line, "  ");
}

/* Whether `next` goes on with the sentence that `block` leaves open. */
static bool goes_on(struct reader *r, const struct block *block, const struct block *next,
                    bool at_top)
{
    if (!is_prose(block) || !is_prose(next) || next->begins_item ||
        !(next->kind == WB_PARA_BODY || next->in_list) || !fits_on_page(block->text) ||
        !fits_on_page(next->text)) {
        return false;
    }
    if (r->layout.indented && !next->in_list && is_indented(r, next)) {
        return false;
    }
    bool next_is_bold = next->strong_count && next->strong[0].start == 0;
    if (next_is_bold && !cue_opens(block->text)) {
        return false;
    }
    struct seam seam = {block->text, block_line(block, block->break_count), next->text, true,
                        at_top};
    return reader_goes_on(r, &seam);
}

/* `bare`: digits alone will do. "- 31 -" has become a list item by its first dash. */
static bool is_page_number(struct reader *r, const struct block *block, bool bare)
{
    wb_slice text = block->text;
    bool dashed_item = block->begins_item && wb_slice_ends(text, "-");
    text.len -= dashed_item;
    return cue_page_number(text, bare || dashed_item, &r->scratch);
}

static bool is_head(const struct reader *r, const struct block *block)
{
    return block->break_count == 0 && block->kind != WB_PARA_TABLE_ROW &&
           reader_is_head(r, block->text);
}

static wb_status omit(struct reader *r, const struct block *block)
{
    return reader_omit(r, block->text, block->first_line, block->last_line, WB_OMITTED_PAGE_MARK);
}

wb_status reader_pages(struct reader *r)
{
    size_t count;
    struct block *blocks = reader_take_blocks(r, &count);
    wb_status status = WB_OK;
    for (size_t i = 0; i < count && status == WB_OK;) {
        if (is_page_number(r, &blocks[i], false) || (i > 0 && is_head(r, &blocks[i]))) {
            status = omit(r, &blocks[i++]);
            continue;
        }
        size_t last = i;
        size_t len = blocks[i].text.len; /* of what is joined, spaces between included */
        for (;;) {
            size_t next = last + 1;
            while (next < count &&
                   (is_page_number(r, &blocks[next], true) || is_head(r, &blocks[next]))) {
                next++;
            }
            if (next >= count || len + 1 + blocks[next].text.len > WB_PARA_TEXT_MAX ||
                !goes_on(r, &blocks[last], &blocks[next], i == 0)) {
                break;
            }
            for (size_t k = last + 1; k < next && status == WB_OK; k++) {
                status = omit(r, &blocks[k]);
            }
            len += 1 + blocks[next].text.len;
            if (last == i) {
                builder_append_block(r, &blocks[i], 0, blocks[i].text.len, true);
            }
            builder_join(r, &blocks[next], 0, blocks[next].text.len);
            last = next;
        }
        if (status != WB_OK) {
            break;
        }
        status = last == i ? reader_put_block(r, &blocks[i]) : builder_finish(r, &blocks[i]);
        i = last + 1;
    }
    wb_free(blocks);
    return status;
}
