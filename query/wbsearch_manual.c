/* The words of the manual of wbsearch around its options. */
#include "wbsearch_flags.h"

#include <wbsearch/message.h>

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
    .groups = wbsearch_groups,
    .options = wbsearch_flags,
    .sections = sections,
    .operands = WB_OPT_TEXT,
    .see_also = "wbindex(1), wbsearch-query(7)",
};
