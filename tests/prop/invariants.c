#include "invariants.h"

#include <inttypes.h>

#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/record.h>
#include <wbsearch/utf8.h>

#include "prop.h"

void source_lines_set(struct source_lines *lines, wb_slice source)
{
    lines->source = source;
    lines->count = 0;
    size_t start = 0;
    for (;;) {
        lines->starts = wb_grow(lines->starts, &lines->cap, lines->count + 1, sizeof(size_t));
        prop_require(lines->starts != NULL, "memory");
        lines->starts[lines->count++] = start;
        while (start < source.len && source.ptr[start] != '\n' && source.ptr[start] != '\r') {
            start++;
        }
        if (start >= source.len) {
            return;
        }
        bool crlf = source.ptr[start] == '\r' && start + 1 < source.len;
        start += crlf && source.ptr[start + 1] == '\n' ? 2 : 1;
    }
}

void source_lines_free(struct source_lines *lines)
{
    wb_free(lines->starts);
    *lines = (struct source_lines){0};
}

static size_t line_end(const struct source_lines *lines, size_t line)
{
    return line + 1 < lines->count ? lines->starts[line + 1] : lines->source.len + 1;
}

size_t source_lines_offset(const struct source_lines *lines, uint32_t line, uint32_t column)
{
    if (line < 1 || line > lines->count || column < 1) {
        return SIZE_MAX;
    }
    size_t offset = lines->starts[line - 1] + column - 1;
    return offset < line_end(lines, line - 1) ? offset : SIZE_MAX;
}

static bool is_boundary(wb_slice text, size_t at)
{
    return at <= text.len && wb_utf8_floor(text, at) == at;
}

static bool is_space_at(wb_slice text, size_t at)
{
    return wb_fold_class(wb_utf8_next(text, &at)) == WB_CHAR_SPACE;
}

static const char *text_fault(wb_slice text)
{
    if (text.len == 0) {
        return "is empty";
    }
    if (wb_utf8_valid_prefix(text) < text.len) {
        return "is not UTF-8";
    }
    size_t last = text.len;
    (void)wb_utf8_prev(text, &last);
    if (is_space_at(text, 0) || is_space_at(text, last)) {
        return "has white space at an end";
    }
    if (memchr(text.ptr, '\n', text.len) || memchr(text.ptr, '\r', text.len)) {
        return "holds a line end";
    }
    return NULL;
}

/* The bars between the cells of a row, with those of empty cells. */
static bool is_bar(wb_slice piece)
{
    for (size_t i = 0; i < piece.len; i++) {
        if (piece.ptr[i] != ' ' && piece.ptr[i] != '|') {
            return false;
        }
    }
    return true;
}

/* Whether a piece of text that differs from the source may: a character written differently (an
 * entity, an escape, a tab), or the space between two lines. */
static bool is_substitution(wb_slice piece, wb_slice source, size_t at, bool is_row)
{
    if (piece.len == 1 && piece.ptr[0] == ' ') {
        return true;
    }
    if (is_row && is_bar(piece)) {
        return true;
    }
    bool marked = at < source.len && (source.ptr[at] == '&' || source.ptr[at] == '\\' ||
                                      source.ptr[at] == '\t' || source.ptr[at] == '\n');
    return marked && wb_utf8_count_chars(piece) <= 2;
}

/* Whether the text of segment `i` is what stands at its place. */
static const char *place_fault(const wb_para *para, size_t i, const struct source_lines *lines)
{
    const wb_segment *s = &para->segments[i];
    const wb_segment *before = i ? s - 1 : NULL;
    size_t at = source_lines_offset(lines, s->line, s->column);
    if (before && para->kind != WB_PARA_TABLE_ROW &&
        (s->line < before->line || (s->line == before->line && s->column < before->column))) {
        return "segments go back in the source";
    }
    if (at == SIZE_MAX) {
        return "a segment points outside of the source";
    }
    size_t end = i + 1 < para->segment_count ? s[1].at : para->text.len;
    wb_slice piece = wb_slice_make(para->text.ptr + s->at, end - s->at);
    bool same = at + piece.len <= lines->source.len &&
                memcmp(lines->source.ptr + at, piece.ptr, piece.len) == 0;
    bool is_row = para->kind == WB_PARA_TABLE_ROW;
    return same || is_substitution(piece, lines->source, at, is_row)
               ? NULL
               : "a segment is not what stands there";
}

