/*
 * The frame around the text of a document: who is addressed, who signed, and when.
 *
 * A salutation stands before the first section, or says 各位; a date stands alone in its line, and
 * the short line above it, behind the text, is the signature.
 */
#include <wbsearch/utf8.h>

#include "reader.h"

/* The longest signature, characters: several organs in one line. */
#define SIGNATURE_CHARS 60
/* A signature of this many organs, a line each, is recognised. */
#define SIGNATURE_LINES 8

static bool is_salutation(const struct block *block, bool before_sections)
{
    bool again = wb_slice_starts(block->text, "各位") || wb_slice_starts(block->text, "同志们");
    return block->kind == WB_PARA_BODY && (before_sections || again) && cue_salutation(block->text);
}

/* 附件：1. … stands between the text and the signature. */
static bool is_attachment_list(const struct block *block)
{
    return wb_slice_starts(block->text, "附");
}

static bool is_signature(const struct block *block)
{
    return block->kind == WB_PARA_BODY && !is_attachment_list(block) && !cue_ends(block->text) &&
           !cue_has_clauses(block->text) &&
           wb_utf8_offset_of(block->text, SIGNATURE_CHARS) == block->text.len;
}

/* Whether a paragraph of prose stands before block `at`. */
static bool is_behind_text(const struct reader *r, size_t at)
{
    const struct block *above = at > 0 ? &r->blocks[at - 1] : NULL;
    return above && above->kind != WB_PARA_HEADING &&
           (cue_ends(above->text) || cue_has_clauses(above->text) || is_attachment_list(above));
}

/* The lines above the date, up to the text. */
static void mark_signature(struct reader *r, size_t date)
{
    size_t first = date;
    while (first > 0 && date - first < SIGNATURE_LINES && is_signature(&r->blocks[first - 1])) {
        first--;
    }
    if (!is_behind_text(r, first)) {
        return; /* the lines below a title */
    }
    for (size_t i = first; i < date; i++) {
        r->blocks[i].kind = WB_PARA_SIGNATURE;
    }
}

wb_status reader_frame(struct reader *r)
{
    bool before_sections = true;
    for (size_t i = 0; i < r->block_count; i++) {
        struct block *block = &r->blocks[i];
        if (is_salutation(block, before_sections)) {
            block->kind = WB_PARA_SALUTATION;
        } else if (block->kind == WB_PARA_BODY && cue_is_date(block->text, &r->scratch)) {
            block->kind = WB_PARA_DATE;
            mark_signature(r, i);
        }
        before_sections = before_sections && !(block->kind == WB_PARA_HEADING && block->level != 1);
    }
    return WB_OK;
}
