/* wbsearch: the command line. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <wbsearch/index.h>
#include <wbsearch/opt.h>

#include "batch.h"
#include "diagnose.h"
#include "explain.h"
#include "format.h"
#include "freshness.h"
#include "lists.h"
#include "search.h"

#define EXIT_HITS 0
#define EXIT_NO_HITS 1
#define EXIT_ERROR 2

/* How long the end of the program waits to know whether files have changed, milliseconds. */
#define FRESHNESS_PATIENCE_MS 200

enum {
    OPT_INDEX = 256,
    OPT_LIMIT,
    OPT_COUNT,
    OPT_JSON,
    OPT_HEADING,
    OPT_NO_HEADING,
    OPT_FULL,
    OPT_NO_NOTES,
    OPT_DUPLICATES,
    OPT_COLOR,
    OPT_STRICT,
    OPT_NO_EQUIVALENTS,
    OPT_SYNONYMS,
    OPT_NO_SYNONYMS,
    OPT_NO_BUILTIN_SYNONYMS,
    OPT_EXPLAIN,
    OPT_RUNG,
    OPT_SORT,
    OPT_NO_CHECK,
    OPT_BATCH,
    OPT_HELP,
    OPT_VERSION
};

static const wb_opt table[] = {
    {OPT_INDEX, 'i', "index", "PATH",
     "the index directory (default: $WBSEARCH_INDEX, or\n.wbsearch in this folder or the nearest "
     "above)"},
    {OPT_LIMIT, 'n', "limit", "N", "show N paragraphs at most (default: 20)"},
    {OPT_COUNT, 'c', "count", NULL, "print only how many paragraphs match, counting all"},
    {OPT_JSON, 0, "json", NULL, "print JSON Lines (query/SCHEMA.md)"},
    {OPT_HEADING, 0, "heading", NULL, "group by document (default on a terminal)"},
    {OPT_NO_HEADING, 0, "no-heading", NULL, "one PATH:LINE:TEXT a line (default in a pipe)"},
    {OPT_FULL, 0, "full", NULL, "show whole paragraphs, not cut to fit"},
    {OPT_NO_NOTES, 0, "no-notes", NULL, "leave out the notes that paragraphs refer to"},
    {OPT_DUPLICATES, 0, "duplicates", NULL, "list paragraphs with the same text one by one"},
    {OPT_COLOR, 0, "color", "WHEN", "auto, always or never"},
    {OPT_RUNG, 0, "rung", "RUNG",
     "go down to exact, loose, words (all of them somewhere\nin the paragraph or its headings) or "
     "some\n"
     "(default: some; loose for one PATH:LINE:TEXT a line)"},
    {OPT_SORT, 0, "sort", "ORDER",
     "relevance, date (of the document, newest first) or\npath; a better rung always stands first "
     "(default:\nrelevance)"},
    {OPT_STRICT, 0, "strict", NULL, "an odd query is an error, not read as seems best"},
    {OPT_NO_EQUIVALENTS, 0, "no-equivalents", NULL,
     "numbers, dates, percentages only as they are written"},
    {OPT_SYNONYMS, 0, "synonyms", "FILE",
     "synonyms, one group a line: A, B or A => B (beside\n~/.config/wbsearch/synonyms.txt and "
     ".wbsynonyms)"},
    {OPT_NO_SYNONYMS, 0, "no-synonyms", NULL, "no synonyms at all"},
    {OPT_NO_BUILTIN_SYNONYMS, 0, "no-builtin-synonyms", NULL, "only synonyms of the user's lists"},
    {OPT_EXPLAIN, 0, "explain", NULL,
     "also say how the query was read, what was asked of the\nindex, and why hits stand where they "
     "do"},
    {OPT_NO_CHECK, 0, "no-check", NULL, "do not look whether files have changed"},
    {OPT_BATCH, 0, "batch", "FILE",
     "answer the queries in FILE (- for standard input),\none a line, in order; a line may begin "
     "with an id\n"
     "and a tab"},
    {OPT_HELP, 'h', "help", NULL, "this text"},
    {OPT_VERSION, 'V', "version", NULL, "the version"},
    {0, 0, NULL, NULL, NULL},
};

