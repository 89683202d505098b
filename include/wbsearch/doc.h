/**
 * @file doc.h
 * The document model, and the reader that makes one from a file's text.
 *
 * A document is a flat list of paragraphs in source order. A paragraph knows its section (a node of
 * the section tree), its kind, its source lines, and for every byte of its text where in the source
 * it stands: the text is the author's, but without Markdown marks, with the wounds of page ends
 * closed, and without note marks (which are kept beside it).
 */
#ifndef WBSEARCH_DOC_H
#define WBSEARCH_DOC_H

#include <wbsearch/base.h>
#include <wbsearch/error.h>
#include <wbsearch/mem.h>

WB_BEGIN_DECLS

/** "No such thing" where an index is expected. */
#define WB_NONE UINT32_MAX

/** The longest source that is read, bytes. cmark 0.30.2 is quadratic on some inputs, so this is a
 *  limit on time too. */
#define WB_DOC_SOURCE_MAX ((size_t)8 << 20)

/** More paragraphs than this are a fault of the file, not a document. */
#define WB_DOC_PARAS_MAX 200000

/** A longer paragraph is cut in several at a sentence end, bytes. */
#define WB_PARA_TEXT_MAX ((size_t)64 << 10)

/** A note knows this many of the paragraphs that refer to it. */
#define WB_NOTE_REFERENCES_MAX 256

/** What a paragraph is. The numbers are stored in indexes: append only. */
typedef enum wb_para_kind {
    WB_PARA_BODY,
    WB_PARA_HEADING,
    WB_PARA_LIST_ITEM,
    WB_PARA_TABLE_ROW,
    WB_PARA_QUOTE,
    WB_PARA_NOTE,
    WB_PARA_CAPTION,
    WB_PARA_SALUTATION, /**< who is addressed: 各位代表： */
    WB_PARA_SIGNATURE,  /**< who signed, above the date */
    WB_PARA_DATE,       /**< a date alone in its line */
    WB_PARA_KIND_COUNT_
} wb_para_kind;

/** The name of a kind: body, heading, list item, table row, quotation, note, caption, salutation,
 *  signature, date. */
const char *wb_para_kind_name(wb_para_kind kind);

/**
 * A piece of a paragraph's text that stands byte for byte in one source line. It reaches to the
 * next segment or to the end of the text. Segments follow each other as in the source, but in the
 * rows of tables whose cells take several lines: these go cell by cell. Where a character was
 * written differently (an entity, a space put between two lines) it is a segment of its own that
 * points at the place.
 */
typedef struct wb_segment {
    uint32_t at;     /**< where it begins in the text, byte offset */
    uint32_t line;   /**< source line, 1-based */
    uint32_t column; /**< byte column of its first byte in that line, 1-based */
} wb_segment;

/** A note mark (①, [1], …) that stood in the paragraph and was taken out of its text. */
typedef struct wb_note_mark {
    uint32_t at;    /**< where it stood in the text, byte offset */
    uint32_t note;  /**< index of the paragraph that is the note, or WB_NONE */
    wb_slice label; /**< the mark as written */
} wb_note_mark;

/** A paragraph: the unit of search. */
typedef struct wb_para {
    wb_slice text; /**< UTF-8, no line ends, no white space at its ends, not empty */
    wb_para_kind kind;
    uint32_t section;    /**< index of its section; of the section it opens, for a heading; or
                              WB_NONE. The paragraph that opens a section belongs to it */
    uint32_t title_len;  /**< the run-in title: this many bytes from the start; 0 for none */
    uint32_t first_line; /**< 1-based */
    uint32_t last_line;  /**< 1-based */
    const wb_segment *segments; /**< ascending; the first begins at 0 */
    size_t segment_count;
    const wb_note_mark *marks; /**< ascending */
    size_t mark_count;
    /* For a note (0 and NULL for others): */
    uint32_t term_start; /**< the term that it explains is text[term_start, term_end), without */
    uint32_t term_end;   /**< quotes around it; empty when it names none */
    const uint32_t *references; /**< indexes of the paragraphs with a mark that leads to it,
                                     ascending, the first WB_NOTE_REFERENCES_MAX: the way back */
    size_t reference_count;
    wb_slice head; /**< of a table row below the heads of its columns: these as one row; else empty.
                        The cells of rows are parted by " | "; wb_row_next_cell takes them out */
} wb_para;

/**
 * A section: what stands under a heading, an article of a statute, or what a paragraph with a
 * numbered title begins (（一）稳定增长。…).
 */
typedef struct wb_section {
    wb_slice title; /**< the heading's text; 第十五条; the numbered title, its full stop left out */
    uint32_t parent; /**< index of the enclosing section, smaller than its own, or WB_NONE */
    uint32_t para;   /**< index of the paragraph that opens it: of kind heading, or another */
} wb_section;

/** What is known of a document as a whole. The numbers are stored in indexes: append only. */
typedef enum wb_meta_field {
    WB_META_TITLE,
    WB_META_ORGAN,     /**< issuing organ, 发文机关 */
    WB_META_NUMBER,    /**< document number, 文号 */
    WB_META_MADE,      /**< date made, 成文日期, YYYY-MM-DD or a prefix of it */
    WB_META_PUBLISHED, /**< date published, 发布日期 */
    WB_META_EFFECTIVE, /**< date in force, 施行日期 */
    WB_META_REGION,
    WB_META_KIND,     /**< 通知, 意见, 条例, … */
    WB_META_VALIDITY, /**< 现行有效, 废止, … */
    WB_META_FIELD_COUNT_
} wb_meta_field;

/** The name of a field: title, organ, number, made, published, effective, region, kind, validity.
 */
const char *wb_meta_field_name(wb_meta_field field);

