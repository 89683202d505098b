/*
 * Carrying out a job: everything anew as a new generation, or an update of the one in use.
 */
#ifndef WBSEARCH_INDEXER_BUILD_H
#define WBSEARCH_INDEXER_BUILD_H

#include "job.h"
#include "progress.h"

/*
 * Indexes all tasks into a new generation: each worker writes chunks, small databases that fit its
 * cache; they are merged, and the merged one is put into use. The index is as before until then.
 * `ret` is the new manifest; it borrows from the job. Errors: as workers_run.
 */
wb_status build_bulk(struct job *job, unsigned limit_s, struct progress *progress, wb_manifest *ret,
                     wb_error *err) WB_MUST_CHECK;

/*
 * Indexes the tasks into the generation in use, in one commit.
 * Errors: as workers_run, and WB_CORRUPT, WB_LOCKED.
 */
wb_status build_update(struct job *job, unsigned limit_s, struct progress *progress,
                       wb_manifest *ret, wb_error *err) WB_MUST_CHECK;

#endif
