#include "reader_outline.h"

const struct open_section *outline_top(const struct outline *outline)
{
    return outline->depth ? &outline->open[outline->depth - 1] : NULL;
}

const struct open_section *outline_find(const struct outline *outline, enum numbering style)
{
    for (size_t depth = outline->depth; depth > 0; depth--) {
        if (outline->open[depth - 1].style == style) {
            return &outline->open[depth - 1];
        }
    }
    return NULL;
}

void outline_end_items(struct outline *outline)
{
    while (outline->depth && outline->open[outline->depth - 1].opener == OPENER_ITEM) {
        outline->depth--;
    }
}

/* Whether a section begun like `next` begins an enumeration inside `open`, of the same style: 一、
 * in a paragraph below the heading 三、. */
static bool nests(const struct open_section *open, const struct open_section *next)
{
    return open->opener == OPENER_HEADING && next->opener != OPENER_HEADING && next->number == 1 &&
           open->number > 0;
}

/* The depth at which the sibling stands that `next` follows, or SIZE_MAX: of the same style; of
 * several, one that begins in the same way. */
static size_t sibling_depth(const struct outline *outline, const struct open_section *next)
{
    size_t found = SIZE_MAX;
    for (size_t i = outline->depth; i > 0; i--) {
        const struct open_section *open = &outline->open[i - 1];
        if (open->style != next->style) {
            continue;
        }
        if ((open->opener == OPENER_HEADING) == (next->opener == OPENER_HEADING)) {
            return i - 1;
        }
        found = found == SIZE_MAX && !nests(open, next) ? i - 1 : found;
    }
    return found;
}

static bool encloses(const struct open_section *outer, const struct open_section *inner)
{
    /* Below an unnumbered title stands whatever is marked lower. */
    return outer->style == NUMBERING_NONE ? outer->level < inner->level
                                          : outer->style <= inner->style;
}

/* Whether a section stays open when an unnumbered heading of `level` follows. The title of what is
 * attached may be marked like 附件 itself. */
static bool is_above(const struct open_section *open, unsigned level)
{
    return open->style == NUMBERING_ATTACHMENT ? open->level <= level : open->level < level;
}

static void close_for(struct outline *outline, const struct open_section *next)
{
    if (next->style == NUMBERING_NONE) {
        while (outline->depth && !is_above(&outline->open[outline->depth - 1], next->level)) {
            outline->depth--;
        }
        return;
    }
    size_t sibling = sibling_depth(outline, next);
    if (sibling != SIZE_MAX) {
        outline->depth = sibling;
        return;
    }
    while (outline->depth && !encloses(&outline->open[outline->depth - 1], next)) {
        outline->depth--;
    }
}

static wb_status add_section(struct reader *r, size_t *cap, wb_section section)
{
    wb_doc *doc = r->doc;
    if (doc->section_count == *cap) { /* doubles within the arena: the old array is left behind */
        size_t larger = *cap ? *cap * 2 : 32;
        wb_section *sections = wb_arena_alloc(&doc->arena, larger, sizeof *sections);
        if (!sections) {
            return wb_error_nomem(r->err);
        }
        if (doc->section_count) {
            memcpy(sections, doc->sections, doc->section_count * sizeof *sections);
        }
        doc->sections = sections;
        *cap = larger;
    }
    doc->sections[doc->section_count++] = section;
    return WB_OK;
}

wb_status outline_open(struct reader *r, struct outline *outline, struct open_section like,
                       wb_slice title, uint32_t para)
{
    close_for(outline, &like);
    if (outline->depth == OUTLINE_DEPTH) {
        outline->depth--;
    }
    const struct open_section *parent = outline_top(outline);
    like.section = (uint32_t)r->doc->section_count;
    wb_section section = {title, parent ? parent->section : WB_NONE, para};
    wb_status status = add_section(r, &outline->section_cap, section);
    if (status == WB_OK) {
        outline->open[outline->depth++] = like;
    }
    return status;
}
