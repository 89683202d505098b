#include "wbindex_flags.h"

#include <wbsearch/message.h>

enum group { GROUP_WHAT, GROUP_HOW, GROUP_OTHER };

static const wb_opt_group groups[] = {
    {WB_N("What is done"), false},
    {WB_N("How it is done"), false},
    {WB_N("Other"), false},
    {NULL, false},
};

static const wb_opt options[] = {
    {.key = FLAG_REBUILD,
     .name = "rebuild",
     .group = GROUP_WHAT,
     .brief = WB_N("make the index anew, whatever is there")},
    {.key = FLAG_STATUS,
     .letter = 's',
     .name = "status",
     .group = GROUP_WHAT,
     .brief = WB_N("what the index holds, what failed, what has changed"),
     .more = WB_N(
         "Show what the index holds, which files failed and why, and what has changed since.")},
    {.key = FLAG_CHECK,
     .name = "check",
     .group = GROUP_WHAT,
     .brief = WB_N("verify that the index is whole")},

    {.key = FLAG_INDEX,
     .letter = 'i',
     .name = "index",
     .kind = WB_OPT_FOLDER,
     .argument = "PATH",
     .group = GROUP_HOW,
     .brief = WB_N("the index directory (default: DIR/.wbsearch)"),
     .more =
         WB_N("The index directory. The default is .wbsearch in the folder; it must be given when "
              "there are several folders.")},
    {.key = FLAG_JOBS,
     .letter = 'j',
     .name = "jobs",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .group = GROUP_HOW,
     .brief = WB_N("worker processes (default: one a processor)")},
    {.key = FLAG_FILE_TIMEOUT,
     .name = "file-timeout",
     .kind = WB_OPT_NUMBER,
     .argument = "SECONDS",
     .group = GROUP_HOW,
     .brief = WB_N("give up on a file after so long (default: 60)")},
    {.key = FLAG_JSON,
     .name = "json",
     .group = GROUP_HOW,
     .brief = WB_N("--status and inspect: print JSON")},
    {.key = FLAG_QUIET,
     .letter = 'q',
     .name = "quiet",
     .group = GROUP_HOW,
     .brief = WB_N("no progress, no summary; failures only")},

    {.key = FLAG_GENERATE,
     .name = "generate",
     .kind = WB_OPT_CHOICE,
     .argument = "WHAT",
     .choices = WB_OPT_GENERATE_CHOICES,
     .group = GROUP_OTHER,
     .brief = WB_N("print the manual page or a shell's completions"),
     .more = WB_N("Print the manual page (man) or completions for a shell (complete-bash, "
                  "complete-zsh, complete-fish).")},
    {.key = FLAG_HELP,
     .letter = 'h',
     .name = "help",
     .group = GROUP_OTHER,
     .brief = WB_N("-h: the options in short; --help: all about them")},
    {.key = FLAG_VERSION,
     .letter = 'V',
     .name = "version",
     .group = GROUP_OTHER,
     .brief = WB_N("the version")},
    {.name = NULL},
};

static const char *const synopsis[] = {WB_N("[OPTION]... [DIR]..."),
                                       WB_N("inspect document|paragraphs|tokens FILE"), NULL};

static const char description[] = WB_N(
    "Indexes the .md, .markdown and .txt files below each DIR for wbsearch; run it again to bring "
    "the index up to date. Without DIR it updates the index of the current folder. Left out are "
    "names that begin with a dot and what .wbignore files name (syntax of .gitignore).\n"
    "\n"
    "wbindex inspect shows what the reader makes of a FILE: the whole document with its metadata, "
    "its paragraphs alone, or the terms that are put into the index.\n");

static const wb_opt_section sections[] = {
    {WB_N("EXIT STATUS"),
     WB_N(
         "0 all files indexed, 1 some files failed (they are listed, and tried again next time), 2 "
         "nothing could be done, 130 interrupted.\n"),
     false},
    {WB_N("ENVIRONMENT"),
     WB_N("WBSEARCH_INDEX names the index directory where neither --index nor DIR is given.\n"),
     true},
    {WB_N("FILES"),
     WB_N("  .wbsearch   the index, beside the documents\n"
          "  .wbignore   names of files that are left out, in any folder\n"),
     true},
    {WB_N("EXAMPLES"),
     WB_N("  wbindex ~/policies\n"
          "  wbindex --index ~/.cache/all.wbsearch ~/policies ~/laws\n"
          "  wbindex --status\n"
          "  wbindex inspect paragraphs report.md\n"),
     false},
    {NULL, NULL, false},
};

const wb_opt_program wbindex_program = {
    .name = "wbindex",
    .version = WB_VERSION,
    .purpose = WB_N("index Chinese policy documents for wbsearch"),
    .synopsis = synopsis,
    .description = description,
    .groups = groups,
    .options = options,
    .sections = sections,
    .operands = WB_OPT_FOLDER,
    .see_also = "wbsearch(1), wbsearch-query(7)",
};