/** Where a value comes from. The numbers are stored in indexes: append only. The order of trust is
 *  that of src/reader_meta.c. */
typedef enum wb_meta_source {
    WB_META_FROM_NOTHING,      /**< unknown: the value is empty */
    WB_META_FROM_FRONT_MATTER, /**< YAML between --- lines */
    WB_META_FROM_INDEX_BLOCK, /**< labelled lines at the top: 索引号, 发文机关, 成文日期 … */
    WB_META_FROM_TITLE,       /**< the title line, and what it says */
    WB_META_FROM_BELOW_TITLE, /**< the lines between title and text */
    WB_META_FROM_FILE_NAME,
    WB_META_FROM_COMMENT,   /**< an HTML comment at the top with keys and values */
    WB_META_FROM_SIGNATURE, /**< organ and date at the end */
    WB_META_FROM_CLAUSE,    /**< 本条例自……起施行 */
    WB_META_SOURCE_COUNT_
} wb_meta_source;

/** The name of a source: nothing, front matter, index block, title, below title, file name,
 *  comment, signature, clause. */
const char *wb_meta_source_name(wb_meta_source source);

/** A longer value is cut, bytes. */
#define WB_META_VALUE_MAX ((size_t)1 << 10)

/** A value and its source. */
typedef struct wb_meta_value {
    wb_slice value;
    wb_meta_source source;
    uint32_t line; /**< the source line it stands in, 1-based; 0 for a file name, and in a value
                        that comes out of an index */
} wb_meta_value;

/** How the lines of a source make paragraphs. The reader decides it for each document from its
 *  lines: how many end like a sentence, how wide they are, where blank lines stand. */
typedef enum wb_doc_layout {
    WB_LAYOUT_BLOCKS, /**< blank lines keep paragraphs apart, a line end is a space at most */
    WB_LAYOUT_LINES,  /**< every line is a paragraph */
    WB_LAYOUT_WRAPPED /**< lines were broken at a fixed width, anywhere in a sentence */
} wb_doc_layout;

/** The name of a layout: blocks, lines, wrapped. */
const char *wb_doc_layout_name(wb_doc_layout layout);

/** Why lines of a source are in no paragraph. */
typedef enum wb_omission_reason {
    WB_OMITTED_WEB_PAGE, /**< buttons and prompts of a web page: 打印, 【字号：大 中 小】, 扫一扫…
                          */
    WB_OMITTED_PAGE_INFO, /**< what a web page says of itself: 来源：…, 发布时间：…, 责任编辑：… */
    WB_OMITTED_NAVIGATION,  /**< where in a web site the page stands, links to other pages */
    WB_OMITTED_FOOTER,      /**< copyright, registration, who runs the site, licence */
    WB_OMITTED_CONTENTS,    /**< a table of contents: the headings stand again in the text */
    WB_OMITTED_PLACEHOLDER, /**< what a converter left of a picture or a font: [image], (cid:13) */
    WB_OMITTED_PAGE_MARK,   /**< a page number or running head */
    WB_OMISSION_REASON_COUNT_
} wb_omission_reason;

/** The name of a reason: web page, page information, navigation, footer, table of contents,
 *  placeholder, page mark. */
const char *wb_omission_reason_name(wb_omission_reason reason);

/** Something that stands in the source and was kept out of the paragraphs. Front matter, Markdown
 *  and HTML marks and comments are not listed. */
typedef struct wb_omission {
    wb_slice text;       /**< as a paragraph's text would be; one line of the source, or a part */
    uint32_t first_line; /**< 1-based */
    uint32_t last_line;  /**< 1-based */
    wb_omission_reason reason;
} wb_omission;

/** A document. Zero-initialise it; everything in it lives in its arena. */
typedef struct wb_doc {
    wb_meta_value meta[WB_META_FIELD_COUNT_];
    wb_para *paras;
    size_t para_count;
    wb_section *sections;
    size_t section_count;
    wb_doc_layout layout;
    uint32_t wrap_width;    /**< columns of a full line (a Chinese character takes two, an ASCII one
                                 takes one) when `layout` is WB_LAYOUT_WRAPPED; else 0 */
    wb_omission *omissions; /**< pass by pass, so not in source order */
    size_t omission_count;
    wb_arena arena; /**< owns all of the above */
} wb_doc;

/** How a source is to be read. */
typedef enum wb_doc_format {
    WB_DOC_MARKDOWN, /**< CommonMark, as rough as it comes */
    WB_DOC_PLAIN     /**< lines of text */
} wb_doc_format;

/** The format by the ending of `name`: .md and .markdown, .txt (letters of either case). False for
 *  any other file, which is none of ours. */
bool wb_doc_format_of(const char *name, wb_doc_format *ret);

/**
 * Reads `source` (well-formed UTF-8 without NUL, at most WB_DOC_SOURCE_MAX bytes) into `doc`, which
 * is cleared first. `name` is the file's name and gives the title when nothing else does.
 * The document borrows nothing from `source`.
 * Errors: WB_LIMIT (too large), WB_INVALID (not UTF-8), WB_NOMEM.
 */
wb_status wb_doc_read(wb_slice source, wb_doc_format format, const char *name, wb_doc *doc,
                      wb_error *err) WB_MUST_CHECK;

/** Frees what `doc` holds and makes it empty. */
void wb_doc_clear(wb_doc *doc);

/** The source position of the byte `at` (< text.len) of a paragraph. */
void wb_para_locate(const wb_para *para, size_t at, uint32_t *ret_line, uint32_t *ret_column);

/** Takes the next cell out of a table row's text or `head`. `*offset` is 0 for the first; cells are
 *  borrowed and may be empty. False behind the last. */
bool wb_row_next_cell(wb_slice row, size_t *offset, wb_slice *ret);

WB_END_DECLS

#endif
