/*
 * The progress line on the terminal: files, paragraphs a second, failures, time to go. It appears
 * after a second, is repainted ten times a second at most, and only where somebody watches.
 */
#ifndef WBSEARCH_INDEXER_PROGRESS_H
#define WBSEARCH_INDEXER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool enabled;
    bool painted;
    uint64_t total; /* files */
    int64_t started_ns;
    int64_t last_paint_ns;
};

/* Starts the clock. `wanted`: not --quiet; the line still needs a terminal on stderr. */
void progress_start(struct progress *progress, uint64_t total, bool wanted);

/* Repaints if it is time. */
void progress_update(struct progress *progress, uint64_t done, uint64_t paragraphs,
                     uint64_t failed);

/* Says in the same place what is going on when there is nothing to count. */
void progress_note(struct progress *progress, const char *what);

/* Clears the line; call it before any other output. */
void progress_clear(struct progress *progress);

/* Seconds since the start. */
double progress_seconds(const struct progress *progress);

#endif
