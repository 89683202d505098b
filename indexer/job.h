/*
 * A run of wbindex as data: what there is to do, and what came of it. The results lie in memory
 * that is shared with the worker processes, so that what a worker found out survives its death.
 */
#ifndef WBSEARCH_INDEXER_JOB_H
#define WBSEARCH_INDEXER_JOB_H

#include <signal.h>
#include <stdatomic.h>

#include <wbsearch/error.h>
#include <wbsearch/manifest.h>
#include <wbsearch/walk.h>

#include "ingest.h"

/* The bytes of a failure's message that are kept. */
#define JOB_REASON_SIZE 200

/* Most worker processes. */
#define JOB_WORKERS_MAX 64

/* What became of a task. */
enum task_state {
    TASK_OPEN,      /* not looked at yet, or to be done again */
    TASK_WRITTEN,   /* its paragraphs are in its chunk, or it has none */
    TASK_UNCHANGED, /* only its time had changed */
    TASK_FAILED
};

/* Shared with the workers. Written by one process at a time: the worker that took the task, or the
 * parent once that worker is dead. */
struct task_result {
    enum task_state state;
    struct ingest_result ingest; /* groups count from the start of its chunk's */
    wb_status failure;
    uint32_t line;
    char reason[JOB_REASON_SIZE];
};

/* A file to be read. */
struct task {
    const wb_walk_file *file;
    const wb_file_entry *before; /* its entry in the old manifest, or NULL */
};

/* A worker's place, shared. */
struct worker_slot {
    _Atomic uint32_t task;      /* number + 1 of the task in hand, 0 for none */
    _Atomic int64_t started_ns; /* since when (CLOCK_MONOTONIC) */
    _Atomic uint32_t chunk;     /* number + 1 of the chunk it works on, 0 for none */
};

/* The shared memory. */
struct job_shared {
    _Atomic uint32_t next_chunk; /* that nobody has taken yet */
    _Atomic uint32_t done;
    _Atomic uint32_t failed;
    _Atomic uint64_t paragraphs;
    _Atomic uint32_t group_end; /* of an update: groups in the database afterwards */
    _Atomic bool fatal;         /* a worker could not go on; `error` says why */
    wb_error error;
    size_t dictionary_len; /* for the records of a bulk build */
    char dictionary[WB_COMPRESS_DICTIONARY_SIZE];
    struct worker_slot workers[JOB_WORKERS_MAX];
};

struct job {
    const char *index_path;
    wb_slice *roots;   /* as in the manifest */
    char **root_paths; /* absolute */
    size_t root_count;
    wb_walk walk;
    wb_manifest before; /* empty when everything is made anew */
    int64_t scanned_ns;
    struct task *tasks; /* in the order of the walk */
    size_t task_count;
    uint32_t *chunk_starts; /* number of the first task of each chunk, and task_count at the end */
    size_t chunk_count;
    unsigned worker_count;
    /* Shared with the workers (one mapping): */
    struct job_shared *shared;
    struct task_result *results;    /* one a task */
    _Atomic uint32_t *chunk_groups; /* groups of each finished chunk */
    size_t shared_size;
    const volatile sig_atomic_t *stop; /* set by a signal */
};

/* Fills in the tasks: the files that are new or may have changed since `before`; all of them when
 * it is empty. Errors: WB_NOMEM. */
wb_status job_plan(struct job *job, wb_error *err) WB_MUST_CHECK;

/*
 * Cuts the tasks in chunks of some `bytes` each, their number a multiple of `workers`. A chunk is
 * what one worker does in one go; in which chunk a file falls makes no difference to the finished
 * index, where files stand in the order of the tasks. Errors: WB_NOMEM.
 */
wb_status job_split(struct job *job, uint64_t bytes, unsigned workers, wb_error *err) WB_MUST_CHECK;

/* Forgets the plan and the old manifest: everything is to be done anew; plan again. */
void job_forget(struct job *job);

/* Bytes of the files in the tasks. */
uint64_t job_bytes(const struct job *job);

/* Frees what the functions above made. */
void job_clear(struct job *job);

/* The full path of a task's file, in `ret` (cleared first). Errors: WB_NOMEM. */
wb_status job_task_path(const struct job *job, const struct task *task, wb_buf *ret) WB_MUST_CHECK;

/* Records that a task failed. */
void job_fail(struct job *job, size_t task, const wb_error *error);

/*
 * Makes the manifest that holds after the run: entries of files that stayed, results of the tasks
 * (their groups shifted by those of the chunks before theirs), problems of the walk. Entries borrow
 * from the job. Errors: WB_NOMEM.
 */
wb_status job_manifest(struct job *job, uint32_t group_end, wb_manifest *ret,
                       wb_error *err) WB_MUST_CHECK;

#endif
