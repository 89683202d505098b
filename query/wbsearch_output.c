#include "wbsearch_output.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "diagnose.h"
#include "wbsearch_pager.h"

wb_status output_flush(wb_buf *out, bool *ret_gone, wb_error *err)
{
    bool written = (out->len == 0 || fwrite(out->data, 1, out->len, stdout) == out->len) &&
                   fflush(stdout) == 0;
    int error = errno;
    wb_buf_clear(out);
    *ret_gone = !written && error == EPIPE;
    return written || *ret_gone ? WB_OK
                                : wb_error_errno(err, WB_IO, error, "cannot write the results");
}

wb_status output_show(const struct options *options, wb_buf *out, bool *ret_gone, wb_error *err)
{
    const char *pager = pager_command(options->pager);
    bool paged = pager && !options->batch && pager_is_needed(wb_buf_slice(out)) &&
                 pager_show(pager, wb_buf_slice(out));
    if (!paged) {
        return output_flush(out, ret_gone, err);
    }
    wb_buf_clear(out);
    *ret_gone = false;
    return WB_OK;
}

/* NO_COLOR wins over CLICOLOR_FORCE, the command line over both (no-color.org, cmake(1)), both over
 * the configuration file. */
bool output_wants_color(const struct options *options)
{
    if (options->color != COLOR_AUTO && !options->color_in_config) {
        return options->color == COLOR_ALWAYS;
    }
    const char *no_color = getenv("NO_COLOR");
    const char *force = getenv("CLICOLOR_FORCE");
    const char *term = getenv("TERM");
    bool text = options->form == FORM_TEXT || options->form == FORM_LINES;
    if (!text || (no_color && *no_color)) {
        return false;
    }
    if (force && *force && strcmp(force, "0") != 0) {
        return true;
    }
    if (options->color != COLOR_AUTO) {
        return options->color == COLOR_ALWAYS;
    }
    return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

size_t output_width(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

void output_error(const wb_error *error)
{
    fprintf(stderr, "wbsearch: %s\n", error->text);
    if (error->hint[0]) {
        fprintf(stderr, "wbsearch: hint: %s\n", error->hint);
    }
}

void output_odd(const wb_query *query)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    for (size_t i = 0; i < query->diagnostic_count; i++) {
        wb_diagnose(query, &query->diagnostics[i], "wbsearch: ", &text);
    }
    if (text.status == WB_OK && text.len) {
        fputs(text.data, stderr);
    }
    wb_buf_free(&text);
}

void output_place(wb_slice query, const wb_error *error)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    if (wb_diagnose_place(query, error->offset, 0, &text) == WB_OK) {
        fputs(text.data, stderr);
    }
    wb_buf_free(&text);
}

void output_stale(const wb_freshness_report *report, const char *index)
{
    const wb_walk_changes *c = &report->changes;
    const char *name = index ? index : "";
    const char *colon = index ? ": " : "";
    if (!report->complete) {
        fprintf(
            stderr,
            "wbsearch: %s%scould not check whether files have changed since they were indexed\n",
            name, colon);
        return;
    }
    if (report->missing_folder) {
        fprintf(stderr,
                "wbsearch: %s%sa folder of this index cannot be read; results are from the index\n",
                name, colon);
    }
    if (c->added || c->changed || c->gone) {
        fprintf(stderr,
                "wbsearch: %s%ssince indexing %zu files are new, %zu changed, %zu gone; run "
                "wbindex\n",
                name, colon, c->added, c->changed, c->gone);
    }
    if (report->failed) {
        fprintf(stderr,
                "wbsearch: %s%s%" PRIu64 " files could not be indexed; see wbindex --status\n",
                name, colon, report->failed);
    }
}
