/* Links between note marks and notes, both ways. */
#include "reader_notes.h"

#include <wbsearch/utf8.h>

/* The note that a mark leads to, a number in the index, or WB_NONE. */
static uint32_t find_note(struct reader *r, struct note_index *index, uint32_t block,
                          const wb_note_mark *mark)
{
    struct note_label label = note_label_of_raised(mark->label);
    wb_slice before = wb_slice_make(r->blocks[block].text.ptr, mark->at);
    uint32_t note = note_index_by_term(r, index, block, before, &label);
    if (note == WB_NONE && label.style) {
        bool ambiguous;
        note = note_index_by_number(index, block, &label, &ambiguous);
        note = ambiguous ? WB_NONE : note;
    }
    return note;
}

/* The references of a note while they are collected. */
struct references {
    uint32_t *blocks;
    size_t count, cap;
};

static wb_status add_reference(struct reader *r, struct references *references, uint32_t block)
{
    size_t n = references->count;
    if (n >= WB_NOTE_REFERENCES_MAX || (n && references->blocks[n - 1] == block)) {
        return WB_OK;
    }
    uint32_t *blocks = wb_grow(references->blocks, &references->cap, n + 1, sizeof *blocks);
    if (!blocks) {
        return wb_error_nomem(r->err);
    }
    references->blocks = blocks;
    blocks[references->count++] = block;
    return WB_OK;
}

static wb_status link_block(struct reader *r, struct note_index *index, uint32_t number,
                            struct references *references)
{
    struct block *block = &r->blocks[number];
    wb_note_mark *marks = wb_arena_alloc(&r->doc->arena, block->mark_count, sizeof *marks);
    if (!marks) {
        return wb_error_nomem(r->err);
    }
    memcpy(marks, block->marks, block->mark_count * sizeof *marks);
    block->marks = marks;
    for (size_t i = 0; i < block->mark_count; i++) {
        uint32_t note = find_note(r, index, number, &marks[i]);
        if (note == WB_NONE || index->notes[note].block == number) {
            continue;
        }
        marks[i].note = index->notes[note].block;
        wb_status status = add_reference(r, &references[note], number);
        if (status != WB_OK) {
            return status;
        }
    }
    return WB_OK;
}

static wb_status keep_references(struct reader *r, const struct note_index *index,
                                 const struct references *references)
{
    for (size_t i = 0; i < index->count; i++) {
        const struct references *from = &references[i];
        uint32_t *blocks = wb_arena_alloc(&r->doc->arena, from->count, sizeof *blocks);
        if (!blocks) {
            return wb_error_nomem(r->err);
        }
        if (from->count) {
            memcpy(blocks, from->blocks, from->count * sizeof *blocks);
        }
        r->blocks[index->notes[i].block].references = blocks;
        r->blocks[index->notes[i].block].reference_count = from->count;
    }
    return WB_OK;
}

static wb_status link_all(struct reader *r, struct note_index *index)
{
    struct references *references = wb_alloc_zero(index->count, sizeof *references);
    if (!references) {
        return wb_error_nomem(r->err);
    }
    wb_status status = WB_OK;
    for (size_t i = 0; i < r->block_count && status == WB_OK; i++) {
        if (r->blocks[i].mark_count) {
            status = link_block(r, index, (uint32_t)i, references);
        }
    }
    if (status == WB_OK) {
        status = keep_references(r, index, references);
    }
    for (size_t i = 0; i < index->count; i++) {
        wb_free(references[i].blocks);
    }
    wb_free(references);
    return status;
}

wb_status reader_note_links(struct reader *r)
{
    struct note_index index = {0};
    wb_status status = note_index_build(r, &index);
    if (status == WB_OK && index.count) {
        status = link_all(r, &index);
    }
    note_index_free(&index);
    return status;
}
