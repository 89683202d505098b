/* The reader: runs the passes over one source, and turns blocks into the document's paragraphs. */
#include "reader.h"

#include <strings.h>

#include <wbsearch/utf8.h>

const char *wb_para_kind_name(wb_para_kind kind)
{
    static const char *const names[WB_PARA_KIND_COUNT_] = {
        [WB_PARA_BODY] = "body",           [WB_PARA_HEADING] = "heading",
        [WB_PARA_LIST_ITEM] = "list item", [WB_PARA_TABLE_ROW] = "table row",
        [WB_PARA_QUOTE] = "quotation",     [WB_PARA_NOTE] = "note",
        [WB_PARA_CAPTION] = "caption",     [WB_PARA_SALUTATION] = "salutation",
        [WB_PARA_SIGNATURE] = "signature", [WB_PARA_DATE] = "date",
    };
    return (unsigned)kind < WB_PARA_KIND_COUNT_ ? names[kind] : "unknown";
}

const char *wb_meta_field_name(wb_meta_field field)
{
    static const char *const names[WB_META_FIELD_COUNT_] = {
        [WB_META_TITLE] = "title",         [WB_META_ORGAN] = "organ",
        [WB_META_NUMBER] = "number",       [WB_META_MADE] = "made",
        [WB_META_PUBLISHED] = "published", [WB_META_EFFECTIVE] = "effective",
        [WB_META_REGION] = "region",       [WB_META_KIND] = "kind",
        [WB_META_VALIDITY] = "validity",
    };
    return (unsigned)field < WB_META_FIELD_COUNT_ ? names[field] : "unknown";
}

const char *wb_doc_layout_name(wb_doc_layout layout)
{
    static const char *const names[] = {
        [WB_LAYOUT_BLOCKS] = "blocks",
        [WB_LAYOUT_LINES] = "lines",
        [WB_LAYOUT_WRAPPED] = "wrapped",
    };
    return (unsigned)layout < sizeof names / sizeof *names ? names[layout] : "unknown";
}

const char *wb_meta_source_name(wb_meta_source source)
{
    static const char *const names[WB_META_SOURCE_COUNT_] = {
        [WB_META_FROM_NOTHING] = "nothing",         [WB_META_FROM_FRONT_MATTER] = "front matter",
        [WB_META_FROM_INDEX_BLOCK] = "index block", [WB_META_FROM_TITLE] = "title",
        [WB_META_FROM_BELOW_TITLE] = "below title", [WB_META_FROM_FILE_NAME] = "file name",
        [WB_META_FROM_COMMENT] = "comment",         [WB_META_FROM_SIGNATURE] = "signature",
        [WB_META_FROM_CLAUSE] = "clause",
    };
    return (unsigned)source < WB_META_SOURCE_COUNT_ ? names[source] : "unknown";
}

const char *wb_omission_reason_name(wb_omission_reason reason)
{
    static const char *const names[WB_OMISSION_REASON_COUNT_] = {
        [WB_OMITTED_WEB_PAGE] = "web page",          [WB_OMITTED_PAGE_INFO] = "page information",
        [WB_OMITTED_NAVIGATION] = "navigation",      [WB_OMITTED_FOOTER] = "footer",
        [WB_OMITTED_CONTENTS] = "table of contents", [WB_OMITTED_PLACEHOLDER] = "placeholder",
        [WB_OMITTED_PAGE_MARK] = "page mark",
    };
    return (unsigned)reason < WB_OMISSION_REASON_COUNT_ ? names[reason] : "unknown";
}

bool wb_doc_format_of(const char *name, wb_doc_format *ret)
{
    const char *dot = strrchr(name, '.');
    if (!dot || dot == name) {
        return false;
    }
    if (strcasecmp(dot, ".md") == 0 || strcasecmp(dot, ".markdown") == 0) {
        *ret = WB_DOC_MARKDOWN;
        return true;
    }
    if (strcasecmp(dot, ".txt") == 0) {
        *ret = WB_DOC_PLAIN;
        return true;
    }
    return false;
}

