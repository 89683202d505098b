/* wbindex: the command line. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <getopt.h>

#ifdef WB_HAVE_MIMALLOC
#include <mimalloc.h>
#endif

#include <wbsearch/index.h>
#include <wbsearch/mem.h>
#include <wbsearch/opt.h>

#include "commands.h"

enum {
    OPT_INDEX = 256,
    OPT_REBUILD,
    OPT_STATUS,
    OPT_CHECK,
    OPT_JOBS,
    OPT_LIMIT,
    OPT_JSON,
    OPT_QUIET,
    OPT_HELP,
    OPT_VERSION
};

static const wb_opt table[] = {
    {OPT_INDEX, 'i', "index", "PATH",
     "the index directory (default: DIR/.wbsearch;\nneeded when several DIRs are given)"},
    {OPT_REBUILD, 0, "rebuild", NULL, "make the index anew, whatever is there"},
    {OPT_STATUS, 's', "status", NULL,
     "show what the index holds, what failed, and\nwhat has changed since"},
    {OPT_CHECK, 0, "check", NULL, "verify that the index is whole"},
    {OPT_JOBS, 'j', "jobs", "N", "worker processes (default: one a processor)"},
    {OPT_LIMIT, 0, "file-timeout", "SECONDS", "give up on a file after so long (default: 60)"},
    {OPT_JSON, 0, "json", NULL, "--status and inspect: print JSON"},
    {OPT_QUIET, 'q', "quiet", NULL, "no progress, no summary; failures only"},
    {OPT_HELP, 'h', "help", NULL, "this text"},
    {OPT_VERSION, 'V', "version", NULL, "the version"},
    {0, 0, NULL, NULL, NULL},
};

static const char usage[] =
    "usage: wbindex [OPTION]... [DIR]...\n"
    "       wbindex inspect document|paragraphs|tokens FILE\n"
    "\n"
    "Indexes the .md, .markdown and .txt files below each DIR for wbsearch; run it\n"
    "again to bring the index up to date. Without DIR it updates the index of the\n"
    "current folder. Left out are names that begin with a dot and what .wbignore\n"
    "files name (syntax of .gitignore).\n"
    "\n";

static const char footer[] =
    "\n"
    "Exit status: 0 all files indexed, 1 some files failed (they are listed, and\n"
    "tried again next time), 2 nothing could be done, 130 interrupted.\n"
    "\n"
    "Examples:\n"
    "  wbindex ~/policies\n"
    "  wbindex --index ~/.cache/all.wbsearch ~/policies ~/laws\n"
    "  wbindex --status\n"
    "  wbindex inspect paragraphs report.md\n";

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
        fprintf(stderr, "wbindex: hint: %s\n", error->hint);
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
        status = wb_index_find(folder ? folder : ".", &path, err);
    }
    if (status == WB_OK) {
        *ret = path.data;
    } else {
        wb_buf_free(&path);
    }
    return status;
}

static int print_help(void)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_buf_puts(&text, usage);
    wb_opt_help(table, &text);
    wb_buf_puts(&text, footer);
    if (text.len) {
        fwrite(text.data, 1, text.len, stdout);
    }
    int result = text.status == WB_OK ? EXIT_DONE : EXIT_FATAL;
    wb_buf_free(&text);
    return result;
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
        perror("wbindex: cannot write");
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

int main(int argc, char **argv)
{
    prepare_memory();
    /* File names and patterns are UTF-8 whatever the user's locale is. */
    setlocale(LC_CTYPE, "C.UTF-8");
    struct options options = {.limit_s = 60, .stop = &stop};
    int (*command)(const struct options *) = command_index;
    wb_error error;
    wb_opt_start();
    for (;;) {
        const char *argument = NULL;
        uint64_t number = 0;
        int key = wb_opt_next(table, argc, argv, &argument, &error);
        if (key == WB_OPT_END) {
            break;
        }
        wb_status status = WB_OK;
        switch (key) {
        case OPT_INDEX:
            options.index = argument;
            break;
        case OPT_REBUILD:
            options.rebuild = true;
            break;
        case OPT_STATUS:
            command = command_status;
            break;
        case OPT_CHECK:
            command = command_check;
            break;
        case OPT_JOBS:
            status = wb_opt_number("jobs", argument, 1, 64, &number, &error);
            options.jobs = (unsigned)number;
            break;
        case OPT_LIMIT:
            status = wb_opt_number("file-timeout", argument, 1, 86400, &number, &error);
            options.limit_s = (unsigned)number;
            break;
        case OPT_JSON:
            options.json = true;
            break;
        case OPT_QUIET:
            options.quiet = true;
            break;
        case OPT_HELP:
            return finish(print_help());
        case OPT_VERSION:
            return finish(print_version());
        default:
            status = WB_INVALID;
            break;
        }
        if (status != WB_OK) {
            print_error(&error);
            return EXIT_FATAL;
        }
    }
    options.operands = argv + optind;
    options.operand_count = (size_t)(argc - optind);
    if (options.operand_count && strcmp(options.operands[0], "inspect") == 0 &&
        command == command_index) {
        options.operands++;
        options.operand_count--;
        command = command_inspect;
    }
    catch_signals();
    return finish(command(&options));
}
