/* Glued lines: a chapter and its first article on one line become two blocks. */
#include "reader.h"

#include <wbsearch/utf8.h>

/* The longest title of a chapter that an article is glued to, numbering included, characters. */
#define GLUED_TITLE_CHARS 40

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

wb_status reader_glued(struct reader *r)
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
