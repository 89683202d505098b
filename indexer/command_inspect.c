/* wbindex inspect: what the reader and the tokenizer make of a file. */
#include "commands.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>

#include <wbsearch/doc.h>
#include <wbsearch/encoding.h>
#include <wbsearch/file.h>
#include <wbsearch/fold.h>
#include <wbsearch/json.h>
#include <wbsearch/token.h>
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

static void put_lines(wb_buf *out, const wb_para *para)
{
    wb_buf_printf(out, "%" PRIu32, para->first_line);
    if (para->last_line != para->first_line) {
        wb_buf_printf(out, "-%" PRIu32, para->last_line);
    }
}

static void paragraphs_as_text(const wb_doc *doc, wb_buf *out)
{
    uint32_t section = WB_NONE;
    wb_buf_puts(out, "title: ");
    wb_width_put_safe(out, doc->meta[WB_META_TITLE].value);
    wb_buf_putc(out, '\n');
    for (size_t i = 0; i < doc->para_count; i++) {
        const wb_para *para = &doc->paras[i];
        if (para->section != section) {
            section = para->section;
            wb_buf_puts(out, "\n# ");
            put_section_path(doc, section, out);
            wb_buf_putc(out, '\n');
        }
        put_lines(out, para);
        wb_buf_printf(out, " [%s] ", wb_para_kind_name(para->kind));
        if (para->title_len) {
            wb_buf_puts(out, "\xE3\x80\x94"); /* 〔 */
            wb_width_put_safe(out, wb_slice_make(para->text.ptr, para->title_len));
            wb_buf_puts(out, "\xE3\x80\x95"); /* 〕 */
        }
        wb_width_put_safe(
            out, wb_slice_make(para->text.ptr + para->title_len, para->text.len - para->title_len));
        for (size_t m = 0; m < para->mark_count; m++) {
            wb_buf_printf(out, "%s%" PRIu32 ":", m ? " " : "  {", para->marks[m].at);
            wb_width_put_safe(out, para->marks[m].label);
        }
        wb_buf_puts(out, para->mark_count ? "}\n" : "\n");
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
            wb_json_end_object(json);
        }
        wb_json_end_array(json);
    }
    wb_json_end_object(json);
}

static wb_status show_paragraphs(const wb_doc *doc, bool as_json, wb_buf *out, wb_error *err)
{
    if (!as_json) {
        paragraphs_as_text(doc, out);
    } else {
        wb_json json;
        wb_json_init(&json, out);
        wb_json_begin_object(&json);
        wb_json_put_text(&json, "title", doc->meta[WB_META_TITLE].value);
        wb_json_key(&json, "paragraphs");
        wb_json_begin_array(&json);
        for (size_t i = 0; i < doc->para_count; i++) {
            para_as_json(doc, &doc->paras[i], &json);
        }
        wb_json_end_array(&json);
        wb_json_end_object(&json);
        wb_buf_putc(out, '\n');
    }
    return out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}

static const char *term_kind_name(uint8_t kind)
{
    switch ((wb_term_kind)kind) {
    case WB_TERM_GRAM:
        return "gram";
    case WB_TERM_ALPHANUM:
        return "alphanumeric";
    case WB_TERM_UNIGRAM:
        return "unigram";
    case WB_TERM_WORD:
        return "word";
    }
    return "unknown";
}

/* The fold, then ICU's words, then the terms by kind. */
static void tokens_as_text(wb_slice folded, const wb_word *words, size_t word_count,
                           const wb_terms *terms, wb_buf *out)
{
    wb_buf_puts(out, "fold:  ");
    wb_buf_put(out, folded);
    wb_buf_puts(out, "\nwords:");
    for (size_t i = 0; i < word_count; i++) {
        wb_buf_putc(out, ' ');
        wb_buf_append(out, folded.ptr + words[i].start, words[i].end - words[i].start);
    }
    wb_buf_puts(out, "\nterms:");
    for (size_t i = 0; i < terms->count; i++) {
        wb_buf_putc(out, ' ');
        wb_buf_put(out, wb_terms_text(terms, i));
        if (terms->items[i].kind == WB_TERM_UNIGRAM) {
            wb_buf_putc(out, '$');
        }
    }
    wb_buf_puts(out, "\n");
}

