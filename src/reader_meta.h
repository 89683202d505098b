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

/* A source line without its marks: no #, >, bold marks, tags (| instead), no white space at its
 * ends. Never empty. */
struct meta_line {
    wb_slice text;
    uint32_t line; /* 1-based */
    uint8_t level; /* the number of # before it */
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
    uint32_t title_line; /* where the title stands last among the head lines, or 0 */
    wb_folded folded;    /* for a text being looked at, with map */
    wb_folded value;     /* for a value being set */
    wb_buf text;         /* for a value being put together */
};

/* "YYYY-MM-DD" or a prefix of it, and a NUL. */
#define META_DATE_SIZE 11

/* Sets a field that has no value yet. Dates are normalised, and what is no date is not set; nor is
 * a value that only says that there is none. `line` is 1-based, 0 for none. */
wb_status meta_set(struct meta *m, wb_meta_field field, wb_slice value, wb_meta_source source,
                   uint32_t line);

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

/* A source line without its marks, appended to `out`; tags become | (reader_meta_lines.c). */
void meta_clean_line(wb_slice line, wb_buf *out);

/* The field that a label or a key in any language stands for, or WB_META_FIELD_COUNT_ for a label
 * that is known and means none of them; -1 for what is no label (reader_meta_labels.c). */
int meta_field_of_key(wb_slice folded_key);

/* A date at `at` of a folded text; returns the bytes it takes, or 0 (reader_meta_dates.c). `loose`
 * takes 20190127, 2019-01 and 2019 too, which only mean a date where one is expected. */
size_t meta_date_at(wb_slice folded, size_t at, bool loose, char ret[META_DATE_SIZE]);

/* The first date at or behind *at; moves *at to it and returns the bytes it takes, or 0. */
size_t meta_find_date(wb_slice folded, size_t *at, char ret[META_DATE_SIZE]);

/* The sources. */
wb_status meta_from_front_matter(struct meta *m);
wb_status meta_from_index_block(struct meta *m);
wb_status meta_from_comments(struct meta *m);

#endif
