#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <wbsearch/message.h>

#define FIRST_PAINT_NS 1000000000LL
#define REPAINT_NS 100000000LL
#define ESTIMATE_AFTER_NS 5000000000LL

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void progress_start(struct progress *progress, uint64_t total, bool wanted)
{
    const char *term = getenv("TERM");
    memset(progress, 0, sizeof *progress);
    progress->enabled = wanted && isatty(STDERR_FILENO) && !(term && strcmp(term, "dumb") == 0);
    progress->total = total;
    progress->started_ns = now_ns();
}

double progress_seconds(const struct progress *progress)
{
    return (double)(now_ns() - progress->started_ns) / 1e9;
}

void progress_update(struct progress *progress, uint64_t done, uint64_t paragraphs, uint64_t failed)
{
    int64_t now = now_ns();
    int64_t elapsed = now - progress->started_ns;
    if (!progress->enabled || elapsed < FIRST_PAINT_NS ||
        now - progress->last_paint_ns < REPAINT_NS) {
        return;
    }
    double seconds = (double)elapsed / 1e9;
    char estimate[64] = "";
    if (elapsed > ESTIMATE_AFTER_NS && done > 0 && done < progress->total) {
        double left = seconds * (double)(progress->total - done) / (double)done;
        (void)snprintf(estimate, sizeof estimate, wb_message(", %.0f s to go"), left);
    }
    char failures[64] = "";
    if (failed) {
        (void)snprintf(failures, sizeof failures, wb_message(", %lu failed"),
                       (unsigned long)failed);
    }
    fputs("\r\033[K", stderr);
    fprintf(stderr, wb_message("%lu/%lu files, %.0f paragraphs/s%s%s"), (unsigned long)done,
            (unsigned long)progress->total, (double)paragraphs / seconds, failures, estimate);
    fflush(stderr);
    progress->painted = true;
    progress->last_paint_ns = now;
}

void progress_note(struct progress *progress, const char *what)
{
    if (progress->enabled && now_ns() - progress->started_ns > FIRST_PAINT_NS) {
        fprintf(stderr, "\r\033[K%s", wb_message(what));
        fflush(stderr);
        progress->painted = true;
    }
}

void progress_clear(struct progress *progress)
{
    if (progress->painted) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
        progress->painted = false;
    }
}