static void tokens_as_json(wb_slice folded, const wb_word *words, size_t word_count,
                           const wb_terms *terms, wb_json *json)
{
    wb_json_put_text(json, "fold", folded);
    wb_json_key(json, "words");
    wb_json_begin_array(json);
    for (size_t i = 0; i < word_count; i++) {
        wb_json_text(json,
                     wb_slice_make(folded.ptr + words[i].start, words[i].end - words[i].start));
    }
    wb_json_end_array(json);
    wb_json_key(json, "terms");
    wb_json_begin_array(json);
    for (size_t i = 0; i < terms->count; i++) {
        wb_json_begin_object(json);
        wb_json_put_text(json, "term", wb_terms_text(terms, i));
        wb_json_put_text(json, "kind", wb_slice_from(term_kind_name(terms->items[i].kind)));
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
}

static wb_status show_tokens(const wb_doc *doc, bool as_json, wb_buf *out, wb_error *err)
{
    wb_tokenizer *tokenizer = NULL;
    wb_folded folded;
    wb_terms terms;
    wb_folded_init(&folded);
    wb_terms_init(&terms);
    wb_status status = wb_tokenizer_new(&tokenizer, err);
    for (size_t i = 0; i < doc->para_count && status == WB_OK; i++) {
        const wb_word *words;
        size_t word_count;
        if (wb_fold(doc->paras[i].text, false, &folded) != WB_OK) {
            status = wb_error_nomem(err);
            break;
        }
        wb_slice text = wb_buf_slice(&folded.text);
        status = wb_tokenizer_terms(tokenizer, text, &terms, err);
        if (status == WB_OK) {
            status = wb_tokenizer_words(tokenizer, text, &words, &word_count, err);
        }
        if (status != WB_OK) {
            break;
        }
        if (as_json) { /* one object a line */
            wb_json json;
            wb_json_init(&json, out);
            wb_json_begin_object(&json);
            wb_json_put_uint(&json, "first_line", doc->paras[i].first_line);
            tokens_as_json(text, words, word_count, &terms, &json);
            wb_json_end_object(&json);
            wb_buf_putc(out, '\n');
        } else {
            wb_buf_puts(out, i ? "\n" : "");
            put_lines(out, &doc->paras[i]);
            wb_buf_putc(out, '\n');
            tokens_as_text(text, words, word_count, &terms, out);
        }
    }
    wb_terms_free(&terms);
    wb_folded_free(&folded);
    wb_tokenizer_free(tokenizer);
    if (status == WB_OK && out->status != WB_OK) {
        status = wb_error_nomem(err);
    }
    return status;
}

static wb_status read_document(const char *path, wb_doc *doc, wb_error *err)
{
    wb_buf bytes;
    wb_buf decoded;
    wb_buf_init(&bytes, 0);
    wb_buf_init(&decoded, 0);
    wb_file_stamp stamp;
    wb_slice text;
    wb_encoding encoding;
    wb_error error;
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    wb_doc_format format = WB_DOC_MARKDOWN;
    (void)wb_doc_format_of(name, &format);
    wb_status status = wb_file_read(AT_FDCWD, path, WB_DOC_SOURCE_MAX, &bytes, &stamp, &error);
    if (status == WB_OK) {
        status = wb_encoding_decode(wb_buf_slice(&bytes), &decoded, &text, &encoding, &error);
    }
    if (status == WB_OK) {
        status = wb_doc_read(text, format, name, doc, &error);
    }
    if (status != WB_OK && error.line) {
        wb_error_set(err, status, "%s:%" PRIu32 ": %s", path, error.line, error.text);
    } else if (status != WB_OK) {
        wb_error_set(err, status, "%s: %s", path, error.text);
    }
    wb_buf_free(&bytes);
    wb_buf_free(&decoded);
    return status;
}

int command_inspect(const struct options *options)
{
    wb_doc doc = {0};
    wb_buf out;
    wb_error error;
    wb_buf_init(&out, 0);
    wb_status status;
    const char *what = options->operand_count ? options->operands[0] : "";
    bool tokens = strcmp(what, "tokens") == 0;
    if (options->operand_count != 2 || (!tokens && strcmp(what, "paragraphs") != 0)) {
        status = wb_error_set(&error, WB_INVALID, "inspect what?");
        wb_error_hint(&error, "wbindex inspect paragraphs|tokens FILE");
    } else {
        status = read_document(options->operands[1], &doc, &error);
    }
    if (status == WB_OK) {
        status = tokens ? show_tokens(&doc, options->json, &out, &error)
                        : show_paragraphs(&doc, options->json, &out, &error);
    }
    if (status == WB_OK) {
        fwrite(out.data, 1, out.len, stdout);
    } else {
        print_error(&error);
    }
    wb_buf_free(&out);
    wb_doc_clear(&doc);
    return status == WB_OK ? EXIT_DONE : EXIT_FATAL;
}
