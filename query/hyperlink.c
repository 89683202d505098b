#include "hyperlink.h"

#include <inttypes.h>
#include <unistd.h>

wb_hyperlink wb_hyperlink_named(const char *name)
{
    static const struct {
        const char *name;
        wb_hyperlink format;
    } known[] = {{"file", "file://{host}{path}"},
                 {"vscode", "vscode://file{path}:{line}:{column}"},
                 {"kitty", "file://{host}{path}#{line}"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(name, known[i].name) == 0) {
            return known[i].format;
        }
    }
    return strstr(name, "{path}") ? name : NULL;
}

/* RFC 3986: unreserved characters, and the slash between names. */
static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~/", c));
}

void wb_hyperlink_put_encoded(wb_slice text, wb_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_plain(text.ptr[i])) {
            wb_buf_putc(out, text.ptr[i]);
        } else {
            wb_buf_printf(out, "%%%02X", (unsigned)(unsigned char)text.ptr[i]);
        }
    }
}

static void put_host(wb_buf *out)
{
    char host[256];
    if (gethostname(host, sizeof host) == 0) {
        host[sizeof host - 1] = '\0';
        wb_hyperlink_put_encoded(wb_slice_from(host), out);
    }
}

static void put_path(const wb_hit *hit, wb_buf *out)
{
    if (!wb_slice_equal(hit->root, wb_slice_from("/"))) {
        wb_hyperlink_put_encoded(hit->root, out);
    }
    wb_buf_putc(out, '/');
    wb_hyperlink_put_encoded(hit->path, out);
}

void wb_hyperlink_begin(wb_hyperlink format, const wb_hit *hit, uint32_t line, uint32_t column,
                        wb_buf *out)
{
    if (!format) {
        return;
    }
    wb_buf_puts(out, "\033]8;;");
    for (wb_slice rest = wb_slice_from(format); rest.len;) {
        size_t used = 1;
        if (wb_slice_starts(rest, "{path}")) {
            put_path(hit, out);
            used = sizeof "{path}" - 1;
        } else if (wb_slice_starts(rest, "{line}")) {
            wb_buf_printf(out, "%" PRIu32, line);
            used = sizeof "{line}" - 1;
        } else if (wb_slice_starts(rest, "{column}")) {
            wb_buf_printf(out, "%" PRIu32, column);
            used = sizeof "{column}" - 1;
        } else if (wb_slice_starts(rest, "{host}")) {
            put_host(out);
            used = sizeof "{host}" - 1;
        } else if (rest.ptr[0] > 0x20 && rest.ptr[0] < 0x7F) {
            wb_buf_putc(out, rest.ptr[0]);
        }
        rest = wb_slice_make(rest.ptr + used, rest.len - used);
    }
    wb_buf_puts(out, "\033\\");
}

void wb_hyperlink_end(wb_hyperlink format, wb_buf *out)
{
    wb_buf_puts(out, format ? "\033]8;;\033\\" : "");
}
