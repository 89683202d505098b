#include "wbsearch_options.h"

#include <inttypes.h>
#include <unistd.h>

#include "wbsearch_flags.h"

/* Options whose argument is one of a list. The values stand in the order of their choices. */
static wb_status set_choice(const wb_opt_found *found, struct options *options, wb_error *err)
{
    static const wb_search_depth depths[] = {WB_SEARCH_EXACT, WB_SEARCH_LOOSE, WB_SEARCH_WORDS,
                                             WB_SEARCH_SOME};
    static const wb_sort orders[] = {WB_SORT_RELEVANCE, WB_SORT_DATE, WB_SORT_PATH};
    static const wb_column_unit units[] = {WB_COLUMN_BYTE, WB_COLUMN_CHAR, WB_COLUMN_UTF16};
    size_t choice = 0;
    wb_status status = wb_opt_choice(found, &choice, err);
    if (status != WB_OK) {
        return status;
    }
    switch ((enum flag)found->option->key) {
    case FLAG_RUNG:
        options->depth = depths[choice];
        options->depth_given = true;
        break;
    case FLAG_SORT:
        options->sort = orders[choice];
        break;
    case FLAG_COLOR:
        options->color = (enum color_when)choice;
        options->color_in_config = options->in_config;
        break;
    case FLAG_COLUMN_UNIT:
        options->column_unit = units[choice];
        options->column = true;
        break;
    case FLAG_FORMAT:
        options->form = (enum form)choice;
        break;
    case FLAG_GENERATE:
        options->action = ACTION_GENERATE;
        options->generate = choice;
        break;
    default:
        break;
    }
    return WB_OK;
}

static wb_status check_version(const wb_opt_found *found, wb_error *err)
{
    uint64_t version = 0;
    wb_status status =
        wb_opt_number(found->option->name, found->argument, 1, UINT32_MAX, &version, err);
    if (status == WB_OK && version != WB_FORMAT_VERSION) {
        wb_error_set(err, WB_INVALID, "the machine formats are of version %d, not %" PRIu64,
                     WB_FORMAT_VERSION, version);
        wb_error_hint(err, "query/SCHEMA.md says what changed");
        return WB_INVALID;
    }
    return status;
}

/* Options whose argument is a number. */
static wb_status set_number(const wb_opt_found *found, struct options *options, wb_error *err)
{
    enum flag flag = (enum flag)found->option->key;
    if (flag == FLAG_FORMAT_VERSION) {
        return check_version(found, err);
    }
    bool hits = flag == FLAG_LIMIT || flag == FLAG_MAX_COUNT;
    uint64_t max = hits                       ? WB_SEARCH_LIMIT_MAX
                   : flag == FLAG_MAX_COLUMNS ? UINT32_MAX
                                              : WB_CONTEXT_MAX;
    uint64_t number = 0;
    wb_status status =
        wb_opt_number(found->option->name, found->argument, hits ? 1 : 0, max, &number, err);
    if (status != WB_OK) {
        return status;
    }
    if (flag == FLAG_LIMIT) {
        options->limit = number;
        options->limit_given = true;
    } else if (flag == FLAG_MAX_COUNT) {
        options->max_count = number;
    } else if (flag == FLAG_MAX_COLUMNS) {
        options->max_columns = number;
    }
    if (flag == FLAG_BEFORE_CONTEXT || flag == FLAG_CONTEXT) {
        options->before = number;
    }
    if (flag == FLAG_AFTER_CONTEXT || flag == FLAG_CONTEXT) {
        options->behind = number;
    }
    return WB_OK;
}

static wb_status set_hyperlink(const char *name, struct options *options, wb_error *err)
{
    options->hyperlink = wb_hyperlink_named(name);
    if (!options->hyperlink && strcmp(name, "none") != 0) {
        wb_error_set(err, WB_INVALID, "--hyperlink-format: '%s' has no {path}", name);
        wb_error_hint(err, "file, vscode, kitty, none, or a URL with {path}");
        return WB_INVALID;
    }
    return WB_OK;
}

