/* wbindex inspect document, paragraphs: the document model, as text and as JSON. */
#include "inspect.h"

#include <inttypes.h>

#include <wbsearch/json.h>
#include <wbsearch/width.h>

/* Appends the titles of the sections around `section`, outermost first, " › " between. */
static void put_section_path(const wb_doc *doc, uint32_t section, wb_buf *out)
{
    if (section == WB_NONE) {
        return;
    }
    if (doc->sections[section].parent != WB_NONE) {
        put_section_path(doc, doc->sections[section].parent, out);
        wb_buf_puts(out, " \xE2\x80\xBA ");
    }
    wb_width_put_safe(out, doc->sections[section].title);
}

void inspect_put_lines(wb_buf *out, const wb_para *para)
{
    wb_buf_printf(out, "%" PRIu32, para->first_line);
    if (para->last_line != para->first_line) {
        wb_buf_printf(out, "-%" PRIu32, para->last_line);
    }
}

/* "{29:①→41}": place and label of each note mark, and the line where its note begins. */
static void put_marks(const wb_doc *doc, const wb_para *para, wb_buf *out)
{
    for (size_t i = 0; i < para->mark_count; i++) {
        const wb_note_mark *mark = &para->marks[i];
        wb_buf_printf(out, "%s%" PRIu32 ":", i ? " " : "  {", mark->at);
        wb_width_put_safe(out, mark->label);
        if (mark->note != WB_NONE) {
            wb_buf_printf(out, "\xE2\x86\x92%" PRIu32, doc->paras[mark->note].first_line);
        }
    }
    wb_buf_puts(out, para->mark_count ? "}" : "");
}

static wb_slice term_of(const wb_para *para)
{
    return wb_slice_make(para->text.ptr + para->term_start, para->term_end - para->term_start);
}

/* "{六税两费←3 7}": a note's term, and the lines where the paragraphs begin that refer to it. */
static void put_references(const wb_doc *doc, const wb_para *para, wb_buf *out)
{
    if (term_of(para).len == 0 && para->reference_count == 0) {
        return;
    }
    wb_buf_puts(out, "  {");
    wb_width_put_safe(out, term_of(para));
    for (size_t i = 0; i < para->reference_count; i++) {
        wb_buf_printf(out, "%s%" PRIu32, i ? " " : "\xE2\x86\x90",
                      doc->paras[para->references[i]].first_line);
    }
    wb_buf_putc(out, '}');
}

static void paragraphs_as_text(const wb_doc *doc, wb_buf *out)
{
    uint32_t section = WB_NONE;
    for (size_t i = 0; i < doc->para_count; i++) {
        const wb_para *para = &doc->paras[i];
        if (para->section != section) {
            section = para->section;
            wb_buf_puts(out, "\n# ");
            put_section_path(doc, section, out);
            wb_buf_putc(out, '\n');
        }
        inspect_put_lines(out, para);
        wb_buf_printf(out, " [%s] ", wb_para_kind_name(para->kind));
        if (para->title_len) {
            wb_buf_puts(out, "\xE3\x80\x94"); /* 〔 */
            wb_width_put_safe(out, wb_slice_make(para->text.ptr, para->title_len));
            wb_buf_puts(out, "\xE3\x80\x95"); /* 〕 */
        }
        wb_width_put_safe(
            out, wb_slice_make(para->text.ptr + para->title_len, para->text.len - para->title_len));
        put_marks(doc, para, out);
        put_references(doc, para, out);
        wb_buf_putc(out, '\n');
    }
}

static void put_section_array(const wb_doc *doc, uint32_t section, wb_json *json)
{
    if (section != WB_NONE) {
        put_section_array(doc, doc->sections[section].parent, json);
        wb_json_text(json, doc->sections[section].title);
    }
}

