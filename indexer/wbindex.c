/* wbindex: the command line. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef WB_HAVE_MIMALLOC
#include <mimalloc.h>
#endif

#include <wbsearch/index.h>
#include <wbsearch/index_dir.h>
#include <wbsearch/mem.h>
#include <wbsearch/message.h>

#include "commands.h"
#include "wbindex_flags.h"

/* Which part of the manual is to be printed. */
enum manual { MANUAL_NONE, MANUAL_SHORT, MANUAL_LONG, MANUAL_VERSION, MANUAL_GENERATED };

static volatile sig_atomic_t stop;

static void on_signal(int signal_number)
{
    (void)signal_number;
    stop = 1;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    action.sa_handler = SIG_IGN; /* seen as EPIPE */
    sigaction(SIGPIPE, &action, NULL);
}

void print_error(const wb_error *error)
{
    fprintf(stderr, "wbindex: %s\n", error->text);
    if (error->hint[0]) {
        fprintf(stderr, wb_message("wbindex: hint: %s\n"), error->hint);
    }
}

wb_status find_index(const struct options *options, const char *folder, char **ret, wb_error *err)
{
    const char *named = options->index ? options->index : getenv("WBSEARCH_INDEX");
    wb_buf path;
    wb_buf_init(&path, 0);
    wb_status status;
    if (named && *named && !folder) {
        status = wb_buf_puts(&path, named) == WB_OK ? WB_OK : wb_error_nomem(err);
    } else {
        status = wb_index_dir_find(folder ? folder : ".", &path, err);
    }
    if (status == WB_OK) {
        *ret = path.data;
    } else {
        wb_buf_free(&path);
    }
    return status;
}

static int print_manual(enum manual manual, size_t choice)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_status status = manual == MANUAL_SHORT  ? wb_opt_put_usage(&wbindex_program, &text)
                       : manual == MANUAL_LONG ? wb_opt_put_help(&wbindex_program, &text)
                                               : wb_opt_generate(&wbindex_program, choice, &text);
    if (status == WB_OK) {
        fwrite(text.data, 1, text.len, stdout);
    }
    wb_buf_free(&text);
    return status == WB_OK ? EXIT_DONE : EXIT_FATAL;
}

static int print_version(void)
{
    printf("wbindex %s\n", WB_VERSION);
    return EXIT_DONE;
}

/* The exit status, once all output is written. A reader that went away (| head) is no error. */
static int finish(int result)
{
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    if (!written && errno != EPIPE) {
        perror(wb_message("wbindex: cannot write"));
        return EXIT_FATAL;
    }
    return result;
}

/* Xapian's inverter walks over millions of small nodes in random order: with large pages it misses
 * the TLB less (ARCHITECTURE.md, "Measured decisions"). */
static void prepare_memory(void)
{
#ifdef WB_HAVE_MIMALLOC
    mi_option_enable(mi_option_large_os_pages);
#endif
}

/* What the command line asks for. */
struct wanted {
    struct options options;
    int (*command)(const struct options *);
    enum manual manual;
    size_t generate; /* of WB_OPT_GENERATE_CHOICES */
};

static wb_status set_number(const wb_opt_found *found, uint64_t max, unsigned *ret, wb_error *err)
{
    uint64_t number = 0;
    wb_status status = wb_opt_number(found->option->name, found->argument, 1, max, &number, err);
    *ret = (unsigned)number;
    return status;
}

static wb_status set(const wb_opt_found *found, struct wanted *wanted, wb_error *err)
{
    struct options *options = &wanted->options;
    switch ((enum flag)found->option->key) {
    case FLAG_INDEX:
        options->index = found->argument;
        break;
    case FLAG_REBUILD:
        options->rebuild = true;
        break;
    case FLAG_STATUS:
        wanted->command = command_status;
        break;
    case FLAG_CHECK:
        wanted->command = command_check;
        break;
    case FLAG_JOBS:
        return set_number(found, 64, &options->jobs, err);
    case FLAG_FILE_TIMEOUT:
        return set_number(found, 86400, &options->limit_s, err);
    case FLAG_JSON:
        options->json = true;
        break;
    case FLAG_QUIET:
        options->quiet = true;
        break;
    case FLAG_GENERATE:
        wanted->manual = MANUAL_GENERATED;
        return wb_opt_choice(found, &wanted->generate, err);
    case FLAG_HELP:
        wanted->manual = found->by_letter ? MANUAL_SHORT : MANUAL_LONG;
        break;
    case FLAG_VERSION:
        wanted->manual = MANUAL_VERSION;
        break;
    }
    return WB_OK;
}

static void take_operands(char **words, size_t count, struct wanted *wanted)
{
    bool inspect = count && strcmp(words[0], "inspect") == 0 && wanted->command == command_index;
    if (inspect) {
        wanted->command = command_inspect;
    }
    wanted->options.operands = words + inspect;
    wanted->options.operand_count = count - inspect;
}

/* Reads the command line up to an option that asks for the manual. */
static wb_status read_command_line(char **words, size_t count, struct wanted *wanted, wb_error *err)
{
    wb_opt_parser parser;
    wb_opt_found found;
    wb_opt_parser_init(&parser, wbindex_program.options, words, count);
    for (;;) {
        wb_status status = wb_opt_next(&parser, &found, err);
        if (status == WB_OK && found.option) {
            status = set(&found, wanted, err);
        }
        if (status != WB_OK || wanted->manual != MANUAL_NONE) {
            return status;
        }
        if (!found.option) {
            take_operands(words, parser.operand_count, wanted);
            return WB_OK;
        }
    }
}

int main(int argc, char **argv)
{
    prepare_memory();
    /* File names and patterns are UTF-8 whatever the user's locale is. */
    setlocale(LC_CTYPE, "C.UTF-8");
    wb_message_init();
    struct wanted wanted = {.options = {.limit_s = 60, .stop = &stop}, .command = command_index};
    wb_error error;
    size_t word_count = argc > 0 ? (size_t)argc - 1 : 0;
    if (read_command_line(argv + 1, word_count, &wanted, &error) != WB_OK) {
        print_error(&error);
        return EXIT_FATAL;
    }
    if (wanted.manual == MANUAL_VERSION) {
        return finish(print_version());
    }
    if (wanted.manual != MANUAL_NONE) {
        return finish(print_manual(wanted.manual, wanted.generate));
    }
    catch_signals();
    return finish(wanted.command(&wanted.options));
}
