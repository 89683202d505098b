/*
 * What the user wants of wbsearch, as its command line says.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_OPTIONS_H
#define WBSEARCH_QUERY_WBSEARCH_OPTIONS_H

#include <wbsearch/error.h>

#include "format_lines.h"
#include "hit_fields.h"
#include "search.h"
#include "wbsearch_config.h"

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* What is to be done. */
enum action { ACTION_SEARCH, ACTION_USAGE, ACTION_HELP, ACTION_VERSION, ACTION_GENERATE };

/* The form of the output, in the order of the choices of --format. */
enum form {
    FORM_AUTO,
    FORM_TEXT,
    FORM_LINES,
    FORM_VIMGREP,
    FORM_GCC,
    FORM_JSON,
    FORM_JSONL,
    FORM_CSV,
    FORM_TSV,
    FORM_CITE,
    FORM_CITE_MARKDOWN
};

/* What is printed. */
enum report {
    REPORT_HITS,
    REPORT_COUNT,
    REPORT_COUNT_MATCHES,
    REPORT_FILES,
    REPORT_FILES_WITHOUT,
    REPORT_NOTHING
};

/* Queries that may be given with -e. */
#define QUERIES_MAX 64

/* Indexes that may be searched together, and that may have names. */
#define INDEXES_MAX 16
#define NAMES_MAX 64

/* Strings are those of the command line, which outlives them, and of the configuration. */
/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): there is one; ordered by meaning */
struct options {
    enum action action;
    size_t generate; /* of WB_OPT_GENERATE_CHOICES */

    /* what is found */
    const char *queries[QUERIES_MAX]; /* those of -e */
    size_t query_count;
    char **words; /* of the query; with -e, files and folders */
    size_t word_count;
    const char *batch;   /* NULL for none */
    const char *preview; /* PATH:LINE to show; NULL for none */
    bool fixed_strings;
    uint64_t limit;
    bool limit_given;
    uint64_t max_count; /* hits of a document; 0: any number */
    bool duplicates;    /* paragraphs with the same text are hits of their own */
    bool strict;
    bool equivalents;
    const char *synonyms_file; /* NULL for none */
    const char *words_file;    /* NULL for none */
    bool synonyms;
    bool builtin_synonyms;
    wb_search_depth depth;
    bool depth_given;
    wb_sort sort;

    /* how it is shown */
    enum form form; /* not FORM_AUTO, once all is read */
    enum report report;
    bool heading;
    wb_hit_fields fields; /* of FORM_JSONL, FORM_CSV and FORM_TSV */
    bool header;
    bool full;
    bool notes;
    bool only_matching;
    uint64_t before; /* paragraphs of context */
    uint64_t behind;
    uint64_t max_columns;
    bool column;
    wb_column_unit column_unit;
    bool with_filename; /* asked for: -H */
    bool no_filename;
    bool no_line_number;
    bool null;
    enum color_when color;
    wb_hyperlink hyperlink; /* NULL for none */
    const char *pager;      /* NULL where not given, "" for none */
    bool explain;
    bool stats;

    const char *indexes[INDEXES_MAX]; /* directories, or names of the following */
    size_t index_count;
    bool index_in_config; /* they stand in the configuration file */
    struct {
        const char *name; /* ended by '=' */
        const char *path;
    } names[NAMES_MAX];
    size_t name_count;
    bool check;
    bool refresh;

    bool in_config; /* the configuration file is being read */
    bool color_in_config;
    struct config config;
    wb_arena arena; /* of values that were changed */
};

/* Reads the configuration file, and then the command line without the program's name; its words
 * change places. An action other than ACTION_SEARCH ends the reading. Clear `ret` whatever the
 * outcome. Errors: WB_INVALID; of the configuration file, those of config_load. */
wb_status options_read(char **words, size_t count, struct options *ret, wb_error *err);

void options_clear(struct options *options);

/* The path of the index that has this name; NULL for none. */
const char *options_named_index(const struct options *options, wb_slice name);

/* Whether hits are printed for programs, in a form that has a place for all that is known. */
bool options_structured(const struct options *options);

/* How far down the ladder a search goes: what people and programs read goes down to partial
 * matches, which are marked as such; lines for grep and editors, which cannot mark them, do not. */
wb_search_depth options_depth(const struct options *options);

#endif
