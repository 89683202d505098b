#include "wbsearch_flags.h"

enum group { GROUP_WHAT, GROUP_HOW, GROUP_INDEX, GROUP_OTHER };

static const wb_opt_group groups[] = {
    {"What is found", false},
    {"How it is shown", false},
    {"Index and files", false},
    {"Other", false},
    {NULL, false},
};

static const wb_opt options[] = {
    {.key = FLAG_LIMIT,
     .letter = 'n',
     .name = "limit",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .group = GROUP_WHAT,
     .brief = "show N paragraphs at most (default: 20)"},
    {.key = FLAG_RUNG,
     .name = "rung",
     .kind = WB_OPT_CHOICE,
     .argument = "RUNG",
     .choices = "exact loose words some",
     .group = GROUP_WHAT,
     .brief = "how loosely paragraphs may match",
     .more = "Go down the ladder to this rung: exact; loose (without punctuation, or written in "
             "another way); words (all of them somewhere in the paragraph or its headings); some "
             "of the words. The default is some, but loose where there is one PATH:LINE:TEXT a "
             "line."},
    {.key = FLAG_SORT,
     .name = "sort",
     .kind = WB_OPT_CHOICE,
     .argument = "ORDER",
     .choices = "relevance date path",
     .group = GROUP_WHAT,
     .brief = "what stands first (default: relevance)",
     .more = "The order: relevance, date (of the document, newest first) or path. A better rung "
             "always stands first. The default is relevance."},
    {.key = FLAG_DUPLICATES,
     .name = "duplicates",
     .opposite = "no-duplicates",
     .group = GROUP_WHAT,
     .brief = "list paragraphs with the same text one by one"},
    {.key = FLAG_STRICT,
     .name = "strict",
     .opposite = "no-strict",
     .group = GROUP_WHAT,
     .brief = "an odd query is an error, not read as seems best"},
    {.key = FLAG_EQUIVALENTS,
     .name = "no-equivalents",
     .opposite = "equivalents",
     .group = GROUP_WHAT,
     .brief = "numbers, dates, percentages only as written"},
    {.key = FLAG_SYNONYMS,
     .name = "synonyms",
     .kind = WB_OPT_FILE,
     .argument = "FILE",
     .group = GROUP_WHAT,
     .brief = "more synonyms, one group a line",
     .more = "Read synonyms from FILE, one group a line, \"A, B\" or \"A => B\", beside those in "
             "~/.config/wbsearch/synonyms.txt and in .wbsynonyms next to the index."},
    {.key = FLAG_NO_SYNONYMS,
     .name = "no-synonyms",
     .group = GROUP_WHAT,
     .brief = "no synonyms at all"},
    {.key = FLAG_BUILTIN_SYNONYMS,
     .name = "no-builtin-synonyms",
     .opposite = "builtin-synonyms",
     .group = GROUP_WHAT,
     .brief = "only synonyms of the user's lists"},

    {.key = FLAG_COUNT,
     .letter = 'c',
     .name = "count",
     .opposite = "no-count",
     .group = GROUP_HOW,
     .brief = "only how many paragraphs match, counting all"},
    {.key = FLAG_JSON,
     .name = "json",
     .opposite = "no-json",
     .group = GROUP_HOW,
     .brief = "JSON Lines, as rg --json (query/SCHEMA.md)"},
    {.key = FLAG_HEADING,
     .name = "heading",
     .opposite = "no-heading",
     .group = GROUP_HOW,
     .brief = "group by document (default on a terminal)",
     .more = "Group by document; the default on a terminal. With --no-heading, the default in a "
             "pipe, there is one PATH:LINE:TEXT a line."},
    {.key = FLAG_FULL,
     .name = "full",
     .opposite = "no-full",
     .group = GROUP_HOW,
     .brief = "whole paragraphs, not cut to fit"},
    {.key = FLAG_NOTES,
     .name = "no-notes",
     .opposite = "notes",
     .group = GROUP_HOW,
     .brief = "leave out the notes that paragraphs refer to"},
    {.key = FLAG_COLOR,
     .name = "color",
     .kind = WB_OPT_CHOICE,
     .argument = "WHEN",
     .choices = "auto always never",
     .group = GROUP_HOW,
     .brief = "when to use colour (default: auto)",
     .more = "When to use colour. auto: on a terminal, unless TERM is dumb. The environment "
             "variable NO_COLOR turns it off, CLICOLOR_FORCE on; this option wins over both."},
    {.key = FLAG_EXPLAIN,
     .name = "explain",
     .opposite = "no-explain",
     .group = GROUP_HOW,
     .brief = "also how the query was read, and why hits rank so",
     .more = "Also say how the query was read, what was asked of the index, and why hits stand "
             "where they do; on standard error, or within --json."},

    {.key = FLAG_INDEX,
     .letter = 'i',
     .name = "index",
     .kind = WB_OPT_FOLDER,
     .argument = "PATH",
     .group = GROUP_INDEX,
     .brief = "the index directory",
     .more = "The index directory. The default is $WBSEARCH_INDEX, or .wbsearch in this folder or "
             "the nearest one above it."},
    {.key = FLAG_CHECK,
     .name = "no-check",
     .opposite = "check",
     .group = GROUP_INDEX,
     .brief = "do not look whether files have changed"},

    {.key = FLAG_BATCH,
     .name = "batch",
     .kind = WB_OPT_FILE,
     .argument = "FILE",
     .group = GROUP_OTHER,
     .brief = "answer the queries in FILE, one a line",
     .more = "Answer the queries in FILE (- for standard input), one a line, in order. A line may "
             "begin with an id and a tab."},
    {.key = FLAG_GENERATE,
     .name = "generate",
     .kind = WB_OPT_CHOICE,
     .argument = "WHAT",
     .choices = WB_OPT_GENERATE_CHOICES,
     .group = GROUP_OTHER,
     .brief = "print the manual page or a shell's completions",
     .more = "Print the manual page (man) or completions for a shell (complete-bash, "
             "complete-zsh, complete-fish)."},
    {.key = FLAG_HELP,
     .letter = 'h',
     .name = "help",
     .group = GROUP_OTHER,
     .brief = "-h: the options in short; --help: all about them"},
    {.key = FLAG_VERSION,
     .letter = 'V',
     .name = "version",
     .group = GROUP_OTHER,
     .brief = "the version"},
    {.name = NULL},
};

