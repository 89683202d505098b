#include "wbsearch_session.h"

#include <stdio.h>
#include <stdlib.h>

#include "explain.h"
#include "format.h"
#include "wbsearch_output.h"

/* A line of a list that is left out. */
static void warn_list(void *context, const wb_error *error)
{
    (void)context;
    fprintf(stderr, "wbsearch: %s\n", error->text);
}

static wb_status load_lists(const struct options *options, const char *index_path, wb_lists *lists,
                            wb_error *err)
{
    wb_buf config;
    wb_buf_init(&config, 0);
    if (wb_lists_config_folder(&config) != WB_OK) {
        return wb_error_nomem(err);
    }
    wb_lists_options wanted = {.config_folder = config.data,
                               .index_path = index_path,
                               .synonyms_file = options->synonyms_file,
                               .numbers = options->equivalents,
                               .synonyms = options->synonyms,
                               .builtin_synonyms = options->synonyms && options->builtin_synonyms,
                               .report = warn_list};
    wb_status status = wb_lists_load(&wanted, lists, err);
    wb_buf_free(&config);
    return status;
}

wb_status session_open(struct session *session, const struct options *options,
                       const char *index_path, wb_error *err)
{
    session->options = options;
    session->folder = realpath(".", NULL);
    wb_status status = wb_searcher_new(index_path, &session->searcher, err);
    return status == WB_OK ? load_lists(options, index_path, &session->lists, err) : status;
}

void session_close(struct session *session)
{
    wb_lists_clear(&session->lists);
    wb_searcher_free(session->searcher);
    free(session->folder);
}

wb_status session_parse(const struct session *session, wb_slice text, wb_query *query,
                        wb_error *err)
{
    wb_status status = wb_query_parse(text, query, err);
    return status == WB_OK && session->options->strict ? wb_query_check(query, err) : status;
}

/* The explanation goes to standard error, so that the results stay what they are. */
static wb_status explain(struct session *session, const wb_query *query, const wb_result *result,
                         const wb_format_options *format, wb_error *err)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_status status =
        wb_explain_text(query, wb_searcher_index(session->searcher), result, format, &text, err);
    if (status == WB_OK) {
        fputs(text.data, stderr);
    }
    wb_buf_free(&text);
    return status;
}

/* Appends the answer in the form that the options ask for. */
static wb_status put_answer(struct session *session, const wb_query *query, const wb_result *result,
                            const wb_format_options *format, wb_buf *out, wb_error *err)
{
    const struct options *options = session->options;
    if (options->json) { /* of --count: the summary alone */
        wb_status status = WB_OK;
        if (options->explain) {
            status = wb_explain_json(query, wb_searcher_index(session->searcher), result, format,
                                     out, err);
        }
        return status == WB_OK ? wb_format_json(query, result, format, out, err) : status;
    }
    if (options->count) {
        return wb_format_count(result, format, out, err);
    }
    if (options->heading) {
        wb_status status = wb_format_query(query, format, out, err);
        return status == WB_OK ? wb_format_text(result, format, out, err) : status;
    }
    return wb_format_lines(result, format, out, err);
}

/* In a pipe the total would be taken for a result; that hits are left out must be said. */
static void warn_cut(const struct options *options, const wb_result *result)
{
    size_t shown = wb_format_certified(result);
    bool cut = !result->total_exact || result->total > shown;
    bool in_lines = !options->count && !options->json && !options->heading && !options->batch;
    if (in_lines && cut) {
        wb_buf text;
        wb_buf_init(&text, 0);
        if (wb_format_total(result, shown, &text) == WB_OK) {
            fprintf(stderr, "wbsearch: %s\n", text.data);
        }
        wb_buf_free(&text);
    }
}

static wb_status print_result(struct session *session, wb_slice id, const wb_query *query,
                              const wb_result *result, wb_error *err)
{
    const struct options *options = session->options;
    wb_format_options format = {.color = output_wants_color(options),
                                .full = options->full,
                                .width = output_width(),
                                .folder = session->folder ? session->folder : "",
                                .query_id = id};
    wb_buf out;
    wb_buf_init(&out, 0);
    wb_status status = put_answer(session, query, result, &format, &out, err);
    if (status == WB_OK) {
        status = output_flush(&out, &session->gone, err);
    }
    if (status == WB_OK && options->explain && !options->json && !session->gone) {
        status = explain(session, query, result, &format, err);
    }
    if (status == WB_OK && !session->gone) {
        warn_cut(options, result);
    }
    wb_buf_free(&out);
    return status;
}

wb_status session_answer(struct session *session, wb_slice id, wb_query *query, wb_error *err)
{
    const struct options *options = session->options;
    wb_result result = {0};
    wb_search_options wanted = {.limit = options->count ? 0 : (size_t)options->limit,
                                .count_all = options->count,
                                .depth = options_depth(options),
                                .sort = options->sort,
                                .fold_duplicates =
                                    !options->duplicates && (options->json || options->heading),
                                .notes = options->notes && (options->json || options->heading)};
    wb_status status = wb_equivalents_attach(&session->lists.equivalents, query, err);
    if (status == WB_OK) {
        status = wb_search(session->searcher, query, &wanted, &result, err);
    }
    if (status == WB_OK) {
        session->found = session->found || result.total > 0;
        status = print_result(session, id, query, &result, err);
    }
    wb_result_clear(&result);
    return status;
}