static const char usage[] =
    "usage: wbsearch [OPTION]... WORD...\n"
    "       wbsearch [OPTION]... --batch FILE\n"
    "\n"
    "Prints the paragraphs that hold every WORD, best first. A word is found wherever\n"
    "it stands in the text, from one character upward; traditional and simplified\n"
    "characters, full and half width, kinds of quotation marks and brackets are the\n"
    "same; a number or a Latin word matches whole.\n"
    "\n"
    "  A B, A AND B     both                  \"A B\"          literally this\n"
    "  A OR B, A|B      either                abc*           words that begin so\n"
    "  NOT A, -A        without               (A OR B) C     grouped\n"
    "  同句(A B)         in a sentence; 同段 同节 同篇: paragraph, section, document\n"
    "  机关:A 文号:A 标题:A 章节:A 路径:A 文种:A 年份:2019..2023\n"
    "                   only in such documents (organ: number: title: section: path:\n"
    "                   kind: year:)\n"
    "\n";

static const char footer[] =
    "\n"
    "Exit status: 0 found, 1 nothing found (but perhaps parts of it), 2 error.\n"
    "\n"
    "Examples:\n"
    "  wbsearch 碳金融\n"
    "  wbsearch 绿色信贷 500强\n"
    "  wbsearch '同句(绿色 信贷|贷款) -试点 年份:2019..'\n"
    "  wbsearch --json 碳金融 | jq -r 'select(.type==\"match\").data.title'\n";

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
    const char *index;
    const char *batch; /* NULL for none */
    uint64_t limit;
    bool count;
    bool json;
    bool heading;
    bool full;
    bool notes;
    bool duplicates; /* paragraphs with the same text are hits of their own */
    bool strict;
    bool equivalents;
    const char *synonyms_file; /* NULL for none */
    bool synonyms;
    bool builtin_synonyms;
    bool explain;
    bool check;
    enum color_when color;
    wb_search_depth depth;
    bool depth_given;
    wb_sort sort;
};

static void print_error(const wb_error *error)
{
    fprintf(stderr, "wbsearch: %s\n", error->text);
    if (error->hint[0]) {
        fprintf(stderr, "wbsearch: hint: %s\n", error->hint);
    }
}

enum written {
    WRITTEN,
    READER_GONE, /* | head: no error, but nothing more is to be said */
    WRITE_FAILED
};

static enum written write_out(const wb_buf *out)
{
    if ((out->len && fwrite(out->data, 1, out->len, stdout) != out->len) || fflush(stdout) != 0) {
        return errno == EPIPE ? READER_GONE : WRITE_FAILED;
    }
    return WRITTEN;
}

/* Prints help or version, which the user asked for: not to be able to is an error. */
static int print_text(wb_buf *text)
{
    bool written = text->status == WB_OK && write_out(text) != WRITE_FAILED;
    if (!written) {
        perror("wbsearch: cannot write");
    }
    wb_buf_free(text);
    return written ? EXIT_HITS : EXIT_ERROR;
}

static int print_help(void)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_buf_puts(&text, usage);
    wb_opt_help(table, &text);
    wb_buf_puts(&text, footer);
    return print_text(&text);
}

static int print_version(void)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_buf_puts(&text, "wbsearch " WB_VERSION "\n");
    return print_text(&text);
}

static wb_status set_depth(const char *rung, struct options *options, wb_error *err)
{
    static const struct {
        const char *name;
        wb_search_depth depth;
    } depths[] = {{"exact", WB_SEARCH_EXACT},
                  {"loose", WB_SEARCH_LOOSE},
                  {"words", WB_SEARCH_WORDS},
                  {"some", WB_SEARCH_SOME}};
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        if (strcmp(rung, depths[i].name) == 0) {
            options->depth = depths[i].depth;
            options->depth_given = true;
            return WB_OK;
        }
    }
    return wb_error_set(err, WB_INVALID, "--rung takes exact, loose, words or some, not '%s'",
                        rung);
}

static wb_status set_sort(const char *order, struct options *options, wb_error *err)
{
    static const char *const names[] = {
        [WB_SORT_RELEVANCE] = "relevance", [WB_SORT_DATE] = "date", [WB_SORT_PATH] = "path"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(order, names[i]) == 0) {
            options->sort = (wb_sort)i;
            return WB_OK;
        }
    }
    return wb_error_set(err, WB_INVALID, "--sort takes relevance, date or path, not '%s'", order);
}

/* What people and programs read goes down to partial matches, which are marked as such; lines for
 * grep and editors, which cannot mark them, do not. */
static wb_search_depth wanted_depth(const struct options *options)
{
    return options->depth_given                ? options->depth
           : options->json || options->heading ? WB_SEARCH_SOME
                                               : WB_SEARCH_LOOSE;
}

