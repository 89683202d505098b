/*
 * Between the passes of the reader: blocks, the raw material of paragraphs.
 *
 *   reader_markdown.c, reader_inline.c (or reader_plain.c) -> reader_boilerplate.c ->
 *   reader_table.c -> reader_layout.c -> reader_heads.c -> reader_lines.c -> reader_pages.c ->
 *   reader_glued.c -> reader_notes.c -> reader_marks.c -> reader_structure.c -> reader_frame.c ->
 *   reader_meta.c -> reader_note_links.c
 *
 * Private to these files and reader.c, which runs them.
 */
#ifndef WBSEARCH_SRC_READER_H
#define WBSEARCH_SRC_READER_H

#include <wbsearch/doc.h>
#include <wbsearch/fold.h>

#include "reader_cues.h"

/* Bytes [start, end) of a block's text. */
struct span {
    uint32_t start;
    uint32_t end;
};

/* A block: a paragraph, heading, list item … as the parser saw it. Text and arrays live in the
 * document's arena. */
struct block {
    wb_slice text;
    wb_para_kind kind;
    uint8_t level;      /* 1-6: marked as a heading of that level; 0: not marked */
    bool underlined;    /* the mark was a line of - or = below it, which converters put anywhere */
    bool in_list;       /* inside a list item */
    bool begins_item;   /* the first block of its list item */
    uint32_t title_len; /* as in wb_para */
    uint32_t section;   /* as in wb_para */
    uint32_t first_line;
    uint32_t last_line;
    const wb_segment *segments;
    size_t segment_count;
    const uint32_t *breaks; /* offsets in text where a source line ends inside it */
    size_t break_count;
    const struct span *strong; /* what was marked bold */
    size_t strong_count;
    const wb_note_mark *marks;
    size_t mark_count;
    struct span term;           /* of a note: the term that it explains */
    const uint32_t *references; /* of a note: as in wb_para */
    size_t reference_count;
    wb_slice head; /* as in wb_para */
};

/* Paragraphs whose ends are counted together: by numbering (enum numbering), and those without one
 * by length, short (NUMBERING_NONE) or long. */
enum { LIKENESS_LONG = NUMBERING_CIRCLED + 1, LIKENESS_COUNT };

/* How the lines of a document make paragraphs; reader_layout.c decides. */
struct layout {
    wb_doc_layout kind;
    uint32_t width; /* columns of a full line, WB_LAYOUT_WRAPPED only; else 0 */
    bool indented;  /* paragraphs begin with an indent */
    bool spaced;    /* WB_LAYOUT_WRAPPED: blank lines stand behind most lines */
    /* How many paragraphs of each likeness end like a sentence, and how many do not. */
    uint32_t ended[LIKENESS_COUNT];
    uint32_t open[LIKENESS_COUNT];
};

/* Where two pieces of text meet that are one paragraph or two. */
struct seam {
    wb_slice before; /* the paragraph so far */
    wb_slice line;   /* its last line */
    wb_slice after;  /* the next line or block */
    bool blank;      /* a blank line stands between */
    bool at_top;     /* before is the first paragraph of the document */
};

/* Everything the passes share. */
struct reader {
    wb_doc *doc; /* its arena, its sections, its metadata */
    wb_slice source;
    const char *name;    /* file name */
    const size_t *lines; /* byte offset of the start of each source line */
    size_t line_count;
    struct block *blocks;
    size_t block_count;
    size_t block_cap;     /* blocks are on the heap, freed by reader.c */
    struct layout layout; /* known from reader_layout on */
    size_t omission_cap;
    uint64_t *heads; /* ascending: what reader_is_head looks up; on the heap, freed by reader.c */
    size_t head_count;
    size_t together_bytes; /* looked through by reader_stands_together */
    struct builder *builder;
    struct cue_scratch scratch;
    wb_error *err;
};

/* Collects the text of the block being read. */
struct builder {
    wb_buf text;
    wb_segment *segments;
    size_t segment_count, segment_cap;
    uint32_t *breaks;
    size_t break_count, break_cap;
    struct span *strong;
    size_t strong_count, strong_cap;
    wb_note_mark *marks;
    size_t mark_count, mark_cap;
    bool failed; /* memory was short */
};

void builder_clear(struct builder *b);

/* Cuts the text back to its first `len` bytes, and what pointed behind. */
void builder_truncate(struct builder *b, size_t len);