static const char *segment_fault(const wb_para *para, size_t i, uint32_t line_count)
{
    const wb_segment *s = &para->segments[i];
    const wb_segment *before = i ? s - 1 : NULL;
    if (before ? s->at <= before->at : s->at != 0) {
        return "segments do not ascend";
    }
    if (s->at >= para->text.len || !is_boundary(para->text, s->at)) {
        return "a segment does not begin at a character";
    }
    return s->line >= 1 && s->line <= line_count && s->column >= 1 ? NULL
                                                                   : "a segment points at no line";
}

static const char *marks_fault(const wb_para *para, size_t para_count)
{
    for (size_t i = 0; i < para->mark_count; i++) {
        const wb_note_mark *mark = &para->marks[i];
        if (mark->at > para->text.len || !is_boundary(para->text, mark->at)) {
            return "a note mark does not stand at a character";
        }
        if (i > 0 && mark->at < mark[-1].at) {
            return "note marks do not ascend";
        }
        if (mark->label.len == 0 || wb_utf8_valid_prefix(mark->label) < mark->label.len) {
            return "a note mark has no label";
        }
        if (mark->note != WB_NONE && mark->note >= para_count) {
            return "a note mark leads to no note";
        }
    }
    return NULL;
}

static const char *para_fault(const wb_doc *doc, size_t i, const struct source_lines *lines,
                              bool with_places)
{
    const wb_para *para = &doc->paras[i];
    const char *fault = text_fault(para->text);
    if (fault) {
        return fault;
    }
    if (para->text.len > WB_PARA_TEXT_MAX) {
        return "is too long";
    }
    if (para->segment_count == 0) {
        return "has no segments";
    }
    for (size_t k = 0; k < para->segment_count && !fault; k++) {
        fault = segment_fault(para, k, (uint32_t)lines->count);
        fault = fault || !with_places ? fault : place_fault(para, k, lines);
    }
    if (fault) {
        return fault;
    }
    for (size_t k = 0; k < para->segment_count; k++) {
        uint32_t line;
        uint32_t column;
        wb_para_locate(para, para->segments[k].at, &line, &column);
        if (line != para->segments[k].line || column != para->segments[k].column) {
            return "wb_para_locate is wrong";
        }
    }
    uint32_t first = para->segments[0].line;
    uint32_t last = first;
    for (size_t k = 1; k < para->segment_count; k++) {
        first = para->segments[k].line < first ? para->segments[k].line : first;
        last = para->segments[k].line > last ? para->segments[k].line : last;
    }
    if (para->first_line != first || para->last_line != last) {
        return "its lines are not those of its segments";
    }
    /* A cell of several rows stands in the first of them, but reaches down beside the others. */
    bool in_table = para->kind == WB_PARA_TABLE_ROW;
    /* A footnote stands within the sentence that the page end cut. */
    bool is_footnote = para->kind == WB_PARA_NOTE;
    if (with_places && i > 0 && !in_table && !is_footnote &&
        para->first_line < para[-1].last_line) {
        return "begins before the end of the one before";
    }
    if ((unsigned)para->kind >= WB_PARA_KIND_COUNT_) {
        return "has no kind";
    }
    if (para->section != WB_NONE && para->section >= doc->section_count) {
        return "is in no section";
    }
    bool opens = para->section != WB_NONE && doc->sections[para->section].para == i;
    if (para->kind == WB_PARA_HEADING && !opens) {
        return "is a heading without a section";
    }
    if (para->title_len > para->text.len || !is_boundary(para->text, para->title_len)) {
        return "has a run-in title that ends nowhere";
    }
    return marks_fault(para, doc->para_count);
}