static void para_as_json(const wb_doc *doc, const wb_para *para, wb_json *json)
{
    wb_json_begin_object(json);
    wb_json_put_text(json, "kind", wb_slice_from(wb_para_kind_name(para->kind)));
    wb_json_key(json, "section");
    wb_json_begin_array(json);
    put_section_array(doc, para->section, json);
    wb_json_end_array(json);
    wb_json_put_uint(json, "first_line", para->first_line);
    wb_json_put_uint(json, "last_line", para->last_line);
    wb_json_put_text(json, "text", para->text);
    if (para->title_len) {
        wb_json_put_text(json, "run_in_title", wb_slice_make(para->text.ptr, para->title_len));
    }
    wb_json_key(json, "segments");
    wb_json_begin_array(json);
    for (size_t i = 0; i < para->segment_count; i++) {
        wb_json_begin_object(json);
        wb_json_put_uint(json, "start_byte", para->segments[i].at);
        wb_json_put_uint(json, "line", para->segments[i].line);
        wb_json_put_uint(json, "column_byte", para->segments[i].column);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
    if (para->mark_count) {
        wb_json_key(json, "note_marks");
        wb_json_begin_array(json);
        for (size_t i = 0; i < para->mark_count; i++) {
            wb_json_begin_object(json);
            wb_json_put_uint(json, "start_byte", para->marks[i].at);
            wb_json_put_text(json, "label", para->marks[i].label);
            if (para->marks[i].note != WB_NONE) {
                wb_json_put_uint(json, "note", para->marks[i].note);
            }
            wb_json_end_object(json);
        }
        wb_json_end_array(json);
    }
    if (para->head.len) {
        wb_json_put_text(json, "column_heads", para->head);
    }
    if (term_of(para).len) {
        wb_json_put_text(json, "term", term_of(para));
    }
    if (para->reference_count) {
        wb_json_key(json, "references");
        wb_json_begin_array(json);
        for (size_t i = 0; i < para->reference_count; i++) {
            wb_json_uint(json, para->references[i]);
        }
        wb_json_end_array(json);
    }
    wb_json_end_object(json);
}

static void put_paragraph_array(const wb_doc *doc, wb_json *json)
{
    wb_json_key(json, "paragraphs");
    wb_json_begin_array(json);
    for (size_t i = 0; i < doc->para_count; i++) {
        para_as_json(doc, &doc->paras[i], json);
    }
    wb_json_end_array(json);
}

static wb_status end_output(wb_buf *out, wb_error *err)
{
    return out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}

wb_status inspect_paragraphs(const wb_doc *doc, bool as_json, wb_buf *out, wb_error *err)
{
    if (as_json) {
        wb_json json;
        wb_json_init(&json, out);
        wb_json_begin_object(&json);
        wb_json_put_text(&json, "title", doc->meta[WB_META_TITLE].value);
        put_paragraph_array(doc, &json);
        wb_json_end_object(&json);
        wb_buf_putc(out, '\n');
    } else {
        wb_buf_puts(out, "title: ");
        wb_width_put_safe(out, doc->meta[WB_META_TITLE].value);
        wb_buf_putc(out, '\n');
        paragraphs_as_text(doc, out);
    }
    return end_output(out, err);
}

/* A line for each value that is known: the field, the value, where it comes from. */
static void metadata_as_text(const wb_doc *doc, wb_buf *out)
{
    for (int f = 0; f < WB_META_FIELD_COUNT_; f++) {
        const wb_meta_value *meta = &doc->meta[f];
        if (meta->source == WB_META_FROM_NOTHING) {
            continue;
        }
        wb_buf_printf(out, "%s: ", wb_meta_field_name((wb_meta_field)f));
        wb_width_put_safe(out, meta->value);
        wb_buf_printf(out, "  {%s", wb_meta_source_name(meta->source));
        if (meta->line) {
            wb_buf_printf(out, ", line %" PRIu32, meta->line);
        }
        wb_buf_puts(out, "}\n");
    }
}

static void metadata_as_json(const wb_doc *doc, wb_json *json)
{
    wb_json_key(json, "metadata");
    wb_json_begin_object(json);
    for (int f = 0; f < WB_META_FIELD_COUNT_; f++) {
        const wb_meta_value *meta = &doc->meta[f];
        if (meta->source == WB_META_FROM_NOTHING) {
            continue;
        }
        wb_json_key(json, wb_meta_field_name((wb_meta_field)f));
        wb_json_begin_object(json);
        wb_json_put_text(json, "value", meta->value);
        wb_json_put_text(json, "source", wb_slice_from(wb_meta_source_name(meta->source)));
        if (meta->line) {
            wb_json_put_uint(json, "line", meta->line);
        }
        wb_json_end_object(json);
    }
    wb_json_end_object(json);
}

static void layout_as_text(const wb_doc *doc, wb_buf *out)
{
    wb_buf_printf(out, "layout: %s", wb_doc_layout_name(doc->layout));
    if (doc->layout == WB_LAYOUT_WRAPPED) {
        wb_buf_printf(out, " at %" PRIu32 " columns", doc->wrap_width);
    }
    wb_buf_putc(out, '\n');
}

static void layout_as_json(const wb_doc *doc, wb_json *json)
{
    wb_json_key(json, "layout");
    wb_json_begin_object(json);
    wb_json_put_text(json, "kind", wb_slice_from(wb_doc_layout_name(doc->layout)));
    if (doc->layout == WB_LAYOUT_WRAPPED) {
        wb_json_put_uint(json, "width", doc->wrap_width);
    }
    wb_json_end_object(json);
}

/* What was left out, a line each: the source line, the reason, the text. */
static void omissions_as_text(const wb_doc *doc, wb_buf *out)
{
    if (doc->omission_count) {
        wb_buf_puts(out, "\nleft out\n");
    }
    for (size_t i = 0; i < doc->omission_count; i++) {
        const wb_omission *omission = &doc->omissions[i];
        wb_buf_printf(out, "%" PRIu32 " {%s} ", omission->first_line,
                      wb_omission_reason_name(omission->reason));
        wb_width_put_safe(out, omission->text);
        wb_buf_putc(out, '\n');
    }
}

static void omissions_as_json(const wb_doc *doc, wb_json *json)
{
    wb_json_key(json, "left_out");
    wb_json_begin_array(json);
    for (size_t i = 0; i < doc->omission_count; i++) {
        const wb_omission *omission = &doc->omissions[i];
        wb_json_begin_object(json);
        wb_json_put_text(json, "reason", wb_slice_from(wb_omission_reason_name(omission->reason)));
        wb_json_put_uint(json, "first_line", omission->first_line);
        wb_json_put_uint(json, "last_line", omission->last_line);
        wb_json_put_text(json, "text", omission->text);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
}

/* Deeper sections are not indented further. */
#define INDENT_MAX 12

static void sections_as_text(const wb_doc *doc, wb_buf *out)
{
    if (doc->section_count) {
        wb_buf_puts(out, "\nsections\n");
    }
    for (size_t i = 0; i < doc->section_count; i++) {
        const wb_section *section = &doc->sections[i];
        wb_buf_printf(out, "%" PRIu32 "  ", doc->paras[section->para].first_line);
        uint32_t parent = section->parent;
        for (int depth = 0; depth < INDENT_MAX && parent != WB_NONE; depth++) {
            wb_buf_puts(out, "  ");
            parent = doc->sections[parent].parent;
        }
        wb_width_put_safe(out, section->title);
        wb_buf_putc(out, '\n');
    }
}

static void sections_as_json(const wb_doc *doc, wb_json *json)
{
    wb_json_key(json, "sections");
    wb_json_begin_array(json);
    for (size_t i = 0; i < doc->section_count; i++) {
        const wb_section *section = &doc->sections[i];
        wb_json_begin_object(json);
        wb_json_put_text(json, "title", section->title);
        if (section->parent != WB_NONE) {
            wb_json_put_uint(json, "parent", section->parent);
        }
        wb_json_put_uint(json, "line", doc->paras[section->para].first_line);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
}

wb_status inspect_document(const wb_doc *doc, bool as_json, wb_buf *out, wb_error *err)
{
    if (as_json) {
        wb_json json;
        wb_json_init(&json, out);
        wb_json_begin_object(&json);
        metadata_as_json(doc, &json);
        layout_as_json(doc, &json);
        sections_as_json(doc, &json);
        put_paragraph_array(doc, &json);
        omissions_as_json(doc, &json);
        wb_json_end_object(&json);
        wb_buf_putc(out, '\n');
    } else {
        metadata_as_text(doc, out);
        layout_as_text(doc, out);
        sections_as_text(doc, out);
        wb_buf_puts(out, doc->para_count ? "\nparagraphs\n" : "");
        paragraphs_as_text(doc, out);
        omissions_as_text(doc, out);
    }
    return end_output(out, err);
}
