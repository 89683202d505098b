/*
 * Structure: which blocks are headings, which section each block belongs to, which begin with a
 * run-in title.
 *
 * Where a heading's numbering and its number of # disagree, the numbering is right: converters give
 * （二） two marks on one page and four on the next.
 */
#include "reader.h"

#include <wbsearch/utf8.h>

/* A longer line is no heading even if it is marked as one, characters. */
#define MARKED_HEADING_CHARS 200
/* The same for lines that only look like headings. */
#define UNMARKED_HEADING_CHARS 45
/* The longest run-in title, characters. */
#define RUN_IN_CHARS 40

/* Deeper headings stay at this depth. */
#define MAX_DEPTH 16

/* A section that is still open while walking down the document. */
struct open_section {
    enum numbering numbering;
    unsigned level; /* number of #, or one more than # can be for unmarked headings */
    uint32_t section;
};

struct outline {
    struct open_section open[MAX_DEPTH];
    size_t depth;
};

static bool all_strong(const struct block *block)
{
    return block->strong_count == 1 && block->strong[0].start == 0 &&
           block->strong[0].end == block->text.len;
}

/* Whether an unmarked line is a heading: numbered like one, short, and not a sentence. */
static bool looks_like_heading(struct reader *r, const struct block *block,
                               const struct block *next)
{
    if (block->kind != WB_PARA_BODY || cue_ends(block->text) ||
        wb_utf8_count_chars(block->text) > UNMARKED_HEADING_CHARS) {
        return false;
    }
    enum numbering numbering = cue_numbering(block->text, &r->scratch);
    if (numbering == NUMBERING_NONE || numbering == NUMBERING_ARTICLE) {
        return false;
    }
    if (all_strong(block) || numbering <= NUMBERING_SECTION) {
        return true;
    }
    /* 一、… straight after 一、… is a list without full stops. */
    return numbering <= NUMBERING_PAREN && next &&
           cue_numbering(next->text, &r->scratch) != numbering;
}

static bool is_heading(struct reader *r, const struct block *block, const struct block *next)
{
    if (block->level == 0) {
        return looks_like_heading(r, block, next);
    }
    size_t chars = wb_utf8_count_chars(block->text);
    if (block->underlined) { /* a rule below a paragraph makes it one in CommonMark */
        return chars <= UNMARKED_HEADING_CHARS && !cue_ends(block->text);
    }
    return chars <= MARKED_HEADING_CHARS;
}

/* Closes the sections that a heading ends. */
static void close_sections(struct outline *outline, enum numbering numbering, unsigned level)
{
    if (numbering != NUMBERING_NONE) {
        /* A sibling of the same numbering, however deep it stands, or the enclosing one. */
        size_t depth = outline->depth;
        while (depth > 0 && outline->open[depth - 1].numbering != numbering) {
            depth--;
        }
        if (depth > 0) {
            outline->depth = depth - 1;
            return;
        }
        while (outline->depth > 0) {
            const struct open_section *top = &outline->open[outline->depth - 1];
            bool encloses = top->numbering == NUMBERING_NONE ? top->level < level || level == 0
                                                             : top->numbering < numbering;
            if (encloses) {
                return;
            }
            outline->depth--;
        }
        return;
    }
    while (outline->depth > 0 && outline->open[outline->depth - 1].level >= level) {
        outline->depth--;
    }
}

static wb_status add_section(struct reader *r, size_t *cap, uint32_t para, wb_slice title,
                             uint32_t parent)
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
    doc->sections[doc->section_count++] = (wb_section){title, parent, para};
    return WB_OK;
}

static wb_status open_section(struct reader *r, struct outline *outline, size_t *cap,
                              uint32_t index)
{
    struct block *block = &r->blocks[index];
    enum numbering numbering = cue_numbering(block->text, &r->scratch);
    unsigned level = block->level ? block->level : 7;
    close_sections(outline, numbering, level);
    if (outline->depth == MAX_DEPTH) {
        outline->depth--;
    }
    uint32_t parent = outline->depth ? outline->open[outline->depth - 1].section : WB_NONE;
    uint32_t section = (uint32_t)r->doc->section_count;
    wb_status status = add_section(r, cap, index, block->text, parent);
    if (status == WB_OK) {
        outline->open[outline->depth++] = (struct open_section){numbering, level, section};
        block->kind = WB_PARA_HEADING;
        block->section = section;
    }
    return status;
}

/* A bold beginning that ends like a title: **优化供给稳消费。**以… */
static uint32_t run_in_title(const struct block *block)
{
    if (block->strong_count == 0 || block->strong[0].start != 0) {
        return 0;
    }
    uint32_t end = block->strong[0].end;
    wb_slice title = wb_slice_make(block->text.ptr, end);
    bool short_enough = wb_utf8_count_chars(title) <= RUN_IN_CHARS;
    return end < block->text.len && short_enough && cue_ends(title) ? end : 0;
}

wb_status reader_structure(struct reader *r)
{
    struct outline outline = {.depth = 0};
    size_t cap = 0;
    wb_status status = WB_OK;
    for (size_t i = 0; i < r->block_count && status == WB_OK; i++) {
        struct block *block = &r->blocks[i];
        const struct block *next = i + 1 < r->block_count ? block + 1 : NULL;
        if (is_heading(r, block, next)) {
            status = open_section(r, &outline, &cap, (uint32_t)i);
            continue;
        }
        if (block->kind == WB_PARA_HEADING) {
            block->kind = WB_PARA_BODY;
        }
        block->section = outline.depth ? outline.open[outline.depth - 1].section : WB_NONE;
        block->title_len = run_in_title(block);
    }
    return status;
}
