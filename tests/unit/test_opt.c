#include "test.h"

#include <wbsearch/opt.h>

enum { OPT_INDEX = 256, OPT_LIMIT, OPT_JSON, OPT_HEADING, OPT_HELP };

static const wb_opt table[] = {
    {.key = OPT_INDEX,
     .letter = 'i',
     .name = "index",
     .kind = WB_OPT_FOLDER,
     .argument = "PATH",
     .brief = "where it is"},
    {.key = OPT_LIMIT,
     .letter = 'n',
     .name = "limit",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .brief = "so many",
     .more = "so many\nand no more"},
    {.key = OPT_JSON, .name = "json", .opposite = "no-json", .group = 1, .brief = "as JSON"},
    {.key = OPT_HEADING,
     .name = "heading-of-great-length",
     .kind = WB_OPT_CHOICE,
     .argument = "STYLE",
     .choices = "one two three",
     .group = 1,
     .brief = "group them"},
    {.key = OPT_HELP, .letter = 'h', .name = "help", .group = 1, .brief = "this text"},
    {.name = NULL},
};

static const wb_opt_group groups[] = {{"First", false}, {"Second", false}, {NULL, false}};
static const char *const synopsis[] = {"[OPTION]... WORD", NULL};
static const wb_opt_section sections[] = {{"FILES", "Some 'files'.\n\n  .as-it is\n", false},
                                          {NULL, NULL, false}};
static const wb_opt_program program = {
    .name = "prog",
    .version = "1.2",
    .purpose = "do it",
    .synopsis = synopsis,
    .description = "It does.\n",
    .groups = groups,
    .options = table,
    .sections = sections,
    .see_also = "other(1)",
};

#define ARGS_MAX 10

/* Parses and prints what was found: "limit=5 json : operand operand". */
static void parse(const char *const *args, wb_buf *out, wb_error *err)
{
    char copies[ARGS_MAX][80];
    char *argv[ARGS_MAX + 1] = {NULL};
    int argc = 0;
    wb_buf_clear(out);
    for (; argc < ARGS_MAX && args[argc]; argc++) {
        strncpy(copies[argc], args[argc], sizeof copies[argc] - 1);
        copies[argc][sizeof copies[argc] - 1] = '\0';
        argv[argc] = copies[argc];
    }
    wb_opt_parser parser;
    wb_opt_found found;
    wb_opt_parser_init(&parser, table, argv + 1, (size_t)argc - 1);
    for (;;) {
        if (wb_opt_next(&parser, &found, err) != WB_OK) {
            assert_true(err->text[0] != '\0');
            assert_ok(wb_buf_puts(out, "error"));
            return;
        }
        if (!found.option) {
            break;
        }
        const char *name = found.undone ? found.option->opposite : found.option->name;
        assert_int_equal(found.argument != NULL, found.option->argument != NULL);
        wb_buf_printf(out, found.argument ? "%s=%s " : "%s ", name, found.argument);
    }
    wb_buf_puts(out, ":");
    for (size_t i = 0; i < parser.operand_count; i++) {
        wb_buf_printf(out, " %s", parser.words[i]);
    }
    assert_ok(out->status);
}

static void options_and_operands_in_any_form_and_order(void **state)
{
    static const struct {
        const char *args[ARGS_MAX];
        const char *wanted;
    } rows[] = {
        {{"prog"}, ":"},
        {{"prog", "碳金融"}, ": 碳金融"},
        {{"prog", "--limit", "5", "x"}, "limit=5 : x"},
        {{"prog", "--limit=5", "x"}, "limit=5 : x"},
        {{"prog", "-n5", "x"}, "limit=5 : x"},
        {{"prog", "-n", "5", "x"}, "limit=5 : x"},
        {{"prog", "x", "--json", "y", "-n", "5"}, "json limit=5 : x y"},
        {{"prog", "-hn5"}, "help limit=5 :"},
        {{"prog", "--", "--json", "-n"}, ": --json -n"},
        {{"prog", "a", "--", "-n"}, ": a -n"},
        {{"prog", "-"}, ": -"},
        {{"prog", "--limit="}, "limit= :"},
        {{"prog", "-n", "-5"}, "limit=-5 :"},
        {{"prog", "--lim", "5"}, "limit=5 :"}, /* an unambiguous beginning */
        {{"prog", "--no-json", "x"}, "no-json : x"},
        {{"prog", "绿色", "-信贷", "--", "-n"}, ": 绿色 -信贷 -n"},
        {{"prog", "--json", "--json"}, "json json :"},
    };
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        parse(rows[i].args, &out, &err);
        assert_text(wb_buf_slice(&out), rows[i].wanted);
    }
    wb_buf_free(&out);
}

