#include "wbsearch_session.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "explain.h"
#include "format.h"
#include "format_cite.h"
#include "format_flat.h"
#include "tally.h"
#include "wbsearch_output.h"
#include "wbsearch_report.h"

/* With -e, the words of the command line say where hits may stand. */
static wb_status select_places(struct session *session, wb_error *err)
{
    wb_index *indexes[INDEXES_MAX];
    const struct options *options = session->options;
    for (size_t i = 0; i < session->indexes->count; i++) {
        indexes[i] = wb_searcher_index(session->indexes->items[i].searcher);
    }
    return selection_set(&session->selection, options->words, options->word_count, indexes,
                         session->indexes->count, err);
}

wb_status session_open(struct session *session, const struct options *options,
                       struct indexes *indexes, wb_error *err)
{
    session->options = options;
    session->indexes = indexes;
    session->folder = realpath(".", NULL);
    session->selection.max_count = options->max_count;
    wb_status status = options->query_count ? select_places(session, err) : WB_OK;
    if (status == WB_OK && options->column_unit != WB_COLUMN_BYTE) {
        status = wb_source_new(&session->source, err);
    }
    return status;
}

void session_close(struct session *session)
{
    wb_source_free(session->source);
    selection_clear(&session->selection);
    free(session->folder);
}

wb_status session_parse(const struct session *session, wb_slice text, wb_query *query,
                        wb_error *err)
{
    wb_status status = wb_query_parse(text, query, err);
    return status == WB_OK && session->options->strict ? wb_query_check(query, err) : status;
}

/* The index that --explain asks: there is one only. */
static wb_index *first_index(struct session *session)
{
    return wb_searcher_index(session->indexes->items[0].searcher);
}

/* The explanation goes to standard error, so that the results stay what they are. */
static wb_status explain(struct session *session, const wb_query *query, const wb_result *result,
                         const wb_format_options *format, wb_error *err)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_status status = wb_explain_text(query, first_index(session), result, format, &text, err);
    if (status == WB_OK) {
        fputs(text.data, stderr);
    }
    wb_buf_free(&text);
    return status;
}

static wb_status put_json(struct session *session, const wb_query *query, const wb_result *result,
                          const wb_format_options *format, wb_buf *out, wb_error *err)
{
    wb_status status = WB_OK;
    if (session->options->explain) {
        status = wb_explain_json(query, first_index(session), result, format, out, err);
    }
    return status == WB_OK ? wb_format_json(query, result, format, out, err) : status;
}

static wb_status put_text(const wb_query *query, const wb_result *result,
                          const wb_format_options *format, wb_buf *out, wb_error *err)
{
    wb_status status = wb_format_query(query, format, out, err);
    return status == WB_OK ? wb_format_text(result, format, out, err) : status;
}

static wb_status put_lines(struct session *session, const wb_result *result,
                           const wb_format_options *format, wb_buf *out, wb_error *err)
{
    const struct options *options = session->options;
    wb_lines_options lines = {.style = options->form == FORM_VIMGREP ? WB_LINES_VIMGREP
                                       : options->form == FORM_GCC   ? WB_LINES_GCC
                                       : options->only_matching      ? WB_LINES_ONLY
                                                                     : WB_LINES_PARAGRAPH,
                              .null = options->null,
                              .no_path = options->no_filename,
                              .no_line_number = options->no_line_number,
                              .column = options->column,
                              .unit = options->column_unit,
                              .source = session->source,
                              .max_chars = options->max_columns,
                              .groups = options->before || options->behind};
    bool unread = false;
    wb_status status = wb_format_lines(result, format, &lines, &unread, out, err);
    if (unread) {
        fputs("wbsearch: files could not be read to count columns in them\n", stderr);
        session->failed = true;
    }
    return status;
}

static wb_status put_table(struct session *session, const wb_result *result,
                           const wb_format_options *format, wb_buf *out, wb_error *err)
{
    const struct options *options = session->options;
    wb_table_style style = options->form == FORM_CSV ? WB_TABLE_CSV : WB_TABLE_TSV;
    wb_status status = WB_OK;
    if (options->header && !session->headed) {
        status = wb_format_table_head(style, &options->fields, out, err);
        session->headed = true;
    }
    return status == WB_OK ? wb_format_table(style, result, format, &options->fields, out, err)
                           : status;
}

/* Appends the hits in the form that the options ask for. */
static wb_status put_hits(struct session *session, const wb_query *query, const wb_result *result,
                          const wb_format_options *format, wb_buf *out, wb_error *err)
{
    switch (session->options->form) {
    case FORM_TEXT:
        return put_text(query, result, format, out, err);
    case FORM_JSON:
        return put_json(session, query, result, format, out, err);
    case FORM_JSONL:
        return wb_format_jsonl(result, format, &session->options->fields, out, err);
    case FORM_CSV:
    case FORM_TSV:
        return put_table(session, result, format, out, err);
    case FORM_CITE:
        return wb_format_cite(WB_CITE_PLAIN, result, format, out, err);
    case FORM_CITE_MARKDOWN:
        return wb_format_cite(WB_CITE_MARKDOWN, result, format, out, err);
    case FORM_AUTO:
    case FORM_LINES:
    case FORM_VIMGREP:
    case FORM_GCC:
        break;
    }
    return put_lines(session, result, format, out, err);
}

