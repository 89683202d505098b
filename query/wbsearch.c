/* wbsearch: from the command line to the exit status. */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>

#include <wbsearch/index.h>
#include <wbsearch/message.h>

#include "keep_memory.h"
#include "wbsearch_flags.h"
#include "wbsearch_output.h"
#include "wbsearch_preview.h"
#include "wbsearch_refresh.h"
#include "wbsearch_session.h"

#define EXIT_HITS 0
#define EXIT_NO_HITS 1
#define EXIT_ERROR 2

/* What the query language takes for a quotation mark. */
static const char *const quotation_marks[] = {"“", "”", "「", "」", "『", "』", "＂"};

static wb_status put_manual(const struct options *options, wb_buf *out)
{
    switch (options->action) {
    case ACTION_USAGE:
        return wb_opt_put_usage(&wbsearch_program, out);
    case ACTION_HELP:
        return wb_opt_put_help(&wbsearch_program, out);
    case ACTION_GENERATE:
        return wb_opt_generate(&wbsearch_program, options->generate, out);
    case ACTION_VERSION:
    case ACTION_SEARCH:
        break;
    }
    return wb_buf_puts(out, "wbsearch " WB_VERSION "\n");
}

/* Prints what the user asked to know of the program itself. */
static wb_status print_manual(const struct options *options, wb_error *err)
{
    wb_buf text;
    bool gone = false;
    wb_buf_init(&text, 0);
    wb_status status = put_manual(options, &text) == WB_OK ? WB_OK : wb_error_nomem(err);
    if (status == WB_OK) {
        status = output_flush(&text, &gone, err);
    }
    wb_buf_free(&text);
    return status;
}

/* A query that finds just this text, whatever is in it. */
static void put_literal(wb_slice text, wb_buf *out)
{
    wb_buf_putc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        wb_slice rest = wb_slice_make(text.ptr + i, text.len - i);
        bool mark = text.ptr[i] == '\\' || text.ptr[i] == '"';
        for (size_t k = 0; k < sizeof quotation_marks / sizeof *quotation_marks; k++) {
            mark = mark || wb_slice_starts(rest, quotation_marks[k]);
        }
        wb_buf_puts(out, mark ? "\\" : "");
        wb_buf_putc(out, text.ptr[i]);
    }
    wb_buf_putc(out, '"');
}

/* The query of the command line: its words, or any of those given with -e. */
static wb_status join_words(const struct options *options, wb_buf *ret, wb_error *err)
{
    bool any = options->query_count > 0;
    size_t count = any ? options->query_count : options->word_count;
    for (size_t i = 0; i < count; i++) {
        const char *word = any ? options->queries[i] : options->words[i];
        wb_buf_puts(ret, i == 0 ? "" : any ? " OR " : " ");
        if (any && options->fixed_strings) {
            put_literal(wb_slice_from(word), ret);
        } else {
            wb_buf_puts(ret, any && count > 1 ? "(" : "");
            wb_buf_puts(ret, word);
            wb_buf_puts(ret, any && count > 1 ? ")" : "");
        }
    }
    if (ret->status == WB_OK && options->fixed_strings && !any) {
        wb_buf all = *ret;
        wb_buf_init(ret, 0);
        put_literal(wb_buf_slice(&all), ret);
        wb_buf_free(&all);
    }
    return ret->status == WB_OK ? WB_OK : wb_error_nomem(err);
}

/* Parses the words of the command line, and shows where they are wrong. */
static wb_status parse_words(struct session *session, wb_query *query, wb_error *err)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_status status = join_words(session->options, &text, err);
    if (status == WB_OK) {
        status = session_parse(session, wb_buf_slice(&text), query, err);
    }
    if (status == WB_SYNTAX && err->offset != SIZE_MAX) {
        output_place(wb_buf_slice(&text), err);
    }
    if (status == WB_OK) {
        output_odd(query);
    }
    wb_buf_free(&text);
    return status;
}

/* The indexes are searched, and meanwhile compared with the files. */
static wb_status search(struct session *session, struct indexes *indexes, wb_query *query,
                        wb_error *err)
{
    const struct options *options = session->options;
    wb_status status = indexes_find(options, indexes, err);
    if (status == WB_OK && options->refresh) {
        status = refresh_indexes(indexes, err);
    }
    if (status == WB_OK) {
        status = indexes_open(indexes, options, err);
    }
    if (status == WB_OK) {
        status = session_open(session, options, indexes, err);
    }
    if (status == WB_OK) {
        status = options->batch     ? session_answer_batch(session, err)
                 : options->preview ? preview_print(session, query, err)
                                    : session_answer(session, wb_slice_make("", 0), query, err);
    }
    indexes_finish(indexes, status != WB_OK || session->gone);
    return status;
}

static int run(const struct options *options)
{
    wb_error error;
    wb_query query = {0};
    struct indexes indexes = {.count = 0};
    struct session session = {.options = options};
    bool nothing = options->preview && options->word_count == 0 && options->query_count == 0;
    wb_status status = !options->batch && !nothing ? parse_words(&session, &query, &error) : WB_OK;
    if (status == WB_OK) {
        status = search(&session, &indexes, &query, &error);
    }
    if (status != WB_OK) {
        output_error(&error);
    }
    session_close(&session);
    indexes_close(&indexes);
    wb_query_clear(&query);
    if (options->report == REPORT_NOTHING && session.found) {
        return EXIT_HITS; /* as grep -q: found is found, whatever else went wrong */
    }
    return status != WB_OK || session.failed ? EXIT_ERROR
           : session.found                   ? EXIT_HITS
                                             : EXIT_NO_HITS;
}

int main(int argc, char **argv)
{
    (void)signal(SIGPIPE, SIG_IGN); /* seen as EPIPE, which is no error */
    setlocale(LC_CTYPE, "C.UTF-8");
    wb_message_init();
    wb_keep_memory();
    struct options options;
    wb_error error;
    wb_status status = options_read(argv + 1, argc > 0 ? (size_t)argc - 1 : 0, &options, &error);
    int result = EXIT_ERROR;
    if (status == WB_OK && options.action == ACTION_SEARCH) {
        result = run(&options);
    } else {
        if (status == WB_OK) {
            status = print_manual(&options, &error);
        }
        if (status == WB_OK) {
            result = EXIT_HITS;
        } else {
            output_error(&error);
        }
    }
    options_clear(&options);
    return result;
}