static void errors_name_the_option_and_say_what_to_do(void **state)
{
    static const struct {
        const char *args[ARGS_MAX];
        const char *text;
        const char *hint;
    } rows[] = {
        {{"prog", "--jsno"}, "unknown option --jsno", "did you mean --json?"},
        {{"prog", "x", "--limt=5"}, "unknown option --limt", "did you mean --limit?"},
        {{"prog", "--completely-else"},
         "unknown option --completely-else",
         "--help lists the options"},
        {{"prog", "-x"}, "unknown option -x", "--help lists the options"},
        {{"prog", "-hx"}, "unknown option -x", "--help lists the options"},
        {{"prog", "--limit"}, "--limit needs a value (N)", "--help lists the options"},
        {{"prog", "-n"}, "--limit needs a value (N)", "--help lists the options"},
        {{"prog", "--json=1"}, "--json takes no value", "--help lists the options"},
        {{"prog", "--no-jsn"}, "unknown option --no-jsn", "did you mean --no-json?"},
        {{"prog", "--no-json=1"}, "--no-json takes no value", "--help lists the options"},
        {{"prog", "-N"}, "unknown option -N", "did you mean -n (--limit)?"},
        {{"prog", "--he"},
         "--he may be --heading-of-great-length or --help",
         "write the option in full"},
    };
    wb_buf out;
    wb_buf_init(&out, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_error err;
        parse(rows[i].args, &out, &err);
        assert_true(wb_slice_ends(wb_buf_slice(&out), "error"));
        assert_string_equal(err.text, rows[i].text);
        assert_string_equal(err.hint, rows[i].hint);
    }
    wb_buf_free(&out);
}

static void an_endless_option_is_an_error_too(void **state)
{
    char word[70] = "--";
    memset(word + 2, 'x', sizeof word - 3);
    word[sizeof word - 1] = '\0';
    const char *args[ARGS_MAX] = {"prog", word};
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    parse(args, &out, &err);
    assert_text(wb_buf_slice(&out), "error");
    assert_non_null(strstr(err.text, "xxx"));
    wb_buf_free(&out);
}

static void a_second_parse_begins_anew(void **state)
{
    const char *args[ARGS_MAX] = {"prog", "--json", "x"};
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    parse(args, &out, &err);
    parse(args, &out, &err);
    assert_text(wb_buf_slice(&out), "json : x");
    wb_buf_free(&out);
}

static void assert_written(wb_status (*put)(const wb_opt_program *, wb_buf *), const char *wanted)
{
    wb_buf out;
    wb_buf_init(&out, 0);
    assert_ok(put(&program, &out));
    assert_text(wb_buf_slice(&out), wanted);
    wb_buf_free(&out);
}

static void help_shows_the_table(void **state)
{
    assert_written(wb_opt_put_usage, "usage: prog [OPTION]... WORD\n"
                                     "\nFirst:\n"
                                     "  -i, --index=PATH        where it is\n"
                                     "  -n, --limit=N           so many\n"
                                     "\nSecond:\n"
                                     "      --json              as JSON\n"
                                     "      --heading-of-great-length=STYLE\n"
                                     "                          group them\n"
                                     "  -h, --help              this text\n"
                                     "\n--help says more.\n");
    assert_written(wb_opt_put_help, "usage: prog [OPTION]... WORD\n"
                                    "\nIt does.\n"
                                    "\nFirst:\n"
                                    "  -i, --index=PATH\n"
                                    "          where it is\n"
                                    "  -n, --limit=N\n"
                                    "          so many and no more\n"
                                    "\nSecond:\n"
                                    "      --json\n"
                                    "          as JSON\n"
                                    "          --no-json takes it back.\n"
                                    "      --heading-of-great-length=STYLE\n"
                                    "          group them\n"
                                    "  -h, --help\n"
                                    "          this text\n"
                                    "\nFILES\n"
                                    "Some 'files'.\n"
                                    "\n"
                                    "  .as-it is\n");
}

