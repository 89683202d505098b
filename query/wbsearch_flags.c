#include "wbsearch_flags.h"

#include <wbsearch/message.h>

enum group { GROUP_WHAT, GROUP_HOW, GROUP_REPORT, GROUP_INDEX, GROUP_OTHER, GROUP_IGNORED };

static const wb_opt_group groups[] = {
    {WB_N("What is found"), false},
    {WB_N("How it is shown"), false},
    {WB_N("What is printed in place of hits"), false},
    {WB_N("Index and files"), false},
    {WB_N("Other"), false},
    {WB_N("Taken for the sake of programs that call ripgrep; these do nothing"), true},
    {NULL, false},
};

static const wb_opt options[] = {
    {.key = FLAG_LIMIT,
     .letter = 'k',
     .name = "limit",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .group = GROUP_WHAT,
     .brief = WB_N("show N paragraphs at most (default: 20)"),
     .more =
         WB_N("Show N paragraphs at most, the best; the default is 20. With -l, -L and -c all are "
              "looked at.")},
    {.key = FLAG_MAX_COUNT,
     .letter = 'm',
     .name = "max-count",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .group = GROUP_WHAT,
     .brief = WB_N("at most N paragraphs of a document")},
    {.key = FLAG_QUERY,
     .letter = 'e',
     .name = "query",
     .kind = WB_OPT_TEXT,
     .argument = "QUERY",
     .group = GROUP_WHAT,
     .brief = WB_N("the query; WORDs are then files and folders"),
     .more = WB_N(
         "Search for QUERY; when given several times, for any of them. The other words of the "
         "command line are then files and folders: only what stands in or below them is found.")},
    {.key = FLAG_FIXED_STRINGS,
     .letter = 'F',
     .name = "fixed-strings",
     .opposite = "no-fixed-strings",
     .group = GROUP_WHAT,
     .brief = WB_N("words are text, not the query language"),
     .more =
         WB_N("All words together are one literal text: operators and quotation marks in them have "
              "no meaning.")},
    {.key = FLAG_RUNG,
     .name = "rung",
     .kind = WB_OPT_CHOICE,
     .argument = "RUNG",
     .choices = "exact loose words some",
     .group = GROUP_WHAT,
     .brief = WB_N("how loosely paragraphs may match"),
     .more =
         WB_N("Go down the ladder to this rung: exact; loose (without punctuation, or written in "
              "another way); words (all of them somewhere in the paragraph or its headings); some "
              "of the words. The default is some for people and for JSON, where partial hits are "
              "marked, and loose elsewhere.")},
    {.key = FLAG_SORT,
     .name = "sort",
     .kind = WB_OPT_CHOICE,
     .argument = "ORDER",
     .choices = "relevance date path",
     .group = GROUP_WHAT,
     .brief = WB_N("what stands first (default: relevance)"),
     .more =
         WB_N("The order: relevance, date (of the document, newest first) or path. A better rung "
              "always stands first. The default is relevance.")},
    {.key = FLAG_DUPLICATES,
     .name = "duplicates",
     .opposite = "no-duplicates",
     .group = GROUP_WHAT,
     .brief = WB_N("list paragraphs with the same text one by one")},
    {.key = FLAG_STRICT,
     .name = "strict",
     .opposite = "no-strict",
     .group = GROUP_WHAT,
     .brief = WB_N("an odd query is an error, not read as seems best")},
    {.key = FLAG_EQUIVALENTS,
     .name = "no-equivalents",
     .opposite = "equivalents",
     .group = GROUP_WHAT,
     .brief = WB_N("numbers, dates, percentages only as written")},
    {.key = FLAG_SYNONYMS,
     .name = "synonyms",
     .kind = WB_OPT_FILE,
     .argument = "FILE",
     .group = GROUP_WHAT,
     .brief = WB_N("more synonyms, one group a line"),
     .more =
         WB_N("Read synonyms from FILE, one group a line, \"A, B\" or \"A => B\", beside those in "
              "~/.config/wbsearch/synonyms.txt and in .wbsynonyms next to the index.")},
    {.key = FLAG_NO_SYNONYMS,
     .name = "no-synonyms",
     .group = GROUP_WHAT,
     .brief = WB_N("no synonyms at all")},
    {.key = FLAG_BUILTIN_SYNONYMS,
     .name = "no-builtin-synonyms",
     .opposite = "builtin-synonyms",
     .group = GROUP_WHAT,
     .brief = WB_N("only synonyms of the user's lists")},
    {.key = FLAG_WORDS,
     .name = "words",
     .kind = WB_OPT_FILE,
     .argument = "FILE",
     .group = GROUP_WHAT,
     .brief = WB_N("words that no dictionary has, one a line"),
     .more =
         WB_N("Read words that no dictionary has from FILE, one a line, beside those in "
              "~/.config/wbsearch/words.txt and in .wbwords next to the index. Where parts of a "
              "query are looked for, each of them counts as one word.")},

    {.key = FLAG_FORMAT,
     .name = "format",
     .kind = WB_OPT_CHOICE,
     .argument = "FORM",
     .choices = "auto text lines vimgrep gcc json jsonl csv tsv cite cite-markdown",
     .group = GROUP_HOW,
     .brief = WB_N("the form of the output"),
     .more =
         WB_N("The form of the output. auto: text on a terminal, lines elsewhere; text: grouped by "
              "document, for reading; lines: one PATH:LINE:TEXT for each paragraph; vimgrep: one "
              "PATH:LINE:COLUMN:TEXT for each match, where TEXT is what stands in that line of the "
              "file; gcc: the same as PATH:LINE:COLUMN: info: TEXT; json: JSON Lines as rg --json "
              "prints them; jsonl: a flat JSON object for each paragraph; csv, tsv: a table with a "
              "head; cite, cite-markdown: citations.")},
    {.key = FLAG_HEADING,
     .name = "heading",
     .opposite = "no-heading",
     .group = GROUP_HOW,
     .brief = WB_N("group by document (default on a terminal)"),
     .more =
         WB_N("Group by document; the default on a terminal. With --no-heading, the default in a "
              "pipe, there is one PATH:LINE:TEXT a line. It does nothing to other forms.")},
    {.key = FLAG_VIMGREP,
     .name = "vimgrep",
     .group = GROUP_HOW,
     .brief = WB_N("--format vimgrep: every match, with its column")},
    {.key = FLAG_JSON,
     .name = "json",
     .opposite = "no-json",
     .group = GROUP_HOW,
     .brief = WB_N("--format json: JSON Lines, as rg --json")},
    {.key = FLAG_JSONL,
     .name = "jsonl",
     .group = GROUP_HOW,
     .brief = WB_N("--format jsonl: a flat JSON object a hit")},
    {.key = FLAG_CSV,
     .name = "csv",
     .group = GROUP_HOW,
     .brief = WB_N("--format csv: a table, RFC 4180")},
    {.key = FLAG_TSV,
     .name = "tsv",
     .group = GROUP_HOW,
     .brief = WB_N("--format tsv: a table with tabs")},
    {.key = FLAG_CITE,
     .name = "cite",
     .group = GROUP_HOW,
     .brief = WB_N("--format cite: as citations, to be pasted"),
     .more =
         WB_N("--format cite: each paragraph and below it 《title》, number, organ, date, section, "
              "number of the paragraph, path and line. What is not known stands there as missing, "
              "［文号缺］.")},
    {.key = FLAG_CITE_MARKDOWN,
     .name = "cite-markdown",
     .group = GROUP_HOW,
     .brief = WB_N("--format cite-markdown: the same in Markdown")},
    {.key = FLAG_FIELDS,
     .name = "fields",
     .kind = WB_OPT_TEXT,
     .argument = "NAMES",
     .group = GROUP_HOW,
     .brief = WB_N("which fields --jsonl, --csv and --tsv have"),
     .more =
         WB_N("Which fields --jsonl, --csv and --tsv have, and in which order: names with commas "
              "between, of query_id, rank, rung, score, path, line, column_byte, first_line, "
              "last_line, document_id, paragraph, kind, title, organ, number, date, region, "
              "document_kind, validity, section, text, matches, missing.")},
    {.key = FLAG_HEADER,
     .name = "no-header",
     .opposite = "header",
     .group = GROUP_HOW,
     .brief = WB_N("--csv, --tsv: no line with the names of the fields")},
    {.key = FLAG_FORMAT_VERSION,
     .name = "format-version",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .group = GROUP_HOW,
     .brief = WB_N("fail unless the machine formats are of version N"),
     .more =
         WB_N("Fail with status 2 unless --json, --jsonl, --csv and --tsv are of version N: 1 at "
              "present. New fields do not change it.")},
    {.key = FLAG_FULL,
     .name = "full",
     .opposite = "no-full",
     .group = GROUP_HOW,
     .brief = WB_N("whole paragraphs, not cut to fit")},
    {.key = FLAG_NOTES,
     .name = "no-notes",
     .opposite = "notes",
     .group = GROUP_HOW,
     .brief = WB_N("leave out the notes that paragraphs refer to")},
    {.key = FLAG_ONLY_MATCHING,
     .letter = 'o',
     .name = "only-matching",
     .group = GROUP_HOW,
     .brief = WB_N("each match alone on a line")},
    {.key = FLAG_AFTER_CONTEXT,
     .letter = 'A',
     .name = "after-context",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .group = GROUP_HOW,
     .brief = WB_N("also N paragraphs behind each hit"),
     .more =
         WB_N("Also show the N paragraphs behind each hit, in text, lines and --json. In lines, "
              "they have - where hits have :, and a line -- stands between the groups.")},
    {.key = FLAG_BEFORE_CONTEXT,
     .letter = 'B',
     .name = "before-context",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .group = GROUP_HOW,
     .brief = WB_N("also N paragraphs before each hit")},
    {.key = FLAG_CONTEXT,
     .letter = 'C',
     .name = "context",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .group = GROUP_HOW,
     .brief = WB_N("also N paragraphs on either side")},
    {.key = FLAG_MAX_COLUMNS,
     .letter = 'M',
     .name = "max-columns",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .group = GROUP_HOW,
     .brief = WB_N("crop longer lines to N characters around the match"),
     .more = WB_N(
         "Crop the text of lines to N characters around the match, 0 not at all. Other than in "
         "ripgrep, N counts characters, and nothing is left out.")},
    {.key = FLAG_COLUMN,
     .name = "column",
     .opposite = "no-column",
     .group = GROUP_HOW,
     .brief = WB_N("also the column of the first match")},
    {.key = FLAG_COLUMN_UNIT,
     .name = "column-unit",
     .kind = WB_OPT_CHOICE,
     .argument = "UNIT",
     .choices = "byte char utf16",
     .group = GROUP_HOW,
     .brief = WB_N("what columns count (default: byte)"),
     .more =
         WB_N("What columns count, from 1: bytes of UTF-8, characters, or UTF-16 units as VS Code "
              "does. The last two are counted in the file itself; where it cannot be read, the "
              "column is 1, and the exit status 2.")},
    {.key = FLAG_WITH_FILENAME,
     .letter = 'H',
     .name = "with-filename",
     .group = GROUP_HOW,
     .brief = WB_N("the path before each line; with -c, count by document"),
     .more =
         WB_N("The path before each line, which is the default; with -c, one PATH:COUNT for each "
              "document.")},
    {.key = FLAG_NO_FILENAME,
     .letter = 'I',
     .name = "no-filename",
     .group = GROUP_HOW,
     .brief = WB_N("no path before the lines")},
    {.key = FLAG_LINE_NUMBER,
     .letter = 'n',
     .name = "line-number",
     .group = GROUP_HOW,
     .brief = WB_N("line numbers, which is the default")},
    {.key = FLAG_NO_LINE_NUMBER,
     .letter = 'N',
     .name = "no-line-number",
     .group = GROUP_HOW,
     .brief = WB_N("no line numbers")},
    {.key = FLAG_NULL_BYTE,
     .letter = '0',
     .name = "null",
     .opposite = "no-null",
     .group = GROUP_HOW,
     .brief = WB_N("a NUL byte behind each path"),
     .more = WB_N("A NUL byte behind each path in place of the : or the line end; the path is then "
                  "written as it is, byte for byte.")},
    {.key = FLAG_COLOR,
     .name = "color",
     .kind = WB_OPT_CHOICE,
     .argument = "WHEN",
     .choices = "auto always never",
     .group = GROUP_HOW,
     .brief = WB_N("when to use colour (default: auto)"),
     .more =
         WB_N("When to use colour. auto: on a terminal, unless TERM is dumb. The environment "
              "variable NO_COLOR turns it off, CLICOLOR_FORCE on; this option wins over both.")},
    {.key = FLAG_HYPERLINK,
     .name = "hyperlink",
     .opposite = "no-hyperlink",
     .group = GROUP_HOW,
     .brief = WB_N("paths and lines are links, in terminals that know them"),
     .more = WB_N("Paths and line numbers are links (OSC 8) where there is colour; the same as "
                  "--hyperlink-format file.")},
    {.key = FLAG_HYPERLINK_FORMAT,
     .name = "hyperlink-format",
     .kind = WB_OPT_TEXT,
     .argument = "FORMAT",
     .group = GROUP_HOW,
     .brief = WB_N("where such links lead: file, vscode, kitty, {path}…"),
     .more =
         WB_N("Where such links lead: file, vscode, kitty, or a URL with {path}, {line}, {column} "
              "and {host} in it, or none.")},
    {.key = FLAG_PAGER,
     .name = "pager",
     .opposite = "no-pager",
     .kind = WB_OPT_TEXT,
     .argument = "COMMAND",
     .group = GROUP_HOW,
     .brief = WB_N("for what is longer than the screen (default: less)"),
     .more = WB_N(
         "Show what is longer than the screen by this command, on a terminal only. The default "
         "is $WBSEARCH_PAGER, $PAGER or less; an empty one or cat is none.")},
    {.key = FLAG_EXPLAIN,
     .name = "explain",
     .opposite = "no-explain",
     .group = GROUP_HOW,
     .brief = WB_N("also how the query was read, and why hits rank so"),
     .more =
         WB_N("Also say how the query was read, what was asked of the index, and why hits stand "
              "where they do; on standard error, or within --json.")},
    {.key = FLAG_STATS,
     .name = "stats",
     .opposite = "no-stats",
     .group = GROUP_HOW,
     .brief = WB_N("at the end, how much was found, on standard error")},

    {.key = FLAG_COUNT,
     .letter = 'c',
     .name = "count",
     .opposite = "no-count",
     .group = GROUP_REPORT,
     .brief = WB_N("only how many paragraphs match, counting all")},
    {.key = FLAG_COUNT_MATCHES,
     .name = "count-matches",
     .group = GROUP_REPORT,
     .brief = WB_N("only how many matches there are")},
    {.key = FLAG_FILES,
     .letter = 'l',
     .name = "files-with-matches",
     .group = GROUP_REPORT,
     .brief = WB_N("only the paths of documents with hits")},
    {.key = FLAG_FILES_WITHOUT,
     .letter = 'L',
     .name = "files-without-match",
     .group = GROUP_REPORT,
     .brief = WB_N("only the paths of documents without hits")},
    {.key = FLAG_QUIET,
     .letter = 'q',
     .name = "quiet",
     .group = GROUP_REPORT,
     .brief = WB_N("nothing: the exit status says it")},

    {.key = FLAG_INDEX,
     .letter = 'i',
     .name = "index",
     .kind = WB_OPT_FOLDER,
     .argument = "PATH",
     .group = GROUP_INDEX,
     .brief = WB_N("the index: a directory or a name; may be repeated"),
     .more =
         WB_N("The index: its directory, the folder of the documents that it lies in, or a name "
              "that --name-index gave. When given several times, all are searched together. The "
              "default is $WBSEARCH_INDEX, where several have : between, or .wbsearch in this "
              "folder or the nearest one above it.")},
    {.key = FLAG_NAME_INDEX,
     .name = "name-index",
     .kind = WB_OPT_TEXT,
     .argument = "NAME=PATH",
     .group = GROUP_INDEX,
     .brief = WB_N("a name for an index, for the configuration file")},
    {.key = FLAG_REFRESH,
     .name = "refresh",
     .opposite = "no-refresh",
     .group = GROUP_INDEX,
     .brief = WB_N("bring the index up to date first (runs wbindex)")},
    {.key = FLAG_CHECK,
     .name = "no-check",
     .opposite = "check",
     .group = GROUP_INDEX,
     .brief = WB_N("do not look whether files have changed")},

    {.key = FLAG_NO_CONFIG,
     .name = "no-config",
     .group = GROUP_OTHER,
     .brief = WB_N("do not read the configuration file")},
    {.key = FLAG_BATCH,
     .name = "batch",
     .kind = WB_OPT_FILE,
     .argument = "FILE",
     .group = GROUP_OTHER,
     .brief = WB_N("answer the queries in FILE, one a line"),
     .more =
         WB_N("Answer the queries in FILE (- for standard input), one a line, in order. A line may "
              "begin with an id and a tab.")},
    {.key = FLAG_GENERATE,
     .name = "generate",
     .kind = WB_OPT_CHOICE,
     .argument = "WHAT",
     .choices = WB_OPT_GENERATE_CHOICES,
     .group = GROUP_OTHER,
     .brief = WB_N("print the manual page or a shell's completions"),
     .more = WB_N(
         "Print the manual page (man) or completions for a shell (complete-bash, complete-zsh, "
         "complete-fish).")},
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

    {.key = FLAG_IGNORED,
     .letter = 'S',
     .name = "smart-case",
     .group = GROUP_IGNORED,
     .brief = WB_N("case does not matter in any case")},
    {.key = FLAG_IGNORED,
     .name = "ignore-case",
     .group = GROUP_IGNORED,
     .brief = WB_N("case does not matter in any case")},
    {.key = FLAG_IGNORED,
     .name = "line-buffered",
     .group = GROUP_IGNORED,
     .brief = WB_N("hits are written at once in any case")},
    {.key = FLAG_IGNORED,
     .letter = 'z',
     .name = "search-zip",
     .group = GROUP_IGNORED,
     .brief = WB_N("the index knows which files there are")},
    {.key = FLAG_IGNORED,
     .name = "trim",
     .group = GROUP_IGNORED,
     .brief = WB_N("paragraphs have no white space at their ends")},
    {.key = FLAG_IGNORED_VALUE,
     .name = "path-separator",
     .kind = WB_OPT_TEXT,
     .argument = "CHAR",
     .group = GROUP_IGNORED,
     .brief = WB_N("paths have /")},
    {.name = NULL},
};

