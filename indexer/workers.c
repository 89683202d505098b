#include "workers.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How often the parent looks around when no child ends, nanoseconds. */
#define TICK_NS 100000000L

/* Workers that die without a file in hand are replaced so often. */
#define SPARE_WORKERS 8u

/* Exit status of a worker whose body failed; the reason is in shared memory. */
#define EXIT_FATAL 3

struct crew {
    struct job *job;
    pid_t pids[JOB_WORKERS_MAX]; /* 0: no worker in this slot */
    bool timed_out[JOB_WORKERS_MAX];
    unsigned limit_s;
    unsigned spare;
    worker_body *body;
    void *context;
};

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

bool workers_take(struct job *job, unsigned slot, uint32_t *ret_chunk)
{
    struct worker_slot *own = &job->shared->workers[slot];
    uint32_t left = atomic_load(&own->chunk); /* by a worker that died */
    *ret_chunk = left ? left - 1 : atomic_fetch_add(&job->shared->next_chunk, 1);
    if (*ret_chunk >= job->chunk_count) {
        return false;
    }
    atomic_store(&own->chunk, *ret_chunk + 1);
    return true;
}

void workers_finish(struct job *job, unsigned slot)
{
    atomic_store(&job->shared->workers[slot].chunk, 0);
}

void workers_turn_to(struct job *job, unsigned slot, size_t task)
{
    struct worker_slot *own = &job->shared->workers[slot];
    atomic_store(&own->task, 0);
    atomic_store(&own->started_ns, now_ns());
    atomic_store(&own->task, (uint32_t)task + 1);
}

void workers_rest(struct job *job, unsigned slot)
{
    atomic_store(&job->shared->workers[slot].task, 0);
}

static _Noreturn void run_worker(struct crew *crew, unsigned slot, pid_t parent)
{
    /* When the parent dies, however it dies, its workers go too. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(EXIT_FATAL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGINT, SIG_IGN); /* the terminal sends it to all; the parent decides */
    signal(SIGTERM, SIG_DFL);
    wb_error error;
    if (crew->body(crew->job, slot, crew->context, &error) == WB_OK) {
        _exit(EXIT_SUCCESS);
    }
    struct job_shared *shared = crew->job->shared;
    if (!atomic_exchange(&shared->fatal, true)) {
        shared->error = error;
    }
    _exit(EXIT_FATAL);
}

static wb_status start_worker(struct crew *crew, unsigned slot, wb_error *err)
{
    fflush(NULL);
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        return wb_error_errno(err, WB_INTERNAL, errno, "cannot start a worker process");
    }
    if (pid == 0) {
        run_worker(crew, slot, parent);
    }
    crew->pids[slot] = pid;
    crew->timed_out[slot] = false;
    return WB_OK;
}

static void kill_all(struct crew *crew)
{
    for (unsigned i = 0; i < JOB_WORKERS_MAX; i++) {
        if (crew->pids[i]) {
            kill(crew->pids[i], SIGKILL);
            while (waitpid(crew->pids[i], NULL, 0) < 0 && errno == EINTR) {
            }
            crew->pids[i] = 0;
        }
    }
}

/* Kills workers that have been at one file for too long. */
static void kill_slow(struct crew *crew)
{
    int64_t limit_ns = (int64_t)crew->limit_s * 1000000000;
    for (unsigned i = 0; i < JOB_WORKERS_MAX; i++) {
        struct worker_slot *slot = &crew->job->shared->workers[i];
        if (crew->pids[i] && atomic_load(&slot->task) &&
            now_ns() - atomic_load(&slot->started_ns) > limit_ns) {
            crew->timed_out[i] = true;
            kill(crew->pids[i], SIGKILL);
        }
    }
}

/* What a dead worker had written to the chunk it never finished is to be done again. */
static void reopen_tasks(struct job *job, unsigned slot)
{
    struct job_shared *shared = job->shared;
    uint32_t chunk = atomic_load(&shared->workers[slot].chunk);
    if (chunk == 0) {
        return;
    }
    for (uint32_t i = job->chunk_starts[chunk - 1]; i < job->chunk_starts[chunk]; i++) {
        struct task_result *result = &job->results[i];
        if (result->state == TASK_WRITTEN) {
            result->state = TASK_OPEN;
            atomic_fetch_sub(&shared->done, 1);
            atomic_fetch_sub(&shared->paragraphs, result->ingest.para_count);
        }
    }
}

