/*
 * Worker processes: they take chunks of the job one by one; the parent watches. A worker that
 * crashes or hangs on a file costs that file and nothing else: the file fails, and a new worker
 * does the rest of the chunk from its beginning.
 */
#ifndef WBSEARCH_INDEXER_WORKERS_H
#define WBSEARCH_INDEXER_WORKERS_H

#include "job.h"
#include "progress.h"

/* What a worker does, in a process of its own. It takes chunks until there are none. Its errors are
 * fatal to the whole run (a full disk); those of files go to job_fail. */
typedef wb_status worker_body(struct job *job, unsigned slot, void *context, wb_error *err);

/* The next chunk for the worker in `slot`; false when there is none. It is the worker's until
 * workers_finish; tasks of it that are not open any more have failed in an earlier attempt. */
bool workers_take(struct job *job, unsigned slot, uint32_t *ret_chunk);

/* The chunk is done. */
void workers_finish(struct job *job, unsigned slot);

/* The worker turns to a task: from now on the time limit runs, until it turns to another or rests.
 */
void workers_turn_to(struct job *job, unsigned slot, size_t task);

/* The worker is busy with something that is no task. */
void workers_rest(struct job *job, unsigned slot);

/*
 * Runs `count` workers until all chunks are done and all workers have ended. A file may take
 * `limit_s` seconds. Errors: WB_INTERRUPTED (job->stop was set), what a worker's body returned,
 * WB_NOMEM, WB_INTERNAL (workers keep dying).
 */
wb_status workers_run(struct job *job, unsigned count, unsigned limit_s, worker_body *body,
                      void *context, struct progress *progress, wb_error *err) WB_MUST_CHECK;

/* Runs `body` in one process, which takes no tasks. Whatever happens to it, its failure is its own:
 * returns false when it did not succeed within the limit. */
bool workers_try(struct job *job, unsigned limit_s, worker_body *body, void *context);

#endif
