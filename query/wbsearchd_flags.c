#include "wbsearchd_flags.h"

#include <wbsearch/message.h>

enum group { GROUP_WHAT, GROUP_WHO, GROUP_LIMITS, GROUP_LOG, GROUP_OTHER };

static const wb_opt_group groups[] = {
    {WB_N("What is served"), false}, {WB_N("Who is served"), false}, {WB_N("Limits"), false},
    {WB_N("The log"), false},        {WB_N("Other"), false},         {NULL, false},
};

static const wb_opt options[] = {
    {.key = FLAG_INDEX,
     .letter = 'i',
     .name = "index",
     .kind = WB_OPT_TEXT,
     .argument = "PATH",
     .group = GROUP_WHAT,
     .brief = WB_N("an index directory, or NAME=PATH; again for more"),
     .more =
         WB_N("An index directory to serve. With NAME=PATH requests can choose it by that name; "
              "the first one is searched when they choose none. The default is $WBSEARCH_INDEX, or "
              ".wbsearch in this folder or the nearest above.")},
    {.key = FLAG_LISTEN,
     .letter = 'l',
     .name = "listen",
     .kind = WB_OPT_TEXT,
     .argument = "ADDRESS",
     .group = GROUP_WHO,
     .brief = WB_N("where to listen (default: 127.0.0.1:8917)"),
     .more =
         WB_N("Where to listen: PORT, ADDRESS:PORT or unix:PATH; again for more. The default is "
              "127.0.0.1:8917, or the sockets that systemd opened. With port 0 any free port is "
              "taken; the address is printed on standard output.")},
    {.key = FLAG_ALLOW_REMOTE,
     .name = "allow-remote",
     .group = GROUP_WHO,
     .brief = WB_N("listen on addresses that other machines reach"),
     .more = WB_N(
         "Listen on addresses that other machines can reach, which is refused otherwise: there "
         "is no password and no encryption, so put a proxy in front that has both.")},
    {.key = FLAG_ALLOW_HOST,
     .name = "allow-host",
     .kind = WB_OPT_TEXT,
     .argument = "NAME",
     .group = GROUP_WHO,
     .brief = WB_N("a name by which the server is called too"),
     .more =
         WB_N("A name by which the server may be called (in the header Host), beside localhost and "
              "its addresses; again for more. Other names are refused, so that no page of the web "
              "can read the index through a browser.")},
    {.key = FLAG_WORKERS,
     .letter = 'j',
     .name = "workers",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .group = GROUP_LIMITS,
     .brief = WB_N("threads that answer (default: one a processor)")},
    {.key = FLAG_CONNECTIONS,
     .name = "connections",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .group = GROUP_LIMITS,
     .brief = WB_N("open connections a socket (default: 512)")},
    {.key = FLAG_TIME_LIMIT,
     .name = "time-limit",
     .kind = WB_OPT_NUMBER,
     .argument = "SECONDS",
     .group = GROUP_LIMITS,
     .brief = WB_N("a search may take so long (default: 5)"),
     .more = WB_N("A search that takes longer is given up; the answer is 503. The default is 5.")},
    {.key = FLAG_CLIENT_LIMIT,
     .name = "client-limit",
     .kind = WB_OPT_NUMBER,
     .argument = "SECONDS",
     .group = GROUP_LIMITS,
     .brief = WB_N("a request may take so long to arrive (default: 15)"),
     .more =
         WB_N("A connection is closed when no whole request arrives on it for so long, or when its "
              "client takes four times as long to read an answer. The default is 15.")},
    {.key = FLAG_LOG_JSON,
     .name = "log-json",
     .group = GROUP_LOG,
     .brief = WB_N("lines of the log are JSON objects")},
    {.key = FLAG_SLOW_MS,
     .name = "slow-ms",
     .kind = WB_OPT_NUMBER,
     .argument = "N",
     .group = GROUP_LOG,
     .brief = WB_N("mark requests slower than N ms (default: 200)")},
    {.key = FLAG_QUIET,
     .letter = 'q',
     .name = "quiet",
     .group = GROUP_LOG,
     .brief = WB_N("no line for each request")},
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

static const char *const synopsis[] = {WB_N("[OPTION]..."), NULL};

static const char description[] = WB_N(
    "Answers searches over HTTP, in JSON, from indexes that wbindex made. It serves this machine "
    "alone unless told otherwise, and reads nothing but the indexes. When an index changes, the "
    "next request is answered from its new state.\n");

static const wb_opt_section sections[] = {
    {WB_N("ADDRESSES"),
     WB_N("  /api/v1/search?q=QUERY       paragraphs that match, best first\n"
          "  /api/v1/suggest?q=TEXT       terms and titles that go on so\n"
          "  /api/v1/documents/ID         metadata, outline, paragraphs of a document\n"
          "  /api/v1/paragraphs/ID-N      a paragraph and those around it\n"
          "  /api/v1/status               the indexes\n"
          "  /api/v1/openapi.json         all of this in full (OpenAPI 3.1)\n"
          "  /healthz, /readyz, /metrics  for supervisors\n"
          "\n"
          "Errors are application/problem+json (RFC 9457). Answers carry an ETag, which changes "
          "when "
          "the "
          "index does.\n"),
     false},
    {WB_N("SIGNALS"),
     WB_N("SIGTERM and SIGINT: take no more connections, answer what has been asked, end. SIGHUP: "
          "read "
          "the lists of synonyms and words again.\n"),
     true},
    {WB_N("EXIT STATUS"), WB_N("0 ended by a signal, 2 could not serve.\n"), false},
    {WB_N("ENVIRONMENT"),
     WB_N("WBSEARCH_INDEX names the index directory where --index does not. LISTEN_PID and "
          "LISTEN_FDS "
          "are systemd's: sockets to serve in place of --listen (sd_listen_fds(3)).\n"),
     true},
    {WB_N("EXAMPLES"),
     WB_N("  wbsearchd\n"
          "  wbsearchd --index laws=/srv/laws/.wbsearch --listen 8080\n"
          "  curl -s http://127.0.0.1:8917/api/v1/suggest?q=碳\n"),
     false},
    {NULL, NULL, false},
};

const wb_opt_program wbsearchd_program = {
    .name = "wbsearchd",
    .version = WB_VERSION,
    .purpose = WB_N("serve searches in Chinese policy documents over HTTP"),
    .synopsis = synopsis,
    .description = description,
    .groups = groups,
    .options = options,
    .sections = sections,
    .operands = WB_OPT_FLAG,
    .see_also = "wbsearch(1), wbindex(1), wbsearch-query(7)",
};
