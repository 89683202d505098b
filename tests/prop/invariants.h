/*
 * What doc.h and record.h promise of every document, whatever the source: used on documents that
 * were cut up and mixed at random, and by the fuzz target of the reader.
 */
#ifndef WBSEARCH_TESTS_INVARIANTS_H
#define WBSEARCH_TESTS_INVARIANTS_H

#include <wbsearch/buf.h>
#include <wbsearch/doc.h>

/* A source and where its lines begin. Zero-initialise it; use it again and again. */
struct source_lines {
    wb_slice source;
    size_t *starts;
    size_t count;
    size_t cap;
};

void source_lines_set(struct source_lines *lines, wb_slice source);
void source_lines_free(struct source_lines *lines);

/* The byte offset of a line and column, both 1-based; SIZE_MAX when it is not in the source (one
 * behind the end of a line is). */
size_t source_lines_offset(const struct source_lines *lines, uint32_t line, uint32_t column);

/* Checks `doc`, which was read from `source`; with `with_places`, also that the source has the
 * bytes of the text where the segments say. Returns false and appends what is wrong. */
bool check_doc(const wb_doc *doc, wb_slice source, bool with_places, wb_buf *fault);

/* Encodes `doc` in records and decodes them. Returns false and appends what came out different. */
bool check_records(const wb_doc *doc, wb_buf *fault);

/* Checks that no Chinese character of a plain text got lost but those of page numbers. */
bool check_complete(const wb_doc *doc, wb_slice source, wb_doc_format format, wb_buf *fault);

#endif
