/*
 * Page ends: a sentence that stops in the middle goes on in the next block, and the page number
 * between the two goes.
 */
#include "reader.h"

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

wb_status reader_pages(struct reader *r)
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
            builder_join(r, &blocks[next], 0, blocks[next].text.len);
            last = next;
        }
        status = last == i ? reader_put_block(r, &blocks[i]) : builder_finish(r, &blocks[i]);
        i = last + 1;
    }
    wb_free(blocks);
    return status;
}