/* The indexes of the command line take the place of those of the configuration file. */
static wb_status add_index(const char *index, struct options *options, wb_error *err)
{
    if (options->index_in_config && !options->in_config) {
        options->index_count = 0;
    }
    if (options->index_count == INDEXES_MAX) {
        return wb_error_set(err, WB_LIMIT, "more than %d indexes", INDEXES_MAX);
    }
    options->index_in_config = options->in_config;
    options->indexes[options->index_count++] = index;
    return WB_OK;
}

/* NAME=PATH; a name that is given again has the new path. */
static wb_status name_index(const char *text, struct options *options, wb_error *err)
{
    const char *equals = strchr(text, '=');
    if (!equals || equals == text || equals[1] == '\0') {
        return wb_error_set(err, WB_INVALID, "--name-index takes NAME=PATH, not '%s'", text);
    }
    const char *path = config_expand(equals + 1, &options->arena);
    if (!path) {
        return wb_error_nomem(err);
    }
    size_t at = 0;
    size_t len = (size_t)(equals - text) + 1;
    while (at < options->name_count && strncmp(options->names[at].name, text, len) != 0) {
        at++;
    }
    if (at == NAMES_MAX) {
        return wb_error_set(err, WB_LIMIT, "more than %d names of indexes", NAMES_MAX);
    }
    options->names[at].name = text;
    options->names[at].path = path;
    options->name_count += at == options->name_count;
    return WB_OK;
}

const char *options_named_index(const struct options *options, wb_slice name)
{
    for (size_t i = 0; i < options->name_count; i++) {
        const char *known = options->names[i].name;
        if (strncmp(known, name.ptr, name.len) == 0 && known[name.len] == '=') {
            return options->names[i].path;
        }
    }
    return NULL;
}

/* Options whose argument is any text. */
static wb_status set_text(const wb_opt_found *found, struct options *options, wb_error *err)
{
    bool is_path = found->option->kind != WB_OPT_TEXT;
    const char *value = is_path && options->in_config
                            ? config_expand(found->argument, &options->arena)
                            : found->argument;
    if (is_path && !value) {
        return wb_error_nomem(err);
    }
    switch ((enum flag)found->option->key) {
    case FLAG_INDEX:
        return add_index(value, options, err);
    case FLAG_NAME_INDEX:
        return name_index(found->argument, options, err);
    case FLAG_PREVIEW:
        options->preview = found->argument;
        break;
    case FLAG_BATCH:
        options->batch = found->argument;
        break;
    case FLAG_PAGER:
        options->pager = found->undone ? "" : found->argument;
        break;
    case FLAG_HYPERLINK_FORMAT:
        return set_hyperlink(found->argument, options, err);
    case FLAG_FIELDS:
        return wb_hit_fields_parse(found->argument, &options->fields, err);
    case FLAG_SYNONYMS:
        options->synonyms_file = value;
        break;
    case FLAG_WORDS:
        options->words_file = value;
        break;
    case FLAG_QUERY:
        if (options->query_count == QUERIES_MAX) {
            return wb_error_set(err, WB_LIMIT, "more than %d queries", QUERIES_MAX);
        }
        options->queries[options->query_count++] = found->argument;
        break;
    default:
        break;
    }
    return WB_OK;
}

/* Options that choose what is printed; the last one counts. */
static bool set_report(enum flag flag, bool on, struct options *options)
{
    switch (flag) {
    case FLAG_COUNT:
        options->report = on ? REPORT_COUNT : REPORT_HITS;
        return true;
    case FLAG_COUNT_MATCHES:
        options->report = REPORT_COUNT_MATCHES;
        return true;
    case FLAG_FILES:
        options->report = REPORT_FILES;
        return true;
    case FLAG_FILES_WITHOUT:
        options->report = REPORT_FILES_WITHOUT;
        return true;
    case FLAG_QUIET:
        options->report = REPORT_NOTHING;
        return true;
    default:
        return false;
    }
}