/* Appends the answer in the form that the options ask for. */
static wb_status put_answer(struct session *session, const wb_query *query, const wb_result *result,
                            const wb_format_options *format, wb_buf *out, wb_error *err)
{
    const struct options *options = session->options;
    bool found = result->total > 0;
    wb_status status = WB_OK;
    bool as_json = options->form == FORM_JSON && options->report == REPORT_COUNT;
    if (options->report == REPORT_HITS || as_json) { /* a count is the summary alone */
        status = put_hits(session, query, result, format, out, err);
    } else {
        status = report_put(options, &session->selection, session->indexes, result, format, out,
                            &found, err);
    }
    session->found = session->found || (status == WB_OK && found);
    return status;
}

/* In a pipe the total would be taken for a result; that hits are left out must be said. */
static void warn_cut(const struct options *options, const wb_result *result)
{
    size_t shown = wb_format_certified(result);
    bool cut = !result->total_exact || result->total > shown;
    bool silent = options->form == FORM_TEXT || options->form == FORM_JSON || options->batch;
    if (options->report == REPORT_HITS && !silent && cut) {
        wb_buf text;
        wb_buf_init(&text, 0);
        if (wb_format_total(result, shown, &text) == WB_OK) {
            fprintf(stderr, "wbsearch: %s\n", text.data);
        }
        wb_buf_free(&text);
    }
}

static void print_stats(const wb_result *result)
{
    size_t matches = 0;
    size_t documents = 0;
    wb_tally tally = {NULL, NULL, 0};
    if (wb_tally_init(&tally, result->hit_count, NULL) != WB_OK) {
        return;
    }
    for (size_t i = 0; i < result->hit_count; i++) {
        matches += result->hits[i].match_count;
        documents += ++*wb_tally_of(&tally, result->hits[i].doc_id) == 1;
    }
    wb_tally_free(&tally);
    fprintf(stderr,
            "%zu matches\n%zu paragraphs shown\n%zu documents shown\n"
            "%s%" PRIu64 " paragraphs match\n%.6f seconds\n",
            matches, result->hit_count, documents, result->total_exact ? "" : "at least ",
            result->total, result->seconds);
}

/* What standard error is told of an answer. */
static wb_status print_remarks(struct session *session, const wb_query *query,
                               const wb_result *result, const wb_format_options *format,
                               wb_error *err)
{
    const struct options *options = session->options;
    wb_status status = WB_OK;
    if (options->explain && options->form != FORM_JSON) {
        status = explain(session, query, result, format, err);
    }
    if (status == WB_OK) {
        warn_cut(options, result);
    }
    if (status == WB_OK && options->stats) {
        print_stats(result);
    }
    return status;
}

static wb_status print_result(struct session *session, wb_slice id, const wb_query *query,
                              const wb_result *result, wb_error *err)
{
    const struct options *options = session->options;
    bool color = output_wants_color(options);
    wb_format_options format = {.color = color,
                                .hyperlink = color ? options->hyperlink : NULL,
                                .full = options->full,
                                .width = output_width(),
                                .folder = session->folder ? session->folder : "",
                                .query_id = id};
    wb_buf out;
    wb_buf_init(&out, 0);
    wb_status status = put_answer(session, query, result, &format, &out, err);
    if (status == WB_OK) {
        status = output_show(options, &out, &session->gone, err);
    }
    if (status == WB_OK && !session->gone) {
        status = print_remarks(session, query, result, &format, err);
    }
    wb_buf_free(&out);
    return status;
}

static wb_search_options wanted_of(const struct options *options)
{
    bool hits = options->report == REPORT_HITS;
    bool rich = hits && (options->form == FORM_TEXT || options_structured(options));
    bool neighbours = rich || (hits && options->form == FORM_LINES && !options->only_matching);
    return (wb_search_options){.limit = report_needs_all(options)           ? WB_SEARCH_LIMIT_MAX
                                        : options->report == REPORT_COUNT   ? 0
                                        : options->report == REPORT_NOTHING ? 1
                                                                            : options->limit,
                               .count_all = options->report == REPORT_COUNT,
                               .depth = options_depth(options),
                               .sort = options->sort,
                               .fold_duplicates = rich && !options->duplicates,
                               .notes = rich && options->notes,
                               .before = neighbours ? options->before : 0,
                               .behind = neighbours ? options->behind : 0};
}

wb_status session_answer(struct session *session, wb_slice id, wb_query *query, wb_error *err)
{
    struct found found = {.result = {0}};
    wb_search_options wanted = wanted_of(session->options);
    wb_status status =
        indexes_search(session->indexes, &session->selection, query, &wanted, &found, err);
    if (status == WB_OK) {
        status = print_result(session, id, query, &found.result, err);
    }
    found_clear(&found);
    return status;
}