size_t reader_line_of(const struct reader *r, size_t offset)
{
    size_t low = 0;
    size_t high = r->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (r->lines[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

wb_slice reader_line(const struct reader *r, size_t line)
{
    size_t start = r->lines[line];
    size_t end = line + 1 < r->line_count ? r->lines[line + 1] : r->source.len;
    while (end > start && (r->source.ptr[end - 1] == '\n' || r->source.ptr[end - 1] == '\r')) {
        end--;
    }
    return wb_slice_make(r->source.ptr + start, end - start);
}

/* A line ends at LF, CRLF or CR, as in CommonMark. */
static size_t *find_lines(wb_slice source, size_t *ret_count)
{
    size_t *lines = NULL;
    size_t cap = 0;
    size_t count = 0;
    for (size_t start = 0; start <= source.len;) {
        size_t *grown = wb_grow(lines, &cap, count + 1, sizeof *lines);
        if (!grown) {
            wb_free(lines);
            return NULL;
        }
        lines = grown;
        lines[count++] = start;
        size_t i = start;
        while (i < source.len && source.ptr[i] != '\n' && source.ptr[i] != '\r') {
            i++;
        }
        if (i + 1 < source.len && source.ptr[i] == '\r' && source.ptr[i + 1] == '\n') {
            i++;
        }
        if (i >= source.len) {
            break;
        }
        start = i + 1;
    }
    *ret_count = count;
    return lines;
}

static wb_status publish(struct reader *r)
{
    wb_doc *doc = r->doc;
    doc->paras = wb_arena_alloc(&doc->arena, r->block_count, sizeof *doc->paras);
    if (!doc->paras) {
        return wb_error_nomem(r->err);
    }
    for (size_t i = 0; i < r->block_count; i++) {
        const struct block *block = &r->blocks[i];
        wb_para *para = &doc->paras[i];
        memset(para, 0, sizeof *para);
        para->text = block->text;
        para->kind = block->kind;
        para->section = block->section;
        para->title_len = block->title_len;
        para->first_line = block->first_line;
        para->last_line = block->last_line;
        para->segments = block->segments;
        para->segment_count = block->segment_count;
        para->marks = block->marks;
        para->mark_count = block->mark_count;
        para->term_start = block->term.start;
        para->term_end = block->term.end;
        para->references = block->references;
        para->reference_count = block->reference_count;
        para->head = block->head;
    }
    doc->para_count = r->block_count;
    return WB_OK;
}

wb_status wb_doc_read(wb_slice source, wb_doc_format format, const char *name, wb_doc *doc,
                      wb_error *err)
{
    wb_doc_clear(doc);
    if (source.len > WB_DOC_SOURCE_MAX) {
        return wb_error_set(err, WB_LIMIT, "%.1f MB of text; the limit is %.1f MB",
                            (double)source.len / 1e6, (double)WB_DOC_SOURCE_MAX / 1e6);
    }
    if (wb_utf8_valid_prefix(source) < source.len) {
        return wb_error_set(err, WB_INVALID, "the text is not UTF-8");
    }
    struct builder builder = {0};
    wb_buf_init(&builder.text, 0);
    struct reader r = {.doc = doc, .source = source, .name = name, .builder = &builder, .err = err};
    size_t *lines = find_lines(source, &r.line_count);
    r.lines = lines;

    static wb_status (*const passes[])(struct reader *) = {
        reader_inline,    reader_boilerplate, reader_tables, reader_layout,     reader_heads,
        reader_lines,     reader_pages,       reader_glued,  reader_notes,      reader_marks,
        reader_structure, reader_frame,       reader_meta,   reader_note_links, publish};
    wb_status status = lines ? WB_OK : wb_error_nomem(err);
    if (status == WB_OK) {
        status = format == WB_DOC_MARKDOWN ? reader_parse_markdown(&r) : reader_parse_plain(&r);
    }
    for (size_t i = 0; status == WB_OK && i < sizeof passes / sizeof *passes; i++) {
        status = passes[i](&r);
    }
    if (status == WB_OK && r.scratch.failed) {
        status = wb_error_nomem(err);
    }
    wb_free(lines);
    wb_free(r.blocks);
    wb_free(r.heads);
    wb_folded_free(&r.scratch.folded);
    builder_free(&builder);
    if (status != WB_OK) {
        wb_doc_clear(doc);
    }
    return status;
}

void wb_doc_clear(wb_doc *doc)
{
    wb_arena_clear(&doc->arena);
    memset(doc, 0, sizeof *doc);
}

void wb_para_locate(const wb_para *para, size_t at, uint32_t *ret_line, uint32_t *ret_column)
{
    size_t low = 0;
    size_t high = para->segment_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (para->segments[middle].at <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    *ret_line = para->segments[low].line;
    *ret_column = para->segments[low].column + (uint32_t)(at - para->segments[low].at);
}
