#include "report.h"

#include <inttypes.h>
#include <stdio.h>

#include <wbsearch/file.h>
#include <wbsearch/message.h>
#include <wbsearch/width.h>

/* So many files without text are named; the rest are counted. */
#define REMARKS_MAX 5

static void print_problem(const struct job *job, uint32_t root, wb_slice path, uint32_t line,
                          wb_slice reason)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_buf_puts(&text, "wbindex: ");
    wb_width_put_safe(&text, wb_slice_from(job->root_paths[root]));
    if (!wb_slice_starts(path, "/")) {
        wb_buf_putc(&text, '/');
    }
    wb_width_put_safe(&text, path);
    if (line) {
        wb_buf_printf(&text, ":%" PRIu32, line);
    }
    wb_buf_puts(&text, ": ");
    wb_width_put_safe(&text, reason);
    wb_buf_putc(&text, '\n');
    if (text.len) {
        fwrite(text.data, 1, text.len, stderr);
    }
    wb_buf_free(&text);
}

static bool print_failures(const struct job *job, const wb_manifest *manifest)
{
    bool any = false;
    for (size_t i = 0; i < manifest->file_count; i++) {
        const wb_file_entry *f = &manifest->files[i];
        if (f->state == WB_FILE_FAILED) {
            print_problem(job, f->root, f->path, f->line, f->reason);
            any = true;
        }
    }
    return any;
}

/* Files that were there when the tree was walked and not when they were to be read: not failures,
 * but the user may want to run again. */
static void print_vanished(const struct job *job)
{
    for (size_t i = 0; i < job->task_count; i++) {
        const struct task_result *r = &job->results[i];
        if (r->state == TASK_FAILED && r->failure == WB_NOTFOUND) {
            const wb_walk_file *file = job->tasks[i].file;
            print_problem(job, file->root, file->path, 0, wb_slice_from(r->reason));
        }
    }
}

static void print_empty(const struct job *job)
{
    size_t count = 0;
    for (size_t i = 0; i < job->task_count; i++) {
        const struct task_result *r = &job->results[i];
        if (r->state != TASK_WRITTEN || r->ingest.para_count > 0) {
            continue;
        }
        if (count++ < REMARKS_MAX) {
            const wb_walk_file *file = job->tasks[i].file;
            print_problem(job, file->root, file->path, 0,
                          wb_slice_from(wb_message("holds no text")));
        }
    }
    if (count > REMARKS_MAX) {
        fputs("wbindex: ", stderr);
        fprintf(stderr, wb_message("and %zu more files hold no text\n"), count - REMARKS_MAX);
    }
}

bool report_problems(const struct job *job, const wb_manifest *manifest, bool quiet)
{
    bool any = print_failures(job, manifest);
    print_vanished(job);
    if (quiet) {
        return any;
    }
    for (size_t i = 0; i < job->walk.problem_count; i++) {
        const wb_walk_problem *p = &job->walk.problems[i];
        if (!p->is_failure) {
            print_problem(job, p->root, p->path, 0, p->reason);
        }
    }
    print_empty(job);
    return any;
}

/* 3504 -> 3,504 */
static const char *grouped(uint64_t value, char buffer[32])
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%" PRIu64, value);
    char *out = buffer;
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0) {
            *out++ = ',';
        }
        *out++ = digits[i];
    }
    *out = '\0';
    return buffer;
}

/* "1 document", "3,504 documents": the number, and `one` or `many` in the user's language. */
static void print_count(uint64_t count, const char *one, const char *many)
{
    char number[32];
    fputs(grouped(count, number), stderr);
    fputs(wb_message_plural(one, many, count), stderr);
}

void report_summary(const struct job *job, const wb_manifest *manifest, enum report_outcome outcome,
                    uint64_t gone, double seconds)
{
    wb_manifest_totals totals = wb_manifest_count(manifest);
    fputs("wbindex: ", stderr);
    switch (outcome) {
    case REPORT_UP_TO_DATE:
        fputs(wb_message("up to date: "), stderr);
        break;
    case REPORT_UPDATED:
        print_count(job->task_count, " file read", " files read");
        if (gone) {
            fputs(wb_message(", "), stderr);
            print_count(gone, " gone", " gone");
        }
        fputs(wb_message(": now "), stderr);
        break;
    case REPORT_INDEXED:
        fputs(wb_message("indexed "), stderr);
        break;
    }
    print_count(totals.indexed, " document", " documents");
    fputs(wb_message(", "), stderr);
    print_count(totals.paragraphs, " paragraph", " paragraphs");
    fprintf(stderr, wb_message("; index %.1f MB; %.2f s"),
            (double)wb_file_tree_size(job->index_path) / 1e6, seconds);
    if (totals.failed) {
        fputs(wb_message("; "), stderr);
        print_count(totals.failed, " failed", " failed");
    }
    fputc('\n', stderr);
}