/* A heading's title is its text; an article's or a numbered paragraph's begins it. */
static bool is_title_of(wb_slice title, const wb_para *para)
{
    wb_slice start = wb_slice_make(para->text.ptr, title.len);
    return title.len > 0 && title.len <= para->text.len && wb_slice_equal(title, start) &&
           (para->kind != WB_PARA_HEADING || title.len == para->text.len);
}

static bool sections_fault(const wb_doc *doc, wb_buf *fault)
{
    for (size_t i = 0; i < doc->section_count; i++) {
        const wb_section *s = &doc->sections[i];
        if ((s->parent != WB_NONE && s->parent >= i) || s->para >= doc->para_count ||
            doc->paras[s->para].section != i || !is_title_of(s->title, &doc->paras[s->para]) ||
            (i > 0 && s->para <= s[-1].para)) {
            wb_buf_printf(fault, "section %zu is not as it should be", i);
            return true;
        }
    }
    return false;
}

/* A date is YYYY, YYYY-MM or YYYY-MM-DD. */
static bool is_date(wb_slice value)
{
    static const char pattern[] = "0000-00-00";
    unsigned numbers[3] = {0, 1, 1};
    size_t part = 0;
    if (value.len != 4 && value.len != 7 && value.len != 10) {
        return false;
    }
    for (size_t i = 0; i < value.len; i++) {
        if (pattern[i] == '-') {
            if (value.ptr[i] != '-') {
                return false;
            }
            numbers[++part] = 0;
        } else if (value.ptr[i] < '0' || value.ptr[i] > '9') {
            return false;
        } else {
            numbers[part] = numbers[part] * 10 + (unsigned)(value.ptr[i] - '0');
        }
    }
    return numbers[1] >= 1 && numbers[1] <= 12 && numbers[2] >= 1 && numbers[2] <= 31;
}

/* What is wrong with a value, or NULL. */
static const char *value_fault(wb_meta_field field, const wb_meta_value *meta, uint32_t last_line)
{
    bool is_of_date =
        field == WB_META_MADE || field == WB_META_PUBLISHED || field == WB_META_EFFECTIVE;
    if ((meta->value.len == 0) != (meta->source == WB_META_FROM_NOTHING)) {
        return "has a value or a source alone";
    }
    if (meta->value.len == 0) {
        return NULL;
    }
    if (wb_utf8_valid_prefix(meta->value) < meta->value.len) {
        return "is not UTF-8";
    }
    if (meta->value.len > WB_META_VALUE_MAX) {
        return "is too long";
    }
    if (memchr(meta->value.ptr, '\n', meta->value.len)) {
        return "goes over a line";
    }
    if (is_of_date && !is_date(meta->value)) {
        return "is no date";
    }
    if (meta->source == WB_META_FROM_FILE_NAME ? meta->line != 0
                                               : meta->line == 0 || meta->line > last_line) {
        return "stands in no line of the source";
    }
    return NULL;
}

static bool meta_fault(const wb_doc *doc, uint32_t last_line, wb_buf *fault)
{
    for (int f = 0; f < WB_META_FIELD_COUNT_; f++) {
        const char *what = value_fault((wb_meta_field)f, &doc->meta[f], last_line);
        if (what) {
            wb_buf_printf(fault, "%s %s: ", wb_meta_field_name((wb_meta_field)f), what);
            wb_buf_put(fault, doc->meta[f].value);
            return true;
        }
    }
    return false;
}

bool check_doc(const wb_doc *doc, wb_slice source, bool with_places, wb_buf *fault)
{
    struct source_lines lines = {0};
    source_lines_set(&lines, source);
    bool good = !sections_fault(doc, fault) && !meta_fault(doc, (uint32_t)lines.count, fault);
    for (size_t i = 0; i < doc->para_count && good; i++) {
        const char *what = para_fault(doc, i, &lines, with_places);
        if (what) {
            wb_buf_printf(fault, "paragraph %zu (line %" PRIu32 "): %s: ", i,
                          doc->paras[i].first_line, what);
            wb_buf_put(fault, doc->paras[i].text);
            good = false;
        }
    }
    source_lines_free(&lines);
    return good;
}

