#include "wbsearch_pager.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <wbsearch/utf8.h>
#include <wbsearch/width.h>

/* What a shell ends with when there is no such command. */
#define NO_COMMAND 127

const char *pager_command(const char *asked)
{
    const char *command = asked;
    if (!command) {
        command = getenv("WBSEARCH_PAGER");
    }
    if (!command) {
        command = getenv("PAGER");
    }
    if (!command) {
        command = "less";
    }
    return *command && strcmp(command, "cat") != 0 ? command : NULL;
}

/* Steps over an escape sequence of ours: SGR ends with m, OSC 8 with ESC \. */
static size_t skip_escape(wb_slice text, size_t at)
{
    if (at + 1 < text.len && text.ptr[at + 1] == '[') {
        while (at < text.len && text.ptr[at] != 'm') {
            at++;
        }
        return at < text.len ? at + 1 : at;
    }
    at++;
    while (at < text.len && text.ptr[at] != '\\') {
        at++;
    }
    return at < text.len ? at + 1 : at;
}

/* Rows that `text` takes on a screen of so many columns. */
static size_t count_rows(wb_slice text, size_t columns)
{
    size_t rows = 0;
    size_t used = 0;
    for (size_t i = 0; i < text.len;) {
        if (text.ptr[i] == '\033') {
            i = skip_escape(text, i);
            continue;
        }
        uint32_t c = wb_utf8_next(text, &i);
        size_t width = wb_width_char(c);
        if (c == '\n') {
            rows++;
            used = 0;
        } else if (used + width > columns) {
            rows++;
            used = width;
        } else {
            used += width;
        }
    }
    return rows + (used > 0);
}

bool pager_is_needed(wb_slice text)
{
    struct winsize size;
    return isatty(STDOUT_FILENO) && isatty(STDIN_FILENO) &&
           ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0 &&
           count_rows(text, size.ws_col) >= size.ws_row;
}

bool pager_show(const char *command, wb_slice text)
{
    /* As git does: colours are let through, a short text is left on the screen. */
    (void)setenv("LESS", "FRX", 0);
    (void)setenv("LESSCHARSET", "utf-8", 0);
    /* The command is the user's own, for the shell as with every pager. */
    FILE *pager = popen(command, "w"); /* NOLINT(cert-env33-c) */
    if (!pager) {
        return false;
    }
    /* Ctrl-C is for the pager, which goes on. */
    void (*before)(int) = signal(SIGINT, SIG_IGN);
    (void)fwrite(text.ptr, 1, text.len, pager);
    int status = pclose(pager);
    (void)signal(SIGINT, before);
    return !(WIFEXITED(status) && WEXITSTATUS(status) == NO_COMMAND);
}
