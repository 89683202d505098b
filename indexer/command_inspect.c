/* wbindex inspect: what the reader and the tokenizer make of a file. */
#include "commands.h"
#include "inspect.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>

#include <wbsearch/doc.h>
#include <wbsearch/encoding.h>
#include <wbsearch/file.h>
#include <wbsearch/fold.h>
#include <wbsearch/json.h>
#include <wbsearch/token.h>

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
    case WB_TERM_PUNCTUATION:
        return "punctuation";
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
            inspect_put_lines(out, &doc->paras[i]);
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

/* One of the outputs of `inspect`. */
struct output {
    const char *name;
    wb_status (*show)(const wb_doc *doc, bool as_json, wb_buf *out, wb_error *err);
};

static const struct output *find_output(const struct options *options)
{
    static const struct output outputs[] = {
        {"document", inspect_document},
        {"paragraphs", inspect_paragraphs},
        {"tokens", show_tokens},
    };
    const char *name = options->operand_count == 2 ? options->operands[0] : "";
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        if (strcmp(outputs[i].name, name) == 0) {
            return &outputs[i];
        }
    }
    return NULL;
}

int command_inspect(const struct options *options)
{
    wb_doc doc = {0};
    wb_buf out;
    wb_error error;
    wb_buf_init(&out, 0);
    wb_status status;
    const struct output *output = find_output(options);
    if (!output) {
        status = wb_error_set(&error, WB_INVALID, "inspect what?");
        wb_error_hint(&error, "wbindex inspect document|paragraphs|tokens FILE");
    } else {
        status = read_document(options->operands[1], &doc, &error);
    }
    if (status == WB_OK) {
        status = output->show(&doc, options->json, &out, &error);
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