static bool same_para(const wb_doc *doc, const wb_para *a, const wb_record *record,
                      const wb_para *b)
{
    if (!wb_slice_equal(a->text, b->text) || !wb_slice_equal(a->head, b->head) ||
        a->kind != b->kind || a->title_len != b->title_len || a->first_line != b->first_line ||
        a->last_line != b->last_line || a->segment_count != b->segment_count ||
        a->mark_count != b->mark_count) {
        return false;
    }
    for (size_t i = 0; i < a->segment_count; i++) {
        if (a->segments[i].at != b->segments[i].at || a->segments[i].line != b->segments[i].line ||
            a->segments[i].column != b->segments[i].column) {
            return false;
        }
    }
    for (size_t i = 0; i < a->mark_count; i++) {
        if (a->marks[i].at != b->marks[i].at || a->marks[i].note != b->marks[i].note ||
            !wb_slice_equal(a->marks[i].label, b->marks[i].label)) {
            return false;
        }
    }
    uint32_t s = a->section;
    uint32_t t = b->section;
    while (s != WB_NONE && t != WB_NONE) {
        if (t >= record->section_count || doc->sections[s].para != record->sections[t].para ||
            !wb_slice_equal(doc->sections[s].title, record->sections[t].title)) {
            return false;
        }
        s = doc->sections[s].parent;
        t = record->sections[t].parent;
    }
    return s == t;
}

static bool same_meta(const wb_doc *doc, const wb_record *record)
{
    for (int f = 0; f < WB_META_FIELD_COUNT_; f++) {
        if (doc->meta[f].source != record->meta[f].source ||
            !wb_slice_equal(doc->meta[f].value, record->meta[f].value)) {
            return false;
        }
    }
    return true;
}

static bool same_record(const wb_doc *doc, const wb_record_doc *info, size_t first, size_t count,
                        uint32_t ordinal, const wb_record *record)
{
    bool same = record->doc_id == info->id && record->ordinal == ordinal &&
                record->first_para == first && record->para_count == count;
    if (same && ordinal == 0) {
        same = record->doc.root == info->root && wb_slice_equal(record->doc.path, info->path) &&
               record->doc_para_count == doc->para_count && same_meta(doc, record);
    }
    for (size_t i = 0; i < count && same; i++) {
        same = same_para(doc, &doc->paras[first + i], record, &record->paras[i]);
    }
    return same;
}

bool check_records(const wb_doc *doc, wb_buf *fault)
{
    static const char path[] = "子目录/文件.md";
    wb_compressor *compressor = NULL;
    wb_record record;
    wb_buf scratch;
    wb_buf bytes;
    wb_error error;
    wb_record_doc info = {wb_doc_id_of(wb_slice_from("/root"), wb_slice_from(path)), 3,
                          wb_slice_from(path)};
    wb_record_init(&record);
    wb_buf_init(&scratch, 0);
    wb_buf_init(&bytes, 0);
    prop_require(wb_compressor_new(wb_slice_make(NULL, 0), &compressor, &error) == WB_OK,
                 "wb_compressor_new");
    bool good = true;
    uint32_t ordinal = 0;
    for (size_t first = 0; first < doc->para_count && good; ordinal++) {
        size_t count = wb_record_fill(doc, first);
        if (count == 0 || count > WB_RECORD_PARAS_MAX || first + count > doc->para_count) {
            wb_buf_printf(fault, "a record of %zu paragraphs", count);
            good = false;
            break;
        }
        if (wb_record_encode(compressor, doc, &info, ordinal, first, count, &scratch, &bytes,
                             &error) != WB_OK ||
            wb_record_decode(compressor, wb_buf_slice(&bytes), &record, &error) != WB_OK ||
            !same_record(doc, &info, first, count, ordinal, &record)) {
            wb_buf_printf(fault, "the record of paragraphs %zu to %zu comes out different", first,
                          first + count - 1);
            good = false;
        }
        first += count;
    }
    wb_record_free(&record);
    wb_buf_free(&scratch);
    wb_buf_free(&bytes);
    wb_compressor_free(compressor);
    return good;
}