static const char *const synopsis[] = {"[OPTION]... WORD...", "[OPTION]... --batch FILE", NULL};

static const char description[] =
    "Prints the paragraphs that hold every WORD, best first. A word is found wherever it stands in "
    "the text, from one character upward; traditional and simplified characters, full and half "
    "width, kinds of quotation marks and brackets are the same; a number or a Latin word matches "
    "whole.\n"
    "\n"
    "  A B, A AND B     both                  \"A B\"          literally this\n"
    "  A OR B, A|B      either                abc*           words that begin so\n"
    "  NOT A, -A        without               (A OR B) C     grouped\n"
    "  同句(A B)         in a sentence; 同段 同节 同篇: paragraph, section, document\n"
    "  机关:A 文号:A 标题:A 章节:A 路径:A 文种:A 年份:2019..2023\n"
    "                   only in such documents (organ: number: title: section: path:\n"
    "                   kind: year:)\n"
    "\n"
    "The query language is described in wbsearch-query(7).\n";

static const wb_opt_section sections[] = {
    {"EXIT STATUS",
     "0 found, 1 nothing found (but perhaps parts of it), 2 error, 130 interrupted.\n", false},
    {"ENVIRONMENT",
     "WBSEARCH_INDEX names the index directory. NO_COLOR and CLICOLOR_FORCE: see --color.\n", true},
    {"FILES",
     "  ~/.config/wbsearch/synonyms.txt   synonyms of your own\n"
     "  .wbsearch                         the index, beside the documents\n"
     "  .wbsynonyms                       synonyms for one index, beside it\n",
     true},
    {"EXAMPLES",
     "  wbsearch 碳金融\n"
     "  wbsearch 绿色信贷 500强\n"
     "  wbsearch '同句(绿色 信贷|贷款) -试点 年份:2019..'\n"
     "  wbsearch --json 碳金融 | jq -r 'select(.type==\"match\").data.title'\n",
     false},
    {NULL, NULL, false},
};

const wb_opt_program wbsearch_program = {
    .name = "wbsearch",
    .version = WB_VERSION,
    .purpose = "search Chinese policy documents",
    .synopsis = synopsis,
    .description = description,
    .groups = groups,
    .options = options,
    .sections = sections,
    .operands = WB_OPT_TEXT,
    .see_also = "wbindex(1), wbsearch-query(7)",
};