void builder_free(struct builder *b);

/* Appends source[offset, offset + len), which lies in one line. */
void builder_copy(struct reader *r, size_t offset, size_t len);

/* Appends text that is not in the source as it is; it is located at source offset `at`. */
void builder_insert(struct reader *r, wb_slice text, size_t at);

/* A source line ends here. */
void builder_break(struct reader *r);

/* Text [start, now) was bold. */
void builder_strong(struct reader *r, size_t start);

/* A note mark stands here; the label is borrowed from the arena or the source. */
void builder_mark(struct reader *r, wb_slice label);

/* Appends text[start, end) of a block with its segments, breaks, bold spans and marks. A mark at
 * `end` comes along (it belongs to the text before it), one at `start` only if asked for. */
void builder_append_block(struct reader *r, const struct block *from, size_t start, size_t end,
                          bool with_start_marks);

/* Appends text[start, end) of a block behind what was collected of the lines before it: a space
 * comes between only where Latin words or numbers would run together. */
void builder_join(struct reader *r, const struct block *block, size_t start, size_t end);

/* Makes a block of what was collected, white space at its ends cut off, and empties the builder.
 * Nothing is added when nothing is left. `like` gives the other fields. */
wb_status builder_finish(struct reader *r, const struct block *like);

/* Makes what was collected the new text of block `index`, whose other fields stay. */
wb_status builder_replace(struct reader *r, size_t index);

/* The line (counted from 0) that holds the source offset. */
size_t reader_line_of(const struct reader *r, size_t offset);

/* How many lines at the start of the source are YAML front matter, its rules included. */
size_t reader_front_matter_lines(const struct reader *r);

/* Bytes of source line `line` (from 0) without its line end. */
wb_slice reader_line(const struct reader *r, size_t line);

/* Hands a pass the blocks so far and makes the list empty for those it puts out; the pass frees the
 * array with wb_free. */
struct block *reader_take_blocks(struct reader *r, size_t *ret_count);

/* Puts out a block as it is. */
wb_status reader_put_block(struct reader *r, const struct block *block);

/* The text of line `i` (from 0) of a block: between break i - 1 and break i. */
static inline wb_slice block_line(const struct block *block, size_t i)
{
    size_t start = i ? block->breaks[i - 1] : 0;
    size_t end = i < block->break_count ? block->breaks[i] : block->text.len;
    return wb_slice_make(block->text.ptr + start, end - start);
}

/* Keeps `text`, which stands on these source lines, out of the paragraphs: it is put on the
 * document's list of omissions. */
wb_status reader_omit(struct reader *r, wb_slice text, uint32_t first_line, uint32_t last_line,
                      wb_omission_reason reason);

/* Columns that `line` takes, white space at its end left out: a Chinese character two, an ASCII one
 * one. Counts to a little over 200 at most. */
size_t reader_columns(wb_slice line);

/* Which paragraphs of the document `text` is like: an index of layout.ended and layout.open. */
unsigned reader_likeness(struct reader *r, wb_slice text);

/* Whether the end of `before` and the beginning of `after`, three characters of them, stand
 * together elsewhere in the source. */
bool reader_stands_together(struct reader *r, wb_slice before, wb_slice after);

/* Whether what comes behind a seam goes on with the sentence before it. */
bool reader_goes_on(struct reader *r, const struct seam *seam);

/* Whether `line` is a running head: what stands at the top of page after page. */
bool reader_is_head(const struct reader *r, wb_slice line);

/* The passes. Each leaves the blocks in source order. */
wb_status reader_parse_markdown(struct reader *r);
wb_status reader_parse_plain(struct reader *r);
wb_status reader_inline(struct reader *r);
wb_status reader_boilerplate(struct reader *r);
wb_status reader_tables(struct reader *r);
wb_status reader_layout(struct reader *r);
wb_status reader_heads(struct reader *r);
wb_status reader_lines(struct reader *r);
wb_status reader_pages(struct reader *r);
wb_status reader_glued(struct reader *r);
wb_status reader_notes(struct reader *r);
wb_status reader_marks(struct reader *r);
wb_status reader_structure(struct reader *r);
wb_status reader_frame(struct reader *r);
wb_status reader_meta(struct reader *r);
wb_status reader_note_links(struct reader *r); /* the last: paragraphs are numbered now */

#endif