static void the_manual_escapes_what_roff_would_take(void **state)
{
    assert_written(wb_opt_put_man,
                   "'\\\" -*- coding: UTF-8 -*-\n"
                   ".TH PROG 1 \"\" \"wbsearch 1.2\" \"User Commands\"\n"
                   ".ad l\n"
                   ".SH NAME\nprog \\- do it\n"
                   ".SH SYNOPSIS\n\\fBprog\\fR [OPTION]... WORD\n"
                   ".SH DESCRIPTION\nIt does.\n"
                   ".SH OPTIONS\n"
                   ".SS \"First\"\n"
                   ".TP\n\\fB\\-i\\fR, \\fB\\-\\-index\\fR=\\fIPATH\\fR\n"
                   "where it is\n"
                   ".TP\n\\fB\\-n\\fR, \\fB\\-\\-limit\\fR=\\fIN\\fR\n"
                   "so many\nand no more\n"
                   ".SS \"Second\"\n"
                   ".TP\n\\fB\\-\\-json\\fR\nas JSON\n"
                   ".br\n\\fB\\-\\-no\\-json\\fR takes it back.\n"
                   ".TP\n\\fB\\-\\-heading\\-of\\-great\\-length\\fR=\\fISTYLE\\fR\n"
                   "group them\n"
                   ".TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nthis text\n"
                   ".SH FILES\n"
                   "Some \\(aqfiles\\(aq.\n"
                   ".PP\n.RS 4\n.nf\n\\&.as\\-it is\n.fi\n.RE\n"
                   ".SH \"SEE ALSO\"\nother(1)\n");
}

static void choices(void **state)
{
    static const struct {
        const char *text;
        size_t wanted; /* 3: none */
    } rows[] = {{"one", 0}, {"two", 1},    {"three", 2},   {"", 3},
                {"on", 3},  {"three ", 3}, {"one two", 3}, {"One", 3}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_error err;
        wb_opt_found found = {.option = &table[3], .argument = rows[i].text};
        size_t choice = 3;
        wb_status status = wb_opt_choice(&found, &choice, &err);
        assert_int_equal(choice, rows[i].wanted);
        if (rows[i].wanted == 3) {
            assert_status(status, WB_INVALID);
            assert_non_null(strstr(err.text, "takes one, two or three, not"));
        }
    }
}

static void numbers(void **state)
{
    static const struct {
        const char *text;
        uint64_t min;
        uint64_t max;
        bool valid;
        uint64_t wanted;
    } rows[] = {
        {"1", 1, 10, true, 1},
        {"10", 1, 10, true, 10},
        {"0", 0, 10, true, 0},
        {"007", 0, 10, true, 7},
        {"0", 1, 10, false, 0},
        {"11", 1, 10, false, 0},
        {"", 0, 10, false, 0},
        {" 5", 0, 10, false, 0},
        {"5 ", 0, 10, false, 0},
        {"+5", 0, 10, false, 0},
        {"-5", 0, UINT64_MAX, false, 0},
        {"5x", 0, 10, false, 0},
        {"0x5", 0, 10, false, 0},
        {"5.0", 0, 10, false, 0},
        {"５", 0, 10, false, 0},
        {"1000000000000000000", 0, UINT64_MAX, true, 1000000000000000000},
        {"18446744073709551616", 0, UINT64_MAX, false, 0}, /* 2^64 */
        {"99999999999999999999999", 0, UINT64_MAX, false, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_error err;
        uint64_t value = 42;
        wb_status status =
            wb_opt_number("limit", rows[i].text, rows[i].min, rows[i].max, &value, &err);
        assert_that((status == WB_OK) == rows[i].valid, "row %zu", i);
        assert_true(value == (rows[i].valid ? rows[i].wanted : 42));
        if (!rows[i].valid) {
            assert_status(status, WB_INVALID);
            assert_non_null(strstr(err.text, "--limit"));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_and_operands_in_any_form_and_order),
        cmocka_unit_test(errors_name_the_option_and_say_what_to_do),
        cmocka_unit_test(an_endless_option_is_an_error_too),
        cmocka_unit_test(a_second_parse_begins_anew),
        cmocka_unit_test(help_shows_the_table),
        cmocka_unit_test(the_manual_escapes_what_roff_would_take),
        cmocka_unit_test(choices),
        cmocka_unit_test(numbers),
    };
    return RUN(tests);
}
