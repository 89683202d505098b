/**
 * @file sections.h
 * Where the sections of all documents stand, in one table: what a search in sections and by their
 * titles needs, without reading records. Stored as one metadata value of the database, beside the
 * catalog; a reader decodes it when it is first asked for.
 *
 * The docids (store.h) are cut in runs: paragraphs that follow each other and have the same
 * innermost section. Most sections are one run; what stands behind a subsection is another one of
 * the section around it. Paragraphs of a document that are in no section have one together, without
 * a title.
 */
#ifndef WBSEARCH_SECTIONS_H
#define WBSEARCH_SECTIONS_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/doc.h>
#include <wbsearch/error.h>
#include <wbsearch/fold.h>

WB_BEGIN_DECLS

/** Paragraphs in a row; up to the next run. */
typedef struct wb_section_run {
    uint32_t first;   /**< docid */
    uint32_t section; /**< index of the section, or WB_NONE between documents */
    uint32_t next;    /**< the next run of the same section, or WB_NONE */
} wb_section_run;

/** A section. */
typedef struct wb_section_entry {
    uint32_t title;     /**< number of its title */
    uint32_t parent;    /**< index of the section around it, smaller than its own, or WB_NONE */
    uint32_t first_run; /**< WB_NONE: it has no paragraph of its own */
    uint32_t last_run;  /**< private */
} wb_section_entry;

/** Private: what tells a section from others of its document while the table is made. */
typedef struct wb_section_key {
    uint32_t key;
    uint32_t section;
} wb_section_key;

/** The table. Zero-initialise it; free with wb_sections_clear. */
typedef struct wb_sections {
    wb_section_run *runs; /**< ascending; the last one's section is WB_NONE */
    size_t run_count;
    size_t run_cap; /**< private */
    wb_section_entry *entries;
    size_t count;
    size_t cap;            /**< private */
    wb_buf titles;         /**< folds of the distinct titles, one after the other */
    uint32_t *title_start; /**< of each title in `titles`, and the end of the last */
    size_t title_count;
    size_t title_cap; /**< private, as is what follows: needed while it is made */
    uint32_t *slots;
    size_t slot_count;
    wb_section_key *keys; /* of the document's sections, ascending */
    size_t key_count;
    size_t key_cap;
    uint32_t end; /* the first docid behind the document */
    wb_folded folded;
} wb_sections;

/** Frees what it holds. */
void wb_sections_clear(wb_sections *sections);

/** Begins a document that has the docids [first, end): behind those of the last one. Errors:
 *  WB_NOMEM. */
wb_status wb_sections_begin(wb_sections *sections, uint32_t first, uint32_t end,
                            wb_error *err) WB_MUST_CHECK;

/** Adds the document's paragraph `docid`, ascending; `section` is its section in `array`, where
 *  `para` tells sections of the document apart. Errors: WB_NOMEM. */
wb_status wb_sections_add(wb_sections *sections, uint32_t docid, const wb_section *array,
                          uint32_t section, wb_error *err) WB_MUST_CHECK;

/** Adds a document that is in `from`, with all its paragraphs. Errors: WB_NOMEM. */
wb_status wb_sections_copy(wb_sections *sections, const wb_sections *from, uint32_t first,
                           uint32_t end, wb_error *err) WB_MUST_CHECK;

/** The run that holds `docid`, or WB_NONE. */
uint32_t wb_sections_run(const wb_sections *sections, uint32_t docid);

/** The last docid of run `run`. */
static inline uint32_t wb_sections_run_last(const wb_sections *sections, uint32_t run)
{
    return run + 1 < sections->run_count ? sections->runs[run + 1].first - 1
                                         : sections->runs[run].first;
}

/** The fold of title `title`. */
wb_slice wb_sections_title(const wb_sections *sections, uint32_t title);

/** Appends the stored form. Errors: WB_NOMEM, WB_LIMIT. */
wb_status wb_sections_encode(wb_sections *sections, wb_buf *out, wb_error *err) WB_MUST_CHECK;

/** Reads the stored form into `sections` (cleared first); nothing of `bytes` is borrowed. Any bytes
 *  may be given. Errors: WB_CORRUPT, WB_NOMEM. */
wb_status wb_sections_decode(wb_slice bytes, wb_sections *sections, wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