/* Where a flag without an argument is kept, NULL for those that are more than that. */
static bool *switch_of(enum flag flag, struct options *options)
{
    switch (flag) {
    case FLAG_FIXED_STRINGS:
        return &options->fixed_strings;
    case FLAG_DUPLICATES:
        return &options->duplicates;
    case FLAG_STRICT:
        return &options->strict;
    case FLAG_HEADING:
        return &options->heading;
    case FLAG_FULL:
        return &options->full;
    case FLAG_ONLY_MATCHING:
        return &options->only_matching;
    case FLAG_COLUMN:
        return &options->column;
    case FLAG_NULL_BYTE:
        return &options->null;
    case FLAG_EXPLAIN:
        return &options->explain;
    case FLAG_STATS:
        return &options->stats;
    case FLAG_REFRESH:
        return &options->refresh;
    default:
        return NULL;
    }
}

/* The others. */
static void set_flag(enum flag flag, bool on, bool by_letter, struct options *options)
{
    switch (flag) {
    case FLAG_EQUIVALENTS:
        options->equivalents = !on;
        break;
    case FLAG_NO_SYNONYMS:
        options->synonyms = false;
        break;
    case FLAG_BUILTIN_SYNONYMS:
        options->builtin_synonyms = !on;
        break;
    case FLAG_VIMGREP:
        options->form = FORM_VIMGREP;
        break;
    case FLAG_JSON:
        options->form = on ? FORM_JSON : FORM_AUTO;
        break;
    case FLAG_JSONL:
        options->form = FORM_JSONL;
        break;
    case FLAG_CSV:
        options->form = FORM_CSV;
        break;
    case FLAG_TSV:
        options->form = FORM_TSV;
        break;
    case FLAG_CITE:
        options->form = FORM_CITE;
        break;
    case FLAG_CITE_MARKDOWN:
        options->form = FORM_CITE_MARKDOWN;
        break;
    case FLAG_HYPERLINK:
        options->hyperlink = on ? wb_hyperlink_named("file") : NULL;
        break;
    case FLAG_HEADER:
        options->header = !on;
        break;
    case FLAG_NOTES:
        options->notes = !on;
        break;
    case FLAG_WITH_FILENAME:
    case FLAG_NO_FILENAME:
        options->with_filename = flag == FLAG_WITH_FILENAME;
        options->no_filename = flag == FLAG_NO_FILENAME;
        break;
    case FLAG_LINE_NUMBER:
    case FLAG_NO_LINE_NUMBER:
        options->no_line_number = flag == FLAG_NO_LINE_NUMBER;
        break;
    case FLAG_CHECK:
        options->check = !on;
        break;
    case FLAG_HELP:
        options->action = by_letter ? ACTION_USAGE : ACTION_HELP;
        break;
    case FLAG_VERSION:
        options->action = ACTION_VERSION;
        break;
    default: /* FLAG_IGNORED, and FLAG_NO_CONFIG, which was seen before */
        break;
    }
}

static wb_status set(const wb_opt_found *found, struct options *options, wb_error *err)
{
    enum flag flag = (enum flag)found->option->key;
    bool on = !found->undone;
    switch (found->option->kind) {
    case WB_OPT_CHOICE:
        return set_choice(found, options, err);
    case WB_OPT_NUMBER:
        return set_number(found, options, err);
    case WB_OPT_TEXT:
    case WB_OPT_FILE:
    case WB_OPT_FOLDER:
        return set_text(found, options, err);
    case WB_OPT_FLAG:
        break;
    }
    bool *kept = switch_of(flag, options);
    if (kept) {
        *kept = on;
    } else if (!set_report(flag, on, options)) {
        set_flag(flag, on, found->by_letter, options);
    }
    return WB_OK;
}

bool options_structured(const struct options *options)
{
    return options->form >= FORM_JSON;
}

