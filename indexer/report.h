/*
 * What a run of wbindex says in the end: the files that failed, remarks, one line of summary.
 */
#ifndef WBSEARCH_INDEXER_REPORT_H
#define WBSEARCH_INDEXER_REPORT_H

#include "job.h"

/* What the run did. */
enum report_outcome {
    REPORT_UP_TO_DATE, /* nothing had changed */
    REPORT_UPDATED,    /* what had changed is in the index */
    REPORT_INDEXED     /* everything was indexed */
};

/* Prints every file and folder of `manifest` that failed, and why, on stderr; remarks (links that
 * were not followed, files without text) too, unless `quiet`. Returns whether anything failed. */
bool report_problems(const struct job *job, const wb_manifest *manifest, bool quiet);

/* Prints what was done and what the index holds now. `gone` files were taken out of it. */
void report_summary(const struct job *job, const wb_manifest *manifest, enum report_outcome outcome,
                    uint64_t gone, double seconds);

#endif