/* The file that a dead worker had in hand failed; returns false when there was none. */
static bool blame_file(struct crew *crew, unsigned slot, int wait_status)
{
    uint32_t task = atomic_exchange(&crew->job->shared->workers[slot].task, 0);
    if (task == 0) {
        return false;
    }
    wb_error error;
    if (crew->timed_out[slot]) {
        wb_error_set(&error, WB_LIMIT, "took longer than %u seconds", crew->limit_s);
    } else if (WIFSIGNALED(wait_status)) {
        wb_error_set(&error, WB_INTERNAL, "the reader crashed on it (signal %d)",
                     WTERMSIG(wait_status));
    } else {
        wb_error_set(&error, WB_INTERNAL, "the reader ended on it (status %d)",
                     WEXITSTATUS(wait_status));
    }
    job_fail(crew->job, task - 1, &error);
    atomic_fetch_add(&crew->job->shared->done, 1);
    return true;
}

/* A worker ended: well, by a fatal error, or by dying. */
static wb_status bury(struct crew *crew, pid_t pid, int wait_status, wb_error *err)
{
    unsigned slot = 0;
    while (slot < JOB_WORKERS_MAX && crew->pids[slot] != pid) {
        slot++;
    }
    if (slot == JOB_WORKERS_MAX) {
        return WB_OK;
    }
    crew->pids[slot] = 0;
    if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == EXIT_SUCCESS) {
        return WB_OK;
    }
    struct job_shared *shared = crew->job->shared;
    if (atomic_load(&shared->fatal)) {
        *err = shared->error;
        return err->status;
    }
    if (!blame_file(crew, slot, wait_status) && crew->spare-- == 0) {
        return wb_error_set(err, WB_INTERNAL, "worker processes keep dying");
    }
    reopen_tasks(crew->job, slot);
    return start_worker(crew, slot, err);
}

static bool any_left(const struct crew *crew)
{
    for (unsigned i = 0; i < JOB_WORKERS_MAX; i++) {
        if (crew->pids[i]) {
            return true;
        }
    }
    return false;
}

wb_status workers_run(struct job *job, unsigned count, unsigned limit_s, worker_body *body,
                      void *context, struct progress *progress, wb_error *err)
{
    struct crew crew = {
        .job = job, .limit_s = limit_s, .spare = SPARE_WORKERS, .body = body, .context = context};
    /* SIGCHLD is waited for, so it has to be blocked; and not ignored, or there are no statuses. */
    sigset_t child;
    sigset_t before;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &before);
    signal(SIGCHLD, SIG_DFL);

    wb_status status = WB_OK;
    for (unsigned i = 0; i < count && i < JOB_WORKERS_MAX && status == WB_OK; i++) {
        status = start_worker(&crew, i, err);
    }
    while (status == WB_OK && any_left(&crew)) {
        int wait_status;
        pid_t pid = waitpid(-1, &wait_status, WNOHANG);
        if (pid > 0) {
            status = bury(&crew, pid, wait_status, err);
            continue;
        }
        if (*job->stop) {
            status = wb_error_set(err, WB_INTERRUPTED, "interrupted");
            break;
        }
        kill_slow(&crew);
        progress_update(progress, atomic_load(&job->shared->done),
                        atomic_load(&job->shared->paragraphs), atomic_load(&job->shared->failed));
        struct timespec tick = {0, TICK_NS};
        (void)sigtimedwait(&child, NULL, &tick);
    }
    kill_all(&crew);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

bool workers_try(struct job *job, unsigned limit_s, worker_body *body, void *context)
{
    struct crew crew = {.job = job, .body = body, .context = context};
    sigset_t child;
    sigset_t before;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &before);
    signal(SIGCHLD, SIG_DFL);
    int64_t until = now_ns() + (int64_t)limit_s * 1000000000;
    bool succeeded = false;
    if (start_worker(&crew, 0, NULL) == WB_OK) {
        int wait_status = 0;
        while (crew.pids[0] && !*job->stop && now_ns() < until) {
            if (waitpid(crew.pids[0], &wait_status, WNOHANG) > 0) {
                crew.pids[0] = 0;
                succeeded = WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == EXIT_SUCCESS;
            } else {
                struct timespec tick = {0, TICK_NS};
                (void)sigtimedwait(&child, NULL, &tick);
            }
        }
    }
    kill_all(&crew);
    sigprocmask(SIG_SETMASK, &before, NULL);
    atomic_store(&job->shared->fatal, false);
    return succeeded;
}