/* Settles what depends on several options, and what does not go together. */
static wb_status settle(struct options *options, wb_error *err)
{
    if (options->batch && (options->word_count || options->query_count)) {
        return wb_error_set(err, WB_INVALID, "--batch takes its queries from %s, not from '%s'",
                            options->batch,
                            options->query_count ? options->queries[0] : options->words[0]);
    }
    if (options->form == FORM_AUTO) {
        options->form = options->heading && !options->only_matching ? FORM_TEXT : FORM_LINES;
    }
    if (options->fields.count == 0 && options->form == FORM_JSONL) {
        wb_hit_fields_all(options->batch != NULL, &options->fields);
    } else if (options->fields.count == 0) {
        wb_hit_fields_usual(options->batch != NULL, &options->fields);
    }
    bool structured = options_structured(options);
    bool as_json = options->report == REPORT_COUNT && options->form == FORM_JSON;
    if (structured && options->report != REPORT_HITS && options->report != REPORT_NOTHING &&
        !as_json) {
        wb_error_set(err, WB_INVALID, "this form has no place for what is to be printed");
        wb_error_hint(err, "leave out the form, or -c, -l, -L, --count-matches");
        return WB_INVALID;
    }
    if (options->only_matching && options->form != FORM_LINES) {
        wb_error_set(err, WB_INVALID, "-o prints lines");
        wb_error_hint(err, "leave out -o or the other form");
        return WB_INVALID;
    }
    return WB_OK;
}

/* Reads options up to one that asks for another action than to search. */
static wb_status read_words(char **words, size_t count, struct options *options,
                            size_t *ret_operands, wb_error *err)
{
    wb_opt_parser parser;
    wb_opt_found found;
    wb_opt_parser_init(&parser, wbsearch_program.options, words, count);
    wb_status status = wb_opt_next(&parser, &found, err);
    while (status == WB_OK && found.option && options->action == ACTION_SEARCH) {
        status = set(&found, options, err);
        if (status == WB_OK) {
            status = wb_opt_next(&parser, &found, err);
        }
    }
    *ret_operands = parser.operand_count;
    return status;
}

/* Whether something that only a command line can say stands in the configuration file. */
static bool is_out_of_place(const struct options *options, size_t operands)
{
    return operands || options->action != ACTION_SEARCH || options->query_count || options->batch;
}

static wb_status read_config(struct options *options, wb_error *err)
{
    char *words[2];
    wb_status status = config_load(&options->config, err);
    options->in_config = true;
    while (status == WB_OK) {
        size_t operands = 0;
        size_t count = config_next(&options->config, words);
        if (count == 0) {
            break;
        }
        status = read_words(words, count, options, &operands, err);
        if (status == WB_OK && is_out_of_place(options, operands)) {
            status = wb_error_set(err, WB_INVALID, "'%s' has no place in this file", words[0]);
        }
        if (status != WB_OK) {
            status = config_error(&options->config, err);
        }
    }
    options->in_config = false;
    return status;
}

static bool wants_config(char *const *words, size_t count)
{
    for (size_t i = 0; i < count && strcmp(words[i], "--") != 0; i++) {
        if (strcmp(words[i], "--no-config") == 0) {
            return false;
        }
    }
    return true;
}

wb_status options_read(char **words, size_t count, struct options *ret, wb_error *err)
{
    *ret = (struct options){.limit = 20,
                            .header = true,
                            .check = true,
                            .notes = true,
                            .equivalents = true,
                            .synonyms = true,
                            .builtin_synonyms = true,
                            .heading = isatty(STDOUT_FILENO)};
    wb_status status = WB_OK;
    size_t operand_count = 0;
    if (wants_config(words, count)) {
        status = read_config(ret, err);
    }
    if (status == WB_OK) {
        status = read_words(words, count, ret, &operand_count, err);
    }
    if (status != WB_OK || ret->action != ACTION_SEARCH) {
        return status;
    }
    ret->words = words;
    ret->word_count = operand_count;
    return settle(ret, err);
}

void options_clear(struct options *options)
{
    config_clear(&options->config);
    wb_arena_clear(&options->arena);
}

wb_search_depth options_depth(const struct options *options)
{
    bool marked =
        options->form == FORM_TEXT || options->form == FORM_JSON || options->form == FORM_JSONL;
    return options->depth_given ? options->depth
           : marked && (options->report == REPORT_HITS || options->report == REPORT_COUNT)
               ? WB_SEARCH_SOME
               : WB_SEARCH_LOOSE;
}
