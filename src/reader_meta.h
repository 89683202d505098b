/*
 * Metadata: what is known of a document as a whole, and from where.
 *
 * Each source is a file of its own that looks at one place of the source and hands what it finds to
 * meta_set; reader_meta.c runs them in order of trust, so the first value of a field stays. They
 * look at source lines, not at paragraphs: those were joined and split for another purpose.
 *
 * Private to the reader_meta*.c files and reader_front_matter.c.
 */
#ifndef WBSEARCH_SRC_READER_META_H
#define WBSEARCH_SRC_READER_META_H

#include "reader.h"
#include "reader_meta_dates.h"

/* A source line without its marks: no #, >, bold marks, tags (but | for those of tables), no white
 * space at its ends. Never empty. */
struct meta_line {
    wb_slice text;
    uint32_t line; /* 1-based */
    uint8_t level; /* the number of # before it */
    bool labelled; /* a line of an index block */
};

/* A longer line is cut, bytes: metadata stands in short ones. */
#define META_LINE_MAX 2048
/* So many lines at the beginning of the document are looked at … */
#define META_HEAD_LINES 60
/* … and so many at its end. */
#define META_TAIL_LINES 24

/* What the sources share. */
struct meta {
    struct reader *r;
    struct meta_line *head; /* the first lines that are not blank, front matter and comments out */
    size_t head_count;
    struct meta_line *tail; /* the last lines that are not blank, in source order; may overlap */
    size_t tail_count;
    size_t title_start; /* the head line of the title's first copy; 0 when it stands nowhere */
    size_t title_end;   /* behind its last copy */
    bool amended;       /* the note below the title tells of changes */
    wb_folded folded;   /* for a text being looked at, with map */
    wb_folded value;    /* for a value being set */
    wb_buf text;        /* for a value being put together */
};

/* Sets a field that has no value yet. Dates are normalised, and what is no date is not set; nor is
 * a value that only says that there is none. `line` is 1-based, 0 for none. */
wb_status meta_set(struct meta *m, wb_meta_field field, wb_slice value, wb_meta_source source,
                   uint32_t line);

struct organ_name;

/* Sets the organ, if `name`, a part of `folded`, is one. `text` is what was folded. */
wb_status meta_set_organ(struct meta *m, wb_slice text, wb_slice folded,
                         const struct organ_name *name, wb_meta_source source, uint32_t line);

/* The year a folded title begins with: 2024年…; bytes, or 0. */
size_t meta_year_at_start(wb_slice folded_title);

/* The file's name without its ending. */
wb_slice meta_file_stem(const struct meta *m);

/* Whether the field has a value. */
bool meta_has(const struct meta *m, wb_meta_field field);

/* Folds `text`, with map, into m->folded, whose text is returned. Empty when memory is short, which
 * the reader then reports. */
wb_slice meta_fold(struct meta *m, wb_slice text);

/* The part of `text`, which was folded last, that the bytes [start, end) of its fold stand for. */
wb_slice meta_unfold(const struct meta *m, wb_slice text, size_t start, size_t end);

/* Without white space at its ends. */
wb_slice meta_trim(wb_slice text);

/* Fills m->head and m->tail (reader_meta_lines.c). */
wb_status meta_read_lines(struct meta *m);

/* A source line without its marks, appended to `out`; tags of tables become |
 * (reader_meta_lines.c). */
void meta_clean_line(wb_slice line, wb_buf *out);

/* The field that a label or a key in any language stands for, or WB_META_FIELD_COUNT_ for a label
 * that is known and means none of them; -1 for what is no label (reader_meta_labels.c). */
int meta_field_of_key(wb_slice folded_key);

/* The sources. */
wb_status meta_from_front_matter(struct meta *m);
wb_status meta_from_index_block(struct meta *m);
wb_status meta_from_comments(struct meta *m);
wb_status meta_from_title(struct meta *m);       /* the title; the others look below it */
wb_status meta_from_cite(struct meta *m);        /* what the title says */
wb_status meta_from_below_title(struct meta *m); /* number, date, meeting */
wb_status meta_from_statute(struct meta *m); /* （1994年7月5日……通过 自……起施行） */
wb_status meta_from_signature(struct meta *m);
wb_status meta_from_clause(struct meta *m); /* 本条例自……起施行 */
wb_status meta_from_file_name(struct meta *m);
wb_status meta_from_values(struct meta *m); /* what values that are known say of others */

#endif