static bool contains(wb_slice text, const char *needle)
{
    return text.len && memmem(text.ptr, text.len, needle, strlen(needle)) != NULL;
}

/* Whether Chinese characters of this line may be missing: page numbers; in Markdown what stands in
 * tags, destinations, labels and the words behind a fence. */
static bool may_be_missing(wb_slice line, wb_doc_format format)
{
    if (contains(line, "第") && contains(line, "页") && line.len <= 60) {
        return true;
    }
    return format == WB_DOC_MARKDOWN &&
           (contains(line, "<") || contains(line, ">") || contains(line, "](") ||
            contains(line, "[") || contains(line, "```") || contains(line, "~~~"));
}

/* How many lines at the start are front matter: metadata, no paragraphs. */
static size_t front_matter_lines(const struct source_lines *lines)
{
    if (!wb_slice_starts(lines->source, "---\n")) {
        return 0;
    }
    for (size_t i = 1; i < lines->count; i++) {
        wb_slice rest = lines->source;
        rest.ptr += lines->starts[i];
        rest.len -= lines->starts[i];
        if (wb_slice_starts(rest, "---\n")) {
            return i + 1;
        }
    }
    return 0;
}

/* Marks what was left out on purpose: the characters of its lines that its text holds. */
static void cover_omission(const struct source_lines *lines, const wb_omission *omission,
                           bool *covered)
{
    for (size_t i = omission->first_line; i >= 1 && i <= omission->last_line; i++) {
        size_t end = i <= lines->count ? line_end(lines, i - 1) : 0;
        for (size_t at = end ? lines->starts[i - 1] : 0; at < end && at < lines->source.len;) {
            size_t start = at;
            (void)wb_utf8_next(lines->source, &at);
            wb_slice text = omission->text;
            covered[start] = covered[start] || memmem(text.ptr, text.len, lines->source.ptr + start,
                                                      at - start) != NULL;
        }
    }
}

bool check_complete(const wb_doc *doc, wb_slice source, wb_doc_format format, wb_buf *fault)
{
    struct source_lines lines = {0};
    source_lines_set(&lines, source);
    bool *covered = wb_alloc_zero(source.len + 1, sizeof *covered);
    prop_require(covered != NULL, "memory");
    for (size_t i = 0; i < doc->para_count; i++) {
        const wb_para *para = &doc->paras[i];
        for (size_t k = 0; k < para->text.len; k++) {
            uint32_t line;
            uint32_t column;
            wb_para_locate(para, k, &line, &column);
            size_t at = source_lines_offset(&lines, line, column);
            if (at < source.len) {
                covered[at] = true;
            }
        }
    }
    for (size_t i = 0; i < doc->omission_count; i++) {
        cover_omission(&lines, &doc->omissions[i], covered);
    }
    bool good = true;
    size_t first = format == WB_DOC_MARKDOWN ? front_matter_lines(&lines) : 0;
    for (size_t i = first; i < lines.count && good; i++) {
        size_t end = line_end(&lines, i);
        end = end > source.len ? source.len : end;
        wb_slice line = wb_slice_make(source.ptr + lines.starts[i], end - lines.starts[i]);
        for (size_t at = lines.starts[i]; at < end && good;) {
            size_t start = at;
            bool is_cjk = wb_fold_class(wb_utf8_next(source, &at)) == WB_CHAR_CJK;
            if (is_cjk && !covered[start] && !may_be_missing(line, format)) {
                wb_buf_printf(fault, "line %zu is in no paragraph, from byte %zu on: ", i + 1,
                              start - lines.starts[i]);
                wb_buf_put(fault, line);
                good = false;
            }
        }
    }
    wb_free(covered);
    source_lines_free(&lines);
    return good;
}
