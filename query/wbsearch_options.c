#include "wbsearch_options.h"

#include <unistd.h>

#include "wbsearch_flags.h"

static wb_status set_depth(const wb_opt_found *found, struct options *options, wb_error *err)
{
    static const wb_search_depth depths[] = {WB_SEARCH_EXACT, WB_SEARCH_LOOSE, WB_SEARCH_WORDS,
                                             WB_SEARCH_SOME};
    size_t choice = 0;
    wb_status status = wb_opt_choice(found, &choice, err);
    if (status == WB_OK) {
        options->depth = depths[choice];
        options->depth_given = true;
    }
    return status;
}

static wb_status set_color(const wb_opt_found *found, struct options *options, wb_error *err)
{
    size_t choice = 0;
    wb_status status = wb_opt_choice(found, &choice, err);
    options->color = (enum color_when)choice;
    return status;
}

static wb_status set_sort(const wb_opt_found *found, struct options *options, wb_error *err)
{
    static const wb_sort orders[] = {WB_SORT_RELEVANCE, WB_SORT_DATE, WB_SORT_PATH};
    size_t choice = 0;
    wb_status status = wb_opt_choice(found, &choice, err);
    options->sort = orders[choice];
    return status;
}

static wb_status set_generate(const wb_opt_found *found, struct options *options, wb_error *err)
{
    options->action = ACTION_GENERATE;
    return wb_opt_choice(found, &options->generate, err);
}

static wb_status set_limit(const wb_opt_found *found, struct options *options, wb_error *err)
{
    return wb_opt_number("limit", found->argument, 1, WB_SEARCH_LIMIT_MAX, &options->limit, err);
}

static wb_status set(const wb_opt_found *found, struct options *options, wb_error *err)
{
    bool on = !found->undone;
    switch ((enum flag)found->option->key) {
    case FLAG_INDEX:
        options->index = found->argument;
        break;
    case FLAG_LIMIT:
        return set_limit(found, options, err);
    case FLAG_COUNT:
        options->count = on;
        break;
    case FLAG_JSON:
        options->json = on;
        break;
    case FLAG_HEADING:
        options->heading = on;
        break;
    case FLAG_FULL:
        options->full = on;
        break;
    case FLAG_NOTES:
        options->notes = !on;
        break;
    case FLAG_DUPLICATES:
        options->duplicates = on;
        break;
    case FLAG_COLOR:
        return set_color(found, options, err);
    case FLAG_STRICT:
        options->strict = on;
        break;
    case FLAG_EQUIVALENTS:
        options->equivalents = !on;
        break;
    case FLAG_SYNONYMS:
        options->synonyms_file = found->argument;
        break;
    case FLAG_NO_SYNONYMS:
        options->synonyms = false;
        break;
    case FLAG_BUILTIN_SYNONYMS:
        options->builtin_synonyms = !on;
        break;
    case FLAG_EXPLAIN:
        options->explain = on;
        break;
    case FLAG_RUNG:
        return set_depth(found, options, err);
    case FLAG_SORT:
        return set_sort(found, options, err);
    case FLAG_CHECK:
        options->check = !on;
        break;
    case FLAG_BATCH:
        options->batch = found->argument;
        break;
    case FLAG_GENERATE:
        return set_generate(found, options, err);
    case FLAG_HELP:
        options->action = found->by_letter ? ACTION_USAGE : ACTION_HELP;
        break;
    case FLAG_VERSION:
        options->action = ACTION_VERSION;
        break;
    }
    return WB_OK;
}

static wb_status check(const struct options *options, wb_error *err)
{
    if (options->batch && options->word_count) {
        return wb_error_set(err, WB_INVALID, "--batch takes its queries from %s, not from '%s'",
                            options->batch, options->words[0]);
    }
    return WB_OK;
}

wb_status options_read(char **words, size_t count, struct options *ret, wb_error *err)
{
    *ret = (struct options){.limit = 20,
                            .check = true,
                            .notes = true,
                            .equivalents = true,
                            .synonyms = true,
                            .builtin_synonyms = true,
                            .heading = isatty(STDOUT_FILENO)};
    wb_opt_parser parser;
    wb_opt_found found;
    wb_opt_parser_init(&parser, wbsearch_program.options, words, count);
    wb_status status = wb_opt_next(&parser, &found, err);
    while (status == WB_OK && found.option) {
        status = set(&found, ret, err);
        if (status == WB_OK && ret->action != ACTION_SEARCH) {
            return WB_OK;
        }
        if (status == WB_OK) {
            status = wb_opt_next(&parser, &found, err);
        }
    }
    ret->words = words;
    ret->word_count = parser.operand_count;
    return status == WB_OK ? check(ret, err) : status;
}

wb_search_depth options_depth(const struct options *options)
{
    return options->depth_given                ? options->depth
           : options->json || options->heading ? WB_SEARCH_SOME
                                               : WB_SEARCH_LOOSE;
}
