/**
 * @file notes.h
 * The notes of a paragraph, and what refers to a note, read from the index.
 */
#ifndef WBSEARCH_QUERY_NOTES_H
#define WBSEARCH_QUERY_NOTES_H

#include "paragraphs.h"

WB_BEGIN_DECLS

/** A paragraph has this many notes read at most, and a note as many references. */
#define WB_NOTES_MAX 32

/** A note that a mark in a paragraph leads to. */
typedef struct wb_note {
    wb_slice label;       /**< the first mark that leads to it, as written: ①, [1] */
    size_t at;            /**< where the mark stood in the paragraph's text, byte offset */
    wb_slice text;        /**< of the note, its own label included */
    wb_slice term;        /**< what it explains, a part of `text`; empty when it names none */
    uint32_t para_number; /**< of the note within the document, from 0 */
    uint32_t first_line;  /**< 1-based */
    uint32_t last_line;   /**< 1-based */
} wb_note;

/** A paragraph with a mark that leads to a note. */
typedef struct wb_reference {
    uint32_t para_number; /**< within the document, from 0 */
    uint32_t first_line;  /**< 1-based */
    uint32_t last_line;   /**< 1-based */
} wb_reference;

/** The notes of a paragraph, and its references when it is a note itself. */
typedef struct wb_notes {
    wb_note *notes; /**< in the order of their marks, each once */
    size_t note_count;
    wb_reference *references; /**< ascending */
    size_t reference_count;
} wb_notes;

/**
 * Reads the notes of `para`, a paragraph of the document `doc_id` whose first record is that of
 * group `first_group`, into `ret`, allocated in `arena`. `para` must not be one of those that
 * `paragraphs` lent (they are valid until the next is read). Errors: WB_CORRUPT, WB_NOMEM, and as
 * wb_index_record.
 */
wb_status wb_notes_read(wb_paragraphs *paragraphs, wb_doc_id doc_id, uint32_t first_group,
                        const wb_para *para, wb_arena *arena, wb_notes *ret,
                        wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