static wb_status set_color(const char *when, struct options *options, wb_error *err)
{
    if (strcmp(when, "always") == 0) {
        options->color = COLOR_ALWAYS;
    } else if (strcmp(when, "never") == 0) {
        options->color = COLOR_NEVER;
    } else if (strcmp(when, "auto") == 0) {
        options->color = COLOR_AUTO;
    } else {
        return wb_error_set(err, WB_INVALID, "--color takes auto, always or never, not '%s'", when);
    }
    return WB_OK;
}

/* NO_COLOR wins over CLICOLOR_FORCE, the command line over both (no-color.org, cmake(1)). */
static bool wants_color(const struct options *options)
{
    if (options->color != COLOR_AUTO) {
        return options->color == COLOR_ALWAYS;
    }
    const char *no_color = getenv("NO_COLOR");
    const char *force = getenv("CLICOLOR_FORCE");
    const char *term = getenv("TERM");
    if (options->json || (no_color && *no_color)) {
        return false;
    }
    if (force && *force && strcmp(force, "0") != 0) {
        return true;
    }
    return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

static size_t terminal_width(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static wb_status find_index(const struct options *options, wb_buf *ret, wb_error *err)
{
    const char *named = options->index ? options->index : getenv("WBSEARCH_INDEX");
    if (named && *named) {
        return wb_buf_puts(ret, named) == WB_OK ? WB_OK : wb_error_nomem(err);
    }
    return wb_index_find(".", ret, err);
}

static wb_status join_words(char **words, size_t count, wb_buf *ret, wb_error *err)
{
    for (size_t i = 0; i < count; i++) {
        wb_buf_puts(ret, i ? " " : "");
        wb_buf_puts(ret, words[i]);
    }
    return ret->status == WB_OK ? WB_OK : wb_error_nomem(err);
}

/* What lasts from one query to the next. */
struct session {
    const struct options *options;
    wb_searcher *searcher;
    wb_lists lists;
    char *folder; /* the current folder; NULL when it is not known */
    bool found;   /* a query had a hit */
    bool failed;  /* a query of a batch had an error */
    bool gone;    /* nobody reads any more */
};

/* Writes what is in `out` and empties it. */
static wb_status flush_out(struct session *session, wb_buf *out, wb_error *err)
{
    enum written written = write_out(out);
    wb_buf_clear(out);
    session->gone = written == READER_GONE;
    return written == WRITE_FAILED ? wb_error_errno(err, WB_IO, errno, "cannot write the results")
                                   : WB_OK;
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

/* `id` is that of a query of a batch, else empty. */
static wb_status print_result(struct session *session, wb_slice id, const wb_query *query,
                              const wb_result *result, wb_error *err)
{
    const struct options *options = session->options;
    wb_format_options format = {.color = wants_color(options),
                                .full = options->full,
                                .width = terminal_width(),
                                .folder = session->folder ? session->folder : "",
                                .query_id = id};
    wb_buf out;
    wb_buf_init(&out, 0);
    wb_status status = WB_OK;
    if (options->json && options->explain) {
        status = wb_explain_json(query, wb_searcher_index(session->searcher), result, &format, &out,
                                 err);
    }
    if (status != WB_OK) {
        /* nothing is printed */
    } else if (options->json) { /* of --count: the summary alone */
        status = wb_format_json(query, result, &format, &out, err);
    } else if (options->count) {
        status = wb_format_count(result, &format, &out, err);
    } else if (options->heading) {
        status = wb_format_query(query, &format, &out, err);
        if (status == WB_OK) {
            status = wb_format_text(result, &format, &out, err);
        }
    } else {
        status = wb_format_lines(result, &format, &out, err);
    }
    if (status == WB_OK) {
        status = flush_out(session, &out, err);
    }
    if (status == WB_OK && options->explain && !options->json && !session->gone) {
        status = explain(session, query, result, &format, err);
    }
    /* In a pipe the total would be taken for a result; that hits are left out must be said. */
    size_t shown = wb_format_certified(result);
    bool cut = !result->total_exact || result->total > shown;
    bool in_lines = !options->count && !options->json && !options->heading && !options->batch;
    if (status == WB_OK && in_lines && cut && !session->gone) {
        wb_format_total(result, shown, &out);
        fprintf(stderr, "wbsearch: %s\n", out.data);
    }
    wb_buf_free(&out);
    return status;
}

static void warn_stale(const wb_freshness_report *report)
{
    const wb_walk_changes *c = &report->changes;
    if (!report->complete) {
        fputs("wbsearch: could not check whether files have changed since they were indexed\n",
              stderr);
        return;
    }
    if (report->missing_folder) {
        fputs("wbsearch: a folder of this index cannot be read; results are from the index\n",
              stderr);
    }
    if (c->added || c->changed || c->gone) {
        fprintf(stderr,
                "wbsearch: since indexing %zu files are new, %zu changed, %zu gone; run wbindex\n",
                c->added, c->changed, c->gone);
    }
    if (report->failed) {
        fprintf(stderr, "wbsearch: %" PRIu64 " files could not be indexed; see wbindex --status\n",
                report->failed);
    }
}

static wb_status search_and_print(struct session *session, wb_slice id, wb_query *query,
                                  wb_error *err)
{
    const struct options *options = session->options;
    wb_result result = {0};
    wb_search_options wanted = {.limit = options->count ? 0 : (size_t)options->limit,
                                .count_all = options->count,
                                .depth = wanted_depth(options),
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

/* Says how the query was read where it is odd. */
static void warn_odd(const wb_query *query)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    for (size_t i = 0; i < query->diagnostic_count; i++) {
        wb_diagnose(query, &query->diagnostics[i], "wbsearch: ", &text);
    }
    if (text.status == WB_OK && text.len) {
        fputs(text.data, stderr);
    }
    wb_buf_free(&text);
}

/* Points at the place of an error in the query. */
static void show_place(wb_slice query, const wb_error *error)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    if (wb_diagnose_place(query, error->offset, 0, &text) == WB_OK) {
        fputs(text.data, stderr);
    }
    wb_buf_free(&text);
}

/* Answers the words of the command line. */
static wb_status run_query(struct session *session, wb_query *query, wb_error *err)
{
    warn_odd(query);
    return search_and_print(session, wb_slice_make("", 0), query, err);
}

/* Whether an error concerns one query, so that the next may do better. */
static bool is_of_query(wb_status status)
{
    return status == WB_SYNTAX || status == WB_LIMIT || status == WB_INVALID;
}

/* Says what is wrong with a query of a batch, where its answer would stand too. */
static wb_status report_query(struct session *session, const wb_batch *batch, wb_slice id,
                              const wb_error *error, wb_error *err)
{
    session->failed = true;
    fprintf(stderr, "wbsearch: %s:%zu: %s\n", batch->name, batch->line, error->text);
    wb_status status = WB_OK;
    if (session->options->json) {
        wb_buf out;
        wb_buf_init(&out, 0);
        status = wb_format_json_error(error, id, &out, err);
        if (status == WB_OK) {
            status = flush_out(session, &out, err);
        }
        wb_buf_free(&out);
    }
    return status;
}

static wb_status parse(const struct options *options, wb_slice text, wb_query *query, wb_error *err)
{
    wb_status status = wb_query_parse(text, query, err);
    return status == WB_OK && options->strict ? wb_query_check(query, err) : status;
}

/* Answers the queries of a file, one after the other. */
static wb_status run_batch(struct session *session, wb_error *err)
{
    wb_batch batch;
    wb_query query = {0};
    bool more = true;
    wb_status status = wb_batch_open(session->options->batch, &batch, err);
    while (status == WB_OK && more && !session->gone) {
        wb_slice id;
        wb_slice text;
        status = wb_batch_next(&batch, &id, &text, &more, err);
        if (status == WB_OK && !more) {
            break;
        }
        if (status == WB_OK) {
            status = parse(session->options, text, &query, err);
        }
        if (status == WB_OK) {
            status = search_and_print(session, id, &query, err);
        }
        if (is_of_query(status)) {
            wb_error error = *err;
            status = report_query(session, &batch, id, &error, err);
        }
    }
    wb_query_clear(&query);
    wb_batch_close(&batch);
    return status;
}

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

/* The index is searched, and meanwhile compared with the files. */
static wb_status run_session(struct session *session, wb_query *query, const char *index_path,
                             wb_error *err)
{
    const struct options *options = session->options;
    wb_freshness *freshness = options->check ? wb_freshness_start(index_path) : NULL;
    wb_status status = wb_searcher_new(index_path, &session->searcher, err);
    if (status == WB_OK) {
        status = load_lists(options, index_path, &session->lists, err);
    }
    if (status == WB_OK) {
        status = options->batch ? run_batch(session, err) : run_query(session, query, err);
    }
    wb_freshness_report report = wb_freshness_finish(freshness, FRESHNESS_PATIENCE_MS);
    if (status == WB_OK && freshness && !session->gone) {
        warn_stale(&report);
    }
    wb_lists_clear(&session->lists);
    wb_searcher_free(session->searcher);
    return status;
}

/* Parses the words of the command line, `text`, and shows where they are wrong. */
static wb_status parse_words(const struct options *options, wb_slice text, wb_query *query,
                             wb_error *err)
{
    wb_status status = parse(options, text, query, err);
    if (status == WB_SYNTAX && err->offset != SIZE_MAX) {
        show_place(text, err);
    }
    return status;
}

static int run(const struct options *options, char **words, size_t word_count)
{
    wb_error error;
    wb_buf text;
    wb_buf index_path;
    wb_query query = {0};
    struct session session = {.options = options, .folder = realpath(".", NULL)};
    wb_buf_init(&text, 0);
    wb_buf_init(&index_path, 0);
    wb_status status = WB_OK;
    if (!options->batch) {
        status = join_words(words, word_count, &text, &error);
        if (status == WB_OK) {
            status = parse_words(options, wb_buf_slice(&text), &query, &error);
        }
    } else if (word_count) {
        status =
            wb_error_set(&error, WB_INVALID, "--batch takes its queries from %s, not from '%s'",
                         options->batch, words[0]);
    }
    if (status == WB_OK) {
        status = find_index(options, &index_path, &error);
    }
    if (status == WB_OK) {
        status = run_session(&session, &query, index_path.data, &error);
    }
    if (status != WB_OK) {
        print_error(&error);
    }
    wb_query_clear(&query);
    wb_buf_free(&index_path);
    wb_buf_free(&text);
    free(session.folder);
    return status != WB_OK || session.failed ? EXIT_ERROR
           : session.found                   ? EXIT_HITS
                                             : EXIT_NO_HITS;
}

int main(int argc, char **argv)
{
    (void)signal(SIGPIPE, SIG_IGN); /* seen as EPIPE, which is no error */
    setlocale(LC_CTYPE, "C.UTF-8");
    struct options options = {.limit = 20,
                              .check = true,
                              .notes = true,
                              .equivalents = true,
                              .synonyms = true,
                              .builtin_synonyms = true,
                              .heading = isatty(STDOUT_FILENO),
                              .color = COLOR_AUTO};
    wb_error error;
    wb_opt_start();
    for (;;) {
        const char *argument = NULL;
        wb_status status = WB_OK;
        int key = wb_opt_next(table, argc, argv, &argument, &error);
        if (key == WB_OPT_END) {
            break;
        }
        switch (key) {
        case OPT_INDEX:
            options.index = argument;
            break;
        case OPT_LIMIT:
            status =
                wb_opt_number("limit", argument, 1, WB_SEARCH_LIMIT_MAX, &options.limit, &error);
            break;
        case OPT_COUNT:
            options.count = true;
            break;
        case OPT_JSON:
            options.json = true;
            break;
        case OPT_HEADING:
            options.heading = true;
            break;
        case OPT_NO_HEADING:
            options.heading = false;
            break;
        case OPT_FULL:
            options.full = true;
            break;
        case OPT_NO_NOTES:
            options.notes = false;
            break;
        case OPT_DUPLICATES:
            options.duplicates = true;
            break;
        case OPT_COLOR:
            status = set_color(argument, &options, &error);
            break;
        case OPT_RUNG:
            status = set_depth(argument, &options, &error);
            break;
        case OPT_SORT:
            status = set_sort(argument, &options, &error);
            break;
        case OPT_STRICT:
            options.strict = true;
            break;
        case OPT_NO_EQUIVALENTS:
            options.equivalents = false;
            break;
        case OPT_SYNONYMS:
            options.synonyms_file = argument;
            break;
        case OPT_NO_SYNONYMS:
            options.synonyms = false;
            break;
        case OPT_NO_BUILTIN_SYNONYMS:
            options.builtin_synonyms = false;
            break;
        case OPT_EXPLAIN:
            options.explain = true;
            break;
        case OPT_NO_CHECK:
            options.check = false;
            break;
        case OPT_BATCH:
            options.batch = argument;
            break;
        case OPT_HELP:
            return print_help();
        case OPT_VERSION:
            return print_version();
        default:
            status = WB_INVALID;
            break;
        }
        if (status != WB_OK) {
            print_error(&error);
            return EXIT_ERROR;
        }
    }
    return run(&options, argv + optind, (size_t)(argc - optind));
}
