#include "test.h"

#include <getopt.h>

#include <wbsearch/opt.h>

enum { OPT_INDEX = 256, OPT_LIMIT, OPT_JSON, OPT_HEADING, OPT_HELP, OPT_SECRET };

static const wb_opt table[] = {
    {OPT_INDEX, 'i', "index", "PATH", "where it is"},
    {OPT_LIMIT, 'n', "limit", "N", "so many\nand no more"},
    {OPT_JSON, 0, "json", NULL, "as JSON"},
    {OPT_HEADING, 0, "heading-of-great-length", "STYLE", "group them"},
    {OPT_HELP, 'h', "help", NULL, "this text"},
    {OPT_SECRET, 0, "secret", NULL, NULL},
    {0, 0, NULL, NULL, NULL},
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
    wb_opt_start();
    for (;;) {
        const char *argument = NULL;
        int key = wb_opt_next(table, argc, argv, &argument, err);
        if (key == WB_OPT_END) {
            break;
        }
        if (key == WB_OPT_ERROR) {
            assert_true(err->text[0] != '\0');
            assert_ok(wb_buf_puts(out, "error"));
            return;
        }
        const wb_opt *found = table;
        while (found->name && found->key != key) {
            found++;
        }
        assert_non_null(found->name);
        assert_int_equal(argument != NULL, found->argument != NULL);
        wb_buf_printf(out, argument ? "%s=%s " : "%s ", found->name, argument);
    }
    wb_buf_puts(out, ":");
    for (int i = optind; i < argc; i++) {
        wb_buf_printf(out, " %s", argv[i]);
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
        {{"prog", "--secret"}, "secret :"},    /* not in --help, but there */
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
        {{"prog", "--he"}, "unknown option --he", "did you mean --help?"}, /* ambiguous */
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

static void help_shows_the_table(void **state)
{
    wb_buf out;
    wb_buf_init(&out, 0);
    assert_ok(wb_opt_help(table, &out));
    assert_text(wb_buf_slice(&out), "  -i, --index=PATH        where it is\n"
                                    "  -n, --limit=N           so many\n"
                                    "                          and no more\n"
                                    "      --json              as JSON\n"
                                    "      --heading-of-great-length=STYLE\n"
                                    "                          group them\n"
                                    "  -h, --help              this text\n");
    wb_buf_free(&out);
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
        cmocka_unit_test(numbers),
    };
    return RUN(tests);
}