static const char *const synopsis[] = {WB_N("[OPTION]... WORD..."),
                                       WB_N("[OPTION]... -e QUERY... [PATH]..."),
                                       WB_N("[OPTION]... --batch FILE"), NULL};

static const char description[] = WB_N(
    "Prints the paragraphs that hold every WORD, best first. A word is found wherever it stands in "
    "the text, from one character upward; traditional and simplified characters, full and half "
    "width, kinds of quotation marks and brackets are the same; a number or a Latin word matches "
    "whole.\n"
    "\n"
    "  A B, A AND B     both                  \"A B\"          literally this\n"
    "  A OR B, A|B      either                abc*           words that begin so\n"
    "  NOT A, -词       without                (A OR B) C     grouped\n"
    "  同句(A B)         in a sentence; 同段 同节 同篇: paragraph, section, document\n"
    "  机关:A 文号:A 标题:A 章节:A 路径:A 文种:A 年份:2019..2023\n"
    "                   only in such documents (organ: number: title: section: path:\n"
    "                   kind: year:)\n"
    "\n"
    "A negation such as -词 needs a character that is not ASCII behind the dash, or -- before it. "
    "The query language is described in wbsearch-query(7).\n");

static const wb_opt_section sections[] = {
    {WB_N("EXIT STATUS"),
     WB_N("0 found, 1 nothing found (but perhaps parts of it), 2 error, 130 interrupted.\n"),
     false},
    {WB_N("CONFIGURATION"),
     WB_N("Options stand one a line in ~/.config/wbsearch/config "
          "($XDG_CONFIG_HOME/wbsearch/config), or "
          "in the "
          "file that WBSEARCH_CONFIG names: --limit=50 or --limit 50, without quotation "
          "marks. "
          "Lines that begin with # are comments. A value that begins with ~/ is below the home "
          "folder. "
          "The "
          "command line wins over the environment, and that over the file.\n"
          "\n"
          "  # ~/.config/wbsearch/config\n"
          "  --name-index=laws=~/laws\n"
          "  --name-index=reports=~/reports\n"
          "  --limit 50\n"
          "\n"
          "wbsearch -i laws -i reports 碳金融 then searches both.\n"),
     false},
    {WB_N("ENVIRONMENT"),
     WB_N("  WBSEARCH_INDEX    the index, or several with : between\n"
          "  WBSEARCH_CONFIG   the configuration file; empty for none\n"
          "  WBSEARCH_PAGER    the pager, before PAGER; empty for none\n"
          "  NO_COLOR          when not empty: no colour\n"
          "  CLICOLOR_FORCE    when neither empty nor 0: colour in pipes too\n"),
     true},
    {WB_N("FILES"),
     WB_N("  ~/.config/wbsearch/config         options\n"
          "  ~/.config/wbsearch/synonyms.txt   synonyms of your own\n"
          "  ~/.config/wbsearch/words.txt      words of your own\n"
          "  .wbsearch                         the index, beside the documents\n"
          "  .wbsynonyms, .wbwords             synonyms and words for one index, beside it\n"),
     true},
    {WB_N("EXAMPLES"),
     WB_N("  wbsearch 碳金融\n"
          "  wbsearch 绿色信贷 500强\n"
          "  wbsearch '同句(绿色 信贷|贷款) -试点 年份:2019..'\n"
          "  wbsearch --json 碳金融 | jq -r 'select(.type==\"match\").data.title'\n"),
     false},
    {NULL, NULL, false},
};

const wb_opt_program wbsearch_program = {
    .name = "wbsearch",
    .version = WB_VERSION,
    .purpose = WB_N("search Chinese policy documents"),
    .synopsis = synopsis,
    .description = description,
    .groups = groups,
    .options = options,
    .sections = sections,
    .operands = WB_OPT_TEXT,
    .see_also = "wbindex(1), wbsearch-query(7)",
};
