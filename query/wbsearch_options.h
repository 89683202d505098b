/*
 * What the user wants of wbsearch, as its command line says.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_OPTIONS_H
#define WBSEARCH_QUERY_WBSEARCH_OPTIONS_H

#include <wbsearch/error.h>

#include "search.h"

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* What is to be done. */
enum action { ACTION_SEARCH, ACTION_USAGE, ACTION_HELP, ACTION_VERSION, ACTION_GENERATE };

/* Strings are those of the command line, which outlives them. */
struct options {
    enum action action;
    size_t generate; /* of WB_OPT_GENERATE_CHOICES */
    char **words;    /* of the query */
    size_t word_count;
    const char *index; /* NULL where not given */
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

/* Reads the command line without the program's name; its words change places. An action other than
 * ACTION_SEARCH ends the reading. Errors: WB_INVALID. */
wb_status options_read(char **words, size_t count, struct options *ret, wb_error *err);

/* How far down the ladder a search goes: what people and programs read goes down to partial
 * matches, which are marked as such; lines for grep and editors, which cannot mark them, do not. */
wb_search_depth options_depth(const struct options *options);

#endif
